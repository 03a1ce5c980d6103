"""Cases of every register: filed, stepped, taken on, listed. The statement looks for the grant, finds where
a step leads, and records it.

A step names the case and the step alone. What commits with a verb's own statement (`stepping`) is given to the verb as
its `beside`.

A case of the house is filed once while it is open, of each kind about the same. Its own words are sealed; `ko`, `en`,
`about` and `href` hold no personal value: who files it sees to that.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from jikim.cases.facts import sealed, sealed_files, taken
from jikim.cases.numbering import new_number
from jikim.cases.register import FILES, Register, Step
from jikim.cases.who_may import at_desk, kept_out, narrow, own, settled
from jikim.db.driver import Beside, Steps
from jikim.db.queries import load
from jikim.ledger.entry import Entry
from jikim.policy.ask import Actor, Ask
from jikim.policy.decide import deny
from jikim.policy.model import Language
from jikim.policy.period import due as day_after
from jikim.policy.reasons import Why
from jikim.verbs.collect import Person, collect
from jikim.verbs.house import House

Q = load("jikim.cases")
HOUSE = UUID(int=0)  # whom a case of the house is about: nobody
TITLE = 120  # letters of a case's first line in a list


class Case(NamedTuple):
    """A case and how it stands. Where its words are a record of its person's, that record has its number `id`.

    Of the house's: `subject` is HOUSE, `number` the id, `said` what is known of it by its fields, and `sealed` how that
    lies in the database.
    """

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
    kind: str = ""
    about: str = ""
    ko: str = ""
    en: str = ""
    href: str = ""
    said: Mapping[str, str] = MappingProxyType({})
    sealed: bytes | None = None

    def title(self, language: str) -> str:
        """What is to be done: the words of whatever filed it, or the first line of what somebody wrote, as far as a
        list shows it."""
        first = next(iter(self.said.values()), "").partition("\n")[0]
        return (self.ko if language == "ko" else self.en) or (
            first if len(first) <= TITLE else f"{first[: TITLE - 1]}…"
        )


class Happened(NamedTuple):
    """One step that a case has gone. `who` is the kind of actor, `by` a handler's short name, `words` what was said
    with it."""

    at: datetime
    step: str
    who: str
    by: str
    words: Mapping[str, str] | None  # none can be read any more: None


def overdue(register: Register, case: Case, today: date) -> bool:
    """Whether a case waits for the desk, and its day is over."""
    return case.state in register.waits and today > case.due


def clause_of(house: House, register: Register) -> str:
    """The promise behind a register: a mechanism's, or that of a person's duty."""
    duty = house.policy.file.duties.get(register.clause)
    return (duty.clause or f"duties.{register.clause}") if duty is not None else house.policy.clause(register.clause)


def entry_of(
    house: House, register: Register, step: str, actor: Actor, ask: Ask | None = None, **more: str
) -> Steps[Entry]:
    """The entry of a step: `complaint:answer`."""
    event = f"{register.name}:{step}"
    return (yield from house.entry(event, house.policy, actor, ask, clause_of(house, register), **more))


def file_case(
    house: House,
    register: Register,
    kind: str,
    values: Mapping[str, Any],
    *,
    person: Person | None,
    actor: Actor,
    channel: str,
    language: Language,
    old_enough: bool | None,
    no_resident_number: str = "",
) -> Steps[Case]:
    """Files a case by what somebody writes, which becomes a record of theirs: both or neither. Nobody known becomes a
    guest. Raises as `collect` does."""
    entry = yield from entry_of(house, register, "file", actor)
    number, due = new_number(), register.last_day(house.today())
    beside = Beside(
        Q["case.collect"],
        {
            "register": register.name,
            "number": number,
            "due": due,
            "language": language,
            "as_": actor.kind,
            "filed": entry,
        },
    )
    taken = yield from collect(
        house.by(actor),
        kind,
        values,
        channel=channel,
        subject=person or "guest",
        old_enough=old_enough,
        no_resident_number=no_resident_number,
        beside=beside,
    )
    ref = taken.ref
    return Case(ref.subject, ref.record, register.name, number, language, register.first, entry.at, due, None, None, 0)


def stepping(house: House, register: Register, step: str, actor: Actor) -> Steps[Beside]:
    """What commits with an event in the record's life: the step."""
    entry = yield from entry_of(house, register, step, actor)
    return Beside(Q["case.happen"], {"step": step, "as_": actor.kind, "stepped": entry})


def may(house: House, register: Register, step: str, subject: UUID | None, actor: Actor) -> Steps[None]:
    """Goes on for whoever works at the register's desk, or is the person whose step it is; else refuses, recorded."""
    event = f"{register.name}:{step}"
    persons = step == "file" or any(one.name == step and "person" in one.by for one in register.steps)
    if subject is not None and persons and actor.kind in ("member", "guardian") and not register.house:
        yield from own(house, event, subject, actor)
    else:
        yield from at_desk(house, event, subject, actor, register.reads, officer=register.officers)


def listed_for(house: House, register: Register, actor: Actor) -> Steps[bool]:
    """Whether somebody may list the register's cases: by their grant alone, and nothing is recorded."""
    return (yield from kept_out(house, actor, register.reads, officer=register.officers)) is None


