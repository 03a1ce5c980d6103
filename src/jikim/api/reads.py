"""Reads that come at the same time: one statement and one commit, each with its own outcome. Where a row is held up,
each goes by itself.

Nobody waits for a stranger's lock: the statement gives up after a moment, and what it would have read is read one by
one, side by side.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from jikim.answers import Read, Values
from jikim.app import AsyncJikim
from jikim.db.driver import Statement, Steps
from jikim.errors import JikimError, StoreError
from jikim.policy.ask import Actor
from jikim.verbs.use import use_many

Answers = Sequence[Values | JikimError | asyncio.Future[Values]]


class _HeldUpError(Exception):
    """The statement gave up, and recorded nothing."""


async def read_together(jk: AsyncJikim, actor: Actor, reason: str, reads: Sequence[Read]) -> Answers:
    """Each read's outcome, in order; of what was held up, its future."""
    if len(reads) > 1:
        try:
            return await jk.driver.run(_impatient(use_many(jk.house.by(actor), reads, reason=reason)))
        except _HeldUpError:
            pass
    return [
        asyncio.ensure_future(jk.by(actor).use(one.ref, purpose=one.purpose, items=one.items, reason=reason))
        for one in reads
    ]


def _impatient(steps: Steps[Sequence[Values | JikimError]]) -> Steps[Sequence[Values | JikimError]]:
    """The same steps, but that a statement of many reads which fails is not followed by one for each, in turn."""
    try:
        wanted = next(steps)
        while True:
            try:
                rows = yield wanted
            except StoreError as error:
                if isinstance(wanted, Statement) and wanted.query.name == "use_many":
                    steps.close()
                    raise _HeldUpError from None
                wanted = steps.throw(error)
            else:
                wanted = steps.send(rows)
    except StopIteration as stop:
        answer: Sequence[Values | JikimError] = stop.value
        return answer
