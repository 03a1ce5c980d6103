"""The text of documents is read and searched, whatever its parts, encoding and runs; what can't be read is not taken."""

from __future__ import annotations

import asyncio
import codecs
import io
import re
import zipfile
from pathlib import Path

import pytest
import typst
from tests.uploads import samples

from jikim.errors import InvalidError
from jikim.settings import Settings
from jikim.uploads import accept
from jikim.uploads.pdf import said_in

SETTINGS = Settings(directory=Path("nowhere"), uploads="quarantine")
NUMBER = "900101-1234568"
RELS = '<Relationships><Relationship Id="r" Type="{}" TargetMode="{}" Target="https://example.com/x"/></Relationships>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
    "odt": "content.xml",
    "hwpx": "content.xml",
}


def take(content: bytes) -> tuple[str, ...]:
    """The notes of what is accepted."""
    return asyncio.run(accept(SETTINGS, "문서", content)).notes


def refused(content: bytes) -> str:
    with pytest.raises(InvalidError) as error:
        take(content)
    assert NUMBER not in str(error.value)
    assert len(error.value.said("ko")) > 15
    return error.value.message


def in_xml(text: str) -> str:
    return f'<?xml version="1.0"?><w:document xmlns:w="w"><w:body>{text}</w:body></w:document>'


@pytest.mark.clause("1.2")
@pytest.mark.parametrize(
    "said",
    [
        f"<w:p><w:r><w:t>제 번호는 {NUMBER} 입니다</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>900101-</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>1234568</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>9001</w:t></w:r><w:r><w:t>01-12</w:t></w:r><w:r><w:t>34568</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>900101</w:t></w:r><w:r><w:br/></w:r><w:r><w:t>1234568</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>900101-</w:t></w:r></w:p><w:p><w:r><w:t>1234568</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>&#57;00101&#45;1234568</w:t></w:r></w:p>",
        "<w:p><![CDATA[900101-1234568]]></w:p>",
        '<office:cell xmlns:office="o" office:value="9001011234568"/>',
        "<c><v>9001011234568</v></c>",
        f'<pic:cNvPr xmlns:pic="p" descr="{NUMBER}"/>',
        f"<!-- --><w:p>４１１１ １１１１ １１１１ １１１１</w:p><w:t>{NUMBER}</w:t>",
    ],
)
def test_a_number_comes_in_by_no_document(said: str) -> None:
    """In every kind of document, in any part that is XML, over runs and lines, by references, in cells and captions, it
    is found."""
    for kind, part in MAIN.items():
        main = in_xml(said).encode()
        for content in (
            samples.document(kind, **{part: main}),
            samples.document(kind, extra={"word/footnotes.xml": main, "x/y.data": main}),
        ):
            assert "a number that is never taken" in refused(content), kind


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig"])
def test_the_encoding_of_a_part_hides_nothing(encoding: str) -> None:
    """A part in UTF-16, with or without its mark, is read as what it is."""
    mark = codecs.BOM_UTF16_BE if encoding == "utf-16-be" else b""
    text = in_xml(f"<w:p>{NUMBER}</w:p>").replace(
        '"1.0"', f'"1.0" encoding="{encoding.removesuffix("-sig").removesuffix("-be")}"'
    )
    assert "never taken" in refused(samples.document(extra={"word/notes.xml": mark + text.encode(encoding)}))


def test_measures_and_cells_beside_each_other_are_no_number() -> None:
    """Offsets, ids and the numbers of neighbouring cells are not put together, and a document with pictures says that
    these are unread."""
    said = (
        '<wp:posOffset xmlns:wp="x">901231</wp:posOffset><wp:posOffset xmlns:wp="x">1234567</wp:posOffset>'
        "<c><v>901231</v></c><c><v>1234567</v></c><w:p w:rsid='90123112'>주문번호 231201-1234567, 010-1234-5678</w:p>"
    )
    assert take(samples.document(**{"word/document.xml": in_xml(said).encode()})) == ("authors-removed",)
    assert take(samples.document(extra={"word/media/a.png": samples.picture("PNG")})) == (
        "authors-removed",
        "pictures-unread",
    )
    assert take(samples.picture()) == ("metadata-removed", "pictures-unread")


