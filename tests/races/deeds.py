"""What is raced: everything that restricts, and everything that reads, sends or sweeps, each done by a real Jikim to
one prepared case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.races.receiving import Receiver
from tests.races.stepping import Party

import jikim
from jikim.app import Jikim
from jikim.db.driver import Steps
from jikim.errors import ConflictError, DeniedError, KeyGoneError
from jikim.jobs.outbox import deliver, post
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy
from jikim.policy.outcome import Outcome
from jikim.policy.period import start_of
from jikim.policy.plan import plan
from jikim.policy.planned import Step
from jikim.store.sealed import Q
from jikim.verbs.destroy import destroy_day, forget_person, renew_people
from jikim.verbs.house import House
from jikim.verbs.leave import inventory_of, leave_empty
from jikim.verbs.retire import retire
from jikim.verbs.use import Read

ENDS = {"event-entry": "closed", "order": "settled", "payment": "settled", "identity-check": "checked"}
PURPOSE = {"event-entry": "marketing.events", "order": "delivery", "payment": "billing"}
ITEM = {"event-entry": "email", "order": "phone", "payment": "email", "identity-check": "mobile"}
WITHDRAWN = ("marketing.events", "agreed-partner/marketing.events")


@dataclass
class Case:
    """One record that is raced for, freshly prepared. `old` is the value that a restriction takes away, `new` a
    corrected one."""

    ref: jikim.Ref
    old: str
    new: str
    other: jikim.Ref  # of somebody else, whom nobody restricts
    receiver: Receiver
    request: jikim.Correction | None = None
    message: UUID | None = None
    hold: UUID | None = None
    grant: int = 0
    handler: Actor | None = None
    due: date | None = None

    @property
    def item(self) -> str:
        return ITEM[self.ref.kind]

    def spoken(self, value: Any) -> str:
        """Which value came out: `old`, `new`, or `nothing`."""
        if value is None:
            return "nothing"
        found = {self.old: "old", self.new: "new"}.get(value)
        assert found is not None, "a value that nobody wrote"
        return found


Do = Callable[[Party, Case], Any]


@dataclass(frozen=True)
class Deed:
    """One thing to do to a case. `event` is the entry that it is recorded by, `database` where; it answers a word."""

    name: str
    event: str
    do: Do
    database: str = "live"


def looker(jk: Jikim) -> Actor:
    return jk.acting("system", "looker")


def outcome(error: BaseException) -> str:
    """How a verb ended that did not answer. Raises what is neither denial nor conflict."""
    if isinstance(error, DeniedError):
        return error.why
    if isinstance(error, ConflictError):
        return "conflict"
    if isinstance(error, KeyGoneError):
        return type(error).__name__
    raise error


# ---- what restricts


def _withdraw(by: Party, case: Case) -> str:
    by.jk.consent(case.ref.subject, withdraw=WITHDRAWN)
    return "ok"


def _leave(by: Party, case: Case) -> str:
    by.jk.leave(case.ref.subject, now=True)
    return "ok"


def _freeze(by: Party, case: Case) -> str:
    by.jk.ask_correction(case.ref, [case.item])
    return "ok"


def _correct(by: Party, case: Case) -> str:
    assert case.request is not None
    given = case.new if case.ref.kind != "order" else "0" + case.new.removeprefix("+82")
    return f"version {by.jk.correct(case.request, {case.item: given}).version}"


def _refuse(by: Party, case: Case) -> str:
    assert case.request is not None
    by.jk.by(looker(by.jk)).refuse_correction(case.request, reason="it was right")
    return "ok"


def _end(by: Party, case: Case) -> str:
    return "ended" if by.jk.event(case.ref, ENDS[case.ref.kind]) else "not ended"


def _revoke(by: Party, case: Case) -> str:
    return str(by.jk.by(looker(by.jk)).revoke(case.grant))


def _end_contract(by: Party, _case: Case) -> str:
    by.jk.by(looker(by.jk)).end_contract("kcp")
    return "ok"


def _hold(by: Party, case: Case) -> str:
    by.jk.by(looker(by.jk)).hold(case.ref, reason="a lawsuit")
    return "ok"


def _release(by: Party, case: Case) -> str:
    assert case.hold is not None
    by.jk.by(looker(by.jk)).release(case.ref, case.hold, reason="it is over")
    return "ok"


def _recall(by: Party, case: Case) -> str:
    """Withdraws, and tells the receiver at once what it is to delete."""
    by.jk.consent(case.ref.subject, withdraw=WITHDRAWN)
    deliver(by.jk.driver, by.jk.house, case.receiver.endpoints)
    return "ok"


def _erase(by: Party, case: Case) -> str:
    by.jk.leave(case.ref.subject, now=True)
    return tidy(by.jk, case.ref.subject)


# ---- what reads


def _reader(by: Party, case: Case) -> Actor:
    return case.handler if case.handler is not None else by.jk.actor


def _use(by: Party, case: Case) -> str:
    read = by.jk.by(_reader(by, case)).use(case.ref, purpose=PURPOSE[case.ref.kind], items=[case.item])
    return case.spoken(read[case.item])


def _use_many(by: Party, case: Case) -> str:
    reads = [Read(ref, PURPOSE[ref.kind], [ITEM[ref.kind]]) for ref in (case.other, case.ref)]
    other, mine = by.jk.by(_reader(by, case)).use_many(reads)
    if isinstance(other, Exception):
        assert outcome(other) == "grant", "another's record has nothing to do with it"
    return outcome(mine) if isinstance(mine, Exception) else case.spoken(mine[case.item])


def _show(by: Party, case: Case) -> str:
    # Where no grant is at stake the person themself looks, who is shown what rests, too.
    actor = case.handler or by.jk.acting("member", str(case.ref.subject))
    cards = [card for card in by.jk.by(actor).show(case.ref.subject).cards if card.ref == case.ref]
    return case.spoken(cards[0].values.get(case.item)) if cards else "nothing"


def _consult(by: Party, case: Case) -> str:
    actor = case.handler or looker(by.jk)
    read = by.jk.by(actor).consult(case.ref, purpose="identity-evidence", reason_kind="dispute", reason="a dispute")
    return case.spoken(read["result"]["number"])


# ---- what sends


def _provide(by: Party, case: Case) -> str:
    to = "agreed-partner" if case.ref.kind == "event-entry" else "service-least"
    by.jk.by(_reader(by, case)).provide(case.ref, to=to, purpose=PURPOSE[case.ref.kind], items=[case.item])
    return "queued"


def _entrust(by: Party, case: Case) -> str:
    by.jk.by(_reader(by, case)).entrust(case.ref, to="kcp", purpose="billing", items=[case.item])
    return "queued"


def _deliver(by: Party, case: Case) -> str:
    assert case.message is not None

    def slow(*given: Any) -> tuple[int, bytes]:
        by.stand("post")
        return post(*given)

    done = deliver(by.jk.driver, by.jk.house, case.receiver.endpoints, slow)
    if done.failed:
        return "conflict"
    arrived = [got for got in case.receiver.of(case.message) if "items" in got]
    return case.spoken(arrived[-1]["items"][case.item]) if arrived else "nothing"


# ---- what sweeps


def _planned(house: House, ref: jikim.Ref) -> Steps[list[tuple[Policy, Step]]]:
    """What a sweep would do to one record."""
    facts, policy, here = yield from inventory_of(house, ref.subject)
    steps = plan(policy, facts, house.now(), leaving=not here).steps
    return [(policy, step) for step in steps if step.facts.record == ref.record]


def _sweep_record(by: Party, case: Case) -> str:
    return retired(by.jk, case.ref)


def retired(jk: Jikim, ref: jikim.Ref) -> str:
    """Does to one record what a sweep does. Answers its fate, or what came in between."""
    for policy, step in jk.driver.run(_planned(jk.house, ref)):
        if step.fate not in ("rests", "goes"):
            return step.fate
        found = jk.driver.run(retire(jk.house, policy, step))
        return step.fate if found is Outcome.ALLOWED else "waits" if found in (Outcome.HELD, Outcome.FROZEN) else "gone"
    return "gone"


def rest_until(jk: Jikim, ref: jikim.Ref, ended: datetime) -> date:
    """Retires a live record, which is over from now on, as if it had ended then. Answers its due day."""
    jk.event(ref, ENDS[ref.kind])
    facts, policy, _ = jk.driver.run(inventory_of(jk.house, ref.subject))
    (mine,) = [fact for fact in facts if fact.record == ref.record]
    events = dict.fromkeys(policy.records[ref.kind].events.values(), ended)
    (step,) = plan(policy, [mine._replace(ended=ended, events=events)], max(ended, jk.now())).steps
    assert jk.driver.run(retire(jk.house, policy, step)) is Outcome.ALLOWED
    return step.parts[0].due


@dataclass(frozen=True)
class StoppedClock:
    """A demo's time that stands still."""

    at: datetime
    worldly: bool = False

    def now(self) -> datetime:
        return self.at


