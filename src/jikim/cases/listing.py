"""Cases as they are listed and read: what is open, closed, a person's own; a case with its words, what happened to it and
its files; the steps that are open to somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jikim.cases.alone import ACTS, ALONE
from jikim.cases.cases import Case, Happened, Q, may
from jikim.cases.facts import SPACE, opened, opened_files
from jikim.cases.numbering import normal_number
from jikim.cases.register import Register, Step
from jikim.cases.who_may import narrow, who_of
from jikim.db.driver import Statement, Steps
from jikim.policy.ask import Actor
from jikim.policy.period import day_of
from jikim.verbs.house import House


def _cases(house: House, asked: Statement) -> Steps[list[Case]]:
    cases = [_named(house, Case._make((*facts, {}, words))) for *facts, words in (yield asked)]
    # Their keys by one look, so that a long list asks no more than a short one.
    yield from house.keyring.open_many(SPACE, [one.id.bytes for one in cases if one.sealed is not None])
    found = []
    for one in cases:
        found.append(one._replace(said=(yield from opened(house, one.id, b"said", one.sealed)) or {}))
    return found


def _named(house: House, case: Case) -> Case:
    """What the database files has its words and its day here."""
    if case.register != ALONE.name:
        return case
    (ko, en), path = ACTS[case.kind]
    opened = day_of(case.opened, house.policy.zone)
    return case._replace(ko=ko, en=en, href=path.format(case.about), due=ALONE.last_day(opened))


def open_cases(
    house: House,
    register: Register,
    *,
    actor: Actor,
    whose: Sequence[str] | None = None,
    waiting: bool = False,
    limit: int = 200,
    after: tuple[date, UUID] | None = None,
) -> Steps[list[Case]]:
    """What is open, the most pressing first. `whose`: of these handlers, `""` for nobody's; None: everyone's. `after`:
    what is behind that one.

    `waiting`: only what waits for the desk.
    """
    yield from may(house, register, "list", None, actor)
    if register.house and narrow(actor):
        whose = [one for one in whose or (actor.id,) if one == actor.id]
    of, states = None if whose is None else list(whose), sorted(register.waits) if waiting else None
    due, case = after or (None, None)
    asked = Q["case.open"](register=register.name, whose=of, states=states, due=due, id=case, limit=limit)
    return (yield from _cases(house, asked))


def second_cases(house: House, register: Register, *, actor: Actor, limit: int) -> Steps[list[Case]]:
    """What waits for a second person whom `actor` can be, whoever has taken it on; the oldest first."""
    yield from may(house, register, "list", None, actor)
    asked = Q["case.second"](
        register=register.name, states=sorted(register.seconds), actor=who_of(actor), at=house.now(), limit=limit
    )
    return (yield from _cases(house, asked))


def closed_cases(
    house: House, register: Register, *, actor: Actor, limit: int = 50, before: tuple[datetime, UUID] | None = None
) -> Steps[list[Case]]:
    """What is closed, the newest first."""
    yield from may(house, register, "list", None, actor)
    whose = actor.id if register.house and narrow(actor) else None
    at, case = before or (None, None)
    asked = Q["case.closed"](register=register.name, owner=whose, at=at, id=case, limit=limit)
    return (yield from _cases(house, asked))


def cases_of(house: House, register: Register, subject: UUID) -> Steps[list[Case]]:
    """A person's cases, the newest first."""
    return (yield from _cases(house, Q["case.of"](register=register.name, subject=subject)))


def case_by(house: House, register: Register, number: str, *, actor: Actor | None = None) -> Steps[Case | None]:
    """The case of a number; None where there is none, or none of the house's that `actor`'s grant lets them read."""
    try:
        found = yield from _cases(
            house,
            Q["case.by"](
                register=register.name, number=normal_number(number), id=UUID(number) if register.house else None
            ),
        )
    except ValueError:
        return None
    hidden = register.house and actor is not None and narrow(actor)
    return next((one for one in found if not hidden or (actor and one.owner == actor.id)), None)


def history_of(house: House, register: Register, case: Case, *, actor: Actor) -> Steps[list[Happened]]:
    """What happened to a case, in order: its audit trail (11.2), for the desk."""
    yield from may(house, register, "look", case.subject, actor)
    return (yield from happened(house, case.subject, case.id))


def happened(house: House, subject: UUID, case: UUID) -> Steps[list[Happened]]:
    """What happened to a case, in order, for who was let through to it."""
    found = []
    for at, step, who, words in (yield Q["case.steps"](subject=subject, id=case)):
        said = yield from opened(house, case, step.encode(), words)
        kind, _, by = who.partition(":")
        found.append(Happened(at, step, kind, by, said))
    return found


def files_of(house: House, register: Register, case: Case, n: int, *, actor: Actor) -> Steps[bytes]:
    """The packed files that came with the n-th step of a case, counted from 1; empty where there are none."""
    yield from may(house, register, "look", case.subject, actor)
    rows = yield Q["case.files"](id=case.id, n=n)
    return (yield from opened_files(house, case.id, *rows[0])) if rows else b""


def offers(house: House, register: Register, case: Case, *, actor: Actor) -> Steps[list[Step]]:
    """The steps that are open to somebody now, in the register's order: the database says which."""
    rows = yield Q["case.offers"](subject=case.subject, id=case.id, actor=who_of(actor), at=house.now())
    found: set[tuple[Any, ...]] = set(rows)
    return [one for one in register.steps if (one.name, one.guard) in found and case.state in one.from_]
