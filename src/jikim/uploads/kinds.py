"""What a file is, by its content. Everything that is not on the list is refused, and so is what can be read as two
things at once."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from jikim.uploads.limits import refused

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

_MARKUP = re.compile(
    r"\A\s*(?:<(?:!|\?|[a-z])|\{\\rtf|%!ps|#!)|<(?:script|svg|html|iframe|object|embed)\b", re.IGNORECASE
)
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)\b")
_END_OF_ZIP = b"PK\x05\x06"


def kind_of(content: bytes, item: str) -> Kind:
    """The kind of a content. Raises InvalidError for one that is not taken, saying what to send instead."""
    if not content:
        raise refused(
            item,
            ("빈 파일입니다", "내용이 있는 파일을 선택해 주세요"),
            ("the file is empty", "choose one with something in it"),
        )
    if content.startswith(b"%PDF-"):
        return _pdf(content, item)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"PK\x03\x04"):
        return ZIP
    if content[4:8] == b"ftyp":
        raise refused(
            item,
            ("HEIC 사진이나 영상은 받지 못합니다", "사진을 JPG로 저장해 다시 선택해 주세요"),
            ("HEIC pictures and videos are not taken", "save the picture as JPG and choose it again"),
        )
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise refused(
            item,
            ("옛 형식의 문서(DOC, XLS, PPT, HWP)는 받지 못합니다", "PDF나 DOCX, HWPX로 저장해 다시 선택해 주세요"),
            (
                "documents of the old formats (DOC, XLS, PPT, HWP) are not taken",
                "save it as PDF, DOCX or HWPX and choose it again",
            ),
        )
    if as_text(content) is not None:
        return TEXT
    raise refused(
        item,
        ("받지 않는 형식의 파일입니다", "PDF, 사진(PNG, JPG, WebP), TXT, 오피스 문서로 보내 주세요"),
        ("this type of file is not taken", "send a PDF, a picture (PNG, JPG, WebP), a TXT or an office document"),
    )


def _pdf(content: bytes, item: str) -> Kind:
    if b"%%EOF" not in content[-1024:] or _END_OF_ZIP in content[-65_600:]:
        raise refused(
            item,
            ("PDF가 온전하지 않습니다", "PDF로 다시 저장해 보내 주세요"),
            ("the PDF is not whole", "save it as PDF again"),
        )
    # A name may be written with its characters as #xx (ISO 32000-1, 7.3.5).
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), content)
    if re.search(rb"/Encrypt\b", plain):
        raise refused(
            item,
            ("암호가 걸린 PDF는 검사할 수 없어 받지 않습니다", "암호를 풀고 다시 보내 주세요"),
            ("a PDF with a password can't be scanned and is not taken", "remove the password and send it again"),
        )
    if _ACTIVE.search(plain):
        raise refused(
            item,
            ("실행되는 내용이 든 PDF는 받지 않습니다", "인쇄하듯 PDF로 다시 저장해 보내 주세요"),
            ("a PDF that holds something that runs is not taken", "print it to a PDF and send that"),
        )
    return PDF


def as_text(content: bytes) -> str | None:
    """The content as plain text (UTF-8, or the Korean code page that older programs write); None for anything else,
    markup too."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = any(unicodedata.category(char) == "Cc" and char not in "\t\n\r\f" for char in text)
        return None if odd or _MARKUP.search(text[:4096]) else text
    return None
