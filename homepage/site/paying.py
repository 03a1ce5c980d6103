"""The order's own page, and the way to a payment page and back."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from jikim import AsyncJikim
from jikim.web import FromPath, FromQuery, Page, Redirect, Request, Response, get, post

from . import providers
from .books import Books
from .checking import checked, settle
from .delivering import track
from .seeing import goods, here, order_of, unknown
from .taking import Attempt, take, token_of


@get("/orders/{number:str}")
async def order(
    page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], number: FromPath[str]
) -> Response[Any] | Redirect:
    history, order = await order_of(page, jk, request, number)
    if order.paid or order.gone:
        await settle(jk, Books.of(jk).still_open("identity-check", number))
    return page.show(
        "rv/order_page.html",
        order=order,
        history=history,
        papers=[one for one in history.papers if one.said.get("order") == number],
        said=page.told,
        ways=await providers.methods(jk),
        checked_first=providers.CHECKED_FIRST,
        day_to_withdraw=order.withdraw_until(page),
        may_withdraw=order.withdrawable(page),
    )


@get("/orders/{number:str}/pay/{provider:str}")
async def pay(
    page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], number: FromPath[str], provider: FromPath[str]
) -> Response[Any] | Redirect:
    """Before anybody leaves for a payment page: whose it is, and what they will get. Nothing has gone to them yet."""
    history, order = await order_of(page, jk, request, number)
    way = next((one for one in await providers.methods(jk) if one.name == provider), None)
    if way is None:
        raise unknown(page)
    if not order.payable:
        return page.to(f"/orders/{number}")
    if provider in providers.CHECKED_FIRST and not await checked(jk, history.person, order):
        return page.to(f"/orders/{number}/identity/{provider}")
    attempt = Attempt(history.person, number, provider, uuid4().hex, order.amount)
    note = {
        "attempt": attempt.attempt,
        "order": number,
        "amount": order.amount,
        "currency": "KRW",
        "goods": goods(page, order),
        "back": f"{here(page, jk)}/orders/{number}/paid/{provider}",
        "language": page.visitor.language,
        "token": await token_of(jk, attempt),
    }
    processor = jk.policy.file.processors[provider]
    return page.show(
        "rv/pay.html",
        order=order,
        way=way,
        to=providers.page(jk, provider, "pay", "pay", note),
        processor=processor,
        items=providers.items_of(jk, provider, "payment"),
        by_card=provider in providers.CARDS,
    )


@get("/orders/{number:str}/paid/{provider:str}")
async def paid(
    page: Page, jk: AsyncJikim, number: FromPath[str], provider: FromPath[str], r: FromQuery[str] = ""
) -> Redirect:
    """Back from a payment page. Come back twice, it is taken once."""
    said = providers.told(jk, provider, "paid", r)
    ended = "false" if said is None else await take(jk, provider, number, said)
    return page.to(f"/orders/{number}", said=ended)


@post("/orders/{number:str}/look", status_code=200)
async def look(
    page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], number: FromPath[str]
) -> Response[Any] | Redirect:
    """For somebody who paid and did not come back: asks the providers themselves, and the carrier where the box is."""
    _, order = await order_of(page, jk, request, number)
    ended = "nothing"
    for provider, said in await providers.payments(jk, number):
        if said.get("result") == "paid":
            ended = await take(jk, provider, number, said)
    if order.paid and await track(jk, order):
        ended = "delivered"
    return page.to(f"/orders/{number}", said=ended)


PAGES = [order, pay, paid, look]
