"""본인확인: before money moves between accounts, a provider checks who pays. Its result is kept for half a year, then gone
(5.6)."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from jikim import AsyncJikim, JikimError, Person
from jikim.web import (
    Form,
    FromPath,
    FromQuery,
    Page,
    Redirect,
    Request,
    Response,
    Visitor,
    get,
    post,
    seal,
    step_up_first,
    unseal,
)

from . import providers
from .books import Books
from .said import refused
from .seeing import here, order_of, unknown
from .standing import Order

USE = "rv-identity"


async def checked(jk: AsyncJikim, person: Person, order: Order) -> bool:
    """Whether this order's payer was checked."""
    return any(ref.subject == person.subject for ref, _ in Books.of(jk).still_open("identity-check", order.number))


async def settle(jk: AsyncJikim, person: Person, number: str) -> None:
    """A check whose result has reached its processor is over: it rests from now on."""
    books = Books.of(jk)
    waiting = books.still_open("identity-check", number)
    if not waiting:
        return
    dossier = await jk.show(person.subject)
    done = {str(went.message) for went in dossier.went if went.state == "done"}
    for ref, message in waiting:
        if message in done:
            await jk.event(ref, "checked")
            books.shut(ref)


@get("/orders/{number:str}/identity/{provider:str}")
async def identity(
    page: Page, visitor: Visitor, jk: AsyncJikim, number: FromPath[str], provider: FromPath[str]
) -> Response[Any] | Redirect:
    found = await order_of(jk, visitor, number)
    if found is None or provider not in {one.name for one in await providers.methods(jk)}:
        return unknown(page)
    if visitor.session is not None and (first := step_up_first(page)) is not None:
        return first
    name = str(found[1].values.get("name", ""))
    return page.show(
        "rv/identity.html",
        order=found[1],
        provider=provider,
        form=Form(visitor, {"name": name}),
        said=page.told,
        way=providers.METHODS[provider],
        items=providers.items_of(jk, provider, "identity-check"),
    )


@post("/orders/{number:str}/identity/{provider:str}", status_code=200)
async def identity_sent(
    request: Request[Any, Any, Any],
    page: Page,
    visitor: Visitor,
    jk: AsyncJikim,
    number: FromPath[str],
    provider: FromPath[str],
) -> Response[Any] | Redirect:
    """What was typed travels sealed to the provider's page and back; nothing is kept before the check was made."""
    found, form = await order_of(jk, visitor, number), await Form.of(request)
    if found is None or provider not in {one.name for one in await providers.methods(jk)}:
        return unknown(page)
    if visitor.session is not None and (first := step_up_first(page)) is not None:
        return first
    form.need("name", "mobile")
    shown: dict[str, Any] = {
        "order": found[1],
        "provider": provider,
        "said": "",
        "way": providers.METHODS[provider],
        "items": providers.items_of(jk, provider, "identity-check"),
    }
    if not form.fine:
        return page.show("rv/identity.html", form=form, **shown)
    token = await seal(
        jk,
        USE,
        {
            "subject": found[0].person.subject.hex,
            "kind": found[0].person.kind,
            "order": number,
            "provider": provider,
            "name": form["name"],
            "mobile": form["mobile"],
        },
    )
    note = {
        "check": uuid4().hex,
        "back": f"{here(page, jk)}/orders/{number}/identified/{provider}",
        "language": visitor.language,
        "token": token,
    }
    return page.show("rv/identity_go.html", to=providers.page(jk, provider, "identity", "identity", note), **shown)


@get("/orders/{number:str}/identified/{provider:str}")
async def identified(
    page: Page, visitor: Visitor, jk: AsyncJikim, number: FromPath[str], provider: FromPath[str], r: FromQuery[str] = ""
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
                found = await order_of(jk, visitor, number)
                if found is None:
                    return unknown(page)
                form = Form(visitor, {"name": typed["name"], "mobile": typed["mobile"]})
                refused(form, error)
                return page.show(
                    "rv/identity.html",
                    order=found[1],
                    provider=provider,
                    form=form,
                    said="",
                    way=providers.METHODS[provider],
                    items=providers.items_of(jk, provider, "identity-check"),
                )
            message = await jk.entrust(ref, to=provider, purpose="identity-check")
            books.open(ref, number, message.message)
    return page.to(f"/orders/{number}/pay/{provider}")


PAGES = [identity, identity_sent, identified]
