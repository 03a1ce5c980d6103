"""What a part of a document makes its reader's program fetch or run, and how the document does without it.

A hyperlink that a person follows is no such reference. What may be cut, so that the document still opens and shows what
it showed last, is in `cuts`; anything else ends in `refused`, the reasons for which the whole document is refused.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Literal, NamedTuple
from urllib.parse import unquote

from jikim.uploads.field_codes import FieldCodes
from jikim.uploads.formulas import computes
from jikim.uploads.xml_parts import Cut, Whole, local

Family = Literal["ooxml", "odf", "hwpx"]
Link = Literal["hyperlink", "elsewhere"]
CHAIN = "calcChain"  # the order of a workbook's formulas, which must go where one of them goes

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_FOLLOWED = frozenset({"http", "https", "mailto", "tel", "sms", "ftp", "file"})  # by a browser, a mailer or nobody


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Relationships, by the last part of their type. What their target holds runs, or is fetched for; the other two can be
# left out, with what refers to them.
_RUNS = frozenset(
    {"oleobject", "control", "vbaproject", "wordvbadata", "xlmacrosheet", "xlintlmacrosheet", "activexcontrolbinary"}
)
_FETCHES = frozenset({"afchunk", "connections", "querytable", "webextension", "powerpivotdata"})
_LEFT_OUT = frozenset({"externallink", "volatiledependencies", "webextensiontaskpanes"})

# Elements that are a reference by themselves, and those that are one where they name a relationship to elsewhere: they go
# whole. A picture stays as a frame, a hyperlink as its words.
_ALWAYS: Mapping[str, Cut] = {"dde-connection": Whole.UNWRAP} | dict.fromkeys(
    _words("""
    attachedTemplate mailMerge subDoc sourceFileName externalReferences externalBook ddeLink oleLink
    dde-connection-decls dde-source dde-links database-source-sql database-source-query
    database-source-table
    """),
    Whole.DROP,
)
_NAMING = _words("""
    OLEObject externalData saveThroughXslt hlinkClick hlinkHover hlinkMouseOver quickTimeFile
    """)
_FRAMES = frozenset({"blip", "imagedata", "fill", "stroke", "hyperlink"})
_HYPERLINKS = frozenset({"hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver"})
# Elements of markup whose address is a hyperlink.
_ANCHORS = _words("""
    a shape shapetype rect roundrect oval line polyline arc curve group area-rectangle area-circle
    area-polygon
    """)
# Elements of OpenDocument that are nothing without their address.
_ADDRESSED = _words("""
    image section-source table-source cell-range-source object object-ole floating-frame plugin applet
    background-image fill-image sound audio font-face-uri alphabetical-index-auto-mark-file auto-reload
    """)
_CONTROLS = frozenset({"FmlaLink", "FmlaRange", "FmlaTxbx", "FmlaPict", "FmlaGroup", "FmlaMacro"})
_FORMULAS = _CONTROLS | _words("""
    f formula formula1 formula2 definedName oldFormula calculatedColumnFormula totalsRowFormula
    """)
_FORMULA_VALUES = _words("""
    formula condition expression textlink fmlaLink fmlaRange fmlaTxbx linkedCell listFillRange macro
    """)
_NOTHING_WITHOUT = frozenset({"named-expression", "map", "cfvo", "condition", "formatting-entry"})
_MACROS = re.compile(r"macroenabled|vbaproject", re.IGNORECASE)
_LISTENS = frozenset({"event-listener", "script", "execute-macro"})


def leaves(part: str, address: str) -> bool:
    """Whether an address in a part leads out of the document, as OpenDocument and markup write addresses."""
    plain = "".join(unquote(address).replace("\\", "/").split())
    if _SCHEME.match(plain) or plain.startswith("/"):
        return True
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), plain.partition("#")[0])).startswith("..")


def _is_followed(address: str) -> bool:
    scheme = _SCHEME.match("".join(unquote(address).split()))
    return scheme is None or scheme[1].lower() in _FOLLOWED


class Relations:
    """The relationships of one part of OOXML: `links` are those that lead elsewhere, by their number there."""

    def __init__(self) -> None:
        self.cuts: dict[int, Cut] = {}
        self.refused: set[str] = set()
        self.links: dict[str, Link] = {}
        self.chain: list[int] = []

    def begin(self, number: int, name: str, attributes: Mapping[str, str]) -> None:
        if local(name) != "Relationship":
            return
        given = {local(each): value.strip() for each, value in attributes.items()}
        kind, target = given.get("Type", "").rpartition("/")[2].lower(), given.get("Target", "")
        named = given.get("Id") or "-"
        if kind == "hyperlink" and _is_followed(target):
            self.links[named] = "hyperlink"
        elif (
            given.get("TargetMode", "").lower() == "external"
            or _SCHEME.match(target)
            or target.startswith(("//", "\\"))
            or kind in _LEFT_OUT
        ):
            self.links[named] = "elsewhere"
            self.cuts[number] = Whole.DROP
        elif kind in _RUNS:
            self.refused.add("runs")
        elif kind in _FETCHES:
            self.refused.add("fetches")
        elif kind == CHAIN.lower():
            self.chain.append(number)

    def text(self, found: str) -> None:
        """Relationships have none."""

    def end(self) -> None:
        """They are judged one by one."""


class _Open(NamedTuple):
    name: str
    number: int
    attributes: Mapping[str, str]
    is_dropped: bool
    text: list[str]


class References:
    """One part of a document: its elements, fields, formulas and addresses. `links` are its relationships to elsewhere."""

    def __init__(self, part: str, family: Family, links: Mapping[str, Link], *, has_fields: bool) -> None:
        self.cuts: dict[int, Cut] = {}
        self.refused: set[str] = set()
        self.formulas_cut = False
        self._part, self._family, self._links = part, family, links
        self._fields = FieldCodes(self.cuts) if has_fields else None
        self._open: list[_Open] = []
        self._shared: defaultdict[str, list[int]] = defaultdict(list)
        self._not_shared: set[str] = set()

    def begin(self, number: int, name: str, attributes: Mapping[str, str]) -> None:
        short = local(name)
        if self._fields is not None:
            self._fields.begin(number, short, attributes)
        is_dropped = bool(self._open) and self._open[-1].is_dropped
        if not is_dropped:
            self._element(number, short, attributes)
            is_dropped = self.cuts.get(number) is Whole.DROP
        self._open.append(_Open(short, number, attributes, is_dropped, []))

    def text(self, found: str) -> None:
        if self._fields is not None:
            self._fields.text(found)
        if self._open[-1].name in _FORMULAS:
            self._open[-1].text.append(found)

    def end(self) -> None:
        if self._fields is not None:
            self._fields.end()
        over = self._open.pop()
        if over.name in _FORMULAS and not over.is_dropped:
            self._end_of_formula(over)
        if not self._open:
            # A formula that others share goes with all that share it.
            for si in self._not_shared:
                self.cuts.update(dict.fromkeys(self._shared[si], Whole.DROP))

    def _element(self, number: int, name: str, attributes: Mapping[str, str]) -> None:
        if name in _ALWAYS:
            self._cut(number, _ALWAYS[name])
        elif name in _LISTENS:
            self.refused.add("runs")
        elif (
            name == "source-service"
            or (name == "oleObject" and attributes.get("link"))
            or (name == "video" and self._family == "hwpx")
        ):
            self.refused.add("fetches")
        for each, value in attributes.items():
            self._attribute(number, name, each, value, attributes)

    def _end_of_formula(self, over: _Open) -> None:
        is_cell = over.name == "f" and bool(self._open) and self._open[-1].name == "c"
        shared = over.attributes.get("si") if is_cell else None
        if shared is not None:
            self._shared[shared].append(over.number)
        if not self._computes("".join(over.text)):
            self.formulas_cut = True
            self._not_shared |= {shared} if shared is not None else set()
            self._cut(over.number, Whole.DROP if is_cell or over.name in _CONTROLS else Whole.CLEAR)

    def _computes(self, formula: str) -> bool:
        return computes(formula, brackets=self._family == "odf")

    def _cut(self, number: int, cut: Cut) -> None:
        before = self.cuts.get(number)
        if isinstance(before, frozenset) and isinstance(cut, frozenset):
            cut = before | cut
        if not isinstance(before, Whole):
            self.cuts[number] = cut

    def _attribute(self, number: int, name: str, each: str, value: str, attributes: Mapping[str, str]) -> None:
        short = local(each)
        if self._family == "ooxml" and ":" in each and value in self._links:
            self._named(number, name, each, self._links[value])
        if short == "ContentType" and _MACROS.search(value):
            self.refused.add("runs")
        elif short in ("href", "src"):
            self._addressed(number, name, each, value)
        elif short == "action" and re.match(r"\s*ppaction:\s*//\s*(?:program|macro|ole)", value, re.IGNORECASE):
            self._cut(number, Whole.DROP)
        elif self._is_formula(name, short, attributes) and not self._computes(value):
            self._cut(number, Whole.DROP if name in _NOTHING_WITHOUT else frozenset({each}))

    def _is_formula(self, name: str, short: str, attributes: Mapping[str, str]) -> bool:
        if self._family == "hwpx" or short in _FORMULA_VALUES:
            return self._family != "hwpx"
        if self._family == "odf":
            return short.endswith(("-address", "-addresses")) or (
                short == "value" and name in ("condition", "formatting-entry")
            )
        return short == "val" and name == "cfvo" and attributes.get("type") == "formula"

    def _named(self, number: int, name: str, each: str, link: Link) -> None:
        """An element names a relationship to elsewhere. Of a hyperlink only what makes one of it may."""
        if link == "hyperlink" and name in _HYPERLINKS:
            return
        if name in _FRAMES:
            self._cut(number, frozenset({each}))
        elif name in _NAMING or name in _ALWAYS:
            self._cut(number, Whole.DROP)
        else:
            self.refused.add("fetches")

    def _addressed(self, number: int, name: str, each: str, value: str) -> None:
        if not leaves(self._part, value) or (name in _ANCHORS and local(each) == "href" and _is_followed(value)):
            return
        if self._family == "hwpx":
            self.refused.add("fetches")
        else:
            self._cut(number, Whole.DROP if self._family == "odf" and name in _ADDRESSED else frozenset({each}))
