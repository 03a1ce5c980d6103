"""A Word document (docx) as blocks: read from its archive with limits, and no entity, link or macro is ever followed."""

from __future__ import annotations

import io
import zipfile
import zlib
from lzma import LZMAError
from typing import Any
from xml.parsers import expat

from jikim.policy.importing.blocks import (
    MAX_BLOCKS,
    MAX_BYTES,
    MAX_CELLS,
    MAX_LETTERS,
    Block,
    Cell,
    UnreadableError,
    squared,
    squeezed,
)
from jikim.policy.importing.plain import mark_of

_PART = "word/document.xml"
_MOST_UNPACKED = 32 * 1024 * 1024
_MOST_FILES = 2_000
_MOST_DEEP = 200
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read_docx(content: bytes) -> tuple[Block, ...]:
    """The blocks of a docx file. Raises UnreadableError for what is none, or is made to be large."""
    if len(content) > MAX_BYTES:
        raise UnreadableError("the file is too large for a policy")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if len(packed.infolist()) > _MOST_FILES:
                raise UnreadableError("the file holds more parts than a document")
            if _PART not in packed.namelist():
                raise UnreadableError("the file is no Word document")
            # What the archive says of a part's size is not believed: reading stops at the limit.
            with packed.open(_PART) as part:
                xml = part.read(_MOST_UNPACKED + 1)
    except (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, RuntimeError, OSError, ValueError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError("the file is no Word document") from None
    if len(xml) > _MOST_UNPACKED:
        raise UnreadableError("the document unpacks to more than a policy")
    return _Reader().read(xml)


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.words: list[str] = []
        self.depth = 0
        self.letters = 0
        self.style = ""
        self.outline = 0
        self.numbered = False
        self.text = False
        self.deleted = 0
        self.tables: list[list[list[Cell]]] = []
        self.wide, self.again = 1, False
        self.cells = 0

    def read(self, xml: bytes) -> tuple[Block, ...]:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        # INVARIANT: a document type, and with it every entity, is refused before it could say anything.
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        try:
            parser.Parse(xml, True)
        except expat.ExpatError:
            raise UnreadableError("the document's text can't be read") from None
        return tuple(self.blocks)

    def _refuse(self, *_: Any) -> None:
        raise UnreadableError("the document declares entities, which no Word document does")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _MOST_DEEP:
            raise UnreadableError("the document is nested deeper than a policy")
        match name.removeprefix(f"{_W} "):
            case "p":
                self.words = [] if not self.tables else self.words
                self.style, self.outline, self.numbered = "", 0, False
            case "pStyle":
                self.style = attributes.get(f"{_W} val", "")
            case "outlineLvl":
                level = attributes.get(f"{_W} val", "")
                self.outline = int(level) + 1 if level.isdigit() else 0
            case "numPr":
                self.numbered = True
            case "t":
                self.text = True
            case "tab" | "br" | "cr":
                self.words.append(" ")
            case "del" | "moveFrom":
                self.deleted += 1
            case "tbl":
                self.tables.append([])
            case "tr" if self.tables:
                self.tables[-1].append([])
            case "tc" if self.tables:
                self.words, self.wide, self.again = [], 1, False
            case "gridSpan":
                said = attributes.get(f"{_W} val", "")
                self.wide = int(said) if said.isdecimal() and len(said) < 4 else 1
            case "vMerge":
                self.again = attributes.get(f"{_W} val", "") != "restart"

    def _data(self, data: str) -> None:
        if self.text and not self.deleted:
            self.letters += len(data)
            if self.letters > MAX_LETTERS:
                raise UnreadableError("the text is too long for a policy")
            self.words.append(data)

    def _end(self, name: str) -> None:
        self.depth -= 1
        match name.removeprefix(f"{_W} "):
            case "t":
                self.text = False
            case "del" | "moveFrom":
                self.deleted -= 1
            case "p" if self.tables:
                self.words.append(" ")
            case "p":
                self._paragraph()
            case "tc" if self.tables and self.tables[-1]:
                self.cells += 1
                if self.cells > MAX_CELLS:
                    raise UnreadableError("the document has more cells than a policy")
                self.tables[-1][-1].append(Cell(squeezed("".join(self.words)), self.wide, again=self.again))
                self.words = []
            case "tbl":
                self._table()

    def _table(self) -> None:
        rows = squared(self.tables.pop())
        if self.tables:
            self.words += [" ".join(cell for cell in row if cell) + " " for row in rows]
        elif len(rows) > 1 and len(rows[0]) > 1:
            self._add(Block("table", "", len(self.blocks) + 1, rows=rows))
        else:
            for cell in (cell for row in rows for cell in row if cell):
                self._add(Block("text", cell, len(self.blocks) + 1))

    def _paragraph(self) -> None:
        text = squeezed("".join(self.words))
        self.words = []
        if not text:
            return
        style = self.style.lower()
        digits = "".join(letter for letter in style if letter.isdigit())
        place = len(self.blocks) + 1
        if self.outline or style.startswith(("heading", "title", "제목")):
            self._add(Block("heading", text, place, self.outline or int(digits or 1)))
            return
        _, level, words = mark_of(text)
        if (level and words) or self.numbered:
            self._add(Block("item", text, place, level or 7))
        else:
            self._add(Block("text", text, place))

    def _add(self, block: Block) -> None:
        self.blocks.append(block)
        if len(self.blocks) > MAX_BLOCKS:
            raise UnreadableError("the document has more parts than a policy")
