"""A document as numbered sentences: every one of it, in its order; of a table each row. A heading is one too, and says
what stands below it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from jikim.policy.importing.blocks import Block
from jikim.policy.importing.plain import mark_of

_STOP = re.compile(
    r"(?<=\S[다요음함까죠오])[.!?](?=\s|$)|(?<=[a-z)\d\"”])[.!?](?=\s+[A-Z“\"]|$)|(?<=[^,\s])\s+(?=(?:단|다만),?\s)"
)
_NUMBER_ALONE = re.compile(r"\(?(?:\d{1,2}|[A-Za-z])[.)]")
_SAYS = re.compile(r"(?:니다|한다|된다|있다|없다|세요|시오)[.\s]*$|[.:：]\s*\S|[.!?]$")
_LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. `place`: the line of a text, else the number of its piece; `under`: the sentence that is its
    heading, 0 for none."""

    number: int
    text: str
    place: int
    under: int = 0
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows, and the sentence of each."""

    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    under: int


def sentences(blocks: Iterable[Block]) -> tuple[tuple[Sentence, ...], tuple[Grid, ...]]:
    """Every sentence of a document, and its tables."""
    made: list[Sentence] = []
    grids: list[Grid] = []
    under = 0

    def add(text: str, place: int, heading: bool = False) -> int:
        if not any(letter.isalnum() for letter in text):
            return 0
        made.append(Sentence(len(made) + 1, text, place, 0 if heading else under, heading))
        return len(made)

    for block in blocks:
        if block.kind == "table":
            numbers = [add(" | ".join(dict.fromkeys(cell for cell in row if cell)), block.place) for row in block.rows]
            grids.append(Grid(block.rows, tuple(numbers), under))
        elif _is_heading(block):
            under = add(block.text, block.place, True) or under
        else:
            for sentence in cut(block.text):
                add(sentence, block.place)
    return tuple(made), tuple(grids)


def _is_heading(block: Block) -> bool:
    if block.kind == "heading":
        return True
    _, level, words = mark_of(block.text)
    return 0 < level <= 4 and len(words) <= _LONGEST_HEADING and not _SAYS.search(words)


def cut(text: str) -> list[str]:
    """A text cut into sentences. The number before a heading is none (`1. What we collect`)."""
    parts, start = [], 0
    for stop in _STOP.finditer(text):
        if _NUMBER_ALONE.fullmatch(text[start : stop.end()].strip()):
            continue
        parts.append(text[start : stop.end()].strip())
        start = stop.end()
    parts.append(text[start:].strip())
    return [part for part in parts if part]