def a_day_later(house: House, due: date) -> House:
    """A house on whose clock that day is past: the database refuses what is early by the moment that is recorded."""
    past = start_of(due + timedelta(days=1), house.policy.zone).astimezone(UTC)
    return replace(house, clock=StoppedClock(past))


def _destroy_day(by: Party, case: Case) -> str:
    assert case.due is not None
    house = a_day_later(by.jk.house, case.due)
    kind = house.policy.records[case.ref.kind].number
    day = by.jk.driver.run(destroy_day(house, house.policy, kind, case.due))
    return "not yet" if day is None else f"{day.parts} parts"


def _stale(subject: UUID) -> Steps[Sequence[Any]]:
    rows = yield Q["stale"](after=UUID(int=subject.int - 1), limit=1)
    return rows[0] if rows and rows[0][0] == subject else ()


def renewed(jk: Jikim, subject: UUID) -> str:
    """Does to one person what a sweep does once something of theirs went."""
    if not (found := jk.driver.run(_stale(subject))):
        return "fresh"
    _, generation, state, kind, records = found
    if state == 1 and records == 0:
        state = 2 if jk.driver.run(leave_empty(jk.house, subject, kind)) else state
    stale, gone = {subject: generation}, state == 2 and records == 0
    jk.driver.run(renew_people(jk.house, {} if gone else stale, stale if gone else {}))
    return "renewed"


