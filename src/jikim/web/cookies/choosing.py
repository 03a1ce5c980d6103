"""Choosing about cookies: the policy's choices, of equal weight, one question at a time for who wants to be asked, and
deleting.

A choice is kept before it counts: what could not be recorded is not set. Where one address sends more choices than
people there could make, nothing new is allowed for a while; a refusal counts all the same, and needs no record. Forms
answer without scripts by the page that they came from; htmx replaces the question in place.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from litestar import Request, get, post
from litestar.exceptions import NotFoundException
from litestar.response import Redirect, Response

from jikim.accounts.rate_limits import within
from jikim.accounts.sessions import end_session
from jikim.app import AsyncJikim
from jikim.cookies import rules as names
from jikim.cookies.choice import Choice, Kind, new_browser
from jikim.cookies.cookie_state import CookieState
from jikim.cookies.record import choices_of, keep_choice, last_set
from jikim.cookies.rules import Rules
from jikim.cookies.visits import withdraw
from jikim.web.cookies.keeper import Keeper
from jikim.web.forms import Form
from jikim.web.page import Page
from jikim.web.visitor import Visitor

Answer = Response[str] | Redirect
CHOICES, SPAN = 600, timedelta(hours=1)  # from one address, behind which a large office may be


class ShownCookie(NamedTuple):
    """One cookie of the table, as the page shows it."""

    name: str
    label: str
    purpose: str
    set_by: str
    life: str
    until: datetime | None
    here: bool
    may: bool


class Switch(NamedTuple):
    """One purpose that asks: what it is for, its cookies, what this browser said, and whether who is signed in did not
    agree."""

    name: str
    label: str
    note: str
    cookies: tuple[ShownCookie, ...]
    said: bool | None
    blocked: bool


def _cookie_state(visitor: Visitor) -> CookieState:
    assert visitor.cookie_state is not None
    return visitor.cookie_state


def rows(page: Page, rules: Rules, purpose: str | None = None) -> tuple[ShownCookie, ...]:
    """The table, or the cookies of one purpose. `until`: of one that is set now."""
    cookies, cookie_state, voice = page.policy.file.cookies, _cookie_state(page.visitor), page.voice
    if cookies is None:
        return ()
    found = []
    for name, one in cookies.table.items():
        if purpose not in (None, one.purpose):
            continue
        declared = rules.table[name]
        until = None if declared.life is None else rules.until(declared.life, page.now)
        if name == names.CHOICE and (choice := cookie_state.valid_choice) is not None and declared.life is not None:
            until = rules.until(declared.life, choice.at)
        life = page.say("브라우저를 닫을 때까지", "until you close the browser")
        found.append(
            ShownCookie(
                name,
                voice.text(one.label),
                voice.text(cookies.purposes[one.purpose].label),
                voice.text(one.set_by),
                life if declared.life is None else declared.life.words(page.visitor.language),
                until,
                name in cookie_state.brought,
                cookie_state.may_cookie(name),
            )
        )
    return tuple(found)


def switches(page: Page, rules: Rules) -> tuple[Switch, ...]:
    """The purposes that ask."""
    cookies, cookie_state, voice = page.policy.file.cookies, _cookie_state(page.visitor), page.voice
    if cookies is None:
        return ()
    return tuple(
        Switch(
            name,
            voice.text(cookies.purposes[name].label),
            voice.text(note) if (note := cookies.purposes[name].note) else "",
            rows(page, rules, name),
            cookie_state.said(name),
            cookie_state.blocked(name),
        )
        for name in rules.asked
    )


async def _show(jk: AsyncJikim, page: Page, keeper: Keeper, form: Form | None = None, done: str = "") -> Response[str]:
    cookie_state = _cookie_state(page.visitor)
    past = await jk.do(choices_of, cookie_state.choice.browser) if cookie_state.choice is not None else []
    labels = {switch.name: switch.label for switch in switches(page, keeper.rules)}
    return page.show(
        "cookies/cookies.html",
        form=form or Form(page.visitor),
        rows=rows(page, keeper.rules),
        last=await jk.do(last_set),
        today=jk.house.today(),
        switches=switches(page, keeper.rules),
        past=past,
        labels=labels,
        done=done,
        below_age=keeper.rules.below_age,
    )


@get("/cookies")
async def cookies(jk: AsyncJikim, page: Page, keeper: Keeper) -> Response[str]:
    """The choice, each purpose, the table, and what this browser chose before."""
    return await _show(jk, page, keeper, done=page.told)


@post("/cookies/choose", status_code=200)
async def choose(jk: AsyncJikim, page: Page, keeper: Keeper, request: Request[Any, Any, Any], form: Form) -> Answer:
    """One of those that the policy offers: all, ask each time, none."""
    kind = next((one for one in keeper.rules.offered if one == form["choice"]), None)
    if kind is None or not _told(page, form):
        if kind is None:
            form.wrong("choice", "표시된 선택지 중 하나를 선택해 주세요", "please choose one of those shown")
        return await _show(jk, page, keeper, form)
    asked = frozenset(keeper.rules.asked)
    yes, no = {
        "all": (asked, frozenset[str]()),
        "ask": (frozenset[str](), frozenset[str]()),
        "none": (frozenset[str](), asked),
    }[kind]
    if not await _keep(jk, page.visitor, keeper, _new(page.visitor, keeper, kind, yes, no, page.now)):
        return await _show(jk, page, keeper, _later(form))
    return _back(page, request, form, "cookies/chosen.html", kind=kind)


@post("/cookies/purposes", status_code=200)
async def purposes(jk: AsyncJikim, page: Page, keeper: Keeper, form: Form) -> Answer:
    """Each purpose by itself: yes, no, or to be asked when it comes up. That is the choice "ask each time", and there is
    no such form where the policy does not offer it."""
    if "ask" not in keeper.rules.offered:
        raise NotFoundException
    said = {name: form[f"p-{name}"] for name in keeper.rules.asked}
    for name, value in said.items():
        if value not in ("yes", "no", "later"):
            form.wrong(
                f"p-{name}",
                "허용, 거부, 매번 묻기 중 하나를 선택해 주세요",
                "please choose allow, refuse or ask me then",
            )
    if not form.fine or not _told(page, form):
        return await _show(jk, page, keeper, form)
    yes, no = (frozenset(name for name, value in said.items() if value == word) for word in ("yes", "no"))
    if not await _keep(jk, page.visitor, keeper, _new(page.visitor, keeper, "ask", yes, no, page.now)):
        return await _show(jk, page, keeper, _later(form))
    return page.to("/cookies", said="saved")


@post("/cookies/answer", status_code=200)
async def answer(jk: AsyncJikim, page: Page, keeper: Keeper, request: Request[Any, Any, Any], form: Form) -> Answer:
    """The answer to one question: this purpose, in this browser, yes or no."""
    cookie_state, name = _cookie_state(page.visitor), form["purpose"]
    choice = cookie_state.valid_choice
    if (
        cookie_state.kind != "ask"
        or choice is None
        or name not in keeper.rules.asked
        or form["answer"] not in ("yes", "no")
    ):
        form.wrong(
            "choice",
            "선택 시간이 지났습니다. 여기서 다시 선택해 주세요",
            "that question has expired: please choose here",
        )
        return await _show(jk, page, keeper, form)
    yes = choice.yes | {name} if form["answer"] == "yes" else choice.yes - {name}
    no = choice.no | {name} if form["answer"] == "no" else choice.no - {name}
    made = _new(page.visitor, keeper, "ask", yes, no, page.now)
    left = tuple(one for one in cookie_state.asking if one != name)
    if not await _keep(jk, page.visitor, keeper, replace(made, wanted=left)):
        return await _show(jk, page, keeper, _later(form))
    return _back(page, request, form, "cookies/chosen.html", kind="ask")


@post("/cookies/delete", status_code=200)
async def delete(jk: AsyncJikim, page: Page, keeper: Keeper) -> Answer:
    """Every declared cookie goes, the choice and the sign-in too; and what this browser allowed is taken back."""
    visitor = page.visitor
    guests = await keeper.guests(visitor, dict(visitor.brought))
    await jk.do(withdraw, guests, keeper.rules.serves.values())
    if visitor.session is not None:
        await jk.do(end_session, visitor.session.holder, visitor.session.session)
    for name in keeper.rules.table:
        visitor.drop_cookie(name)
    return page.to("/cookies")


def _told(page: Page, form: Form) -> bool:
    """Whether the page had said that the browser's signal was seen, where it is sent: only then does a choice go beyond
    it."""
    cookie_state = _cookie_state(page.visitor)
    if cookie_state.signal and form["choice"] != "none" and form["told"] != "signal":
        form.wrong(
            "choice",
            "브라우저가 보낸 거부 신호(GPC)를 확인한 뒤 다시 선택해 주세요",
            "please choose again, now that you know of the signal that your browser sends (GPC)",
        )
        return False
    return True


def _new(
    visitor: Visitor, keeper: Keeper, kind: Kind, yes: frozenset[str], no: frozenset[str], now: datetime
) -> Choice:
    cookie_state = _cookie_state(visitor)
    browser = cookie_state.choice.browser if cookie_state.choice is not None else new_browser()
    return Choice(browser, kind, yes, no, cookie_state.signal, now.replace(microsecond=0), keeper.rules.digest)


async def _keep(jk: AsyncJikim, visitor: Visitor, keeper: Keeper, choice: Choice) -> bool:
    """The record first; then what was taken back ends; then the cookie says so. False where one address chose too
    often."""
    rules, cookie_state = keeper.rules, _cookie_state(visitor)
    before = cookie_state.valid_choice.yes if cookie_state.valid_choice is not None else frozenset[str]()
    few = await jk.do(within, "cookies", visitor.address, CHOICES, SPAN)
    if few:
        await jk.do(keep_choice, rules, choice)
    elif not choice.yes <= before:
        return False
    cookie_state.choice, cookie_state.asking = choice, list(choice.wanted)
    # Deliberately by what the browser says alone: a guest is nothing but a browser, and a member's own consents are the
    # member's to change.
    over = [purpose for purpose in rules.asked if not cookie_state.said(purpose)]
    kept = [one for one in (keeper.visits, keeper.interests) if one is not None and one.purpose in over]
    guests = await keeper.guests(visitor, dict(visitor.brought))
    await jk.do(withdraw, guests, (one.serves for one in kept))
    for name in cookie_state.brought:
        if rules.table[name].purpose in over:
            visitor.drop_cookie(name)
    cookie = await keeper.choice_cookie(choice, cookie_state)
    visitor.set_cookie(cookie.name, cookie.value, cookie.life)
    return True


def _later(form: Form) -> Form:
    form.wrong(
        "choice",
        "잠시 뒤에 다시 선택해 주세요. 거부는 지금도 하실 수 있습니다",
        "please choose again in a moment; you can still refuse now",
    )
    return form


def _back(page: Page, request: Request[Any, Any, Any], form: Form, part: str, **context: Any) -> Answer:
    """To the page that the form stood on; or, for htmx, what takes the form's place."""
    if request.headers.get("hx-request") == "true":
        return page.show(part, **context)
    path = form["back"]
    if not path.startswith("/") or path.startswith(("//", "/\\", "/cookies")) or not path.isprintable():
        return page.to("/cookies", said="saved")
    # The query stays where the browser names the page itself: same origin only, by our own referrer policy.
    came = urlsplit(request.headers.get("referer", ""))
    ours = came.path in (path, page.visitor.href(path)) and came.netloc == request.headers.get("host", "")
    query = f"?{came.query}" if ours and came.query else ""
    return Redirect(page.visitor.href(path) + query, status_code=303)
