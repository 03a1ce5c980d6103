"""Taking a payment: what a provider says it did becomes a record, once; or the money goes back, and nothing is left
half-done.

The steps are told from the ledger, so that a run that was cut off anywhere is gone through again: the payment is
collected, the processor is entrusted with what its task needs, the order is paid. An order that was withdrawn, or whose
person left, is not paid: the provider is asked to give the money back, and nothing is entrusted. `Books.alone` keeps a
withdrawal of the same order from coming in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jikim import AsyncJikim, DeniedError, InvalidError, Person
from jikim.web import seal, unseal

from . import providers
from .books import Books
from .order_history import Order, Payment, history_of
from .seeing import status_of

USE = "rv-pay"
PAID, AGAIN, FAILED, CANCELLED, OVER, TWICE, FALSE = "paid", "paid", "failed", "cancelled", "over", "twice", "false"


@dataclass(frozen=True)
class Attempt:
    """What was sealed into an attempt when it began: whose order, through whom, how much."""

    person: Person
    number: str
    provider: str
    attempt: str
    amount: int


async def token_of(jk: AsyncJikim, attempt: Attempt) -> str:
    """The attempt, sealed: a provider hands it back, and can read nothing in it."""
    return await seal(
        jk,
        USE,
        {
            "subject": attempt.person.subject.hex,
            "kind": attempt.person.kind,
            "order": attempt.number,
            "provider": attempt.provider,
            "attempt": attempt.attempt,
            "amount": attempt.amount,
        },
    )


async def attempt_of(jk: AsyncJikim, said: Mapping[str, Any]) -> Attempt | None:
    found = await unseal(jk, USE, str(said.get("token", "")))
    if found is None:
        return None
    return Attempt(
        Person(UUID(hex=found["subject"]), found["kind"]),
        found["order"],
        found["provider"],
        found["attempt"],
        found["amount"],
    )


async def take(jk: AsyncJikim, provider: str, number: str, said: Mapping[str, Any]) -> str:
    """Takes what a provider said of a payment. Answers how it ended: one of the words above."""
    attempt = await attempt_of(jk, said)
    if (
        attempt is None
        or (attempt.provider, attempt.number) != (provider, number)
        or attempt.attempt != said.get("attempt")
    ):
        return FALSE
    if said.get("result") != "paid":
        return FAILED if said.get("result") == "failed" else CANCELLED
    async with Books.of(jk).alone(f"order:{number}"):
        try:
            return await _take(jk, attempt, said)
        except (DeniedError, InvalidError):
            # The person left between two steps, the order was frozen, or what the provider said cannot be kept: nothing
            # more is begun.
            await _undo(jk, attempt)
            return OVER


async def _take(jk: AsyncJikim, attempt: Attempt, said: Mapping[str, Any]) -> str:
    history = await history_of(jk, attempt.person, own=False)
    order = history.of(attempt.number)
    if order is None or order.gone or order.frozen or not history.here:
        await _undo(jk, attempt)
        return OVER
    if order.amount != attempt.amount or said.get("amount") != attempt.amount:
        await providers.void(jk, attempt.provider, attempt.attempt)
        return FALSE
    payment = order.payment
    if payment is not None and payment.said.get("attempt") != attempt.attempt:
        await providers.void(jk, attempt.provider, attempt.attempt)
        return TWICE
    if payment is None:
        payment = await _collected(jk, attempt, order, said)
    # INVARIANT: an order is paid once its hand-over is queued. Where that is refused (the contract is over), the money
    # goes back.
    if not payment.entrusted:
        await jk.entrust(payment.ref, to=attempt.provider, purpose="billing")
    if "paid" not in payment.events:
        await jk.event(payment.ref, "paid")
    if order.claim is not None:
        # Whoever was asked for it (4.6) is told that nothing is owed any more.
        await jk.event(order.claim, "settled")
        Books.of(jk).shut(order.claim)
    if not order.paid:
        await jk.event(order.ref, "paid")
    stands = await status_of(jk, order.ref)
    if stands is None or not stands.here:
        # They left between these steps: nothing reaches the processor any more, so the money goes back.
        await _undo(jk, attempt)
        return OVER
    with suppress(DeniedError):  # The order was frozen meanwhile: it is paid, and goes on when it is looked at again.
        await _delivering(jk, order)
    return PAID


async def _collected(jk: AsyncJikim, attempt: Attempt, order: Order, said: Mapping[str, Any]) -> Payment:
    contact = await jk.use(order.ref, purpose="billing", items=["name", "email"])
    kept: dict[str, Any] = {
        "method": str(said.get("method", "")),
        "amount": attempt.amount,
        "currency": "KRW",
        "order": order.number,
        "attempt": attempt.attempt,
        "approval": str(said.get("approval", "")),
        "through": attempt.provider,
        "at": str(said.get("at", "")),
    }
    values: dict[str, Any] = {"payment": kept, "name": contact.get("name"), "email": contact.get("email")}
    if isinstance(card := said.get("card"), dict):
        values["card"] = {"brand": card.get("brand"), "last4": card.get("last4")}
    done = await jk.collect("payment", values, channel="homepage", subject=attempt.person, old_enough=True)
    Books.of(jk).open(done.ref, order.number, UUID(hex=attempt.attempt))
    return Payment(done.ref, "live", kept, values.get("card"), {}, False)


async def _delivering(jk: AsyncJikim, order: Order) -> None:
    """A box goes to whoever brings it: the carrier gets the least (3.4), another seller of this order what the two
    sides need (3.6)."""
    if not order.boxed or order.sent:
        return
    theirs = any(line.product.seller is not None for line in order.lines)
    ours = any(line.product.boxed and line.product.seller is None for line in order.lines)
    for to in (*[providers.CARRIER] * ours, *[providers.SELLER] * theirs):
        sent = await jk.provide(order.ref, to=to, purpose="delivery", items=["name", "address", "phone"])
        Books.of(jk).send(order.ref, to, sent.message, jk.now())


async def _undo(jk: AsyncJikim, attempt: Attempt) -> None:
    """The money goes back; a payment that had been collected for it ends as refunded, also where its person has left
    meanwhile."""
    await providers.void(jk, attempt.provider, attempt.attempt)
    books = Books.of(jk)
    for ref, made in books.still_open("payment", attempt.number):
        if made == str(UUID(hex=attempt.attempt)):
            with suppress(DeniedError):  # It is over already.
                await jk.event(ref, "refunded")
            books.shut(ref)
