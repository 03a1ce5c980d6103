"""A breach from the moment it became known to its end."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Literal, NamedTuple
from uuid import UUID, uuid4

from jikim.breach.facts import facts_of, whole
from jikim.crypto import wrap
from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.errors import ConflictError, InvalidError
from jikim.keys.sealed_words import words_of
from jikim.ledger.searching import looked_through, span
from jikim.policy.ask import Actor
from jikim.policy.decide import deny
from jikim.policy.outcome import Outcome
from jikim.verbs.approve import only_officers
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.house import House, error_of
from jikim.verbs.then import Named, Told, meant, named
from jikim.verbs.then import told as told_of

Q = load("jikim.breach")
HOURS = timedelta(hours=72)  # PIPA §34, decree §39, §40
MANY = 1_000  # people from whom on the authority is told
OLDEST = timedelta(days=3653)  # how long ago one may have become known: what is further back is a slip of the pen
MOST = 1_000_000
REACHING = (
    "record:use",
    "archive:consult",
    "archive:show",
    "archive:find",
    "subject:show",
    "record:provide-sent",
    "record:entrust-sent",
    "reading:",
)
Step = Literal["tell", "report", "close"]
FIRST = UUID(int=0)


class Scope(NamedTuple):
    """By what those concerned are found: a span of time, and a handler, a record kind (as this version names it), or
    both; empty: anybody, any."""

    since: datetime
    until: datetime
    handler: str = ""
    kind: str = ""

    def fits(self, kinds: Container[tuple[str, str]], body: Mapping[str, Any]) -> bool:
        """Whether an entry is an act that reached data in this scope. `kinds`: by what version and name an entry names
        the kind."""
        at = datetime.fromisoformat(str(body["at"]))
        event = str(body["event"])
        return (
            self.since <= at < self.until
            and event.startswith(REACHING)
            and event.endswith(":allowed")
            and "subject" in body
            and (not self.handler or str(body.get("actor", "")).partition(":")[2] == self.handler)
            and (not self.kind or (str(body.get("policy")), str(body.get("kind"))) in kinds)
        )


class Case(NamedTuple):
    """A breach. `what` is its account: what happened, when, what was done, whom to ask; `sealed` the same as it is
    kept."""

    breach: UUID
    known: datetime
    opened: datetime
    by: str
    what: Mapping[str, str]
    sealed: bytes
    outside: bool
    telling: datetime | None
    reported: datetime | None
    posted: datetime | None
    closed: datetime | None
    people: int
    told: int
    unreached: int

    @property
    def seen(self) -> str:
        """Says which facts somebody looked at, and nothing of them."""
        return hashlib.sha256(self.sealed).hexdigest()[:32]

    @property
    def gone_out(self) -> bool:
        """Whether letters are written, or the posting stands."""
        return self.telling is not None or self.posted is not None

    @property
    def all_told(self) -> bool:
        """Whether everybody concerned was told: by letter or, whom none reaches, by the posting."""
        return self.people > 0 and not self.untold and (not self.unreached or self.posted is not None)

    @property
    def until(self) -> datetime:
        """When people, and the authority, have to be told."""
        return self.known + HOURS

    def authority(self, sensitive: bool) -> bool:
        """Whether the authority has to be told: many people, sensitive data or unique identifiers, or unlawful access
        from outside."""
        return self.outside or self.people >= MANY or sensitive

    @property
    def untold(self) -> int:
        return self.people - self.told - self.unreached


class Reached(NamedTuple):
    """One person of a breach: which items of which record kinds, by the words of the day on which it became known, and
    how they were told (`mail`), or that they can't be (`none`)."""

    subject: UUID
    items: tuple[Named, ...]
    kinds: tuple[Named, ...]
    told: datetime | None
    way: str | None


