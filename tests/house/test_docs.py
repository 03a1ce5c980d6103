"""The documentation says what the code does: made pages are fresh, links resolve, and nothing that exists is left out."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from docs import made
from docs.made import policy_file
from tests.house.source import PACKAGE, ROOT, modules, name, pages

from jikim.policy.reasons import REASONS
from jikim.settings import Settings

REFERENCE = ROOT / "docs" / "reference"
_LINK = re.compile(
    r"(?<!!)\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"|!\[[^\]]*\]\(([^)\s]+)\)"
)
_VARIABLE = re.compile(r"\bJIKIM_[A-Z]+(?:_[A-Z]+)*\b")


@cache
def expected() -> dict[str, str]:
    """Every made page, made once."""
    return made.expected()


@pytest.mark.parametrize("path", sorted({*made.FILES, *made.PARTS}))
def test_a_made_page_is_up_to_date(path: str) -> None:
    """What is made from the code is what the code makes today: `make docs` would change nothing."""
    assert (ROOT / path).read_text(encoding="utf-8") == expected()[path], "run `make docs`"


def test_a_page_without_its_place_is_refused() -> None:
    """A made part that has lost its place in the page is an error, not a silence."""
    with pytest.raises(ValueError, match="made: diagram"):
        made.fill("no place here", {"diagram": lambda: "x"})


def _prose(path: Path) -> str:
    return re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings, as they are made where the project is hosted."""
    found: set[str] = set()
    for title in re.findall(r"^#+ (.+)$", _prose(path), re.MULTILINE):
        plain = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).replace("`", "").lower())
        found.add(plain.strip().replace(" ", "-"))
    return found


def broken(path: Path) -> list[str]:
    """The links of a page that lead nowhere."""
    wrong = []
    for groups in _LINK.findall(_prose(path)):
        target = next(filter(None, groups))
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        if not there.exists() or (anchor and anchor not in anchors(there)):
            wrong.append(target)
    return wrong


@pytest.mark.parametrize("path", pages(), ids=name)
def test_every_link_leads_somewhere(path: Path) -> None:
    """Each link of a page to a file, a picture or a heading of this project resolves."""
    assert broken(path) == []


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    """The check finds a missing file, a missing picture and a missing heading."""
    page = tmp_path / "page.md"
    page.write_text('# Here\n[a](gone.md) ![b](gone.png) [c](#nowhere) [d](#here) <img src="gone.svg">\n')
    assert broken(page) == ["gone.md", "gone.png", "#nowhere", "gone.svg"]


def test_every_page_is_reached_from_the_index() -> None:
    """Whoever starts at docs/index.md finds every page."""
    seen: set[Path] = set()
    waiting = [ROOT / "docs" / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        for groups in _LINK.findall(_prose(page)):
            target = next(filter(None, groups)).partition("#")[0]
            if target and not re.match(r"[a-z]+:", target):
                waiting.append((page.parent / target).resolve())
    assert [name(page) for page in pages() if page not in seen] == []


def test_every_setting_is_documented() -> None:
    """Each variable that the code reads and each field of Settings is in the reference, and the reference names no
    other."""
    page = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    used = {variable for path in modules() for variable in _VARIABLE.findall(path.read_text(encoding="utf-8"))}
    named = set(_VARIABLE.findall(page))
    # Each has a second form, the name of its file.
    assert {one if one in used else one.removesuffix("_FILE") for one in named} == used
    assert [field for field in Settings.__dataclass_fields__ if f"`{field}`" not in page] == []


def test_every_policy_key_is_documented() -> None:
    """Each key of each part of the policy file is in the reference with its form and its meaning."""
    page = (REFERENCE / "policy-file.md").read_text(encoding="utf-8")
    for part in policy_file.parts():
        title = "The whole file" if part.__name__ == "PolicyFile" else part.__name__
        section = page.split(f"\n## {title}\n")[1].split("\n## ")[0]
        for key, field in part.model_fields.items():
            shown = rf"^\| (?:\*\*)?`{field.alias or key}`(?:\*\*)?(?: \(default [^|]+\))? \| ([^|]+) \| ([^|]+) \|$"
            row = re.search(shown, section, re.MULTILINE)
            assert row is not None, f"{part.__name__}.{key}"
            assert row[1].strip(), f"{part.__name__}.{key}"
            assert row[2].strip(), f"{part.__name__}.{key}"


def test_every_refusal_is_documented() -> None:
    """Each code of a denial is in the reference in both languages."""
    page = (REFERENCE / "errors.md").read_text(encoding="utf-8")
    assert [code for code, reason in REASONS.items() if f"| `{code}` | {reason.en}<br>{reason.ko} |" not in page] == []


def test_the_fields_words_lead_to_files() -> None:
    """Whoever looks for the field's word is led to a file or a room that is there, and most of them have it in the
    name."""
    page = (REFERENCE / "glossary.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| (.+) \|$", page.partition("## Where the field's words stand")[2], re.MULTILINE)
    named = {word: re.findall(r"`([a-z_/]+(?:\.py)?)`", files) for word, files in rows[1:]}
    assert {"audit log", "idempotency key", "rate limit", "retention job", "session", "webhook signature"} <= set(named)
    lost = [file for files in named.values() for file in files if not (PACKAGE / file).exists()]
    assert lost == []
    spoken = [
        w for w, files in named.items() if any(w.lower().split()[0][:5] in one.replace("_", " ") for one in files)
    ]
    assert set(named) - set(spoken) == {"audit log", "key rotation", "virus scan"}


def test_every_korean_term_of_the_policy_is_in_the_glossary() -> None:
    """The glossary maps the law's words for people, deeds and data to the names in the code."""
    page = (REFERENCE / "glossary.md").read_text(encoding="utf-8")
    terms = [
        "개인정보처리자",
        "정보주체",
        "법정대리인",
        "개인정보취급자",
        "개인정보 보호책임자",
        "수탁자",
        "제휴사",
        "분리 보관",
        "파기",
        "열람",
        "정정",
    ]
    assert [term for term in terms if term not in page] == []
    verbs = sorted(path.stem for path in (PACKAGE / "verbs").glob("*.py"))
    deeds = ["collect", "use", "provide", "entrust", "correct", "consent", "show", "leave", "retire", "destroy"]
    assert [verb for verb in deeds if verb not in verbs or f"`{verb}`" not in page] == []


ADRS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))


@pytest.mark.parametrize("path", ADRS, ids=[path.stem for path in ADRS])
def test_a_decision_is_numbered_listed_and_says_its_cost(path: Path) -> None:
    """Decisions are numbered, each number is given once, all are in the list, and each says what it costs."""
    text, place = path.read_text(encoding="utf-8"), int(path.name[:4])
    assert sum(one.name.startswith(f"{place:04}-") for one in ADRS) == 1
    assert text.startswith(f"# {place}. ")
    assert "\n## The decision\n" in text
    assert len(text.split("\n## What it costs\n")[1].split()) > 20
    assert f"({path.name})" in (path.parent / "README.md").read_text(encoding="utf-8")


def test_the_makefile_explains_itself() -> None:
    """Each target that CONTRIBUTING names is one of the Makefile's, and the Makefile's head names the same."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)) - {"help"}
    said = set(re.findall(r"  make ([a-z-]+)  ", re.sub("^(?!#).*$", "", makefile, flags=re.MULTILINE)))
    told = set(re.findall(r"`make ([a-z-]+)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    assert told == targets - {"setup"}
    assert said - {"setup"} == told
