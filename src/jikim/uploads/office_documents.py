"""Office documents: zip files that are told apart by what is in them, written anew without macros' hiding places and
without their authors.

Taken are OOXML (DOCX, XLSX, PPTX), OpenDocument (ODT, ODS, ODP) and HWPX. Refused are macros, embedded programs,
anything fetched from elsewhere, passwords, names that leave the archive, and archives that unfold to far more than they
hold.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from functools import partial
from typing import NamedTuple

from jikim.errors import InvalidError
from jikim.uploads.kinds import Kind
from jikim.uploads.limits import MIB, refused
from jikim.uploads.xml_parts import APART, TooManyError, is_xml, text_of

MOST_PARTS = 2000
MOST_UNFOLDED = 64 * MIB
MOST_TIMES = 200

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
    r"vbaproject|\.bin$|activex|/?macros?/|basic/|scripts?/|\.(?:exe|dll|js|vbs|ps1|bat|cmd|scr|hta|lnk|jar|svg|html?|swf)$|oleobject",
    re.IGNORECASE,
)
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".webp")
_HARMLESS_BIN = re.compile(r"printersettings\d*\.bin$", re.IGNORECASE)
# What an office program fetches when it opens the document; a link that a person follows is left.
_FOLLOWED = "/hyperlink"
_LISTENS = frozenset({"event-listener", "script"})
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
    """A document as a new archive of the same parts: its kind, what was done, and what it says."""

    content: bytes
    kind: Kind
    notes: tuple[str, ...]
    text: str


def rewritten(content: bytes, item: str) -> Rewritten:
    """The document, written anew. Raises InvalidError for any other zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _bounded(parts, item)
            kind = _kind(archive, parts, item)
            copied, text, has_pictures = _copied(archive, parts, item)
            notes = (
                "authors-removed" if kind.ending != "hwpx" else "metadata-kept",
                *(["pictures-unread"] if has_pictures else []),
            )
            return Rewritten(copied, kind, notes, text)
    except InvalidError:
        raise
    except TooManyError:
        raise _bomb(item) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, KeyError):
        raise _broken(item) from None


def _broken(item: str) -> InvalidError:
    return refused(
        item,
        ("받지 않는 압축 파일이거나 문서가 온전하지 않습니다", "압축을 풀어 문서를 하나씩 보내 주세요"),
        ("this is an archive, or a document that is not whole", "unpack it and send the documents one by one"),
    )


def _bounded(parts: list[zipfile.ZipInfo], item: str) -> None:
    unfolded = sum(part.file_size for part in parts)
    folded = sum(part.compress_size for part in parts) or 1
    if len(parts) > MOST_PARTS or unfolded > MOST_UNFOLDED or (unfolded > MIB and unfolded > MOST_TIMES * folded):
        raise _bomb(item)
    names = [part.filename for part in parts]
    crooked = any(
        name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or not name.isprintable()
        for name in names
    )
    if crooked or len(set(names)) < len(names):
        raise _broken(item)
    if any(part.flag_bits & 0x1 for part in parts):
        raise refused(
            item,
            ("암호가 걸린 문서는 검사할 수 없어 받지 않습니다", "암호를 풀고 다시 보내 주세요"),
            ("a document with a password can't be scanned and is not taken", "remove the password and send it again"),
        )
    if any(_RUNS.search(name) and not _HARMLESS_BIN.search(name) for name in names):
        raise _runs(item)


def _bomb(item: str) -> InvalidError:
    return refused(
        item,
        ("문서를 풀면 지나치게 커집니다", "PDF로 저장해 보내 주세요"),
        ("the document unfolds to far more than it holds", "save it as PDF"),
    )


def _runs(item: str) -> InvalidError:
    return refused(
        item,
        ("매크로나 실행되는 내용이 든 문서는 받지 않습니다", "PDF로 저장해 보내 주세요"),
        ("a document with macros, or with something that runs, is not taken", "save it as PDF"),
    )


def _kind(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], item: str) -> Kind:
    names = {part.filename for part in parts}
    if "[Content_Types].xml" in names:
        found = [kind for name, kind in _OOXML.items() if name in names]
        if len(found) == 1:
            return found[0]
        if found:
            raise _runs(item)
    elif "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
        by = _BY_MIMETYPE.get(archive.read("mimetype").strip())
        if by is not None:
            return by
    raise _broken(item)


def _copied(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], item: str) -> tuple[bytes, str, bool]:
    """The parts as a new archive, the text of those that are XML, and whether there are pictures among them."""
    out, total, texts, has_pictures = io.BytesIO(), 0, [], False
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in parts:
            if part.is_dir():
                continue
            with archive.open(part) as stream:
                # What the directory says of a part's size need not be true.
                content = stream.read(MOST_UNFOLDED - total + 1)
            total += len(content)
            if total > MOST_UNFOLDED:
                raise _broken(item)
            content = _AUTHORS.get(part.filename, content)
            has_pictures |= part.filename.lower().endswith(_PICTURES)
            if is_xml(part.filename, content):
                texts.append(text_of(content, partial(_look, item)))
            elif part.filename.lower().endswith(".txt"):
                texts.append(content.decode("utf-8", "replace"))
            plain = zipfile.ZipInfo(part.filename)
            plain.compress_type = zipfile.ZIP_STORED if part.filename == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(plain, content)
    return out.getvalue(), APART.join(texts), has_pictures


def _look(item: str, name: str, attributes: dict[str, str]) -> None:
    """Raises InvalidError for what fetches from elsewhere when the document is opened, and for what runs."""
    is_fetched = attributes.get("TargetMode", "").strip().lower() == "external" and not attributes.get(
        "Type", ""
    ).endswith(_FOLLOWED)
    has_macro = (
        "macroenabled" in attributes.get("ContentType", "").lower()
        or "vbaproject" in attributes.get("Type", "").lower()
    )
    if is_fetched or has_macro or name in _LISTENS:
        raise _runs(item)
