"""How an order stands, told from what Jikim knows of its person: their records and what happened to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from jikim import AsyncJikim, Person, Ref
from jikim.web import Page

from .catalogue import PRODUCTS, BasketLine, lines_of, total
from .papers import Paper, papers_of

WITHDRAW_DAYS = 7  # 전자상거래법 §17①


@dataclass(frozen=True)
class Order:
    """One order. `events` are what happened to it and when; `others` what was ordered that the shop does not sell by
    itself.

    `gone`: its values are not to be seen any more, only what is kept (7.5).
    """

    ref: Ref
    state: str
    lines: tuple[BasketLine, ...]
    values: Mapping[str, Any]
    placed: datetime
    ended: datetime | None
    events: Mapping[str, datetime]
    payment: Payment | None
    frozen: bool
    withdrawal: Ref | None = None
    delivery: Ref | None = None
    sent: tuple[str, ...] = ()
    claim: Ref | None = None  # of what was delivered and nobody paid (4.6), while it is open
    others: tuple[str, ...] = ()

    @property
    def payable(self) -> bool:
        """Whether it can be paid here: what came by paper, phone or a partner has no price of ours."""
        return not (self.gone or self.paid or self.frozen) and self.amount > 0

    @property
    def number(self) -> str:
        return self.ref.record.hex

    @property
    def short(self) -> str:
        """As people read it out."""
        return f"{self.number[:4]}-{self.number[4:8]}".upper()

    @property
    def amount(self) -> int:
        return total(self.lines)

    @property
    def gone(self) -> bool:
        return self.state != "live"

    @property
    def paid(self) -> bool:
        return "paid" in self.events

    @property
    def boxed(self) -> bool:
        """Whether something is delivered: an address is asked for only then, by whatever way an order comes."""
        return "address" in self.values or any(line.product.boxed for line in self.lines)

    def withdraw_until(self, page: Page) -> date | None:
        """The last day to withdraw, counted from the supply: what is delivered, from its delivery, paid or not; a
        licence that nobody marked so, from its payment. None while the seven days have not begun."""
        begins = self.events.get("delivered") or (None if self.boxed else self.events.get("paid"))
        return begins.astimezone(page.zone).date() + timedelta(days=WITHDRAW_DAYS) if begins is not None else None

    def withdrawable(self, page: Page) -> bool:
        if self.gone or self.frozen:
            return False
        until = self.withdraw_until(page)
        return until is None or page.now.astimezone(page.zone).date() <= until


@dataclass(frozen=True)
class Payment:
    """The payment of an order."""

    ref: Ref
    state: str
    said: Mapping[str, Any]
    card: Mapping[str, Any] | None
    events: Mapping[str, datetime]
    entrusted: bool

    @property
    def claim(self) -> bool:
        """Whether it only says what is owed."""
        return claimed(self.events)

    @property
    def by_transfer(self) -> bool:
        return by_transfer(self.said)


def claimed(events: Mapping[str, datetime]) -> bool:
    """Whether a payment to which this happened only says what is owed."""
    return "claimed" in events and "paid" not in events


def by_transfer(said: Mapping[str, Any]) -> bool:
    """Whether the money came from an account, by what a payment says: also of what was claimed, and paid then."""
    return said.get("method") in ("transfer", "invoice")


@dataclass(frozen=True)
class OrderHistory:
    """A person's orders, the newest first, and the tax invoices and cash receipts of them."""

    person: Person
    here: bool
    orders: tuple[Order, ...]
    papers: tuple[Paper, ...] = ()

    def of(self, number: str) -> Order | None:
        return next((order for order in self.orders if order.number == number), None)


async def history_of(jk: AsyncJikim, person: Person, *, own: bool) -> OrderHistory:
    """A person's orders. `own`: the person looks; else the shop does, to take a payment for one. Either is recorded."""
    actor = jk.acting("member", str(person.subject)) if own else jk.actor
    return history_in(await jk.by(actor).show(person.subject))


def history_in(dossier: Any) -> OrderHistory:
    """The orders in what is known of a person."""
    happened: dict[UUID, dict[str, datetime]] = {}
    entrusted: dict[UUID, list[str]] = {}
    for use in dossier.uses:
        if "record" not in use:
            continue
        record = UUID(use["record"])
        if use["event"] == "record:event:allowed":
            happened.setdefault(record, {}).setdefault(use["happened"], datetime.fromisoformat(use["at"]))
        elif use["event"] in ("record:entrust:allowed", "record:provide:allowed"):
            entrusted.setdefault(record, []).append(f"{use['to']} {use.get('about', '')}")
    payments: dict[str, Payment] = {}
    about: dict[tuple[str, str], Ref] = {}
    for card in dossier.cards:
        if card.ref.kind == "payment" and (said := card.values.get("payment")):
            payment = Payment(
                card.ref,
                card.state,
                said,
                card.values.get("card"),
                happened.get(card.ref.record, {}),
                bool(entrusted.get(card.ref.record)),
            )
            if not payment.claim:
                payments.setdefault(str(said.get("order", "")), payment)
            elif card.state == "live":
                about["payment", str(said.get("order", ""))] = card.ref
        elif card.ref.kind == "order-withdrawal" and (lines := card.values.get("lines")):
            about["order-withdrawal", str(lines.get("order", ""))] = card.ref
    orders = [
        Order(
            card.ref,
            card.state,
            _lines(card.values.get("lines")),
            card.values,
            card.collected,
            card.ended,
            happened.get(card.ref.record, {}),
            payments.get(card.ref.record.hex),
            card.frozen is not None,
            about.get(("order-withdrawal", card.ref.record.hex)),
            None,
            tuple(entrusted.get(card.ref.record, ())),
            about.get(("payment", card.ref.record.hex)),
            _others(card.values.get("lines")),
        )
        for card in dossier.cards
        if card.ref.kind == "order"
    ]
    orders.sort(key=lambda order: order.placed, reverse=True)
    return OrderHistory(Person(dossier.subject, dossier.kind), dossier.here, tuple(orders), papers_of(dossier))


def written(lines: tuple[BasketLine, ...]) -> list[dict[str, Any]]:
    """The lines of an order as it is kept: what was bought and for how much, so that a later price changes nothing."""
    return [{"product": line.product.id, "quantity": line.quantity, "price": line.product.price} for line in lines]


def _lines(kept: Any) -> tuple[BasketLine, ...]:
    if not isinstance(kept, list):
        return ()
    rows = {str(row.get("product")): row for row in kept if isinstance(row, dict)}
    found = lines_of({name: int(row.get("quantity", 1)) for name, row in rows.items()})
    # What it cost when it was bought.
    return tuple(
        replace(line, product=replace(line.product, price=int(rows[line.product.id].get("price", line.product.price))))
        for line in found
    )


def _others(kept: Any) -> tuple[str, ...]:
    rows = kept if isinstance(kept, list) else [kept] if kept else []
    named = [
        (str(row.get("product", "")), row.get("quantity", row.get("count", 1)))
        if isinstance(row, dict)
        else (str(row), 1)
        for row in rows
    ]
    return tuple(f"{name} × {count}" for name, count in named if name and name not in PRODUCTS)
