"""Requests to exercise a right: filed, listed with their deadline, withdrawn by who filed them. The desk's own steps
are in `request_steps.py`.

What the person writes is a record of theirs (`rights-request`), taken by `collect` and so sealed, searched for numbers
that are never taken, kept and destroyed by the policy; the request refers to it. A correction freezes its record at
once (7.4a), under the request's number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple, get_args
from uuid import UUID, uuid4

from jikim.cases.cases import Happened
from jikim.cases.listing import happened
from jikim.cases.who_may import WORDING, at_desk, own, settled
from jikim.db.driver import Beside, Steps
from jikim.db.queries import load
from jikim.desk.deadlines import deadline
from jikim.desk.request_register import REQUESTS, STEPS
from jikim.desk.right_names import right_name
from jikim.desk.sealed_messages import open_said, said_in, seal_said
from jikim.errors import DeniedError, JikimError
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy, numbers_of
from jikim.policy.decide import deny
from jikim.policy.model import ChannelKind, Language
from jikim.policy.states import State
from jikim.store.holding import Ref
from jikim.store.rows import person_row, record_rows
from jikim.verbs.collect import Person, collect
from jikim.verbs.correct import ask_correction
from jikim.verbs.event import event
from jikim.verbs.house import SYSTEM, House
from jikim.verbs.then import Named, Then, in_force, name_of

Q = load("jikim.desk")

Kind = Literal[
    "access", "correct", "delete", "suspend", "portability", "withdraw", "object", "human-review", "opt-out", "guardian"
]
# On whose word: the person's own (or their guardian's, who acts for them), or that of who shows a document for it.
Asks = Literal["person", "representative", "heir"]
Way = Literal["page", "letter", "phone", "email", "fax", "visit"]
SERVED = timedelta(days=1)
_ENDING = {one.name for one in REQUESTS.steps if one.to in REQUESTS.ends}
_BESIDE = {"refused": "refuse", "overtaken": "overtake"}
KINDS: tuple[Kind, ...] = get_args(Kind)
# By which door of the policy what a person writes comes in.
CHANNELS: Mapping[str, str] = {
    "page": "homepage",
    "letter": "paper",
    "phone": "phone",
    "email": "email",
    "fax": "fax",
    "visit": "paper",
}


class Request(NamedTuple):
    """A request and how it stands. `due` is the last day of an answer in time; `said` the answer or reason, where it
    was opened.

    `about` is the kind of the record that it concerns, by the words of `then`.
    """

    subject: UUID
    request: UUID
    kind: str
    state: str
    by: str
    record: Ref | None
    wording: Ref | None
    opened: datetime
    due: date
    closed: datetime | None
    then: Then
    about: Named | None
    language: Language = "ko"
    said: str = ""

    def right(self, language: Language) -> str:
        """What was asked for, by the words of the version in force when it was settled, else of today's."""
        return right_name(self.then.policy, language, self.kind)

    def answer(self, language: Language) -> str:
        """What was said, to a reader of a language."""
        return said_in(self.said, language)

    @property
    def waiting(self) -> bool:
        return self.state not in REQUESTS.ends

    @property
    def number(self) -> str:
        """The number that a person reads out over the phone; also in a denial of what a correction froze."""
        return str(self.request)[:8].upper()

    def overdue(self, today: date) -> bool:
        """Whether its answer is late."""
        return self.waiting and today > self.due

    def __repr__(self) -> str:
        return f"<Request {self.number} {self.kind} {self.state}>"


def person_of(house: House, subject: UUID) -> Steps[Person | None]:
    """A subject with its kind; None for one who is not known."""
    person = yield from person_row(subject)
    return None if person is None else Person(subject, house.policy.people_named[person.kind])


