"""`AsyncJikim`: the same verbs on an event loop. Jobs run beside it in a `Jikim` of their own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar
from uuid import UUID

from jikim.app.consent_receipts import consent_receipt
from jikim.app.opened import Opened, one_of, untouched
from jikim.app.publishing import announced
from jikim.clock import MovableClock, WallClock
from jikim.db.driver import Steps
from jikim.db.looping import AsyncDriver
from jikim.errors import JikimError, StoreError
from jikim.keys.restrictions import Restrictions
from jikim.policy.ask import Actor, ActorKind
from jikim.policy.model import Language, PolicyFile
from jikim.policy.plan import Plan
from jikim.processors.processor_status import working
from jikim.prove.proving import PROVER, Proven, prove
from jikim.prove.proving import record as record_proof
from jikim.publishing.announce import withdraw
from jikim.publishing.publications import Publication, publications
from jikim.settings import Settings
from jikim.store.holding import Corrected, Ref
from jikim.store.versions import parse_moment
from jikim.uploads.values import answered, has_files, offers_of, taken, taken_each, wait_for_scans
from jikim.verbs.check import check
from jikim.verbs.collect import Collected, Offer, Person, collect, collect_many
from jikim.verbs.consent import Consented, consent
from jikim.verbs.consult import consult
from jikim.verbs.correct import Correction, ask_correction, correct, refuse_correction
from jikim.verbs.entrust import entrust
from jikim.verbs.event import event
from jikim.verbs.find import find
from jikim.verbs.grant import grants_of
from jikim.verbs.hand_over import Message
from jikim.verbs.hold import hold, release
from jikim.verbs.house import SYSTEM, House
from jikim.verbs.leave import leave, leaving_plan
from jikim.verbs.provide import provide
from jikim.verbs.receipt import Receipt, certificate_receipt, receipt
from jikim.verbs.show import Dossier, show
from jikim.verbs.use import Read, Values, use, use_many

P = ParamSpec("P")
T = TypeVar("T")


class AsyncJikim(Opened):
    """The same verbs on an event loop. Jobs run beside it in a `Jikim` of their own."""

    def __init__(self, file: PolicyFile, settings: Settings, application: str = "app") -> None:
        super().__init__(file, settings, application)
        self.driver = AsyncDriver(self._start())
        # Set by whoever serves a company's pages: its own work, done with what is due.
        self.own_work: Callable[[], Awaitable[Mapping[str, int]]] | None = None

    async def _open(self) -> Self:
        try:
            await self.driver.open()
            self._furnish(WallClock(), await self.driver.run(untouched()))
            restrictions = Restrictions(self.settings.ring_directories)
            await self.driver.run(restrictions.settle())
            self.driver.beside = restrictions.logs
            self.driver.over = lambda failed: self.house.over(failed)
            if await self.driver.run(one_of("setting_of", ("demo",))) == "yes":
                stored = await self.driver.run(one_of("setting_of", ("demo-clock",)))
                self._furnish(MovableClock(parse_moment(stored)))
            self.signer, _ = await self.driver.run(self._ledger())
            policy = await self.driver.run(self.house.versions.load(self._file))
            entry = await self.driver.run(self.house.entry("policy:adopt", policy, SYSTEM))
            await self.driver.run(self.house.versions.adopt(policy, entry))
            self.house.numbers.vouched_by(self.driver.vouch(self.word))
        except OSError as error:
            await self.close()
            raise StoreError.of_file(error) from None
        except BaseException:
            await self.close()
            raise
        return self

    def share_clock(self, other: Opened) -> None:
        """Reads policy time from the clock of another Jikim of this process, so that a demo's moves for both at once."""
        # The versions too: whichever of the two hears first of a new one, both know it.
        self.house = replace(self.house, versions=other.house.versions, clock=other.house.clock)

    async def __aenter__(self) -> Self:
        return await self._open()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Lets go of connections and of the embedded server."""
        await self.driver.close()
        if self._server is not None:
            self._server.__exit__(None, None, None)
            self._server = None

    async def do(self, step: Callable[Concatenate[House, P], Steps[T]], *args: P.args, **named: P.kwargs) -> T:
        """Runs a step of a room here, `await jk.do(requests_of, subject)`, and answers what it answers."""
        return await self.driver.run(step(self.house, *args, **named))

    async def collect(
        self, kind: str, values: Mapping[str, Any], *, channel: str, subject: Person | str = "member",
        old_enough: bool | None = None, consents: Iterable[str] = (), partner: str = "", country: str = "KR",
        accepted: str = "", counterparty: str = "", actor: Actor | None = None,
    ) -> Collected:  # fmt: skip
        found = await taken(self.settings, self.policy, kind, values, old_enough=old_enough)
        made = await self.do(
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
            await self.do(wait_for_scans, made.ref, found.waiting)
        return made

    async def collect_many(
        self,
        offers: Sequence[Offer],
        *,
        old_enough: bool | None = None,
        country: str = "KR",
        actor: Actor | None = None,
    ) -> list[Collected | JikimError]:
        if not any(has_files(offer.values) for offer in offers):
            return await self.do(
                collect_many, offers, actor=actor or self.actor, old_enough=old_enough, country=country
            )
        found = await taken_each(self.settings, self.policy, offers, old_enough=old_enough)
        answers = await self.do(
            collect_many, offers_of(offers, found), actor=actor or self.actor, old_enough=old_enough, country=country
        )
        return await self.do(answered, found, answers)

    async def use(
        self,
        ref: Ref,
        *,
        purpose: str,
        items: Sequence[str] | None = None,
        reason: str = "",
        actor: Actor | None = None,
    ) -> Values:
        return await self.do(use, ref, purpose=purpose, actor=actor or self.actor, items=items, reason=reason)

    async def check(self, ref: Ref, item: str, secret: str, *, purpose: str, actor: Actor | None = None) -> bool:
        return await self.do(check, ref, item, secret, purpose=purpose, actor=actor or self.actor)

    async def use_many(
        self, reads: Sequence[Read], *, reason: str = "", actor: Actor | None = None
    ) -> list[Values | JikimError]:
        return await self.do(use_many, reads, actor=actor or self.actor, reason=reason)

    async def event(self, ref: Ref, name: str, *, actor: Actor | None = None) -> bool:
        return await self.do(event, ref, name, actor=actor or self.actor)

    async def provide(
        self, ref: Ref, *, to: str, purpose: str, items: Sequence[str] | None = None,
        actor: Actor | None = None,
    ) -> Message:  # fmt: skip
        return await self.do(provide, ref, to=to, purpose=purpose, actor=actor or self.actor, items=items)

    async def entrust(
        self, ref: Ref, *, to: str, purpose: str, items: Sequence[str] | None = None, actor: Actor | None = None
    ) -> Message:
        return await self.do(entrust, ref, to=to, purpose=purpose, actor=actor or self.actor, items=items)

    async def ask_correction(self, ref: Ref, items: Sequence[str], *, actor: Actor | None = None) -> Correction:
        return await self.do(ask_correction, ref, items, actor=actor or self.actor)

    async def correct(
        self, correction: Correction, values: Mapping[str, Any], *, country: str = "KR", actor: Actor | None = None,
        no_resident_number: str = "",
    ) -> Corrected:  # fmt: skip
        found = await taken(self.settings, self.policy, correction.ref.kind, values)
        done = await self.do(
            correct,
            correction,
            found.values,
            actor=actor or self.actor,
            country=country,
            no_resident_number=no_resident_number,
        )
        if found.waiting:
            await self.do(wait_for_scans, correction.ref, found.waiting)
        return done

    async def refuse_correction(self, correction: Correction, *, reason: str, actor: Actor | None = None) -> None:
        await self.do(refuse_correction, correction, actor=actor or self.actor, reason=reason)

    async def consent(
        self, subject: UUID, *, give: Iterable[str] = (), withdraw: Iterable[str] = (), actor: Actor | None = None
    ) -> Consented:
        return await self.do(consent, subject, actor=actor or self.actor, give=give, withdraw=withdraw)

    async def show(self, subject: UUID, *, actor: Actor | None = None) -> Dossier:
        return await self.do(show, subject, actor=actor or self.actor)

    async def leaving_plan(self, subject: UUID) -> Plan:
        return await self.do(leaving_plan, subject)

    async def leave(self, subject: UUID, *, actor: Actor | None = None) -> Plan:
        return await self.do(leave, subject, actor=actor or self.actor)

    async def consult(
        self, ref: Ref, *, purpose: str, reason: str, actor: Actor, items: Sequence[str] | None = None, statute: str = "",
        document: str = "", reason_kind: str = "",
    ) -> Values:  # fmt: skip
        return await self.do(
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

    async def hold(self, ref: Ref, *, reason: str, actor: Actor) -> UUID:
        return await self.do(hold, ref, actor=actor, reason=reason)

    async def release(self, ref: Ref, number: UUID, *, reason: str, actor: Actor) -> None:
        await self.do(release, ref, number, actor=actor, reason=reason)

    async def receipt(self, subject: UUID) -> Receipt:
        return await self.do(receipt, subject)

    async def consent_receipt(
        self, subject: UUID, *, language: Language | None = None, actor: Actor | None = None
    ) -> dict[str, Any]:
        return await self.do(consent_receipt, self.signer, subject, actor=actor or self.actor, language=language)

    async def certificate_receipt(self, certificate: UUID) -> Receipt:
        return await self.do(certificate_receipt, certificate)

    async def processors(self) -> frozenset[str]:
        """The processors that something may be entrusted to today: one whose contract is over is offered nowhere."""
        return await self.do(working)

    async def find(self, item: str, value: str, *, actor: Actor | None = None, country: str = "KR") -> list[Person]:
        return await self.do(find, item, value, actor=actor or self.actor, country=country)

    async def publish(
        self, policy: Path | str, *, actor: Actor, announce: date | None = None, effective: datetime | None = None
    ) -> Publication:
        return await self.do(announced, policy, actor=actor, announce_on=announce, effective=effective)

    async def withdraw_publication(self, number: int, reason: str, *, actor: Actor) -> Publication:
        return await self.do(withdraw, number, reason, actor=actor)

    async def publications(self) -> list[Publication]:
        return await self.do(publications)

    async def handler(
        self, handler: str, *, kind: ActorKind | None = None, origin: str = "", purpose: str | None = None
    ) -> Actor:
        return await self.do(grants_of, handler, kind, origin, purpose)

    async def prove(self, *, record: bool = False, actor: Actor | None = None) -> Proven:
        proven = await self.do(prove, self.settings, self.seen_pages())
        if record:
            await self.do(record_proof, proven, actor or PROVER)
        return proven
