"""What is taken and what of it is kept: types by content, names, pictures, documents, texts, packages. No scanner is
needed here."""

from __future__ import annotations

import asyncio
import io
import struct
import unicodedata
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from tests.uploads import samples

from jikim.errors import InvalidError
from jikim.settings import Settings
from jikim.uploads import LIMITS, Accepted, accept, pack, unpack
from jikim.uploads.names import clean_name
from jikim.uploads.packing import quarantined
from jikim.verbs.file_packages import handed_out

SETTINGS = Settings(directory=Path("nowhere"), uploads="quarantine")


def take(content: bytes, name: str = "이름.bin") -> Accepted:
    """What is accepted of a content."""
    return asyncio.run(accept(SETTINGS, name, content))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (samples.PDF, "견적.pdf"),
        (samples.picture(), "견적.jpg"),
        (samples.picture("PNG"), "견적.png"),
        (samples.picture("WEBP"), "견적.webp"),
        ("안녕하세요\n두 번째 줄".encode(), "견적.txt"),
        ("안녕하세요".encode("cp949"), "견적.txt"),
        *((samples.document(kind), f"견적.{kind}") for kind in ("docx", "xlsx", "pptx", "odt", "hwpx")),
    ],
)
def test_a_file_is_what_it_holds_and_not_what_it_is_called(content: bytes, name: str) -> None:
    """The type comes from the content, and the name gets the ending of it, whatever it said."""
    for called in ("견적.exe", "견적", "../../견적.svg", "C:\\집\\견적.PDF", unicodedata.normalize("NFD", "견적.pdf")):
        assert take(content, called).name == name


@pytest.mark.clause("10.3")
@pytest.mark.parametrize(
    "content",
    [
        b"", b"MZ\x90\x00" + bytes(100), b"\x7fELF" + bytes(100), b"<!DOCTYPE html><p>", b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"  \n<html>", b"#!/bin/sh\nrm", b"<?xml version='1.0'?><x/>", b"<?php echo 1;", b"{\\rtf1 x}", b"%!PS-Adobe", b"GIF89a" + bytes(50),
        b"text\x00with nul", b"text \x1b[31m", b"\x00\x00\x00\x18ftypheic" + bytes(40), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40),
        b"%PDF-1.4\nno end", samples.PDF + b"PK\x05\x06" + bytes(18) + b"%%EOF",
        samples.PDF.replace(b"/Type/Catalog", b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
        samples.PDF.replace(b"/Type/Catalog", b"/S/J#61vaScript"), samples.PDF.replace(b"/Root", b"/Encrypt 9 0 R/Root"),
        samples.PDF.replace(b"/Type/Catalog", b"/Type/Catalog/Names<</EmbeddedFiles 3 0 R>>"),
        b"\x89PNG\r\n\x1a\n" + bytes(50), b"\xff\xd8\xff" + bytes(50), b"RIFF\x00\x00\x00\x00WEBP" + bytes(50),
        samples.picture("PNG")[:60], b"PK\x03\x04" + bytes(50), samples.document()[:-30],
        samples.document(extra={"word/vbaProject.bin": b"x"}), samples.document(extra={"word/activeX/activeX1.xml": b"x"}),
        samples.document(extra={"word/embeddings/oleObject1.bin": b"x"}), samples.document(extra={"../evil.xml": b"x"}),
        samples.document(extra={"word/media/x.exe": b"MZ"}), samples.document(extra={"xl/workbook.xml": b"two at once"}),
        samples.document(extra={"word/_rels/settings.xml.rels": b'<Relationship Type="attachedTemplate" TargetMode="External"/>'}),
        samples.document(**{"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml"}),
        samples.document("odt", mimetype=b"application/zip"), samples.document("odt", extra={"Basic/Standard/x.xml": b"x"}),
    ],
)  # fmt: skip
def test_what_is_not_on_the_list_is_refused(content: bytes) -> None:
    """Programs, markup, old and sealed documents, macros, and what can be read as two things at once, are refused with
    a hint in both languages."""
    with pytest.raises(InvalidError) as refused:
        take(content, "사진.jpg")
    assert refused.value.item == "files"
    for language in ("ko", "en"):
        assert len(refused.value.said(language)) > 15
    assert "사진" not in refused.value.message


