"""The voice of what people read: the glossary's first table, held against pages, mails, PDFs, errors and Korean
documents."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from tests.house.source import PACKAGE, ROOT, modules, name, tree

HANGUL = re.compile("[가-힣]")
# What hears or quotes words of others: questions, foreign policies, statutes, sample data.
_OTHERS = ("policy/importing", "policy/may", "policy/statutes", "policy/detect", "policy/items", "drill")
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"' + r"|'((?:[^'\\]|\\.)*)'")
_PARTICLE = "(?:은|는|이|가|을|를|과|와|의|에|로|으로|도|만|부터|까지|마다|에서|이나|입니다|이며|이고)?"
# What a program reads: a code span, a template's statement, a mail's names of facts and the values put into it.
_MACHINE = re.compile(r"`[^`]*`|\{%.*?%\}|^facts:.*|(?<=\s)\{\{ \w+ \}\}")
Said = tuple[str, int, str]  # where, which line, what is read there


def _forms() -> list[str]:
    """What the last column of the glossary's first table forbids."""
    page = (ROOT / "docs/reference/glossary.md").read_text(encoding="utf-8")
    table = page.split("## What people read")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("| ")][1:]
    return [form for row in rows for form in row[3].strip().split(" · ") if form]


def _pattern(form: str) -> str:
    stem = re.escape(form.rstrip("*"))
    if HANGUL.search(form):
        return (
            stem if form.endswith("*") or not HANGUL.match(form[-1]) else rf"(?<![가-힣]){stem}{_PARTICLE}(?![가-힣])"
        )
    return rf"\b{stem}" if form.endswith("*") else rf"\b{stem}\b"


def _code(path: Path) -> Iterator[Said]:
    """A Python file's Korean literals, and the English ones that stand beside them."""
    parsed = tree(path)
    for node in ast.walk(parsed):
        strings = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.Constant | ast.JoinedStr)]
        words = [(child.lineno, _words(child)) for child in strings]
        if isinstance(node, ast.Expr) or not any(HANGUL.search(text) for _, text in words):
            continue
        for line, text in words:
            yield name(path), line, text


def _words(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)  # type: ignore[misc]


def _text(path: Path) -> Iterator[Said]:
    """A template's or document's lines: all that is Korean, and each English literal of more than one word."""
    inside = path.suffix in (".html", ".json")
    for number, line in enumerate(re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.S).splitlines(), 1):
        line = _MACHINE.sub("", line)
        if inside:
            literals = [one or two for one, two in _LITERAL.findall(line)]
            yield from ((name(path), number, text) for text in literals if " " in text or HANGUL.search(text))
        elif HANGUL.search(line) or path.suffix == ".txt":
            yield name(path), number, line


def _policy() -> Iterator[Said]:
    """The homepage's policy without its remarks: pages, mails and its document are made of its words."""
    path = ROOT / "homepage/policy.yaml"
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        text = _MACHINE.sub("", re.sub(r"(^|\s)#.*", "", line))
        if HANGUL.search(text) or re.search(r"\ben: ", text):
            yield name(path), number, text


