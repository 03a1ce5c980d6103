"""A database that was put back alone, behind its ledger: what it recorded since has its position, and it knows nothing of
that.

Each inbox keeps the number of the batch that was taken last, and of the one before; the ledger has marked one of the
two. The other way round, a ledger behind its checkpoint, is `LastNote.settle`.
"""

from __future__ import annotations

from jikim.db.driver import Steps
from jikim.db.spread import database_of, variable_of
from jikim.db.steps import inboxes
from jikim.errors import SealedError
from jikim.ledger.sequencer import TREE, Q


def expect_inboxes() -> Steps[None]:
    """Asked when a house opens. Raises SealedError for a database that knows nothing of the last batch that the ledger has of it."""
    for source in (yield from inboxes()):
        if source == TREE:
            continue
        database, mark = database_of(source), None
        # A sequencer at work marks the next batch meanwhile: what is told of the two must be of one moment.
        while (now := (yield Q["ledger.placed"](source=source))) != mark:
            mark = now
            taken = [batch for row in (yield Q[f"ledger.last_{database}"]().on(source)) for batch in row]
        if mark and mark[0][0] not in taken:
            raise SealedError(
                f"the {source} database and its ledger are of different moments: one was put back, or is another house's",
                hint=f"check {variable_of(source)} and JIKIM_LEDGER_DSN; where one was put back: jikim restore --replay",
                ko=(
                    f"{source} DB와 원장이 서로 다른 시점의 것입니다. 하나를 되돌렸거나 다른 하우스의 것입니다",
                    f"{variable_of(source)}과 JIKIM_LEDGER_DSN을 확인해 주세요. 하나를 되돌렸으면 jikim restore --replay를 실행해 주세요",
                ),
            )