@pytest.mark.clause("10.3")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "kind",
    ["attachedTemplate", "attached&#84;emplate", "oleObject", "subDocument", "image", "frame", "externalLinkPath"],
)
@pytest.mark.parametrize("mode", ["External", "Externa&#108;", "external"])
def test_a_relationship_to_elsewhere_is_cut_out(kind: str, mode: str, encoding: str) -> None:
    """A template, an object or a picture that the program would fetch is not in what is kept, however its relationship is
    written."""
    part = ('<?xml version="1.0"?>' + RELS.format(f"{OFFICE}/{kind}", mode)).encode(encoding)
    for name in ("word/_rels/settings.xml.rels", "word/_rels/settings.xml.RELS"):
        assert_cut(samples.document(extra={name: part}))


def assert_cut(content: bytes) -> None:
    """What is kept is a document that says `seen` as before, and nothing of what it would have fetched or run."""
    kept = asyncio.run(accept(SETTINGS, "문서", content))
    assert "references-removed" in kept.notes
    with zipfile.ZipFile(io.BytesIO(kept.content)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    assert not [part for part in parts if re.search(rb"example\.com|cmd|evil", part)]
    # By the same rules it is now as it should be.
    assert "references-removed" not in take(kept.content)


def field(*codes: str, result: str = "seen") -> str:
    """A field as a word processor writes it, its instruction in runs."""
    runs = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return f"<w:p>{char.format('begin')}{runs}{char.format('separate')}<w:r><w:t>{result}</w:t></w:r>{char.format('end')}</w:p>"


ADDRESS = "https://example.com/evil"
# What a document of each kind fetches or runs when it is opened: as parts of one.
FETCHING: dict[str, tuple[str, str]] = {
    "a picture of a field": ("docx", field(f'INCLUDEPICTURE "{ADDRESS}" \\d')),
    "a text of a field": ("docx", field(f'INCLUDETEXT "{ADDRESS}"')),
    "a field in pieces": ("docx", field("INC", "LUDEPIC", f'TURE "{ADDRESS}"')),
    "a link": ("docx", field("LINK Excel.Sheet.12 evil.xlsx")),
    "a program": ("docx", field('DDEAUTO "cmd" "/c evil"')),
    "a program asked for": ("docx", field('DDE "cmd" "/c evil"')),
    "a field in one element": ("docx", f'<w:p><w:fldSimple w:instr="INCLUDEPICTURE {ADDRESS}"><w:r><w:t>seen</w:t></w:r></w:fldSimple></w:p>'),
    "a web service": ("xlsx", f'<c><f>WEBSERVICE("{ADDRESS}")</f><v>seen</v></c>'),
    "a web service by another name": ("xlsx", f'<c><f>_xlfn.WEBSERVICE("{ADDRESS}")</f><v>seen</v></c>'),
    "a picture of a formula": ("xlsx", f'<c><f>_xlfn.IMAGE("{ADDRESS}")</f><v>seen</v></c>'),
    "a program of a formula": ("xlsx", "<c><f>cmd|'/c evil'!A1</f><v>seen</v></c>"),
    "a server of figures": ("xlsx", '<c><f>RTD("evil.prog","","x")</f><v>seen</v></c>'),
    "another workbook": ("xlsx", "<c><f>'\\\\evil\\x\\[a.xlsx]S'!A1</f><v>seen</v></c>"),
    "a name of a formula": ("xlsx", f'<definedNames><definedName name="a">WEBSERVICE("{ADDRESS}")</definedName></definedNames><v>seen</v>'),
    "a picture": ("odt", f'<draw:frame><draw:image xlink:href="{ADDRESS}"/></draw:frame><text:p>seen</text:p>'),
    "a section": ("odt", f'<text:section><text:section-source xlink:href="{ADDRESS}"/><text:p>seen</text:p></text:section>'),
    "a program of a section": ("odt", '<text:section><office:dde-source office:dde-application="cmd" office:dde-topic="evil"/><text:p>seen</text:p></text:section>'),
    "an object": ("odt", f'<draw:frame><draw:object xlink:href="{ADDRESS}"/></draw:frame><text:p>seen</text:p>'),
    "a path upwards": ("odt", '<draw:frame><draw:image xlink:href="../../evil.png"/></draw:frame><text:p>seen</text:p>'),
}  # fmt: skip
NAMES = "".join(f' xmlns:{one}="urn:{one}"' for one in ("w", "draw", "text", "office", "xlink", "r"))


@pytest.mark.clause("10.3")
@pytest.mark.parametrize("name", FETCHING)
def test_what_a_document_would_fetch_is_cut_out(name: str) -> None:
    """Its reader sees what it showed last, and its program is asked for nothing."""
    kind, said = FETCHING[name]
    content = samples.document(kind, **{MAIN[kind]: f"<x{NAMES}>{said}</x>".encode()})
    assert_cut(content)
    kept = asyncio.run(accept(SETTINGS, "문서", content)).content
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        assert b"seen" in archive.read(MAIN[kind])


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("docx", field('HYPERLINK "https://rview.example/"')),
        ("docx", field("PAGE") + field('TOC \\o "1-3"')),
        ("xlsx", '<c><f>SUM(A1:A3)*IF(B1>0,1,"[x]")</f><v>seen</v></c><c><f>HYPERLINK("https://rview.example/","seen")</f></c>'),
        ("odt", '<text:a xlink:href="https://rview.example/">seen</text:a><draw:image xlink:href="Pictures/a.png"/>'),
    ],
)  # fmt: skip
def test_what_only_a_person_follows_stays(kind: str, said: str) -> None:
    """A hyperlink, a page number, a sum and a picture of the document's own are left as they are."""
    main = f"<x{NAMES}>{said}</x>".encode()
    kept = asyncio.run(accept(SETTINGS, "문서", samples.document(kind, **{MAIN[kind]: main})))
    assert "references-removed" not in kept.notes
    with zipfile.ZipFile(io.BytesIO(kept.content)) as archive:
        assert archive.read(MAIN[kind]) == main


