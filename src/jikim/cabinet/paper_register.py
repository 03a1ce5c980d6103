"""The register of papers: each with its place and its day, found and counted; its note is opened with its person's key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple, cast
from uuid import UUID

from jikim.cabinet.paper import DESK, Paper, Q, may_handle
from jikim.cabinet.paper_tasks import came_due, note_reckoned
from jikim.cabinet.reckoning import reckon
from jikim.crypto import derived, unwrap
from jikim.db.driver import Row, Steps
from jikim.errors import KeyGoneError, SealError
from jikim.policy.ask import Actor
from jikim.store.holding import Ref
from jikim.store.sealed import Q as STORE
from jikim.verbs.house import House
from jikim.verbs.then import name_of

HIGHEST = 2**31 - 1


def _open_note(house: House, subject: UUID | None, paper: UUID, said: bytes | None) -> Steps[str]:
    if said is None or subject is None:
        return ""
    try:
        key = yield from house.keyring.open(DESK, subject.bytes)
        return unwrap(derived(key, b"paper"), paper.bytes, bytes(said)).decode()
    except (KeyGoneError, SealError):
        return ""


def papers(
    house: House,
    *,
    state: str = "kept",
    due: date | None = None,
    free: bool = False,
    cabinet: str = "",
    before: int = HIGHEST,
    limit: int = 50,
) -> Steps[list[Paper]]:
    """The papers, the newest number first, a page at a time; with `due`, those due by that day; `free`: under no hold.
    Notes stay sealed."""
    return (
        yield from _papers(
            house, (yield Q["paper.page"](state=state, due=due, free=free, cabinet=cabinet, before=before, limit=limit))
        )
    )


def stirred(house: House, before: int = HIGHEST, limit: int = 200) -> Steps[list[Paper]]:
    """The papers whose day may have changed since it was reckoned, the newest number first, a page at a time."""
    while page := (yield from papers(house, before=before, limit=limit)):
        rows = yield Q["paper.stirred"](papers=[one.paper for one in page if one.ref is not None], at=house.now())
        stands = {paper: (over, held) for paper, over, held in rows}
        found = [one for one in page if one.paper in stands and _stirs(one, *stands[one.paper])]
        if found:
            return found
        before = page[-1].number
    return []


def _stirs(one: Paper, over: bool, held: bool) -> bool:
    return held or one.held or (one.due is None and over)


def look_paper(house: House, number: int, *, actor: Actor) -> Steps[Paper | None]:
    """One paper with its note opened, for somebody whose grant reaches its kind; recorded where there is a note."""
    found = yield from paper_of(house, number)
    if found is None:
        return None
    event = "paper:look"
    yield from may_handle(house, event, actor, found.kind)
    ties = yield Q["paper.ties_of"](papers=[found.paper])
    sealed = next((said for *_, said in ties), None)
    if found.ref is None or sealed is None:
        return found
    entry = yield from house.note(event, actor, "paper", paper=number)
    yield STORE["note"](entry=entry, subject=found.ref.subject, record=found.ref.record, items=None)
    return found._replace(note=(yield from _open_note(house, found.ref.subject, found.paper, sealed)))


def paper_of(house: House, number: int) -> Steps[Paper | None]:
    """One paper by its number, with its due day as its record stands now. Its note stays sealed."""
    rows = yield from _papers(house, (yield Q["paper.one"](number=number)))
    if not rows:
        return None
    found = rows[0]
    if found.state == "kept":
        now = yield from reckon(house, found.kind, found.received, found.ref, found.linked)
        yield from note_reckoned(house, found, now)
        now = came_due(house, found, now)
        rests = found.rests or (house.today() if now.rests else None)
        found = found._replace(due=now.due, held=now.held, rests=rests)
    return found


def _papers(house: House, rows: Sequence[Row]) -> Steps[list[Paper]]:
    found = []
    ties = (
        {paper: of for paper, *of in (yield Q["paper.ties_of"](papers=[paper for paper, *_ in rows]))} if rows else {}
    )
    for (
        paper, number, kind, cabinet, shelf, received, linked, due, held, state, entered, by, method, destroyed, witness, done_by, rests, apart, moved_by,
    ) in rows:  # fmt: skip
        subject, record, _said = ties.get(paper, (None, None, None))
        name, of = house.policy.name("record", kind), (yield from name_of(house, entered, "record", kind))
        found.append(
            Paper(
                paper, number, name, cabinet, shelf, received, linked, due, held, cast("Any", state), entered, by, method or "", destroyed,
                witness or "", done_by or "", Ref(subject, record, name) if subject is not None else None, of, rests, apart, moved_by or "",
            )
        )  # fmt: skip
    return found


class Counts(NamedTuple):
    """How many papers lie there, are due (and since when), are held, and lie among those in use although their record
    rests (and since when)."""

    kept: int
    due: int
    first: date | None
    held: int
    mixed: int
    mixed_since: date | None


def counts(house: House) -> Steps[Counts]:
    """The cabinet in numbers."""
    rows = yield Q["paper.counts"](today=house.today())
    return Counts(*rows[0])
