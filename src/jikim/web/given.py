"""What one site gives its pages. A tree of routes is the same for every site in a process and holds nothing of one:
each request brings its own site's parts."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, cast

from litestar import Litestar, Request
from litestar.di import Provide
from litestar.enums import ScopeType
from litestar.types import Receive, Scope, Send

from jikim.app import AsyncJikim
from jikim.web.cookies.keeper import Keeper
from jikim.web.forms import Form
from jikim.web.multipart import PARSING
from jikim.web.office.places import Group
from jikim.web.page import Templates
from jikim.web.visitor import Visitor, visitor_of

_KEY = "jikim.given"


@dataclass(frozen=True)
class Given:
    """An opened Jikim, its templates, the key of its links, its rules of cookies, and a company's part of the office's
    menu. `parsing`: one form is read at a time."""

    jk: AsyncJikim
    templates: Templates
    links: bytes = field(repr=False)
    keeper: Keeper
    group: Group | None = None
    parsing: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(frozen=True)
class Within:
    """ASGI middleware: an application of routes, within one site."""

    app: Litestar
    given: Given

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in (ScopeType.HTTP, ScopeType.WEBSOCKET):
            await _lives(receive, send)
            return
        cast("dict[str, Any]", scope).update({_KEY: self.given, PARSING: self.given.parsing})
        await self.app(scope, receive, send)


async def _lives(receive: Any, send: Any) -> None:
    """A site begins and ends by itself: the routes outlive it, and have nothing to open."""
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


def given_of(request: Request[Any, Any, Any]) -> Given:
    """The site that a request came to."""
    return cast("Given", cast("dict[str, Any]", request.scope)[_KEY])


def _visitor(request: Request[Any, Any, Any]) -> Visitor:
    return visitor_of(request.scope)


def _jk(request: Request[Any, Any, Any]) -> AsyncJikim:
    return given_of(request).jk


def _keeper(request: Request[Any, Any, Any]) -> Keeper:
    return given_of(request).keeper


# What every page may ask for by name.
BY_NAME = {
    "visitor": Provide(_visitor, sync_to_thread=False),
    "form": Provide(Form.of),
    "jk": Provide(_jk, sync_to_thread=False),
    "keeper": Provide(_keeper, sync_to_thread=False),
}
