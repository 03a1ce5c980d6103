"""After the order: all of a person's orders, the invoice, wishes for the delivery, and withdrawing from the contract
(청약철회)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jikim import AsyncJikim, JikimError, Person
from jikim.web import Form, FromPath, Page, Redirect, Request, Response, former, get, post, private, proven, telephone

from . import providers
from .basket import basket_of
from .books import Books
from .order_history import Order, OrderHistory, history_in, history_of, written
from .seeing import order_of, unknown


@get("/my/orders")
async def orders(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any]) -> Response[Any]:
    """Of whoever is signed in; else of the guest who ordered in this browser."""
    basket = await basket_of(jk, page.visitor)
    if page.visitor.session is None and basket.guest is not None:
        person = Person(basket.guest, "guest")
    else:
        session = await proven(page, jk, request)
        person = Person(session.subject, session.kind)
    history = await history_of(jk, person, own=True)
    return page.show("rv/orders.html", orders=history.orders, papers=history.papers)


@get("/orders/{number:str}/invoice")
async def invoice(
    page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], number: FromPath[str]
) -> Response[Any] | Redirect:
    """A page to print: the order's and the payment's own values, read for the invoice and recorded."""
    _, order = await order_of(page, jk, request, number)
    if order.gone or order.payment is None:
        return page.to(f"/orders/{number}")
    by = jk.by(jk.actor)
    # What is read here keeps its purpose: the template hands it out to the page, and nothing else does.
    values = await by.do(private.use, order.ref, purpose="invoicing")
    payment = await by.do(private.use, order.payment.ref, purpose="invoicing", items=["payment"])
    return page.show("rv/invoice.html", order=order, values=values, payment=payment["payment"])


@get("/orders/{number:str}/wishes")
async def wishes(
    page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], number: FromPath[str]
) -> Response[Any] | Redirect:
    _, order = await order_of(page, jk, request, number)
    if not _on_its_way(order):
        return page.to(f"/orders/{number}")
    known = await jk.use(order.ref, purpose="delivery", items=["name", "phone", "address"])
    address = known.get("address") or {}
    fields = {"name": known.get("name", ""), "phone": telephone(known.get("phone", "")), **_lines(address)}
    return page.show("rv/wishes.html", order=order, form=Form(page.visitor, fields))


@post("/orders/{number:str}/wishes", status_code=200)
async def wishes_sent(
    page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], form: Form, number: FromPath[str]
) -> Response[Any] | Redirect:
    history, order = await order_of(page, jk, request, number)
    if not _on_its_way(order):
        return page.to(f"/orders/{number}")
    if form.need("name", "phone", "postcode", "line1", "wishes"):
        values: dict[str, Any] = form.given(("name", "phone", "mobile", "wishes"))
        values["address"] = form.given(("postcode", "line1", "line2"))
        books = Books.of(jk)
        async with books.alone(f"order:{number}"):
            try:
                # What was wished before is replaced.
                done = await jk.collect(
                    "delivery-request", values, channel="delivery-request", subject=history.person, old_enough=True
                )
                for ref, _ in books.still_open("delivery-request", number):
                    await jk.event(ref, "cancelled")
                    books.shut(ref)
                books.open(done.ref, number)
                return page.to(f"/orders/{number}", said="wishes")
            except JikimError as error:
                form.caught(error)
    return page.show("rv/wishes.html", order=order, form=form)


def _on_its_way(order: Order) -> bool:
    return order.boxed and order.paid and not order.gone and "delivered" not in order.events


def _lines(address: object) -> dict[str, str]:
    if isinstance(address, Mapping):
        return {name: str(address.get(name, "")) for name in ("postcode", "line1", "line2")}
    return {"line1": str(address)}


@get("/orders/{number:str}/withdraw")
async def withdraw(
    page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], number: FromPath[str]
) -> Response[Any] | Redirect:
    """Before it is done: what will happen, and until when it can be."""
    _, order = await order_of(page, jk, request, number)
    if not order.withdrawable(page):
        return page.to(f"/orders/{number}")
    return _show_withdraw(page, order, Form(page.visitor))


@post("/orders/{number:str}/withdraw", status_code=200)
async def withdraw_sent(
    page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], form: Form, number: FromPath[str]
) -> Response[Any] | Redirect:
    await _order(page, jk, request, form, number)
    async with Books.of(jk).alone(f"order:{number}"):
        # As it stands now that nobody else is at it: a payment may have come in meanwhile.
        history, order = await _order(page, jk, request, form, number)
        if not order.withdrawable(page):
            over = "철회할 수 있는 주문이 아닙니다.", "This order can no longer be withdrawn from."
            return _kept(page, over) if form["way"] else page.to(f"/orders/{number}")
        if form["ask"]:
            return _show_withdraw(page, order, form)
        back = _to_account(order)
        if back:
            form.need("bank", "account")
        if not form.fine:
            return _show_withdraw(page, order, form)
        try:
            await _withdraw(jk, history, order, form, back)
        except JikimError as error:
            form.caught(error)
            if "bank_account" in form.errors:
                form.errors["account"] = form.errors.pop("bank_account")
            return _show_withdraw(page, order, form)
    if form["way"]:
        return _kept(page, ("청약철회를 접수했습니다.", "We have received your withdrawal."))
    return page.to(f"/orders/{number}", said="withdrawn")


async def _order(
    page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], form: Form, number: str
) -> tuple[OrderHistory, Order]:
    """An order that the visitor may see, or that is in progress of who has left and has proved a moment ago who they
    are."""
    if not form["way"]:
        return await order_of(page, jk, request, number)
    dossier = await former(page, jk, form)
    history = history_in(dossier) if dossier is not None else None
    order = history.of(number) if history is not None else None
    if history is None or order is None:
        raise unknown(page)
    return history, order


def _kept(page: Page, said: tuple[str, str]) -> Response[Any]:
    """An answer to who has left, and the way back to what is kept of them."""
    return page.show(
        "rv/none.html",
        said=page.say(*said),
        to="/rested",
        more=page.say("보관 중인 내 기록", "My records that are kept"),
    )


async def _withdraw(jk: AsyncJikim, history: OrderHistory, order: Order, form: Form, back: bool) -> None:
    """The record first, then the money, then the order's end; gone through again, it does what is missing."""
    # Nothing new is kept with who has left: their withdrawal is a guest's, about that order.
    person = history.person if history.here else "guest"
    withdrawal = order.withdrawal or next(
        (ref for ref, _ in Books.of(jk).still_open("order-withdrawal", order.number)), None
    )
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
    return order.payment is not None and order.payment.by_transfer


def _show_withdraw(page: Page, order: Order, form: Form) -> Response[str]:
    return page.show(
        "rv/withdraw.html", order=order, form=form, back=_to_account(order), until=order.withdraw_until(page)
    )


PAGES = [orders, invoice, wishes, wishes_sent, withdraw, withdraw_sent]
