"""Calls that come at the same time, as one: what waits while a batch is under way is the next batch. Where that is large
by then, it goes beside the one that is under way: the database is at work on one while the answers of the other are told.

Nobody waits for company: a call that comes alone goes alone, at once. Each caller gets their own outcome, an error as
much as an answer; one that is cancelled harms no other, for the batch is nobody's own task.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

from jikim.clock import machine_seconds

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
MOST = 128
LANES = 2
# So many are worth a batch of their own beside another.
ENOUGH = 32
# A second batch begins beside one that takes longer than this: somebody's lock may be in its way.
SLOW_SECONDS = 0.01


class Together(Generic[Asked, Answer]):
    """Gathers calls that share a `key` (who asks, why). `many` answers each of them, in order: an answer, an error, or
    its future."""

    def __init__(
        self,
        many: Callable[[Any, Sequence[Asked]], Awaitable[Sequence[Answer | BaseException | asyncio.Future[Answer]]]],
        *,
        most: int = MOST,
        lanes: int = LANES,
        told: Callable[[int], None] | None = None,
    ) -> None:
        self._many = many
        self._most = most
        self._lanes = lanes
        self._told = told
        self._waiting: dict[Hashable, list[tuple[Asked, asyncio.Future[Answer]]]] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._begun = 0.0
        self._stirred = False

    async def __call__(self, key: Hashable, one: Asked) -> Answer:
        """The outcome of one call."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        self._waiting.setdefault(key, []).append((one, answer))
        if not self._stirred and self._free():
            # At the end of this turn of the loop, so that whoever came in the same turn goes along.
            self._stirred = True
            loop.call_soon(self._stir)
        return await answer

    def _free(self) -> bool:
        """Whether a batch may begin: one after the other, so that each is large, but beside one that is slow, and where
        it is large already."""
        running = len(self._running)
        if running and running < self._lanes:
            waiting = len(next(iter(self._waiting.values()), ()))
            return waiting >= ENOUGH or machine_seconds() - self._begun > SLOW_SECONDS
        return not running

    def _stir(self) -> None:
        self._stirred = False
        while self._waiting and self._free():
            key = next(iter(self._waiting))
            waiting = self._waiting.pop(key)
            if len(waiting) > self._most:
                # The rest goes to the end, behind every other key.
                self._waiting[key] = waiting[self._most :]
                waiting = waiting[: self._most]
            waiting = [(one, answer) for one, answer in waiting if not answer.done()]
            if waiting:
                task = asyncio.get_running_loop().create_task(self._go(key, waiting))
                self._running.add(task)
                self._begun = machine_seconds()
                task.add_done_callback(self._over)

    def _over(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._stir()

    async def _go(self, key: Hashable, waiting: Sequence[tuple[Asked, asyncio.Future[Answer]]]) -> None:
        if self._told is not None:
            self._told(len(waiting))
        try:
            found = await self._many(key, [one for one, _ in waiting])
        except BaseException as error:
            for _, answer in waiting:
                if not answer.done():
                    if isinstance(error, asyncio.CancelledError):
                        answer.cancel()
                    else:
                        answer.set_exception(error)
            if not isinstance(error, Exception):
                raise
            return
        for (_, answer), one in zip(waiting, found, strict=True):
            if answer.done():
                continue
            if isinstance(one, asyncio.Future):
                self._pass_on(one, answer)
            elif isinstance(one, BaseException):
                answer.set_exception(one)
            else:
                answer.set_result(one)

    def _pass_on(self, one: asyncio.Future[Answer], answer: asyncio.Future[Answer]) -> None:
        """What is not known yet is told when it is; a caller who gives up ends it."""

        def told(_: object) -> None:
            if answer.done():
                return
            if one.cancelled():
                answer.cancel()
            elif (error := one.exception()) is not None:
                answer.set_exception(error)
            else:
                answer.set_result(one.result())

        one.add_done_callback(told)
        answer.add_done_callback(lambda _: one.cancel())
