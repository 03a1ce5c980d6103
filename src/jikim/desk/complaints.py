"""Complaints: each gets a number to follow it by, a deadline, states and an answer (11.2). The text and the answer are a record (`complaint`) of the person's.

The number is drawn at random and shows how a complaint stands, never a word of it: for that, its person comes in.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from jikim.db.driver import Statement, Steps
from jikim.db.queries import load
from jikim.desk.deadlines import COMPLAINT
from jikim.desk.who_may import at_desk, own, settled, who_of
from jikim.errors import InvalidError, JikimError
from jikim.policy.ask import Actor
from jikim.policy.model import Language
from jikim.policy.outcome import Outcome
from jikim.policy.period import due
from jikim.store.holding import Ref
from jikim.store.sealed import Q as STORE
from jikim.verbs.collect import Person, collect
from jikim.verbs.correct import ask_correction, correct, refuse_correction
from jikim.verbs.event import event
from jikim.verbs.house import House

Q = load("jikim.desk")
KIND = "complaint"
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another over the phone

ComplaintState = Literal["received", "looked-at", "answered", "closed"]
# step → (from, to): the whole life of a complaint
STEPS: dict[str, tuple[tuple[ComplaintState, ...], ComplaintState]] = {
    "look": (("received",), "looked-at"),
    "answer": (("received", "looked-at"), "answered"),
    "close": (("answered",), "closed"),
}
WORDS: dict[str, tuple[str, str]] = {
    "received": ("접수", "received"),
    "looked-at": ("확인 중", "being reviewed"),
    "answered": ("답변 완료", "answered"),
    "closed": ("종결", "closed"),
}


class Complaint(NamedTuple):
    """A complaint and how it stands; its words are in the record `ref`."""

    ref: Ref
    number: str
    language: Language
    state: ComplaintState
    opened: datetime
    due: date
    closed: datetime | None
    owner: str | None = None
    told: int = 0

    @property
    def waiting(self) -> bool:
        return self.state in ("received", "looked-at")

    def overdue(self, today: date) -> bool:
        return self.waiting and today > self.due


class ComplaintStep(NamedTuple):
    """One step of a complaint. `who` is the kind of actor, `by` a handler's short name."""

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


def complain(
    house: House, values: Mapping[str, Any], *, person: Person | None, actor: Actor, old_enough: bool | None = None,
    channel: str = "homepage", language: Language = "ko", no_resident_number: str = "",
) -> Steps[Complaint]:  # fmt: skip
    """Takes a complaint: of a person who is here, or of somebody who becomes a guest by it. Raises as `collect` does."""
    taken = yield from collect(
        house, KIND, values, channel=channel, actor=actor, subject=person or "guest", old_enough=old_enough,
        no_resident_number=no_resident_number,
    )  # fmt: skip
    number, last = new_number(), due(house.today(), COMPLAINT)
    entry = yield from house.entry("complaint:file", house.policy, actor, None, house.policy.clause("complaints"))
    try:
        yield Statement(
            Q["complaint.file"], (taken.ref.subject, taken.ref.record, number, last, language, who_of(actor), *entry)
        )
    except JikimError:
        yield from event(house, taken.ref, "closed", actor=actor)
        raise
    return Complaint(taken.ref, number, language, "received", entry.at, last, None)


def complaints_of(house: House, subject: UUID) -> Steps[list[Complaint]]:
    """A person's complaints, the newest first."""
    rows = yield Statement(Q["complaint.of"], (subject,))
    return [_complaint(row) for row in rows]


def complaint_by(house: House, number: str) -> Steps[Complaint | None]:
    """How the complaint of a number stands; None where there is none."""
    rows = yield Statement(Q["complaint.by"], (normal_number(number),))
    return _complaint(rows[0]) if rows else None


def complaints_waiting(
    house: House, *, actor: Actor, limit: int = 200, after: tuple[date, UUID] | None = None
) -> Steps[list[Complaint]]:
    """What waits for the desk, the most pressing first. `after`: those behind that one."""
    yield from at_desk(house, "complaint:list", None, actor, KIND)
    rows = yield Statement(Q["complaint.waiting"], (*(after or (None, None)), limit))
    return [_complaint(row) for row in rows]


