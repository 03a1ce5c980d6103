"""One thing that the policy names, told: its chapters of lines, each with the clause and the path that it stands on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """One line: what the policy says, and where."""

    text: str
    path: str
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """The lines that answer one question."""

    title: str
    lines: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing: `kind` is its section of the file, or `contents`."""

    kind: str
    kind_label: str
    name: str
    label: Said
    chapters: tuple[Chapter, ...]


def path_of(section: str, name: str) -> str:
    """Where a thing stands in the file; `contents` by `kind.name`, `archive` for the purposes of keeping."""
    if section == "contents":
        kind, _, own = name.rpartition(".")
        return f"records.{kind}.items.contents.{own}"
    return f"archive.purposes.{name}" if section == "archive" else f"{section}.{name}"