def _renew(by: Party, case: Case) -> str:
    renewed(by.jk, case.ref.subject)
    return "ok"


def tidy(jk: Jikim, subject: UUID) -> str:
    """The part of a sweep that one person is concerned by. Answers whether nothing of them is left."""
    facts, policy, here = jk.driver.run(inventory_of(jk.house, subject))
    for step in plan(policy, facts, jk.now(), leaving=not here).steps:
        if step.fate in ("rests", "goes"):
            jk.driver.run(retire(jk.house, policy, step))
    renewed(jk, subject)
    return "forgotten" if jk.driver.run(forget_person(jk.house, subject)) else "stands"


GO = Deed("go", "record:destroy", _sweep_record)
DAY = Deed("destroy-day", "archive:hide", _destroy_day, "archive")
RENEW = Deed("renew", "subject:renew-key", _renew)

RESTRICTIONS = {
    deed.name: deed
    for deed in (
        Deed("withdraw", "subject:consent", _withdraw),
        Deed("leave", "subject:leave", _leave),
        Deed("freeze", "record:freeze", _freeze),
        Deed("correct", "record:correct", _correct),
        Deed("refuse", "record:refuse-correction", _refuse),
        Deed("end", "record:event", _end),
        Deed("revoke", "handler:revoke", _revoke),
        Deed("end-contract", "processor:end", _end_contract),
        Deed("hold", "record:hold", _hold),
        Deed("release", "record:release", _release),
        GO,
        Deed("recall", "subject:consent", _recall),
        Deed("erase", "subject:leave", _erase),
        DAY,
        RENEW,
    )
}

OPPONENTS = {
    deed.name: deed
    for deed in (
        Deed("use", "record:use", _use),
        Deed("use-many", "record:use", _use_many),
        Deed("show", "subject:show", _show),
        Deed("consult", "archive:consult", _consult, "archive"),
        Deed("provide", "record:provide", _provide),
        Deed("entrust", "record:entrust", _entrust),
        Deed("deliver", "record:provide-sent", _deliver),
        GO,
        Deed("rest", "record:retire", _sweep_record),
        DAY,
        RENEW,
    )
}


def in_archive(deed: Deed) -> Deed:
    """A hold on what rests is recorded there."""
    return replace(deed, database="archive")
