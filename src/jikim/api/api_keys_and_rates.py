"""The gate: which application a request comes from, and whether it has come too often.

A key that was found is remembered for two seconds. That weakens nothing: every act's own statement looks at the grant.
Requests are counted in the database for all processes together; a process draws a hundredth of a minute's number at a
time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

from jikim.accounts.rate_limits import within
from jikim.api.keys import Application, look_key
from jikim.api.problems import ProblemError
from jikim.app import AsyncJikim
from jikim.clock import machine_seconds

REMEMBERED = 2.0
MANY = 10_000
MINUTE = timedelta(minutes=1)
PARTS = 100


class Gate:
    """Lets applications in. Raises ProblemError for all others."""

    def __init__(self, jk: AsyncJikim) -> None:
        self._jk = jk
        self._known: dict[bytes, tuple[float, Application]] = {}
        self._looking: dict[bytes, asyncio.Future[Application]] = {}
        self._left: dict[int, int] = {}
        self._drawing: dict[int, asyncio.Lock] = {}

    async def application(self, header: bytes | None) -> Application:
        """The application of an `Authorization` header."""
        if header is None:
            raise ProblemError.of("no-key")
        now = machine_seconds()
        known = self._known.get(header)
        if known is not None and now - known[0] <= REMEMBERED:
            return known[1]
        looking = self._looking.get(header)
        if looking is None:
            looking = self._looking[header] = asyncio.ensure_future(self._look(header, now))
            looking.add_done_callback(lambda done: self._looked(header, done))
        # One look for all who come meanwhile; it is nobody's own, and who gives up ends it for no other.
        return await asyncio.shield(looking)

    def _looked(self, header: bytes, done: asyncio.Future[Application]) -> None:
        del self._looking[header]
        if not done.cancelled():
            done.exception()  # told to who waits, if anybody still does

    async def _look(self, header: bytes, now: float) -> Application:
        self._known.pop(header, None)
        scheme, _, token = header.decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            raise ProblemError.of("no-key")
        found = await self._jk.driver.run(look_key(token.strip()))
        if isinstance(found, str):
            raise ProblemError.of(found)
        if len(self._known) >= MANY:
            self._known.clear()
        self._known[header] = (now, found)
        return found

    def counted(self, application: Application) -> Awaitable[None] | None:
        """Counts one request; None where that needs no waiting. Raises ProblemError (429) where it is one too many."""
        left = self._left.get(application.grant, 0)
        if left > 0:
            self._left[application.grant] = left - 1
            return None
        return self._draw(application)

    async def _draw(self, application: Application) -> None:
        number, share = application.grant, max(1, application.most // PARTS)
        async with self._drawing.setdefault(number, asyncio.Lock()):
            if self._left.get(number, 0) <= 0:
                shares = max(1, application.most // share)
                if not await self._jk.do(within, "api", str(number), shares, MINUTE):
                    raise ProblemError.of("over-limit", headers={"retry-after": "60"})
                self._left[number] = share
            self._left[number] -= 1
