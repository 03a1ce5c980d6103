"""Reads of many: asked by one handler, approved by another for exactly that query, run once within the hour, each
person's read recorded (10.6).

INVARIANT: data of many is read by an `Approval` alone, and only the row that a second person approved makes one, for
its own query. What runs is the query that the row holds; the caller names none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal, NamedTuple
from uuid import UUID, uuid4

from jikim.answers import Read, Values
from jikim.db.driver import Row, Steps
from jikim.db.steps import value_of
from jikim.errors import InvalidError, JikimError
from jikim.keys.sealed_words import opened, seal
from jikim.policy.ask import Actor, Ask, blank
from jikim.policy.compiled import mask_of
from jikim.policy.decide import deny
from jikim.policy.period import Period, start_of
from jikim.policy.states import Verb
from jikim.reading.people import Q, working
from jikim.store.holding import Ref
from jikim.verbs.destroy import destroy_now
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.house import SYSTEM, House
from jikim.verbs.judged import permit
from jikim.verbs.read_limits import Exempt
from jikim.verbs.then import Then, in_force
from jikim.verbs.use import each_of, opened_values

LIFE = timedelta(hours=1)
MOST = 100_000
BATCH = 200
SPACE = "mass"
KEPT = Period(2, "y")  # as long as the longest time of access records (safety notice §8)
_NIL = UUID(int=0)
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = (datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1))
State = Literal["asked", "approved", "refused", "running", "done", "failed"]


@dataclass(frozen=True)
class Query:
    """What is to be read: of one record kind, for one purpose, these items, of no more people than `ceiling`. Names and
    days; nobody's data."""

    kind: str
    purpose: str
    items: tuple[str, ...]
    ceiling: int
    since: date | None = None
    until: date | None = None
    channels: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    def text(self) -> str:
        """The query as it is approved: one text for one query."""
        return json.dumps(
            {
                "kind": self.kind,
                "purpose": self.purpose,
                "items": sorted(self.items),
                "ceiling": self.ceiling,
                "since": self.since.isoformat() if self.since else "",
                "until": self.until.isoformat() if self.until else "",
                "channels": sorted(self.channels),
                "people": sorted(self.people),
            },
            sort_keys=True,
        )

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(self.text().encode()).digest()


@dataclass(frozen=True)
class Mass:
    """A read of many, as it stands. `reason` and `seen`, what its reviewer found, are empty where their key is gone. `then` has
    the words of what was asked."""

    number: UUID
    query: Query
    digest: bytes
    reason: str
    asker: str
    asked: datetime
    state: State
    approver: str
    decided: datetime | None
    until: datetime | None
    run: datetime | None
    ended: datetime | None
    people: int
    records: int
    reviewer: str
    reviewed: datetime | None
    seen: str
    then: Then

    def runs(self, now: datetime) -> bool:
        """Whether it may be run now, as far as its row says."""
        return self.state == "approved" and self.until is not None and now < self.until

    def lapsed(self, now: datetime) -> bool:
        return self.state == "approved" and not self.runs(now)

    @property
    def unseen(self) -> bool:
        """Whether its file was downloaded, and nobody has looked yet at what became of it."""
        return self.run is not None and self.reviewed is None


class Approval(Exempt, tuple[UUID, Query, str, str, int, datetime]):
    """The right to read what a row says, once, and by no limit but the row's own. INVARIANT: only `begin` makes one, when
    the database has turned its row to `running`."""

    __slots__ = ()

    @property
    def marks(self) -> Mapping[str, str]:
        return {"mass": str(self.number), "shown": "downloaded"}

    def covers(self, _subject: UUID, kind: str = "") -> bool:
        return kind == self.query.kind

    @property
    def number(self) -> UUID:
        return self[0]

    @property
    def query(self) -> Query:
        return self[1]

    @property
    def reason(self) -> str:
        return self[2]

    @property
    def approver(self) -> str:
        return self[3]

    @property
    def people(self) -> int:
        return self[4]

    @property
    def at(self) -> datetime:
        return self[5]


class ReadResult(NamedTuple):
    """One record that was read; or why it was not."""

    ref: Ref
    values: Values | JikimError


def _judged(house: House, query: Query, actor: Actor, reason: str) -> Steps[Ask]:
    """Whether this handler may read this at all: judged as for one record, before anybody is asked to approve it."""
    policy, event = house.policy, "mass:ask"
    yield from working(house, event, actor)
    rules, purpose = policy.records.get(query.kind), policy.number("purpose", query.purpose)
    if rules is None or purpose is None:
        denied = deny(policy, "record-kind" if rules is None else "purpose")
        return (yield from house.refuse(event, policy, actor, denied))
    unknown = [name for name in query.items if name not in rules.names]
    if unknown or not query.items:
        yield from house.refuse(event, policy, actor, deny(policy, "undeclared-item"))
    ask = Ask(Verb.USE, rules.number, mask_of(rules.names[name] for name in query.items), actor, purpose, reason=reason)
    yield from permit(house, event, ask)
    return ask


