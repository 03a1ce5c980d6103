"""How long a request may take. One tick looks at all of them: a timer for each would cost more than most of them do."""

from __future__ import annotations

import asyncio
from types import TracebackType

from jikim.clock import machine_seconds

TICK = 1.0


class Limit:
    """`with limit:` ends the task inside after so many seconds, to the next tick, with TimeoutError."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._begun: dict[asyncio.Task[object], float] = {}
        self._late: set[asyncio.Task[object]] = set()
        self._ticking: asyncio.TimerHandle | None = None

    def __enter__(self) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._begun[task] = machine_seconds()
        if self._ticking is None:
            self._ticking = asyncio.get_running_loop().call_later(TICK, self._tick)

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._begun.pop(task, None)
        if task in self._late:
            self._late.discard(task)
            task.uncancel()
            if kind is asyncio.CancelledError:
                raise TimeoutError

    def _tick(self) -> None:
        self._ticking = None
        now = machine_seconds()
        for task, begun in self._begun.items():
            if now - begun > self._seconds and task not in self._late:
                self._late.add(task)
                task.cancel()
        if self._begun:
            self._ticking = asyncio.get_running_loop().call_later(TICK, self._tick)
