"""The site: every page and route of an opened Jikim, behind one door, as an ASGI application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from litestar import Litestar, Request
from litestar.di import Provide
from litestar.static_files import create_static_files_router
from litestar.types import ASGIApp, ControllerRouterHandler

from jikim.api.serving import Api
from jikim.app import AsyncJikim
from jikim.cookies.rules import FORGERY, expect_declared
from jikim.web import account, cookies, desk, member, problems, provider_hooks, public, system_hooks
from jikim.web.account.stepping import proven
from jikim.web.application import litestar_with
from jikim.web.cookies.keeper import Keeper
from jikim.web.csrf import OwnForms, Tokens
from jikim.web.desk.reaching import texts_leave
from jikim.web.door import Door
from jikim.web.front import Front, Journal
from jikim.web.given import BY_NAME, Given, Within, given_of
from jikim.web.look import Looks
from jikim.web.member.looking import seen_first
from jikim.web.multipart import PageRequest
from jikim.web.office.door import OfficeDoor
from jikim.web.office.own import OfficePages, expect_outside
from jikim.web.page import Page, Templates
from jikim.web.public.looked import look
from jikim.web.routes import routes_of
from jikim.web.site_key import house_key as house_key
from jikim.web.visitor import visitor_of

_HERE = Path(__file__).parent
CSRF_COOKIE = FORGERY
# What comes here is signed by whoever sends it, and comes from no form.
SIGNED = ("/api/", "/hooks/")


@dataclass(frozen=True)
class Addition:
    """A company's own pages: handlers, templates that may extend `frame.html`, and what templates may name.

    `home`: the paths of the main navigation, in order, with their names in both languages; `own`: the paths that stand
    beside a person's own data; `former`: by a record's kind, what who has left may do with one that is in progress: the
    path (with `{record}`) to which a button of these words posts the proof that `former` opens; `office`: pages of its
    people's work, behind the office's door; `work`: what the company's site itself has to do by the clock. It is called
    with whatever else is due, by `jikim serve` or `jikim jobs --site`, and answers what it did in numbers. It knows
    itself whether its day has come.
    """

    pages: Sequence[ControllerRouterHandler] = ()
    templates: Sequence[Path] = ()
    static: Path | None = None
    names: Mapping[str, Any] = field(default_factory=dict)
    home: Sequence[tuple[str, str, str]] = ()
    own: Sequence[tuple[str, str, str]] = ()
    former: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    office: OfficePages | None = None
    work: Callable[[AsyncJikim], Awaitable[Mapping[str, int]]] | None = None


async def site(
    jk: AsyncJikim, addition: Addition | None = None, *, journal: Journal | None = None, folder: Path | None = None
) -> Front:
    """The ASGI application of an opened Jikim, pages and REST API. It opens and closes nothing. `journal` is given a
    line for each request; `folder` is the policy file's, where the pictures of its `site:` lie."""
    expect_declared(jk.policy.file)
    addition = addition or Addition()
    routes = _routes(tuple(addition.pages), addition.static)
    keeper, links, looks = Keeper(jk), await house_key(jk, b"links"), Looks(jk.file, folder)
    templates = Templates(
        [*addition.templates, *(addition.office.templates if addition.office else ())],
        {
            "navigation": addition.home,
            "own_pages": addition.own,
            "former_ways": addition.former,
            "texts_leave": partial(texts_leave, jk),
            **addition.names,
        },
        looks,
    )
    if addition.work is not None:
        jk.own_work = partial(addition.work, jk)
    jk.look_at_pages = lambda: look(jk.policy, jk.now(), templates, addition.pages)

    given = Given(jk, templates, links, keeper, addition.office.group() if addition.office else None)
    pages: ASGIApp = Door(Within(routes, given), jk, Tokens(await house_key(jk, b"csrf")), keeper, looks)
    office = partial(_office, given, tuple(addition.office.pages) if addition.office else ())
    if addition.office is not None:
        office()  # a mistake in a company's pages is told at the start, and not to who comes first
    tokens = Tokens(await house_key(jk, b"office-csrf"))
    door = OfficeDoor(office, pages, jk, tokens, jk.settings.office_networks)
    return Front(door, Api(jk), jk.settings.trusted_proxies, journal)


def prepare(addition: Addition | None = None) -> None:
    """Makes what of a site hangs on no house: `site` finds it made."""
    addition = addition or Addition()
    _routes(tuple(addition.pages), addition.static)


def _office(given: Given, own: tuple[ControllerRouterHandler, ...]) -> ASGIApp:
    # Half of our pages are the office's, which a process makes once somebody comes there.
    from jikim.web.office.building import office

    return Within(office(own), given)


def _page(request: Request[Any, Any, Any]) -> Page:
    given, scope = given_of(request), request.scope
    jk = given.jk
    return Page(given.templates, visitor_of(scope), jk.policy, jk.now(), links=given.links, query=scope["query_string"])


@lru_cache(8)
def _routes(added: tuple[ControllerRouterHandler, ...], assets: Path | None) -> Litestar:
    """Our pages and a company's, without anything of the site that they are shown by. Raises JikimError for a page in
    the office."""
    expect_outside(added)
    # What says no path of its own (a controller, a router) may well bring a front page.
    front = [] if any("/" in getattr(one, "paths", "/") for one in added) else [public.front]
    static = [create_static_files_router("/static", [_HERE / "static"], include_in_schema=False)]
    if assets is not None:
        static.append(create_static_files_router("/assets", [assets], include_in_schema=False))
    return litestar_with(added)(
        route_handlers=[
            *static,
            *front,
            *public.PAGES,
            *routes_of(provider_hooks, system_hooks),
            *account.PAGES,
            *member.PAGES,
            *desk.PAGES,
            *cookies.PAGES,
            *added,
        ],
        dependencies={
            **BY_NAME,
            "page": Provide(_page, sync_to_thread=False),
            "proven": Provide(proven),
            "seen": Provide(seen_first),
        },
        middleware=[OwnForms(SIGNED)],
        exception_handlers=problems.handlers(_page),
        request_class=PageRequest,
        request_max_body_size=None,  # the front has bounded it
        openapi_config=None,
        logging_config=None,
        debug=False,
    )
