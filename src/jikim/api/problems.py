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


class Kind(NamedTuple):
    """A kind of problem: its HTTP status (RFC 9110), what it is, and what can be done."""

    status: int
    title: str
    hint: str


KINDS: dict[str, Kind] = {
    "body": Kind(400, "the body is not what this route takes", "see /api/v1/openapi.json"),
    "query": Kind(400, "the query is not what this route takes", "see /api/v1/openapi.json"),
    "key-form": Kind(400, "this Idempotency-Key can be guessed or can't be read", "send 22 to 255 random characters, a new UUID say, with each act"),
    "cursor": Kind(400, "this cursor was not given by this list", "begin without one"),
    "no-key": Kind(401, "there is no such key", "send `Authorization: Bearer jk_…`; `jikim key new` makes one"),
    "key-over": Kind(401, "this key was revoked", "ask the privacy officer for another"),
    "signature": Kind(401, "no partner signed that", "sign `id.timestamp.body` with the partner's secret, within five minutes; `jikim partner key` makes one"),
    "insecure": Kind(403, "personal data does not travel in the clear", "come by https, or from this machine"),
    "not-allowed": Kind(403, "this key was not made for that", "`jikim key new --may` says what a key may do"),
    "no-route": Kind(404, "there is no such route", "see /api/v1/openapi.json"),
    "unknown": Kind(404, "nothing is known of that", "check the number"),
    "method": Kind(405, "this route takes another method", "see `Allow`"),
    "conflict": Kind(409, "it was changed in between, or exists already", "look again, then try again"),
    "in-progress": Kind(409, "the first request with this Idempotency-Key still acts", "ask again in a moment"),
    "unknown-outcome": Kind(
        409, "nobody knows whether the first request with this Idempotency-Key was carried out", "look whether it was, then send a new key"
    ),
    "too-large": Kind(413, "the body is too large", "send less at once"),
    "not-json": Kind(415, "this route takes application/json", "say so in Content-Type"),
    "missing": Kind(422, "the body lacks a field", "send it; /api/v1/openapi.json says what this route takes"),
    "invalid": Kind(422, "a value is not of its item's form", "correct the item"),
    "key-reused": Kind(422, "another request had this Idempotency-Key", "use a new key for each act"),
    "replayed": Kind(409, "this message came before", "sign each message anew, under a name of its own"),
    "over-limit": Kind(429, "this key came too often", "wait, see Retry-After"),
    "refused": Kind(409, "that can't be done", ""),
    "unexpected": Kind(500, "something went wrong", "nothing of it is shown, because it could hold personal data; the log names its kind"),
    "store": Kind(503, "the database did not answer as it must", "try again in a moment"),
    "sealed": Kind(503, "this house is sealed", "its operator gives the passphrase with `jikim unseal`"),
    "too-late": Kind(503, "it took too long", "whether it was done is not known: look, then try again"),
}  # fmt: skip
# Of the denials, those that say that there is nothing (any more), and the one that is the program's own.
_STATUS = {"gone": 404, "resting": 404, "evaluation-error": 500}


# What a key is told instead of what a person of the office is: a grant is asked of an officer, a key is made anew.
_OF_A_KEY: dict[str, tuple[str, str]] = {
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
_INVALID_KO = "값의 형식이 맞지 않습니다"


class ProblemError(Exception):
    """A problem on its way out."""

    def __init__(
        self, code: str, status: int, title: str, hint: str, headers: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(code)
        self.code, self.status, self.headers = code, status, dict(headers or {})
        self.body: dict[str, Any] = {"type": TYPE + code, "title": title, "status": status}
        self.body |= {name: value for name, value in (*more.items(), ("hint", hint)) if value}

    @classmethod
    def of(cls, code: str, hint: str = "", *, headers: Mapping[str, str] | None = None, **more: Any) -> ProblemError:
        """A problem of the table, with a hint of its own where there is one."""
        kind = KINDS[code]
        if code == "no-key":
            headers = {"www-authenticate": "Bearer", **(headers or {})}
        return cls(code, kind.status, kind.title, hint or kind.hint, headers, **more)


def problem_of(error: BaseException, policy: Policy, language: Language = "en") -> ProblemError:
    """An error as a problem, without what the caller sent. A denial and a wrong value say themselves in `language`."""
    match error:
        case ProblemError():
            return error
        case DeniedError():
            said = error.words(language)
            hint = said.hint
            if error.why in _OF_A_KEY and not error.helps:
                hint = _OF_A_KEY[error.why][language == "ko"]
            about = [name for name in error.about if _declared(policy, name)]
            return ProblemError(
                error.why,
                _STATUS.get(error.why, 403),
                said.reason,
                hint,
                clause=error.clause,
                cited=said.cited,
                about=about,
                field=error.field,
                meant=error.meant,
                detail=f"{said.reason}: {', '.join(f'`{name}`' for name in about)}" if about else said.reason,
                request=str(error.request or ""),
            )
        case InvalidError():
            text, hint = error.words(language)
            kind = KINDS["invalid"]
            title = _INVALID_KO if language == "ko" else kind.title
            return ProblemError("invalid", kind.status, title, hint, detail=text, item=error.item, field=error.item)
        case ConflictError():
            return ProblemError.of("conflict", detail=error.plain)
        case NotFoundError():
            return ProblemError.of("unknown")
        case SealedError():
            return ProblemError.of("sealed")
        case StoreError():
            return ProblemError.of("store", headers={"retry-after": "1"})
        case TimeoutError():
            return ProblemError.of("too-late")
        case JikimError():
            kind = KINDS["refused"]
            return ProblemError("refused", kind.status, kind.title, error.hint or "", detail=error.plain)
        case _:
            return ProblemError.of("unexpected")


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
