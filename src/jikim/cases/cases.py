"""Cases of every register: filed, stepped, taken on, listed, forgotten. The statement looks for the grant, finds where a step leads, and records it.

A step names the case and the step alone. What commits with a verb's own statement (`stepping`) is given to the verb as its `beside`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from jikim.cases.register import Register, Step
from jikim.cases.who_may import at_desk, own, settled, who_of
from jikim.db.driver import Beside, Statement, Steps
from jikim.db.queries import load
from jikim.ledger.entry import Entry
from jikim.policy.ask import Actor, Ask
from jikim.policy.model import Language
from jikim.verbs.collect import Person, collect
from jikim.verbs.house import SYSTEM, House

Q = load("jikim.cases")
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another over the phone


class Case(NamedTuple):
    """A case and how it stands. Where its words are a record of its person's, that record has its number `id`."""

    subject: UUID
    id: UUID
    register: str
    number: str
    language: Language
    state: str
    opened: datetime
    due: date
    closed: datetime | None
    owner: str | None
    told: int


class Happened(NamedTuple):
    """One step that a case has gone. `who` is the kind of actor, `by` a handler's short name."""

    at: datetime
    step: str
    who: str
    by: str


def new_number() -> str:
    """`7K3QX-2MHVD`: fifty bits, so that nobody comes upon another's by trying."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(10))
    return f"{drawn[:5]}-{drawn[5:]}"


def normal_number(text: str) -> str:
    """A number as people type it."""
    kept = "".join(c for c in text.upper() if c.isalnum())
    return f"{kept[:5]}-{kept[5:]}"


def overdue(register: Register, case: Case, today: date) -> bool:
    """Whether a case waits for the desk, and its day is over."""
    return case.state in register.waits and today > case.due


def clause_of(house: House, register: Register) -> str:
    """The promise behind a register: a mechanism's, or that of a person's duty."""
    duty = house.policy.file.duties.get(register.clause)
    return (duty.clause if duty is not None else None) or house.policy.clause(register.clause)


def entry_of(
    house: House, register: Register, step: str, actor: Actor, ask: Ask | None = None, **more: str
) -> Steps[Entry]:
    """The entry of a step: `complaint:answer`."""
    event = f"{register.name}:{step}"
    return (yield from house.entry(event, house.policy, actor, ask, clause_of(house, register), **more))


def file_case(
    house: House, register: Register, kind: str, values: Mapping[str, Any], *, person: Person | None, actor: Actor, channel: str,
    language: Language, old_enough: bool | None, no_resident_number: str = "",
) -> Steps[Case]:  # fmt: skip
    """Files a case by what somebody writes, which becomes a record of theirs: both or neither. Nobody known becomes a guest. Raises as `collect` does."""
    entry = yield from entry_of(house, register, "file", actor)
    number, due = new_number(), register.last_day(house.today())
    beside = Beside(Q["case.collect"], (register.name, number, due, language, who_of(actor), *entry))
    taken = yield from collect(
        house, kind, values, channel=channel, actor=actor, subject=person or "guest", old_enough=old_enough,
        no_resident_number=no_resident_number, beside=beside,
    )  # fmt: skip
    ref = taken.ref
    return Case(ref.subject, ref.record, register.name, number, language, register.first, entry.at, due, None, None, 0)


def stepping(house: House, register: Register, step: str, actor: Actor) -> Steps[Beside]:
    """What commits with an event in the record's life: the step."""
    entry = yield from entry_of(house, register, step, actor)
    return Beside(Q["case.happen"], (step, who_of(actor), *entry))


def may(house: House, register: Register, step: str, subject: UUID | None, actor: Actor) -> Steps[None]:
    """Goes on for whoever works at the register's desk, or is the person whose step it is; else refuses, recorded."""
    event = f"{register.name}:{step}"
    persons = step == "file" or any(one.name == step and "person" in one.by for one in register.steps)
    if subject is not None and persons and actor.kind in ("member", "guardian"):
        yield from own(house, event, subject, actor)
    else:
        yield from at_desk(house, event, subject, actor, register.reads, officer=not register.reads)


def file_plainly(house: House, register: Register, subject: UUID, *, actor: Actor, language: Language) -> Steps[Case]:
    """Files a case that has no record of its own about somebody who is here. Raises DeniedError for nobody."""
    yield from may(house, register, "file", subject, actor)
    entry = yield from entry_of(house, register, "file", actor)
    number, due = new_number(), register.last_day(house.today())
    case = Case(subject, uuid4(), register.name, number, language, register.first, entry.at, due, None, None, 0)
    filed = (subject, case.id, register.name, number, due, language, who_of(actor), actor.grant)
    rows = yield Statement(Q["case.file"], (*filed, *entry))
    if rows[0][0]:
        settled(house, rows[0][0], case.id)
    return case