def file_by_hand(
    house: House, register: Register, kind: str, given: Mapping[str, str], files: bytes = b"", *, owner: str | None = None,
    actor: Actor,
) -> Steps[UUID]:  # fmt: skip
    """Files what somebody of the office filled in. Raises InvalidError beside a field."""
    yield from may(house, register, "file", None, actor)
    facts, day = yield from taken(house, register.files, given, files)
    return (
        yield from file_house(
            house, register, kind, "", ko="", en="", actor=actor, due=day, owner=owner, facts=facts, files=files
        )
    )


def file_house(
    house: House, register: Register, kind: str, about: str, *, ko: str, en: str, actor: Actor, due: date | None = None, owner: str | None = None,
    href: str = "", facts: Mapping[str, str] | None = None, files: bytes = b"",
) -> Steps[UUID]:  # fmt: skip
    """Files a case of the house and answers its id; that of the open one, where there is one of this kind about the
    same.

    An `owner` who is not in the register of handlers, or has left it, makes it nobody's. `facts`: what somebody wrote;
    `files`: what they attached, packed.
    """
    case, due = uuid4(), due or register.last_day(house.today())
    said = yield from sealed(house, case, b"said", _known(facts or {}))
    named = yield from sealed(house, case, b"file", {FILES: facts[FILES]} if facts and FILES in facts else {})
    kept = yield from sealed_files(house, case, "file", files)
    entry = yield from entry_of(house, register, "file", actor, kind=kind, owner=owner or "")
    [(found,)] = yield Q["case.file"](
        id=case,
        register=register.name,
        kind=kind,
        about=about or str(case),
        owner=owner,
        due=due,
        ko=ko,
        en=en,
        href=href,
        said=said,
        words=named,
        files=kept,
        as_=actor.kind,
        entry=entry,
    )
    assert isinstance(found, UUID)
    return found


def _known(facts: Mapping[str, str]) -> dict[str, str]:
    """What is known of a case from now on: not the files, which stand with the step that they came with."""
    return {name: value for name, value in facts.items() if name != FILES}


def take_step(
    house: House, register: Register, case: Case, step: str, given: Mapping[str, str] | None = None, files: bytes = b"", *,
    actor: Actor,
) -> Steps[None]:  # fmt: skip
    """A step that does nothing else. What a step of the house's asks for is sealed, packed `files` too. Raises
    ConflictError where somebody was faster."""
    yield from may(house, register, step, case.subject, actor)
    # Of a step that is none the database says so.
    one = next((one for one in register.steps if register.house and one.name == step), Step(step, (), "", (), ("", "")))
    facts, day = yield from taken(house, one.asks, given or {}, files)
    if day is None and one.within is not None:
        day = day_after(house.today(), one.within)
    words = yield from sealed(house, case.id, step.encode(), facts)
    said = (yield from sealed(house, case.id, b"said", {**case.said, **_known(facts)})) if one.rewrites else None
    entry = yield from entry_of(house, register, step, actor)
    stepped: dict[str, Any] = {
        "id": case.id, "step": step, "words": words, "said": said, "was": case.sealed,
        "files": (yield from sealed_files(house, case.id, step, files)), "due": day, "as_": actor.kind,
        "grant": actor.grant, "entry": entry,
    }  # fmt: skip
    own_ = register.stepped
    [(outcome,)] = yield Q["case.step"](subject=case.subject, **stepped) if own_ is None else own_(**stepped)
    if outcome:
        settled(house, outcome, case.id)


def take_on(
    house: House,
    register: Register,
    subject: UUID,
    case: UUID,
    from_: str | None,
    to: str | None = None,
    *,
    actor: Actor,
) -> Steps[None]:
    """A case changes hands: a handler takes it on, or an officer gives it to somebody. `from_`: who had it when that
    was decided.

    Raises ConflictError where somebody was faster.
    """
    yield from may(house, register, "take", subject, actor)
    if actor.kind == "handler" and (to not in (None, actor.id) or (register.house and narrow(actor))):
        why: Why = "beyond-grant" if to in (None, actor.id) else "not-confirmed"
        yield from house.refuse(f"{register.name}:take", house.policy, actor, deny(house.policy, why))
    owner = to or actor.id
    entry = yield from entry_of(house, register, "take", actor, owner=owner)
    [(outcome,)] = yield Q["case.take"](
        subject=subject, id=case, from_=from_, owner=owner, as_=actor.kind, grant=actor.grant, entry=entry
    )
    if outcome:
        settled(house, outcome, case)


def act(
    house: House,
    register: Register,
    case: Case,
    step: str,
    given: Mapping[str, str],
    files: bytes = b"",
    *,
    actor: Actor,
) -> Steps[None]:
    """Takes a step with what its form asked for, by the register's own function where it has one."""
    own_act = register.acts.get(step)
    if own_act is not None:
        yield from own_act(house, case, given, actor=actor)
    else:
        yield from take_step(house, register, case, step, given, files, actor=actor)


def tell(subject: UUID, case: UUID, told: int, stage: int) -> Steps[bool]:
    """Notes how far the desk was told of a case's day, once for each stage; `told`: how far it was before."""
    [(wrote,)] = yield Q["case.tell"](subject=subject, id=case, told=told, stage=stage)
    return bool(wrote)
