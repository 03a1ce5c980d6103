"""The columns of what was cut over are emptied (`moves/sealing.py`): by statement, and then each record with its receipt.

Which records these are is said in live first, while their rows are locked (`live.twin_claim`): what another operator gives
back meanwhile is not emptied, and what is emptied is not given back. A row of which the outbox holds something waits: what
a transaction wrote into its columns is taken first. Killed anywhere and run again, they are emptied again, and the receipt
is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from jikim.attach.caller import Run, at_once
from jikim.attach.gate import Gate
from jikim.attach.held import Held
from jikim.attach.statements import of_row, untaken, whole_of
from jikim.db.driver import Driver, Steps
from jikim.db.steps import rows_of
from jikim.policy.ask import Actor
from jikim.policy.period import due
from jikim.store.attached import Register
from jikim.store.encoded import encode, raw_json
from jikim.store.sealed import Q
from jikim.verbs.house import House

PAGE = 200
_NIL = UUID(int=0)
CutRow = tuple[UUID, UUID, str]  # whose, which record, and its row in the application


def emptied(
    driver: Driver, house: House, register: Register, run: Run, gate: Gate, held: Held, before: datetime, actor: Actor,
    move: UUID | None = None,
) -> int:  # fmt: skip
    """Empties the columns of records that were cut over until `before` under a move, and of those that are gone. Answers
    how many."""
    done, kind = 0, house.policy.records[held.kind].number
    for page in cut_pages(driver, kind, before):
        with at_once(run):
            rows = {row[0]: row for row in run(*whole_of(held, [key for _, _, key in page], lock=True))}
            waits = {str(key) for (key,) in run(*untaken(held, [key for _, _, key in page]))}
            asked = [one for one in page if one[2] not in waits]
            going = Q["twin.claim"](move=move, kind=kind, going="empty", before=before, rows=numbered(asked))
            mine = [asked[n] for (n,) in driver.run(rows_of(going))]
            if mine:
                gate.empty(run, held, {key: of_row(held, rows[key]).person for _, _, key in mine if key in rows})
        if mine:
            done += driver.run(_receipts(house, register, held, mine, actor, {"move": str(move)} if move else {}))
    return done


def numbered(rows: Sequence[tuple[UUID, UUID, object]]) -> object:
    """Records as the twins' functions take them, by their places."""
    given = [{"n": n, "subject": subject, "record": record} for n, (subject, record, _) in enumerate(rows)]
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
        page = [(subject, record, key) for subject, record, key in rows]
        behind = page[-1][:2]
        yield page
