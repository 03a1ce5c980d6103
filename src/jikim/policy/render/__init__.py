"""The policy as the document people read, whole, in Korean or English: Markdown, one self-contained HTML page, or
paper.

Guarantees: every fact of the file stands in the document, in the order of the layout; each promise carries an anchor,
`c` and its clause number where it has one, else the path of its part; counsel's wording is kept as it is where it is
given; nothing of the file is taken for markup. It leaves to `check` whether the facts are right, and whether the
wording fits them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from jikim.policy.model import Language, Layout, Matter, PolicyFile, Topic
from jikim.policy.render import (
    care,
    collection,
    handing_over,
    html,
    markdown,
    people,
    purposes,
    recipients,
    retention,
    sheet,
)
from jikim.policy.render.changes import changed
from jikim.policy.render.document import NOTHING, Anchor, Block, Document, Heading, Line, Lines, Section, Table
from jikim.policy.render.layout import SectionPlan, numbered, plans_of, topic_at, topic_of
from jikim.policy.render.mechanisms import how_kept
from jikim.policy.render.summary import summary
from jikim.policy.render.voice import Voice
from jikim.policy.render.worded import worded

# In one order whatever the layout, so that an anchor is the same in each.
_PASSAGES: dict[Topic, Callable[[Voice], Sequence[Block]]] = {
    "preamble": collection.preamble,
    "items": collection.items,
    "refused": collection.refused,
    "children": collection.children,
    "channels": collection.channels,
    "partners": collection.partners,
    "purposes": purposes.purposes,
    "recipients": recipients.recipients,
    "recipients-abroad": recipients.recipients_abroad,
    "processors": recipients.processors,
    "processors-abroad": recipients.processors_abroad,
    "retention": retention.retention,
    "destruction": retention.destruction,
    "rights": people.rights,
    "duties": people.duties,
    "cookies": people.cookies,
    "safeguards": care.safeguards,
    "officers": care.officers,
    "bodies": care.bodies,
    "links": care.links,
    "announcements": care.announcements,
    "handover": handing_over.handover,
}


def document(
    policy: PolicyFile, language: Language, layout: Layout | None = None, before: PolicyFile | None = None
) -> Document:
    """The policy as sections of lines and tables, in the file's own layout or another; with what changed since
    `before`.

    Raises ValueError for a language the service does not publish in.
    """
    order = plans_of(policy, layout)
    made = _document(policy, language, order)
    if before is None:
        return made
    if language not in before.service.languages:
        raise ValueError(
            f"the earlier policy has no `{language}`\nhint: its languages are {', '.join(before.service.languages)}"
        )
    # Comparing speaks in this room's words, so it is met here and not at the door.
    from jikim.policy.diff import compare

    found = compare(before, policy)
    weighed = [(change.important, found.said(change, language), change.why(language)) for change in found.substance]
    changes = changed(_document(before, language, order), made, weighed)
    return replace(made, sections=(changes, *made.sections))


def _document(policy: PolicyFile, language: Language, order: tuple[SectionPlan, ...]) -> Document:
    if language not in policy.service.languages:
        raise ValueError(
            f"the policy has no `{language}`\nhint: its languages are {', '.join(policy.service.languages)}"
        )
    voice = Voice(policy, language)
    name, version = voice.text(policy.service.name), policy.version
    passages = generated(voice)
    wording = policy.wording.get(language)
    if wording is not None:
        passages = worded(voice, passages, wording)
    said = {topic for topic, blocks in passages.items() if blocks}
    own = plans_of(policy)
    about = {matter for plan in order for matter in plan.about}
    apart: dict[Matter, list[Line]] = {}
    statements: dict[Topic, list[Line]] = {}
    for key, part in policy.statements.items():
        line = care.statement(voice, key, part)
        if part.about is not None and part.about in about:
            apart.setdefault(part.about, []).append(line)
        else:
            statements.setdefault(part.section or topic_of(own, part.clause, said), []).append(line)
    waivers: dict[Topic, list[Line]] = {}
    for place, waiver in enumerate(policy.waive):
        waivers.setdefault(topic_at(waiver.at), []).append(care.waived(voice, place, waiver))
    known = any(re.match(r"c\d", one) for one in voice.taken)
    plans = numbered(order, said | set(statements) | set(waivers), apart, known=known)
    beside = _Beside(apart, statements, waivers)
    sections = tuple(_section(voice, number, plan, passages, beside) for number, plan in plans)
    return Document(
        language=language,
        title=voice.say(f"{name} 개인정보 처리방침", f"{name}: privacy policy"),
        dates=voice.say(
            f"공고 {voice.date(version.announced)} · 시행 {voice.date(version.effective)}",
            f"Announced {voice.date(version.announced)} · in force from {voice.date(version.effective)}",
        )
        if version.announced != version.effective
        else voice.say(f"시행 {voice.date(version.effective)}", f"In force from {voice.date(version.effective)}"),
        contents=voice.say("차례", "Contents"),
        skip=voice.say("본문으로 건너뛰기", "Skip to the policy"),
        summary=summary(voice, {place.topic: number for number, plan in plans for place in plan.places}),
        sections=sections,
        note=""
        if order == own or not any(anchor.number for anchor in _anchors(sections))
        else voice.say(
            "문장 옆의 작은 번호는 약속의 번호이며, 이 차례의 절 번호와는 다릅니다.",
            "The small number beside a sentence is its promise’s, and not that of a section in this order.",
        ),
        kept=lambda path: voice.say(*how_kept(policy, path)),
    )


def generated(voice: Voice) -> dict[Topic, Sequence[Block]]:
    """Each topic as it is said where counsel words nothing."""
    return {topic: tuple(_without_empty(block) for block in make(voice)) for topic, make in _PASSAGES.items()}


class _Beside(NamedTuple):
    """What the file says beside its facts: statements about matters and under topics, and the reasons of its waivers."""

    about: Mapping[Matter, list[Line]]
    statements: Mapping[Topic, list[Line]]
    waivers: Mapping[Topic, list[Line]]


def _section(
    voice: Voice, number: int, plan: SectionPlan, passages: Mapping[Topic, Sequence[Block]], beside: _Beside
) -> Section:
    blocks: list[Block] = []
    said = ""
    for topic, heading in plan.places:
        if passages[topic] and heading and voice.say(*heading) != said:
            said = voice.say(*heading)
            blocks.append(Heading(_aged(voice, said)))
        blocks += passages[topic]
    matters = [line for matter in plan.about for line in beside.about.get(matter, [])]
    if matters:
        blocks.append(Lines(tuple(matters)))
    topics = [place.topic for place in plan.places]
    for title, found in (
        (voice.say("알아 둘 사항", "Please note"), beside.statements),
        (voice.say("기준과 다르게 둔 점과 그 사유", "Where we knowingly differ, and why"), beside.waivers),
    ):
        lines = [line for topic in topics for line in found.get(topic, [])]
        if lines:
            blocks += [Heading(title)] * bool(blocks and number)
            blocks.append(Lines(tuple(lines)))
    return Section(number, _aged(voice, voice.say(*plan.title)), tuple(blocks), tuple(topics))


def _aged(voice: Voice, title: str) -> str:
    """A title that names the age of the PIPA names that of the policy."""
    return title.replace("14세 미만", f"{voice.policy.refuse.below_age or 14}세 미만")


def _anchors(sections: Sequence[Section]) -> Iterator[Anchor]:
    """Every promise that a sentence or a row of these sections states."""
    for section in sections:
        for block in section.blocks:
            for row in block.lines if isinstance(block, Lines) else block.rows if isinstance(block, Table) else ():
                if isinstance(row, Line):
                    yield from row.stated
                elif row.anchor is not None:
                    yield row.anchor


def _without_empty(block: Block) -> Block:
    """A table without the columns in which no row says anything; its first column stays."""
    if not isinstance(block, Table):
        return block
    said = [
        column
        for column in range(len(block.head))
        if column == 0 or any(row.cells[column] != (NOTHING,) for row in block.rows)
    ]
    return replace(
        block,
        head=tuple(block.head[column] for column in said),
        rows=tuple(replace(row, cells=tuple(row.cells[column] for column in said)) for row in block.rows),
    )


def render_markdown(
    policy: PolicyFile, language: Language, layout: Layout | None = None, before: PolicyFile | None = None
) -> str:
    """The document as Markdown (tables as in GitHub's). Raises ValueError as `document`."""
    return markdown.write(document(policy, language, layout, before))


def render_html(
    policy: PolicyFile,
    language: Language,
    layout: Layout | None = None,
    before: PolicyFile | None = None,
    site: str | None = None,
) -> str:
    """The document as one self-contained page: no scripts, nothing fetched. `site` is the address before `/promises`,
    empty for links relative to the site; None for none. Raises ValueError as `document`."""
    return html.write(document(policy, language, layout, before), site)


__all__ = ["document", "generated", "html", "markdown", "render_html", "render_markdown", "sheet"]
