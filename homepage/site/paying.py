"""The order's own page, and the way to a payment page and back."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from jikim import AsyncJikim
from jikim.web import FromPath, FromQuery, Page, Redirect, Response, Visitor, get, post, step_up_first

from . import providers
from .checking import checked, settle
from .delivering import track
from .seeing import goods, here, order_of, unknown
from .taking import Attempt, take, token_of


@get("/orders/{number:str}")
async def order(page: Page, visitor: Visitor, jk: AsyncJikim, number: FromPath[str]) -> Response[Any] | Redirect:
    found = await order_of(jk, visitor, number)
    if found is None:
        return unknown(page)
    if visitor.session is not None and (first := step_up_first(page)) is not None:
        return first
    if found[1].paid or found[1].gone:
        await settle(jk, found[0].person, number)
    return page.show(
        "rv/order_page.html",
        order=found[1],
        standing=found[0],
        papers=[one for one in found[0].papers if one.said.get("order") == number],
        said=page.told,
        ways=await providers.methods(jk),
        checked_first=providers.CHECKED_FIRST,
        day_to_withdraw=found[1].withdraw_until(page),
        may_withdraw=found[1].withdrawable(page),
    )


@get("/orders/{number:str}/pay/{provider:str}")
async def pay(
    page: Page, visitor: Visitor, jk: AsyncJikim, number: FromPath[str], provider: FromPath[str]
) -> Response[Any] | Redirect:
    """Before anybody leaves for a payment page: whose it is, and what they will get. Nothing has gone to them yet."""
    found = await order_of(jk, visitor, number)
    way = next((one for one in await providers.methods(jk) if one.name == provider), None)
    if found is None or way is None:
        return unknown(page)
    if visitor.session is not None and (first := step_up_first(page)) is not None:
        return first
    standing, order = found
    if not order.payable:
        return page.to(f"/orders/{number}")
    if provider in providers.CHECKED_FIRST and not await checked(jk, standing.person, order):
        return page.to(f"/orders/{number}/identity/{provider}")
    attempt = Attempt(standing.person, number, provider, uuid4().hex, order.amount)
    note = {
        "attempt": attempt.attempt,
        "order": number,
        "amount": order.amount,
        "currency": "KRW",
        "goods": goods(page, order),
        "back": f"{here(page, jk)}/orders/{number}/paid/{provider}",
        "language": visitor.language,
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
async def look(page: Page, visitor: Visitor, jk: AsyncJikim, number: FromPath[str]) -> Response[Any] | Redirect:
    """For somebody who paid and did not come back: asks the providers themselves, and the carrier where the box is."""
    found = await order_of(jk, visitor, number)
    if found is None:
        return unknown(page)
    ended = "nothing"
    for provider, said in await providers.payments(jk, number):
        if said.get("result") == "paid":
            ended = await take(jk, provider, number, said)
    if found[1].paid and await track(jk, found[1]):
        ended = "delivered"
    return page.to(f"/orders/{number}", said=ended)


PAGES = [order, pay, paid, look]
