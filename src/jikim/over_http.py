"""What an application may ask for over HTTP: each verb declared once, with its address, parameters, answer and an example.

The SDK over HTTP (`remote`) makes its requests of a declaration, the API (`api`) its route and what that takes, and of
these the OpenAPI document and the page that people read. The verbs themselves need a database; this needs none, and a
test holds that both take and answer the same.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, Concatenate, Literal, NamedTuple, ParamSpec, TypeVar, cast, get_type_hints
from uuid import UUID

from jikim.answers import (
    Collected,
    Consented,
    Corrected,
    Correction,
    Decision,
    Dossier,
    Group,
    Message,
    Observed,
    Offer,
    Person,
    Read,
    RecordStatus,
    Ref,
    Values,
)
from jikim.errors import JikimError
from jikim.given import taking
from jikim.policy.planned import Plan
from jikim.receipts import Receipt

if TYPE_CHECKING:
    from jikim.faces import Method

P = ParamSpec("P")
T = TypeVar("T")
KIB, MIB = 1024, 1024 * 1024
Needs = Literal["key", "people", "evidence", "webhooks", "access-records", "signature", "nothing"]


@dataclass(frozen=True)
class Declared:
    """A verb over HTTP.

    `changes`: an Idempotency-Key goes with it; `within`: the field of the body that holds the answer; `needs`: what its
    key has to be made for; `event`: what a refusal for want of that is recorded as; `largest`: of a body, in bytes.
    """

    told: Callable[..., Any]
    path: str
    example: Mapping[str, Any]
    changes: bool
    within: str
    needs: Needs
    event: str
    largest: int

    @property
    def name(self) -> str:
        return self.told.__name__

    @property
    def about(self) -> str:
        """What it does, in a sentence."""
        return (inspect.getdoc(self.told) or "").partition("\n\n")[0].replace("\n", " ")

    @cached_property
    def parameters(self) -> Mapping[str, inspect.Parameter]:
        """Its parameters, types resolved, in their order."""
        hints = get_type_hints(self.told, include_extras=True)
        _, *own = inspect.signature(self.told).parameters.values()
        return {one.name: one.replace(annotation=hints[one.name]) for one in own}

    @cached_property
    def answers(self) -> Any:
        """The type of its answer."""
        return get_type_hints(self.told)["return"]


def over_http(
    path: str,
    example: Mapping[str, Any],
    *,
    changes: bool = False,
    within: str = "",
    needs: Needs = "key",
    event: str = "",
    largest: int = 256 * KIB,
) -> Callable[[Callable[Concatenate[Any, P], T]], Method[P, T]]:
    """Declares a verb by a method without a body. Called, it is asked for by whatever has it (`_ask`)."""

    def declared(told: Callable[Concatenate[Any, P], T]) -> Method[P, T]:
        signature, taken = inspect.signature(told), taking(told)
        made = Declared(told, path, example, changes, within, needs, event, largest)

        @wraps(told)
        def method(face: Any, /, *args: P.args, **named: P.kwargs) -> Any:
            given = signature.bind(face, *taken(args, named), **named)
            given.apply_defaults()
            return face._ask(made, dict(list(given.arguments.items())[1:]))

        method.declared = made  # type: ignore[attr-defined]
        return cast("Method[P, T]", method)

    return declared


class Session(NamedTuple):
    """Who is signed in by a session's token. `fresh`: they proved who they are within ten minutes."""

    person: Person
    guardian: bool
    begun: datetime
    seen: datetime
    fresh: bool


class HandOff(NamedTuple):
    """Where to send a person's browser, once, within the time."""

    url: str
    until: datetime


PERSON = "3f2b8c1e-9a64-4d7b-8a57-0d8f1c2e4b60"
NUMBER = "5d1a3c77-2b8e-4f60-9c4d-7e8f90a1b2c3"
ORDER = {"subject": PERSON, "record": "8c0d7e52-41f9-4b0a-9d3a-6f1e2a7b9c11", "kind": "order"}
VALUES = {"name": "가나다", "phone": "02-555-0101", "lines": [{"product": "RemoteView", "count": 1}]}
VISIT = {"ip": "192.0.2.7", "access_log": {"path": "/products", "status": 200}}
MEMBER = {"subject": PERSON, "kind": "member"}
SEEN = {
    "view": "label",
    "purpose": "delivery",
    "table": "shop_order",
    "columns": "address, mobile",
    "deed": "read",
    "verdict": "allowed",
    "clause": "2.1",
    "why": "",
    "times": 12,
}
CORRECTION = {"request": NUMBER, "ref": ORDER}


