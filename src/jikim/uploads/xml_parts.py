"""The XML of office documents, read by its grammar: whatever its encoding, whatever of it is written as character
references; and written anew without some of its elements.

Nothing is fetched and no entity is expanded: a document type declaration ends the reading. What comes out is the text,
a line for each paragraph, row and cell; a `Watch` sees each element on the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Protocol
from xml.parsers import expat
from xml.sax.saxutils import escape

MOST_ELEMENTS = 1_500_000
# A number may change its colour halfway: what stands in these goes on. After other text nothing goes on (a cell, a
# measure).
_RUNS = frozenset({"t", "r", "span", "a", "s", "delText"})
_LINES = frozenset({"p", "h", "br", "cr", "line-break", "lineBreak"})
APART = "\n" * 9  # further apart than the search looks for the other half of a number
# What people read, or a spreadsheet computes with, may stand in an attribute.
_SAID = frozenset(
    {"value", "string-value", "date-value", "descr", "title", "tooltip", "Target", "href", "formula", "alt"}
)
_NEW_LINES = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


class XmlError(ValueError):
    """It is no XML that an office program writes, or has a document type declaration."""


class TooManyError(ValueError):
    """It has more elements than are read."""


class Whole(Enum):
    """What is done with a whole element: it goes with all that stands in it; it goes and what stands in it stays; or its
    own text is a reference to nothing, as a spreadsheet writes it."""

    DROP = "drop"
    UNWRAP = "unwrap"
    CLEAR = "#REF!"


Cut = Whole | frozenset[str]  # or the attributes that go
Cuts = Mapping[int, Cut]  # by the number of the element in its part, in order, from 0


class Watch(Protocol):
    """Sees a part as it is read. Names are as they are written, with their prefix."""

    def begin(self, number: int, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def text(self, found: str) -> None:
        """Text of the innermost element; in pieces."""

    def end(self) -> None:
        """The innermost element ends."""


def local(name: str) -> str:
    """A name without its prefix, which is its writer's choice."""
    return name.rpartition(":")[2]


def is_xml(name: str, content: bytes) -> bool:
    """Whether a part is XML: by its name, or because it begins like it, in whatever encoding."""
    start = content[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return name.lower().endswith((".xml", ".rels", ".vml", ".rdf", ".hpf")) or start.startswith(b"<")


def text_of(content: bytes, watch: Watch) -> str:
    """The text of a part. Raises XmlError, TooManyError."""
    pieces: list[str] = []
    has_text = [False]
    count = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        if count >= MOST_ELEMENTS:
            raise TooManyError
        has_text.append(False)
        watch.begin(count, name, attributes)
        count += 1
        if attributes:
            pieces.extend(f"{APART}{value}{APART}" for each, value in attributes.items() if local(each) in _SAID)

    def end(name: str) -> None:
        short, had_text = local(name), has_text.pop()
        watch.end()
        if short in _LINES:
            pieces.append("\n")
        elif had_text and short not in _RUNS:
            pieces.append(APART)

    def text(found: str) -> None:
        has_text[-1] = True
        watch.text(found)
        pieces.append(found)

    _parse(content, StartElementHandler=begin, EndElementHandler=end, CharacterDataHandler=text)
    return "".join(pieces)


def without(content: bytes, cuts: Cuts) -> bytes:
    """The part, written anew in UTF-8 without what is cut, and without comments."""
    out = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n']
    open_: list[Cut | None] = []
    count, dropped = 0, 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal count, dropped
        cut = cuts.get(count)
        count += 1
        open_.append(cut)
        dropped += cut is Whole.DROP
        if not dropped and cut is not Whole.UNWRAP:
            gone = cut if isinstance(cut, frozenset) else ()
            kept = (f" {each}={_quoted(value)}" for each, value in attributes.items() if each not in gone)
            out.append(f"<{name}{''.join(kept)}>{cut.value if cut is Whole.CLEAR else ''}")

    def end(name: str) -> None:
        nonlocal dropped
        cut = open_.pop()
        if not dropped and cut is not Whole.UNWRAP:
            out.append(f"</{name}>")
        dropped -= cut is Whole.DROP

    def text(found: str) -> None:
        if not dropped and not (open_ and open_[-1] is Whole.CLEAR):
            out.append(escape(found, {"\r": "&#13;"}))

    _parse(content, StartElementHandler=begin, EndElementHandler=end, CharacterDataHandler=text)
    return "".join(out).encode()


def _quoted(value: str) -> str:
    return '"' + escape(value, {'"': "&quot;", **_NEW_LINES}) + '"'


def _parse(content: bytes, **handlers: Any) -> None:
    def refuse(*_: object) -> None:
        raise XmlError

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    for name, handler in handlers.items():
        setattr(parser, name, handler)
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError):
        raise XmlError from None
