"""A policy file's bytes as text, and its lines, to which findings point."""

from __future__ import annotations

import re
from itertools import islice

from jikim.errors import InvalidError
from jikim.policy.finding import Finding, Path, Position, Severity

MAX_CHARACTERS = 512 * 1024


BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


# What is no text; and what nobody sees, which would let a sentence read otherwise than it is: marks that join, split or
# turn it.
UNREADABLE = re.compile(
    "[^\x09\x0a\x0d\x20-\x7e\x85\xa0-\xac\xae-\u200a\u2010-\u2029\u202f-\u205f\u2070-\ud7ff\ue000-\ufefe\uff00-\ufffc\U00010000-\U000dffff\U000e0100-\U0010ffff]"
)


def sound_length(text: str) -> None:
    """Raises InvalidError for a text that is longer than a policy's."""
    if len(text) > MAX_CHARACTERS:
        raise InvalidError(
            f"a policy has at most {MAX_CHARACTERS:,} characters",
            item="text",
            hint="shorten it",
            ko=(f"처리방침은 {MAX_CHARACTERS:,}자까지 적을 수 있습니다", "내용을 줄여 주세요"),
        )


class Lines:
    """The text's lines, by YAML's line breaks, and findings that point into them."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.lines = BREAK.split(text)

    def source(self, line: int) -> str:
        """The line with this number, counted from 1; empty past the end."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""

    def error(
        self, code: str, line: int, column: int, ko: str, en: str, hint: tuple[str, str] | None = None, path: Path = ()
    ) -> Finding:
        """An error at a place."""
        return Finding(
            code=code,
            severity=Severity.ERROR,
            path=path,
            position=Position(self.file, line, column),
            source=self.source(line),
            text={"ko": ko, "en": en},
            hint=None if hint is None else {"ko": hint[0], "en": hint[1]},
        )


def decode(content: str | bytes, file: str) -> tuple[str, tuple[Finding, ...]]:
    """The file's text without a byte order mark, and what makes it unreadable: size, encoding, control characters."""
    findings: list[Finding] = []
    if isinstance(content, str):
        text = content
    else:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            before = content[: error.start].decode("utf-8")
            text = content.decode("utf-8", errors="replace")
            lines = Lines(text, file)
            line, column = place_after(before)
            findings.append(
                lines.error(
                    "not-utf-8",
                    line,
                    column,
                    "UTF-8이 아닌 바이트가 있습니다",
                    "a byte here is not UTF-8",
                    ("파일을 UTF-8로 저장해 주세요", "save the file as UTF-8"),
                )
            )
            return text, tuple(findings)
    text = text.removeprefix("\ufeff")
    lines = Lines(text, file)
    if len(text) > MAX_CHARACTERS:
        findings.append(
            lines.error(
                "file-too-large",
                1,
                1,
                f"파일이 {len(text):,}자입니다. {MAX_CHARACTERS:,}자까지 읽습니다",
                f"the file has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read",
                ("방침 파일이 맞는지 확인해 주세요", "is this the policy file?"),
            )
        )
        return text, tuple(findings)
    for found in islice(UNREADABLE.finditer(text), 20):
        line, column = place_after(text[: found.start()])
        findings.append(
            lines.error(
                "unreadable-character",
                line,
                column,
                f"글이 아닌 문자(U+{ord(found[0]):04X})가 있습니다",
                f"a character here is not text (U+{ord(found[0]):04X})",
                ("그 문자를 지워 주세요", "delete it"),
            )
        )
    return text, tuple(findings)


def place_after(before: str) -> tuple[int, int]:
    lines = BREAK.split(before)
    return len(lines), len(lines[-1]) + 1
