"""The XML of office documents, read by its grammar: whatever its encoding, whatever of it is written as character
references.

Nothing is fetched and no entity is expanded: a document type declaration ends the reading. What comes out is the text,
a line for each paragraph, row and cell, and the elements that the caller asked about.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

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


class XmlError(ValueError):
    """It is no XML that an office program writes, or has a document type declaration."""


class TooManyError(ValueError):
    """It has more elements than are read."""


Look = Callable[[str, dict[str, str]], None]


def is_xml(name: str, content: bytes) -> bool:
    """Whether a part is XML: by its name, or because it begins like it, in whatever encoding."""
    start = content[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return name.lower().endswith((".xml", ".rels", ".vml", ".rdf", ".hpf")) or start.startswith((b"<?xml", b"<!"))


def text_of(content: bytes, look: Look | None = None) -> str:
    """The text of a part. `look` is called with each element's local name and its attributes by theirs. Raises
    XmlError, TooManyError."""
    pieces: list[str] = []
    has_text = [False]
    left = MOST_ELEMENTS

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise TooManyError
        has_text.append(False)
        if not attributes:
            return
        by_local = {each.rpartition(":")[2]: value for each, value in attributes.items()}
        if look is not None:
            look(name.rpartition(":")[2], by_local)
        pieces.extend(f"{APART}{value}{APART}" for each, value in by_local.items() if each in _SAID)

    def end(name: str) -> None:
        local, had_text = name.rpartition(":")[2], has_text.pop()
        if local in _LINES:
            pieces.append("\n")
        elif had_text and local not in _RUNS:
            pieces.append(APART)

    def text(found: str) -> None:
        has_text[-1] = True
        pieces.append(found)

    def refuse(*_: object) -> None:
        raise XmlError

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError):
        raise XmlError from None
    return "".join(pieces)
