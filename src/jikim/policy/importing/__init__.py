"""An existing policy becomes numbered sentences, and the facts of it that form alone makes sure; and a file to write
the rest from.

Text, web pages, Word documents and PDFs are read (`read`), Korean and English. A rule that is not sure is silent: its
sentence stays without a place. What a document says is data: nothing in it is followed or run. Pure: the bytes are
passed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from jikim.policy.importing.blocks import Block, UnreadableError
from jikim.policy.importing.document import read_docx
from jikim.policy.importing.page import read_html
from jikim.policy.importing.pdf import read_pdf
from jikim.policy.importing.plain import decoded, read_text
from jikim.policy.importing.rules import found_in
from jikim.policy.importing.sentences import Sentence, sentences
from jikim.policy.importing.tables import Fact, roles_of

__all__ = ["Block", "Fact", "Imported", "Sentence", "UnreadableError", "imported", "read"]


class Imported(NamedTuple):
    """A document's sentences, and the facts that rules are sure of."""

    sentences: tuple[Sentence, ...]
    facts: tuple[Fact, ...]

    def unplaced(self) -> list[Sentence]:
        """Sentences that no fact was read from; a heading states none."""
        placed = {number for fact in self.facts for number in fact.sentences}
        return [one for one in self.sentences if one.number not in placed and not one.heading]


def imported(content: bytes, name: str) -> Imported:
    """A document by its bytes and its name; of a person beside a post, the name is left out. Raises UnreadableError."""
    cut, grids = sentences(read(content, name))
    # The header of a table that was read says what its rows are.
    heads = {grid.numbers[0] for grid in grids if len(roles_of(grid.rows[0])) > 1}
    cut = tuple(replace(one, heading=one.heading or one.number in heads) for one in cut)
    return Imported(tuple(_nameless(cut)), found_in(cut, grids))


_POST = re.compile(r"책임자|담당자|담당\s*부서|\bDPO\b|(?:protection|privacy) officer", re.I)
_NAMED = re.compile(
    r"((?:성\s*명|이\s*름|성\s*함|(?:책임자|담당자)(?:명)?|\bname|officer|\bDPO)\s*[:：|]\s*)(?!…)[^\d@|:：]{2,40}?(?=\s*(?:[|,(/]|$|\d|(?:전화|연락처|이메일|직책|직위|소속|e-?mail|phone)))",
    re.I,
)
_ROW = re.compile(r"^((?:성\s*명|이\s*름|성\s*함|names?)\s*\|).*$", re.I)


def _nameless(cut: Iterable[Sentence]) -> Iterable[Sentence]:
    """The sentences without the names that stand beside a post, or below one."""
    below = False
    for one in cut:
        if one.heading or _POST.search(one.text):
            below = _POST.search(one.text) is not None
        yield replace(one, text=_NAMED.sub(r"\1…", _ROW.sub(r"\1…", one.text))) if below else one


def read(content: bytes, name: str) -> tuple[Block, ...]:
    """The blocks of a document, by what it is. Raises UnreadableError."""
    ending = name.lower().rpartition(".")[2]
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")) or ending == "docx":
        return read_docx(content)
    if content.startswith((b"%PDF-1", b"%PDF-2")) or ending == "pdf":
        return read_pdf(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError("an old Word file is not read; save it as docx, PDF, HTML or text")
    start = content[:2048].lstrip().lower()
    if ending in ("html", "htm", "xhtml") or start.startswith((b"<!doctype html", b"<html")) or b"<body" in start:
        return read_html(content)
    return read_text(decoded(content))
