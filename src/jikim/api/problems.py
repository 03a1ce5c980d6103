"""Problems (RFC 9457): one table (`problems.json`) of everything that can go wrong, and how it is said. Nothing that a
request held is repeated in one.

`type` is `urn:jikim:problem:` and a code: of the table here, or of `policy/reasons.py` where the policy says no. The
codes are the interface.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from jikim.errors import ConflictError, DeniedError, InvalidError, JikimError, NotFoundError, SealedError, StoreError
from jikim.policy.compiled import Policy
from jikim.policy.model import ItemType, Language
from jikim.tables import table
from jikim.verbs.forbidden_numbers import SHAPE_ONLY

TYPE = "urn:jikim:problem:"
MEDIA = "application/problem+json"


Words = tuple[str, str]  # in English and in Korean


class Kind(NamedTuple):
    """A kind of problem: its HTTP status (RFC 9110), what it is, and what can be done."""

    status: int
    title: Words
    hint: Words


_TABLE = table(__package__, "problems")
KINDS = {
    code: Kind(one["status"], (one["title"][1], one["title"][0]), (one["hint"][1], one["hint"][0]))
    for code, one in _TABLE["kinds"].items()
}
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
_OF_A_KEY = {why: (en, ko) for why, (ko, en) in _TABLE["of_a_key"].items()}
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
        return {"type": TYPE + self.code, "status": self.status} | {
            name: told for name, told in said.items() if told not in ("", [])
        }


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
                left="" if error.left is None else error.left,
            )
        case InvalidError():
            return ProblemError.of("invalid", both(error)[1], detail=both(error)[0], item=error.item, field=error.item)
    code = next((code for kind, code in _CODES if isinstance(error, kind)), "unexpected")
    if not isinstance(error, JikimError) or code not in ("conflict", "refused", "unknown"):
        return ProblemError.of(code, headers={"retry-after": "1"} if code == "store" else None)
    detail, hint = both(error)
    return ProblemError.of(code, hint if code != "conflict" else ("", ""), detail=detail)


def both(error: JikimError) -> tuple[Words, Words]:
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
