"""The Korean pages of the documentation: each says what its English one says, shows the same commands, and leads on in
Korean, so that a page that changes alone is found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.house.source import ROOT, name

# The handbooks are held word by word in test_handbook.py, the README in test_readme.py; the references of commands, of the
# policy file and of the clauses are made from the Korean of the code.
APART = {"README.ko.md", "cli.ko.md", "policy-file.ko.md", "clauses.ko.md"}
KOREAN = sorted((ROOT / "docs").rglob("*.ko.md"))
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_MADE = re.compile(r"<!-- made: .*?<!-- /made: [a-z]+ -->", re.DOTALL)


def english(path: Path) -> Path:
    """The English page of a Korean one."""
    stem = path.name.removesuffix(".ko.md")
    return next(one for one in (path.with_name(f"{stem}.md"), path.with_name(f"{stem}.en.md")) if one.exists())


def told(path: Path) -> str:
    """A page without the parts that are made from the code."""
    return _MADE.sub("", path.read_text(encoding="utf-8"))


def blocks(text: str) -> list[str]:
    """The code of a page, without its remarks, which are in the page's language."""
    found = re.findall(r"^```[^\n]*\n.*?^```", text, re.DOTALL | re.MULTILINE)
    return [re.sub(r"[ \t]+# .*$", "", one, flags=re.MULTILINE) for one in found]


def shape(text: str) -> dict[str, list[int] | int]:
    """What of a page's form does not depend on its language: headings, rows, points and steps."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    return {
        "headings": [len(marks) for marks in re.findall(r"^(#+) ", prose, re.MULTILINE)],
        "rows": len(re.findall(r"^\|", prose, re.MULTILINE)),
        "points": len(re.findall(r"^- ", prose, re.MULTILINE)),
        "steps": len(re.findall(r"^\d+\. ", prose, re.MULTILINE)),
    }


def leads(path: Path, other: Path) -> set[str]:
    """Where a page leads but to its other language: languages and headings of pages left out."""
    files = {one.partition("#")[0] for one in _LINK.findall(told(path))} - {other.name, ""}
    return {re.sub(r"\.(ko|en)\.md$", ".md", one) for one in files}


SAME = [path for path in KOREAN if path.name not in APART]


@pytest.mark.parametrize("path", SAME, ids=name)
def test_a_korean_page_has_the_form_of_its_english_one(path: Path) -> None:
    """Both have the same code, but for its remarks, and as many headings, rows, points and steps."""
    ours, theirs = told(path), told(english(path))
    assert blocks(ours) == blocks(theirs)
    assert shape(ours) == shape(theirs)


@pytest.mark.parametrize("path", SAME, ids=name)
def test_a_korean_page_names_what_its_english_one_names(path: Path) -> None:
    """Options, variables, addresses, and pages that the English page names stand in the Korean one, and no others."""
    ours, theirs = told(path), told(english(path))
    code = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
    assert set(code.findall(ours)) == set(code.findall(theirs))
    assert leads(path, english(path)) == leads(english(path), path)


def test_the_command_line_has_the_same_variables_in_both_languages() -> None:
    """The Korean page of the commands has the English one's table of environment variables, row by row."""
    rows = [
        re.findall(r"^\| (`(?:JIKIM_|NO_COLOR)[^|]*) \|", told(ROOT / "docs" / "reference" / page), re.MULTILINE)
        for page in ("cli.ko.md", "cli.md")
    ]
    assert rows[0] == rows[1] != []


@pytest.mark.parametrize("path", [*KOREAN, ROOT / "README.ko.md"], ids=name)
def test_both_languages_of_a_page_lead_to_each_other(path: Path) -> None:
    """From each page its other language is one step away, and a Korean page leads to Korean ones where they are."""
    other = english(path)
    assert f"]({other.name})" in path.read_text(encoding="utf-8")
    assert f"]({path.name})" in other.read_text(encoding="utf-8")
    for target in _LINK.findall(path.read_text(encoding="utf-8")):
        file = target.partition("#")[0]
        if file.endswith(".md") and not file.endswith(".ko.md") and (path.parent / file).resolve() != other.resolve():
            assert not (path.parent / file.replace(".md", ".ko.md")).exists(), target


def test_what_is_in_english_alone_is_marked() -> None:
    """The Korean index says of each page that has no Korean that it is in English, and of no other; what an officer, a
    member and who runs a house read is not among them."""
    index, alone = ROOT / "docs" / "index.ko.md", set()
    for to, marked in re.findall(r"\]\(([^)\s#]+\.md)\)(\(영어\))?", index.read_text(encoding="utf-8")):
        page = (index.parent / to).resolve()
        if to.endswith((".ko.md", ".en.md")) or to == "index.md":
            assert not marked, to
            continue
        korean = len(re.findall("[가-힣]", page.read_text(encoding="utf-8"))) > 500
        assert bool(marked) is not korean, to
        alone |= set() if korean else {page.relative_to(ROOT).as_posix()}
    read = r"/(my-data|consent-receipt|policy-file|own-postgres|clauses|office|prove|publish|settings)\.md$"
    assert [one for one in sorted(alone) if re.search(read, one)] == []
