"""Why: the purposes, each with its basis and the items that it reads."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from jikim.policy.model.part import ItemRef, Name, Named, StatuteName, Text, optional_key
from jikim.policy.period import Period


class Basis(StrEnum):
    CONTRACT = "contract"
    CONSENT = "consent"
    LAW = "law"
    LEGITIMATE_INTEREST = "legitimate-interest"
    VITAL_INTEREST = "vital-interest"
    PUBLIC_TASK = "public-task"
    SUBSTANTIAL_PUBLIC_INTEREST = "substantial-public-interest"


# Grounds that stand in a statute, which the purpose names.
BY_STATUTE = frozenset({Basis.LAW, Basis.SUBSTANTIAL_PUBLIC_INTEREST})


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


class Sink(StrEnum):
    """Where a value may be handed out to, beside the processors that the policy declares for it."""

    PAGE = "page"
    MAIL = "mail"
    FILE = "file"


class Purpose(Named):
    group: Name
    kind: PurposeKind = PurposeKind.OTHER
    basis: Basis
    also: tuple[Basis, ...] = optional_key(
        (), "further legal grounds that people read beside `basis`; what is done is decided by `basis` alone"
    )
    optional: bool = Field(False, description="refusing it never blocks anything else; only with basis consent")
    refusal: Text | None = Field(
        None, description="what follows where somebody refuses the consent; of an `optional` one nothing does"
    )
    good_for: Period | None = optional_key(
        None,
        "with basis `consent`: after so long from the day on which it was given, a consent is over as if withdrawn",
    )
    law: StatuteName | None = Field(
        None, description="the catalogue's statute, where a ground is law, or a substantial public interest"
    )
    balance: Text | None = optional_key(
        None, "where a ground is `legitimate-interest`: why that interest outweighs the people's own, as it was weighed"
    )
    own_people: bool = optional_key(
        False,
        "for a body with a political, philosophical, religious or trade-union aim, about its own people: sensitive data is"
        " read without a consent, and goes to nobody outside without one (GDPR 9(2)(d))",
    )
    automated: Text | None = optional_key(
        None,
        "a program alone decides for this purpose: by what it decides, and what follows (PIPA §37-2; GDPR 13(2)(f), 22)",
    )
    items: tuple[ItemRef, ...] = Field(description="what this purpose may read; contents as `record.name`")
    to: tuple[Sink, ...] = optional_key(
        (Sink.PAGE,),
        "where an application that opened with `private=True` may hand out a value that it read for this purpose: a `page`, a"
        " `mail`, a `file`; a processor that gets the item for this purpose may always be handed it",
    )
    reason: bool = Field(False, description="each read by a handler must state a reason")
    aggregate: bool = Field(False, description="results come out aggregated only, small groups suppressed")
    lasting: bool = optional_key(
        False, "of an `aggregate` one: its results, which identify nobody, are kept when the data is destroyed"
    )

    @property
    def grounds(self) -> tuple[Basis, ...]:
        """Every ground that it is said to rest on, the one that decides first."""
        return (self.basis, *self.also)
