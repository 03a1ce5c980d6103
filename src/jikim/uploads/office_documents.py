"""Office documents: zip files that are told apart by what is in them, written anew without their authors and without
what makes their reader's program fetch something when they are opened.

Taken are OOXML (DOCX, XLSX, PPTX), OpenDocument (ODT, ODS, ODP) and HWPX. Not taken are passwords, names that leave the
archive, and archives that unfold to far more than they hold. Set refused is what runs (macros, embedded programs), and what
fetches and can't be cut out (`references`).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from typing import NamedTuple

from jikim.uploads.kinds import MARKUP, OLE, Kind
from jikim.uploads.limits import MIB
from jikim.uploads.references import Family, References, Relations
from jikim.uploads.refusals import FileError
from jikim.uploads.xml_parts import APART, Cut, TooManyError, Whole, is_xml, text_of, without

MOST_PARTS = 2000
MOST_UNFOLDED = 64 * MIB
MOST_TIMES = 200
MOST_DOCUMENTS = 20  # in a document

_OOXML = {
    "word/document.xml": Kind("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "zip"),
    "xl/workbook.xml": Kind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "zip"),
    "ppt/presentation.xml": Kind(
        "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "zip"
    ),
}
_BY_MIMETYPE = {
    b"application/vnd.oasis.opendocument.text": Kind("odt", "application/vnd.oasis.opendocument.text", "zip"),
    b"application/vnd.oasis.opendocument.spreadsheet": Kind(
        "ods", "application/vnd.oasis.opendocument.spreadsheet", "zip"
    ),
    b"application/vnd.oasis.opendocument.presentation": Kind(
        "odp", "application/vnd.oasis.opendocument.presentation", "zip"
    ),
    b"application/hwp+zip": Kind("hwpx", "application/hwp+zip", "zip"),
}
_RUNS = re.compile(
    r"vbaproject|\.bin$|activex|/?macros?/|macrosheets/|basic/|scripts?/|\.(?:exe|dll|js|vbs|ps1|bat|cmd|scr|hta|lnk|jar|svg|html?|swf)$|oleobject",
    re.IGNORECASE,
)
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".webp")
_HARMLESS_BIN = re.compile(r"printersettings\d*\.bin$", re.IGNORECASE)
_PROGRAMS = (OLE, b"MZ", b"\x7fELF", b"#!")
# Who wrote it, at which company, when: replaced by the same part with nothing in it.
_AUTHORS = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "meta.xml": b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'office:version="1.3"><office:meta/></office:document-meta>',
}


class Rewritten(NamedTuple):
    """A document as a new archive of the same parts: its kind, what was done, what it says; and, where it can't be handed
    on even so, the reason for which it is refused."""

    content: bytes
    kind: Kind
    notes: tuple[str, ...]
    text: str
    refused: str | None


class _Room:
    """How much all parts of a document may hold together, those of the documents in it included."""

    def __init__(self) -> None:
        self.left, self.documents = MOST_UNFOLDED, MOST_DOCUMENTS


def rewritten(content: bytes, item: str) -> Rewritten:
    """The document, written anew without what its reader's program would fetch. Raises FileError for any other zip."""
    try:
        found = _document(content, item, _Room())
        if found.refused is None and "references-removed" in found.notes:
            # What was cut is looked for again: nothing may be left.
            again = _document(found.content, item, _Room())
            if again.refused is not None or "references-removed" in again.notes:
                return found._replace(refused="fetches")
        return found
    except FileError:
        raise
    except TooManyError:
        raise FileError(item, "unfolds") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, KeyError):
        raise FileError(item, "archive") from None


def _document(content: bytes, item: str, room: _Room) -> Rewritten:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        _bounded(parts, item)
        kind = _kind(archive, parts, item)
        seen = _Seen(kind, item, room)
        # Relationships first: what a part refers to stands in them.
        for part in sorted(parts, key=lambda part: not _is_relations(part.filename)):
            if not part.is_dir():
                seen.look(part.filename, _read(archive, part, item, room))
        content = seen.written(archive, parts)
        return Rewritten(content, kind, seen.notes(), APART.join(seen.texts), seen.reason)


def _bounded(parts: list[zipfile.ZipInfo], item: str) -> None:
    unfolded = sum(part.file_size for part in parts)
    folded = sum(part.compress_size for part in parts) or 1
    if len(parts) > MOST_PARTS or unfolded > MOST_UNFOLDED or (unfolded > MIB and unfolded > MOST_TIMES * folded):
        raise FileError(item, "unfolds")
    names = [part.filename for part in parts]
    crooked = any(
        name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or not name.isprintable()
        for name in names
    )
    # Some programs do not tell upper case from lower: two parts of one name are two documents.
    if crooked or len({name.lower() for name in names}) < len(names):
        raise FileError(item, "archive")
    if any(part.flag_bits & 0x1 for part in parts):
        raise FileError(item, "password")


