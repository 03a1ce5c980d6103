"""The handbooks name pages and buttons that are there, say the same in both languages, and are set as PDF from the same
text."""

from __future__ import annotations

import re

import pytest
from docs.made.handbook import PAGES, blocks, paper
from tests.house.source import ROOT

from jikim.paper import Heading, Paragraph, Table
from jikim.web.office.places import GROUPS

HANDBOOK = ROOT / "docs" / "handbook"


def text_of(name: str) -> str:
    """A handbook's page."""
    return (HANDBOOK / f"{name}.md").read_text(encoding="utf-8")


def words() -> dict[str, set[str]]:
    """Every name of a page and every word of a template, by language."""
    found: dict[str, set[str]] = {"ko": set(), "en": set()}
    for _, _, places in GROUPS:
        for place in places:
            found["ko"].add(place.ko)
            found["en"].add(place.en)
    for path in (ROOT / "src" / "jikim" / "web").rglob("*"):
        if path.suffix in (".html", ".py"):
            for ko, en in re.findall(r'"([^"\n]+)",\s*"([^"\n]+)"', path.read_text(encoding="utf-8")):
                found["ko"].add(ko)
                found["en"].add(en)
    return found


@pytest.mark.parametrize("name", PAGES)
def test_what_is_bold_is_on_a_page(name: str) -> None:
    """Each page and button that a handbook names is one that the site has, word for word."""
    named = re.findall(r"\*\*([^*]+)\*\*", text_of(name))
    known = words()[name.rpartition(".")[2]]
    assert [one for one in named if one not in known] == []
    assert len(named) >= 8


@pytest.mark.parametrize("who", ["officer", "member"])
def test_both_languages_say_the_same(who: str) -> None:
    """The Korean and the English handbook have the same parts in the same order, and name as many pages and buttons."""
    shapes = [
        [
            (type(one).__name__, len(one.rows) if isinstance(one, Table) else 0)
            for one in blocks(text_of(f"{who}.{language}"))
        ]
        for language in ("ko", "en")
    ]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("name", PAGES)
def test_a_handbook_is_a_pdf(name: str) -> None:
    """It is set, tagged and in its language, the same each time, with every part of the page in it."""
    made = paper(name)
    assert made.startswith(b"%PDF-")
    assert made == paper(name)
    found = list(blocks(text_of(name)))
    assert sum(isinstance(one, Heading) for one in found) == len(re.findall(r"^##+ ", text_of(name), re.MULTILINE))
    said = [one.text for one in found if isinstance(one, Paragraph)]
    assert not any("**" in one or "](" in one or "bold" in one or "굵은" in one for one in said)
    assert any("‘" in one for one in said) or any(
        "‘" in cell for one in found if isinstance(one, Table) for row in one.rows for cell in row
    )
