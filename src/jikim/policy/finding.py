"""A finding: what is wrong with a policy file, where, and what to do about it, in Korean and English.

```
policy.yaml:41:21: error: `adress` is not an item [unknown-item]
    required: [name, adress]
                     ^
hint: did you mean `address`?
```

A finding that the file waives, with a reason, is reported with that reason and counts no more.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

Step = str | int
Path = tuple[Step, ...]
Words = Mapping[str, str]


class Severity(StrEnum):
    """An error: the policy can't run. A warning: a law or the policy's own text is not met. A note: worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_SEVERITIES = {
    Severity.ERROR: {"ko": "오류", "en": "error"},
    Severity.WARNING: {"ko": "경고", "en": "warning"},
    Severity.NOTE: {"ko": "참고", "en": "note"},
}
_WAIVED = {
    Severity.ERROR: {"ko": "면제한 오류", "en": "waived error"},
    Severity.WARNING: {"ko": "면제한 경고", "en": "waived warning"},
    Severity.NOTE: {"ko": "면제한 참고", "en": "waived note"},
}
_HINT = {"ko": "도움말", "en": "hint"}
_LAW = {"ko": "근거", "en": "law"}
_PROMISE = {"ko": "약속", "en": "promise"}
_UNREAD = {"ko": "원문 미확인", "en": "its text was not read"}
_REASON = {"ko": "사유", "en": "reason"}


class Position(NamedTuple):
    """A place in a file. Line and column are counted from 1, the column in characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Law:
    """The row of the catalogue that stands behind a finding. `name` is its act and article, `known` how its content is."""

    id: str
    act: Words
    article: str | None
    name: Words
    verified: bool
    known: Words

    def render(self, language: str) -> str:
        """`Personal Information Protection Act §26 [kr.pipa.entrustment]`, and that its text was not read, where it was
        not."""
        said = f"{self.name[language]} [{self.id}]"
        return said if self.verified else f"{said} ({_UNREAD[language]})"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a finding stands: the file's own words, and the last day on which they hold."""

    because: Words
    until: date | None = None

    def render(self, language: str) -> str:
        """The words in a language, or in one that there is."""
        said = self.because.get(language) or next(iter(self.because.values()), "")
        if self.until is None:
            return said
        return f"{said} ({self.until}까지)" if language == "ko" else f"{said} (until {self.until})"


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake or remark. `path` is where in the file's structure, `source` the line itself; `clause` is the number
    of the promise it is about, `law` the statute's row. `waived`: the file gives a reason why it stands, and it no
    longer counts."""

    code: str
    severity: Severity
    path: Path
    position: Position
    source: str
    text: Words
    hint: Words | None = None
    law: Law | None = None
    clause: str | None = None
    waived: Reason | None = None

    @property
    def statute(self) -> str | None:
        """The id of the statute's row."""
        return None if self.law is None else self.law.id

    @property
    def counts(self) -> bool:
        """Whether it is still open: no waiver covers it."""
        return self.waived is None

    def render(self, language: str) -> str:
        """The finding for a terminal: place, message and code; the line; a caret; law, hint and reason. No final
        newline."""
        word = (_SEVERITIES if self.waived is None else _WAIVED)[self.severity][language]
        promise = "" if self.clause is None else f" {_PROMISE[language]} {self.clause}"
        lines = [f"{self.position}: {word}: {self.text[language]} [{self.code}]{promise}"]
        if self.source.strip():
            lines.append(self.source)
            lines.append(_indent(self.source[: self.position.column - 1]) + "^")
        if self.law is not None:
            lines.append(f"{_LAW[language]}: {self.law.render(language)}")
        if self.waived is not None:
            lines.append(f"{_REASON[language]}: {self.waived.render(language)}")
        elif self.hint is not None:
            lines.append(f"{_HINT[language]}: {self.hint[language]}")
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """The finding as plain JSON data."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "path": list(self.path),
            "file": self.position.file,
            "line": self.position.line,
            "column": self.position.column,
            "source": self.source,
            "text": dict(self.text),
            "hint": None if self.hint is None else dict(self.hint),
            "clause": self.clause,
            "statute": self.statute,
            "law": None
            if self.law is None
            else {
                "id": self.law.id,
                "act": dict(self.law.act),
                "article": self.law.article,
                "name": dict(self.law.name),
                "verified": self.law.verified,
                "known": dict(self.law.known),
            },
            "waived": None
            if self.waived is None
            else {
                "because": dict(self.waived.because),
                "until": None if self.waived.until is None else self.waived.until.isoformat(),
            },
        }


def in_order(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """By file and by place in it, each finding once."""
    seen: dict[tuple[Position, str, Path, str], Finding] = {}
    for finding in findings:
        seen.setdefault((finding.position, finding.code, finding.path, finding.text["en"]), finding)
    return tuple(sorted(seen.values(), key=lambda found: (found.position, found.code)))


def _indent(before: str) -> str:
    # A terminal gives a Korean letter two columns and a combining mark none; a tab is kept, as the line above has it.
    blank = []
    for letter in before:
        if letter == "\t":
            blank.append(letter)
        elif not unicodedata.combining(letter):
            blank.append("  " if unicodedata.east_asian_width(letter) in "WF" else " ")
    return "".join(blank)