def complaints_closed(
    house: House, *, actor: Actor, limit: int = 50, before: tuple[datetime, UUID] | None = None
) -> Steps[list[Complaint]]:
    """What is closed, the newest first."""
    yield from at_desk(house, "complaint:list", None, actor, KIND)
    rows = yield Statement(Q["complaint.closed"], (*(before or (None, None)), limit))
    return [_complaint(row) for row in rows]


def history_of(house: House, ref: Ref, *, actor: Actor) -> Steps[list[ComplaintStep]]:
    """What happened to a complaint, in order: its audit trail (11.2), for the desk."""
    yield from at_desk(house, "complaint:look", ref.subject, actor, KIND)
    rows = yield Statement(Q["complaint.steps"], (ref.subject, ref.record))
    return [ComplaintStep(*row) for row in rows]


def take_complaint(house: House, ref: Ref, from_: str | None, *, actor: Actor) -> Steps[None]:
    """A handler takes a complaint on, from whoever had it. Raises ConflictError where somebody was faster."""
    event = "complaint:take"
    yield from at_desk(house, event, ref.subject, actor, KIND)
    entry = yield from house.entry(event, house.policy, actor, None, house.policy.clause("complaints"))
    rows = yield Statement(Q["complaint.take"], (ref.subject, ref.record, from_, actor.id, *entry))
    if rows[0][0]:
        settled(house, rows[0][0], ref.record)


def _complaint(row: Any) -> Complaint:
    subject, record, *rest = row
    return Complaint(Ref(subject, record, KIND), *rest)


def look_at(house: House, ref: Ref, *, actor: Actor) -> Steps[None]:
    """The desk has begun to look at it."""
    yield from at_desk(house, "complaint:look", ref.subject, actor, KIND)
    yield from _step(house, ref, "look", actor)


def answer_complaint(house: House, ref: Ref, text: str, *, actor: Actor) -> Steps[None]:
    """Answers: the answer becomes part of the record, and is kept and destroyed with it. Recorded as every change of a record is."""
    yield from at_desk(house, "complaint:answer", ref.subject, actor, KIND)
    if not text.strip():
        raise InvalidError(
            "an answer says something",
            item="answer",
            hint="write the answer",
            ko=("답변이 비어 있습니다", "답변을 적어 주세요"),
        )
    opened = yield from ask_correction(house, ref, ["answer"], actor=actor)
    try:
        # While it is frozen nobody else answers: who comes second finds it answered, and leaves the answer that was sent as it is.
        if not any(one.ref == ref and one.waiting for one in (yield from complaints_of(house, ref.subject))):
            house.denied(house.policy, None, Outcome.CONFLICT)
        yield from correct(house, opened, {"answer": text}, actor=actor)
    except JikimError:
        # What is not answered can be answered still.
        with suppress(JikimError):
            yield from refuse_correction(house, opened, actor=actor, reason="not answered")
        raise
    yield from _step(house, ref, "answer", actor)
    yield from event(house, ref, "answered", actor=actor)


def close_complaint(house: House, ref: Ref, *, actor: Actor) -> Steps[None]:
    """It is over, for its person or the desk: from here on the record rests by its rule.

    Of somebody who has left no record changes any more: the desk tells them the answer itself, and closes what waits.
    """
    from_ = STEPS["close"][0]
    if actor.kind in ("member", "guardian"):
        yield from own(house, "complaint:close", ref.subject, actor)
    else:
        yield from at_desk(house, "complaint:close", ref.subject, actor, KIND)
        here = yield Statement(STORE["subject_of"], (ref.subject,))
        from_ = from_ if here and here[0][1] == 1 else (*STEPS["answer"][0], *from_)
    yield from _step(house, ref, "close", actor, from_)
    yield from event(house, ref, "closed", actor=actor)


def _step(
    house: House, ref: Ref, name: str, actor: Actor, states: tuple[ComplaintState, ...] | None = None
) -> Steps[None]:
    from_, to = STEPS[name]
    entry = yield from house.entry(f"complaint:{name}", house.policy, actor, None, house.policy.clause("complaints"))
    rows = yield Statement(
        Q["complaint.step"],
        (ref.subject, ref.record, name, list(states or from_), to, to == "closed", who_of(actor), *entry),
    )
    if rows[0][0]:
        settled(house, rows[0][0], ref.record)
