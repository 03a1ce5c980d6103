"""The office as an ASGI application: its rooms, its templates, its forms' tokens."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from litestar import Litestar, Request
from litestar.di import Provide
from litestar.types import ControllerRouterHandler

from jikim.web import problems
from jikim.web.application import litestar_with
from jikim.web.csrf import OwnForms
from jikim.web.given import BY_NAME, given_of
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
    systems,
)
from jikim.web.office.added import added
from jikim.web.office.door import signed_of
from jikim.web.office.me import me_of
from jikim.web.office.next_matter import ROUND, next_matter
from jikim.web.office.once import new_once
from jikim.web.office.places import places_of
from jikim.web.office.search import search
from jikim.web.office.today import today
from jikim.web.page import Page
from jikim.web.visitor import visitor_of

ROOMS = (
    entering, people, records, requests, intake, cases, calendar, cabinet, disclosures, processors, systems, promises, ledger, review,
    breach,     reports, policy, notices, plan, handlers, jobs,
)  # fmt: skip


def _page(request: Request[Any, Any, Any]) -> Page:
    given, scope, me = given_of(request), request.scope, signed_of(request.scope)
    jk = given.jk
    extras = {
        "me": me,
        "places": places_of(jk.policy, me, given.group),
        "new_once": new_once,
        "round": ROUND in visitor_of(scope).cookies,
    }
    return Page(given.templates, visitor_of(scope), jk.policy, jk.now(), extras, given.links, scope["query_string"])


@lru_cache(8)
def office(own: tuple[ControllerRouterHandler, ...] = ()) -> Litestar:
    """The application. The door stands around it, and it answers nobody who did not come through. `own`: a company's
    pages beside ours."""
    sources = [source for room in ROOMS for source in room.TODOS]
    return litestar_with(own)(
        route_handlers=[
            *today(sources),
            next_matter(sources),
            *search(sources),
            *(one for room in ROOMS for one in room.PAGES),
            *([added(own)] if own else []),
        ],
        dependencies={
            **BY_NAME,
            "page": Provide(_page, sync_to_thread=False),
            "me": Provide(me_of, sync_to_thread=False),
        },
        middleware=[OwnForms()],
        exception_handlers=problems.handlers(_page, "office/problem.html", office=True),
        request_class=PageRequest,
        request_max_body_size=None,  # the front has bounded it
        openapi_config=None,
        logging_config=None,
        debug=False,
    )
