"""The columns of what was cut over are emptied (`moves/sealing.py`): by statement, and then each record with its receipt.

Which records these are is said in live first, while their rows are locked (`live.twin_claim`): what another operator gives
back meanwhile is not emptied, and what is emptied is not given back. A row of which the outbox holds something waits: what
a transaction wrote into its columns is taken first. A row that the application wrote past the verbs since the cut is left as
it is, and named (`moves/past_verbs.py`). Killed anywhere and run again, they are emptied again, and the receipt
is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.types.json import Json

from jikim.attach.caller import Run, at_once
from jikim.attach.gate import Gate
from jikim.attach.held import Held
from jikim.attach.statements import of_row, untaken, whole_of
from jikim.db.driver import Driver, Steps
from jikim.db.steps import rows_of
from jikim.keys.keyring import person_name
from jikim.moves.comparison import key_of
from jikim.moves.past_verbs import written_since
from jikim.policy.ask import Actor
from jikim.policy.period import due
from jikim.store.attached import Register
from jikim.store.encoded import encode, raw_json
from jikim.store.sealed import Q
from jikim.store.twins import Mark
from jikim.verbs.house import House

PAGE = 200
_NIL = UUID(int=0)


class CutRow(NamedTuple):
    """A record that was cut over, and its row in the application. `here`: it is not gone."""

    subject: UUID
    record: UUID
    key: str
    generation: int
    digest: Mapping[str, str] | None
    going: str | None
    here: bool


Rows = Sequence[tuple[Any, ...]]


def emptied(
    driver: Driver,
    house: House,
    register: Register,
    run: Run,
    gate: Gate,
    held: Held,
    before: datetime,
    actor: Actor,
    move: UUID | None = None,
    new: Callable[[Rows], Sequence[str]] | None = None,
) -> tuple[int, list[str]]:
    """Empties the columns of records that were cut over until `before` under a move, and of those that are gone. Answers
    how many, and the keys of those that the application wrote past the verbs since, which it leaves. `new`: which of such rows
    say something that is not sealed; without it, all. Raises GateError."""
    done, written, kind = 0, list[str](), house.policy.records[held.kind].number
    for page in cut_pages(driver, kind, before):
        with at_once(run):
            # INVARIANT: from here on to the end of the transaction nobody writes these rows.
            rows = {key_of(row): row for row in run(*whole_of(held, [one.key for one in page], lock=True))}
            since = [rows[key] for key in driver.run(_since(house, held, page, rows))]
            left = [*new(since)] if new is not None and since else [key_of(row) for row in since]
            waits = {str(key) for (key,) in run(*untaken(held, [one.key for one in page]))} | {*left}
            asked = [one for one in page if one.key not in waits]
            going = Q["twin.claim"](move=move, kind=kind, going="empty", before=before, rows=numbered(asked))
            mine = [asked[n] for (n,) in driver.run(rows_of(going))]
            if there := {one.key: of_row(held, rows[one.key]).person for one in mine if one.key in rows}:
                gate.empty(run, held, there)
        written += left
        if mine:
            done += driver.run(_receipts(house, register, held, mine, actor, {"move": str(move)} if move else {}))
    return done, written


def _since(house: House, held: Held, page: Sequence[CutRow], rows: Mapping[str, tuple[Any, ...]]) -> Steps[list[str]]:
    """The keys of rows that were written since: what is gone goes whatever its columns say."""
    looked = [one for one in page if one.here and one.key in rows]
    names = [person_name(one.subject, one.generation) for one in looked]
    keys = yield from house.keyring.open_many("person", list(dict.fromkeys(names)))
    found = []
    for one, name in zip(looked, names, strict=True):
        mark = Mark(one.subject, one.record, one.generation, one.digest or {}, one.going)
        columns = dict(zip(held.items, rows[one.key][-len(held.items) :], strict=True))
        if written_since(held, mark, keys.get(name), columns):
            found.append(one.key)
    return found


def numbered(rows: Sequence[tuple[UUID, UUID, *tuple[object, ...]]]) -> Json:
    """Records as the twins' functions take them, by their places."""
    given = [{"n": n, "subject": subject, "record": record} for n, (subject, record, *_) in enumerate(rows)]
    return raw_json(encode(given))


def _receipts(
    house: House, register: Register, held: Held, page: Sequence[CutRow], actor: Actor, more: Mapping[str, str]
) -> Steps[int]:
    policy, until = house.policy, due(house.today(), register.kinds.backups).isoformat()
    facts = {**more, "kind": held.kind, "how": "statement", "backups": until}
    entry = yield from house.entry("record:emptied", policy, actor, None, policy.clause("grant"), **facts)
    kind = policy.records[held.kind].number
    return len((yield Q["twin.emptied"](kind=kind, rows=numbered(page), entry=entry)))


def cut_pages(driver: Driver, kind: int, before: datetime) -> Iterator[list[CutRow]]:
    """Records whose columns hold them beside the sealed one, cut over until `before`; and those that are gone."""
    behind = _NIL, _NIL
    while rows := driver.run(
        rows_of(Q["twin.page"](kind=kind, before=before, after=behind[0], after_record=behind[1], limit=PAGE))
    ):
        page = [CutRow._make(row) for row in rows]
        behind = page[-1].subject, page[-1].record
        yield page
