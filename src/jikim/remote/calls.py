"""What each verb sends, and what it makes of the answer; shared by the sync and the async SDK."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, Literal, NamedTuple, TypeVar
from uuid import UUID

from jikim.answers import (
    Collected,
    Consented,
    Corrected,
    Correction,
    Deletion,
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
from jikim.remote.problems import error_of
from jikim.wire import apart, plain, typed

T = TypeVar("T")


class Call(NamedTuple, Generic[T]):
    """One request: where to, what, and how its answer is read. `changes`: it carries an Idempotency-Key."""

    path: str
    body: dict[str, Any] | None
    read: Callable[[Any], T]
    changes: bool = False
    query: Mapping[str, Any] = {}


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


def _as(kind: Any) -> Callable[[Any], Any]:
    return lambda data: typed(kind, data)


def _many(kind: Any) -> Callable[[Any], Any]:
    def read(data: Any) -> list[Any]:
        return [error_of(one["problem"]) if "problem" in one else typed(kind, one["answer"]) for one in data["answers"]]

    return read


def _listed(name: str, kind: Any) -> Callable[[Any], Any]:
    return lambda data: [typed(kind, one) for one in data[name]]


def _some(**fields: Any) -> dict[str, Any]:
    return {name: plain(value) for name, value in fields.items() if value is not None}


def _values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in apart(values).items() if each}


def collect(
    kind: str, values: Mapping[str, Any], channel: str, subject: Person | str, old_enough: bool | None, consents: Iterable[str],
    partner: str, country: str, accepted: str, counterparty: str,
) -> Call[Collected]:  # fmt: skip
    body = _some(
        kind=kind, channel=channel, subject=subject, old_enough=old_enough, consents=list(consents), partner=partner, country=country,
        accepted=accepted, counterparty=counterparty,
    )  # fmt: skip
    return Call("/collect", {**body, **_values(values)}, _as(Collected), True)


def collect_many(offers: Sequence[Offer], old_enough: bool | None, country: str) -> Call[list[Collected | JikimError]]:
    rows = [
        {
            **_some(
                subject=one.subject,
                kind=one.kind,
                channel=one.channel,
                partner=one.partner,
                counterparty=one.counterparty,
            ),
            **_values(one.values),
        }
        for one in offers
    ]
    return Call(
        "/collect-many", {"offers": rows, **_some(old_enough=old_enough, country=country)}, _many(Collected), True
    )


def use(ref: Ref, purpose: str, items: Sequence[str] | None, reason: str) -> Call[Values]:
    return Call("/use", _some(ref=ref, purpose=purpose, items=items, reason=reason), _as(Values))


def use_many(reads: Sequence[Read], reason: str) -> Call[list[Values | JikimError]]:
    rows = [_some(ref=one.ref, purpose=one.purpose, items=one.items) for one in reads]
    return Call("/use-many", {"reads": rows, "reason": reason}, _many(Values))


def event(ref: Ref, name: str) -> Call[bool]:
    return Call("/event", _some(ref=ref, name=name), lambda data: bool(data["ended"]), True)


def provide(ref: Ref, to: str, purpose: str, items: Sequence[str] | None) -> Call[Message]:
    return Call("/provide", _some(ref=ref, to=to, purpose=purpose, items=items), _as(Message), True)


def entrust(ref: Ref, to: str, purpose: str, items: Sequence[str] | None) -> Call[Message]:
    return Call("/entrust", _some(ref=ref, to=to, purpose=purpose, items=items), _as(Message), True)


def ask_correction(ref: Ref, items: Sequence[str]) -> Call[Correction]:
    return Call("/corrections/ask", _some(ref=ref, items=list(items)), _as(Correction), True)


def correct(correction: Correction, values: Mapping[str, Any], country: str) -> Call[Corrected]:
    body = {**_some(correction=correction, country=country), **_values(values)}
    return Call("/corrections/make", body, _as(Corrected), True)


def refuse_correction(correction: Correction, reason: str) -> Call[None]:
    return Call("/corrections/refuse", _some(correction=correction, reason=reason), lambda _: None, True)


def consent(subject: UUID, give: Iterable[str], withdraw: Iterable[str]) -> Call[Consented]:
    body = _some(subject=subject, give=list(give), withdraw=list(withdraw))
    return Call("/consent", body, _as(Consented), True)


def show(subject: UUID) -> Call[Dossier]:
    return Call("/show", _some(subject=subject), _as(Dossier))


def leaving_plan(subject: UUID) -> Call[Plan]:
    return Call("/leaving-plan", _some(subject=subject), _as(Plan))


def leave(subject: UUID) -> Call[Plan]:
    return Call("/leave", _some(subject=subject), _as(Plan), True)


def consult(
    ref: Ref, purpose: str, reason: str, items: Sequence[str] | None, statute: str, document: str, reason_kind: str
) -> Call[Values]:
    body = _some(
        ref=ref,
        purpose=purpose,
        reason=reason,
        items=items,
        statute=statute,
        document=document,
        reason_kind=reason_kind,
    )
    return Call("/consult", body, _as(Values))


def hold(ref: Ref, reason: str) -> Call[UUID]:
    return Call("/hold", _some(ref=ref, reason=reason), lambda data: UUID(data["number"]), True)


def release(ref: Ref, number: UUID, reason: str) -> Call[None]:
    return Call("/release", _some(ref=ref, number=number, reason=reason), lambda _: None, True)


def consent_receipt(subject: UUID, language: Literal["ko", "en"] | None) -> Call[dict[str, Any]]:
    return Call("/consent-receipt", _some(subject=subject, language=language), dict)


def receipt(subject: UUID) -> Call[Receipt]:
    return Call("/receipt", _some(subject=subject), _as(Receipt))


def certificate_receipt(certificate: UUID) -> Call[Receipt]:
    return Call("/certificates/receipt", _some(number=certificate), _as(Receipt))


def find(item: str, value: str, country: str) -> Call[list[Person]]:
    return Call("/find", _some(item=item, value=value, country=country), _listed("people", Person))


def statistics(kind: str, purpose: str, least: int) -> Call[list[Group]]:
    return Call("/statistics", _some(kind=kind, purpose=purpose, least=least), _listed("groups", Group))


def session(token: str) -> Call[Session]:
    return Call("/sessions/look", {"token": token}, _as(Session))


def hand_off(subject: UUID) -> Call[HandOff]:
    return Call("/hand-off", _some(subject=subject), _as(HandOff))


def page(path: str, kind: Any, cursor: str) -> Call[tuple[list[Any], str]]:
    """A page of a list, and the cursor of the next; an empty one at the end."""
    query = {"limit": 500, **({"cursor": cursor} if cursor else {})}
    return Call(path, None, lambda data: ([typed(kind, one) for one in data["items"]], data["next"]), query=query)


DELETIONS = ("/deletions", Deletion)
