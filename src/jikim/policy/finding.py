"""A finding: what is wrong with a policy file, where, and what to do about it, in Korean and English.

```
policy.yaml:41:21: error: `adress` is not an item [unknown-item]
    required: [name, adress]
                     ^
hint: did you mean `address`?
```
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
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
_HINT = {"ko": "도움말", "en": "hint"}


class Position(NamedTuple):
    """A place in a file. Line and column are counted from 1, the column in characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake or remark. `path` is where in the file's structure, `source` the line itself."""

    code: str
    severity: Severity
    path: Path
    position: Position
    source: str
    text: Words
    hint: Words | None = None
    statute: str | None = None

    def render(self, language: str) -> str:
        """The finding for a terminal: place, message and code; the line; a caret; the hint. No final newline."""
        lines = [f"{self.position}: {_SEVERITIES[self.severity][language]}: {self.text[language]} [{self.code}]"]
        if self.source.strip():
            lines.append(self.source)
            lines.append(_indent(self.source[: self.position.column - 1]) + "^")
        if self.hint is not None:
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
            "statute": self.statute,
        }


def in_order(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """By file and by place in it, each finding once."""
    seen: dict[tuple[Position, str, Path], Finding] = {}
    for finding in findings:
        seen.setdefault((finding.position, finding.code, finding.path), finding)
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
