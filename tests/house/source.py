"""The project's own files, as the tests of the house read them."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "jikim"
TEXTS = {".py", ".md", ".sql", ".yaml", ".toml", ".css", ".svg", ".txt", ""}
LEFT_OUT = {".git", ".venv", ".scratch", ".hypothesis", "__pycache__", "node_modules", "dist", "build"}


def modules(folder: Path = PACKAGE) -> list[Path]:
    """Every Python file of a folder."""
    return sorted(path for path in folder.rglob("*.py") if not LEFT_OUT & set(path.relative_to(ROOT).parts))


def name(path: Path) -> str:
    """A file as the checkout names it."""
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    """A file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def holding(words: str, folder: Path = PACKAGE) -> Iterator[tuple[Path, ast.Module]]:
    """Every Python file of a folder that says one of these words (a pattern), parsed: the others have no need to be."""
    said = re.compile(words)
    for path in modules(folder):
        if said.search(path.read_text(encoding="utf-8")):
            yield path, tree(path)


@cache
def _texts() -> tuple[Path, ...]:
    found: list[Path] = []
    for folder, inner, files in os.walk(ROOT):
        inner[:] = [one for one in inner if one not in LEFT_OUT and (not one.startswith(".") or one == ".ci")]
        found += (Path(folder, one) for one in files if not one.startswith("."))
    return tuple(sorted(path for path in found if path.suffix in TEXTS))


def written() -> Iterator[Path]:
    """Every text that the project has written, tests and documents too."""
    yield from _texts()


def pages() -> list[Path]:
    """Every page of the documentation."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "homepage").rglob("*.md")]
    return sorted(found)
