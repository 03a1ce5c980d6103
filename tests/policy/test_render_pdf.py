"""The policy on paper: a tagged PDF whose text is the document's, in both languages and both layouts."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from ruamel.yaml import YAML

from jikim.paper import policy_pdf
from jikim.policy.model import Language, Layout, PolicyFile
from jikim.policy.render import document, sheet
from jikim.policy.render.document import Link, Row

HOMEPAGE = PolicyFile.model_validate(
    YAML(typ="safe", pure=True).load(
        (Path(__file__).parents[2] / "homepage" / "policy.yaml").read_text(encoding="utf-8")
    )
)
DAY = datetime(2013, 1, 29, tzinfo=UTC)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


@pytest.mark.parametrize(("language", "layout"), [("ko", "kr.2013"), ("en", "kr.2026")])
def test_the_paper_says_what_the_document_says(language: Language, layout: Layout) -> None:
    """Tagged for screen readers (PDF/UA-1), in its language, with its fonts, contents and page numbers; the version's
    dates at each foot; each name that the document's lines and rows go by; links to the promises; and one policy makes
    one file."""
    made = document(HOMEPAGE, language, layout)
    content = policy_pdf(sheet.data(made, "https://site.example/"), DAY)
    assert content == policy_pdf(sheet.data(made, "https://site.example/"), DAY)
    reader = PdfReader(io.BytesIO(content))
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"].value  # type: ignore[index]
    assert str(root["/Lang"]) == language
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()  # type: ignore[union-attr]
    assert reader.metadata is not None
    assert reader.metadata.title == made.title
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert all(re.match(r"/[A-Z]{6}\+JikimPaper", font) for font in fonts), fonts
    pages = [page.extract_text() for page in reader.pages]
    for number, text in enumerate(pages, start=1):
        assert squeezed(made.dates) in squeezed(text)
        assert f"{number}/{len(pages)}" in squeezed(text)
    whole = squeezed("".join(pages))
    for section, row in made.rows():
        name = (row.cells[0][0] if isinstance(row, Row) else row.head) or section.title
        assert squeezed(name.text if isinstance(name, Link) else name) in whole
    outline = [squeezed(str(one["/Title"])) for one in reader.outline if not isinstance(one, list)]
    assert [title.lstrip("0123456789") for title in outline] == [squeezed(section.title) for section in made.sections]
    links = {
        str(note.get_object()["/A"]["/URI"])
        for page in reader.pages
        for note in page.get("/Annots", [])
        if "/URI" in note.get_object().get("/A", {})
    }
    assert "https://site.example/promises#p5.3" in links
    assert "mailto:support.kr@rsupport.com" in links
