"""Problems (RFC 9457): one table of everything that can go wrong, and how it is said. Nothing that a request held is
repeated in one.

`type` is `urn:jikim:problem:` and a code: of the table here, or of `policy/reasons.py` where the policy says no. The
codes are the interface.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from jikim.errors import ConflictError, DeniedError, InvalidError, JikimError, NotFoundError, SealedError, StoreError
from jikim.policy.compiled import Policy
from jikim.policy.model import ItemType, Language
from jikim.verbs.forbidden_numbers import SHAPE_ONLY

TYPE = "urn:jikim:problem:"
MEDIA = "application/problem+json"


Words = tuple[str, str]  # in English and in Korean


class Kind(NamedTuple):
    """A kind of problem: its HTTP status (RFC 9110), what it is, and what can be done."""

    status: int
    title: Words
    hint: Words


_SEE = ("see /api/v1/openapi.json", "/api/v1/openapi.json을 확인해 주세요")
KINDS: dict[str, Kind] = {
    "body": Kind(400, ("the body is not what this route takes", "본문이 이 경로의 형식과 다릅니다"), _SEE),
    "query": Kind(400, ("the query is not what this route takes", "쿼리가 이 경로의 형식과 다릅니다"), _SEE),
    "key-form": Kind(
        400, ("this Idempotency-Key can be guessed or can't be read", "Idempotency-Key를 추측할 수 있거나 읽을 수 없습니다"),
        ("send 22 to 255 random characters, a new UUID say, with each act", "요청마다 새 UUID처럼 무작위 문자 22~255자를 보내 주세요"),
    ),
    "cursor": Kind(400, ("this cursor was not given by this list", "이 목록이 준 커서가 아닙니다"), ("begin without one", "커서 없이 처음부터 요청해 주세요")),
    "no-key": Kind(
        401, ("there is no such key", "없는 키입니다"),
        ("send `Authorization: Bearer jk_…`; `jikim key new` makes one", "`Authorization: Bearer jk_…`를 보내 주세요. 키는 `jikim key new`로 만듭니다"),
    ),
    "key-over": Kind(
        401, ("this key was revoked", "폐기된 키입니다"), ("ask the privacy officer for another", "개인정보 보호책임자에게 새 키를 요청해 주세요")
    ),
    "signature": Kind(
        401, ("no partner signed that", "제휴사의 서명이 아닙니다"),
        ("sign `id.timestamp.body` with the partner's secret, within five minutes; `jikim partner key` makes one",
         "`id.timestamp.body`를 제휴사의 비밀 값으로 5분 안에 서명해 주세요. 비밀 값은 `jikim partner key`로 만듭니다"),
    ),
    "insecure": Kind(
        403, ("personal data does not travel in the clear", "개인정보는 암호화하지 않은 연결로 보낼 수 없습니다"),
        ("come by https, or from this machine", "https로 접속하거나 이 컴퓨터에서 접속해 주세요"),
    ),
    "not-allowed": Kind(
        403, ("this key was not made for that", "이 키로 할 수 없는 일입니다"),
        ("`jikim key new --may` says what a key may do", "키로 할 수 있는 일은 `jikim key new --may`로 정합니다"),
    ),
    "no-route": Kind(404, ("there is no such route", "없는 경로입니다"), _SEE),
    "unknown": Kind(404, ("nothing is known of that", "알려진 것이 없습니다"), ("check the number", "번호를 확인해 주세요")),
    "method": Kind(405, ("this route takes another method", "이 경로가 받는 메서드가 아닙니다"), ("see `Allow`", "`Allow`를 확인해 주세요")),
    "conflict": Kind(
        409, ("it was changed in between, or exists already", "그 사이에 변경되었거나 이미 있습니다"),
        ("look again, then try again", "확인하고 다시 시도해 주세요"),
    ),
    "in-progress": Kind(
        409, ("the first request with this Idempotency-Key still acts", "같은 Idempotency-Key의 첫 요청을 아직 처리하고 있습니다"),
        ("ask again in a moment", "잠시 뒤에 다시 요청해 주세요"),
    ),
    "unknown-outcome": Kind(
        409, ("nobody knows whether the first request with this Idempotency-Key was carried out", "같은 Idempotency-Key의 첫 요청이 처리되었는지 알 수 없습니다"),
        ("look whether it was, then send a new key", "처리되었는지 확인하고 새 키를 보내 주세요"),
    ),
    "too-large": Kind(413, ("the body is too large", "본문이 너무 큽니다"), ("send less at once", "나누어 보내 주세요")),
    "not-json": Kind(
        415, ("this route takes application/json", "이 경로는 application/json을 받습니다"), ("say so in Content-Type", "Content-Type에 적어 주세요")
    ),
    "missing": Kind(
        422, ("the body lacks a field", "본문에 필드가 빠졌습니다"),
        ("send it; /api/v1/openapi.json says what this route takes", "그 필드를 보내 주세요. 이 경로의 형식은 /api/v1/openapi.json에 있습니다"),
    ),
    "invalid": Kind(422, ("a value is not of its item's form", "값의 형식이 맞지 않습니다"), ("correct the item", "항목의 값을 고쳐 주세요")),
    "key-reused": Kind(
        422, ("another request had this Idempotency-Key", "다른 요청에 쓴 Idempotency-Key입니다"),
        ("use a new key for each act", "요청마다 새 키를 써 주세요"),
    ),
    "replayed": Kind(
        409, ("this message came before", "이미 받은 메시지입니다"),
        ("sign each message anew, under a name of its own", "메시지마다 다른 이름을 붙여 새로 서명해 주세요"),
    ),
    "over-limit": Kind(429, ("this key came too often", "이 키의 요청이 너무 많습니다"), ("wait, see Retry-After", "Retry-After만큼 기다려 주세요")),
    "refused": Kind(409, ("that can't be done", "할 수 없는 일입니다"), ("", "")),
    "unexpected": Kind(
        500, ("something went wrong", "문제가 생겼습니다"),
        ("nothing of it is shown, because it could hold personal data; the log names its kind",
         "개인정보가 들어 있을 수 있어 내용은 보여 드리지 않습니다. 종류는 로그에 있습니다"),
    ),
    "store": Kind(503, ("the database did not answer as it must", "DB가 제대로 응답하지 않았습니다"), ("try again in a moment", "잠시 뒤에 다시 시도해 주세요")),
    "sealed": Kind(
        503, ("the house is sealed", "하우스가 봉인되어 있습니다"),
        ("its operator gives the passphrase with `jikim unseal`", "운영자가 `jikim unseal`로 암호문구를 입력해야 합니다"),
    ),
    "too-late": Kind(
        503, ("it took too long", "시간이 너무 오래 걸렸습니다"),
        ("whether it was done is not known: look, then try again", "처리되었는지 알 수 없습니다. 확인하고 다시 시도해 주세요"),
    ),
}  # fmt: skip
# Which problem an error is: of its classes the first that it has. What a database or the ring said is not repeated.
_CODES: tuple[tuple[type[BaseException], str], ...] = (
    (ConflictError, "conflict"),
    (NotFoundError, "unknown"),
    (SealedError, "sealed"),
    (StoreError, "store"),
    (TimeoutError, "too-late"),
    (JikimError, "refused"),
)
# Of the denials, those that say that there is nothing (any more), and the one that is the program's own.
_STATUS = {"gone": 404, "resting": 404, "evaluation-error": 500}


# What a key is told instead of what a person of the office is: a grant is asked of an officer, a key is made anew.
_OF_A_KEY: dict[str, Words] = {
    "grant": (
        "this key does not name that purpose, or its time is over: `jikim key list` says what it names, and `jikim key new --purposes` makes another",
        "이 키에 그 목적이 없거나 기한이 지났습니다. `jikim key list`로 확인하고 `jikim key new --purposes`로 새 키를 만들어 주세요",
    ),
    "beyond-grant": (
        "this is beyond the key: make another with `jikim key new`, naming what it needs by `--records`, `--channels`, `--events` and `--consents`",
        "이 키의 권한 밖입니다. `jikim key new`에 `--records`, `--channels`, `--events`, `--consents`로 필요한 것을 적어 새 키를 만들어 주세요",
    ),
    "not-confirmed": (
        "an API key cannot do this: a handler or an officer does it in the office",
        "API 키로는 할 수 없습니다. 취급자나 개인정보 보호책임자가 관리자 페이지에서 처리해 주세요",
    ),
    "not-yours": ("name that person's own record", "그 사람의 기록을 적어 주세요"),
}
FOR_PEOPLE = (
    "this key does not act for people: `jikim key new --may people` makes one that does",
    "이 키는 사람을 대신해 요청하지 않습니다. `jikim key new --may people`로 새 키를 만들어 주세요",
)


class ProblemError(Exception):
    """A problem on its way out: what it says, and what else it tells, in both languages where it is words."""

    def __init__(
        self, code: str, status: int, title: Words, hint: Words, headers: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(code)
        self.code, self.status, self.headers = code, status, dict(headers or {})
        self._said = {"title": title, **more, "hint": hint}

    @classmethod
    def of(
        cls, code: str, hint: Words = ("", ""), *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> ProblemError:
        """A problem of the table, with a hint of its own where there is one."""
        kind = KINDS[code]
        if code == "no-key":
            headers = {"www-authenticate": "Bearer", **(headers or {})}
        return cls(code, kind.status, kind.title, hint if any(hint) else kind.hint, headers, **more)

    def body(self, language: Language) -> dict[str, Any]:
        """The problem in a language."""
        said = {name: told[language == "ko"] if isinstance(told, tuple) else told for name, told in self._said.items()}
        return {"type": TYPE + self.code, "status": self.status} | {name: told for name, told in said.items() if told}


def problem_of(error: BaseException, policy: Policy) -> ProblemError:
    """An error as a problem, without what the caller sent."""
    match error:
        case ProblemError():
            return error
        case DeniedError():
            en, ko = error.words("en"), error.words("ko")
            about = [name for name in error.about if _declared(policy, name)]
            named = f": {', '.join(f'`{name}`' for name in about)}" if about else ""
            return ProblemError(
                error.why,
                _STATUS.get(error.why, 403),
                (en.reason, ko.reason),
                _OF_A_KEY[error.why] if error.why in _OF_A_KEY and not error.helps else (en.hint, ko.hint),
                clause=error.clause,
                cited=(en.cited, ko.cited),
                about=about,
                field=error.field,
                meant=error.meant,
                detail=(en.reason + named, ko.reason + named),
                request=str(error.request or ""),
            )
        case InvalidError():
            return ProblemError.of(
                "invalid", _both(error)[1], detail=_both(error)[0], item=error.item, field=error.item
            )
    code = next((code for kind, code in _CODES if isinstance(error, kind)), "unexpected")
    if not isinstance(error, JikimError) or code not in ("conflict", "refused", "unknown"):
        return ProblemError.of(code, headers={"retry-after": "1"} if code == "store" else None)
    detail, hint = _both(error)
    return ProblemError.of(code, hint if code != "conflict" else ("", ""), detail=detail)


def _both(error: JikimError) -> tuple[Words, Words]:
    """What an error says in both languages, and its hints."""
    en, ko = error.words("en"), error.words("ko")
    return (en.reason, ko.reason), (en.hint, ko.hint)


def _declared(policy: Policy, name: str) -> bool:
    """Whether the policy itself, or its language, has a name (a place within data, `[2]`, counted, not named): only
    then it is repeated."""
    file, name = policy.file, name.partition("[")[0]
    return (
        name in ItemType.__members__.values()
        or name == SHAPE_ONLY
        or name in file.items
        or name in file.records
        or name in file.purposes
        or name in file.recipients
        or name in file.processors
        or any(name in rules.names for rules in policy.records.values())
    )
