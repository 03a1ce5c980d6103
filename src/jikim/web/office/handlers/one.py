"""One of the office's people: grants given and revoked, papers recorded, an invitation, leaving. Each act is an
officer's, who has just proved who they are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.handlers.invitations import invite
from jikim.handlers.officers import officers
from jikim.handlers.papers import add_paper, papers_of
from jikim.handlers.proofs import drop_proof, proofs_of
from jikim.handlers.register import Kind, change_worker, enter_worker, grants, words_of, worker, workers
from jikim.handlers.sessions import Signed
from jikim.policy.period import start_of
from jikim.uploads import pack
from jikim.verbs.grant import last_day
from jikim.web.forms import Form
from jikim.web.multipart import FILES
from jikim.web.office.entering.proving import prove_first
from jikim.web.office.handlers.listing import deputies_of, renewal_due
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.once import first_time
from jikim.web.page import Page
from jikim.web.uploading import accepted
from jikim.web.visitor import Visitor

_KINDS: tuple[Kind, ...] = ("staff", "handler", "officer")


@get("/office/handlers/new")
async def new(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor) -> Response[Any]:
    """The form of a new entry."""
    officer_only(jk, me)
    await prove_first(page, jk, me, "/office/handlers/new")
    return page.show("office/handlers/new.html", form=Form(visitor))


@post("/office/handlers/new", status_code=200)
async def entered(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    """Enters somebody."""
    officer_only(jk, me)
    await prove_first(page, jk, me, "/office/handlers/new", form)
    for name in ("handler", "name", "email"):
        form.need(name)
    joined = form.day("joined")
    if form.fine:
        with form.catching():
            await jk.do(
                enter_worker,
                form["handler"],
                name=form["name"],
                email=form["email"],
                duty=form["duty"],
                kind=_kind(form),
                joined=joined,
                actor=await actor_of(jk, me),
            )
    if not form.fine:
        return page.show("office/handlers/new.html", form=form)
    return page.to(f"/office/handlers/{form['handler']}")


@get("/office/handlers/{handler:str}")
async def one(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, handler: FromPath[str]) -> Response[str]:
    """The person, their grants and papers, and what can be done."""
    officer_only(jk, me)
    return await show(page, jk, Form(visitor), handler)


@post("/office/handlers/{handler:str}/{act:str}", status_code=200, opt=FILES)
async def acted(
    page: Page, jk: AsyncJikim, me: Signed, form: Form, handler: FromPath[str], act: FromPath[str]
) -> Response[Any]:
    """One act: `grant`, `revoke`, `confirm`, `proof`, `pledge`, `training`, `handover`, `appointment`, `invite`,
    `change`, `leave`."""
    officer_only(jk, me)
    await prove_first(page, jk, me, f"/office/handlers/{handler}", form)
    # Of nobody who is not in the register is anything recorded under a name that was typed.
    await jk.do(worker, handler)
    actor = await actor_of(jk, me)
    link = ""
    with form.catching():
        match act:
            case "grant":
                await _grant(page, jk, form, handler, actor)
            case "revoke":
                await jk.by(actor).revoke(form.whole("grant") or 0)
            case "confirm":
                await jk.by(actor).confirm_officer(handler)
            case "pledge" | "training" | "handover" | "appointment":
                day = form.day("day")
                if act == "handover":
                    form.need("text", "to")
                files = await accepted(form, "scan", jk.settings) if form.files.get("scan") else []
                if form.fine and await first_time(page, jk, form):
                    await jk.do(
                        add_paper,
                        handler,
                        act,
                        day=day,
                        text=form["text"],
                        place=form["place"],
                        to=form["to"],
                        scan=pack(files),
                        actor=actor,
                    )
            case "proof":
                number = _number(form, "proof")
                if number is not None:
                    await jk.do(drop_proof, handler, number, actor=actor)
            case "invite":
                token = await jk.do(invite, handler, actor=actor)
                link = f"{(jk.settings.url or jk.policy.file.service.url).rstrip('/')}{page.visitor.href('/office/begin/')}{token}"
            case "change":
                form.need("name")
                if handler == me.handler and _kind(form) != "officer":
                    await _not_the_last(jk, me, form, "kind")
                if form.fine:
                    await jk.do(
                        change_worker,
                        handler,
                        name=form["name"],
                        email=form["email"],
                        duty=form["duty"],
                        kind=_kind(form),
                        actor=actor,
                    )
            case "leave":
                if not form.on("sure"):
                    form.wrong("sure", "아래 내용을 확인해 주세요.", "Please confirm.")
                elif handler == me.handler:
                    await _not_the_last(jk, me, form, "sure")
                if form.fine:
                    await jk.by(actor).leave_duty(handler)
            case _:
                return page.to(f"/office/handlers/{handler}")
    if form.fine and not link:
        return page.to(f"/office/handlers/{handler}")
    return await show(page, jk, form, handler, link=link, act=act)


async def _not_the_last(jk: AsyncJikim, me: Signed, form: Form, field: str) -> None:
    """Without an officer nobody gives a grant or approves anything: whoever is the last stays until there is another."""
    others = [one for one in await jk.do(workers) if one.kind == "officer" and one.may]
    if all(one.handler == me.handler for one in others):
        form.wrong(
            field,
            "유일한 보호책임자입니다. 다른 보호책임자를 먼저 지정해 주세요.",
            "You are the last officer. Appoint another one first.",
        )


async def _grant(page: Page, jk: AsyncJikim, form: Form, handler: str, actor: Any) -> None:
    """Purposes, kinds and items that were ticked; none of a sort means every one that the purposes reach."""
    purposes = form.many.get("purposes", [])
    if not purposes:
        form.wrong("purposes", "목적을 하나 이상 선택해 주세요.", "Choose at least one purpose.")
    until = form.day("until")
    if until is None:
        form.wrong("until", "권한이 끝나는 날을 적어 주세요.", "Please enter the day on which the grant ends.")
    if not form.fine or until is None or not await first_time(page, jk, form):
        return
    end = start_of(until + timedelta(days=1), jk.policy.zone)
    await jk.by(actor).grant(
        handler, purposes, end, kinds=form.many.get("kinds") or None, items=form.many.get("items") or None
    )


def _number(form: Form, name: str) -> UUID | None:
    found = form.id(name)
    if found is None:
        form.wrong(name, "번호 형식이 아닙니다.", "That is not a valid number.")
    return found


def _kind(form: Form) -> Kind:
    return next((kind for kind in _KINDS if kind == form["kind"]), "handler")


async def show(page: Page, jk: AsyncJikim, form: Form, handler: str, *, link: str = "", act: str = "") -> Response[str]:
    """The page of one of them."""
    house = jk.house
    who = await jk.do(worker, handler)
    file = jk.policy.file
    reach = sorted({item for purpose in file.purposes.values() for item in purpose.items})
    status = 200 if form.fine else 422
    given, standings = await jk.do(grants, handler), await jk.do(officers)
    return page.show(
        "office/handlers/one.html", status=status, form=form, worker=who, **await deputies_of(jk, handler),
        standing=standings.get(handler), givers=sorted(standings.keys() - {handler}), grants=given, reaches=await jk.do(words_of, given),
        papers=await jk.do(papers_of, handler), link=link, act=act,
        proofs=await jk.do(proofs_of, handler), today=house.today(), renewal=renewal_due(house, who),
        longest=last_day(house), reach=reach, takers=[one for one in await jk.do(workers) if one.may and one.handler != handler],
    )  # fmt: skip
