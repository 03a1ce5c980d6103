"""Officers as second persons: a new one's word counts after another officer confirmed them and a day has passed; who is
removed by somebody else stays for a day and is told; who has been alone for 30 days may go on alone, and it is shown.

The rules stand in the database (`live.second`, `live.officer_alone`): every statement that takes a second
person's word asks them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from jikim.alerts.raising import alert
from jikim.db.driver import Steps
from jikim.handlers.register import Q, told_of_ending
from jikim.policy.ask import Actor
from jikim.verbs.approve import only_officers
from jikim.verbs.grant import end_grant, give_grant
from jikim.verbs.house import By, House


class Officer(NamedTuple):
    """An officer: who made and confirmed them (`first`: there was no other), whether their word counts, whether they
    are alone, and when they end."""

    handler: str
    named: str
    named_at: datetime
    confirmed: str | None
    confirmed_at: datetime | None
    counts: bool
    alone: bool
    ending: datetime | None


def officers(house: House) -> Steps[dict[str, Officer]]:
    """Every officer who works here, by their short name."""
    found = [Officer(*row) for row in (yield Q["officer.all"](at=house.now()))]
    return {one.handler: one for one in found}


def goes_alone(house: House, handler: str) -> Steps[bool]:
    """Whether this officer has been the only one for so long that they are the second person to what they asked for
    themself."""
    found = (yield from officers(house)).get(handler)
    return found is not None and found.alone


def confirm_officer(by: By, handler: str) -> Steps[None]:
    """Another officer confirms a new one. Raises DeniedError for who made them and for themself, ConflictError where it
    was done."""
    house, actor = by
    event = "officer:confirm"
    yield from only_officers(house, event, actor)
    entry = yield from house.note(event, actor, "grant", handler=handler)
    done = yield Q["officer.confirm"](handler=handler, grant=actor.grant, entry=entry)
    house.expect(done)


def grant_handler(
    by: By,
    handler: str,
    purposes: Sequence[str],
    until: datetime | None = None,
    *,
    kinds: Sequence[str] | None = None,
    items: Sequence[str] | None = None,
) -> Steps[int]:
    """Gives somebody of the office a grant, as `give_grant` does. Where a lone officer gives it to themself, all are
    told."""
    house, actor = by
    number = yield from give_grant(by, handler, purposes, until, kinds=kinds, items=items)
    if actor.kind == "officer" and actor.id == handler:
        yield from alert(
            house,
            "self-grant",
            "보호책임자가 스스로에게 권한을 주었습니다",
            "An officer gave a grant to themself",
            href="/office/ledger?event=handler:",
            actor=actor,
        )
    return number


def revoke_grant(by: By, number: int) -> Steps[bool]:
    """Ends a grant at once, and answers whether it stood. An officer's that somebody else revokes ends in a day, and
    the officers are told."""
    house, actor = by
    done, ends = yield from end_grant(by, number)
    if ends is not None:
        yield from told_of_ending(house, actor)
    return done


def end_officers(house: House) -> Steps[int]:
    """Officers whom somebody else removed a day ago are none any more. Answers how many. For the daily work."""
    done = 0
    for handler, to in (yield Q["officer.ending"](at=house.now())):
        ender = Actor("system", handler)
        clause = house.policy.clause("handover" if to == "left" else "grant")
        if to == "left":
            entry = yield from house.entry("handler:leave", house.policy, ender, None, clause, handler=handler)
            yield Q["handler.leave"](handler=handler, grant=0, entry=entry)
        else:
            entry = yield from house.entry(
                "handler:change", house.policy, ender, None, clause, handler=handler, kind_of=to
            )
            yield Q["handler.change"](handler=handler, kind=to, said=None, grant=0, entry=entry)
        done += 1
    return done