def ask_mass(house: House, query: Query, *, actor: Actor, reason: str) -> Steps[UUID]:
    """Asks for a read of many. Nothing is read yet: an officer who did not ask approves it first. Answers its number.

    Raises InvalidError for a ceiling or a reason that is none, DeniedError for what this handler may not read of one
    person either.
    """
    if not 1 <= query.ceiling <= MOST:
        raise InvalidError(
            "it is no number of people",
            item="ceiling",
            hint=f"write 1 to {MOST:,}",
            ko=("사람 수를 정해야 합니다", f"1부터 {MOST:,} 사이로 적어 주세요"),
        )
    if blank(reason):
        raise InvalidError(
            "it is empty",
            item="reason",
            hint="say what it is for",
            ko=("사유가 비어 있습니다", "무엇에 쓰려는지 적어 주세요"),
        )
    policy, number = house.policy, uuid4()
    # INVARIANT: what is not understood is refused. Left out, it would make the read wider than the words that somebody
    # approves.
    for item, given, known in (
        ("channel", query.channels, set(policy.file.channels)),
        ("people", query.people, set(house.policy.people)),
    ):
        if not set(given) <= known:
            raise InvalidError(
                "it is none that there is",
                item=item,
                hint="choose of those that the form offers",
                ko=("목록에 없는 항목입니다", "목록에서 선택해 주세요"),
            )
    ask = yield from _judged(house, query, actor, reason)
    said = yield from seal(house.keyring, SPACE, number.bytes, b"reason", reason.encode())
    channels = [policy.number("channel", name) for name in query.channels]
    people = [number_ for kind, number_ in policy.people.items() if kind in query.people]
    stored = {
        "text": query.text(),
        "kind": ask.kind,
        "purpose": ask.purpose,
        "ceiling": query.ceiling,
        "channels": channels,
        "people": people,
        "from": (_FIRST if query.since is None else start_of(query.since, policy.zone)).isoformat(),
        "to": (
            _LAST[0] if query.until is None else start_of(date.fromordinal(query.until.toordinal() + 1), policy.zone)
        ).isoformat(),
    }
    entry = yield from house.entry(
        "mass:ask",
        policy,
        actor,
        ask,
        policy.clause("grant"),
        ceiling=query.ceiling,
        items=",".join(sorted(query.items)),
    )
    done = yield Q["mass.ask"](
        number=number, digest=query.digest, query=json.dumps(stored), said=said, grant=actor.grant, entry=entry
    )
    house.expect(done, policy)
    return number


def decide_mass(house: House, one: Mass, yes: bool, *, actor: Actor) -> Steps[None]:
    """An officer who did not ask approves (for an hour) or refuses exactly this query. Raises DeniedError, or
    ConflictError where it is settled."""
    event, policy = "mass:approve" if yes else "mass:refuse", house.policy
    if actor.kind != "officer":
        yield from house.refuse(event, policy, actor, deny(policy, "not-confirmed"))
    yield from working(house, event, actor)
    entry = yield from house.note(event, actor, "grant")
    until = house.clock.now() + LIFE
    done = yield Q["mass.decide"](
        number=one.number, digest=one.query.digest, yes=yes, grant=actor.grant, until=until, entry=entry
    )
    house.expect(done, policy)


def begin(house: House, one: Mass, *, actor: Actor) -> Steps[Approval]:
    """Begins an approved read: once, by who asked. Raises DeniedError without an approval that stands, or for more
    people than were approved."""
    policy, event = house.policy, "mass:begin"
    yield from working(house, event, actor)
    ask = yield from _judged(house, one.query, actor, one.reason)
    entry = yield from house.entry(event, policy, actor, ask, policy.clause("grant"))
    stored = yield from _stored(one.number, "approved")
    people = (yield from value_of(Q["mass.people"](query=stored, limit=one.query.ceiling + 1))) if stored else 0
    rows = yield Q["mass.begin"](
        number=one.number, digest=one.query.digest, people=people, grant=actor.grant, entry=entry
    )
    house.expect(rows, policy)
    return tuple.__new__(Approval, (one.number, one.query, one.reason, one.approver, people, entry.at))


def _stored(number: UUID, state: State) -> Steps[str | None]:
    """What a read of many asks for, as it was approved; None where it does not stand so."""
    return next((query for (query,) in (yield Q["mass.query"](number=number, state=state))), None)