def take_step(house: House, register: Register, case: Case, step: str, *, actor: Actor) -> Steps[None]:
    """A step that does nothing else. Raises ConflictError where somebody was faster."""
    yield from may(house, register, step, case.subject, actor)
    entry = yield from entry_of(house, register, step, actor)
    rows = yield Statement(Q["case.step"], (case.subject, case.id, step, who_of(actor), actor.grant, *entry))
    if rows[0][0]:
        settled(house, rows[0][0], case.id)


def take_on(house: House, register: Register, case: Case, from_: str | None, *, actor: Actor) -> Steps[None]:
    """A handler takes a case on, from whoever had it. Raises ConflictError where somebody was faster."""
    yield from may(house, register, "take", case.subject, actor)
    entry = yield from entry_of(house, register, "take", actor)
    rows = yield Statement(Q["case.take"], (case.subject, case.id, from_, who_of(actor), actor.grant, *entry))
    if rows[0][0]:
        settled(house, rows[0][0], case.id)


def act(
    house: House, register: Register, case: Case, step: str, given: Mapping[str, str], *, actor: Actor
) -> Steps[None]:
    """Takes a step with what its form asked for, by the register's own function where it has one."""
    own_act = register.acts.get(step)
    if own_act is not None:
        yield from own_act(house, case, given, actor=actor)
    else:
        yield from take_step(house, register, case, step, actor=actor)


def open_cases(
    house: House, register: Register, *, actor: Actor, limit: int = 200, after: tuple[date, UUID] | None = None
) -> Steps[list[Case]]:
    """What is open, the most pressing first. `after`: what is behind that one."""
    yield from may(house, register, "list", None, actor)
    rows = yield Statement(Q["case.open"], (register.name, *(after or (None, None)), limit))
    return [Case(*row) for row in rows]


def closed_cases(
    house: House, register: Register, *, actor: Actor, limit: int = 50, before: tuple[datetime, UUID] | None = None
) -> Steps[list[Case]]:
    """What is closed, the newest first."""
    yield from may(house, register, "list", None, actor)
    rows = yield Statement(Q["case.closed"], (register.name, *(before or (None, None)), limit))
    return [Case(*row) for row in rows]


def cases_of(_house: House, register: Register, subject: UUID) -> Steps[list[Case]]:
    """A person's cases, the newest first."""
    rows = yield Statement(Q["case.of"], (register.name, subject))
    return [Case(*row) for row in rows]


def case_by(_house: House, register: Register, number: str) -> Steps[Case | None]:
    """The case of a number; None where there is none."""
    rows = yield Statement(Q["case.by"], (register.name, normal_number(number)))
    return Case(*rows[0]) if rows else None


def history_of(house: House, register: Register, case: Case, *, actor: Actor) -> Steps[list[Happened]]:
    """What happened to a case, in order: its audit trail (11.2), for the desk."""
    yield from may(house, register, "look", case.subject, actor)
    rows = yield Statement(Q["case.steps"], (case.subject, case.id))
    return [Happened(at, step, *who.partition(":")[::2]) for at, step, who in rows]


def offers(_house: House, register: Register, case: Case, *, actor: Actor) -> Steps[list[Step]]:
    """The steps that are open to somebody now, in the register's order: the database says which."""
    rows = yield Statement(Q["case.offers"], (case.subject, case.id, who_of(actor)))
    found: set[tuple[Any, ...]] = set(rows)
    return [one for one in register.steps if (one.name, one.guard) in found and case.state in one.from_]


def tell(case: Case, told: int, stage: int) -> Steps[bool]:
    """Notes how far the desk was told of a case's day, once for each stage; `told`: how far it was before."""
    rows = yield Statement(Q["case.tell"], (case.subject, case.id, told, stage))
    return bool(rows[0][0])


def forget_cases(house: House) -> Steps[int]:
    """Closed cases whose time is over are known no more. Answers how many; which, the statement says in their persons' ledgers."""
    entry = yield from house.entry("case:forget", house.policy, SYSTEM, None, house.policy.clause("audit"))
    rows = yield Statement(Q["case.forget"], (500, *entry))
    return int(rows[0][0])