def test_a_link_that_a_person_follows_is_left() -> None:
    """A hyperlink is no template."""
    part = RELS.format(f"{OFFICE}/hyperlink", "External").encode()
    assert take(samples.document(extra={"word/_rels/document.xml.rels": part})) == ("authors-removed",)


@pytest.mark.clause("10.3")
@pytest.mark.parametrize(
    "part",
    [
        b'<!DOCTYPE x [<!ENTITY a "900101-">]><x>&a;1234568</x>',
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        b'<!DOCTYPE x SYSTEM "https://example.com/x.dtd"><x/>',
        b"<x><y></x>",
        b"not xml at all",
        b"<?xml version='1.0' encoding='x-unknown'?><x/>",
        b"<x>&undefined;</x>",
        b"",
    ],
)
def test_xml_with_entities_or_none_at_all_is_refused(part: bytes) -> None:
    """No entity is expanded, nothing is fetched, and what is no XML is no part of a document."""
    refused(samples.document(extra={"word/x.xml": part}))


def test_macros_said_in_any_encoding_are_seen() -> None:
    """The list of contents is read as XML too."""
    types = '<?xml version="1.0"?><Types><Override ContentType="application/vnd.ms-word.document.macro&#69;nabled.main+xml"/></Types>'
    for encoding in ("utf-8", "utf-16"):
        assert "something that runs" in refused(samples.document(**{"[Content_Types].xml": types.encode(encoding)}))


def test_a_document_of_endless_elements_is_refused() -> None:
    """Millions of the smallest elements are more than is read."""
    document = samples.document(extra={"word/x.xml": b"<x>" + b"<a/>" * 3_000_000 + b"</x>"})
    assert "unfolds to far more than it holds" in refused(document)


@pytest.mark.clause("1.2")
def test_a_number_comes_in_by_no_pdf(tmp_path: Path) -> None:
    """The text of a PDF is read, Korean with its own fonts too, and searched; a picture in it is said to be unread."""
    assert take(samples.PDF) == ("metadata-kept",)
    for lines in ((f"my number {NUMBER}",), ("900101-", "1234568"), ("card 4111 1111 1111", "1111")):
        assert "never taken" in refused(samples.pdf(*lines))
    source = tmp_path / "a.typ"
    for text, is_taken in (("제 주민번호는 900101-1234568 입니다", False), ("주문번호 20231201-1234567 입니다", True)):
        source.write_text(text)
        content = typst.compile(source, format="pdf")
        assert (take(content) == ("metadata-kept",)) if is_taken else "never taken" in refused(content)
    (tmp_path / "p.png").write_bytes(samples.picture("PNG"))
    source.write_text('#image("p.png")')
    assert take(typst.compile(source, format="pdf")) == ("metadata-kept", "pictures-unread")


def test_a_pdf_that_takes_too_long_or_too_much_is_refused() -> None:
    """What can't be read within its time and memory is not taken, and the process is gone."""
    for seconds, memory in ((1, 8 * 1024 * 1024), (0, 768 * 1024 * 1024)):
        with pytest.raises(InvalidError, match="can't be read"):
            said_in(samples.PDF, "files", seconds=seconds, memory=memory)
    for broken in (samples.PDF[:200] + b"%%EOF", samples.PDF.replace(b"/Pages 2 0 R", b"/Pages 9 0 R")):
        with pytest.raises(InvalidError):
            take(broken)
