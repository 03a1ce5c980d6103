"""The pages that a demo's site has beside the site's own: its clock, everybody's mailbox, and a guide to what there is."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import Any, NamedTuple, cast
from urllib.parse import urlsplit

from litestar import Request, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response

from jikim.demo.mailbox import Mailbox
from jikim.demo.moving import WAYS, By, Mover
from jikim.web.forms import Form
from jikim.web.page import Page

_LINK = re.compile(r"(https?://[^\s<>]+)")


class Place(NamedTuple):
    """A page worth a look."""

    path: str
    ko: str
    en: str


class Entrance(NamedTuple):
    """Somebody to sign in as. Invented, and so is the password."""

    ko: str
    en: str
    login: str
    password: str


class Part(NamedTuple):
    """A piece of a mail's text."""

    text: str
    link: bool


def parts(text: str) -> list[list[Part]]:
    """A mail's text by paragraphs, its links apart."""
    return [
        [Part(piece, bool(_LINK.fullmatch(piece))) for piece in _LINK.split(block) if piece]
        for block in re.split(r"\n{2,}", text.strip())
    ]


def within(path: str) -> str:
    """A path of this site; the start for anything else."""
    found = urlsplit(path)
    sound = path.startswith("/") and not path.startswith(("//", "/\\")) and not found.scheme and not found.netloc
    return path if sound and path.isprintable() else "/"


def pages(mover: Mover, box: Mailbox, places: Sequence[Place], entries: Sequence[Entrance], stand_in: str) -> list[Any]:
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
        back = within(urlsplit(request.headers.get("hx-current-url", "")).path or "/")
        answer = page.show(
            "demo/clock.html", back=back.removeprefix("/en") or "/" if page.visitor.language == "en" else back
        )
        if not mover.moving:
            answer.headers["HX-Redirect"] = back
        return answer

    @post("/demo/clock", status_code=200)
    async def move(request: Request[Any, Any, Any], page: Page) -> Response[str] | Redirect:
        form = await Form.of(request)
        to, by = within(form["to"]), form["by"]
        begun = by in WAYS and await asyncio.to_thread(mover.begin, cast("By", by))
        if request.headers.get("hx-request"):
            return page.show("demo/clock.html", back=to)
        return page.to("/demo/clock", to=to, **({} if begun else {"busy": "yes"}))

    @get("/demo/mail")
    async def mails(page: Page) -> Response[str]:
        return page.show("demo/mails.html", mails=box.mails)

    @get("/demo/mail/{number:int}")
    async def mail(page: Page, number: FromPath[int]) -> Response[str]:
        found = box.mail(number)
        if found is None:
            raise NotFoundException()
        return page.show("demo/mail.html", mail=found, blocks=parts(found.text))

    return [guide, clock, now, move, mails, mail]
