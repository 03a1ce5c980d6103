"""What a file is, by its content. Everything that is not on the list is refused, and so is what can be read as two
things at once."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from jikim.uploads.refusals import FileError

Family = Literal["pdf", "image", "text", "zip"]


class Kind(NamedTuple):
    """A type that is taken: its ending, media type, and how it is looked into."""

    ending: str
    media: str
    family: Family


PDF = Kind("pdf", "application/pdf", "pdf")
PNG = Kind("png", "image/png", "image")
JPEG = Kind("jpg", "image/jpeg", "image")
WEBP = Kind("webp", "image/webp", "image")
TEXT = Kind("txt", "text/plain; charset=utf-8", "text")
ZIP = Kind("zip", "application/zip", "zip")

MARKUP = re.compile(
    r"\A\s*(?:<(?:!|\?|[a-z])|\{\\rtf|%!ps|#!)|<(?:script|svg|html|iframe|object|embed)\b", re.IGNORECASE
)
_END_OF_ZIP = b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0"


def kind_of(content: bytes, item: str) -> Kind:
    """The kind of a content. Raises FileError for one that is not taken."""
    if not content:
        raise FileError(item, "empty")
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-1024:] or _END_OF_ZIP in content[-65_600:]:
            raise FileError(item, "pdf-broken")
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"PK\x03\x04"):
        return ZIP
    if content[4:8] == b"ftyp":
        raise FileError(item, "heic")
    if content.startswith(OLE):
        # A new one with a password lies in a container of the old kind.
        raise FileError(item, "password" if "EncryptedPackage".encode("utf-16-le") in content else "old-format")
    if as_text(content) is not None:
        return TEXT
    raise FileError(item, "type")


def as_text(content: bytes) -> str | None:
    """The content as plain text (UTF-8, or the Korean code page that older programs write); None for anything else,
    markup too."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = any(unicodedata.category(char) == "Cc" and char not in "\t\n\r\f" for char in text)
        return None if odd or MARKUP.search(text[:4096]) else text
    return None