def _kind(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], item: str) -> Kind:
    names = {part.filename for part in parts}
    found = [kind for name, kind in _OOXML.items() if name in names]
    if "[Content_Types].xml" in names and "mimetype" not in names and len(found) == 1:
        return found[0]
    if "mimetype" in names and not found and archive.getinfo("mimetype").file_size < 100:
        by = _BY_MIMETYPE.get(archive.read("mimetype").strip())
        if by is not None:
            return by
    raise FileError(item, "archive")


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo, item: str, room: _Room) -> bytes:
    with archive.open(part) as stream:
        # What the directory says of a part's size need not be true.
        content = stream.read(room.left + 1)
    room.left -= len(content)
    if room.left < 0:
        raise FileError(item, "unfolds")
    return _AUTHORS.get(part.filename, content)


def _is_relations(name: str) -> bool:
    return name.lower().endswith(".rels")


def _source(relations: str) -> str:
    """The part whose relationships are in a part (`word/_rels/document.xml.rels`), in lower case."""
    folder, name = posixpath.split(relations.lower())
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


class _Seen:
    """What was seen in a document's parts: their text, what is cut of them, what comes in the place of one."""

    def __init__(self, kind: Kind, item: str, room: _Room) -> None:
        self.texts: list[str] = []
        self._kind, self._item, self._room = kind, item, room
        self._family: Family = "ooxml" if kind in _OOXML.values() else "hwpx" if kind.ending == "hwpx" else "odf"
        self._refused: set[str] = set()
        self._relations: dict[str, Relations] = {}
        self._cuts: dict[str, dict[int, Cut]] = {}
        self._inner: dict[str, bytes] = {}
        self._formulas_cut = self._has_pictures = self._inner_cut = False

    @property
    def reason(self) -> str | None:
        """The reason for which the document is refused; None where it may be handed on."""
        return "runs" if "runs" in self._refused else next(iter(self._refused), None)

    def notes(self) -> tuple[str, ...]:
        """What was done to the document, and what nobody read of it."""
        return (
            "authors-removed" if self._kind.ending != "hwpx" else "metadata-kept",
            *(["references-removed"] if self._inner_cut or any(self._cuts.values()) else []),
            *(["pictures-unread"] if self._has_pictures else []),
        )

    def look(self, name: str, content: bytes) -> None:
        """Looks at one part."""
        lower = name.lower()
        self._has_pictures |= lower.endswith(_PICTURES)
        if (_RUNS.search(name) and not _HARMLESS_BIN.search(name)) or content.startswith(_PROGRAMS):
            self._refused.add("runs")
        elif content.startswith(b"PK\x03\x04"):
            self._document_in(name, content)
        elif is_xml(name, content):
            self._xml(name, content)
        elif MARKUP.match(content[:4096].decode("latin-1")):
            self._refused.add("fetches")
        elif lower.endswith(".txt"):
            self.texts.append(content.decode("utf-8", "replace"))

    def _document_in(self, name: str, content: bytes) -> None:
        """A document in the document, as a chart keeps its figures."""
        self._room.documents -= 1
        if self._room.documents < 0:
            raise FileError(self._item, "unfolds")
        inner = _document(content, self._item, self._room)
        self.texts.append(inner.text)
        self._inner[name] = inner.content
        self._inner_cut |= "references-removed" in inner.notes
        self._has_pictures |= "pictures-unread" in inner.notes
        self._refused |= {inner.refused} if inner.refused else set()

    def _xml(self, name: str, content: bytes) -> None:
        watch: Relations | References
        if _is_relations(name):
            watch = self._relations[_source(name)] = Relations()
        else:
            own = self._relations.get(name.lower())
            links = own.links if own is not None else {}
            watch = References(name, self._family, links, has_fields=self._family == "ooxml")
        self.texts.append(text_of(content, watch))
        self._cuts[name] = watch.cuts
        self._refused |= watch.refused
        self._formulas_cut |= isinstance(watch, References) and watch.formulas_cut

    def written(self, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> bytes:
        """The parts as a new archive."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for part in parts:
                if part.is_dir():
                    continue
                content = self._inner.get(part.filename) or _AUTHORS.get(part.filename) or archive.read(part)
                cuts = self._cuts.get(part.filename, {})
                relations = self._relations.get(_source(part.filename)) if _is_relations(part.filename) else None
                if relations is not None and self._formulas_cut:
                    cuts.update(dict.fromkeys(relations.chain, Whole.DROP))
                if cuts:
                    content = without(content, cuts)
                plain = zipfile.ZipInfo(part.filename)
                plain.compress_type = zipfile.ZIP_STORED if part.filename == "mimetype" else zipfile.ZIP_DEFLATED
                new.writestr(plain, content)
        return out.getvalue()
