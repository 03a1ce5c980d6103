"""A synchronous standby: what was answered outlives the first server, and a standby answers no use (`docs/how-to/high-availability.md`)."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import HOMEPAGE
from tests.db.serving import ask
from tests.db.standby import Pair, cancelled, kill, pair, rows, waiting
from tests.db.two_servers import newcomer
from tests.waiting import PATIENCE, eventually

import jikim
from jikim.app import AsyncJikim, Jikim, read_policy
from jikim.db import connections
from jikim.db.migrate import role_of
from jikim.errors import DeniedError, StoreError

pytestmark = pytest.mark.long
CALLERS = 4
BEFORE = 40  # verbs that were answered before the first server is killed
_numbers = itertools.count(1)


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    monkeypatch.setattr(connections, "RECONNECT_SECONDS", 0.1)
    with pair(tmp_path / "servers") as found:
        yield found


def opened(both: Pair, tmp_path: Path) -> Jikim:
    return Jikim(read_policy(HOMEPAGE), both.databases().settings(tmp_path))


@contextmanager
def looped(both: Pair, tmp_path: Path) -> Iterator[Any]:
    """The SDK of an event loop, which threads ask."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def told(work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result(120)

    class Asked:
        def __getattr__(self, verb: str) -> Callable[..., Any]:
            return lambda *args, **named: told(getattr(jk, verb)(*args, **named))

    async def made() -> AsyncJikim:
        return AsyncJikim(read_policy(HOMEPAGE), both.databases().settings(tmp_path))

    jk = told(made())
    try:
        told(jk.__aenter__())
        yield Asked()
        told(jk.__aexit__(None, None, None))
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def joined(jk: Jikim) -> jikim.Ref:
    """Somebody new."""
    return jk.collect("membership", newcomer(), channel="homepage", old_enough=True).ref


def name_of(jk: Jikim, ref: jikim.Ref) -> object:
    return jk.use(ref, purpose="content")["name"]


class Load:
    """Callers who sign up, use and leave until they are stopped; what was answered is written down."""

    def __init__(self, jk: Jikim) -> None:
        self._jk, self._over = jk, threading.Event()
        self.joined: list[jikim.Ref] = []
        self.leaving: list[jikim.Ref] = []  # asked for: done or not, where no answer came
        self.left: list[jikim.Ref] = []
        self.used: list[jikim.Ref] = []
        self.failed = 0
        self.after: set[int] = set()  # callers who were answered since `mark`
        self._marked = False

    def answered(self) -> int:
        return len(self.joined) + len(self.left) + len(self.used)

    def mark(self) -> None:
        self._marked = True

    def stop(self) -> None:
        self._over.set()

    def call(self, who: int) -> None:
        while not self._over.is_set():
            try:
                ref = joined(self._jk)
                self.joined.append(ref)
                name_of(self._jk, ref)
                self.used.append(ref)
                if next(_numbers) % 2:
                    self.leaving.append(ref)
                    self._jk.leave(ref.subject)
                    self.left.append(ref)
            except StoreError:
                self.failed += 1
            else:
                if self._marked:
                    self.after.add(who)


@pytest.mark.parametrize("way", [opened, looped])
def test_what_was_answered_outlives_a_fail_over(
    both: Pair, tmp_path: Path, way: Callable[[Pair, Path], AbstractContextManager[Any]]
) -> None:
    """Under load the first server is killed and the standby takes over: whoever was answered is there, has left, and
    was used, by the ledger too; and the same process goes on, with either SDK."""
    with way(both, tmp_path) as jk, ThreadPoolExecutor(CALLERS) as callers:
        load = Load(jk)
        calls = [callers.submit(load.call, n) for n in range(CALLERS)]
        try:
            assert eventually(lambda: load.answered() >= BEFORE or any(call.done() for call in calls))
            both.fail_over_in_the_middle()
            load.mark()
            assert eventually(lambda: len(load.after) == CALLERS or any(call.done() for call in calls))
        finally:
            load.stop()
        for call in calls:
            call.result()
        assert load.failed
        assert load.after == set(range(CALLERS))
        gone = {ref.subject for ref in load.leaving}
        for ref in load.joined:
            if ref.subject not in gone:
                assert name_of(jk, ref) == "가나다"
        for ref in load.left:
            with pytest.raises(DeniedError):
                name_of(jk, ref)
    # What the process vouched for, its last word included, has its position.
    with opened(both, tmp_path) as jk:
        jk.sequence()
    assert rows(both.second, "live", "SELECT 1 FROM ledger.inbox") == []
    assert rows(both.second, "ledger", "SELECT alarm FROM ledger.tree") == [(False,)]


def test_a_commit_waits_for_a_standby_that_is_away(both: Pair, tmp_path: Path) -> None:
    """While the standby is away nobody is answered; who waited is, once it is back."""
    with opened(both, tmp_path) as jk, ThreadPoolExecutor(1) as caller:
        both.standby_away()
        call = caller.submit(joined, jk)
        assert eventually(lambda: waiting(both.first) > 0)
        assert not call.done()
        both.standby_back()
        ref = call.result(PATIENCE)
    assert rows(both.second, "live", f"SELECT 1 FROM live.subject WHERE subject = '{ref.subject}'") == [(1,)]


@pytest.mark.parametrize("way", [opened, looped])
def test_a_commit_whose_wait_is_cancelled_is_not_answered(
    both: Pair, tmp_path: Path, way: Callable[[Pair, Path], AbstractContextManager[Any]]
) -> None:
    """The server answers it then from one disk alone; who asked is told that nobody knows."""
    with way(both, tmp_path) as jk:
        ref = joined(jk)
        both.standby_away()
        try:
            with ThreadPoolExecutor(1) as caller:
                for call in (lambda: name_of(jk, ref), lambda: jk.use_many([jikim.Read(ref, "content")])):
                    asked = caller.submit(call)
                    assert eventually(lambda: waiting(both.first) > 0)
                    cancelled(both.first)
                    with pytest.raises(StoreError):
                        asked.result(PATIENCE)
        finally:
            # Whoever closes has a last word to commit.
            both.standby_back()
            both.in_step()


def test_a_standby_answers_no_use(both: Pair, tmp_path: Path) -> None:
    """A use writes its entry, which no standby takes: asked of one it is refused, and no house opens on one."""
    with opened(both, tmp_path) as jk:
        ref = joined(jk)
        assert name_of(jk, ref) == "가나다"
        there = connections.pool_of("live", both.second.conninfo("live", role_of("live")), 1, lambda _: None)
        there.open()
        jk.driver.pools["live"], first = there, jk.driver.pools["live"]
        with pytest.raises(StoreError, match="25006"):
            name_of(jk, ref)
        jk.driver.pools["live"] = first
        there.close()
    settings = both.databases().settings(
        tmp_path / "other", dsns={one: both.second.conninfo(one, role_of(one)) for one in both.databases().dsns}
    )
    with pytest.raises(StoreError):
        Jikim(read_policy(HOMEPAGE), settings)


def test_a_standby_that_was_behind_opens_no_house(both: Pair, tmp_path: Path) -> None:
    """Where commits waited for nobody, a leaving that was answered is missing on the server that takes over: what stands
    beside the key ring says so, and nobody is answered."""
    with opened(both, tmp_path) as jk:
        ref = joined(jk)
        both.let_go()
        jk.leave(ref.subject)
        kill(both.first.directory)
        both.standby_back()
        assert ask(both.second, "SELECT pg_promote()")
    with pytest.raises(StoreError, match="restrictions"):
        opened(both, tmp_path)
