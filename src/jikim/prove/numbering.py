"""The number of each promise: the file's own clause, or the section of the published document that says it.

A file that numbers nothing is numbered by its document: the promises of one kind in one section are one, `5.2`, in the
order in which they are said. Where a file numbers some parts, the others follow after the highest number of their
section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from jikim.policy.model import PolicyFile
from jikim.policy.render import document
from jikim.policy.render.document import Anchor, Document, Lines, Section, Table


class Stated(NamedTuple):
    """A part of the file that makes a promise: the file's clause (or None), the key of its mechanism, its name, and its
    path in the file."""

    clause: str | None
    key: str
    name: str
    path: str


def numbered(file: PolicyFile, parts: Iterable[Stated], kind_of: Callable[[str], str]) -> Iterator[tuple[str, Stated]]:
    """Each part with its promise's number, in the order of the file. Sections count from 0, the preamble. `kind_of`: a
    key's kind."""
    listed = list(parts)
    if all(part.clause for part in listed):
        yield from ((part.clause or "", part) for part in listed)
        return
    sections = sections_of(document(file, file.service.languages[0]))
    highest: dict[int, int] = {}
    for part in listed:
        head, _, rest = (part.clause or "").partition(".")
        if head.isdecimal() and (digits := "".join(filter(str.isdecimal, rest))):
            highest[int(head)] = max(highest.get(int(head), 0), int(digits))
    given: dict[tuple[int, str], str] = {}
    for part in listed:
        if part.clause:
            yield part.clause, part
            continue
        section = _section(part.path, sections)
        kind = section, kind_of(part.key)
        if kind not in given:
            highest[section] = highest.get(section, 0) + 1
            given[kind] = f"{section}.{highest[section]}"
        yield given[kind], part


def sections_of(made: Document) -> Mapping[str, int]:
    """Where a document first states each part: the part's path to its section's number."""
    found: dict[str, int] = {}
    for section in made.sections:
        for anchor in _anchors(section):
            found.setdefault(anchor.path, section.number)
    return found


def anchors_of(made: Document) -> Iterator[Anchor]:
    """Every promise that a document states, in its order."""
    for section in made.sections:
        yield from _anchors(section)


def _anchors(section: Section) -> Iterator[Anchor]:
    for block in section.blocks:
        if isinstance(block, Lines):
            for line in block.lines:
                yield from line.stated
        elif isinstance(block, Table):
            yield from (row.anchor for row in block.rows if row.anchor is not None)


def _section(path: str, sections: Mapping[str, int]) -> int:
    """The section of a part, or of the nearest part above it that the document states; else the preamble."""
    while path and path not in sections:
        path = path.rpartition(".")[0]
    return sections.get(path, 0)
