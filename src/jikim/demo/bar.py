"""The pages that a demo's site has beside the site's own: its clock, everybody's mailbox, the codes of authenticator
apps, and a guide."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import Any, NamedTuple, cast
from urllib.parse import parse_qs, urlsplit

from litestar import Request, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response

from jikim.app import AsyncJikim
from jikim.demo.entering import Entrance, code
from jikim.demo.moving import WAYS, By, Mover
from jikim.handlers.proofs import proofs_of
from jikim.mail.mailbox import Mailbox
from jikim.web.forms import Form
from jikim.web.page import Page

_LINK = re.compile(r"(https?://[^\s<>]+)")


class DemoPage(NamedTuple):
    """A page worth a look."""

    path: str
    ko: str
    en: str


class TextPiece(NamedTuple):
    """A piece of a mail's text."""

    text: str
    link: bool


def parts(text: str) -> list[list[TextPiece]]:
    """A mail's text by paragraphs, its links apart."""
    return [
        [TextPiece(piece, bool(_LINK.fullmatch(piece))) for piece in _LINK.split(block) if piece]
        for block in re.split(r"\n{2,}", text.strip())
    ]


def within(path: str) -> str:
    """A path of this site; the start for anything else."""
    found = urlsplit(path)
    sound = path.startswith("/") and not path.startswith(("//", "/\\")) and not found.scheme and not found.netloc
    return path if sound and path.isprintable() else "/"


def came_from(url: str) -> str:
    """The page that asks for the clock, without its language; where that is the clock's own, the one from which it was
    reached."""
    found = urlsplit(url)
    path = found.path.removeprefix("/en") if found.path == "/en" or found.path.startswith("/en/") else found.path
    if path == "/demo/clock":
        path = parse_qs(found.query).get("to", ["/"])[0]
    return within(path or "/")


def pages(
    mover: Mover, box: Mailbox, places: Sequence[DemoPage], entries: Sequence[Entrance], stand_in: str
) -> list[Any]:
    """The handlers."""

    @get("/demo")
    async def guide(page: Page) -> Response[str]:
        return page.show("demo/guide.html", places=places, entries=entries, stand_in=stand_in)

    @get("/demo/clock")
    async def clock(page: Page, to: FromQuery[str] = "/", busy: FromQuery[str] = "") -> Response[str]:
        return page.show("demo/moving.html", to=within(to), back=within(to), busy=bool(busy))

    @get("/demo/clock/now")
    async def now(page: Page, request: Request[Any, Any, Any]) -> Response[str]:
        """The clock alone, for a page that shows it moving. Once it stands, the page comes anew, on its new day."""
        back = came_from(request.headers.get("hx-current-url", ""))
        answer = page.show("demo/clock.html", back=back)
        if not mover.moving:
            answer.headers["HX-Redirect"] = page.visitor.href(back)
        return answer

    @post("/demo/clock", status_code=200)
    async def move(request: Request[Any, Any, Any], form: Form, page: Page) -> Response[str] | Redirect:
        to, by = within(form["to"]), form["by"]
        begun = by in WAYS and await asyncio.to_thread(mover.begin, cast("By", by))
        if request.headers.get("hx-request"):
            return page.show("demo/clock.html", back=to)
        return page.to("/demo/clock", to=to, **({} if begun else {"busy": "yes"}))

    @get("/demo/code")
    async def codes(page: Page, jk: AsyncJikim) -> Response[str]:
        """What the authenticator apps of the office's people would show now, or next where that is used up. Their
        secrets are known, as everybody here is invented."""
        shown = []
        for one in entries:
            if one.office:
                proofs = await jk.do(proofs_of, one.login)
                shown.append(code(one, max((proof.used for proof in proofs if proof.kind == "totp"), default=0)))
        return page.show("demo/code.html", codes=shown)

    @get("/demo/mail")
    async def mails(page: Page) -> Response[str]:
        return page.show("demo/mails.html", mails=box.mails)

    @get("/demo/mail/{number:int}")
    async def mail(page: Page, number: FromPath[int]) -> Response[str]:
        found = box.mail(number)
        if found is None:
            raise NotFoundException()
        return page.show("demo/mail.html", mail=found, blocks=parts(found.text))

    return [guide, clock, now, move, codes, mails, mail]
