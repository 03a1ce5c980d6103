"""What every verb is given: the keys, the holding, the policy versions and the clock; and the two things every verb
does, record and refuse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, NoReturn
from uuid import UUID

from jikim.clock import Clock
from jikim.db.driver import Statement, Steps
from jikim.errors import ConflictError, DeniedError, JikimError, Said
from jikim.faults import Faults
from jikim.keys.keyring import Keyring
from jikim.ledger import entry as ledger_entry
from jikim.ledger.body import Names
from jikim.ledger.entry import Entry, text_of
from jikim.ledger.numbers import Numbers
from jikim.ledger.objects import Objects
from jikim.policy.ask import EVERY_PURPOSE, Actor, Ask
from jikim.policy.citing import in_words
from jikim.policy.compiled import Policy
from jikim.policy.decide import Allowed, Denied, decide, deny
from jikim.policy.outcome import WHY_OF, Outcome
from jikim.policy.period import Period, day_of
from jikim.policy.states import Verb
from jikim.proof.checkpoint import Signer
from jikim.settings import Settings
from jikim.store.archive import Archive
from jikim.store.holding import mask_text
from jikim.store.rows import person_row
from jikim.store.sealed import Q, SealedHolding
from jikim.store.versions import Versions
from jikim.verbs.forbidden_numbers import holds_never, no_numbers

YEARLY = Period(1, "y")
SYSTEM = Actor("system", "sweep", EVERY_PURPOSE)


@dataclass(frozen=True)
class House:
    """The rooms that verbs work with. Made by `app.open` only."""

    keyring: Keyring
    holding: SealedHolding
    archive: Archive
    versions: Versions
    clock: Clock
    settings: Callable[[], Settings] = field(kw_only=True)  # those of whoever opened it, as they are now
    objects: Objects = field(kw_only=True)  # past months of the ledger
    faults: Faults = field(default_factory=Faults, kw_only=True)
    numbers: Numbers = field(default_factory=Numbers, kw_only=True)
    signer: Signer | None = field(default=None, kw_only=True)  # known once the ledger was opened

    def by(self, actor: Actor) -> By:
        """What a verb is given first: these rooms, and who acts."""
        return By(self, actor)

    @property
    def policy(self) -> Policy:
        return self.in_force()[0]

    def in_force(self) -> tuple[Policy, int]:
        """The policy that is in force at this moment, and its number: one look, so that the two belong together."""
        return self.versions.in_force(self.clock.now())

    def served(self, subject: UUID | None, serving: int | None) -> Steps[tuple[Policy, int]]:
        """The version that serves a person, of whom a statement found another than the one that was judged by.

        Whoever an older one serves is taken over to the one in force first, where nothing that it asks of them is open.
        """
        versions = self.versions
        _, number = self.in_force()
        if serving is not None and serving != number and not versions.was_in_force(serving):
            # This process did not know of it yet.
            yield from versions.refresh(self.clock.now())
            _, number = self.in_force()
        if serving is None:
            return self.in_force()
        if subject is not None and serving != number and versions.was_in_force(serving):
            entry = yield from self.entry(
                "subject:take-over", self.policy, SYSTEM, None, self.policy.clause("versions")
            )
            [(made,)] = yield Q["version.take_over"](subject=subject, entry=entry)
            serving = made if made is not None else serving
        return (yield from versions.serving(serving)), serving

    def elsewhere(self, subject: UUID | None, version: int) -> Steps[tuple[Policy, int] | None]:
        """Before a person is refused by the version in force: the one that serves them, where it is another. None where
        it is this one."""
        if subject is None or not self.versions.several:
            return None
        person = yield from person_row(subject)
        if person is None or person.policy == version:
            return None
        policy, serving = yield from self.served(subject, person.policy)
        return None if serving == version else (policy, serving)

    def now(self) -> datetime:
        return self.clock.now()

    def today(self) -> date:
        return day_of(self.clock.now(), self.policy.zone)

    def judge(self, policy: Policy, ask: Ask) -> Allowed | Denied:
        """The policy's answer at this moment. Where evaluating a rule failed, that denies: it is counted and logged
        here, without what was asked."""
        answer = decide(policy, ask, now=self.now())
        if isinstance(answer, Denied) and answer.fault:
            self.faults.add(policy.digest_hex, answer.fault)
        return answer

    def every(self, safeguard: str) -> Period:
        """How often the policy's safeguard is due; a year where it does not say."""
        declared = self.policy.file.safeguards.get(safeguard)
        return YEARLY if declared is None or declared.every is None else declared.every

    def names(self) -> Names:
        """What the ledger needs to write out an entry."""
        return Names(lambda item: self.policy.name("item", item), lambda why: deny(self.policy, why).clause)

    def entry(
        self, event: str, policy: Policy, actor: Actor, ask: Ask | None = None, clause: str = "", **more: str | int
    ) -> Steps[Entry]:
        """An entry for the statement that follows. `more` holds facts of the ask, never a personal value.

        Raises InvalidError for a reason that holds a number that is never taken: the ledger keeps it for years.
        """
        return self._entry(actor.grant, event, policy, actor, ask, clause, more)

    def note(self, event: str, actor: Actor, mechanism: str, **more: str | int) -> Steps[Entry]:
        """The entry of what no rule decides: by the policy in force, under the promise of a mechanism."""
        policy = self.policy
        return self.entry(event, policy, actor, None, policy.clause(mechanism), **more)

    def own_look(
        self, event: str, policy: Policy, actor: Actor, ask: Ask | None = None, clause: str = "", **more: str | int
    ) -> Steps[Entry]:
        """The same for a statement that looks for the actor's grant itself, before it touches a row; `ledger.record`
        looks for any other."""
        return self._entry(0, event, policy, actor, ask, clause, more)

    def _entry(
        self,
        under: int,
        event: str,
        policy: Policy,
        actor: Actor,
        ask: Ask | None,
        clause: str,
        more: dict[str, str | int],
    ) -> Steps[Entry]:
        if ask is not None and ask.reason:
            yield from no_numbers(policy, reason=ask.reason)
        fact = self.fact_text(event, policy, ask, clause, **more)
        made = ledger_entry.make(self.keyring, self.numbers, policy.zone, self.clock.now(), fact, actor, ask, under)
        return (yield from made)

    def word(self, ended: bool) -> Steps[None]:
        """Says which of its entries this process vouches for (`ledger.numbers`)."""
        return ledger_entry.word(self.keyring, self.numbers, self.policy.zone, self.now(), ended=ended)

    def resealing(self, job: str, actor: Actor = SYSTEM) -> Steps[Entry]:
        """The entry of a statement that hands out what is sealed, to be sealed anew by a job."""
        return (
            yield from self.entry(
                "record:reseal", self.policy, actor, None, self.policy.clause("irrecoverable"), job=job
            )
        )

    @staticmethod
    def fact_text(event: str, policy: Policy, ask: Ask | None, clause: str, **more: str | int) -> str:
        """The same as an entry carries them. What asks say time and again, in words of the policy alone, is written
        once."""
        if ask is None or more:
            return text_of(House.fact(event, policy, ask, clause, **more))
        said = event, clause, ask.kind, ask.purpose, ask.verb is Verb.CONSULT
        text = policy.facts.get(said)
        if text is None:
            text = policy.facts[said] = text_of(House.fact(event, policy, ask, clause))
        return text

    @staticmethod
    def fact(event: str, policy: Policy, ask: Ask | None, clause: str, **more: str | int) -> dict[str, str | int]:
        """The facts of an ask, as the ledger names them."""
        fact: dict[str, str | int] = {"event": event, "policy": policy.digest_hex, **more}
        if clause:
            fact["clause"] = clause
        if ask is not None:
            if ask.kind:
                fact["kind"] = policy.name("record", ask.kind)
            if ask.purpose and "purpose" not in fact:
                # An archive purpose is numbered in a space of its own.
                fact["purpose"] = policy.name("archive" if ask.verb is Verb.CONSULT else "purpose", ask.purpose)
        return fact

    def refuse(
        self,
        event: str,
        policy: Policy,
        actor: Actor,
        denied: Denied,
        ask: Ask | None = None,
        subject: UUID | None = None,
        record: UUID | None = None,
        **more: str | int,
    ) -> Steps[NoReturn]:
        """Records a denial that the policy alone pronounced, and raises it. `more`: as `entry` takes it."""
        if ask is not None and ask.reason and (yield from holds_never(policy, ask.reason)):
            # What is refused is recorded whatever was written beside it.
            ask = ask._replace(reason="")
        entry = yield from self.entry(event, policy, actor, ask, denied.clause, why=denied.why, **more)
        items = mask_text(ask.items) if ask is not None else None
        yield Q["deny"](entry=entry, subject=subject, record=record, items=items, outcome=Outcome.REFUSED)
        raise error_of(denied)

    def over(self, failed: Statement) -> tuple[Statement, JikimError]:
        """Of a statement that fell because the grant that its entry acts by was over: what records that, and the denial
        (`db.driver.Over`)."""
        entry = failed.params[-len(Entry._fields) :]
        return Q["deny"](entry=entry, subject=None, record=None, items=None, outcome=Outcome.GRANT), error_of(
            deny(self.policy, "grant")
        )

    def grant_runs(self, actor: Actor) -> Steps[bool]:
        """Whether the grant that an actor came with still stands: asked by verbs whose own statement does not look at
        it."""
        if not actor.grant:
            return True
        [(done,)] = yield Q["grant_stands"](grant=actor.grant, at=self.now())
        return bool(done)

    def manned(self, actor: Actor) -> Steps[bool]:
        """Whether an officer acts by a grant that stands; nobody appoints themselves (10.6). The system needs none."""
        if actor.kind != "system" and not actor.purposes:
            return False
        return (yield from self.grant_runs(actor))

    @staticmethod
    def denial(policy: Policy, allowed: Allowed | None, outcome: Outcome) -> Denied | None:
        """What a statement found, as the policy says it; None for what is no denial."""
        why = WHY_OF.get(outcome)
        if why is None:
            return None
        return deny(policy, why, clause=allowed.clause if allowed is not None and why == "no-consent" else None)

    @staticmethod
    def found(policy: Policy, allowed: Allowed | None, outcome: Outcome, about: UUID | None = None) -> JikimError:
        """What a statement found and recorded, as an error. What is no denial is a conflict to be tried again."""
        found = House.denial(policy, allowed, outcome)
        if found is None:
            return ConflictError.meanwhile()
        return error_of(found, about)

    @staticmethod
    def denied(policy: Policy, allowed: Allowed | None, outcome: Outcome, about: UUID | None = None) -> NoReturn:
        """Raises it."""
        raise House.found(policy, allowed, outcome, about)

    def expect(self, rows: Sequence[Sequence[Any]], policy: Policy | None = None) -> Sequence[Any]:
        """The rest of the one row of a statement whose first column is its outcome. Raises what it found and recorded
        where that is another than allowed."""
        [(outcome, *rest)] = rows
        if outcome:
            self.denied(policy or self.policy, None, Outcome(outcome))
        return rest


class By(NamedTuple):
    """A verb's first argument: the house, and who acts. Nothing stands in for who acts: a verb is asked by somebody, or
    it is not asked."""

    house: House
    actor: Actor


def error_of(denied: Denied, request: UUID | None = None) -> DeniedError:
    """A denial as the error that callers get. `request`: the number of the one that is in the way."""
    english, korean = (
        Said(denied.reason(language), denied.hint(language), in_words(denied.clause, language))
        for language in ("en", "ko")
    )
    return DeniedError(
        english.reason,
        clause=denied.clause,
        cited=english.cited,
        why=denied.why,
        hint=english.hint,
        about=denied.about,
        request=request,
        ko=korean,
    )
