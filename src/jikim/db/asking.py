"""What both drivers do where people lie on several servers (decision 25), as steps: who is refused as elsewhere is asked for
where they are now, and what is answered when it holds everywhere waits until it does."""

from __future__ import annotations

from jikim.db.connections import of_server
from jikim.db.everywhere import hold_everywhere
from jikim.db.spread import HOUSE, LIES, Spread
from jikim.db.steps import Batch, Driven, Rows, Sent, Statement
from jikim.errors import ElsewhereError, StoreError


def asked(spread: Spread, statement: Statement) -> Driven[Rows]:
    """A statement, of each server that it goes to."""
    asking, done = spread.asking(statement), list[str]()
    try:
        wanted = next(asking)
        while True:
            try:
                [rows] = yield Sent([wanted], wanted.server)
            except ElsewhereError as error:
                spread.learn((yield Sent([LIES], HOUSE))[0])
                wanted = asking.throw(error)
            except StoreError as error:
                raise of_server(error, wanted.server, done) from None
            else:
                done.append(wanted.server)
                wanted = asking.send(rows)
    except StopIteration as stop:
        answer: Rows = stop.value
    if statement.query.everywhere:
        yield from hold_everywhere()
    return answer


def asked_together(spread: Spread, batch: Batch) -> Driven[list[Rows]]:
    """Statements of a batch: what may be refused by itself, and the rest together, a server at a time."""
    alone, together = spread.split(batch.statements)
    answers: dict[int, Rows] = {}
    for n, one in alone.items():
        answers[n] = yield from asked(spread, one)
    for server, group in together.items():
        answers.update(zip(group, (yield Sent([*group.values()], server)), strict=True))
    return [answers[n] for n in range(len(batch.statements))]
