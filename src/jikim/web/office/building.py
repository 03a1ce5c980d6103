"""The office as an ASGI application: its rooms, its templates, its forms' tokens."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from litestar import Litestar, Request
from litestar.datastructures import State
from litestar.di import Provide
from litestar.types import Middleware

from jikim.app import AsyncJikim
from jikim.web import problems
from jikim.web.forms import Form
from jikim.web.multipart import PageRequest
from jikim.web.office import (
    breach,
    cabinet,
    calendar,
    cases,
    disclosures,
    entering,
    handlers,
    intake,
    jobs,
    ledger,
    notices,
    people,
    plan,
    policy,
    processors,
    promises,
    records,
    reports,
    requests,
    review,
)
from jikim.web.office.added import OfficePages, added
from jikim.web.office.door import signed_of
from jikim.web.office.me import me_of
from jikim.web.office.once import new_once
from jikim.web.office.places import places_of
from jikim.web.office.search import search
from jikim.web.office.today import today
from jikim.web.page import Page, Templates
from jikim.web.visitor import Visitor, visitor_of

ROOMS = (
    entering, people, records, requests, intake, cases, calendar, cabinet, disclosures, processors, promises, ledger, review, breach,
    reports, policy, notices, plan, handlers, jobs,
)  # fmt: skip


def office(
    jk: AsyncJikim,
    templates: Templates,
    *,
    links: bytes,
    middleware: Sequence[Middleware],
    own: OfficePages | None = None,
) -> Litestar:
    """The application. The door stands around it, and it answers nobody who did not come through. `own`: a company's
    pages beside ours."""
    group = own.group() if own is not None else None

    def page(request: Request[Any, Any, Any]) -> Page:
        scope = request.scope
        me = signed_of(scope)
        extras = {"me": me, "places": places_of(jk.policy, me, group), "new_once": new_once}
        return Page(templates, visitor_of(scope), jk.policy, jk.now(), extras, links, scope["query_string"])

    def visitor(request: Request[Any, Any, Any]) -> Visitor:
        return visitor_of(request.scope)

    async def opened() -> AsyncJikim:
        return jk

    sources = [source for room in ROOMS for source in room.TODOS]
    return Litestar(
        route_handlers=[
            *today(sources),
            *search(sources),
            *(one for room in ROOMS for one in room.PAGES),
            *([added(jk, own.pages)] if own else []),
        ],
        dependencies={
            "page": Provide(page, sync_to_thread=False),
            "visitor": Provide(visitor, sync_to_thread=False),
            "form": Provide(Form.of),
            "jk": Provide(opened),
            "me": Provide(me_of, sync_to_thread=False),
        },
        middleware=middleware,
        exception_handlers=problems.handlers(page, "office/problem.html"),
        request_class=PageRequest,
        request_max_body_size=None,  # the front has bounded it
        state=State({"parsing": asyncio.Lock()}),
        openapi_config=None,
        logging_config=None,
        debug=False,
    )
