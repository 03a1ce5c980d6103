"""What an application may ask for over HTTP: each verb with its address, its parameters and what it answers. `calls`
makes requests of it.

The verbs' own declarations need a database; these need none, and a test holds that they are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from jikim.answers import (
    Collected,
    Consented,
    Corrected,
    Correction,
    Dossier,
    Group,
    Message,
    Offer,
    Person,
    Read,
    Receipt,
    Ref,
    Values,
)
from jikim.errors import JikimError
from jikim.policy.plan import Plan
from jikim.remote.calls import call


class Session(NamedTuple):
    """Who is signed in by a session's token."""

    person: Person
    guardian: bool
    begun: datetime
    seen: datetime
    fresh: bool


class HandOff(NamedTuple):
    """Where to send a person's browser, once, within the time."""

    url: str
    until: datetime


class Verbs:
    """Every verb that an application may ask for; each raises DeniedError with the clause where the policy says no."""

    @call("/collect", changes=True)
    def collect(
        self,
        kind: str,
        values: Mapping[str, Any],
        *,
        channel: str,
        subject: Person | str = "member",
        old_enough: bool | None = None,
        consents: Iterable[str] = (),
        partner: str = "",
        country: str = "KR",
        accepted: str = "",
        counterparty: str = "",
    ) -> Collected:
        """Takes one record; `subject` is a person who is here or the kind of a new one."""

    @call("/collect-many", changes=True, within="answers")
    def collect_many(
        self, offers: Sequence[Offer], *, old_enough: bool | None = None, country: str = "KR"
    ) -> list[Collected | JikimError]:
        """Takes many records of people who are here; each row has its own outcome."""

    @call("/use")
    def use(self, ref: Ref, *, purpose: str, items: Sequence[str] | None = None, reason: str = "") -> Values:
        """Reads items of one record for a purpose; recorded before it is answered."""

    @call("/use-many", within="answers")
    def use_many(self, reads: Sequence[Read], *, reason: str = "") -> list[Values | JikimError]:
        """Reads many records; each has its own outcome."""

    @call("/event", changes=True, within="ended")
    def event(self, ref: Ref, name: str) -> bool:
        """Something happened to a record (`paid`, `settled`). Answers whether it ended it."""

    @call("/provide", changes=True)
    def provide(self, ref: Ref, *, to: str, purpose: str, items: Sequence[str] | None = None) -> Message:
        """Queues a provision to a declared recipient. To an authority nothing leaves this way: an approved demand alone
        sends (3.3)."""

    @call("/entrust", changes=True)
    def entrust(self, ref: Ref, *, to: str, purpose: str, items: Sequence[str] | None = None) -> Message:
        """Queues an entrustment to a declared processor."""

    @call("/corrections/ask", changes=True)
    def ask_correction(self, ref: Ref, items: Sequence[str]) -> Correction:
        """Opens a correction: the record freezes."""

    @call("/corrections/make", changes=True)
    def correct(self, correction: Correction, values: Mapping[str, Any], *, country: str = "KR") -> Corrected:
        """Makes an open correction; recipients of a wrong version are told."""

    @call("/corrections/refuse", changes=True)
    def refuse_correction(self, correction: Correction, *, reason: str) -> None:
        """Refuses an open correction with its reason: the freeze ends."""

    @call("/consent", changes=True)
    def consent(self, subject: UUID, *, give: Iterable[str] = (), withdraw: Iterable[str] = ()) -> Consented:
        """Gives and withdraws consents by name."""

    @call("/show")
    def show(self, subject: UUID) -> Dossier:
        """All that is known of a person."""

    @call("/leaving-plan")
    def leaving_plan(self, subject: UUID) -> Plan:
        """What leaving now would do."""

    @call("/leave", changes=True)
    def leave(self, subject: UUID) -> Plan:
        """A person leaves: hidden at once."""

    @call("/consult")
    def consult(
        self,
        ref: Ref,
        *,
        purpose: str,
        reason: str,
        items: Sequence[str] | None = None,
        statute: str = "",
        document: str = "",
        reason_kind: str = "",
    ) -> Values:
        """Reads a resting record: an officer's act, which the policy refuses an application."""

    @call("/hold", changes=True, within="number")
    def hold(self, ref: Ref, *, reason: str) -> UUID:
        """Lays a legal hold on a record: an officer's act, which the policy refuses an application."""

    @call("/release", changes=True)
    def release(self, ref: Ref, number: UUID, *, reason: str) -> None:
        """Releases a legal hold: an officer's act, which the policy refuses an application."""

    @call("/consent-receipt")
    def consent_receipt(self, subject: UUID, *, language: Literal["ko", "en"] | None = None) -> dict[str, Any]:
        """A person's consents as a receipt that they keep (ISO/IEC TS 27560), signed by the ledger's key."""

    @call("/receipt")
    def receipt(self, subject: UUID) -> Receipt:
        """What became of a person's data, in four dates."""

    @call("/certificates/receipt")
    def certificate_receipt(self, number: UUID) -> Receipt:
        """The same of what a destruction certificate certifies."""

    @call("/find", within="people")
    def find(self, item: str, value: str, *, country: str = "KR") -> list[Person]:
        """People by an exact value of an item that is looked up by (login ID, e-mail)."""

    @call("/statistics", within="groups")
    def statistics(self, kind: str, *, purpose: str) -> list[Group]:
        """Counts of people by month, kind and channel, small groups suppressed."""

    @call("/sessions/look")
    def session(self, token: str) -> Session:
        """Who is signed in by a session's token, for a company's own back end."""

    @call("/hand-off")
    def hand_off(self, subject: UUID) -> HandOff:
        """A one-time link to the member pages for somebody whom the company itself has signed in."""
