"""본인확인: before money moves between accounts, a provider checks who pays. Its result is kept for half a year, then gone
(5.6)."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from jikim import AsyncJikim, DeniedError, JikimError, Person, Ref
from jikim.web import Form, FromPath, FromQuery, Page, Redirect, Request, Response, get, post, seal, unseal

from . import providers
from .books import Books
from .order_history import Order
from .seeing import here, order_of, status_of, unknown

USE = "rv-identity"


async def checked(jk: AsyncJikim, person: Person, order: Order) -> bool:
    """Whether this order's payer was checked."""
    return any(ref.subject == person.subject for ref, _ in Books.of(jk).still_open("identity-check", order.number))


async def settle(jk: AsyncJikim, waiting: Iterable[tuple[Ref, str]]) -> int:
    """Checks whose result has reached their processor are over, and rest from now on; one that came to nothing ended by
    the policy, as none. Answers how many were settled."""
    books, settled = Books.of(jk), 0
    for ref, message in waiting:
        check = await status_of(jk, ref)
        if check is not None and check.state == "live":
            if not any(str(went.message) == message and went.state == "done" for went in check.went):
                continue
            with suppress(DeniedError):  # It is over meanwhile: its person has left, or it came to nothing.
                await jk.event(ref, "checked")
                settled += 1
        books.shut(ref)
    return settled


@get("/orders/{number:str}/identity/{provider:str}")
async def identity(
    page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], number: FromPath[str], provider: FromPath[str]
) -> Response[Any]:
    _, order = await order_of(page, jk, request, number)
    if provider not in {one.name for one in await providers.methods(jk)}:
        raise unknown(page)
    form = Form(page.visitor, {"name": str(order.values.get("name", ""))})
    return page.show("rv/identity.html", form=form, **_shown(jk, order, provider, page.told))


@post("/orders/{number:str}/identity/{provider:str}", status_code=200)
async def identity_sent(
    page: Page,
    jk: AsyncJikim,
    request: Request[Any, Any, Any],
    form: Form,
    number: FromPath[str],
    provider: FromPath[str],
) -> Response[Any]:
    """What was typed travels sealed to the provider's page and back; nothing is kept before the check was made."""
    history, order = await order_of(page, jk, request, number)
    if provider not in {one.name for one in await providers.methods(jk)}:
        raise unknown(page)
    form.need("name", "mobile")
    shown = _shown(jk, order, provider)
    if not form.fine:
        return page.show("rv/identity.html", form=form, **shown)
    token = await seal(
        jk,
        USE,
        {
            "subject": history.person.subject.hex,
            "kind": history.person.kind,
            "order": number,
            "provider": provider,
            "name": form["name"],
            "mobile": form["mobile"],
        },
    )
    note = {
        "check": uuid4().hex,
        "back": f"{here(page, jk)}/orders/{number}/identified/{provider}",
        "language": page.visitor.language,
        "token": token,
    }
    return page.show("rv/identity_go.html", to=providers.page(jk, provider, "identity", "identity", note), **shown)


@get("/orders/{number:str}/identified/{provider:str}")
async def identified(
    page: Page,
    jk: AsyncJikim,
    request: Request[Any, Any, Any],
    number: FromPath[str],
    provider: FromPath[str],
    r: FromQuery[str] = "",
) -> Response[Any] | Redirect:
    said = providers.told(jk, provider, "identity-result", r)
    typed = await unseal(jk, USE, str(said.get("token", ""))) if said is not None else None
    if (
        said is None
        or typed is None
        or (typed["order"], typed["provider"]) != (number, provider)
        or said.get("result") != "checked"
    ):
        return page.to(f"/orders/{number}/identity/{provider}", said="cancelled")
    person = Person(UUID(hex=typed["subject"]), typed["kind"])
    values = {
        "name": typed["name"],
        "mobile": typed["mobile"],
        "result": {"checked": True, "by": provider, "at": str(said.get("at", ""))},
    }
    books = Books.of(jk)
    async with books.alone(f"order:{number}"):
        if not books.still_open("identity-check", number):
            try:
                ref = (
                    await jk.collect("identity-check", values, channel="homepage", subject=person, old_enough=True)
                ).ref
            except JikimError as error:
                _, order = await order_of(page, jk, request, number)
                form = Form(page.visitor, {"name": typed["name"], "mobile": typed["mobile"]})
                form.caught(error)
                return page.show("rv/identity.html", form=form, **_shown(jk, order, provider))
            message = await jk.entrust(ref, to=provider, purpose="identity-check")
            books.open(ref, number, message.message)
    return page.to(f"/orders/{number}/pay/{provider}")


def _shown(jk: AsyncJikim, order: Order, provider: str, said: str = "") -> dict[str, Any]:
    """What each of the check's pages shows."""
    return {
        "order": order,
        "provider": provider,
        "said": said,
        "way": providers.METHODS[provider],
        "items": providers.items_of(jk, provider, "identity-check"),
    }


PAGES = [identity, identity_sent, identified]