def open_case(house: House, what: Mapping[str, str], known: datetime, *, outside: bool, actor: Actor) -> Steps[UUID]:
    """Opens a breach. `what` has the facts that are told to people, as far as they are known: they are completed later
    (`change_facts`)."""
    event = "breach:open"
    yield from only_officers(house, event, actor)
    facts = facts_of(what)
    if not house.now() - OLDEST < known <= house.now():
        raise InvalidError(
            "it lies ahead, or years back",
            item="known",
            hint="when somebody of the house first knew of it",
            ko=("아직 오지 않았거나 너무 오래된 때입니다", "처음 알게 된 때를 적어 주세요"),
        )
    # What is written here goes into letters and onto the board.
    yield from no_numbers(house.policy, **facts)
    number = uuid4()
    yield from house.keyring.ensure("breach", number.bytes)
    said = yield from sealed_facts(house, number, json.dumps(facts, ensure_ascii=False))
    entry = yield from house.note(event, actor, "audit", breach=str(number))
    yield Q["breach.open"](breach=number, known=known, what=said, outside=outside, entry=entry)
    return number


def sealed_facts(house: House, number: UUID, text: str) -> Steps[bytes]:
    """The facts of a case as they are kept, under its own key."""
    return wrap((yield from house.keyring.open("breach", number.bytes)), b"what", text.encode())


def find_people(house: House, number: UUID, scope: Scope, *, actor: Actor) -> Steps[int]:
    """Finds in the ledger whose data was reached in a scope and with which items, and adds them to the case. Answers
    how many are new."""
    event = "breach:find"
    yield from only_officers(house, event, actor)
    low, high = yield from span(scope.since, scope.until)
    kinds = yield from meant(house, scope.kind, "record")
    bodies, stopped = yield from looked_through(
        house.keyring, house.objects, low, high, partial(scope.fits, kinds), most=MOST, pages=MOST
    )
    if stopped > low:
        raise InvalidError(
            "more than a million acts",
            item="since",
            hint="take a shorter span, and then the next",
            ko=("한 번에 찾기에는 너무 많습니다", "기간을 나누어 찾아 주세요"),
        )
    reached = _by_person((yield from told_of(house, bodies)))
    entry = yield from house.note("breach:person", actor, "audit")
    added = 0
    people = list(reached.items())
    for begin in range(0, len(people), 1000):
        page = [(entry.another(), *one) for one in people[begin : begin + 1000]]
        rows = [
            {"subject": str(subject), "entry": str(each.entry), "items": sorted(items), "kinds": sorted(kinds)}
            for each, subject, (items, kinds) in page
        ]
        [(more,)] = yield Q["breach.add"](
            [each.entry for each, *_ in page], breach=number, rows=json.dumps(rows), entry=page[0][0].unvouched()
        )
        added += int(more)
    return added


def _by_person(entries: Iterable[Told]) -> dict[UUID, tuple[set[int], set[int]]]:
    """Items and record kinds by person, as each entry's version means them; a look at everything reaches every item
    that a person could have then."""
    found: dict[UUID, tuple[set[int], set[int]]] = {}
    for one in entries:
        body, policy = one.body, one.then.policy
        items, kinds = found.setdefault(UUID(str(body["subject"])), (set(), set()))
        kinds.update(policy.bearing("record", str(body.get("kind", ""))))
        named = body.get("items") or (policy.file.items if str(body["event"]).startswith("subject:show") else ())
        for name in named:
            items.update(policy.bearing("item", str(name)))
    return found


def cases(house: House) -> Steps[list[Case]]:
    """Every breach, the newest first."""
    found = []
    counted = {breach: counts for breach, *counts in (yield Q["breach.counts"]())}
    for breach, known, opened, by, sealed, *facts in (yield Q["breach.list"]()):
        # Where its words are gone, its clock runs all the same.
        what = (yield from words_of(house.keyring, "breach", breach.bytes, b"what", sealed)) or {"what": ""}
        found.append(Case(breach, known, opened, by, what, bytes(sealed), *facts, *counted.get(breach, (0, 0, 0))))
    return found


