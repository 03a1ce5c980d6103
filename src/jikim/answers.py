"""What the verbs take and answer: values only, the same in process and over HTTP. No value of a person shows in a repr."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from jikim.policy.outcome import Outcome
from jikim.policy.people import is_guest
from jikim.policy.planned import Plan


class Ref(NamedTuple):
    """A record: whose, which, and of what kind (the policy's name)."""

    subject: UUID
    record: UUID
    kind: str


class Corrected(NamedTuple):
    """How a correction ended, and how many recipients of a wrong version are told."""

    outcome: Outcome
    version: int = 0
    told: int = 0
    policy: int = 0


class Person(NamedTuple):
    """A person who is here already."""

    subject: UUID
    kind: str

    @property
    def guest(self) -> bool:
        """Whether they came without an account."""
        return is_guest(self.kind)


@dataclass(frozen=True)
class Collected:
    """Where the record is; and, once, what the payment processor may be handed (never stored, hidden from repr, empty
    over HTTP). `files` is what the sender of files is to be told of them: the code of each that was left out or changed
    (`jikim.uploads.REASONS`)."""

    ref: Ref
    handover: Mapping[str, str] = field(repr=False, default_factory=dict)
    files: tuple[str, ...] = ()


class Offer(NamedTuple):
    """One record offered to `collect_many`."""

    subject: Person
    kind: str
    values: Mapping[str, Any]
    channel: str
    partner: str = ""
    counterparty: str = ""


class Values(Mapping[str, Any]):
    """What a read gave, by item name. It shows its names but never a value in its repr."""

    __slots__ = ("_values", "version")

    def __init__(self, values: Mapping[str, Any], version: int) -> None:
        self._values = dict(values)
        self.version = version

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"<Values {', '.join(self._values)}>"


class Read(NamedTuple):
    """One read of `use_many`."""

    ref: Ref
    purpose: str
    items: Sequence[str] | None = None


class RowRead(NamedTuple):
    """One read of `use_many` of an application's rows: which record kind, and the row's key."""

    kind: str
    key: object
    purpose: str
    items: Sequence[str] | None = None


class FoundRow(NamedTuple):
    """A row of an application's table in which an exact value was found: which record kind, and the row's key."""

    kind: str
    key: str


class Decision(NamedTuple):
    """What the policy would say: yes or no, by which clause, why (a stable code), of which items, and which consents the
    person would have to have given. No value is in it."""

    allowed: bool
    clause: str
    why: str
    about: tuple[str, ...] = ()
    consents: tuple[str, ...] = ()


class Observed(NamedTuple):
    """How often an application did something in its own database, where, for which purpose, and what the policy would
    have said: `allowed`, `refused` or `gap`, by which clause and why."""

    table: str
    columns: str
    deed: str
    verdict: str
    times: int
    view: str = ""
    purpose: str = ""
    clause: str = ""
    why: str = ""


class Overdue(NamedTuple):
    """Rows of an application's table that are older than what the policy lets them be kept. `fate`: what a sweep would do
    with them (`goes`: erased, `rests`: moved to the archive), by which clause. `rows`: how many, None where the table
    could not be read within its limits; `more`: at least so many."""

    table: str
    record: str
    fate: str
    clause: str
    rows: int | None
    more: bool = False


class Correction(NamedTuple):
    """An open correction: its number is what a denied use names."""

    request: UUID
    ref: Ref


class Consented(NamedTuple):
    """What a change of consents did: records that ended by it, and recipients told to delete."""

    ended: int
    told: int


class Message(NamedTuple):
    """Something that waits to leave: whose, its number, and to whom."""

    subject: UUID
    message: UUID
    to: str


class Card(NamedTuple):
    """One record, as it is always shown. `values` is empty where they may no longer be seen; `items` names what it
    holds.

    `policy` is the digest of the version that it was collected under: its items, and the way by which it came, are told
    by its words. `damaged`: its values should open and do not; every other record is shown all the same.
    """

    ref: Ref
    state: str
    items: tuple[str, ...]
    values: Mapping[str, Any]
    why: tuple[str, ...]
    channel: str
    source: str
    collected: datetime
    ended: datetime | None
    version: int
    frozen: UUID | None
    held: bool
    damaged: bool = False
    policy: str = ""

    def __repr__(self) -> str:
        return f"<Card {self.ref.kind} {self.state} {', '.join(self.items)}>"


class RestingCard(NamedTuple):
    """One part that rests: what, under which rules, until when. `values` are for its own person's eyes, and empty for
    anybody else's.

    `policy` is the digest of the version that it was collected under, by whose words it is told.
    """

    ref: Ref
    items: tuple[str, ...]
    until: date
    rules: tuple[tuple[str, date], ...]
    collected: datetime
    ended: datetime
    moved: datetime
    held: bool
    values: Mapping[str, Any] = {}
    policy: str = ""

    def __repr__(self) -> str:
        return f"<RestingCard {self.ref.kind} until {self.until}: {', '.join(self.items)}>"


class Went(NamedTuple):
    """What left, to whom, in which version; and how its deletion stands, once it was asked for (`verbs.deletions`).

    `tells`: who has it would be told of a correction of it, as things stand. `to` and `items` are the names of the
    version with the digest `policy`, the one in force when it left.
    """

    message: UUID
    record: UUID
    to: str
    items: tuple[str, ...]
    version: int
    at: datetime
    state: str
    receipt: str
    deletion: str
    tells: bool
    policy: str


class RecordStatus(NamedTuple):
    """How a record stands, without a value: `live`, `ended` (the sweep will move or destroy it) or `archived`, until the
    last day `until`. `here`: whether its person is. `items` names what it holds; `events` are what happened to it, and
    `went` what left of it, while it is not archived.
    """

    ref: Ref
    state: str
    here: bool
    items: tuple[str, ...]
    collected: datetime
    ended: datetime | None
    until: date | None
    events: tuple[tuple[str, datetime], ...]
    frozen: UUID | None
    held: bool
    went: tuple[Went, ...]

    @property
    def happened(self) -> dict[str, datetime]:
        """What happened to it, by the events' names."""
        return dict(self.events)


class RequestCard(NamedTuple):
    """A person's request and how it stands."""

    request: UUID
    record: UUID
    kind: str
    state: str
    items: tuple[str, ...]
    opened: datetime
    closed: datetime | None


class Destroyed(NamedTuple):
    """How many records of a person were destroyed, the last of them when, and the certificate that has them; None: the
    next will."""

    certificate: UUID | None
    at: datetime
    records: int


class Dossier(NamedTuple):
    """Everything. `leaving` is what leaving now would do; `uses` are the ledger's entries about the person."""

    subject: UUID
    kind: str
    here: bool
    joined: datetime | None
    consents: tuple[str, ...]
    cards: tuple[Card, ...]
    resting: tuple[RestingCard, ...]
    went: tuple[Went, ...]
    requests: tuple[RequestCard, ...]
    uses: tuple[Mapping[str, Any], ...]
    leaving: Plan
    destroyed: tuple[Destroyed, ...] = ()

    def __repr__(self) -> str:
        return f"<Dossier {self.subject}: {len(self.cards)} live, {len(self.resting)} resting>"


class Group(NamedTuple):
    """At least how many people had a record of the kind that began in a month, by kind of person, channel, and how
    often (1: once; 2: two to four times; 5: five times and more)."""

    month: date
    subject_kind: str
    channel: str
    often: int
    people: int


DeletionStanding = Literal["asked", "unclear", "deleted", "kept", "overdue"]


class Deletion(NamedTuple):
    """How many messages to one receiver stand so; `since` is the day on which it was asked."""

    to: str
    since: date
    standing: DeletionStanding
    messages: int
