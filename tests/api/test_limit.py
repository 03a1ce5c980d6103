"""How long a request may take."""

from __future__ import annotations

import asyncio

import pytest
from tests.waiting import PATIENCE

from jikim.api import time_limit as module
from jikim.api.problems import problem_of
from jikim.api.time_limit import Limit


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """A task beyond its time ends with TimeoutError, others go on, and one that is cancelled from outside is cancelled,
    not late."""
    passed = [0.0]
    monkeypatch.setattr(module, "TICK", 0.01)
    monkeypatch.setattr(module, "machine_seconds", lambda: passed[0])
    limit = Limit(0.5)

    async def act(seconds: float) -> str:
        with limit:
            await asyncio.sleep(seconds)
        return "done"

    async def main() -> None:
        slow, outside = asyncio.create_task(act(3_600)), asyncio.create_task(act(3_600))
        fast = asyncio.create_task(act(0))
        await asyncio.sleep(0)
        outside.cancel()
        assert await fast == "done"
        passed[0] = 0.6
        found = await asyncio.wait_for(asyncio.gather(slow, fast, outside, return_exceptions=True), PATIENCE)
        assert [type(one) for one in found] == [TimeoutError, str, asyncio.CancelledError]
        assert await act(0) == "done"

    asyncio.run(main())


def test_too_late_is_said_honestly(homepage: object) -> None:
    """A request that was ended is a 503 that says that nobody knows whether it was done."""
    found = problem_of(TimeoutError(), None)  # type: ignore[arg-type]
    assert (found.status, found.code) == (503, "too-late")
    assert "not known" in found.body("en")["hint"]
