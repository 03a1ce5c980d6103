"""After the order: all of a person's orders, the invoice, wishes for the delivery, and withdrawing from the contract
(청약철회)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jikim import AsyncJikim, JikimError, Person
from jikim.web import (
    Form,
    FromPath,
    Page,
    Redirect,
    Request,
    Response,
    Visitor,
    get,
    post,
    step_up_first,
    step_up_keeping,
)

from . import providers
from .basket import basket_of
from .books import Books
from .said import refused
from .seeing import order_of, unknown
from .standing import Order, standing_of, written


@get("/my/orders")
async def orders(page: Page, visitor: Visitor, jk: AsyncJikim) -> Response[Any] | Redirect:
    """Of whoever is signed in; else of the guest who ordered in this browser."""
    basket = await basket_of(jk, visitor)
    person = visitor.person
    if person is None and basket.guest is not None:
        person = Person(basket.guest, "guest")
    elif (first := step_up_first(page)) is not None:
        return first
    assert person is not None
    standing = await standing_of(jk, person, own=True)
    return page.show("rv/orders.html", orders=standing.orders, papers=standing.papers)


@get("/orders/{number:str}/invoice")
async def invoice(page: Page, visitor: Visitor, jk: AsyncJikim, number: FromPath[str]) -> Response[Any] | Redirect:
    """A page to print: the order's and the payment's own values, read for the invoice and recorded."""
    found = await order_of(jk, visitor, number)
    if found is None:
        return unknown(page)
    if visitor.session is not None and (first := step_up_first(page)) is not None:
        return first
    order = found[1]
    if order.gone or order.payment is None:
        return page.to(f"/orders/{number}")
    values = await jk.use(order.ref, purpose="invoicing")
    payment = await jk.use(order.payment.ref, purpose="invoicing", items=["payment"])
    return page.show("rv/invoice.html", order=order, values=values, payment=payment["payment"])


@get("/orders/{number:str}/wishes")
async def wishes(page: Page, visitor: Visitor, jk: AsyncJikim, number: FromPath[str]) -> Response[Any] | Redirect:
    found = await order_of(jk, visitor, number)
    if found is None:
        return unknown(page)
    if visitor.session is not None and (first := step_up_first(page)) is not None:
        return first
    if not _on_its_way(found[1]):
        return page.to(f"/orders/{number}")
    known = await jk.use(found[1].ref, purpose="delivery", items=["name", "phone", "address"])
    address = known.get("address") or {}
    fields = {"name": known.get("name", ""), "phone": known.get("phone", ""), **_lines(address)}
    return page.show("rv/wishes.html", order=found[1], form=Form(visitor, fields))


@post("/orders/{number:str}/wishes", status_code=200)
async def wishes_sent(
    request: Request[Any, Any, Any], page: Page, visitor: Visitor, jk: AsyncJikim, number: FromPath[str]
) -> Response[Any] | Redirect:
    found, form = await order_of(jk, visitor, number), await Form.of(request)
    if found is None:
        return unknown(page)
    if visitor.session is not None and (first := await step_up_keeping(page, jk, request)) is not None:
        return first
    if not _on_its_way(found[1]):
        return page.to(f"/orders/{number}")
    if form.need("name", "phone", "postcode", "line1", "wishes"):
        values: dict[str, Any] = form.given(("name", "phone", "mobile", "wishes"))
        values["address"] = form.given(("postcode", "line1", "line2"))
        books = Books.of(jk)
        async with books.alone(f"order:{number}"):
            try:
                # What was wished before is replaced.
                done = await jk.collect(
                    "delivery-request", values, channel="delivery-request", subject=found[0].person, old_enough=True
                )
                for ref, _ in books.still_open("delivery-request", number):
                    await jk.event(ref, "cancelled")
                    books.shut(ref)
                books.open(done.ref, number)
                return page.to(f"/orders/{number}", said="wishes")
            except JikimError as error:
                refused(form, error)
    return page.show("rv/wishes.html", order=found[1], form=form)


def _on_its_way(order: Order) -> bool:
    return order.boxed and order.paid and not order.gone and "delivered" not in order.events


def _lines(address: object) -> dict[str, str]:
    if isinstance(address, Mapping):
        return {name: str(address.get(name, "")) for name in ("postcode", "line1", "line2")}
    return {"line1": str(address)}


@get("/orders/{number:str}/withdraw")
async def withdraw(page: Page, visitor: Visitor, jk: AsyncJikim, number: FromPath[str]) -> Response[Any] | Redirect:
    """Before it is done: what will happen, and until when it can be."""
    found = await order_of(jk, visitor, number)
    if found is None:
        return unknown(page)
    if visitor.session is not None and (first := step_up_first(page)) is not None:
        return first
    if not found[1].withdrawable(page):
        return page.to(f"/orders/{number}")
    return _show_withdraw(page, found[1], Form(visitor))


@post("/orders/{number:str}/withdraw", status_code=200)
async def withdraw_sent(
    request: Request[Any, Any, Any], page: Page, visitor: Visitor, jk: AsyncJikim, number: FromPath[str]
) -> Response[Any] | Redirect:
    found, form = await order_of(jk, visitor, number), await Form.of(request)
    if found is None:
        return unknown(page)
    if visitor.session is not None and (first := await step_up_keeping(page, jk, request)) is not None:
        return first
    async with Books.of(jk).alone(f"order:{number}"):
        # As it stands now that nobody else is at it: a payment may have come in meanwhile.
        order = (await standing_of(jk, found[0].person, own=True)).of(number)
        if order is None or not order.withdrawable(page):
            return page.to(f"/orders/{number}")
        back = _to_account(order)
        if back:
            form.need("bank", "account")
        if not form.fine:
            return _show_withdraw(page, order, form)
        try:
            await _withdraw(jk, found[0].person, order, form, back)
        except JikimError as error:
            refused(form, error)
            if "bank_account" in form.errors:
                form.errors["account"] = form.errors.pop("bank_account")
            return _show_withdraw(page, order, form)
    return page.to(f"/orders/{number}", said="withdrawn")


async def _withdraw(jk: AsyncJikim, person: Person, order: Order, form: Form, back: bool) -> None:
    """The record first, then the money, then the order's end; gone through again, it does what is missing."""
    withdrawal = order.withdrawal
    if withdrawal is None:
        contact = await jk.use(order.ref, purpose="billing", items=["name", "email", "phone"])
        values: dict[str, Any] = {
            **{name: contact[name] for name in ("name", "email", "phone") if contact.get(name)},
            "lines": {"order": order.number, "lines": written(order.lines)},
            **form.given(("reason",)),
        }
        if back:
            values["bank_account"] = {"bank": form["bank"], "number": form["account"]}
        done = await jk.collect("order-withdrawal", values, channel="homepage", subject=person, old_enough=True)
        withdrawal = done.ref
        Books.of(jk).open(withdrawal, order.number)
    payment = order.payment
    refunded = payment is None
    if payment is not None and payment.state == "live" and not back:
        through = str(payment.said.get("through", ""))
        refunded = await providers.void(jk, through, str(payment.said.get("attempt", "")))
        if refunded:
            await jk.event(payment.ref, "refunded")
    if refunded:
        # Nothing is left to pay back. Otherwise a handler pays it to the account, or by the provider once that answers.
        await jk.event(withdrawal, "refunded" if payment is not None else "closed")
        Books.of(jk).shut(withdrawal)
    books = Books.of(jk)
    for ref, _ in books.still_open("delivery-request", order.number):
        await jk.event(ref, "cancelled")
        books.shut(ref)
    await jk.event(order.ref, "withdrawn")


def _to_account(order: Order) -> bool:
    """Whether the money goes back to an account, because it came from one."""
    return order.payment is not None and order.payment.said.get("method") == "transfer"


def _show_withdraw(page: Page, order: Order, form: Form) -> Response[str]:
    return page.show(
        "rv/withdraw.html", order=order, form=form, back=_to_account(order), until=order.withdraw_until(page)
    )


PAGES = [orders, invoice, wishes, wishes_sent, withdraw, withdraw_sent]
