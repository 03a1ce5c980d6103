"""A ledger that was put back from a backup goes on as another generation, and its first entry names the last checkpoint
of the one before. An inbox that was put back is without what has had its place in the ledger since.

`jikim restore` runs this once the restrictions are replayed, and before anything is sequenced: what the witnesses and
every reader of the old generation hold stays true, and what was signed and is lost is said to be.
"""

from __future__ import annotations

import json
from base64 import b64encode

from jikim.db.driver import Steps
from jikim.db.spread import database_of
from jikim.ledger.checkpoint_copies import LastNote
from jikim.ledger.numbers import place_of, within
from jikim.ledger.processes import KEY, opened
from jikim.ledger.sequencer import TREE, Q
from jikim.proof.checkpoint import Checkpoint, Note
from jikim.proof.generation import CONTINUE, split_origin
from jikim.verbs.house import SYSTEM, House


def begin_generation(house: House, beside: LastNote) -> Steps[int]:
    """Begins the next generation, and answers its number. Killed and run again before anything was signed, it begins no
    second one.

    Whoever was open stays on the old generation and is refused by the tree: open again.
    """
    last = beside.read()
    [(_, _, generation)] = yield Q["ledger.tree_now"]()
    here = int(generation)
    signed = split_origin(last.origin)[1] if last is not None else here
    if here > signed:
        return here
    for _size, note in (yield Q["ledger.last_checkpoint"]()):
        found = Checkpoint.parse(Note.parse(note).text)
        if last is None or (split_origin(found.origin)[1], found.size) > (signed, last.size):
            last = found
    number = max(here, signed) + 1
    entry = yield from house.note(
        CONTINUE,
        SYSTEM,
        "backup",
        generation=number,
        last_generation=split_origin(last.origin)[1] if last is not None else here,
        last_size=last.size if last is not None else 0,
        last_root=b64encode(last.root).decode() if last is not None else "",
    )
    yield Q["ledger.begin_generation"](generation=number, entry=entry)
    return number


def forget_placed(house: House, source: str) -> Steps[None]:
    """After a database came back: what waits in its inbox once more, and is in the ledger, leaves
    it; and its batches begin anew.

    Two rows with one number would be one too many to the sequencer, and an alarm.
    """
    if source != TREE:
        yield from _count(house, source)
    database = database_of(source)
    waiting = yield Q[f"ledger.waiting_{database}"](limit=2**31 - 1).on(source)
    places = {entry: place_of(entry) for _, entry, *_ in waiting}
    key = yield from house.keyring.ensure("signing", KEY)
    rows = yield Q["ledger.processes"](processes=[place.process for place in places.values()])
    seen = {process: opened(key, process, bytes(sealed)).seen for process, sealed in rows}
    placed = [entry for entry, (process, number, _) in places.items() if within(number, seen.get(process, []))]
    yield Q[f"ledger.remove_{database}"](entries=placed).on(source)
    yield Q["ledger.forget_batch"](source=source)


def _count(house: House, source: str) -> Steps[None]:
    """The reads of a batch that has its positions, and that its inbox was not yet let go of, as the sequencer would have
    counted them: once, by its number. Of a batch that the inbox knows nothing of nobody can tell whether they were."""
    database = database_of(source)
    last = [batch for batch, _ in (yield Q[f"ledger.last_{database}"]().on(source))]
    for batch, counted in (yield Q["ledger.placed"](source=source)):
        if counted and batch in last:
            yield Q["ledger.monitor"](source=source, batch=batch, counts=json.dumps(counted), at=house.now())
