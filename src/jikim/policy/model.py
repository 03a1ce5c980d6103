"""The policy file as typed data: what each part may say, before anything is checked for meaning.

Pydantic reports every structural mistake at once; `check` adds those of meaning. Every model forbids unknown keys,
so that a misspelt promise never passes for a kept one. The JSON Schema that editors use is made from these classes.

A *reference* to an item is its name (`email`); a reference to a record kind's own contents is `kind.name`
(`order.lines`), or just `name` inside that record kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from jikim.policy.period import Period

Language = Literal["ko", "en"]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([._-][a-z0-9]+)*$", max_length=64)]
Ref = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]*$", max_length=129)]
Clause = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.–-]*$", max_length=16)]
Text = Annotated[
    dict[Language, Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]],
    Field(description="the same text in each of the service's languages, by language code"),
]


class Part(BaseModel):
    """Any part of the file: frozen, and closed to keys it does not declare."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Promise(Part):
    """A part that states a promise. `clause` is its number in the published document (`5.3`)."""

    label: Text
    note: Text | None = None
    clause: Clause | None = None


# ---- who and when


class SubjectKind(StrEnum):
    """Whose data it is."""

    MEMBER = "member"
    CORPORATE = "corporate"
    GUEST = "guest"


class Service(Part):
    name: Text
    controller: Text
    url: str
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    time_zone: str
    languages: tuple[Language, ...] = ("ko", "en")
    under: tuple[Name, ...] = Field(description="statutes of the catalogue that the policy is made under")
    covers: tuple[SubjectKind, ...]
    clause: Clause | None = None


class Version(Part):
    announced: date
    effective: date
    clause: Clause | None = None


# ---- what


class ItemType(StrEnum):
    """What a value is; each type has one validator and one way to be masked (`policy/items.py`)."""

    LOGIN_ID = "login-id"
    PASSWORD = "password"  # noqa: S105 - a type's name
    PERSON_NAME = "person-name"
    EMAIL = "email"
    COUNTRY = "country"
    MOBILE = "mobile"
    PHONE = "phone"
    ADDRESS = "address"
    COMPANY = "company-name"
    BUSINESS_NUMBER = "kr.business-registration-number"
    USAGE = "usage-record"
    ACCESS_LOG = "access-log"
    COOKIE_ID = "cookie-id"
    IP_ADDRESS = "ip-address"
    CARD = "card"
    BANK_ACCOUNT = "bank-account"
    PAYMENT = "payment-record"
    TEXT = "text"
    # Types a policy may declare only to be told by `check` what they ask for, or that it may name in `refuse`.
    GENDER = "gender"
    AGE_BAND = "age-band"
    REGION = "region"
    BIRTH_DATE = "birth-date"
    RESIDENT_NUMBER = "kr.resident-registration-number"
    ALIEN_NUMBER = "kr.alien-registration-number"
    PASSPORT = "kr.passport-number"
    DRIVER_LICENCE = "kr.driver-licence-number"
    SENSITIVE = "sensitive"


class Item(Promise):
    type: ItemType
    unique: bool = Field(False, description="no two members may hold the same value")
    lookup: bool = Field(False, description="a subject can be found by this value (exact match, blind index)")


class Refuse(Part):
    """What is never taken, whoever offers it."""

    types: tuple[ItemType, ...]
    below_age: int = Field(0, ge=0, le=30)
    clause: Clause | None = None
    note: Text | None = None


class ChannelKind(StrEnum):
    SELF = "self"  # the data subject enters it
    HANDLER = "handler"  # a handler enters what came on paper, by phone or fax
    AUTOMATIC = "automatic"  # arises from use of the service
    PARTNER = "partner"  # a partner company supplies it


class Channel(Promise):
    kind: ChannelKind
    items: tuple[Ref, ...] = Field(description="what this channel may bring; contents as `record.name`")


class Partner(Promise):
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    contact: str | None = None
    records: tuple[Name, ...]
    items: tuple[Ref, ...]
    purposes: tuple[Name, ...]


# ---- why


class Basis(StrEnum):
    CONTRACT = "contract"
    CONSENT = "consent"
    LAW = "law"
    LEGITIMATE_INTEREST = "legitimate-interest"


class PurposeKind(StrEnum):
    """Well-known kinds of purpose, about which the catalogue knows something that `check` can hold the policy to."""

    CONTENT = "content"
    PAYMENT = "payment"
    DELIVERY = "delivery"
    IDENTITY_CHECK = "identity-check"
    DEBT_COLLECTION = "debt-collection"
    SUPPORT = "support"
    MEMBERSHIP = "membership"
    FRAUD_PREVENTION = "fraud-prevention"
    DISPUTES = "disputes"
    NOTICES = "notices"
    DEMOGRAPHICS = "demographics"
    MARKETING = "marketing"
    STATISTICS = "statistics"
    DEVELOPMENT = "development"
    OTHER = "other"


