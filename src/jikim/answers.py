"""What the verbs take and answer: values only, the same in process and over HTTP. No value of a person shows in a repr."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from jikim.policy.outcome import Outcome
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


@dataclass(frozen=True)
class Collected:
    """Where the record is; and, once, what the payment processor may be handed (never stored, hidden from repr, empty
    over HTTP)."""

    ref: Ref
    handover: Mapping[str, str] = field(repr=False, default_factory=dict)


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


class RequestCard(NamedTuple):
    """A person's request and how it stands."""

    request: UUID
    record: UUID
    kind: str
    state: str
    items: tuple[str, ...]
    opened: datetime
    closed: datetime | None


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


WAITS: Mapping[str, tuple[str, str]] = {
    "here": (
        "이용 중인 정보주체이므로 파기할 정보가 없습니다",
        "This person is active, so there is nothing to destroy",
    ),
    "grace": (
        "탈퇴를 취소할 수 있습니다. {detail}부터는 취소할 수 없으며 암호키를 파기하고 데이터를 삭제합니다",
        "Closing the account can still be undone; from {detail} it cannot, and the keys are destroyed and the data deleted",
    ),
    "apart": (
        "오랫동안 이용하지 않아 분리하여 보관하고 있습니다",
        "The account was not used for a long time, and its data is kept apart",
    ),
    "sweep": (
        "다음 파기 작업에서 암호키를 파기하고 데이터를 삭제합니다",
        "The next destruction run destroys the keys and deletes the data",
    ),
    "resting": ("법정 기간까지 분리 보관합니다: {detail}", "A part is archived by law until {detail}"),
    "backup": (
        "보관할 정보를 재암호화한 백업이 생성된 뒤 암호키를 파기합니다",
        "A key is destroyed once a backup holds what is kept, re-encrypted",
    ),
    "epoch": (
        "다음 키 교체(jikim epoch) 시 복구할 수 없게 됩니다",
        "The next key rotation (jikim epoch) makes it irrecoverable",
    ),
    "turning": ("키 교체가 진행 중입니다: {detail}", "A key rotation is under way: {detail}"),
    "provider": ("루트 키 보관 기관이 {detail}까지 파기합니다", "The holder of the root key destroys it by {detail}"),
}


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


class Wait(NamedTuple):
    """What a receipt waits for: a code of `WAITS`, and its day or step."""

    code: str
    detail: str = ""

    def words(self, language: str) -> str:
        """It in `ko` or `en`."""
        return WAITS[self.code][language == "en"].format(detail=self.detail)


# The four dates in their order: name, in words, and what each means.
DATES: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "hidden": (("접근 차단", "hidden"), ("어디에도 표시되지 않습니다", "no longer shown anywhere")),
    "key_destroyed": (
        ("암호키 파기", "key destroyed"),
        ("시스템의 어떤 사용자도 열 수 없습니다", "no user of the system can open it"),
    ),
    "rows_removed": (
        ("데이터 삭제", "data deleted"),
        ("데이터베이스에서 데이터가 삭제되었습니다", "deleted from the database"),
    ),
    "irrecoverable": (
        ("복구·재생 불가", "irrecoverable"),
        ("백업과 디스크를 탈취해도 복구할 수 없습니다", "cannot be recovered, even from stolen disks and backups"),
    ),
}
PLACES: Mapping[str, tuple[str, str]] = {
    "live": ("이용하던 정보", "data in use"),
    "archive": ("분리 보관하던 정보", "archived data"),
}


class DateStep(NamedTuple):
    """One of the four dates, as page, PDF and terminal say it. `at` is None: not yet."""

    name: str
    at: datetime | None

    def label(self, language: str) -> str:
        return DATES[self.name][0][language == "en"]

    def meaning(self, language: str) -> str:
        return DATES[self.name][1][language == "en"]


@dataclass(frozen=True)
class Dates:
    """The four dates of one thing. None: not yet."""

    hidden: datetime | None
    key_destroyed: datetime | None
    rows_removed: datetime | None
    irrecoverable: datetime | None
    waits: tuple[Wait, ...]

    @property
    def steps(self) -> tuple[DateStep, ...]:
        """The four in their order: what every rendering of a receipt is made from."""
        return tuple(DateStep(name, getattr(self, name)) for name in DATES)

    def as_json(self) -> dict[str, Any]:
        return {
            **{step.name: _text(step.at) for step in self.steps},
            "waits": [
                {"for": wait.code, "ko": wait.words("ko"), "en": wait.words("en")}
                | ({"detail": wait.detail} if wait.detail else {})
                for wait in self.waits
            ],
        }


@dataclass(frozen=True)
class Line:
    """A part of it with its own dates: of a person, what was `live` and what rested in the `archive`; of a certificate,
    its lines."""

    kind: str
    what: str
    due: date | None
    count: int
    dates: Dates

    def label(self, language: str) -> str:
        return PLACES[self.what][language == "en"] if self.what in PLACES else self.what


@dataclass(frozen=True)
class Receipt:
    """A receipt. `of` is `person` or `certificate`; `records` counts what went; `worth` is the root key providers'
    word, by name."""

    of: str
    number: UUID
    at: datetime
    dates: Dates
    records: int
    lines: tuple[Line, ...]
    worth: Mapping[str, Mapping[str, str]]

    def as_json(self) -> dict[str, Any]:
        return {
            "jikim-receipt": 1,
            "of": self.of,
            "number": str(self.number),
            "at": self.at.isoformat(),
            **self.dates.as_json(),
            "records": self.records,
            "lines": [
                {
                    "kind": line.kind,
                    "what": line.what,
                    "due": line.due.isoformat() if line.due else None,
                    "count": line.count,
                    **line.dates.as_json(),
                }
                for line in self.lines
            ],
            "worth": {name: dict(words) for name, words in self.worth.items()},
        }
