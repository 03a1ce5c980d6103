"""`Jikim`: every verb and job, on sync connections."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self
from uuid import UUID

from jikim.alerts.raising import tell_of_the_ledger
from jikim.app.acting import Acting
from jikim.app.attached import AttachedDatabase
from jikim.app.backups import Backups
from jikim.app.methods import Verbs
from jikim.app.opened import Driven, untouched
from jikim.clock import MovableClock, WallClock
from jikim.db.driver import Driver, Steps
from jikim.db.steps import rows_of, value_of
from jikim.errors import JikimError, StoreError
from jikim.handlers.papers import add_paper, signed, whole
from jikim.handlers.register import Kind, enter_worker
from jikim.jobs.clock_doubt import heed
from jikim.jobs.epoch import epoch
from jikim.jobs.epoch_due import Due, epoch_due
from jikim.jobs.epoch_report import Turned
from jikim.jobs.expire import Expired, expire
from jikim.jobs.mails import Mailed, mails
from jikim.jobs.outbound_addresses import Outward
from jikim.jobs.outbox import Delivered, deliver
from jikim.jobs.reindex import Reindexed, reindex
from jikim.jobs.retention_sweep import Swept, sweep
from jikim.jobs.webhooks import Called, call_webhooks
from jikim.jobs.witnessed import Asked, Witnesses
from jikim.keys.restrictions import Restrictions
from jikim.ledger.entry import month_of
from jikim.ledger.export import export
from jikim.ledger.moving import clear, move_out
from jikim.ledger.packing import RANGE, pack
from jikim.ledger.sequencer import Sequenced, Sequencer
from jikim.mail.letters import site_of
from jikim.monitoring.pausing import tell_pauses
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy
from jikim.policy.model import PolicyFile
from jikim.prove.proving import PROVER, Proven, prove
from jikim.prove.proving import record as record_proof
from jikim.settings import Endpoint, Settings
from jikim.store.sealed import Q
from jikim.store.versions import parse_moment
from jikim.verbs.house import SYSTEM


class Jikim(Verbs, Driven):
    """An opened Jikim. Its verbs are `methods.Verbs`; the rest are jobs. Each raises DeniedError with the clause where
    the policy says no."""

    def __init__(
        self,
        file: PolicyFile,
        settings: Settings,
        application: str = "app",
        demo_start: datetime | None = None,
        *,
        publishing: bool = False,
    ) -> None:
        """`publishing`: the file is one that is to be announced, and the house opens with what is in force."""
        super().__init__(file, settings, application)
        self.driver = Driver(self._start(demo_start is not None), further=settings.people)
        # The company's own work, done with what is due, where its pages or `jikim jobs --site` bring some.
        self.own_work: Callable[[], Mapping[str, int]] | None = None
        try:
            self.driver.open()
            self._furnish(WallClock(), self.driver.run(untouched()))
            restrictions = Restrictions(self.settings.ring_directories, self.settings.people)
            self.driver.run(restrictions.settle())
            self.driver.beside = restrictions.logs
            self.driver.over = lambda failed: self.house.over(failed)
            self._settle_clock(demo_start)
            if publishing:
                self.driver.run(self.house.versions.refresh(self.house.now()))
            else:
                self.driver.run(self._adopt(self.driver.run(self.house.versions.load(file))))
            if not self.house.versions.number:
                raise StoreError(
                    "no policy is in force here yet",
                    hint="open the house with its first one",
                    ko=("이곳에는 아직 시행 중인 방침이 없습니다", "첫 방침으로 하우스를 열어 주세요"),
                )
            self.beside = self.driver.run(self._ledger())
        except OSError as error:
            self.close()
            raise StoreError.of_file(error) from None
        except BaseException:
            self.close()
            raise
        self.house.numbers.vouched_by(self.driver.vouch(self.word))
        self.sequencer = Sequencer(
            self.driver,
            self.house.keyring,
            self.house.objects,
            self.policy.zone,
            self.signer,
            self.house.names(),
            self.beside,
        )
        self.witnesses = Witnesses(self.settings.witnesses)
        self.asked: list[Asked] = []

    def _settle_clock(self, demo_start: datetime | None) -> None:
        if demo_start is not None:
            made = self.driver.run(value_of(Q["make_demo"](start=demo_start)))
            if not made and self.driver.run(value_of(Q["setting_of"](name="demo"))) != "yes":
                raise StoreError(
                    "this database is no demo",
                    hint="a demo needs a new directory; a database of your own is marked by its owner",
                    ko=(
                        "이 DB는 데모가 아닙니다",
                        "데모에는 새 디렉터리가 필요합니다. 직접 운영하는 DB에는 소유자가 데모라고 표시합니다",
                    ),
                )
        if self.driver.run(value_of(Q["setting_of"](name="demo"))) == "yes":
            stored = self.driver.run(value_of(Q["setting_of"](name="demo-clock")))
            clock = MovableClock(parse_moment(stored))
            self.house = replace(self.house, clock=clock)

    def _adopt(self, policy: Policy) -> Steps[bool]:
        entry = yield from self.house.entry("policy:adopt", policy, SYSTEM)
        return (yield from self.house.versions.adopt(policy, entry))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of connections and of the embedded server."""
        self.driver.close()
        if self._server is not None:
            self._server.__exit__(None, None, None)
            self._server = None

    def attached(self, mapping: Path | str) -> AttachedDatabase:
        """An application's own database, by its mapping: `jk.attached("attached.yaml").on(connection).use(…)`. Raises
        JikimError for a mapping that attaches nothing."""
        return AttachedDatabase(self, mapping)

    def by(self, actor: Actor) -> Acting:
        """The verbs, asked by somebody: `jk.by(actor).use(…)`. `jk.use(…)` is asked by the application."""
        return Acting(self, actor)

    def enter_handler(
        self, handler: str, *, name: str, email: str = "", duty: str = "", kind: Kind = "handler", pledged: date | None = None,
        pledge: str = "", place: str = "", scan: bytes = b"", actor: Actor = SYSTEM,
    ) -> None:  # fmt: skip
        """Enters somebody into the register of handlers. `pledged`: the day on which they signed the security pledge,
        where they have; then `pledge` says what they signed, `place` where the paper lies, and `scan` is the packed
        file that shows it (`jikim.uploads.pack`), or InvalidError is raised and nobody is entered."""
        if pledged is not None:
            whole(pledged, pledge, place)
            signed(scan)
        self.do(enter_worker, handler, name=name, email=email, duty=duty, kind=kind, actor=actor)
        if pledged is not None:
            self.do(add_paper, handler, "pledge", day=pledged, text=pledge, place=place, scan=scan, actor=actor)

    def prove(self, *, record: bool = False, actor: Actor | None = None) -> Proven:
        """Every promise with what was measured of it just now. `record`: the run gets its entry, and each finding its
        task (clause 10.10).

        What pages show is looked at where `look_at_pages` is set, as a site and `jikim prove` do.
        """
        proven = self.do(prove, self.settings, self.seen_pages())
        if record:
            self.prove_on_record(proven, actor=actor)
        return proven

    def prove_on_record(self, proven: Proven, *, actor: Actor | None = None) -> int:
        """Records a run that was just made. Answers how many tasks it filed."""
        return self.do(record_proof, proven, actor or PROVER)

    # ---- jobs

    @property
    def backups(self) -> Backups:
        """Encrypted sets of the data and of the keys: made, read back, pruned."""
        return Backups(self)

    def sweep(
        self, *, dry_run: bool = False, at: datetime | None = None, actor: Actor | None = None, after_gap: bool = False
    ) -> Swept:
        """Ends, retires and destroys what is due now, or at another moment: one that lies ahead in a dry run only.

        Raises StoppedError where the clock is in doubt (an officer who has looked goes on with `after_gap`), or where
        more would be destroyed than a sweep may alone (a second person approves it with `approve`).
        """
        swept = sweep(self.driver, self.house, dry_run=dry_run, at=at, actor=actor or SYSTEM, after_gap=after_gap)
        if not dry_run:
            swept.expired = self._expire()
            swept.packed = self.pack_ledger()
        return swept

    def reindex(self) -> Reindexed:
        """Gives the blind index a new key where a claim was removed since the last; cheap where none was. See
        `jobs/reindex.py`."""
        return self.do(reindex)

    def epoch(self, *, backup_keys: Callable[[], bool] | None = None, give_up_damaged: bool = False) -> Turned:
        """Makes what was destroyed irrecoverable, or goes on where an epoch was cut off. See `jobs/epoch.py`.

        `backup_keys` makes and verifies a backup of the keys and answers whether it could; without it, the settings'
        own is made.
        """
        backed_up = backup_keys or self.backups.for_epoch()
        return epoch(
            self.driver,
            self.house,
            self._eraser if self._erasers else None,
            backup_keys=backed_up,
            give_up_damaged=give_up_damaged,
        )

    def epoch_due(self) -> Due:
        """When the policy wants the next epoch, and what it would do."""
        return epoch_due(self.driver, self.house)

    def deliver(self, endpoints: Mapping[str, Endpoint] | None = None) -> Delivered:
        """Sends what waits in the outbox."""
        told = self.settings.endpoints if endpoints is None else endpoints
        return deliver(self.driver, self.house, told, site=site_of(self.settings, self.policy))

    def mails(self) -> Mailed:
        """Sends the mails that wait to people, where a server is named (`JIKIM_SMTP`)."""
        return mails(self.driver, self.house, self.settings)

    def call_webhooks(self) -> Called:
        """Tells webhooks what is new in the ledger, by reference."""
        return call_webhooks(
            self.driver, self.house, f"{self.policy.file.service.url}/jikim", Outward.of(self.settings)
        )

    def place(self) -> Sequenced:
        """The sequencer's work alone; what it paused of reads beyond the plan's limits, and entries that are missing or
        forged, are told."""
        done = self.sequencer.run(self.now())
        if done.placed:
            self.do(tell_pauses)
        if done.alarm:
            self.do(tell_of_the_ledger)
        return done

    def sequence(self) -> Sequenced:
        """Gives waiting ledger entries their positions, signs a checkpoint and asks the witnesses, whose answers are in
        `asked`."""
        done = self.place()
        self.asked = self.witnesses.ask(self.driver, self.house.objects, self.now()) if self.settings.witnesses else []
        return done

    def catch_up(self) -> None:
        """For a process beside others: a demo's clock, and the policy in force, are what the others made them."""
        clock = self.house.clock
        if isinstance(clock, MovableClock):
            clock.move(max(clock.now(), parse_moment(self.driver.run(value_of(Q["setting_of"](name="demo-clock"))))))
        self.driver.run(self.house.versions.refresh(self.now()))

    def expire(self) -> Expired:
        """Erases what the ledger says of people, where its time is over. A sweep does it too.

        Raises StoppedError where the clock is in doubt, as a sweep does.
        """
        self.do(heed, SYSTEM)
        return self._expire()

    def pack_ledger(self, tiles: int = RANGE) -> int:
        """Packs the ledger's full ranges of so many tiles of 256 entries. A sweep does it too. Answers how many entries
        that were; none where no eraser is set. See `ledger/packing.py`."""
        house = self.house
        return pack(self.driver, self._eraser, house.keyring, house.objects, tiles) if self._erasers else 0

    def move_ledger(self, tiles: int = RANGE) -> int:
        """Moves the ledger's packed ranges whose months are over to objects, and removes those of lots that ended. Each
        run of what is due does it too. Answers how many entries moved; none where no store of objects or no eraser is
        set. Raises StoreError where the store cannot be reached. See `ledger/moving.py`."""
        if not (self._erasers and self.house.objects):
            return 0
        before = month_of(self.now(), self.policy.zone)
        moved = move_out(self.driver, self._eraser, self.house.objects, before, tiles)
        self.driver.run(clear(self.house.objects, self.policy.zone))
        return moved

    def _expire(self) -> Expired:
        return expire(self.driver, self._eraser if self._erasers else None, self.house, self.sequencer)

    @contextmanager
    def _eraser(self) -> Iterator[Driver]:
        own = Driver(self._erasers, size=1)
        own.beside, own.hook = self.driver.beside, self.driver.hook
        try:
            own.open()
            yield own
        finally:
            own.close()

    def export_ledger(self) -> Iterator[bytes]:
        """The ledger as an export that `jikim verify` checks alone."""
        self.sequence()
        return export(self.driver, self.house.keyring, self.house.objects, self.signer, self.now(), self.beside)

    def certificates(self) -> list[tuple[UUID, datetime, str, bytes]]:
        """Every destruction certificate: number, moment, content (JSON), signature."""
        return self.driver.run(rows_of(Q["certificates"]()))

    def counts(self, query: str = "counts") -> list[tuple[Any, ...]]:
        """Numbers without names: `counts` (live records), `people`, `archive.counts`, `outbox_states`."""
        if query not in ("counts", "people", "archive.counts", "outbox_states"):
            raise JikimError("`{}` is no count", given=query, ko=("개수가 아닙니다: `{}`", ""))
        return self.driver.run(rows_of(Q[query]()))

    def move_clock(self, to: datetime) -> None:
        """Moves a demo's clock forward. Raises StoreError for any other database, and for going back."""
        clock = self.house.clock
        # Before the jump: after it, what was done a moment ago would look like the work of a process that ended without
        # a word.
        self.driver.hurried(self.word(False))
        if not isinstance(clock, MovableClock) or not self.driver.run(value_of(Q["move_clock"](to=to))):
            raise StoreError(
                "only a demo's clock can be moved, and only forward",
                ko=("데모의 시계만, 앞으로만 옮길 수 있습니다", ""),
            )
        clock.move(to)