def address_of(house: House, subject: UUID, first: Ref | None = None) -> Steps[Ref | None]:
    """The record whose e-mail a letter about a request goes to: the one that was written for it, else one that may be
    used now, a membership before others."""
    policy = house.policy
    number = policy.number("item", "email")
    rows = yield from record_rows(subject, house.now())
    fit = [row for row in rows if row.state == State.LIVE and row.frozen is None and number in row.items]
    if not fit:
        return None
    single = {rules.number for rules in policy.records.values() if rules.single}
    best = min(fit, key=lambda row: (first is None or row.record != first.record, row.kind not in single))
    return Ref(subject, best.record, policy.name("record", best.kind))


def records_here(house: House, subject: UUID) -> Steps[list[tuple[Ref, datetime, tuple[int, ...]]]]:
    """The records of a person that live, each with the moment it was taken and the numbers of the items that it holds.
    No value is read."""
    policy = house.policy
    return [
        (Ref(subject, row.record, policy.name("record", row.kind)), row.collected, tuple(row.items))
        for row in (yield from record_rows(subject, house.now()))
        if row.state == State.LIVE
    ]


def answer_at_once(
    house: House, subject: UUID, request: UUID, text: str, actor: Actor, *, done: bool = False
) -> Steps[Request]:
    """The page itself answers its person, who has just proved who they are: nobody has to look at it."""
    yield from own(house, "request:answer", subject, actor)
    return (yield from step(house, subject, request, "do" if done else "answer", SYSTEM, said=text))


def declared(policy: Policy, kind: str) -> bool:
    """Whether the policy declares the right. A guardian's link is asked for where any right is a guardian's too."""
    if kind == "guardian":
        return any("guardian" in right.who for right in policy.file.rights.values())
    return kind in policy.file.rights


def file_request(
    house: House, subject: UUID, kind: Kind, record: Ref | None, by: Way, actor: Actor, *,
    items: Sequence[str] = (), words: Mapping[str, Any] | None = None, confirmed: bool = True,
    language: Language = "ko", written: Ref | None = None, no_resident_number: str = "", transfers: Sequence[Mapping[str, Any]] = (),
    asks: Asks = "person",
) -> Steps[Request]:  # fmt: skip
    """Files a request. `words` is what the person writes (`name`, `text`, …), or `written` the record that holds it
    already; `items` what a correction is about, by default all of the record; `transfers` what is to be sent to whom
    (`desk.transfers`).

    It is one commit with what is written, or with the freeze of what it corrects; a correction that comes with words has
    these in one before it.

    Raises DeniedError for a right that the policy does not declare, or not by this way, and as `collect` and
    `ask_correction` do.
    """
    policy = house.policy
    if actor.kind in ("handler", "officer"):
        yield from at_desk(house, "request:file", subject, actor)
        clause = policy.clause("desk")
    else:
        clause = yield from own(house, "request:file", subject, actor)
    if not declared(policy, kind):
        yield from house.refuse("request:file", policy, actor, deny(policy, "right"), None, subject)
    right = None if kind == "guardian" else policy.file.rights.get(kind)
    person = yield from person_of(house, subject)
    if person is None:
        yield from house.refuse("request:file", policy, actor, deny(policy, "gone"), None, subject)
    assert person is not None
    who = "guardian" if actor.kind == "guardian" else person.kind if asks == "person" else asks
    if right is not None and who not in right.who:
        yield from house.refuse("request:file", policy, actor, deny(policy, "right"), None, subject)
    if right is not None and by not in right.by:
        yield from house.refuse("request:file", policy, actor, deny(policy, "channel"), None, subject)
    if kind == "correct" and record is None:
        raise JikimError(
            "a correction is about one record",
            hint="name the record that is wrong",
            ko=("정정은 기록 하나를 정해 요청합니다", "잘못된 기록을 적어 주세요"),
        )
    request, wording = uuid4(), written
    about = policy.records[record.kind].number if record is not None and record.kind in policy.records else 0
    due = deadline(policy, kind, house.now()).due
    beside = {"asks": asks} if asks != "person" else {}
    under = (right.clause if right else None) or clause
    entry = yield from house.entry("request:file", policy, actor, None, under, right=kind, by=by, **beside)
    facts = {
        "known": confirmed,
        "by": by,
        "about": about,
        "due": due,
        "language": language,
        "as_": actor.kind,
        "asks": asks,
        "transfers": json.dumps(list(transfers), default=str),
        "filed": entry,
    }
    if kind == "correct" and record is not None:
        if words:
            wording = yield from _take_words(house, person, by, words, actor, no_resident_number)
        try:
            # From its filing, by whatever way it came: 7.4a counts from the asking. Where it was not the person, the
            # refusal ends the freeze.
            named = {**facts, "wording": wording.record if wording else None}
            yield from _freeze(house, record, items, actor, request, Beside(Q["asked.freeze"], named))
        except JikimError:
            # What was written for a request that could not be filed goes again.
            if wording is not None:
                yield from end_wording(house, wording, "closed")
            raise
    else:
        asked: dict[str, Any] = {**facts, "request": request, "asked": kind, "of": record.record if record else None}
        if words and WORDING in policy.records:
            with_words = Beside(Q["asked.collect"], asked)
            wording = yield from _take_words(house, person, by, words, actor, no_resident_number, with_words)
        else:
            [(outcome,)] = yield Q["asked.file"](subject=subject, wording=wording.record if wording else None, **asked)
            if outcome:
                settled(house, outcome, request)
    then = yield from in_force(house, entry.at)
    of = (yield from name_of(house, entry.at, "record", about)) if about else None
    state = STEPS["confirm"].to if confirmed else REQUESTS.first
    return Request(subject, request, kind, state, by, record, wording, entry.at, due, None, then, of, language)


