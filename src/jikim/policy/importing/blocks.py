"""What any document is made of here: headings, paragraphs, list items and tables, in its order, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jikim.policy.source import UNREADABLE

Kind = Literal["heading", "text", "item", "table"]

# Beyond these a file is no policy: it is refused, not read for ever.
MAX_BYTES = 8 * 1024 * 1024
MAX_LETTERS = 1_000_000
MAX_BLOCKS = 20_000
MAX_CELLS = 50_000


class UnreadableError(ValueError):
    """A document that can't be read, and why; never with a word of its text."""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document. `place` is the line of a text, else the number of the piece; `level` of a heading, 1 the highest.

    A table's `rows` are its cells, header first where it has one (`headed`).
    """

    kind: Kind
    text: str
    place: int
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    headed: bool = False


def squeezed(text: str) -> str:
    """The text in one line, each stretch of blanks as one; what is no text, or is never seen, left out."""
    return " ".join(UNREADABLE.sub("", " ".join(text.split())).split())
