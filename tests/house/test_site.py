"""The documentation as a site: every page is in it, no link in it is dead, and each hard word has its picture."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from docs.made.concepts import CONCEPTS, drawn
from docs.made.site import anchored, defined, staged
from tests.house.source import ROOT


def test_every_page_is_laid_out_and_no_link_is_dead(tmp_path: Path) -> None:
    """Each page of the documentation is laid out, and a link within the site leads to a file of the site; one to the
    source has become its words."""
    made = staged(tmp_path / "pages")
    here = {path.relative_to(tmp_path / "pages").as_posix() for path in made}
    assert {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")} <= here
    dead = [
        (path.name, to)
        for path in made
        if path.suffix == ".md"
        for to in re.findall(r"(?<!!)\]\(([^()\s#]+)[^()\s]*\)", path.read_text(encoding="utf-8"))
        if "://" not in to and not to.startswith("mailto:") and not (path.parent / to).exists()
    ]
    assert dead == []
    assert "../../src/" not in (tmp_path / "pages" / "docs" / "explanation" / "how-it-works.md").read_text(
        encoding="utf-8"
    )


def test_a_korean_heading_bears_its_anchor(tmp_path: Path) -> None:
    """Where a Korean page leads to a heading in Korean, the page that is laid out names it so; code is left as it is."""
    made = {path for path in staged(tmp_path / "pages") if path.name.endswith(".ko.md")}
    leads = [
        (path.parent / file if file else path, anchor)
        for path in made
        for file, anchor in re.findall(r"\]\(([^()\s#]*)#([^()\s]*[가-힣][^()\s]*)\)", path.read_text(encoding="utf-8"))
    ]
    assert len(leads) > 10
    assert [anchor for path, anchor in leads if f" {{#{anchor}}}" not in path.read_text(encoding="utf-8")] == []
    assert anchored("# 가 나\n\n```sh\n# 다\n```\n") == "# 가 나 {#가-나}\n\n```sh\n# 다\n```\n"


def test_our_own_words_lead_to_what_they_mean(tmp_path: Path) -> None:
    """On each page of the site the first epoch, sweep and so on leads to its definition, which is there; code, headings
    and links stay as they are, and each language leads to its own."""
    made = {path.relative_to(tmp_path).as_posix(): path for path in staged(tmp_path)}
    for page, leads in (
        ("docs/how-to/backup.md", "../explanation/words.md#the-key-ring-or-ring"),
        ("docs/how-to/backup.ko.md", "../explanation/words.ko.md#키-고리ring"),
        ("README.md", "docs/explanation/words.md#a-sweep"),
    ):
        assert made[page].read_text(encoding="utf-8").count(f"]({leads})") == 1, page
    for name in ("words.md", "words.ko.md"):
        there = made[f"docs/explanation/{name}"].read_text(encoding="utf-8")
        headings = {one.lower() for one in re.findall(r"^## (.+?)(?: \{#.*)?$", there, re.MULTILINE)}
        anchors = {re.sub(r"[^\w\- ]", "", one).replace(" ", "-") for one in headings}
        led = {
            one
            for path in made.values()
            if path.suffix == ".md"
            for one in re.findall(rf"/{re.escape(name)}#([^)]+)\)", path.read_text(encoding="utf-8"))
        }
        assert len(led) == 6
        assert led <= anchors
    page = ROOT / "docs" / "how-to" / "x.md"
    said = defined("# A house\n\n`sweep` [sweep](x.md) in-house: a house, a house.\n\n```sh\nhouse\n```\n", page)
    assert said.count("words.md") == 1
    assert "in-house: a [house](../explanation/words.md#a-house), a house." in said


def test_the_builder_is_strict_and_pinned() -> None:
    """`make site` builds strictly what is laid out, with a builder whose packages are pinned by hash."""
    told = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]
    makefile, lock = ((ROOT / name).read_text(encoding="utf-8") for name in ("Makefile", "requirements-site.lock"))
    assert f"docs.made.site {told['docs_dir']}" in makefile
    assert "zensical build --strict" in makefile
    entries = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)
    assert any(one.startswith("zensical==") for one in entries)
    assert [one.splitlines()[0] for one in entries if one.strip() and "--hash=sha256:" not in one] == []
    assert "://" not in lock


@pytest.mark.parametrize("name", sorted(CONCEPTS))
def test_a_concept_is_drawn_alike_in_both_languages(name: str) -> None:
    """A picture has the same boxes and arrows in Korean and English, on light and dark ground, and says itself to who
    cannot see it; no line is longer than its box."""
    shapes = set()
    for language in ("ko", "en"):
        said = CONCEPTS[name][language]
        for ground in ("light", "dark"):
            root = ElementTree.fromstring(drawn(name, language, ground))
            tags = [element.tag.rpartition("}")[2] for element in root]
            shapes.add((tags.count("rect"), tags.count("path")))
            assert {"title", "desc"} <= set(tags)
        for box in said.boxes:
            assert max(sum(2 if "가" <= char <= "힣" else 1 for char in line) for line in box.lines) <= 26, box
    assert len(shapes) == 1


@pytest.mark.parametrize(("page", "words"), [("words.md", 8), ("words.ko.md", 8)])
def test_each_hard_word_is_defined(page: str, words: int) -> None:
    """The page of words has each of them with its sentence, and the pictures of its own language."""
    text = (ROOT / "docs" / "explanation" / page).read_text(encoding="utf-8")
    parts = re.split(r"^## .+$", text, flags=re.MULTILINE)[1:]
    assert len(parts) == words
    assert all(len(part.split("<picture>")[0].strip()) > 20 for part in parts)
    language = "ko" if page.endswith("ko.md") else "en"
    assert set(re.findall(r"concepts/(\w+)\.(\w+)\.light", text)) == {(name, language) for name in CONCEPTS}
