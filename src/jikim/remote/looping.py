"""`AsyncRemote`: the same verbs on an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Literal, Self, TypeVar
from uuid import UUID

import httpx

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
from jikim.remote import calls
from jikim.remote.calls import Call, HandOff, Session
from jikim.remote.sending import TIMEOUT, again, answer_of, base_of, headers_of, request_of, unreachable

T = TypeVar("T")


def connect_async(url: str, key: str, *, transport: httpx.AsyncBaseTransport | None = None) -> AsyncRemote:
    """As `connect`, on an event loop: `async with jikim.connect_async(url, key) as jk`."""
    return AsyncRemote(url, key, transport=transport)


class AsyncRemote:
    """The same verbs on an event loop."""

    def __init__(self, url: str, key: str, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._client = httpx.AsyncClient(
            base_url=base_of(url), headers=headers_of(key), timeout=TIMEOUT, transport=transport
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Lets go of connections."""
        await self._client.aclose()

    async def _send(self, call: Call[T]) -> T:
        request = request_of(self._client, call)
        tried = 0
        while True:
            response, failed = None, None
            try:
                response = await self._client.send(request)
            except httpx.TransportError as error:
                failed = unreachable(error)
            pause = again(response, tried)
            if pause is None:
                if response is None:
                    assert failed is not None
                    raise failed from None
                return answer_of(call, response)
            await asyncio.sleep(pause)
            tried += 1

    async def collect(
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
        return await self._send(
            calls.collect(
                kind, values, channel, subject, old_enough, consents, partner, country, accepted, counterparty
            )
        )

    async def collect_many(
        self, offers: Sequence[Offer], *, old_enough: bool | None = None, country: str = "KR"
    ) -> list[Collected | JikimError]:
        """Takes many records of people who are here; each row has its own outcome."""
        return await self._send(calls.collect_many(offers, old_enough, country))

    async def use(self, ref: Ref, *, purpose: str, items: Sequence[str] | None = None, reason: str = "") -> Values:
        """Reads items of one record for a purpose; recorded before it is answered."""
        return await self._send(calls.use(ref, purpose, items, reason))

    async def use_many(self, reads: Sequence[Read], *, reason: str = "") -> list[Values | JikimError]:
        """Reads many records; each has its own outcome."""
        return await self._send(calls.use_many(reads, reason))

    async def event(self, ref: Ref, name: str) -> bool:
        """Something happened to a record (`paid`, `settled`). Answers whether it ended it."""
        return await self._send(calls.event(ref, name))

    async def provide(self, ref: Ref, *, to: str, purpose: str, items: Sequence[str] | None = None) -> Message:
        """Queues a provision to a declared recipient. To an authority nothing leaves this way: an approved demand alone sends (3.3)."""
        return await self._send(calls.provide(ref, to, purpose, items))

    async def entrust(self, ref: Ref, *, to: str, purpose: str, items: Sequence[str] | None = None) -> Message:
        """Queues an entrustment to a declared processor."""
        return await self._send(calls.entrust(ref, to, purpose, items))

    async def ask_correction(self, ref: Ref, items: Sequence[str]) -> Correction:
        """Opens a correction: the record freezes."""
        return await self._send(calls.ask_correction(ref, items))

    async def correct(self, correction: Correction, values: Mapping[str, Any], *, country: str = "KR") -> Corrected:
        """Makes an open correction; recipients of a wrong version are told."""
        return await self._send(calls.correct(correction, values, country))

    async def refuse_correction(self, correction: Correction, *, reason: str) -> None:
        """Refuses an open correction with its reason: the freeze ends."""
        return await self._send(calls.refuse_correction(correction, reason))

    async def consent(self, subject: UUID, *, give: Iterable[str] = (), withdraw: Iterable[str] = ()) -> Consented:
        """Gives and withdraws consents by name."""
        return await self._send(calls.consent(subject, give, withdraw))

    async def show(self, subject: UUID) -> Dossier:
        """All that is known of a person."""
        return await self._send(calls.show(subject))

    async def leaving_plan(self, subject: UUID) -> Plan:
        """What leaving now would do."""
        return await self._send(calls.leaving_plan(subject))

    async def leave(self, subject: UUID) -> Plan:
        """A person leaves: hidden at once."""
        return await self._send(calls.leave(subject))

    async def consult(
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
        return await self._send(calls.consult(ref, purpose, reason, items, statute, document, reason_kind))

    async def hold(self, ref: Ref, *, reason: str) -> UUID:
        """Lays a legal hold on a record: an officer's act, which the policy refuses an application."""
        return await self._send(calls.hold(ref, reason))

    async def release(self, ref: Ref, number: UUID, *, reason: str) -> None:
        """Releases a legal hold: an officer's act, which the policy refuses an application."""
        return await self._send(calls.release(ref, number, reason))

    async def consent_receipt(self, subject: UUID, *, language: Literal["ko", "en"] | None = None) -> dict[str, Any]:
        """A person's consents as a receipt that they keep (ISO/IEC TS 27560), signed by the ledger's key."""
        return await self._send(calls.consent_receipt(subject, language))

    async def receipt(self, subject: UUID) -> Receipt:
        """What became of a person's data, in four dates."""
        return await self._send(calls.receipt(subject))

    async def certificate_receipt(self, certificate: UUID) -> Receipt:
        """The same of what a destruction certificate certifies."""
        return await self._send(calls.certificate_receipt(certificate))

    async def find(self, item: str, value: str, *, country: str = "KR") -> list[Person]:
        """People by an exact value of an item that is looked up by (login ID, e-mail)."""
        return await self._send(calls.find(item, value, country))

    async def statistics(self, kind: str, *, purpose: str, least: int = 0) -> list[Group]:
        """Counts of people by month, kind and channel, small groups suppressed."""
        return await self._send(calls.statistics(kind, purpose, least))

    async def session(self, token: str) -> Session:
        """Who is signed in by a session's token, for a company's own back end."""
        return await self._send(calls.session(token))

    async def hand_off(self, subject: UUID) -> HandOff:
        """A one-time link to the member pages for somebody whom the company itself has signed in."""
        return await self._send(calls.hand_off(subject))

    async def deletions(self) -> list[Deletion]:
        """What each receiver that was told to delete has answered."""
        found: list[Deletion] = []
        cursor = ""
        while True:
            rows, cursor = await self._send(calls.page(*calls.DELETIONS, cursor))
            found += rows
            if not cursor:
                return found
