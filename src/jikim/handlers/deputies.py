"""Deputies (대리) for holidays: a handler names who stands in for them by a grant of theirs, an officer confirms it, and it
ends by itself with its last day.

The deputy acts under their own name, by a grant of their own that reaches what the other reaches and no more, within
their own pledge and training (10.6, 10.7, 10.9). It ends with the grant that it stands in for, and is passed on to
nobody. What an officer is by being one, a deputy is not.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from jikim.db.driver import Statement, Steps
from jikim.errors import InvalidError
from jikim.handlers.register import Q
from jikim.ledger.entry import Entry
from jikim.policy.ask import Actor
from jikim.policy.period import start_of
from jikim.verbs.approve import only_officers
from jikim.verbs.house import SYSTEM, House

MOST = timedelta(days=92)  # beyond a quarter it is a handover


class Deputy(NamedTuple):
    """Who stands in for whom. `given`: the deputy's own grant, once the first day has come; `ready`: it may be given
    now; `lapsed`: the grant that it stands in for is over; `over`: that, or its last day is over, or it was called off,
    refused or ended."""

    deputy: UUID
    handler: str
    stands_in: str
    under: int
    first: date
    last: date
    named: datetime
    confirmer: str | None
    confirmed: datetime | None
    ended: datetime | None
    ender: str | None
    given: int | None
    lapsed: bool
    over: bool
    ready: bool

    @property
    def waits(self) -> bool:
        """Whether an officer has to confirm it."""
        return self.confirmed is None and not self.over


def _trained(house: House) -> bool:
    """Whether the policy promises that handlers are trained."""
    return "training" in house.policy.file.safeguards


def name_deputy(house: House, stands_in: str, grant: int, first: date, last: date, *, actor: Actor) -> Steps[UUID]:
    """Names who stands in for the actor by a grant of theirs, from one day to another. Nothing begins before an officer
    has confirmed it. Answers its number.

    Raises InvalidError for days that are over or too many, DeniedError for a grant that is not the actor's own, or for
    somebody who has no pledge, or no training that lasts so long.
    """
    today, zone = house.today(), house.policy.zone
    if last < max(first, today) or last - first > MOST or first - today > MOST:
        raise InvalidError(
            "the days are over, or too many",
            item="last",
            hint=f"from today on, and {MOST.days} days at most",
            ko=("기간이 지났거나 너무 깁니다", f"오늘부터 {MOST.days}일 안의 기간으로 정해 주세요"),
        )
    number = uuid4()
    entry = yield from house.note(
        "deputy:name", actor, "grant", handler=stands_in, grant=grant, first=first.isoformat(), last=last.isoformat()
    )
    yield from _done(
        house,
        Q["deputy.name"](
            deputy=number,
            stands_in=stands_in,
            under=grant,
            first=first,
            last=last,
            begins=start_of(first, zone),
            until=start_of(last + timedelta(days=1), zone),
            trained=_trained(house),
            entry=entry,
        ),
    )
    return number


def confirm_deputy(house: House, one: Deputy, *, actor: Actor) -> Steps[None]:
    """An officer who is neither of the two confirms it; where the first day has come, the grant is given at once."""
    event = "deputy:confirm"
    yield from only_officers(house, event, actor)
    entry = yield from _entry(house, event, one, actor)
    confirmed = Q["deputy.confirm"](deputy=one.deputy, grant=actor.grant, trained=_trained(house), entry=entry)
    yield from _done(house, confirmed)
    yield from begin_deputies(house)


def end_deputy(house: House, one: Deputy, *, actor: Actor) -> Steps[None]:
    """Called off by either of the two, or refused or ended by an officer. The deputy's grant ends with it."""
    # It may be by the very grant that ends with it: the statement looks for that first.
    entry = yield from house.own_look(
        "deputy:end", house.policy, actor, None, house.policy.clause("grant"), handler=one.stands_in, grant=one.under
    )
    yield from _done(house, Q["deputy.end"](deputy=one.deputy, grant=actor.grant, entry=entry))


def deputies(house: House) -> Steps[list[Deputy]]:
    """Every one, the newest first; those of somebody who is forgotten are gone with them."""
    rows = yield Q["deputy.all"](at=house.now(), trained=_trained(house))
    return [Deputy(*row) for row in rows]


def begin_deputies(house: House) -> Steps[int]:
    """Gives their grants to those whose first day has come. Answers how many. For the daily work."""
    ready = [one for one in (yield from deputies(house)) if one.ready]
    for one in ready:
        entry = yield from _entry(house, "deputy:begin", one, SYSTEM)
        # Another process may have been quicker.
        yield Q["deputy.begin"](deputy=one.deputy, trained=_trained(house), entry=entry)
    return len(ready)


def _entry(house: House, event: str, one: Deputy, actor: Actor) -> Steps[Entry]:
    return (yield from house.note(event, actor, "grant", handler=one.stands_in, grant=one.under))


def _done(house: House, statement: Statement) -> Steps[None]:
    done = yield statement
    house.expect(done)
