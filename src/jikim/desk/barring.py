"""A membership that an officer ends for misuse, and who does not join again for a time because of it (`rejoining`).

The member was told of the suspension, its reason and evidence at least the policy's time before, and could object. The
end, what bars them and the step of the measure are one commit; with the next the house knows the bars. Later somebody
who is refused objects to the privacy officer, and an officer who did not end the membership may lift what bars them, by
the measure's number.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from jikim.cases.cases import Case, Q, entry_of, may
from jikim.cases.register import Register
from jikim.db.driver import Beside, Steps
from jikim.errors import InvalidError
from jikim.policy.ask import Actor, Ask, blank
from jikim.policy.decide import deny
from jikim.policy.items import accept
from jikim.policy.outcome import Outcome
from jikim.policy.period import Period, day_of, due, due_from, over_before, start_of
from jikim.policy.planned import Plan
from jikim.policy.render.voice import date_in
from jikim.policy.states import Verb
from jikim.store.bars import Barred
from jikim.store.holding import Claim
from jikim.store.sealed import Q as STORE
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.house import House
from jikim.verbs.leave import leave

TOLD = Period(7, "d")  # where the policy bars nobody from joining again, and so does not say how long before


class Bar(NamedTuple):
    """What keeps somebody from joining again: by which measure, until when (its last day), by hashes of which items, who
    ended the membership, and when."""

    number: str
    due: date
    items: tuple[str, ...]
    by: str
    at: datetime


def end_for_misuse(
    house: House, register: Register, case: Case, given: Mapping[str, str], *, actor: Actor
) -> Steps[Plan]:
    """An officer ends the membership, and its items bar its person where the policy says so. Raises InvalidError while
    the member has not known of the suspension for as long as the policy says."""
    yield from may(house, register, "end", case.subject, actor)
    reason = given.get("ended", "")
    ask = yield from _reasoned(house, "measure:end", reason, actor)
    bar = house.policy.file.rejoining
    if bar is not None and "misuse" not in bar.after:
        bar = None
    told = bar.told if bar is not None else TOLD
    told_by = yield from _told_by(house, case, told)
    bars = None
    if bar is not None:
        items = [number for name in bar.items if (number := house.policy.number("item", name)) is not None]
        last = due_from(house.now(), house.policy.zone, bar.for_)
        bars = yield from house.holding.bars.drawn(case.subject, items, last)
    entry = yield from entry_of(house, register, "end", actor, ask)
    who = {"id": case.id, "step": "end", "as_": actor.kind, "stepped": entry}
    beside = Beside(Q["case.bar"], {**who, "bars": bars, "told": told_by})
    return (yield from leave(house.by(actor), case.subject, now=True, beside=beside))


def _told_by(house: House, case: Case, told: Period) -> Steps[datetime]:
    """Before this moment a suspension was told whose membership may end today."""
    today = house.today()
    before = start_of(over_before(today, told) + timedelta(days=1), house.policy.zone)
    steps = yield Q["case.steps"](subject=case.subject, id=case.id)
    late = next((at for at, step, *_ in steps if step == "suspend" and at >= before), None)
    if late is not None:
        last = due(day_of(late, house.policy.zone), told)
        raise InvalidError(
            f"the member was told too short a time ago: the membership can end after {date_in(last, 'en')}",
            item="ended",
            hint="wait for it; until then they may object",
            ko=(
                f"본인에게 알린 지 얼마 되지 않았습니다. {date_in(last, 'ko')}이 지난 뒤에 종료할 수 있습니다",
                "그때까지 본인이 이의를 제기할 수 있습니다",
            ),
        )
    return before


def barred_by(house: House, kind: str, values: Mapping[str, str]) -> Steps[list[Barred]]:
    """By which measures an account of these values is barred now; one without a number: its person left. Asked for whoever
    has proved that they are theirs."""
    policy, bar = house.policy, house.policy.file.rejoining
    claims = []
    for name in bar.items if bar is not None else ():
        number = policy.records[kind].names.get(name)
        if number is not None and values.get(name):
            key = accept(policy.types[number], values[name], country=policy.file.service.country).key
            claims += [Claim(number, key, False)] if key is not None else []
    return (yield from house.holding.bars.against(claims))


def bars(house: House) -> Steps[list[Bar]]:
    """What bars somebody now by an officer's decision, the earliest end first. No hash, and nobody's name."""
    policy = house.policy
    return [
        Bar(number, due, tuple(policy.name("item", item) for item in items), by, at)
        for number, due, items, by, at in (yield STORE["bar.all"]())
        if number
    ]


def lift_bar(house: House, number: str, reason: str, *, actor: Actor) -> Steps[None]:
    """An objection is right: the measure of this number bars nobody any more. Raises DeniedError for who ended the
    membership themselves, while there is another officer, and where nothing is barred by it."""
    if actor.kind not in ("officer", "system"):
        yield from house.refuse("bar:lift", house.policy, actor, deny(house.policy, "not-confirmed"))
    ask = yield from _reasoned(house, "bar:lift", reason, actor)
    entry = yield from house.entry(
        "bar:lift", house.policy, actor, ask, house.policy.clause("rejoining"), number=number
    )
    # What a kill left on its way would bar them still, and stand again.
    yield from house.holding.bars.stand_all()
    [(outcome,)] = yield STORE["bar.lift"](number=number, grant=actor.grant, entry=entry)
    if outcome:
        house.denied(house.policy, None, Outcome(outcome))


def _reasoned(house: House, event: str, reason: str, actor: Actor) -> Steps[Ask]:
    if blank(reason):
        yield from house.refuse(event, house.policy, actor, deny(house.policy, "reason"))
    yield from no_numbers(house.policy, reason=reason)
    return Ask(Verb.LEAVE, 0, 0, actor, reason=reason)
