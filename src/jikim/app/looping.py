"""`AsyncJikim`: the same verbs on an event loop. Jobs run beside it in a `Jikim` of their own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import ParamSpec, Self, TypeVar

from jikim.app.acting import AsyncActing
from jikim.app.attached import AsyncAttachedDatabase
from jikim.app.methods import Verbs
from jikim.app.opened import OnLoop, Opened, untouched
from jikim.clock import MovableClock, WallClock
from jikim.db.looping import AsyncDriver
from jikim.db.steps import value_of
from jikim.errors import StoreError
from jikim.keys.restrictions import Restrictions
from jikim.policy.ask import Actor
from jikim.policy.model import PolicyFile
from jikim.prove.proving import PROVER, Proven, prove
from jikim.prove.proving import record as record_proof
from jikim.settings import Settings
from jikim.store.sealed import Q
from jikim.store.versions import parse_moment
from jikim.verbs.house import SYSTEM

P = ParamSpec("P")
T = TypeVar("T")


class AsyncJikim(Verbs, OnLoop):
    """The same verbs on an event loop. Jobs run beside it in a `Jikim` of their own."""

    def __init__(
        self, file: PolicyFile, settings: Settings, application: str = "app", beside: Opened | None = None
    ) -> None:
        """`beside`: another of this process, which stays open as long. Both read policy time from one clock, so that a
        demo's moves for both, and whichever hears first of a new version, both know it."""
        super().__init__(file, settings, application)
        self._beside = beside
        self.driver = AsyncDriver(self._start(beside=beside), further=settings.people)
        # Set by whoever serves a company's pages: its own work, done with what is due.
        self.own_work: Callable[[], Awaitable[Mapping[str, int]]] | None = None

    async def _open(self) -> Self:
        try:
            await self.driver.open()
            self._furnish(WallClock(), await self.driver.run(untouched()))
            restrictions = Restrictions(self.settings.ring_directories, self.settings.people)
            await self.driver.run(restrictions.settle())
            self.driver.beside = restrictions.logs
            self.driver.over = lambda failed: self.house.over(failed)
            await self._settle()
            self.house.numbers.vouched_by(self.driver.vouch(self.word))
        except OSError as error:
            await self.close()
            raise StoreError.of_file(error) from None
        except BaseException:
            await self.close()
            raise
        return self

    async def _settle(self) -> None:
        """The clock, the ledger's signer and the versions of the policy."""
        if self._beside is not None:
            known = self._beside.house
            self.house = replace(self.house, versions=known.versions, clock=known.clock, signer=known.signer)
            return
        if await self.driver.run(value_of(Q["setting_of"](name="demo"))) == "yes":
            stored = await self.driver.run(value_of(Q["setting_of"](name="demo-clock")))
            self._furnish(MovableClock(parse_moment(stored)))
        await self.driver.run(self._ledger())
        policy = await self.driver.run(self.house.versions.load(self._file))
        entry = await self.driver.run(self.house.entry("policy:adopt", policy, SYSTEM))
        await self.driver.run(self.house.versions.adopt(policy, entry))

    def attached(self, mapping: Path | str) -> AsyncAttachedDatabase:
        """An application's own database, by its mapping: `await jk.attached("attached.yaml").on(session).use(…)`. Raises
        JikimError for a mapping that attaches nothing."""
        return AsyncAttachedDatabase(self, mapping)

    async def __aenter__(self) -> Self:
        return await self._open()

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Lets go of connections and of the embedded server."""
        await self.driver.close()
        if self._server is not None:
            self._server.__exit__(None, None, None)
            self._server = None

    def by(self, actor: Actor) -> AsyncActing:
        """The verbs, asked by somebody: `await jk.by(actor).use(…)`. `jk.use(…)` is asked by the application."""
        return AsyncActing(self, actor)

    async def prove(self, *, record: bool = False, actor: Actor | None = None) -> Proven:
        proven = await self.do(prove, self.settings, self.seen_pages())
        if record:
            await self.do(record_proof, proven, actor or PROVER)
        return proven