def _freeze(
    house: House, record: Ref, items: Sequence[str], actor: Actor, request: UUID, beside: Beside
) -> Steps[None]:
    """Opens a correction of these items, or of all that may be read, under the request's number: what a denied use
    names."""
    rules = house.policy.records.get(record.kind)
    if not items and rules is not None:
        readable = numbers_of(rules.items & ~house.policy.unreadable)
        items = [rules.spoken.get(item, house.policy.name("item", item)) for item in readable]
    yield from ask_correction(house.by(actor), record, items, number=request, beside=beside)


def door_of(policy: Policy, by: Way) -> str:
    """By which of its channels what a person writes comes in: the one named for the way, else one that handlers enter."""
    via = policy.records[WORDING].record.via
    handlers = (name for name in via if by != "page" and policy.file.channels[name].kind is ChannelKind.HANDLER)
    return CHANNELS[by] if CHANNELS[by] in via else next(handlers, via[0])


def _take_words(
    house: House,
    person: Person,
    by: Way,
    words: Mapping[str, Any],
    actor: Actor,
    no_resident_number: str,
    beside: Beside | None = None,
) -> Steps[Ref | None]:
    rules = house.policy.records.get(WORDING)
    if rules is None:
        return None
    taken = yield from collect(
        house.by(actor),
        WORDING,
        words,
        channel=door_of(house.policy, by),
        subject=person,
        old_enough=True,
        no_resident_number=no_resident_number,
        beside=beside,
    )
    return taken.ref


def requests_of(house: House, subject: UUID) -> Steps[list[Request]]:
    """All that a person asked for, the newest first; corrections that came by another way too. Their texts stay sealed."""
    found = []
    for row in (yield Q["asked.of"](subject=subject)):
        found.append((yield from _request(house, subject, row)))
    return found


