"""The document between the facts and the page: sections of lines and tables, in one language, without markup.

The section files say what is said; `markdown` and `html` say how it looks. Each line and row carries the anchor of the
promise it states: its clause number where the policy gives one, else the path of its part in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from jikim.policy.model import Language, Topic


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a promise comes from. `id` is unique in its document, so that it can be linked to.

    `under` is the clause that it belongs to where it has no number of its own.
    """

    id: str
    path: str
    clause: str | None = None
    under: str | None = None

    @property
    def number(self) -> str | None:
        """The clause to show beside it."""
        return self.clause or self.under


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address: http, https, mailto, tel, or a section of this document (`#s5`)."""

    text: str
    href: str

    def __post_init__(self) -> None:
        # INVARIANT: no address of a policy file becomes a link that runs something.
        if not self.href.startswith(("https://", "http://", "mailto:", "tel:", "#")):
            raise ValueError("a link leads to https, http, mailto, tel or a section")


Inline = str | Link
# What a cell with nothing to say shows.
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Line:
    """One promise in one or more sentences; `head` is the word it is looked up by.

    A sentence of counsel's may state several: `also` are the others that are linked to here, and `states` all that it
    states.
    """

    parts: tuple[Inline, ...]
    anchor: Anchor | None = None
    head: str = ""
    also: tuple[Anchor, ...] = ()
    states: tuple[Anchor, ...] = ()

    @property
    def stated(self) -> tuple[Anchor, ...]:
        """Every promise that it states."""
        return self.states or ((self.anchor, *self.also) if self.anchor else ())


@dataclass(frozen=True, slots=True)
class Lines:
    """Promises one under the other."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One promise as a row of a table. The first cell names it; each cell is a list of short lines."""

    cells: tuple[tuple[Inline, ...], ...]
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table under its caption; every row has a cell for each of `head`."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """One life: it lives until `ends`, rests as `rests` says (`days` long; 0: not at all), and is destroyed."""

    name: str
    ends: str
    rests: str
    days: float


@dataclass(frozen=True, slots=True)
class LifeLine:
    """The picture of retention. `scale` says what its lengths mean; `words` are lives, rests, is destroyed."""

    title: str
    scale: str
    words: tuple[str, str, str]
    lives: tuple[Life, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str


Block = Lines | Table | LifeLine | Heading


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section; 0 is the preamble and shows no number, nor does -1, what changed."""

    number: int
    title: str
    blocks: tuple[Block, ...]
    topics: tuple[Topic, ...] = ()

    @property
    def id(self) -> str:
        """Its anchor."""
        return f"s{self.number}" if self.number >= 0 else "changes"


class Label(NamedTuple):
    """One label at the top: its icon, its name, a word or two, the line, and the section it leads to."""

    icon: str
    name: str
    short: str
    line: str
    section: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What matters in one minute, as labels."""

    title: str
    rows: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The whole policy in one language. `note` stands under its dates; `kept` says how the promise at a path is kept."""

    language: Language
    title: str
    dates: str
    contents: str
    skip: str
    summary: Summary
    sections: tuple[Section, ...]
    note: str = field(default="", compare=False)
    kept: Callable[[str], str] = field(default=lambda path: "", compare=False)

    def rows(self) -> Iterator[tuple[Section, Line | Row]]:
        """Each line and each row of a table, with its section."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, (Lines, Table)):
                    for row in block.lines if isinstance(block, Lines) else block.rows:
                        yield section, row
