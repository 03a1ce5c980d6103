"""Reads that come at the same time: one statement and one commit, each with its own outcome. Where a row is held up, or
the limits of reading do not leave as many, each goes by itself: they are requests of their own, and no batch of anybody's.

Nobody waits for a stranger's lock: the statement gives up after a moment, and what it would have read is read one by
one, side by side. Where people lie on several servers it is one for each of them, and those that were answered stand.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from jikim.answers import Read, Values
from jikim.app import AsyncJikim
from jikim.db.driver import Batch, Steps
from jikim.errors import DeniedError, JikimError, StoreError
from jikim.policy.ask import Actor
from jikim.verbs.use import use_many

Answers = Sequence[Values | JikimError | asyncio.Future[Values]]


class _HeldUpError(StoreError):
    """The statement gave up, and recorded nothing; or one read alone would have been waited for; or nothing was read of so
    many."""

    def __init__(self) -> None:
        super().__init__("somebody holds a row", ko=("다른 작업이 행을 잡고 있습니다", ""))


async def read_together(jk: AsyncJikim, actor: Actor, reason: str, reads: Sequence[Read]) -> Answers:
    """Each read's outcome, in order; of what was held up, its future."""
    held = _HeldUpError()
    answers: Sequence[Values | JikimError] = [held] * len(reads)
    if len(reads) > 1:
        try:
            answers = await jk.driver.run(_impatient(use_many(jk.house.by(actor), reads, reason=reason)))
        except DeniedError as error:
            if not error.left:
                raise
        except _HeldUpError:
            pass
    return [
        asyncio.ensure_future(jk.by(actor).use(one.ref, purpose=one.purpose, items=one.items, reason=reason))
        if isinstance(answer, _HeldUpError)
        else answer
        for one, answer in zip(reads, answers, strict=True)
    ]


def _impatient(steps: Steps[Sequence[Values | JikimError]]) -> Steps[Sequence[Values | JikimError]]:
    """The same steps, but that no read is sent by itself, which would wait: neither after a statement of many that failed,
    nor where somebody lies on a server alone."""
    try:
        wanted = next(steps)
        while True:
            if isinstance(wanted, Batch):
                wanted = steps.throw(_HeldUpError())
                continue
            try:
                rows = yield wanted
            except StoreError as error:
                wanted = steps.throw(error)
            else:
                wanted = steps.send(rows)
    except StopIteration as stop:
        answer: Sequence[Values | JikimError] = stop.value
        return answer
