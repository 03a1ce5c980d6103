"""The event loop that answers: woken once for all that other threads bring it before it looks.

The server's threads bring each request in two turns. For each, asyncio's own loop writes a byte to itself: a system
call in which the interpreter goes to whoever waits for it, and comes back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import Context
from typing import TypeVarTuple, Unpack

Ts = TypeVarTuple("Ts")


class EventLoop(asyncio.SelectorEventLoop):
    """asyncio's loop, but for how often it is woken."""

    def __init__(self) -> None:
        super().__init__()
        self._woken = False

    def call_soon_threadsafe(
        self, callback: Callable[[Unpack[Ts]], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.Handle:
        if self.get_debug():  # which lets no other thread call `call_soon`
            return super().call_soon_threadsafe(callback, *args, context=context)
        # INVARIANT: what is brought lies there before it is looked whether the loop was woken. Whoever finds that it was
        # comes before `_looks`, after which the loop sees all that lies there before it sleeps.
        handle = self.call_soon(callback, *args, context=context)
        if not self._woken:
            self._woken = True
            super().call_soon_threadsafe(self._looks)
        return handle

    def _looks(self) -> None:
        self._woken = False