def request_of(
    house: House, subject: UUID, request: UUID, actor: Actor
) -> Steps[tuple[Request, list[Happened]] | None]:
    """One request with its answer opened, and what happened to it; None where the person has none of that number."""
    if actor.kind in ("handler", "officer"):
        yield from at_desk(house, "request:look", subject, actor)
    else:
        yield from own(house, "request:look", subject, actor)
    rows = yield Q["asked.of"](subject=subject)
    row = next((row for row in rows if request in row[:1]), None)
    if row is None:
        return None
    *_, sealed, _language = row
    said = yield from open_said(house, subject, request, sealed)
    found = (yield from _request(house, subject, row))._replace(said=said)
    history = (yield from happened(house, subject, request)) or [Happened(found.opened, "file", "", "", None)]
    if found.closed is not None and _ENDING.isdisjoint(one.step for one in history[1:]):
        # A correction that was made, refused or overtaken beside the desk ended it.
        history.append(Happened(found.closed, _BESIDE.get(found.state, "do"), "", "", None))
    return found, history


def _request(house: House, subject: UUID, row: Sequence[Any]) -> Steps[Request]:
    request, kind, state, by, record, about, wording, opened, due, closed, _said, language = row
    policy = house.policy
    if due is None:
        due = deadline(policy, kind, opened).due
    at = closed or house.now()
    words = yield from in_force(house, at)
    of = (yield from name_of(house, at, "record", about)) if record and about else None
    return Request(
        subject, request, kind, state, by, Ref(subject, record, policy.name("record", about)) if of else None,
        Ref(subject, wording, WORDING) if wording else None, opened, due, closed, words, of, language,
    )  # fmt: skip


def cancel_request(house: House, subject: UUID, request: UUID, actor: Actor) -> Steps[Request]:
    """The person takes a request back: a freeze ends, and what they wrote goes. Raises where it was settled in the
    meantime."""
    yield from own(house, "request:cancel", subject, actor)
    return (yield from step(house, subject, request, "cancel", actor))


def step(
    house: House,
    subject: UUID,
    request: UUID,
    name: str,
    actor: Actor,
    *,
    said: str | None = None,
    due: date | None = None,
    seen: int | None = None,
    proof: str | None = None,
) -> Steps[Request]:
    """One step of the register, for who was let through. The statement settles what two do at once: the second finds it
    settled.

    `seen` is how many steps the request had when this was decided: with more in between, it is a conflict. `proof`: how
    a confirmation was come by.
    """
    row = STEPS[name]
    sealed = (yield from seal_said(house, subject, request, said)) if said else None
    entry = yield from house.note(f"request:{name}", actor, "rights")
    [(outcome,)] = yield Q["asked.step"](
        subject=subject,
        request=request,
        step=name,
        due=due,
        said=sealed,
        proof=proof,
        seen=seen,
        as_=actor.kind,
        grant=actor.grant,
        entry=entry,
    )
    if outcome:
        settled(house, outcome, request)
    found = next(one for one in (yield from requests_of(house, subject)) if one.request == request)
    person = yield from person_of(house, subject)
    if (
        row.to in REQUESTS.ends
        and found.wording is not None
        and ("person" in row.by or person is None or not person.guest)
    ):
        # What was written served the request alone: it is over with it, and goes by the policy. A guest's holds the
        # address that the answer goes to, and is over a day later (`end_served`).
        yield from end_wording(house, found.wording, "closed" if "person" in row.by else "answered")
    return found._replace(said=said or "")


def end_served(house: House) -> Steps[int]:
    """What was written for requests that were settled a day ago is over. Answers how many records. For the daily work."""
    rows = yield Q["asked.served"](before=house.now() - SERVED, limit=500)
    for subject, wording in rows:
        yield from end_wording(house, Ref(subject, wording, WORDING), "answered")
    return len(rows)


def end_wording(house: House, wording: Ref, name: str) -> Steps[None]:
    """What a person wrote for a request has served. Twice is the same as once."""
    ends = rules.record.ends if (rules := house.policy.records.get(wording.kind)) is not None else None
    if ends is None or name not in ends.on:
        name = next(iter(ends.on), name) if ends is not None else name
    try:
        yield from event(house.by(SYSTEM), wording, name)
    except DeniedError:
        return
