"""`Jikim`: every verb and job, on sync connections."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from jikim.alerts.raising import tell_of_the_ledger
from jikim.app.backups import Backups
from jikim.app.consent_receipts import consent_receipt
from jikim.app.officers import Officers
from jikim.app.opened import one_of, rows_of, untouched
from jikim.clock import MovableClock, WallClock
from jikim.db.driver import Driver, Steps
from jikim.errors import InvalidError, JikimError, StoreError
from jikim.jobs.clock_doubt import heed
from jikim.jobs.epoch import Turned, epoch
from jikim.jobs.epoch_due import Due, epoch_due
from jikim.jobs.expire import Expired, expire
from jikim.jobs.mails import Mailed, mails
from jikim.jobs.outbound_addresses import Outward
from jikim.jobs.outbox import Delivered, deliver
from jikim.jobs.reindex import Reindexed, reindex
from jikim.jobs.retention_sweep import Swept, sweep
from jikim.jobs.webhooks import Called, call_webhooks
from jikim.jobs.witnessed import Asked, Witnesses
from jikim.keys.restrictions import Restrictions
from jikim.ledger.export import export
from jikim.ledger.sequencer import Sequenced, Sequencer
from jikim.monitoring.pausing import tell_pauses
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy
from jikim.policy.model import Language, PolicyFile
from jikim.policy.plan import Plan
from jikim.settings import Endpoint, Settings
from jikim.store.holding import Corrected, Ref
from jikim.store.sealed import Q
from jikim.store.versions import parse_moment
from jikim.uploads.values import Taken, answered, has_files, offers_of, taken, wait_for_scans
from jikim.verbs.check import check
from jikim.verbs.collect import Collected, Offer, Person, collect, collect_many
from jikim.verbs.consent import Consented, consent
from jikim.verbs.consult import consult
from jikim.verbs.correct import Correction, ask_correction, correct, refuse_correction
from jikim.verbs.entrust import entrust
from jikim.verbs.event import event
from jikim.verbs.find import find
from jikim.verbs.hand_over import Message
from jikim.verbs.hold import hold, release
from jikim.verbs.house import SYSTEM
from jikim.verbs.leave import leave, leaving_plan
from jikim.verbs.provide import provide
from jikim.verbs.receipt import Receipt, certificate_receipt, receipt
from jikim.verbs.show import Dossier, show
from jikim.verbs.statistics import Group, statistics
from jikim.verbs.use import Read, Values, use, use_many


class Jikim(Officers):
    """An opened Jikim. Every method is a verb or a job; each raises DeniedError with the clause where the policy says no."""

    def __init__(
        self, file: PolicyFile, settings: Settings, application: str = "app", demo_start: datetime | None = None, *,
        publishing: bool = False,
    ) -> None:  # fmt: skip
        """`publishing`: the file is one that is to be announced, and the house opens with what is in force."""
        super().__init__(file, settings, application)
        self.driver = Driver(self._start(demo_start is not None))
        # The company's own work, done with what is due, where its pages or `jikim jobs --site` bring some.
        self.own_work: Callable[[], Mapping[str, int]] | None = None
        try:
            self.driver.open()
            self._furnish(WallClock(), self.driver.run(untouched()))
            restrictions = Restrictions(self.settings.ring_directories)
            self.driver.run(restrictions.settle())
            self.driver.beside = restrictions.logs
            self.driver.over = lambda failed: self.house.over(failed)
            self._settle_clock(demo_start)
            if publishing:
                self.driver.run(self.house.versions.refresh(self.house.now()))
            else:
                self.driver.run(self._adopt(self.driver.run(self.house.versions.load(file))))
            if not self.house.versions.number:
                raise StoreError("no policy is in force here yet", hint="open the house with its first one")
            self.signer, self.beside = self.driver.run(self._ledger())
        except OSError as error:
            self.close()
            raise StoreError.of_file(error) from None
        except BaseException:
            self.close()
            raise
        self.house.numbers.vouched_by(self.driver.vouch(self.word))
        self.sequencer = Sequencer(
            self.driver, self.house.keyring, self.policy.zone, self.signer, self.house.names(), self.beside
        )
        self.witnesses = Witnesses(self.settings.witnesses)
        self.asked: list[Asked] = []

    def _settle_clock(self, demo_start: datetime | None) -> None:
        if demo_start is not None:
            made = self.driver.run(one_of(Q["make_demo"].name, (demo_start,)))
            if not made and self.driver.run(one_of("setting_of", ("demo",))) != "yes":
                raise StoreError(
                    "this database is no demo",
                    hint="a demo needs a new directory; a database of your own is marked by its owner",
                )
        if self.driver.run(one_of("setting_of", ("demo",))) == "yes":
            stored = self.driver.run(one_of("setting_of", ("demo-clock",)))
            clock = MovableClock(parse_moment(stored))
            self.house = replace(self.house, clock=clock)

    def _adopt(self, policy: Policy) -> Steps[bool]:
        entry = yield from self.house.entry("policy:adopt", policy, SYSTEM)
        return (yield from self.house.versions.adopt(policy, entry))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of connections and of the embedded server."""
        self.driver.close()
        if self._server is not None:
            self._server.__exit__(None, None, None)
            self._server = None

    # ---- verbs

    def collect(
        self, kind: str, values: Mapping[str, Any], *, channel: str, subject: Person | str = "member",
        old_enough: bool | None = None, consents: Iterable[str] = (), partner: str = "", country: str = "KR",
        accepted: str = "", counterparty: str = "", actor: Actor | None = None,
    ) -> Collected:  # fmt: skip
        """Takes one record; `subject` is a person who is here or the kind of a new one. Files go the way of uploads. See `verbs.collect`."""
        found = self._taken(kind, values, old_enough)
        made = self.do(
            collect,
            kind,
            found.values,
            channel=channel,
            actor=actor or self.actor,
            subject=subject,
            old_enough=old_enough,
            consents=consents,
            partner=partner,
            country=country,
            accepted=accepted,
            counterparty=counterparty,
        )
        if found.waiting:
            self.do(wait_for_scans, made.ref, found.waiting)
        return made

    def _taken(self, kind: str, values: Mapping[str, Any], old_enough: bool | None = True) -> Taken:
        if not has_files(values):
            return Taken(values, {})
        # In a thread of its own: whoever calls this may stand on a loop.
        with ThreadPoolExecutor(1) as beside:
            looked = taken(self.settings, self.policy, kind, values, old_enough=old_enough)
            return beside.submit(asyncio.run, looked).result()

    def collect_many(
        self,
        offers: Sequence[Offer],
        *,
        old_enough: bool | None = None,
        country: str = "KR",
        actor: Actor | None = None,
    ) -> list[Collected | JikimError]:
        """Takes many records of people who are here; each row has its own outcome."""
        if not any(has_files(offer.values) for offer in offers):
            return self.do(collect_many, offers, actor=actor or self.actor, old_enough=old_enough, country=country)
        found: list[Taken | JikimError] = []
        for offer in offers:
            try:
                found.append(self._taken(offer.kind, offer.values, old_enough))
            except InvalidError as error:
                found.append(error)
        answers = self.do(
            collect_many, offers_of(offers, found), actor=actor or self.actor, old_enough=old_enough, country=country
        )
        return self.do(answered, found, answers)

    def use(
        self,
        ref: Ref,
        *,
        purpose: str,
        items: Sequence[str] | None = None,
        reason: str = "",
        actor: Actor | None = None,
    ) -> Values:
        """Reads items of one record for a purpose; recorded before it is answered."""
        return self.do(use, ref, purpose=purpose, actor=actor or self.actor, items=items, reason=reason)

    def check(self, ref: Ref, item: str, secret: str, *, purpose: str, actor: Actor | None = None) -> bool:
        """Whether a secret (a password) is the one behind its hash; the hash is answered to nobody. Recorded, right or wrong."""
        return self.do(check, ref, item, secret, purpose=purpose, actor=actor or self.actor)

    def use_many(
        self, reads: Sequence[Read], *, reason: str = "", actor: Actor | None = None
    ) -> list[Values | JikimError]:
        """Reads many records; each has its own outcome."""
        return self.do(use_many, reads, actor=actor or self.actor, reason=reason)

    def event(self, ref: Ref, name: str, *, actor: Actor | None = None) -> bool:
        """Something happened to a record (`paid`, `settled`). Answers whether it ended it."""
        return self.do(event, ref, name, actor=actor or self.actor)

    def provide(
        self, ref: Ref, *, to: str, purpose: str, items: Sequence[str] | None = None,
        actor: Actor | None = None,
    ) -> Message:  # fmt: skip
        """Queues a provision to a declared recipient. To an authority nothing leaves this way: an approved demand alone sends (3.3)."""
        return self.do(provide, ref, to=to, purpose=purpose, actor=actor or self.actor, items=items)

    def entrust(
        self, ref: Ref, *, to: str, purpose: str, items: Sequence[str] | None = None, actor: Actor | None = None
    ) -> Message:
        """Queues an entrustment to a declared processor."""
        return self.do(entrust, ref, to=to, purpose=purpose, actor=actor or self.actor, items=items)

    def ask_correction(self, ref: Ref, items: Sequence[str], *, actor: Actor | None = None) -> Correction:
        """Opens a correction: the record freezes."""
        return self.do(ask_correction, ref, items, actor=actor or self.actor)

    def correct(
        self, correction: Correction, values: Mapping[str, Any], *, country: str = "KR", actor: Actor | None = None,
        no_resident_number: str = "",
    ) -> Corrected:  # fmt: skip
        """Makes an open correction; recipients of a wrong version are told."""
        found = self._taken(correction.ref.kind, values)
        done = self.do(
            correct,
            correction,
            found.values,
            actor=actor or self.actor,
            country=country,
            no_resident_number=no_resident_number,
        )
        if found.waiting:
            self.do(wait_for_scans, correction.ref, found.waiting)
        return done

    def refuse_correction(self, correction: Correction, *, reason: str, actor: Actor | None = None) -> None:
        """Refuses an open correction with its reason: the freeze ends."""
        self.do(refuse_correction, correction, actor=actor or self.actor, reason=reason)

    def consent(
        self, subject: UUID, *, give: Iterable[str] = (), withdraw: Iterable[str] = (), actor: Actor | None = None
    ) -> Consented:
        """Gives and withdraws consents by name."""
        return self.do(consent, subject, actor=actor or self.actor, give=give, withdraw=withdraw)

    def show(self, subject: UUID, *, actor: Actor | None = None) -> Dossier:
        """All that is known of a person."""
        return self.do(show, subject, actor=actor or self.actor)

    def leaving_plan(self, subject: UUID) -> Plan:
        """What leaving now would do."""
        return self.do(leaving_plan, subject)

    def leave(self, subject: UUID, *, actor: Actor | None = None) -> Plan:
        """A person leaves: hidden at once; the sweep does the rest by the plan that is answered."""
        return self.do(leave, subject, actor=actor or self.actor)

    def consult(
        self, ref: Ref, *, purpose: str, reason: str, actor: Actor, items: Sequence[str] | None = None, statute: str = "",
        document: str = "", reason_kind: str = "",
    ) -> Values:  # fmt: skip
        """Reads a resting record for the purpose of the rule that keeps it."""
        return self.do(
            consult,
            ref,
            purpose=purpose,
            reason=reason,
            actor=actor,
            items=items,
            statute=statute,
            document=document,
            reason_kind=reason_kind,
        )

    def hold(self, ref: Ref, *, reason: str, actor: Actor) -> UUID:
        """Lays a legal hold on a record."""
        return self.do(hold, ref, actor=actor, reason=reason)

    def release(self, ref: Ref, number: UUID, *, reason: str, actor: Actor) -> None:
        """Releases a legal hold."""
        self.do(release, ref, number, actor=actor, reason=reason)

    def receipt(self, subject: UUID) -> Receipt:
        """What became of a person's data, in four dates: hidden, key destroyed, rows removed, irrecoverable. Also once they are forgotten."""
        return self.do(receipt, subject)

    def consent_receipt(
        self, subject: UUID, *, language: Language | None = None, actor: Actor | None = None
    ) -> dict[str, Any]:
        """What a person consented to, refused and took back, signed, for them to keep (ISO/IEC TS 27560's terms)."""
        return self.do(consent_receipt, self.signer, subject, actor=actor or self.actor, language=language)

    def certificate_receipt(self, certificate: UUID) -> Receipt:
        """The same of what a destruction certificate certifies."""
        return self.do(certificate_receipt, certificate)

    def find(self, item: str, value: str, *, actor: Actor | None = None, country: str = "KR") -> list[Person]:
        """People by an exact value of an item that is looked up by (login ID, e-mail)."""
        return self.do(find, item, value, actor=actor or self.actor, country=country)

    def statistics(self, kind: str, *, purpose: str, least: int = 0, actor: Actor | None = None) -> list[Group]:
        """Counts of people by month, kind and channel, small groups suppressed."""
        return self.do(statistics, kind, purpose=purpose, actor=actor or self.actor, least=least)

    # ---- jobs

    @property
    def backups(self) -> Backups:
        """Encrypted sets of the data and of the keys: made, read back, pruned."""
        return Backups(self)

    def sweep(
        self, *, dry_run: bool = False, at: datetime | None = None, actor: Actor | None = None, after_gap: bool = False
    ) -> Swept:
        """Ends, retires and destroys what is due now, or at another moment: one that lies ahead in a dry run only.

        Raises StoppedError where the clock is in doubt (an officer who has looked goes on with `after_gap`), or where more would be
        destroyed than a sweep may alone (a second person approves it with `approve`).
        """
        swept = sweep(self.driver, self.house, dry_run=dry_run, at=at, actor=actor or SYSTEM, after_gap=after_gap)
        if not dry_run:
            swept.expired = self._expire()
        return swept

    def reindex(self) -> Reindexed:
        """Gives the blind index a new key where a claim was removed since the last; cheap where none was. See `jobs/reindex.py`."""
        return self.do(reindex)

    def epoch(self, *, backup_keys: Callable[[], bool] | None = None, give_up_damaged: bool = False) -> Turned:
        """Makes what was destroyed irrecoverable, or goes on where an epoch was cut off. See `jobs/epoch.py`.

        `backup_keys` makes and verifies a backup of the keys and answers whether it could; without it, the settings' own is made.
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
        return deliver(self.driver, self.house, self.settings.endpoints if endpoints is None else endpoints)

    def mails(self) -> Mailed:
        """Sends the mails that wait to people, where a server is named (`JIKIM_SMTP`)."""
        return mails(self.driver, self.house, self.settings)

    def call_webhooks(self) -> Called:
        """Tells webhooks what is new in the ledger, by reference."""
        return call_webhooks(
            self.driver, self.house, f"{self.policy.file.service.url}/jikim", Outward.of(self.settings)
        )

    def place(self) -> Sequenced:
        """The sequencer's work alone; what it paused of reads beyond the plan's limits, and entries that are missing or forged, are told."""
        done = self.sequencer.run(self.now())
        if done.placed:
            self.do(tell_pauses)
        if done.alarm:
            self.do(tell_of_the_ledger)
        return done

    def sequence(self) -> Sequenced:
        """Gives waiting ledger entries their positions, signs a checkpoint and asks the witnesses, whose answers are in `asked`."""
        done = self.place()
        self.asked = self.witnesses.ask(self.driver, self.now()) if self.settings.witnesses else []
        return done

    def catch_up(self) -> None:
        """For a process beside others: a demo's clock, and the policy in force, are what the others made them."""
        clock = self.house.clock
        if isinstance(clock, MovableClock):
            clock.move(max(clock.now(), parse_moment(self.driver.run(one_of("setting_of", ("demo-clock",))))))
        self.driver.run(self.house.versions.refresh(self.now()))

    def expire(self) -> Expired:
        """Erases what the ledger says of people, where its time is over. A sweep does it too.

        Raises StoppedError where the clock is in doubt, as a sweep does.
        """
        self.do(heed, SYSTEM)
        return self._expire()

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
        return export(self.driver, self.house.keyring, self.signer, self.now(), self.beside)

    def certificates(self) -> list[tuple[UUID, datetime, str, bytes]]:
        """Every destruction certificate: number, moment, content (JSON), signature."""
        return self.driver.run(rows_of("certificates", ()))

    def counts(self, query: str = "counts") -> list[tuple[Any, ...]]:
        """Numbers without names: `counts` (live records), `people`, `archive.counts`, `outbox_states`."""
        if query not in ("counts", "people", "archive.counts", "outbox_states"):
            raise JikimError("`{}` is no count", given=query)
        return self.driver.run(rows_of(query, ()))

    def move_clock(self, to: datetime) -> None:
        """Moves a demo's clock forward. Raises StoreError for any other database, and for going back."""
        clock = self.house.clock
        # Before the jump: after it, what was done a moment ago would look like the work of a process that ended without a word.
        self.driver.hurried(self.word(False))
        if not isinstance(clock, MovableClock) or not self.driver.run(one_of("move_clock", (to,))):
            raise StoreError("only a demo's clock can be moved, and only forward")
        clock.move(to)
