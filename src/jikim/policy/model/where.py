"""Where a record lives, when its purpose ends, and what rests then for how long."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from jikim.policy.model.part import Clause, Name, Named, Part, Promise, Ref, Text
from jikim.policy.model.who import SubjectKind
from jikim.policy.period import Period


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

    on: Annotated[tuple[Name, ...], BeforeValidator(_texts, json_schema_input_type=tuple[Name, ...] | Name)] = ()
    after: Period | None = None
    from_: Name = Field("collected", alias="from")


class Contents(Named):
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

    items: tuple[Ref, ...]
    for_: Period = Field(alias="for")
    from_: Name = Field("ended", alias="from")
    because: Name = Field(description="the catalogue's statute, or `own-promise`")
    class_: Annotated[
        tuple[RecordClass, ...], BeforeValidator(_texts, json_schema_input_type=tuple[RecordClass, ...] | RecordClass)
    ] = Field(
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
    ends: Annotated[Ends, BeforeValidator(_ends, json_schema_input_type=Ends | tuple[Name, ...] | Name)]
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
    reasons: tuple[ReasonKind, ...] = Field((), description="the kinds of reason that it answers to; empty: any reason")


class Archive(Part):
    place: Text
    cabinet: Text
    paper: tuple[Literal["shred", "burn"], ...]
    purposes: Mapping[Name, ArchivePurpose]
    clause: Clause | None = None
