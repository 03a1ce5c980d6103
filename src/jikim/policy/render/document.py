"""The document between the facts and the page: sections of lines and tables, in one language, without markup.

The section files say what is said; `markdown` and `html` say how it looks. Each line and row carries the anchor of the
promise it states: its clause number where the policy gives one, else the path of its part in the file.
"""

from __future__ import annotations

from dataclasses import dataclass

from jikim.policy.model import Language


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a promise comes from. `id` is unique in its document, so that it can be linked to."""

    id: str
    path: str
    clause: str | None = None


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
    """One promise in one or more sentences; `head` is the word it is looked up by."""

    parts: tuple[Inline, ...]
    anchor: Anchor | None = None
    head: str = ""


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
    """A numbered section; 0 is the preamble and shows no number."""

    number: int
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What matters in one minute: pairs of a small label and a line, each leading to its section."""

    title: str
    rows: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The whole policy in one language."""

    language: Language
    title: str
    dates: str
    contents: str
    skip: str
    summary: Summary
    sections: tuple[Section, ...]