def _statutes() -> Iterator[Said]:
    """What a statute says, as a finding and its page say it."""
    for path in sorted((PACKAGE / "policy/statutes").glob("*.yaml")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.lstrip().startswith("says:"):
                yield name(path), number, line


@cache
def read_by_people() -> list[Said]:
    """Everything that a page, a mail, a PDF, an error or a Korean document says."""
    code = [
        path
        for path in modules() + modules(ROOT / "homepage")
        if not path.is_relative_to(PACKAGE) or not path.relative_to(PACKAGE).as_posix().startswith(_OTHERS)
    ]
    texts = [path for folder in (PACKAGE, ROOT / "homepage") for path in folder.rglob("*.html")]
    texts += [
        *sorted((PACKAGE / "mail/texts").glob("*.txt")),
        ROOT / "README.ko.md",
        *sorted((ROOT / "docs").rglob("*.ko.md")),
        PACKAGE / "policy/meanings.yaml",
        *sorted(set(PACKAGE.rglob("*.json")) - set((PACKAGE / "web/static").glob("*.json"))),
    ]
    texts += [ROOT / "docs/reference" / page for page in ("errors.md", "policy-file.md")]
    said = [one for path in code for one in _code(path)]
    return [*said, *(one for path in texts for one in _text(path)), *_policy(), *_statutes()]


@cache
def all_of_it() -> str:
    """The same in one text, which is looked through faster than its lines."""
    return "\n".join(text for _, _, text in read_by_people())


@pytest.mark.parametrize("form", _forms())
def test_nothing_that_people_read_uses_an_old_word(form: str) -> None:
    """No page, mail, PDF, error or Korean document says what the glossary's last column forbids."""
    old = re.compile(_pattern(form), re.IGNORECASE)
    if old.search(all_of_it()):
        assert [f"{where}:{line}: {text.strip()}" for where, line, text in read_by_people() if old.search(text)] == []


def test_pages_and_letters_have_typographic_apostrophes() -> None:
    """No page, mail or PDF says somebody's with a typewriter's apostrophe; errors and the terminal do."""
    pages = tuple(
        f"src/jikim/{one}" for one in ("web/", "plan/", "prove/", "mail/", "policy/render/", "demo/pages/", "receipts.")
    )
    straight = [
        f"{where}:{line}: {text.strip()}"
        for where, line, text in read_by_people()
        if where.startswith((*pages, "homepage/")) and re.search("[A-Za-z]'[a-z]|[A-Za-z]s' [a-z]", text)
    ]
    assert straight == []


def test_a_particle_follows_the_word_that_is_filled_in() -> None:
    """No sentence leaves it to its reader to choose between 은 and 는: `jikim.particles` hears the word."""
    both = re.compile(r"[은이을과]\([는가를와]\)|[는가를와]\([은이을과]\)|\(으\)로")
    folders = (PACKAGE, ROOT / "homepage")
    read = [
        path for folder in folders for end in ("py", "html", "txt", "yaml", "json") for path in folder.rglob(f"*.{end}")
    ]
    assert [name(path) for path in read if both.search(path.read_text("utf-8"))] == []


def test_what_people_read_is_found() -> None:
    """The search reaches templates, mails, errors, PDFs and documents: an empty haystack proves nothing."""
    there = {where for where, _, _ in read_by_people()}
    for path in (
        "src/jikim/web/templates/my/uses.html",
        "src/jikim/mail/texts/leaving.txt",
        "src/jikim/policy/reasons.json",
        "README.ko.md",
        "src/jikim/web/member/as_paper.py",
        "src/jikim/policy/meanings.yaml",
        "homepage/site/templates/rv/order.html",
        "src/jikim/receipts.json",
        "homepage/policy.yaml",
        "src/jikim/policy/statutes/duties.yaml",
    ):
        assert path in there, path
    assert len(_forms()) > 90


@cache
def _named_in_code() -> frozenset[str]:
    """Every word that is a name in our code, or a file's or a folder's."""
    found: set[str] = set()
    for path in [*modules(PACKAGE), *modules(ROOT / "homepage")]:
        found |= {path.stem, path.parent.name}
        found.update(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    return frozenset(found)


@pytest.mark.parametrize("section", ["The office", "The program's own words"])
def test_the_programs_words_are_in_the_code(section: str) -> None:
    """What the glossary says a word is called in the code is there, so that a reader finds it."""
    page = (ROOT / "docs/reference/glossary.md").read_text(encoding="utf-8")
    table = page.split(f"## {section}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("| ")][1:]
    named = {word for row in rows for word in re.findall(r"`(\w+)`", row[2])}
    assert len(named) > 10
    assert named <= _named_in_code()