def test_a_zip_that_lies_is_refused() -> None:
    """A document that unfolds to far more, has more parts than any, or sealed ones, is refused before it is unfolded."""
    many = io.BytesIO(samples.document())
    with zipfile.ZipFile(many, "a") as archive:
        for n in range(2001):
            archive.writestr(f"word/{n}.xml", b"")
    sealed = bytearray(samples.document())
    at = sealed.index(b"PK\x01\x02")
    sealed[at + 8] |= 1
    for content in (samples.bomb(), many.getvalue(), bytes(sealed)):
        with pytest.raises(InvalidError):
            take(content)


def test_a_picture_tells_nothing_of_its_maker() -> None:
    """Where, when, with what and by whom a picture was taken is gone, and what was hidden behind it too; what it shows
    stays."""
    exif = samples.told()
    assert b"Maker" in exif
    xmp = b"<x:xmpmeta>\xea\xb0\x80\xeb\x82\x98\xeb\x8b\xa4</x:xmpmeta>"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = {
        "JPEG": samples.picture(
            "JPEG", exif=exif, xmp=xmp, comment=b"said by somebody", icc_profile=profile, quality=95
        )
        + b"PK\x03\x04 hidden",
        "PNG": samples.picture("PNG", exif=exif, icc_profile=profile) + b"hidden",
        "WEBP": samples.picture("WEBP", exif=exif, xmp=xmp, icc_profile=profile, lossless=True),
    }
    for form, content in made.items():
        taken = take(content)
        assert taken.notes == ("metadata-removed", "pictures-unread")
        for word in (b"Maker", b"Model X", "가나다".encode(), b"GPS", b"Exif", b"hidden", b"somebody", b"ICC", b"iCCP"):
            assert word not in taken.content, (form, word)
        with Image.open(io.BytesIO(taken.content)) as image:
            assert image.size == (40, 24)
            assert not image.getexif()
            red, green, blue = image.convert("RGB").getpixel((30, 20))  # type: ignore[misc]
            assert (red > 150, green < 80, blue < 80) == (True, True, True)


def test_a_turned_picture_is_turned_and_one_that_moves_stands_still() -> None:
    """What a camera says about its position is done before it is forgotten; of frames the first stays, and the note
    says so."""
    turned = take(samples.picture("JPEG", exif=samples.told(t0112=6), quality=95))
    with Image.open(io.BytesIO(turned.content)) as image:
        assert image.size == (24, 40)
        assert image.convert("RGB").getpixel((21, 2))[2] > 150  # type: ignore[index]
    frames = [Image.new("RGB", (9, 9), color) for color in ("red", "green", "blue")]
    for form in ("PNG", "WEBP"):
        out = io.BytesIO()
        frames[0].save(out, form, save_all=True, append_images=frames[1:])
        taken = take(out.getvalue())
        assert taken.notes == ("metadata-removed", "first-frame", "pictures-unread")
        with Image.open(io.BytesIO(taken.content)) as image:
            assert getattr(image, "n_frames", 1) == 1


@pytest.mark.parametrize("mode", ["RGBA", "LA", "L", "P", "1", "CMYK"])
def test_pictures_of_every_mode_are_redrawn(mode: str) -> None:
    """Transparent, grey, palette, bilevel and print pictures come through."""
    out = io.BytesIO()
    form = "JPEG" if mode == "CMYK" else "PNG"
    Image.new("RGBA", (9, 9), (200, 30, 30, 128)).convert(mode if mode != "CMYK" else "RGB").convert(mode).save(
        out, form
    )
    with Image.open(io.BytesIO(take(out.getvalue()).content)) as image:
        assert image.size == (9, 9)
        assert ("A" in image.getbands()) == (mode in ("RGBA", "LA", "P"))