def page(house: House, approval: Approval, after: Ref | None, *, actor: Actor) -> Steps[list[ReadResult]]:
    """The next lines of a read that runs: each person's read recorded with the number of the approval. Empty where it
    is over."""
    query = approval.query
    subject, record = (_NIL, _NIL) if after is None else (after.subject, after.record)
    stored = yield from _stored(approval.number, "running")
    if stored is None:
        return []
    rows = yield Q["mass.page"](query=stored, after=subject, after_record=record, limit=BATCH)
    refs = [Ref(subject, record, query.kind) for subject, record in rows]
    reads = [Read(ref, query.purpose, list(query.items)) for ref in refs]
    found = yield from each_of(
        house.by(actor), reads, approval.reason, "", lambda read, *one: opened_values(read.ref, *one), approval
    )
    return [ReadResult(ref, values) for ref, values in zip(refs, found, strict=True)]


def end(house: House, approval: Approval, records: int, *, actor: Actor, whole: bool) -> Steps[None]:
    """It is over; or it was cut off, and is over all the same."""
    entry = yield from house.own_look(
        "mass:end", house.policy, actor, None, house.policy.clause("grant"), records=records
    )
    # It is over, whether or not the grant is too.
    yield Q["mass.end"](number=approval.number, state="done" if whole else "failed", records=records, entry=entry)


def review_mass(house: House, one: Mass, word: str, *, actor: Actor) -> Steps[None]:
    """An officer who did not ask says what became of the file: what it was used for, and how it was destroyed.

    Raises InvalidError for no words, DeniedError for anybody else, or ConflictError where it was looked at already.
    """
    event, policy = "mass:review", house.policy
    if actor.kind != "officer":
        yield from house.refuse(event, policy, actor, deny(policy, "not-confirmed"))
    yield from working(house, event, actor)
    if blank(word):
        raise InvalidError(
            "it is empty",
            item="word",
            hint="say what it was used for, and how it was destroyed",
            ko=("확인한 내용이 비어 있습니다", "어디에 쓰고 어떻게 파기했는지 적어 주세요"),
        )
    yield from no_numbers(policy, word=word)
    said = yield from seal(house.keyring, SPACE, one.number.bytes, b"review", word.encode())
    entry = yield from house.note(event, actor, "audit")
    done = yield Q["mass.review"](number=one.number, word=said, grant=actor.grant, entry=entry)
    house.expect(done, policy)


# ---- looking at them


def masses(house: House, after: Mass | None = None, limit: int = 50, *, waiting: bool = False) -> Steps[list[Mass]]:
    """Reads of many, the newest first; `waiting`: those alone with which somebody has something to do."""
    before, number = _LAST if after is None else (after.asked, after.number)
    rows = yield Q["mass.all"](before=before, before_number=number, limit=limit, waiting=waiting)
    return (yield from _opened(house, rows))


def mass_of(house: House, number: UUID) -> Steps[Mass | None]:
    """One of them, by its number."""
    found = yield from _opened(house, (yield Q["mass.of"](number=number)))
    return found[0] if found else None


def lapse_masses() -> Steps[None]:
    """After a restore: what was approved before it may have been run since, and is asked for anew."""
    yield Q["mass.lapse"]()


def forget_masses(house: House) -> Steps[int]:
    """What was asked for longer ago than access records are kept goes: the key of its reason first, then its row.
    Answers how many."""
    zone = house.policy.zone
    before = start_of(house.today() - timedelta(days=round(KEPT.approximate_days())), zone)
    numbers = [number for (number,) in (yield Q["mass.over"](before=before, limit=500))]
    for number in numbers:
        yield from destroy_now(house, "mass:forget", SPACE, number.bytes)
        entry = yield from house.note("mass:forget", SYSTEM, "irrecoverable")
        yield Q["mass.forget"](number=number, entry=entry)
    return len(numbers)


def _opened(house: House, rows: Sequence[Row]) -> Steps[list[Mass]]:
    found = []
    for number, digest, stored, said, asker, asked, state, approver, decided, _, until, run, ended, *more in rows:
        people, records, reviewer, reviewed, word = more
        reason = (yield from opened(house.keyring, SPACE, number.bytes, b"reason", said)).decode()
        seen = (yield from opened(house.keyring, SPACE, number.bytes, b"review", word)).decode()
        found.append(
            Mass(
                number, _query(stored), bytes(digest), reason, asker, asked, state, approver or "", decided, until, run, ended, people or 0,
                records or 0, reviewer or "", reviewed, seen, (yield from in_force(house, asked)),
            )
        )  # fmt: skip
    return found


def _query(stored: Any) -> Query:
    said = json.loads((stored if isinstance(stored, dict) else json.loads(stored))["text"])

    def day(name: str) -> date | None:
        return date.fromisoformat(said[name]) if said[name] else None

    return Query(
        said["kind"],
        said["purpose"],
        tuple(said["items"]),
        said["ceiling"],
        day("since"),
        day("until"),
        tuple(said["channels"]),
        tuple(said["people"]),
    )
