"""The promises: each clause of the policy with its sentences, how it is kept, what was measured of it, and its state.
Nobody's data is on it."""

from __future__ import annotations

from typing import Any, NamedTuple

from litestar import get
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.policy.model import Language, PolicyFile
from jikim.policy.render import document
from jikim.policy.render.document import Document, Inline, Line, Lines, Link, Row, Table
from jikim.policy.render.voice import Voice
from jikim.prove.attached import place_of
from jikim.prove.mechanism import Asked, State
from jikim.prove.numbering import anchors_of
from jikim.prove.promises import Promise, promised
from jikim.prove.proving import Proven
from jikim.web.page import Page
from jikim.web.public.evidence import last_proof

_SENTENCES = 3  # of a clause that says much, the first
ORDER: tuple[State, ...] = ("kept", "attested", "ready", "unproven", "late", "broken")


class Shown(NamedTuple):
    """One clause as a page shows it: where the document says it (an anchor, empty for none), what it says, and what was
    found."""

    clause: str
    anchor: str
    said: tuple[str, ...]
    more: int
    state: State
    attached: bool
    found: str
    ways: tuple[tuple[str, State, str], ...]
    reach: tuple[tuple[str, str], ...]
    rooms: tuple[str, ...]


class ClauseSection(NamedTuple):
    """A section of the policy with its clauses, and how many are in each state."""

    number: int
    title: str
    rows: tuple[Shown, ...]

    def count(self, state: State) -> int:
        return sum(row.state == state for row in self.rows)

    @property
    def whole(self) -> bool:
        """Whether nothing in it asks to be looked at."""
        return not (self.count("broken") or self.count("late"))


@get("/promises")
async def promises(page: Page, jk: AsyncJikim) -> Response[str]:
    """Every promise of the version in force."""
    proven = (await last_proof(jk)).outside(jk.policy)
    return page.show("public/promises.html", **shown(page, proven, outside=True))


def shown(page: Page, proven: Proven, *, outside: bool = False) -> dict[str, Any]:
    """What the public page and the office's page are made from: the same promises, the same findings."""
    file = page.policy.file
    language: Language = (
        page.visitor.language if page.visitor.language in file.service.languages else file.service.languages[0]
    )
    made = document(file, language)
    said = sentences(made, file)
    # Where the document says it: under the clause's own number, else where it states the part.
    ids = {anchor.path: anchor.id for anchor in anchors_of(made)}
    ids |= {anchor.id[1:]: anchor.id for anchor in anchors_of(made) if anchor.id == f"c{anchor.clause}"}
    titles = {section.number: section.title for section in made.sections}
    rows = [
        _shown(one, said.get(one.clause, ()), ids.get(one.clause, ids.get(one.path, "")), language, page)
        for one in proven.promises
    ]
    numbers = sorted({one.section for one in proven.promises}, key=lambda n: (n < 0, n))
    parts = [
        ClauseSection(
            n,
            titles.get(n, page.say("그 밖의 약속", "Other promises")),
            tuple(row for row, one in zip(rows, proven.promises, strict=True) if one.section == n),
        )
        for n in numbers
    ]
    asked = Asked(proven.evidence, page.policy, outside=outside)

    def number(many: int) -> str:
        return asked.number(many, "", language)

    return {
        "parts_": parts,
        "states": proven.counts,
        "seen": proven.evidence,
        "at": proven.at,
        "order": ORDER,
        "number": number,
    }


def _shown(one: Promise, said: tuple[str, ...], anchor: str, language: Language, page: Page) -> Shown:
    voice = Voice(page.policy.file, language)
    ways = tuple(
        (
            voice.say(part.mechanism.ko, part.mechanism.en),
            part.finding.state,
            voice.say(part.finding.ko, part.finding.en),
        )
        for part in one.parts
    )
    reach = tuple(
        (voice.say(reach.system.ko, reach.system.en), reach.system.reach)
        for reach in one.reach
        if not reach.system.system.startswith("key:")
    )
    if one.attached is not None:
        reach = (*reach, (place_of(voice), "statement"))
    fallback = ways[0][0] if ways else page.say("약속", "a promise")
    return Shown(
        one.clause,
        anchor,
        said[:_SENTENCES] or (fallback,),
        max(0, len(said) - _SENTENCES),
        one.state,
        one.attached is not None,
        voice.say(one.said("ko"), one.said("en")),
        ways,
        reach,
        tuple(dict.fromkeys(part.mechanism.room for part in one.parts if part.mechanism.room)),
    )


def sentences(made: Document, file: PolicyFile) -> dict[str, tuple[str, ...]]:
    """What a document says under each promise's number; rows of a table are named together."""
    numbers = {place.path: clause for clause, place in promised(file)}
    said: dict[str, list[str]] = {}
    listed: dict[tuple[str, str], list[str]] = {}
    for section in made.sections:
        for block in section.blocks:
            if not isinstance(block, (Lines, Table)):
                continue
            for row in block.lines if isinstance(block, Lines) else block.rows:
                clause = numbers.get(row.anchor.path) if row.anchor is not None else None
                if clause is None:
                    continue
                if isinstance(row, Row) and isinstance(block, Table):
                    listed.setdefault((clause, block.caption), []).append(_text(row.cells[0][0]))
                elif isinstance(row, Line):
                    said.setdefault(clause, []).append(_sentence(row))
    for (clause, caption), names in listed.items():
        said.setdefault(clause, []).append(f"{caption}: {', '.join(names)}")
    return {clause: tuple(dict.fromkeys(texts)) for clause, texts in said.items()}


def _sentence(row: Line) -> str:
    text = "".join(_text(part) for part in row.parts)
    return f"{row.head}: {text}" if row.head else text


def _text(part: Inline) -> str:
    return part.text if isinstance(part, Link) else part


def title_of(file: PolicyFile, clause: str, language: Language) -> str:
    """The first thing that a clause says."""
    found = sentences(document(file, language), file).get(clause, ())
    return found[0] if found else clause
