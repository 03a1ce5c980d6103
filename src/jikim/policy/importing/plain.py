"""Plain text as blocks: numbered and marked lines, paragraphs, and tables of lines with tabs or bars."""

from __future__ import annotations

import re

from jikim.policy.importing.blocks import (
    MAX_BLOCKS,
    MAX_BYTES,
    MAX_LETTERS,
    Block,
    Cell,
    UnreadableError,
    squared,
    squeezed,
)

# How a Korean policy numbers its parts, the highest first.
_MARKS: tuple[tuple[str, int], ...] = (
    (r"제\s*\d{1,3}\s*장\b", 1),
    (r"제\s*\d{1,3}\s*조(의\s*\d+)?", 2),
    (r"#{1,6}\s", 2),
    (r"\d{1,2}\.(?!\d)", 3),
    (r"[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX]{1,4}\.", 2),
    (r"[■◆▣◎●]", 3),
    (r"\[[^\]]{2,40}\]$", 4),
    (r"[가-하]\.", 4),
    (r"\(\d{1,2}\)|\d{1,2}\)", 5),
    (r"[①-⑳]", 5),
    (r"[a-z]\.", 6),
    (r"[-–•·*○▶※□ㆍ‧]\s?", 7),
    (r"o\s(?=[가-힣])", 7),
)
_BULLET = 7
_MARK = re.compile("|".join(f"(?P<m{number}>{pattern})" for number, (pattern, _) in enumerate(_MARKS)))


def decoded(content: bytes) -> str:
    """A text's letters: UTF-8, UTF-16 with its mark, else the Korean code page of old files. Raises UnreadableError."""
    if len(content) > MAX_BYTES:
        raise UnreadableError("the file is too large for a policy")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp949")  # type: ignore[assignment]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        if len(text) > MAX_LETTERS:
            raise UnreadableError("the text is too long for a policy")
        return text
    raise UnreadableError("the file is no text: neither UTF-8 nor EUC-KR")


def mark_of(line: str) -> tuple[str, int, str]:
    """A line's own number or mark, how high it stands (0: it has none), and the words after it."""
    found = _MARK.match(line)
    if found is None:
        return "", 0, line
    number = next(
        int(name[1:])
        for name, value in found.groupdict().items()
        if name.startswith("m") and name[1:].isdigit() and value is not None
    )
    level = _MARKS[number][1]
    if level == 4 and found[0].startswith("["):
        return found[0], level, found[0][1:-1]
    rest = line[found.end() :].strip().lstrip(".)").strip()
    if level == _BULLET and rest:
        # `- a. 보존 기간`: a bullet before a number says nothing beside it.
        mark, inner, words = mark_of(rest)
        if inner and inner < _BULLET:
            return mark, inner, words
    return found[0].strip(), level, rest


def read_text(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text."""
    blocks: list[Block] = []
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        cells = _cells(lines[at])
        if len(cells) > 1:
            start = at
            rows = []
            while at < len(lines) and len(cells := _cells(lines[at])) > 1:
                if any(set(cell) - set("-: ") for cell in cells):
                    rows.append(cells)
                at += 1
            if len(rows) > 1:
                blocks.append(Block("table", "", start + 1, rows=squared([Cell(cell) for cell in row] for row in rows)))
            else:
                blocks += [Block("text", cell, start + 1) for row in rows for cell in row]
            continue
        line = squeezed(lines[at])
        at += 1
        if not line:
            continue
        _, level, words = mark_of(line)
        if level and words:
            # Whether a numbered line is a heading is told by what it says: `sections` decides.
            blocks.append(Block("item", line, at, level))
        else:
            blocks.append(Block("text", line, at))
        if len(blocks) > MAX_BLOCKS:
            raise UnreadableError("the text has more parts than a policy")
    return tuple(blocks)


def _cells(line: str) -> tuple[str, ...]:
    if "\t" in line.strip():
        return tuple(squeezed(cell) for cell in line.strip().split("\t"))
    stripped = line.strip()
    if stripped.startswith("|") and stripped.endswith("|") and stripped.count("|") > 2:
        return tuple(squeezed(cell) for cell in stripped.strip("|").split("|"))
    return ()
