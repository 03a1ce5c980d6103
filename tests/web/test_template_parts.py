"""The templates: whatever one calls of another is there."""

from __future__ import annotations

import re
from pathlib import Path

import jikim.web

TEMPLATES = Path(jikim.web.__file__).parent / "templates"
IMPORTED = re.compile(r'{%-? *import "[^"]+" as (\w+)')


def imported(path: Path) -> set[str]:
    """The names that a page or the frames around it import."""
    text = path.read_text("utf-8")
    frame = re.match(r'{% extends "([^"]+)" %}', text)
    return set(IMPORTED.findall(text)) | (imported(TEMPLATES / frame[1]) if frame else set())


def test_a_page_imports_the_parts_that_it_calls() -> None:
    """A page that calls a macro of the parts imports them, itself or by its frame: else it breaks where the call is
    reached."""
    pages = [path for path in TEMPLATES.rglob("*.html") if path.read_text("utf-8").startswith("{% extends")]
    calling = [path for path in pages if re.search(r"\bparts\.\w+\(", path.read_text("utf-8"))]
    assert len(calling) > 50
    assert [str(path.relative_to(TEMPLATES)) for path in calling if "parts" not in imported(path)] == []


def test_each_list_of_the_office_is_gone_through_by_keyboard() -> None:
    """Where a row is headed by the way to its page, `j` and `k` find it (`static/office.js`)."""
    heads = {
        f"{path.relative_to(TEMPLATES)}: {found[0]}"
        for path in (TEMPLATES / "office").rglob("*.html")
        for found in re.finditer(r'<th scope="row"[^>]*>\s*({%.*?%}\s*)?<a\b[^>]*>', path.read_text("utf-8"), re.S)
    }
    assert len(heads) > 10
    assert [head for head in heads if "data-row" not in head] == []
