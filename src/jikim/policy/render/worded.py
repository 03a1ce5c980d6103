"""Counsel's wording in the document: its sentences as they are, each with the anchors of what it states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from jikim.policy.model import Topic, Wording
from jikim.policy.render.document import Anchor, Block, Heading, Line, Lines, Table
from jikim.policy.render.voice import Voice

Passages = Mapping[Topic, Sequence[Block]]


def anchors(blocks: Sequence[Block]) -> Iterator[Anchor]:
    """The anchors of a passage, in its order."""
    for block in blocks:
        if isinstance(block, (Lines, Table)):
            for row in block.lines if isinstance(block, Lines) else block.rows:
                if row.anchor is not None:
                    yield row.anchor


def is_under(path: str, stated: str) -> bool:
    """Whether a path is what was stated, or under it."""
    return path == stated or path.startswith(f"{stated}.")


def stated(passages: Passages, topic: Topic, states: Sequence[str]) -> list[Anchor]:
    """The promises that a sentence of this topic states: of its own topic what is at or under each path; of the others
    exactly what it names; and whatever bears a clause's number."""
    found: dict[str, Anchor] = {}
    for name in states:
        for other, blocks in passages.items():
            for anchor in anchors(blocks):
                if name in (anchor.path, anchor.clause) or (other == topic and is_under(anchor.path, name)):
                    found.setdefault(anchor.id, anchor)
    return list(found.values())


def worded(voice: Voice, generated: Passages, wording: Wording) -> dict[Topic, Sequence[Block]]:
    """The passages, with counsel's where they are given. An anchor stands at the sentence that states it most closely:
    of several the one that states the least besides, of those the first."""
    said = {
        (topic, place): stated(generated, topic, sentence.states)
        for topic, section in wording.sections.items()
        for place, sentence in enumerate(section.sentences)
    }
    ours = {
        anchor.id for topic, blocks in generated.items() if topic not in wording.sections for anchor in anchors(blocks)
    }
    owner: dict[str, tuple[Topic, int]] = {}
    for where, found in sorted(said.items(), key=lambda one: len(one[1])):
        for anchor in found:
            if anchor.id not in ours:
                owner.setdefault(anchor.id, where)
    passages = dict(generated)
    for topic, section in wording.sections.items():
        blocks: list[Block] = []
        lines: list[Line] = []
        for place, sentence in enumerate(section.sentences):
            if sentence.heading:
                blocks += [Lines(tuple(lines))] * bool(lines) + [Heading(sentence.heading)]
                lines = []
            found = said[topic, place]
            path = f"wording.{voice.language}.sections.{topic}.sentences.{place}"
            own = [anchor for anchor in found if owner.get(anchor.id) == (topic, place)]
            first, *also = own or [Anchor(path, path)]
            lines.append(Line((sentence.text,), first, "", tuple(also), tuple(found)))
        passages[topic] = (*blocks, *[Lines(tuple(lines))] * bool(lines))
    return passages
