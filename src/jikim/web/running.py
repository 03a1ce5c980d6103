"""Running the site: one process that answers, on an event loop, with a sync Jikim beside it for what the clock does."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from granian.constants import Interfaces
from granian.server.embed import Server

from jikim.app import AsyncJikim, Jikim
from jikim.app.due import Ran, run_due
from jikim.app.sequencing import END_SECONDS, Beside
from jikim.errors import JikimError
from jikim.particles import euro
from jikim.passwords import allocator
from jikim.policy.model import PolicyFile
from jikim.prove.evidence import Pages
from jikim.settings import Settings
from jikim.web.event_loop import EventLoop

# How often it is looked whether the embedded server is there.
MEND_SECONDS = 1.0
_M_ARENA_MAX = -8
T = TypeVar("T")
Made = Callable[[AsyncJikim], Awaitable[Any]]
AGAIN_SECONDS = 1.0


def settle() -> None:
    """What was made until now stays: the collector looks at it no more. A pause of it would be everyone's, in the middle
    of a request: it comes for a few thousand objects at a time, and now and then for all that came since, some
    ten thousands. What answers leave behind in circles would stay for ever without that. What was let go of until now goes
    back to the system."""
    if gc.isenabled():  # else nobody has looked yet, and what a start leaves behind is little
        gc.collect()
    gc.freeze()
    gc.collect()  # of nothing: when all is due again is reckoned from what this one saw
    gc.enable()
    gc.set_threshold(2_000, 10, 25)
    allocator("malloc_trim", 0)


def share_memory() -> None:
    """All threads take memory from one place, from here on. Each would have its own, which grows to the most that
    whatever ran in it ever held. They hardly wait for each other: most of what takes some holds the interpreter."""
    allocator("mallopt", _M_ARENA_MAX, 1)


def expect_free(host: str, port: int) -> None:
    """Raises JikimError for a port that is taken: the server itself would share it, and every other request would go
    astray."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.bind(address)
    except OSError as error:
        raise JikimError(
            f"nobody can listen on port {port} of `{host}`: {error.strerror}",
            hint="another `jikim serve` may run there: end it, or choose another with --port",
            ko=(
                f"`{host}`의 {port}번 포트를 쓸 수 없습니다: {error.strerror}",
                "다른 `jikim serve`가 실행 중이면 종료하거나, --port로 다른 포트를 지정해 주세요",
            ),
        ) from None


async def _awaited(work: Callable[[], Awaitable[T]]) -> T:
    return await work()


