"""Problems (RFC 9457) back into the errors that `jikim.open` raises, with their clause and hint."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn
from uuid import UUID

from jikim.errors import (
    ConflictError,
    DeniedError,
    InvalidError,
    JikimError,
    NotFoundError,
    Said,
    SealedError,
    StoreError,
)
from jikim.policy.reasons import REASONS

PREFIX = "urn:jikim:problem:"


# By the problem's code; what is none of them is an answer that the house itself did not give.
_CLASSES: dict[str, type[JikimError]] = {
    "conflict": ConflictError,
    "store": StoreError,
    "too-late": StoreError,
    "sealed": SealedError,
    "unknown": NotFoundError,
    "refused": JikimError,
}


class RemoteError(JikimError):
    """The house could not be asked: nobody answered, the key is none, it came too often. `code` is the problem's;
    `status` HTTP's, or 0."""

    def __init__(
        self, message: str, *, code: str, status: int = 0, hint: str | None = None, ko: tuple[str, str]
    ) -> None:
        super().__init__(message, hint=hint, ko=ko)
        self.code = code
        self.status = status


class WithoutRows:
    """Of a house elsewhere, an application's own tables are not ruled."""

    def attached(self, mapping: Path | str) -> NoReturn:
        """Raises JikimError: nothing would bind a read on the caller's connection to what was decided and recorded
        elsewhere, and the dates of a row and the entry of a write would be the caller's word."""
        del mapping
        raise JikimError(
            "rows of the application's own tables are ruled in a process that opens the house",
            hint="use `jikim.open` or `jikim.open_async` there; over HTTP the observer alone works on such tables",
            ko=(
                "애플리케이션의 표에 있는 행은 하우스를 연 프로세스에서만 다룰 수 있습니다",
                "그 프로세스에서 `jikim.open`이나 `jikim.open_async`를 사용해 주세요. HTTP로는 그런 표를 관찰만 할 수 있습니다",
            ),
        )


def error_of(problem: Mapping[str, Any], language: str = "en") -> JikimError:
    """The error of a problem, from its fields. Its words are of the language that the problem was asked for in,
    whichever it is told in."""
    code = str(problem.get("type", "")).removeprefix(PREFIX)
    text = str(problem.get("detail") or problem.get("title") or "something went wrong")
    ko = (text, hint := str(problem.get("hint") or ""))
    if code in REASONS:
        said = Said(str(problem["title"]), hint, str(problem.get("cited", "")))
        denied = DeniedError(
            said.reason,
            clause=str(problem.get("clause", "")),
            cited=said.cited,
            why=code,
            hint=said.hint,
            about=problem.get("about", ()),
            request=UUID(problem["request"]) if "request" in problem else None,
            field=str(problem.get("field", "")),
            meant=str(problem.get("meant", "")),
            ko=said,
        )
        denied.left = problem.get("left")
        return denied.spoken(language)
    if code in ("invalid", "missing"):
        return InvalidError(text, item=str(problem.get("item") or problem.get("field", "")), hint=hint, ko=ko)
    if code in _CLASSES:
        return _CLASSES[code](text, hint=hint, ko=ko)
    return RemoteError(text, code=code, status=int(problem.get("status", 0)), hint=hint, ko=ko)
