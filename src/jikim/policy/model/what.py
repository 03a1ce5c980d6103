"""What is taken, by which doors, and what never is."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from jikim.policy.model.part import Clause, ItemRef, Named, Part, Promise, PurposeName, RecordName, Text, optional_key


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
    GENDER = "gender"
    AGE_BAND = "age-band"
    REGION = "region"
    BIRTH_DATE = "birth-date"
    # Guarded by law (PIPA §§23, 24, 24-2): each purpose that reads one rests on a consent of its own or on a statute.
    RESIDENT_NUMBER = "kr.resident-registration-number"
    ALIEN_NUMBER = "kr.alien-registration-number"
    PASSPORT = "kr.passport-number"
    DRIVER_LICENCE = "kr.driver-licence-number"
    SENSITIVE = "sensitive"


RESIDENT_NUMBERS = frozenset({ItemType.RESIDENT_NUMBER})
IDENTIFIERS = RESIDENT_NUMBERS | {ItemType.ALIEN_NUMBER, ItemType.PASSPORT, ItemType.DRIVER_LICENCE}
GUARDED = IDENTIFIERS | {ItemType.SENSITIVE}


class Item(Named):
    type: ItemType
    unique: bool = Field(False, description="no two members may hold the same value")
    lookup: bool = Field(False, description="a subject can be found by this value (exact match, blind index)")
    lookup_with: tuple[ItemRef, ...] = optional_key(
        (),
        "of a name: a subject can be found by it together with the last four digits of one of these telephone numbers, as one"
        " value (exact match, blind index; in records that were taken or corrected since it stands here): `Gana Kim 0101`",
    )
    whose: Text | None = optional_key(
        None,
        "whose data it is, where it is somebody's other than the record's own person: the receiver of a parcel, a baby",
    )

    @property
    def finds(self) -> bool:
        """Whether somebody who may read it finds its person by it."""
        return self.lookup or self.unique or bool(self.lookup_with)


class GuardianWay(StrEnum):
    """How it is confirmed that a guardian has agreed: the ways of PIPA's decree, art. 17-2①."""

    EMAIL = "email"
    TEXT = "text-message"
    CARD = "card"
    IDENTITY = "identity-check"
    PAPER = "paper"
    PHONE = "phone"


class Refuse(Part):
    """What is never taken, whoever offers it."""

    types: tuple[ItemType, ...]
    below_age: int = Field(0, ge=0, le=30)
    guardian: RecordName | None = optional_key(
        None,
        "below that age a guardian's confirmed consent is needed instead, and is kept in this record kind: who they are and how "
        "they are reached, asked for before anything else",
    )
    ways: tuple[GuardianWay, ...] = optional_key(
        (GuardianWay.EMAIL,),
        "how it is confirmed that the guardian agreed: by e-mail the pages do it, on paper and by phone the office; the others the application tells",
    )
    clause: Clause | None = None
    note: Text | None = None


class ChannelKind(StrEnum):
    SELF = "self"  # the data subject enters it
    HANDLER = "handler"  # a handler enters what came on paper, by phone or fax
    AUTOMATIC = "automatic"  # arises from use of the service
    PARTNER = "partner"  # a partner company supplies it
    OTHERS = "others"  # another user enters it about somebody
    PUBLIC = "public"  # it is taken from what is public
    PROVIDER = "provider"  # a sign-in provider sends it once the person says so


class Channel(Promise):
    kind: ChannelKind
    items: tuple[ItemRef, ...] = Field(description="what this channel may bring; contents as `record.name`")


class Partner(Named):
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    contact: str | None = None
    records: tuple[RecordName, ...]
    items: tuple[ItemRef, ...]
    purposes: tuple[PurposeName, ...]