def case_of(house: House, number: UUID) -> Steps[Case]:
    """One breach. Raises DeniedError where there is none of that number."""
    for one in (yield from cases(house)):
        if one.breach == number:
            return one
    raise error_of(deny(house.policy, "gone"))


def people_of(
    house: House, case: Case, *, after: UUID = FIRST, most: int = 100, untold: bool = False
) -> Steps[list[Reached]]:
    """The people of a breach in the order of their numbers, a page at a time."""
    rows = yield Q["breach.people"](breach=case.breach, after=after, limit=most, untold=untold)
    words = yield from named(house, case.known, "item", {number for _subject, items, *_ in rows for number in items})
    records = yield from named(
        house, case.known, "record", {number for _subject, _items, kinds, *_ in rows for number in kinds}
    )
    return [
        Reached(subject, tuple(words[one] for one in items), tuple(records[one] for one in kinds), told, way)
        for subject, items, kinds, told, way in rows
    ]


def is_sensitive(reached: Iterable[Reached]) -> bool:
    """Whether an item among them was sensitive or a unique identifier."""
    items = (item for one in reached for item in one.items)
    return any(one.key in one.then.policy.file.guarded for one in items)


def must_report(house: House, case: Case) -> Steps[bool]:
    """Whether the authority has to be told of a case."""
    if case.authority(False):
        return True
    return case.authority(is_sensitive((yield from people_of(house, case, most=MANY))))


def is_late(house: House, case: Case) -> Steps[bool]:
    """Whether its time is over, and somebody is still to be told: those concerned (whom nobody has looked for,
    perhaps), or the authority."""
    if case.closed is not None or house.now() <= case.until:
        return False
    if not case.all_told:
        return True
    return case.reported is None and (yield from must_report(house, case))


def told(house: House, number: UUID, subject: UUID, way: Literal["mail", "none"], *, actor: Actor) -> Steps[bool]:
    """Somebody was told, or can't be reached. Once."""
    entry = yield from house.note("breach:tell", actor, "audit")
    [(done,)] = yield Q["breach.tell"](subject=subject, breach=number, way=way, entry=entry)
    return bool(done)


def step(house: House, number: UUID, name: Step, *, actor: Actor) -> Steps[None]:
    """Letters are to be written (`tell`), the authority was told (`report`), or the case is over (`close`).

    Raises InvalidError where letters would lack what the law has told, and ConflictError for what was done before, and
    for a case that is to be closed while somebody is still to be told: those concerned, the authority, or (by a
    posting) whom no letter reaches.
    """
    event = f"breach:{name}"
    yield from only_officers(house, event, actor)
    case = yield from case_of(house, number)
    if name == "close":
        yield from _told_all(house, case)
    if name == "tell":
        whole(case.what)
    entry = yield from house.note(event, actor, "audit", breach=str(number))
    [(outcome,)] = yield Q["breach.step"](breach=number, step=name, was=case.sealed, untold=case.untold, entry=entry)
    if Outcome(outcome) is not Outcome.ALLOWED:
        raise done_before()


def done_before() -> ConflictError:
    return ConflictError(
        "that was done before, or people are still to be told",
        hint="tell everybody first; a case is closed once",
        ko=(
            "이미 처리했거나, 아직 알리지 않은 사람이 있습니다",
            "먼저 모두에게 알려 주세요. 사건은 한 번만 종결합니다",
        ),
    )


def _told_all(house: House, case: Case) -> Steps[None]:
    # What was reported or posted stays so: nothing is lost between this look and the statement, which is told how many
    # letters are left.
    if (case.unreached and case.posted is None) or (case.reported is None and (yield from must_report(house, case))):
        raise ConflictError(
            "the authority is still to be told, or a posting to be put up for whom no letter reaches",
            hint="do that first",
            ko=(
                "감독기관에 아직 신고하지 않았거나, 알릴 방법이 없는 사람을 위한 게시를 하지 않았습니다",
                "먼저 처리해 주세요",
            ),
        )
