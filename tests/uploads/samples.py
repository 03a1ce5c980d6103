"""Small files of each kind, made here."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from PIL import Image


def pdf(*lines: str) -> bytes:
    """A PDF of one page with these lines."""
    shown = "BT /F1 12 Tf 40 700 Td " + " ".join(f"({line}) Tj 0 -20 Td" for line in lines) + " ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(shown)}>>stream\n{shown}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, starts = bytearray(b"%PDF-1.4\n"), []
    for n, one in enumerate(objects, 1):
        starts.append(len(out))
        out += f"{n} 0 obj{one}endobj\n".encode()
    at = len(out)
    table = "".join(f"{start:010d} 00000 n \n" for start in starts)
    out += f"xref\n0 {len(starts) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(starts) + 1}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n".encode()
    return bytes(out)


PDF = pdf("hello")


def picture(form: str = "JPEG", size: tuple[int, int] = (40, 24), **more: Any) -> bytes:
    """A picture with a corner of another colour, so that a turn shows."""
    image = Image.new(more.pop("mode", "RGB"), size, (200, 30, 30))
    image.paste((20, 20, 220), (0, 0, 8, 8))
    out = io.BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def told(**tags: Any) -> bytes:
    """An EXIF block that tells who, where and when; in Korean too."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x013B], exif[0x9003] = "Maker", "Model X", "가나다", "2026:11:25 09:00:00"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (37.0, 33.0, 59.0), "E", (126.0, 58.0, 41.0)
    for tag, value in tags.items():
        exif[int(tag[1:], 16)] = value
    return exif.tobytes()


def document(kind: str = "docx", extra: dict[str, bytes] | None = None, **change: bytes) -> bytes:
    """An office document of the least parts, with an author."""
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}.get(kind)
    parts: dict[str, bytes]
    if main is not None:
        parts = {
            "[Content_Types].xml": b'<?xml version="1.0"?><Types/>',
            main: b"<x>text</x>",
            "docProps/core.xml": "<cp><dc:creator>가나다</dc:creator></cp>".encode(),
            "docProps/app.xml": b"<Company>Example Co.</Company>",
        }
    else:
        media = {"odt": "application/vnd.oasis.opendocument.text", "hwpx": "application/hwp+zip"}[kind]
        parts = {
            "mimetype": media.encode(),
            "content.xml": b"<x/>",
            "meta.xml": "<dc:creator>가나다</dc:creator>".encode(),
        }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts, **change, **(extra or {})}.items():
            archive.writestr(name, content)
    return out.getvalue()


def bomb() -> bytes:
    """A document that unfolds to far more than it holds."""
    return document(extra={"word/media/x.xml": bytes(80 * 1024 * 1024)})
