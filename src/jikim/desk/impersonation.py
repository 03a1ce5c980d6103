"""A report that an account uses somebody's address or number without them (8.2): the account stands still until an officer has looked.

Who reports has proved that the address is theirs, by a code sent to it: nobody locks a stranger out. From the report on no session of the account opens and
its records are frozen; an officer releases it, or ends the membership where the misuse is confirmed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from jikim.cases.who_may import at_desk
from jikim.db.driver import Statement, Steps
from jikim.db.queries import load
from jikim.desk.requests import freeze
from jikim.errors import DeniedError
from jikim.policy.ask import Actor, Ask, blank
from jikim.policy.decide import deny
from jikim.policy.outcome import Outcome
from jikim.policy.plan import Plan
from jikim.policy.states import State, Verb
from jikim.store.holding import Ref
from jikim.verbs.collect import Person
from jikim.verbs.correct import Correction, refuse_correction
from jikim.verbs.find import find
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.house import SYSTEM, House
from jikim.verbs.leave import inventory_of, leave

Q = load("jikim.desk")


class Suspicion(NamedTuple):
    """An open report: the account, its number, and the freezes it laid."""

    subject: UUID
    report: UUID
    opened: datetime
    freezes: Sequence[UUID]
    records: Sequence[UUID]


def report_impersonation(house: House, item: str, proven: str, *, actor: Actor) -> Steps[list[Person]]:
    """Freezes the accounts that use a proven address or number. `proven` is what `accounts.check_code` answered, or another proof. Answers which."""
    people = yield from find(house, item, proven, actor=SYSTEM)
    found = [person for person in people if person.kind != "guest"]
    for person in found:
        entry = yield from house.entry("account:suspect", house.policy, actor, None, _clause(house), by=item)
        rows = yield Statement(Q["suspicion.open"], (person.subject, uuid4(), *entry))
        report, outcome = rows[0]
        if Outcome(outcome) is Outcome.ALLOWED:
            yield from _freeze_all(house, person.subject, report)
    return found


def _freeze_all(house: House, subject: UUID, report: UUID) -> Steps[None]:
    facts, policy, _ = yield from inventory_of(house, subject)
    for row in facts:
        if row.state is not State.LIVE or row.frozen:
            continue
        number = uuid4()
        # Noted first: a freeze that nobody noted would be nobody's to lift.
        yield Statement(Q["suspicion.froze"], (subject, report, row.record, number))
        try:
            yield from freeze(house, Ref(subject, row.record, policy.name("record", row.kind)), (), SYSTEM, number)
        except DeniedError:
            continue


def suspicion_of(_house: House, subject: UUID) -> Steps[Suspicion | None]:
    """The open report about an account; None where there is none."""
    rows = yield Statement(Q["suspicion.of"], (subject,))
    return Suspicion(*rows[0]) if rows else None


def suspicions(house: House, *, actor: Actor, limit: int = 200) -> Steps[list[Suspicion]]:
    """The reports that wait for an officer."""
    yield from at_desk(house, "account:suspicions", None, actor, officer=True)
    rows = yield Statement(Q["suspicion.list"], (limit,))
    return [Suspicion(*row) for row in rows]


def release_account(house: House, subject: UUID, *, reason: str, actor: Actor) -> Steps[None]:
    """An officer has looked: the account is its owner's. Every freeze of the report ends, then sessions open again."""
    found = yield from _look(house, subject, "account:release", reason, actor)
    facts, policy, _ = yield from inventory_of(house, subject)
    kinds = {row.record: policy.name("record", row.kind) for row in facts}
    for record, number in zip(found.records, found.freezes, strict=True):
        if record in kinds:
            try:
                correction = Correction(number, Ref(subject, record, kinds[record]))
                yield from refuse_correction(house, correction, actor=actor, reason=reason)
            except DeniedError as error:
                # It ended, or was never laid because something else froze it first.
                if error.why != "correction":
                    raise
    yield from _close(house, found, "released", "account:release", reason, actor)


def end_account(house: House, subject: UUID, *, reason: str, actor: Actor) -> Steps[Plan]:
    """The misuse is confirmed: the membership ends, by the same plan as leaving."""
    found = yield from _look(house, subject, "account:end", reason, actor)
    done = yield from leave(house, subject, actor=actor)
    yield from _close(house, found, "confirmed", "account:end", reason, actor)
    return done


def _look(house: House, subject: UUID, name: str, reason: str, actor: Actor) -> Steps[Suspicion]:
    yield from at_desk(house, name, subject, actor, officer=True)
    if blank(reason):
        yield from house.refuse(name, house.policy, actor, deny(house.policy, "reason"), None, subject)
    no_numbers(house.policy, reason=reason)
    found = yield from suspicion_of(house, subject)
    if found is None:
        yield from house.refuse(name, house.policy, actor, deny(house.policy, "gone"), None, subject)
    assert found is not None
    return found


def _close(house: House, found: Suspicion, to: str, event: str, reason: str, actor: Actor) -> Steps[None]:
    ask = Ask(Verb.LEAVE, 0, 0, actor, of=found.subject, reason=reason)
    entry = yield from house.entry(event, house.policy, actor, ask, _clause(house))
    rows = yield Statement(Q["suspicion.close"], (found.subject, found.report, to, *entry))
    if rows[0][0]:
        house.denied(house.policy, None, Outcome(rows[0][0]), found.report)


def _clause(house: House) -> str:
    """The promise behind it: the policy's duty not to use another's identity."""
    duty = house.policy.file.duties.get("own-identity")
    return (duty.clause if duty is not None else None) or house.policy.clause("rights")