class Verbs:
    """Every verb that an application may ask for; each raises DeniedError with the clause where the policy says no."""

    @over_http(
        "/collect",
        {"kind": "order", "channel": "homepage", "subject": MEMBER, "old_enough": True, "values": VALUES},
        changes=True,
        largest=12 * MIB,
    )
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
        """Takes one record through a declared channel.

        `subject` is a person who is here or the kind of a new one.
        """

    @over_http(
        "/collect-many",
        {"offers": [{"subject": MEMBER, "kind": "visit", "channel": "automatic", "values": VISIT}], "old_enough": True},
        changes=True,
        within="answers",
        largest=24 * MIB,
    )
    def collect_many(
        self, offers: Sequence[Offer], *, old_enough: bool | None = None, country: str = "KR"
    ) -> list[Collected | JikimError]:
        """Takes many records of people who are here; each has its own outcome."""

    @over_http("/use", {"ref": ORDER, "purpose": "delivery", "items": ["name", "address"]})
    def use(self, ref: Ref, *, purpose: str, items: Sequence[str] | None = None, reason: str = "") -> Values:
        """Reads items of one record for a purpose; recorded before it is answered."""

    @over_http("/use-many", {"reads": [{"ref": ORDER, "purpose": "delivery"}]}, within="answers", largest=MIB)
    def use_many(self, reads: Sequence[Read], *, reason: str = "") -> list[Values | JikimError]:
        """Reads many records; each has its own outcome."""

    @over_http("/event", {"ref": ORDER, "name": "paid"}, changes=True, within="ended")
    def event(self, ref: Ref, name: str) -> bool:
        """Something happened to a record; answers whether that ended it."""

    @over_http("/status", {"subject": PERSON, "kind": "order"}, within="records")
    def status(self, subject: UUID, kind: str, *, record: UUID | None = None) -> list[RecordStatus]:
        """How a person's records of a kind stand, without a value: state, events, freeze, and what left."""

    @over_http("/provide", {"ref": ORDER, "to": "acme", "purpose": "delivery"}, changes=True)
    def provide(self, ref: Ref, *, to: str, purpose: str, items: Sequence[str] | None = None) -> Message:
        """Queues a provision to a declared recipient.

        To an authority nothing leaves this way: an approved demand alone sends (3.3).
        """

    @over_http("/entrust", {"ref": ORDER, "to": "courier", "purpose": "delivery"}, changes=True)
    def entrust(self, ref: Ref, *, to: str, purpose: str, items: Sequence[str] | None = None) -> Message:
        """Queues an entrustment to a declared processor."""

    @over_http(
        "/corrections/ask", {"ref": ORDER, "items": ["phone"]}, changes=True, needs="people", event="record:freeze"
    )
    def ask_correction(self, ref: Ref, items: Sequence[str]) -> Correction:
        """Opens a correction: the record is neither used nor provided until it is settled."""

    @over_http(
        "/corrections/make",
        {"correction": CORRECTION, "values": {"phone": "02-555-0102"}},
        changes=True,
        needs="people",
        event="record:correct",
        largest=12 * MIB,
    )
    def correct(self, correction: Correction, values: Mapping[str, Any], *, country: str = "KR") -> Corrected:
        """Makes an open correction; recipients of a wrong version are told."""

    @over_http(
        "/corrections/refuse",
        {"correction": CORRECTION, "reason": "the number is right"},
        changes=True,
        needs="people",
        event="record:refuse-correction",
    )
    def refuse_correction(self, correction: Correction, *, reason: str) -> None:
        """Refuses an open correction with its reason."""

    @over_http(
        "/consent",
        {"subject": PERSON, "give": ["marketing.events"], "withdraw": []},
        changes=True,
        needs="people",
        event="subject:consent",
    )
    def consent(self, subject: UUID, *, give: Iterable[str] = (), withdraw: Iterable[str] = ()) -> Consented:
        """Gives and withdraws consents by name."""

    @over_http("/show", {"subject": PERSON}, needs="people", event="subject:show")
    def show(self, subject: UUID) -> Dossier:
        """All that is known of a person, for that person."""

    @over_http("/consent-receipt", {"subject": PERSON, "language": "ko"}, needs="people", event="subject:show")
    def consent_receipt(self, subject: UUID, *, language: Literal["ko", "en"] | None = None) -> dict[str, Any]:
        """A person's consents as a receipt that they keep, in the terms of ISO/IEC TS 27560, signed by the ledger's
        key."""

    @over_http("/leaving-plan", {"subject": PERSON}, needs="people", event="subject:leaving-plan")
    def leaving_plan(self, subject: UUID) -> Plan:
        """What leaving now would do."""

    @over_http("/leave", {"subject": PERSON}, changes=True, needs="people", event="subject:leave")
    def leave(self, subject: UUID, *, now: bool = False) -> Plan:
        """A person leaves: hidden at once, and undone only in the policy's grace; `now`: for good."""

    @over_http("/come-back", {"subject": PERSON}, changes=True, needs="people", event="subject:return")
    def come_back(self, subject: UUID) -> None:
        """Undoes a leaving in the policy's grace, or wakes an account that was set apart."""

    @over_http("/seen", {"subject": PERSON}, changes=True, needs="people", event="subject:seen")
    def seen(self, subject: UUID) -> None:
        """Says that somebody uses the service now: their account does not become dormant, and what is counted from
        their last use begins anew."""

    @over_http(
        "/consult",
        {"ref": ORDER, "purpose": "legal-evidence", "reason": "a court's question", "reason_kind": "dispute"},
    )
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
        """Reads an archived record. The policy lets officers alone do that, so an application is refused, with the
        clause."""

    @over_http("/hold", {"ref": ORDER, "reason": "a dispute"}, changes=True, within="number")
    def hold(self, ref: Ref, *, reason: str, because: str = "") -> UUID:
        """Places a legal hold on a record, for a case of the policy where it names cases (`holds`): an officer's act; an
        application is refused, with the clause."""

    @over_http("/release", {"ref": ORDER, "number": NUMBER, "reason": "the dispute is over"}, changes=True)
    def release(self, ref: Ref, number: UUID, *, reason: str) -> None:
        """Releases a legal hold: an officer's act; an application is refused, with the clause."""

    @over_http("/receipt", {"subject": PERSON}, needs="people", event="subject:receipt")
    def receipt(self, subject: UUID) -> Receipt:
        """What became of a person's data, in four dates."""

    @over_http("/certificates/receipt", {"number": NUMBER}, needs="evidence", event="destruction:receipt")
    def certificate_receipt(self, number: UUID) -> Receipt:
        """The same of what a destruction certificate certifies."""

    @over_http("/find", {"item": "email", "value": "ganada@example.com"}, within="people")
    def find(self, item: str, value: str, *, country: str = "KR") -> list[Person]:
        """People by an exact value of an item that is looked up by."""

    @over_http("/statistics", {"kind": "usage-history", "purpose": "marketing.statistics"}, within="groups")
    def statistics(self, kind: str, *, purpose: str) -> list[Group]:
        """Counts of people of closed months, rounded down, small groups suppressed."""

    @over_http("/decide", {"act": "use", "kind": "order", "items": ["name", "address"], "purpose": "delivery"})
    def decide(
        self,
        act: Literal["collect", "use", "correct", "destroy"],
        kind: str,
        *,
        items: Sequence[str] = (),
        purpose: str = "",
        channel: str = "",
        of: str = "",
        who: Literal["application", "handler"] = "application",
        reason: str = "",
        old_enough: bool | None = None,
    ) -> Decision:
        """What the policy would say of an act; nothing is read, kept or recorded."""

    @over_http("/observe", {"rows": [SEEN], "lost": 0}, largest=MIB)
    def observe(self, rows: Sequence[Observed], *, lost: int = 0) -> None:
        """Counts of what an application did in its own database, and what the policy would have said: names and
        numbers."""

    @over_http("/sessions/look", {"token": "the cookie's value"}, needs="people", event="session:look")
    def session(self, token: str) -> Session:
        """Who is signed in by a session's token; for a company's own back end."""

    @over_http("/hand-off", {"subject": PERSON}, needs="people", event="session:hand-off")
    def hand_off(self, subject: UUID) -> HandOff:
        """A one-time link for a person whom the company itself has signed in."""


DECLARED: Mapping[str, Declared] = {name: one.declared for name, one in vars(Verbs).items() if hasattr(one, "declared")}
