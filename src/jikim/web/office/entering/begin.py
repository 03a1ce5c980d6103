"""The first time: by a one-time link, somebody signs the pledge and sets a passkey, or a password and an authenticator
app."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response
from markupsafe import Markup

from jikim.alerts.raising import alert
from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.handlers.invitations import invited
from jikim.handlers.papers import PLEDGE, add_paper
from jikim.handlers.proofs import (
    SECRETS,
    Made,
    code_uri,
    new_code_secret,
    passkey_options,
    proofs_of,
    set_by_link,
    sound_code,
    sound_passkey,
    sound_password,
    step_of,
    wrong_code,
)
from jikim.handlers.register import Worker, worker
from jikim.on_demand import on_demand
from jikim.policy.ask import Actor
from jikim.verbs.house import House
from jikim.web.forms import Form
from jikim.web.office.entering import session
from jikim.web.office.entering.challenge import new_challenge, taken, where
from jikim.web.page import Page
from jikim.web.visitor import Visitor

if TYPE_CHECKING:
    import segno
else:
    segno = on_demand("segno")


async def _invited(page: Page, jk: AsyncJikim, token: str) -> str:
    handler = await jk.do(invited, token)
    if handler is None:
        raise page.missing("office/entering/over.html")
    return handler


@get("/office/begin/{token:str}")
async def begin(page: Page, jk: AsyncJikim, visitor: Visitor, token: FromPath[str]) -> Response[str]:
    """The pledge and the ways to prove who one is."""
    handler = await _invited(page, jk, token)
    return await _show(page, jk, Form(visitor), token, await jk.do(worker, handler))


@post("/office/begin/{token:str}", status_code=200)
async def begun(page: Page, jk: AsyncJikim, visitor: Visitor, form: Form, token: FromPath[str]) -> Response[Any]:
    """Signed and set: the link is used up, and the handler is signed in."""
    handler = await _invited(page, jk, token)
    who = await jk.do(worker, handler)
    if not who.pledged and not form.on("pledge"):
        form.wrong("pledge", "서약한 뒤에 접속할 수 있습니다.", "You must sign the pledge first.")
        return await _show(page, jk, form, token, who)
    actor = Actor("handler", handler, 0, visitor.address)
    proven = bool(await jk.do(proofs_of, handler))
    with form.catching():
        proofs = await _sound(jk, form, handler)
        # The link is used up by the very act: whoever comes with it too, at the same time, sets nothing.
        came = form.fine and await jk.do(set_by_link, token, handler, proofs, actor=actor)
    if not form.fine:
        return await _show(page, jk, form, token, who)
    if not came:
        raise page.missing("office/entering/over.html")
    if proven:
        # Whoever makes a link for a colleague could be the second person to themself: it is seen by all.
        await jk.do(_alert, actor)
    if not who.pledged:
        words = "\n".join(visitor.say(*one) for one in PLEDGE)
        place = visitor.say("관리자 페이지에서 서약", "signed on the office’s page")
        await jk.do(add_paper, handler, "pledge", day=jk.house.today(), text=words, place=place, actor=actor)
    await session.begin(jk, visitor, handler)
    return page.to("/office")


def _alert(house: House, actor: Actor) -> Steps[None]:
    yield from alert(
        house,
        "proof",
        "초대 링크로 취급자의 인증 수단이 다시 등록되었습니다",
        "A handler’s sign-in method was set up again with an invitation",
        href="/office/ledger?event=handler:",
        actor=actor,
    )


async def _sound(jk: AsyncJikim, form: Form, handler: str) -> list[Made]:
    """A passkey where the browser made one; else a password and a code, both or neither. Nothing is kept yet."""
    if form["passkey"]:
        challenge, site = await taken(jk, form["challenge"]), where(jk)
        if challenge is None:
            form.wrong("way", "유효 시간이 지났습니다. 다시 시도해 주세요.", "That took too long. Please try again.")
            return []
        return [sound_passkey(form["passkey"], host=site.host, origin=site.origin, challenge=challenge)]
    if not form["password"]:
        form.wrong("password", "비밀번호를 입력해 주세요.", "Please choose a password.")
    if step_of(form["secret"], form["code"]) is None:
        form.caught(wrong_code())
    if not form.fine:
        return []
    password = await jk.do(sound_password, handler, form["password"])
    return [password, sound_code(form["secret"], form["code"])]


async def _show(page: Page, jk: AsyncJikim, form: Form, token: str, who: Worker) -> Response[str]:
    challenge, site = await new_challenge(jk), where(jk)
    secret = form["secret"] if SECRETS.fullmatch(form["secret"]) else new_code_secret()
    options = ""
    if site.passkeys:
        options = await jk.do(passkey_options, who.handler, who.name or who.handler, site.host, challenge.value)
    picture = io.BytesIO()
    segno.make(code_uri(jk.house, who.handler, secret)).save(
        picture, kind="svg", xmldecl=False, svgns=True, scale=4, border=2
    )
    return page.show(
        "office/entering/begin.html",
        form=form,
        token=token,
        worker=who,
        pledge=PLEDGE,
        secret=secret,
        options=options,
        challenge=challenge.sealed,
        qr=Markup(picture.getvalue().decode()),  # noqa: S704 - our own picture of our own text
    )
