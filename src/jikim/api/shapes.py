"""What the routes take: closed structs, which refuse what they do not know."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType, field

from jikim.answers import Correction, Offer, Person, Read, Ref
from jikim.api.problems import ProblemError
from jikim.wire import together

Name = Annotated[str, Meta(min_length=1, max_length=200)]
Names = Annotated[list[Name], Meta(max_length=200)]
Reason = Annotated[str, Meta(max_length=2000)]
Country = Annotated[str, Meta(min_length=2, max_length=2)]
Limit = Annotated[int, Meta(ge=1, le=500)]
Most = 500


class Shape(Struct, forbid_unknown_fields=True):
    """A body."""


class RefShape(Shape):
    subject: UUID
    record: UUID
    kind: Name

    def value(self) -> Ref:
        return Ref(self.subject, self.record, self.kind)


class PersonShape(Shape):
    subject: UUID
    kind: Name

    def value(self) -> Person:
        return Person(self.subject, self.kind)


class Holding(Shape):
    """Values by item name; the content of files as base64 in `files`."""

    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def given(self) -> dict[str, Any]:
        try:
            return together(self.values, self.files)
        except ValueError:
            raise ProblemError.of("body", detail="a file's content is base64") from None


class Collect(Holding, kw_only=True):
    """`subject` is a person who is here, or the kind of a new one."""

    kind: Name
    channel: Name
    subject: PersonShape | Literal["member", "corporate", "guest"] = "member"
    old_enough: bool | None = None
    consents: Names = field(default_factory=list)
    partner: str = ""
    counterparty: str = ""
    country: Country = "KR"
    accepted: Annotated[str, Meta(pattern="^[A-Za-z0-9._-]{0,40}$")] = ""


class OfferShape(Holding, kw_only=True):
    subject: PersonShape
    kind: Name
    channel: Name
    partner: str = ""
    counterparty: str = ""

    def value(self) -> Offer:
        return Offer(self.subject.value(), self.kind, self.given(), self.channel, self.partner, self.counterparty)


class CollectMany(Shape):
    offers: Annotated[list[OfferShape], Meta(min_length=1, max_length=Most)]
    old_enough: bool | None = None
    country: Country = "KR"


class Use(Shape):
    ref: RefShape
    purpose: Name
    items: Names | None = None
    reason: Reason = ""


class ReadShape(Shape):
    ref: RefShape
    purpose: Name
    items: Names | None = None

    def value(self) -> Read:
        return Read(self.ref.value(), self.purpose, self.items)


class UseMany(Shape):
    reads: Annotated[list[ReadShape], Meta(min_length=1, max_length=Most)]
    reason: Reason = ""


class Event(Shape):
    ref: RefShape
    name: Name


class Provide(Shape):
    ref: RefShape
    to: Name
    purpose: Name
    items: Names | None = None


class Entrust(Shape):
    ref: RefShape
    to: Name
    purpose: Name
    items: Names | None = None


class AskCorrection(Shape):
    ref: RefShape
    items: Names


class CorrectionShape(Shape):
    request: UUID
    ref: RefShape

    def value(self) -> Correction:
        return Correction(self.request, self.ref.value())


class Correct(Holding, kw_only=True):
    correction: CorrectionShape
    country: Country = "KR"


class RefuseCorrection(Shape):
    correction: CorrectionShape
    reason: Reason


class Subject(Shape):
    subject: UUID


class ConsentReceipt(Shape):
    subject: UUID
    language: Literal["ko", "en"] | None = None


class Consent(Shape):
    subject: UUID
    give: Names = field(default_factory=list)
    withdraw: Names = field(default_factory=list)


class Consult(Shape):
    ref: RefShape
    purpose: Name
    reason: Reason
    items: Names | None = None
    statute: Reason = ""
    document: Reason = ""
    reason_kind: str = ""


class Hold(Shape):
    ref: RefShape
    reason: Reason


class Release(Shape):
    ref: RefShape
    number: UUID
    reason: Reason


class Number(Shape):
    number: UUID


class Find(Shape):
    item: Name
    value: Annotated[str, Meta(max_length=500)]
    country: Country = "KR"


class Statistics(Shape):
    kind: Name
    purpose: Name


class Token(Shape):
    token: Annotated[str, Meta(max_length=500)]


class FileRequest(Shape):
    subject: UUID
    kind: Literal["access", "correct", "delete", "suspend", "portability", "withdraw"]
    record: RefShape | None = None


class HandOff(Shape):
    subject: UUID
    kind: Literal["member", "corporate", "guest"] = "member"


class Webhook(Shape):
    url: Annotated[str, Meta(max_length=500)]
    events: Annotated[list[Name], Meta(min_length=1, max_length=50)]


class Replay(Shape):
    webhook: UUID
    message: UUID | None = None


class FeedRow(Holding, kw_only=True):
    """A row of a partner's feed. `reference` is the partner's own number for it: the same one is taken once."""

    old_enough: bool | None = None
    reference: Annotated[str, Meta(max_length=200)] = ""


class Feed(Shape):
    kind: Name
    rows: Annotated[list[FeedRow], Meta(min_length=1, max_length=Most)]


class Page(Shape):
    """A page of a list: where the one before ended, and how many."""

    cursor: str = ""
    limit: Limit = 100


class Version(Shape):
    """A version of the policy; without one, the one in force."""

    version: Annotated[int, Meta(ge=1, le=2_000_000_000)] | UnsetType = UNSET


class Nothing(Shape):
    """An empty query."""


class ListOfPerson(Shape):
    subject: UUID
    cursor: str = ""
    limit: Limit = 100


class Dead(Shape):
    webhook: UUID
    cursor: str = ""
    limit: Limit = 100
