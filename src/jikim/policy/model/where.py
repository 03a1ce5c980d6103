"""Where a record lives, when its purpose ends, and what rests then for how long."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from jikim.policy.model.part import (
    ChannelName,
    Clause,
    ItemName,
    Name,
    Named,
    Names,
    Part,
    Promise,
    PurposeName,
    Ref,
    Text,
    optional_key,
)
from jikim.policy.model.who import SubjectKind
from jikim.policy.period import Period


class Raiser(StrEnum):
    """Who records that an event has happened."""

    PERSON = "person"
    SITE = "site"
    HANDLER = "handler"


# Events that happen to every record, whatever its policy declares.
BUILT_IN_EVENTS = ("collected", "ended", "left", "consent-withdrawn")
Event = Annotated[Name, Names("events")]
OwnEvent = Annotated[Name, Names("own-events")]
# A name without more: nobody's but the company's. These two are what their person does.
ANYBODY_AT_WORK = (Raiser.SITE, Raiser.HANDLER)
THEIR_OWN = ("left", "consent-withdrawn")


def _texts(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _ends(value: Any) -> Any:
    """`ends: paid`, `ends: [paid, closed]` and `ends: {paid: {by: handler}}` are short for what stands under `on`."""
    if isinstance(value, (str, list, tuple)) or (
        isinstance(value, Mapping)
        and value
        and all(one is None or isinstance(one, Mapping) for one in value.values())
        and not value.keys() & {"on", "after", "from", "unless"}
    ):
        return {"on": value}
    return value


def _on(value: Any) -> Any:
    if isinstance(_texts(value), (list, tuple)) and all(isinstance(one, str) for one in _texts(value)):
        value = dict.fromkeys(_texts(value))
    if not isinstance(value, Mapping):
        return value
    return {name: _ending(name, one) for name, one in value.items()}


def _ending(name: Any, one: Any) -> Any:
    if one is None or (isinstance(one, Mapping) and "by" not in one):
        return {**(one or {}), **({"by": [Raiser.PERSON]} if name in THEIR_OWN else {})}
    return one


class Ending(Part):
    """One event that ends a record. Of a plain name the site and handlers record it; of `left` and `consent-withdrawn`
    the person."""

    by: Annotated[tuple[Raiser, ...], BeforeValidator(_texts, json_schema_input_type=tuple[Raiser, ...] | Raiser)] = (
        ANYBODY_AT_WORK
    )
    label: Text | None = None


class Ends(Part):
    """The events that fulfil a record's purpose; and a time after one of its events, `unless` another happens
    meanwhile. From `last-use` it begins anew whenever its person uses the service: signs in, comes back, gives a record,
    or the application says so."""

    on: Annotated[
        Mapping[Name, Ending],
        BeforeValidator(_on, json_schema_input_type=Mapping[Name, Ending | None] | tuple[Name, ...] | Name),
    ] = Field(default_factory=dict)
    after: Period | None = None
    from_: Event = Field("collected", alias="from")
    unless: Annotated[tuple[OwnEvent, ...], BeforeValidator(_texts, json_schema_input_type=tuple[Name, ...] | Name)] = (
        Field((), description="time ends no record to which one of these events happened; empty: it ends all")
    )


class Contents(Named):
    """A part of a record that the item list does not name: an order's lines, an enquiry's text."""

    type: Literal["text", "data", "file"] = "text"
    free_text: bool = Field(False, description="people type into it: it is searched for refused numbers")
    sensitive: bool = optional_key(
        False, "sensitive data by law (PIPA §23; GDPR 9), such as an X-ray picture: guarded as an item of that type is"
    )
    writer: Literal["person", "office"] = optional_key(
        "person", "who writes it; what the `office` writes its person reads, and has corrected by the desk alone"
    )


class Case(Part):
    """Items that are required in a case: by some channels or of some people; of several, one; else together, once one
    of them is given."""

    label: Text
    items: tuple[ItemName, ...] = Field(min_length=1)
    need: Literal["all", "one"] = Field("all", description="`one`: any one of them is enough")
    via: tuple[ChannelName, ...] = Field((), description="required where it comes by these channels")
    of: tuple[SubjectKind, ...] = Field((), description="required of these kinds of people")

    @property
    def always(self) -> bool:
        """Whether it holds whatever is given: where it names a channel or people, or asks for one of several."""
        return bool(self.via or self.of) or self.need == "one"

    def holds(self, channel: str, who: SubjectKind) -> bool:
        """Whether it holds for these people by this channel."""
        return (not self.via or channel in self.via) and (not self.of or who in self.of)


class RecordItems(Part):
    required: tuple[ItemName, ...] = ()
    optional: tuple[ItemName, ...] = ()
    cases: Mapping[Name, Case] = optional_key({}, "items that are required in a case, each by a name of its own")
    contents: Mapping[Name, Contents] = Field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Every item that it may hold: required, in a case, optional."""
        in_cases = [name for case in self.cases.values() for name in case.items]
        return tuple(dict.fromkeys((*self.required, *in_cases, *self.optional)))

    def cases_of(self, item: str) -> tuple[Case, ...]:
        """The cases that name an item."""
        return tuple(case for case in self.cases.values() if item in case.items)


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
    PATIENT_LIST = "patient-list"
    MEDICAL_CHART = "medical-chart"
    PRESCRIPTION = "prescription"
    SURGERY = "surgery-record"
    EXAMINATION = "examination-record"
    MEDICAL_IMAGE = "medical-image"
    NURSING = "nursing-record"
    MEDICAL_CERTIFICATE = "medical-certificate"


