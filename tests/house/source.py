"""The project's own files, as the tests of the house read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "jikim"
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


def written() -> Iterator[Path]:
    """Every text that the project has written, tests and documents too."""
    for path in sorted(ROOT.rglob("*")):
        if LEFT_OUT & set(path.relative_to(ROOT).parts) or any(
            part.startswith(".") and part != ".ci" for part in path.relative_to(ROOT).parts
        ):
            continue
        if path.is_file() and path.suffix in {".py", ".md", ".sql", ".yaml", ".toml", ".css", ".svg", ".txt", ""}:
            yield path


def pages() -> list[Path]:
    """Every page of the documentation."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "homepage").rglob("*.md")]
    return sorted(found)
