"""A published text beside the draft that was written from it: each sentence with the lines that name it, what of them
the sentence does not say, and how far people are. Pure.
"""

from __future__ import annotations

from typing import NamedTuple

from jikim.policy.importing import Imported
from jikim.policy.importing.draft import spoken
from jikim.policy.importing.progress import Progress, named_at, progress_of
from jikim.policy.source import read
from jikim.policy.wording.grounding import Doubt, grounded


class Beside(NamedTuple):
    """A sentence of the published text beside the lines of the draft that name it."""

    number: int
    text: str
    heading: bool
    lines: tuple[tuple[int, str], ...]
    doubts: tuple[Doubt, ...]
    sure: bool  # a rule read it from its form alone
    state: str  # accepted, skipped, open


def beside(source: Imported, text: str, name: str) -> tuple[list[Beside], list[Doubt], Progress]:
    """Every sentence beside its lines; what the draft says without a sentence of its own; and how far people are."""
    sentences, progress = source.sentences, progress_of(text)
    root, problems = read(text, name)
    doubts: tuple[Doubt, ...] = ()
    if root is not None and not problems:
        headings = [one.number for one in sentences if one.heading]
        of = {one.number: one.text for one in sentences}
        doubts = grounded(text, root, of, headings, spoken(sentences))
    sure = {number for fact in source.facts for number in fact.sentences}
    lines, named = text.splitlines(), named_at(text)
    rows = [
        Beside(
            one.number,
            one.text,
            one.heading,
            tuple((n, lines[n - 1]) for n in named.get(one.number, ())),
            tuple(doubt for doubt in doubts if doubt.code != "unplaced" and _about(doubt, one.number, named)),
            one.number in sure,
            _state(one.number, progress),
        )
        for one in sentences
    ]
    return rows, [one for one in doubts if one.code == "unnamed"], progress


def _about(doubt: Doubt, sentence: int, named: dict[int, list[int]]) -> bool:
    return doubt.sentence == sentence if doubt.sentence else doubt.line in named.get(sentence, ())


def _state(number: int, progress: Progress) -> str:
    if number in progress.accepted:
        return "accepted"
    return "skipped" if number in progress.skipped else "open"