class Keep(Promise):
    """A retention rule: these items of the record rest in the archive for this long after that event."""

    items: tuple[Annotated[Ref, Names("own-refs")], ...]
    for_: Period = Field(alias="for")
    from_: Event = Field("ended", alias="from")
    because: Annotated[Name, Names("kept-by")] = Field(description="the catalogue's statute, or `own-promise`")
    class_: Annotated[
        tuple[RecordClass, ...], BeforeValidator(_texts, json_schema_input_type=tuple[RecordClass, ...] | RecordClass)
    ] = Field(
        (), alias="class", description="what the kept record is to the statutes, so that `check` can judge the citation"
    )
    purpose: Annotated[Name, Names("archive.purposes")] = Field(
        description="the archive purpose that may read it while it rests"
    )
    only: tuple[SubjectKind, ...] = Field((), description="only for these kinds of subject; empty: for all")
    once: Annotated[tuple[OwnEvent, ...], BeforeValidator(_texts, json_schema_input_type=tuple[Name, ...] | Name)] = (
        Field((), description="only where one of these events happened to the record; empty: always")
    )
    bound: Literal["least", "law"] | None = optional_key(
        None,
        "how people read the period: as the `least` (*at least 5 years*, and destroyed once they are over), or as what the"
        " statute of `because` asks for (*for as long as it requires: 5 years*)",
    )


class Record(Promise):
    of: tuple[SubjectKind, ...]
    items: RecordItems
    via: tuple[ChannelName, ...]
    for_: tuple[PurposeName, ...] = Field(alias="for")
    events: tuple[Name, ...] = Field((), description="other events of its life that a rule or a person may refer to")
    ends: Annotated[
        Ends,
        BeforeValidator(_ends, json_schema_input_type=Ends | Mapping[Name, Ending | None] | tuple[Name, ...] | Name),
    ]
    expected: Period | Literal["standing"] | None = None
    criteria: Text | None = optional_key(
        None,
        "by what it is decided how long it is needed, where no period can be stated; it is looked at again when `expected` is over",
    )
    leaving: Literal["ends", "finishes"] = Field(
        "ends", description="when its subject leaves: it ends at once, or first finishes (an open contract)"
    )
    single: bool = Field(False, description="a subject has at most one live record of this kind")
    keep: tuple[Keep, ...] = ()


class ReasonKind(StrEnum):
    """What somebody looks into the archive for."""

    PERSON_REQUEST = "person-request"
    DEMAND_BY_LAW = "demand-by-law"
    DISPUTE = "dispute"
    AUDIT = "audit"


class ArchivePurpose(Promise):
    by_law: bool = Field(False, description="also answers to a demand by law, each time with statute and document")
    reasons: tuple[ReasonKind, ...] = Field(
        (),
        description="the kinds of reason that it answers to; empty: the person's request, a dispute, and with `by_law` a demand",
    )
    second_person: Literal["none", "values"] = Field(
        "none", description="`values`: another person approves each look before it shows a value"
    )

    @property
    def kinds(self) -> tuple[ReasonKind, ...]:
        """The kinds of reason that it answers to: those that it lists, else the fewest that every keeping owes."""
        demand = (ReasonKind.DEMAND_BY_LAW,) if self.by_law else ()
        return self.reasons or (ReasonKind.PERSON_REQUEST, *demand, ReasonKind.DISPUTE)


class Hold(Promise):
    """A case in which destruction waits: an investigation, a debt, a dispute."""

    until: Text = Field(description="until when, in words: what has to have ended")


class Archive(Part):
    place: Text
    cabinet: Text | None = optional_key(None, "where paper is kept, in words; a company that has none leaves it out")
    within: Period | None = optional_key(
        None, "at the latest so long after its end everything is destroyed; people read it beside *without delay*"
    )
    paper: tuple[Literal["shred", "burn"], ...] = optional_key((), "how paper is destroyed, where there is any")
    purposes: Mapping[Name, ArchivePurpose]
    clause: Clause | None = None
