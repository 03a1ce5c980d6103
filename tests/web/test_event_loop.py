"""The event loop that answers: whatever another thread brings wakes it, and what comes together wakes it once."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.waiting import PATIENCE

from jikim.web.event_loop import EventLoop

TURNS = 2_000


class _Counted(EventLoop):
    """Counts how often it is woken."""

    woken = 0

    def _write_to_self(self) -> None:
        self.woken += 1
        super()._write_to_self()  # type: ignore[misc]


@pytest.mark.parametrize("debug", [False, True])
def test_each_call_wakes_a_loop_that_sleeps(debug: bool) -> None:
    """Threads that each wait until what they brought was done are answered, again and again, whatever comes between."""

    def bring(loop: asyncio.AbstractEventLoop) -> int:
        done = threading.Event()
        for turn in range(TURNS):
            loop.call_soon_threadsafe(done.set)
            if not done.wait(PATIENCE):
                return turn
            done.clear()
        return TURNS

    async def main() -> list[int]:
        loop = asyncio.get_running_loop()
        loop.set_debug(debug)
        with ThreadPoolExecutor(4) as threads:
            brought = [loop.run_in_executor(threads, bring, loop) for _ in range(4)]
            # That a thread has ended is brought to the loop, too.
            return await asyncio.wait_for(asyncio.gather(*brought), 2 * PATIENCE)

    with asyncio.Runner(loop_factory=EventLoop) as runner:
        assert runner.run(main()) == [TURNS] * 4


def test_what_comes_together_wakes_it_once() -> None:
    """What a thread brings while the loop is at work is done in its order, after one call of the system."""
    found: list[int] = []

    async def main(loop: _Counted) -> int:
        before = loop.woken

        def bring() -> None:
            for n in range(100):
                loop.call_soon_threadsafe(found.append, n)

        thread = threading.Thread(target=bring)
        thread.start()
        thread.join()
        await asyncio.sleep(0)
        return loop.woken - before

    with asyncio.Runner(loop_factory=_Counted) as runner:
        loop = runner.get_loop()
        assert isinstance(loop, _Counted)
        assert runner.run(main(loop)) == 1
    assert found == list(range(100))


def test_a_closed_loop_takes_no_call() -> None:
    """What is brought to a loop that has ended is refused, as asyncio's own does."""
    loop = EventLoop()
    loop.close()
    with pytest.raises(RuntimeError, match="closed"):
        loop.call_soon_threadsafe(print)
