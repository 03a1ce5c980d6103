"""What is seen of the pages, for the proof: which paths are answered, and what a page that is made now carries (clauses
7.2, 8.5, 9.1, 9.4, 11.1, 11.3, 12.1)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from jikim.cookies.rules import NEEDED
from jikim.policy.bodies import bodies_of
from jikim.policy.compiled import Policy
from jikim.policy.model import Language, PolicyFile
from jikim.policy.period import day_of
from jikim.prove.evidence import Pages
from jikim.web.page import Page, Templates
from jikim.web.visitor import Visitor

_ELSEWHERE = "https://elsewhere.example/"


def look(policy: Policy, now: datetime, templates: Templates | None = None, more: Sequence[Any] = ()) -> Pages:
    """Looks now: makes the complaint page in each language, and a link that leads out. `more`: pages of a company's
    own."""
    from jikim.web import account, cookies, desk, member, public

    handlers = [*public.PAGES, *account.PAGES, *member.PAGES, *desk.PAGES, *cookies.PAGES, *more]
    templates = templates or _ours()
    texts = [_made(templates, policy, now, language) for language in policy.file.service.languages]
    return Pages(
        paths=frozenset(path for one in handlers for path in getattr(one, "paths", ())),
        contact=all(_contact(text, policy.file) for text in texts),
        bodies=all(
            all(part.removeprefix("https://") in text for part in (body.phone, body.phone_now, body.url_now))
            for text in texts
            for body in bodies_of(policy.file, day_of(now, policy.zone))
        ),
        cookies=_declared(policy.file, NEEDED),
        leads_out=_leads_out(templates, policy, now),
        languages=tuple(policy.file.service.languages),
    )


@cache
def _ours() -> Templates:
    return Templates((), {"navigation": (), "own_pages": ()})


def _page(templates: Templates, policy: Policy, now: datetime, language: Language, links: bytes) -> Page:
    return Page(templates, Visitor(language, "/complaint"), policy, now, links=links)


def _made(templates: Templates, policy: Policy, now: datetime, language: Language) -> str:
    page = _page(templates, policy, now, language, os.urandom(32))
    bodies = bodies_of(policy.file, day_of(now, policy.zone))
    return page.render("desk/complaint.html", mine=[], words={}, bodies=bodies, there_is=False, asked=())


def _contact(text: str, file: PolicyFile) -> bool:
    officers = (file.officers.officer, file.officers.handler)
    return all(way in text for one in officers for way in one.ways)


def _declared(file: PolicyFile, names: Iterable[str]) -> bool:
    table = file.cookies.table if file.cookies is not None else {}
    return all(name in table for name in names)


def _leads_out(templates: Templates, policy: Policy, now: datetime) -> bool:
    """Whether a link out leads through the notice page, and one that we did not make is known as such."""
    page = _page(templates, policy, now, policy.file.service.languages[0], os.urandom(32))
    address = page.outside(_ELSEWHERE)
    return "/out?" in address and not page.leads(_ELSEWHERE, "another's")
