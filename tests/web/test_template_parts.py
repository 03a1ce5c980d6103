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
