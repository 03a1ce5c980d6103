"""The order: who, how to reach them, where to send a box if there is one. A basket becomes one order, however often it
is sent."""

from __future__ import annotations

from typing import Any

from jikim import AsyncJikim, JikimError, Person, Ref
from jikim.web import Form, Page, Redirect, Response, Visitor, get, post, telephone, write

from .basket import Basket, basket_of, keep
from .books import Books
from .catalogue import boxed, total
from .order_history import written
from .providers import SELLER

_MEMBERSHIP = ("membership", "corporate-membership")


@get("/order")
async def order(page: Page, visitor: Visitor, jk: AsyncJikim) -> Response[Any] | Redirect:
    basket = await basket_of(jk, visitor)
    if not basket.lines:
        return page.to("/cart")
    form = Form(visitor, await known(jk, visitor))
    return _show(page, form, basket, visitor)


@post("/order", status_code=200)
async def order_sent(page: Page, visitor: Visitor, jk: AsyncJikim, form: Form) -> Response[Any] | Redirect:
    basket, books = await basket_of(jk, visitor), Books.of(jk)
    if form["basket"] and form["basket"] != basket.id:
        # Another tab has ordered meanwhile, or this form is older than that order.
        done = books.placed(form["basket"])
        return page.to(f"/orders/{done.record.hex}") if done is not None else page.to("/cart")
    if not basket.lines:
        return page.to("/cart")
    ships = boxed(basket.lines)
    form.need("name", "phone")
    if ships:
        form.need("line1", "postcode")
    old_enough = True
    if visitor.person is None:
        if form["age"] not in ("yes", "no"):
            form.wrong("age", "만 14세 이상인지 선택해 주세요", "please say whether you are 14 or older")
        old_enough = form["age"] == "yes"
    if not form.fine:
        return _show(page, form, basket, visitor)
    values: dict[str, Any] = {**form.given(("name", "phone", "email", "note")), "lines": written(basket.lines)}
    if visitor.session is not None and visitor.session.kind == "corporate":
        values |= form.given(("company", "business_no"))
    if ships:
        values["address"] = form.given(("postcode", "line1", "line2"))
    seller = SELLER if any(line.product.seller is not None for line in basket.lines) else ""
    async with books.alone(f"basket:{basket.id}"):
        ref = books.placed(basket.id)
        if ref is None:
            who: Person | str = visitor.person or (Person(basket.guest, "guest") if basket.guest else "guest")
            try:
                ref = await _collected(jk, values, who, old_enough, seller)
            except JikimError as error:
                form.caught(error)
                return _show(page, form, basket, visitor)
            books.place(basket.id, ref)
            if form["email"]:
                await _told(page, jk, ref, basket)
    basket.ordered(ref, visitor.person.kind if visitor.person else "guest")
    await keep(jk, visitor, basket)
    return page.to(f"/orders/{ref.record.hex}")


async def _told(page: Page, jk: AsyncJikim, ref: Ref, basket: Basket) -> None:
    """A letter that the order is here; it waits as a reference, and its address is read when it leaves."""
    number = ref.record.hex
    facts = {
        "order": f"{number[:4]}-{number[4:8]}".upper(),
        "total": page.say(f"{total(basket.lines):,}원", f"{total(basket.lines):,} KRW"),
        "what": ", ".join(f"{page.say(line.product.ko, line.product.en)} × {line.quantity}" for line in basket.lines),
        "link": "/my/orders" if page.visitor.member else "/guest",
    }
    await write(jk, ref, "order-received", page.visitor.language, **facts)


async def _collected(jk: AsyncJikim, values: dict[str, Any], who: Person | str, old_enough: bool, seller: str) -> Ref:
    how: dict[str, Any] = {"channel": "homepage", "old_enough": old_enough, "counterparty": seller}
    try:
        return (await jk.collect("order", values, subject=who, **how)).ref
    except JikimError as error:
        # The guest of an earlier order has been forgotten meanwhile: this one is somebody new.
        if isinstance(who, Person) and who.kind == "guest" and getattr(error, "why", "") in ("gone", "left"):
            return (await jk.collect("order", values, subject="guest", **how)).ref
        raise


async def membership_of(jk: AsyncJikim, visitor: Visitor) -> Ref | None:
    """Where a member's own data is."""
    if visitor.session is None or not visitor.member:
        return None
    dossier = await jk.by(jk.acting("member", str(visitor.session.subject))).show(visitor.session.subject)
    return next((card.ref for card in dossier.cards if card.ref.kind in _MEMBERSHIP and card.state == "live"), None)


async def known(jk: AsyncJikim, visitor: Visitor) -> dict[str, str]:
    """What a member need not type again: read for the member's service, and recorded. Nothing for a guest, nothing
    while it is frozen, and nothing before who is signed in has proved it a moment ago: a filled-in field shows data too
    (clause 7.2)."""
    if visitor.session is None or not visitor.session.fresh:
        return {}
    ref = await membership_of(jk, visitor)
    if ref is None:
        return {}
    try:
        found = await jk.use(ref, purpose="member-services", items=["name", "email", "mobile", "phone", "company"])
    except JikimError:
        return {}
    names = {
        "name": found.get("name"),
        "email": found.get("email"),
        "phone": telephone(found.get("phone") or found.get("mobile") or ""),
    }
    if ref.kind == "corporate-membership":
        names["company"] = found.get("company")
    return {name: str(value) for name, value in names.items() if value}


def _show(page: Page, form: Form, basket: Basket, visitor: Visitor) -> Response[str]:
    return page.show(
        "rv/order.html",
        form=form,
        basket=basket,
        ships=boxed(basket.lines),
        amount=total(basket.lines),
        corporate=visitor.session is not None and visitor.session.kind == "corporate",
        guest=visitor.person is None,
    )


PAGES = [order, order_sent]