@pytest.mark.parametrize("size", [(20_000, 20_000), (60_000, 60_000), (7000, 6000)])
def test_a_picture_with_too_many_pixels_is_never_drawn(size: tuple[int, int]) -> None:
    """A small file that says it has billions of pixels is refused from its head."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    content = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )
    with pytest.raises(InvalidError) as refused:
        take(content)
    assert "40" in refused.value.said("en")


def test_a_document_loses_its_authors() -> None:
    """Author, company and dates go from the parts that hold them; the text stays, and the rest is not touched."""
    for kind in ("docx", "xlsx", "pptx", "odt"):
        taken = take(samples.document(kind))
        with zipfile.ZipFile(io.BytesIO(taken.content)) as archive:
            whole = b"".join(archive.read(name) for name in archive.namelist())
            assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "가나다".encode() not in whole
        assert b"Example Co." not in whole
        assert b"<x" in whole
        assert taken.notes == ("authors-removed",)
    assert take(samples.PDF).notes == take(samples.document("hwpx")).notes == ("metadata-kept",)


@pytest.mark.clause("1.2")
@pytest.mark.parametrize(
    "text", ["번호는 900101-1234568 입니다", "카드 4111 1111 1111 1111", "９００１０１－１２３４５６８"]
)
def test_a_number_that_is_never_taken_comes_in_by_no_file(text: str) -> None:
    """A text with a resident registration or card number is refused without saying it; a name with one is not kept."""
    for encoding in ("utf-8", "cp949"):
        with pytest.raises(InvalidError) as refused:
            take(text.encode(encoding))
        assert text not in str(refused.value)
    assert clean_name(f"{text}.txt", "txt") == "file.txt"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\Users\\x\\글.txt", "글.txt"),
        ("", "file.txt"),
        ("...", "file.txt"),
        ("con", "_con.txt"),
        ("a\u202etxt.exe", "atxt.txt"),
        ("보고.exe.txt", "보고_exe.txt"),
        ("a/b\x00c", "bc.txt"),
        (" 띄어  쓰기 .txt", "띄어 쓰기.txt"),
        ("x" * 500, "x" * 80 + ".txt"),
        (".hidden", "hidden.txt"),
        ("<b>%41;", "b__41.txt"),
    ],
)
def test_names_are_made_harmless(name: str, clean: str) -> None:
    """No path, nothing unseen, no second ending, no reserved word, no length without end."""
    assert clean_name(name, "txt") == clean


@settings(max_examples=150)
@given(st.text(max_size=200))
def test_any_name_becomes_one_that_can_be_kept(name: str) -> None:
    """Whatever a browser sends as a name, what is kept is short, printable, has one ending and no path, and cleaning it
    again changes nothing."""
    clean = clean_name(name, "pdf")
    assert clean.isprintable()
    assert clean.endswith(".pdf")
    assert clean.count(".") == 1
    assert len(clean) <= 86
    assert not set('/\\<>:"|?*') & set(clean)
    assert clean_name(clean, "pdf") == clean


@settings(max_examples=200)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF....WEBP"]),
)
def test_any_bytes_are_taken_or_refused_in_words(content: bytes, start: bytes) -> None:
    """No content makes anything but an acceptance or a refusal."""
    try:
        taken = take(start + content)
    except InvalidError:
        return
    assert taken.type
    assert taken.scanned is None


def test_files_are_packed_into_one_value() -> None:
    """What was packed comes out as it was; nothing is nothing; too many or too much is refused, and so is what nobody
    packed."""
    when = Accepted("글.txt", "text/plain", b"wxyz", take(b"x").scanned, ("note",))
    packed = pack([when, take(samples.PDF)])
    assert [(file.name, file.size, file.content) for file in unpack(packed)] == [
        ("글.txt", 4, None),
        ("이름.pdf", len(samples.PDF), None),
    ]
    assert quarantined(packed) == {when.number: b"wxyz", unpack(packed)[1].number: samples.PDF}
    at = datetime(2026, 11, 25, tzinfo=UTC)
    whole, closed = handed_out(packed, {when.number: at}), handed_out(packed, {})
    assert [(file.content, file.scanned) for file in unpack(whole)] == [(b"wxyz", at), (None, None)]
    assert [(file.content, file.size) for file in unpack(closed)] == [(None, 4), (None, len(samples.PDF))]
    assert handed_out(closed, {when.number: at}) != whole
    assert quarantined(closed) == {}
    assert b"wxyz" not in closed
    assert samples.PDF not in whole
    assert (pack([]), unpack(b"")) == (b"", [])
    for files in ([when] * 6, [Accepted("x", "t", bytes(LIMITS.each), None)] * 2):
        with pytest.raises(InvalidError):
            pack(files)
    for bad in (b"other", packed[:-1], packed + b"x"):
        with pytest.raises(InvalidError):
            unpack(bad)
    with pytest.raises(InvalidError):
        take(b"a" * (LIMITS.each + 1))
    assert "wxyz" not in repr(when)
    assert "글" not in repr(when)
