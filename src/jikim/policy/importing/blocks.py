"""What any document is made of here: headings, paragraphs, list items and tables, in its order, each with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from jikim.policy.source_text import UNREADABLE

Kind = Literal["heading", "text", "item", "table"]

# Beyond these a file is no policy: it is refused, not read for ever.
MAX_BYTES = 8 * 1024 * 1024
MAX_LETTERS = 1_000_000
MAX_BLOCKS = 20_000
MAX_CELLS = 50_000
_MOST_SPANNED = 200


class UnreadableError(ValueError):
    """A document that can't be read, and why; never with a word of its text."""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document. `place` is the line of a text, else the number of the piece; `level` of a heading, 1 the
    highest.

    A table's `rows` are its cells, as many in each row: what spans several rows or columns stands in each of them.
    """

    kind: Kind
    text: str
    place: int
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


class Cell(NamedTuple):
    """A cell as a document has it: how many columns and rows it covers; `again`: it goes on with the cell above."""

    text: str
    wide: int = 1
    high: int = 1
    again: bool = False


def squared(rows: Iterable[Iterable[Cell]]) -> tuple[tuple[str, ...], ...]:
    """The rows of a table, each as wide as the widest, spans written out. Raises UnreadableError for more cells than a
    policy has."""
    made: dict[tuple[int, int], str] = {}
    deep = 0
    for y, row in enumerate(rows):
        x, deep = 0, y + 1
        for cell in row:
            while (y, x) in made:
                x += 1
            text = made.get((y - 1, x), "") if cell.again else cell.text
            for down in range(max(1, min(cell.high, _MOST_SPANNED))):
                for right in range(max(1, min(cell.wide, _MOST_SPANNED))):
                    made.setdefault((y + down, x + right), text)
            if len(made) > MAX_CELLS:
                raise UnreadableError("the document has more cells than a policy")
            x += max(1, cell.wide)
    wide = max((x for y, x in made if y < deep), default=-1) + 1
    if wide * deep > MAX_CELLS:
        raise UnreadableError("the document has more cells than a policy")
    found = (tuple(made.get((y, x), "") for x in range(wide)) for y in range(deep))
    return tuple(row for row in found if any(row))


def squeezed(text: str) -> str:
    """The text in one line, each stretch of blanks as one; what is no text, or is never seen, left out."""
    return " ".join(UNREADABLE.sub("", " ".join(text.split())).split())
