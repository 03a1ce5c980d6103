"""move_in: records that an application held before, with the dates that they have there, while an approved import runs.

A row passes the same judgement as any record: the channel by which it once came decides what it may hold (`decide`), and
what nothing would keep today does not come in (`plan`). No date of it lies ahead, and a row that is here already is left
as it is, so that no period begins anew or gets shorter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from jikim.db.driver import Steps
from jikim.errors import ConflictError, InvalidError
from jikim.ledger.entry import Entry
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy, numbers_of
from jikim.policy.decide import Allowed, Denied, deny
from jikim.policy.outcome import Outcome
from jikim.policy.plan import over_from, plan
from jikim.policy.planned import RecordFacts
from jikim.policy.states import State
from jikim.store.arrivals import Arrival, Arrived, Dates, MoveIn, ReadTo
from jikim.store.claims import TRIES
from jikim.store.holding import Claim, New, shared
from jikim.store.index import MOVED
from jikim.store.sealed import Q
from jikim.verbs.collect import Offered, barring_of
from jikim.verbs.event import NEVER_TOLD
from jikim.verbs.house import By, House
from jikim.verbs.values import Checked

EVENT = "record:move-in"
NO_KEY, NO_DATE, BAD_DATE = "no-key", "no-date", "bad-date"


class OldRow(NamedTuple):
    """A record as an application held it. `key` and `person` are what the application itself knows the row and its
    person by, each with its table; of a person's own row both are the same. `ended` and the moments of `events` and
    `consents` are those of then."""

    key: str
    person: str
    kind: str
    channel: str
    who: str
    values: Mapping[str, Any]
    collected: datetime | None
    ended: datetime | None = None
    events: Mapping[str, datetime] = {}
    consents: Mapping[str, datetime] = {}
    old_enough: bool | None = None
    brings: bool = False  # it brings its person, who is not here yet

    @property
    def is_person(self) -> bool:
        return self.key == self.person


class Unmoved(NamedTuple):
    """Why a row does not come in: a stable code, the items it is about, and the clause. Nothing that the row held."""

    why: str
    items: tuple[str, ...] = ()
    clause: str = ""


class Ready(NamedTuple):
    """A row that the policy allows."""

    allowed: Allowed
    checked: Checked
    dates: Dates
    over: datetime | None


Answer = Unmoved | UUID | None  # refused, taken as this record, or here already


def judge(house: House, policy: Policy, row: OldRow, actor: Actor) -> Ready | Unmoved:
    """What the policy says of one row, before anything is asked of a database: its form, its dates, whether it may be
    held, and whether anything would keep it today."""
    now = house.now()
    if row.collected is None:
        return Unmoved(NO_DATE)
    moments = (*row.events.values(), *((row.ended,) if row.ended is not None else ()))
    if any(one > now for one in (row.collected, *moments, *row.consents.values())) or any(
        one < row.collected for one in moments
    ):
        return Unmoved(BAD_DATE)
    offered = Offered(
        row.kind, row.channel, row.who, actor, row.old_enough, consents=tuple(row.consents), moved=True,
        country=policy.file.service.country,
    )  # fmt: skip
    try:
        prepared = offered.prepare(row.values, policy, policy)
    except InvalidError as error:
        return Unmoved("invalid-value", (error.item,) if error.item else ())
    if isinstance(prepared, Denied):
        return _refused(prepared)
    ask, (checked, _) = prepared
    answer = house.judge(policy, ask)
    if isinstance(answer, Denied):
        return _refused(answer)
    rules = policy.records[row.kind]
    if unknown := [name for name in row.events if name not in rules.events or name in NEVER_TOLD]:
        return Unmoved("event", tuple(unknown), rules.clause)
    events = {rules.events[name]: at for name, at in row.events.items()}
    ended = min((at for at in (row.ended, *(at for n, at in events.items() if n in rules.ending)) if at), default=None)
    facts = RecordFacts(
        uuid4(), uuid4(), rules.number, ask.subject_kind, State.LIVE if ended is None else State.ENDED, checked.items,
        row.collected, events, ended,
    )  # fmt: skip
    (step,) = plan(policy, [facts], now).steps
    if step.fate == "goes":
        return _refused(deny(policy, "ended"))
    return Ready(
        answer,
        checked,
        Dates(
            row.collected,
            ended,
            {str(number): at for number, at in events.items()},
            tuple(_since(policy, row)[number] for number in numbers_of(ask.consents)),
        ),
        over_from(policy, rules, row.collected, events),
    )


def _since(policy: Policy, row: OldRow) -> Mapping[int, datetime]:
    consents = {**policy.purpose_consents, **policy.recipient_consents}
    return {consents[name]: at for name, at in row.consents.items()}


def _refused(denied: Denied) -> Unmoved:
    return Unmoved(denied.why, denied.about, denied.clause)


def begin(by: By, move: UUID) -> Steps[UUID | None]:
    """A run of an import begins, and goes on with what one before it was at. Answers it."""
    return (yield from by.house.holding.arrivals.begin(move))


def move_in(
    by: By, move: UUID, run: UUID | None, source: str, read_to: ReadTo, rows: Sequence[OldRow]
) -> Steps[list[Answer]]:
    """Notes how far a table of a source was read before these rows, and takes them, in one commit on each server that
    their people lie on. A row that is refused hinders no other.

    Raises DeniedError where the import was not approved by another, or runs no more.
    """
    house, actor = by
    policy, version = house.in_force()
    yield Q["move_read"](move=move, source=source, rows=read_to.rows, last=read_to.last)
    answers: dict[int, Answer] = {}
    waiting, later, tries = list(range(len(rows))), list[int](), 0
    while tries < TRIES:
        known = yield from house.holding.arrivals.moved(
            list({key for n in waiting for key in (rows[n].key, rows[n].person)})
        )
        given: list[tuple[int, MoveIn]] = []
        brought: set[str] = set()
        shared_by: Entry | None = None
        facts: dict[tuple[int, str], str] = {}
        for n in waiting:
            row = rows[n]
            if row.key in known:
                answers[n] = None
                continue
            here = None if row.is_person else known.get(row.person)
            if row.brings and here is None and row.person in brought:
                later.append(n)  # their person comes in by another row of this statement
                continue
            if not row.is_person and here is None and not row.brings:
                answers[n] = _refused(deny(policy, "gone"))
                continue
            if here is not None:
                # What they agreed to is known of them already.
                row = row._replace(who=house.policy.people_named[here.kind], consents={})
            ready = judge(house, policy, row, actor)
            if isinstance(ready, Unmoved):
                answers[n] = ready
                continue
            brought.add(row.person)
            alike = (ready.allowed.ask.kind, row.channel)
            if shared_by is None or alike not in facts:
                made = yield from house.own_look(
                    EVENT, policy, actor, ready.allowed.ask, ready.allowed.clause,
                    channel="imported", came_by=row.channel, move=str(move),
                )  # fmt: skip
                shared_by = shared_by or made
                facts[alike] = made.fact
            given.append((n, _given(house, ready, row, here, shared_by.another(facts[alike]))))
        outcomes: list[Outcome] = []
        if shared_by is not None:
            arrival = Arrival(move, run, shared_by.at, shared_by.who, actor.grant)
            outcomes = yield from house.holding.arrivals.move_in(arrival, [one for _, one in given], version)
        waiting, later, tries = later, [], tries + 1 - bool(later)
        for (n, (allowed, new, *_)), outcome in zip(given, outcomes, strict=True):
            if outcome is Outcome.NOT_APPROVED:
                raise house.found(policy, allowed, outcome)
            if outcome is Outcome.CONFLICT:
                waiting.append(n)
            elif outcome is Outcome.ALLOWED:
                answers[n] = new.record
            else:
                denied = house.denial(policy, allowed, outcome)
                answers[n] = _refused(denied) if denied is not None else Unmoved(outcome.name.lower())
        if not waiting:
            return [answers[n] for n in range(len(rows))]
    raise ConflictError(
        "someone changed the same things in between",
        hint="go on with --resume, and one run at a time",
        ko=("그 사이에 다른 변경이 있었습니다", "한 번에 하나만 실행하고, --resume으로 이어서 해 주세요"),
    )


def _given(house: House, ready: Ready, row: OldRow, here: Arrived | None, entry: Entry) -> MoveIn:
    ask = ready.allowed.ask
    guest = ask.subject_kind in house.policy.guests
    claims = shared(ready.checked.claims) if guest else ready.checked.claims
    known = (row.key,) if row.is_person or here is not None else (row.key, row.person)
    claims = (*claims, *(Claim(MOVED, one, True) for one in known))
    new = New(
        house.holding.newcomer() if here is None else here.subject, ask.subject_kind, here is None,
        tuple(numbers_of(ask.consents)), uuid4(), ready.checked.values, claims, ask.channel, 0, 0, ready.over,
        ready.allowed.policy.records[row.kind].single,
        barring_of(ready.allowed.policy, row.kind, row.who, here is None, ready.checked.claims),
    )  # fmt: skip
    return ready.allowed, new, entry, ready.dates, 1 if here is None else here.generation


def read_to(move: UUID, source: str) -> Steps[ReadTo]:
    """How far a part of a source was read under an approval."""
    [(rows, last)] = yield Q["move_reached"](move=move, source=source)
    return ReadTo(rows or 0, last)
