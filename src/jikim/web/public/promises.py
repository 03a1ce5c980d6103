"""The promises: each clause of the policy with its sentences, how it is kept, and what today's numbers say. Nobody's data is on it."""

from __future__ import annotations

from typing import NamedTuple

from litestar import get
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.policy.model import Language, PolicyFile
from jikim.policy.render import document
from jikim.policy.render.document import Document, Inline, Line, Lines, Link, Row, Table
from jikim.web.page import Page
from jikim.web.public.evidence import Kept
from jikim.web.public.mechanisms import WORST, Asked, State, mechanism_of

_SENTENCES = 4  # of a clause that says much, the first


class Promise(NamedTuple):
    """One clause: where it stands in the document, what it says, how it is kept, and what was found."""

    clause: str
    section: int
    said: tuple[str, ...]
    more: int
    ways: tuple[str, ...]
    proofs: tuple[str, ...]
    state: State


_kept = Kept()


@get("/promises")
async def promises(page: Page, jk: AsyncJikim) -> Response[str]:
    """Every promise of the version in force."""
    seen = await _kept.of(jk)
    file = jk.policy.file
    language: Language = (
        page.visitor.language if page.visitor.language in file.service.languages else file.service.languages[0]
    )
    made = document(file, language)
    found = promises_of(made, file, Asked(seen, file, page.say, page.day, page.visitor.secure))
    sections = [(section, [one for one in found if one.section == section.number]) for section in made.sections]
    states = {state: sum(one.state == state for one in found) for state in WORST}
    return page.show(
        "public/promises.html", sections=[(s, rows) for s, rows in sections if rows], states=states, seen=seen
    )


def promises_of(made: Document, file: PolicyFile, asked: Asked) -> list[Promise]:
    """The clauses of a document in its order; a clause that is said in two places stands at the first."""
    said: dict[str, list[str]] = {}
    paths: dict[str, list[str]] = {}
    listed: dict[tuple[str, str], list[str]] = {}
    where: dict[str, int] = {}
    for section in made.sections:
        for block in section.blocks:
            if not isinstance(block, (Lines, Table)):
                continue
            for row in block.lines if isinstance(block, Lines) else block.rows:
                # A sentence of counsel's may state several promises.
                for anchor in row.stated if isinstance(row, Line) else (row.anchor,):
                    if anchor is None or anchor.clause is None:
                        continue
                    clause = anchor.clause
                    # The section of a clause is the one it is numbered by; a row of another is the same promise, seen from there.
                    where.setdefault(clause, int(clause.partition(".")[0]))
                    if isinstance(row, Row) and isinstance(block, Table):
                        listed.setdefault((clause, block.caption), []).append(_text(row.cells[0][0]))
                    elif isinstance(row, Line):
                        said.setdefault(clause, []).append(_sentence(row))
                    paths.setdefault(clause, []).append(anchor.path)
    for (clause, caption), names in listed.items():
        said.setdefault(clause, []).append(f"{caption}: {', '.join(names)}")
    found = [_promise(clause, where[clause], said[clause], paths[clause], file, asked) for clause in said]
    return sorted(found, key=lambda one: _order(one.clause))


def _promise(clause: str, section: int, said: list[str], paths: list[str], file: PolicyFile, asked: Asked) -> Promise:
    ways = list(dict.fromkeys(mechanism_of(file, path) for path in paths))
    proofs = [way.look(asked) for way in ways]
    state = next(state for state in WORST if any(proof.state == state for proof in proofs))
    sentences = tuple(dict.fromkeys(said))
    return Promise(
        clause, section, sentences[:_SENTENCES], max(0, len(sentences) - _SENTENCES),
        tuple(asked.say(way.ko, way.en) for way in ways), tuple(dict.fromkeys(proof.text for proof in proofs)), state,
    )  # fmt: skip


def _sentence(row: Line) -> str:
    text = "".join(_text(part) for part in row.parts)
    return f"{row.head}: {text}" if row.head else text


def _text(part: Inline) -> str:
    return part.text if isinstance(part, Link) else part


def _order(clause: str) -> tuple[int, int, str]:
    section, _, rest = clause.partition(".")
    digits = "".join(character for character in rest if character.isdecimal())
    return int(section), int(digits or 0), rest


PAGES = [promises]
