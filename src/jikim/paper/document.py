"""What a paper is made of: headings, paragraphs, facts under their questions, and tables; each as plain data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Language = Literal["ko", "en"]
WIDE = 8  # a table of more columns stands across
# In mm: a letter of a table, what parts its columns, the width of a page and of one that lies across.
_LETTER, _GUTTER, _UPRIGHT, _ACROSS = 1.9, 3.0, 170.0, 257.0


def breakable(text: str, most: int = 40) -> str:
    """The text with a place to break in each word that no line of so many letters would hold."""
    return re.sub(rf"\S{{{most}}}(?=\S)", "\\g<0>\u200b", text)


@dataclass(frozen=True)
class Heading:
    """A heading; `level` 1 or 2, below the paper's title."""

    text: str
    level: int = 1

    def as_json(self) -> dict[str, Any]:
        return {"block": "heading", "text": self.text, "level": self.level}


@dataclass(frozen=True)
class Paragraph:
    """Lines of text; `soft` is smaller and in grey."""

    text: str
    soft: bool = False

    def as_json(self) -> dict[str, Any]:
        return {"block": "paragraph", "text": breakable(self.text), "soft": self.soft}


@dataclass(frozen=True)
class Facts:
    """Pairs of a label and what stands under it, as on a card."""

    rows: Sequence[tuple[str, str]]

    def as_json(self) -> dict[str, Any]:
        return {"block": "facts", "rows": [[label, breakable(text)] for label, text in self.rows]}


@dataclass(frozen=True)
class Table:
    """A table with its head on each page, across where it is wide. `widths` are shares of the width; none: equal."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()

    @property
    def wide(self) -> bool:
        return len(self.head) > WIDE

    def as_json(self) -> dict[str, Any]:
        widths = list(self.widths) or [1.0] * len(self.head)
        share = (_ACROSS if self.wide else _UPRIGHT) / sum(widths)
        most = [max(4, int((one * share - _GUTTER) / _LETTER)) for one in widths]
        return {
            "block": "table",
            "head": list(self.head),
            "rows": [[breakable(*one) for one in zip(row, most, strict=True)] for row in self.rows],
            "widths": widths,
        }


Block = Heading | Paragraph | Facts | Table


@dataclass(frozen=True)
class Paper:
    """A whole paper. `under` stands below the title, `foot` at the foot of each page; `at` dates the file."""

    title: str
    language: Language
    at: datetime
    blocks: Sequence[Block]
    under: str = ""
    foot: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "language": self.language,
            "under": self.under,
            "foot": self.foot,
            "across": any(isinstance(one, Table) and one.wide for one in self.blocks),
            "page": "쪽" if self.language == "ko" else "page",
            "blocks": [block.as_json() for block in self.blocks],
        }