class Site:
    """A running site: `address` once it answers. `jobs` is how often what is due is done, in seconds; None: by somebody
    else.

    `sequencer` is the process that gives the ledger's entries their positions, kept running beside it. `meanwhile` is
    done while the databases are waited for.
    """

    def __init__(
        self, file: PolicyFile, settings: Settings, make: Made, *, host: str = "127.0.0.1", port: int = 8000, jobs: float | None = 60.0,
        cert: Path | None = None, key: Path | None = None, told: Callable[[Ran], None] | None = None, jk: Jikim | None = None,
        sequencer: Beside | None = None, meanwhile: Callable[[], object] = lambda: None,
    ) -> None:  # fmt: skip
        self.file, self.settings, self.make = file, settings, make
        self.host, self.port, self.jobs = host, port, jobs
        self.cert, self.key = cert, key
        self.told = told
        self.jk = jk
        self.sequencer = sequencer
        self.meanwhile = meanwhile
        self.ready = threading.Event()
        self._pages: Callable[[], Pages] | None = None
        self._stop: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def run(self) -> None:
        """Answers until `stop` is called. Raises JikimError where somebody answers there already."""
        expect_free(self.host, self.port)
        share_memory()
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        # The sync one first: its clock is the one that both read.
        own = None if self.jk is not None else await self._opened()
        beside = self.jk or own
        assert beside is not None
        try:
            async with AsyncJikim(self.file, self.settings, "site", beside) as jk:
                app = await self.make(jk)
                self._pages = jk.look_at_pages
                settle()
                await self._answer(app, jk, beside)
        finally:
            if own is not None:
                await asyncio.to_thread(own.close)

    async def _opened(self) -> Jikim:
        opening = asyncio.get_running_loop().run_in_executor(None, Jikim, self.file, self.settings, "site")
        try:
            self.meanwhile()
        except BaseException:
            (await opening).close()
            raise
        return await opening

    async def _answer(self, app: Any, jk: AsyncJikim, beside: Jikim) -> None:
        assert self._stop is not None
        # What the daily work proves of the pages is what this process answers with.
        beside.look_at_pages = self._pages
        if (work := jk.own_work) is not None:
            loop = asyncio.get_running_loop()
            # The company's work runs on this loop, among the answers; the thread of what is due waits for it.
            beside.own_work = lambda: asyncio.run_coroutine_threadsafe(_awaited(work), loop).result()
        server = Server(
            app,
            address=self.host,
            port=self.port,
            interface=Interfaces.ASGI,
            log_enabled=False,
            ssl_cert=self.cert,
            ssl_key=self.key,
            websockets=False,
        )
        serving = asyncio.create_task(server.serve())
        working = asyncio.create_task(self._work(beside)) if self.jobs is not None else None
        sequencing = asyncio.create_task(self._sequence(self.sequencer)) if self.sequencer is not None else None
        mending = asyncio.create_task(self._mend(jk, beside))
        await asyncio.sleep(0)
        self.ready.set()
        stopped = asyncio.create_task(self._stop.wait())
        await asyncio.wait((serving, stopped), return_when=asyncio.FIRST_COMPLETED)
        beside.own_work = None
        server.stop()  # type: ignore[no-untyped-call]
        for task in (working, mending, stopped, sequencing):
            if task is not None:
                task.cancel()
        # Whoever waits for a database that is not there would wait for half a minute: their connections end soon after.
        ends: list[Awaitable[Any]] = [serving]
        if self.sequencer is not None:
            ends.append(asyncio.to_thread(self.sequencer.end))
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*ends, return_exceptions=True), END_SECONDS + 0.5)

    async def _sequence(self, sequencer: Beside) -> None:
        """Starts the sequencer, and again where it ended."""
        while True:
            if (code := await asyncio.to_thread(sequencer.keep)) is not None and self.told is not None:
                ended = JikimError(
                    f"its process ended with {code}, and was started again",
                    ko=(f"프로세스가 코드 {euro(f'{code}')} 끝나 다시 시작했습니다", ""),
                )
                self.told(Ran("sequence", {}, ended))
            await asyncio.sleep(AGAIN_SECONDS)

    async def _mend(self, jk: AsyncJikim, beside: Jikim) -> None:
        """Whatever ends the embedded server, it is started again, as often as it takes: a disk may be full for a while."""
        while True:
            await asyncio.sleep(MEND_SECONDS)
            with suppress(JikimError):
                if await asyncio.to_thread(beside.mend_server):
                    await jk.driver.doubt()
                    await asyncio.to_thread(beside.driver.doubt)

    async def _work(self, jk: Jikim) -> None:
        """What is due, again and again, beside the answers."""
        assert self.jobs is not None
        while True:
            await asyncio.sleep(self.jobs)
            await asyncio.to_thread(self._once, jk)

    def _once(self, jk: Jikim) -> None:
        for ran in run_due(jk):
            if self.told is not None:
                self.told(ran)

    def stop(self) -> None:
        """Ends it, from any thread."""
        if self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)

    def until_signal(self) -> None:
        """Runs until the process is asked to end (SIGINT, SIGTERM)."""

        async def main() -> None:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, self.stop)
            await self.run()

        with asyncio.Runner(loop_factory=EventLoop) as runner:
            runner.run(main())