class Purpose(Promise):
    group: Name
    kind: PurposeKind = PurposeKind.OTHER
    basis: Basis
    optional: bool = Field(False, description="refusing it never blocks anything else; only with basis consent")
    law: Name | None = Field(None, description="the catalogue's statute, with basis law")
    items: tuple[Ref, ...] = Field(description="what this purpose may read; contents as `record.name`")
    reason: bool = Field(False, description="each read by a handler must state a reason")
    aggregate: bool = Field(False, description="results come out aggregated only, small groups suppressed")


# ---- where it lives, and how long


def _ends(value: Any) -> Any:
    if isinstance(value, str):
        return {"on": [value]}
    if isinstance(value, (list, tuple)):
        return {"on": list(value)}
    return value


def _texts(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Ends(Part):
    """The events that fulfil a record's purpose; or a time after one of its events."""

    on: Annotated[tuple[Name, ...], BeforeValidator(_texts)] = ()
    after: Period | None = None
    from_: Name = Field("collected", alias="from")


class Contents(Promise):
    """A part of a record that the item list does not name: an order's lines, an enquiry's text."""

    type: Literal["text", "data", "file"] = "text"
    free_text: bool = Field(False, description="people type into it: it is searched for refused numbers")


class RecordItems(Part):
    required: tuple[Name, ...] = ()
    optional: tuple[Name, ...] = ()
    contents: Mapping[Name, Contents] = Field(default_factory=dict)


class RecordClass(StrEnum):
    """What a kept record is to the statutes; each catalogue row says which classes it covers."""

    CONTRACT = "contract"
    WITHDRAWAL = "withdrawal"
    PAYMENT = "payment"
    SUPPLY = "supply"
    COMPLAINT = "complaint"
    DISPUTE = "dispute"
    ADVERTISING = "advertising"
    IDENTITY_CHECK = "identity-check"
    VISIT_LOG = "visit-log"
    CALL_RECORD = "call-record"
    BOOKS = "books"
    SLIPS = "slips"
    TAX = "tax"
    TAX_INVOICE = "tax-invoice"
    ELECTRONIC_FINANCE = "electronic-finance"
    CREDIT = "credit"
    ACCESS_RECORD = "access-record"
    ACCESS_GRANT = "access-grant"
    PSEUDONYMISED = "pseudonymised"
    PORTABILITY = "portability"


class Keep(Promise):
    """A retention rule: these items of the record rest in the archive for this long after that event."""

    items: tuple[Ref, ...]
    for_: Period = Field(alias="for")
    from_: Name = Field("ended", alias="from")
    because: Name = Field(description="the catalogue's statute, or `own-promise`")
    class_: Annotated[tuple[RecordClass, ...], BeforeValidator(_texts)] = Field(
        (), alias="class", description="what the kept record is to the statutes, so that `check` can judge the citation"
    )
    purpose: Name = Field(description="the archive purpose that may read it while it rests")
    only: tuple[SubjectKind, ...] = Field((), description="only for these kinds of subject; empty: for all")


class Record(Promise):
    of: tuple[SubjectKind, ...]
    items: RecordItems
    via: tuple[Name, ...]
    for_: tuple[Name, ...] = Field(alias="for")
    events: tuple[Name, ...] = Field((), description="other events of its life that a rule or a person may refer to")
    ends: Annotated[Ends, BeforeValidator(_ends)]
    leaving: Literal["ends", "finishes"] = Field(
        "ends", description="when its subject leaves: it ends at once, or first finishes (an open contract)"
    )
    single: bool = Field(False, description="a subject has at most one live record of this kind")
    keep: tuple[Keep, ...] = ()


class ArchivePurpose(Promise):
    by_law: bool = Field(False, description="also answers to a demand by law, each time with statute and document")


class Archive(Part):
    place: Text
    cabinet: Text
    paper: tuple[Literal["shred", "burn"], ...]
    purposes: Mapping[Name, ArchivePurpose]
    clause: Clause | None = None


# ---- to whom


class Under(StrEnum):
    """The ground on which a third party may get data."""

    CONSENT = "consent"
    LAW = "law"
    SERVICE = "service"
    STATISTICS = "statistics"
    COUNTERPARTY = "counterparty"


Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class Abroad(Part):
    """Particulars of an overseas transfer (PIPA §28-8)."""

    when: Text
    how: Text
    contact: str
    refuse: Text
    ground: Literal["contract-published", "consent", "law", "certified"]


class Recipient(Promise):
    under: Under
    purposes: tuple[Name, ...] = ()
    records: tuple[Name, ...] = ()
    items: tuple[Ref, ...] = ()
    country: Country | None = None
    abroad: Abroad | None = None
    until: Text | None = None
    contact: str | None = None
    least: int = Field(0, ge=0, description="smallest group that leaves, for `statistics`")


class Contract(Part):
    """What is agreed with a processor, and when it is inspected."""

    signed: date | None = None
    ends: date | None = None
    scope: Text | None = None
    safeguards: Text | None = None
    subprocessors: tuple[str, ...] = ()
    inspect_every: Period | None = None
    clause: Clause | None = None


class Processor(Promise):
    task: Text
    purposes: tuple[Name, ...]
    records: tuple[Name, ...]
    items: tuple[Ref, ...]
    until: tuple[Literal["withdrawal", "contract-end"], ...]
    country: Country | None = None
    abroad: Abroad | None = None
    own_duty: tuple[Name, ...] = Field((), description="statutes under which it must itself keep what it got")
    contract: Contract | None = None


# ---- the rest of the document


class CookiePurpose(Promise):
    essential: bool = False
    purpose: Name | None = Field(
        None, description="the purpose of section 2 that it serves; its consent is asked there"
    )


class Cookie(Promise):
    purpose: Name
    set_by: Text
    life: Period | Literal["session"]


class Cookies(Part):
    choices: tuple[Literal["all", "ask", "none"], ...]
    purposes: Mapping[Name, CookiePurpose]
    table: Mapping[str, Cookie]
    honour_gpc: bool = True
    what: Text
    limits: Text
    browser_help: Text
    clause: Clause | None = None


RightName = Literal["access", "correct", "delete", "withdraw", "suspend", "portability"]


class Right(Promise):
    page: Text | None = None
    by: tuple[Literal["page", "letter", "phone", "email"], ...]
    who: tuple[Literal["member", "corporate", "guest", "guardian"], ...]
    identity_check: bool = True
    within: Period
    freeze: bool = Field(False, description="neither used nor provided while a correction is open")
    tell_recipients: bool = Field(False, description="who got the wrong value is told the corrected one")


class Duty(Promise):
    """What users are asked to do, and the interval or limit that the service holds itself to for it."""

    every: Period | None = None
    limit: Period | None = None
    idle: Period | None = None
    at_once: int | None = Field(
        None, ge=1, le=99, description="from how many places one account may be signed in at once; the oldest ends"
    )
    laws: tuple[Name, ...] = ()
    statement: bool = Field(False, description="a definition, duty or disclaimer that no mechanism enforces")


class Safeguard(Promise):
    kind: Literal["system", "organisation"]
    every: Period | None = Field(
        None, description="how often it is due; of `key-rotation`, when `jikim epoch --if-due` turns the key ring"
    )
    lasts: Period | None = Field(None, description="how long its evidence is kept")
    law: Name | None = None


def _clock_period(value: Period) -> Period:
    value.delta()
    return value


class Sweep(Part):
    """What a sweep may do alone. Beyond it nothing is destroyed until an officer has said so."""

    gap: Annotated[Period, AfterValidator(_clock_period)] = Field(
        default=Period(7, "d"),
        description="the longest time between two sweeps that needs no officer's word (min, h, d or w)",
    )
    share: int = Field(
        default=10,
        ge=1,
        le=100,
        description="percent of all people of whom one sweep may destroy records without a second person",
    )
    few: int = Field(
        default=10, ge=0, le=1000, description="so many people never need a second person, however small the house"
    )


class Officer(Part):
    title: Text
    phone: str
    email: str
    clause: Clause | None = None


class Officers(Part):
    officer: Officer
    handler: Officer


class Body(Promise):
    """An outside body that hears complaints. `kind` names the catalogue's row, whose numbers change."""

    kind: Name
    phone: str
    url: str


class Links(Part):
    notice: Text
    clause: Clause | None = None


class Notice(Part):
    where: Text
    ordinary: Period
    important: Period
    important_when: Text | None = None
    clause_ordinary: Clause | None = None
    clause_important: Clause | None = None


class PolicyFile(Part):
    """The whole file."""

    jikim: Literal[1]
    service: Service
    version: Version
    items: Mapping[Name, Item]
    refuse: Refuse
    channels: Mapping[Name, Channel]
    partners: Mapping[Name, Partner] = Field(default_factory=dict)
    purposes: Mapping[Name, Purpose]
    records: Mapping[Name, Record]
    archive: Archive
    recipients: Mapping[Name, Recipient] = Field(default_factory=dict)
    processors: Mapping[Name, Processor] = Field(default_factory=dict)
    cookies: Cookies | None = None
    rights: Mapping[RightName, Right]
    duties: Mapping[Name, Duty] = Field(default_factory=dict)
    safeguards: Mapping[Name, Safeguard] = Field(default_factory=dict)
    sweep: Sweep = Field(default_factory=Sweep, description="how much a sweep may destroy alone")
    officers: Officers
    bodies: Mapping[Name, Body] = Field(default_factory=dict)
    links: Links | None = None
    notice: Notice
    statements: Mapping[Name, Promise] = Field(
        default_factory=dict, description="sentences of the document that state no promise: definitions, disclaimers"
    )
    clauses: Mapping[Name, Clause] = Field(
        default_factory=dict,
        description="numbers of promises that stand behind a mechanism, not a part: see the reference",
    )
