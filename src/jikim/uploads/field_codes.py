"""Fields of a text document (ECMA-376 part 1, 17.16): which of them only say something, and which could fetch or run.

A field's instruction may be split over any number of runs, and parts of it may be fields themselves; a field is judged
when all of it is known. Nothing but what is on the list is taken for harmless; of any other field the last result stays,
as text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from jikim.uploads.xml_parts import Cut, Whole, local

_NAMES = """
    = ADDIN ADVANCE ASK AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT BIBLIOGRAPHY CITATION COMMENTS COMPARE CREATEDATE DATE
    DOCPROPERTY DOCVARIABLE EDITTIME EQ FILENAME FILESIZE FILLIN FORMCHECKBOX FORMDROPDOWN FORMTEXT GOTOBUTTON HYPERLINK IF
    INDEX INFO KEYWORDS LASTSAVEDBY LISTNUM MACROBUTTON MERGEFIELD MERGEREC MERGESEQ NOTEREF NUMCHARS NUMPAGES NUMWORDS PAGE
    PAGEREF PRINTDATE PRIVATE QUOTE REF REVNUM SAVEDATE SECTION SECTIONPAGES SEQ SET STYLEREF SUBJECT SYMBOL TA TC TEMPLATE
    TIME TITLE TOA TOC USERADDRESS USERINITIALS USERNAME XE
"""
_HARMLESS = frozenset(_NAMES.split())
_NAME = re.compile(r'\s*(=|[A-Za-z]+(?=[\s\\"\u201c]|$))')
_CODES = frozenset({"instrText", "delInstrText"})
_WRITTEN = _CODES | {"t", "delText"}
# What a reader sees of these depends on what it can show, or on whether a change is accepted.
_EITHER = frozenset({"Choice", "Fallback", "ins", "del", "moveFrom", "moveTo"})


def is_harmless(instruction: str) -> bool:
    """Whether a field with this instruction neither fetches nor runs anything. None at all is harmless, too."""
    found = _NAME.match(instruction)
    return found[1].upper() in _HARMLESS if found else not instruction.strip()


@dataclass
class _Field:
    """One field that has begun: its elements, its instruction so far, and where its pieces stood."""

    marks: list[int]
    code: str = ""
    places: set[int] = field(default_factory=set)
    is_result: bool = False
    is_crooked: bool = False

    def inner(self) -> None:
        """Another field begins in this one: what it gives must not make up the name of this."""
        if not self.is_result and not re.match(r"\s*\S+\s", self.code):
            self.is_crooked = True


class FieldCodes:
    """The fields of one part."""

    def __init__(self, cuts: dict[int, Cut]) -> None:
        self._cuts = cuts
        self._fields: list[_Field] = []
        self._open: list[tuple[str, int]] = []

    def begin(self, number: int, name: str, attributes: Mapping[str, str]) -> None:
        self._open.append((name, number))
        if name == "fldChar":
            self._char(number, next((value for each, value in attributes.items() if local(each) == "fldCharType"), ""))
        elif name == "fldSimple":
            if self._fields:
                self._fields[-1].inner()
            if not all(is_harmless(value) for each, value in attributes.items() if local(each) == "instr"):
                self._cuts[number] = Whole.UNWRAP
        elif name in _CODES:
            if self._fields and not self._fields[-1].is_result:
                self._fields[-1].marks.append(number)
            else:
                # An instruction where none can be.
                self._cuts[number] = Whole.DROP

    def text(self, found: str) -> None:
        """Whatever is written before the result is the instruction, some programs say."""
        if self._fields and not (one := self._fields[-1]).is_result and self._open[-1][0] in _WRITTEN:
            one.code += found
            one.places.add(next((number for name, number in reversed(self._open) if name in _EITHER), -1))

    def end(self) -> None:
        self._open.pop()
        if not self._open:
            for one in self._fields:
                self._judge(one)

    def _char(self, number: int, kind: str) -> None:
        if kind == "begin":
            if self._fields:
                self._fields[-1].inner()
            self._fields.append(_Field([number]))
        elif self._fields:
            self._fields[-1].marks.append(number)
            if kind == "separate":
                self._fields[-1].is_result = True
            elif kind == "end":
                self._judge(self._fields.pop())

    def _judge(self, one: _Field) -> None:
        if one.is_crooked or len(one.places) > 1 or not is_harmless(one.code):
            self._cuts.update(dict.fromkeys(one.marks, Whole.DROP))
