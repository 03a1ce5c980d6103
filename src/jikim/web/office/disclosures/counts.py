"""Statistics: what closed months counted, as a picture and a table, for whoever's grant names the purpose. It stays
inside until an officer releases it."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, get
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.disclosures.releases import OFTEN, open_to
from jikim.handlers.sessions import Signed
from jikim.policy.check.purposes import NEEDS
from jikim.policy.model import PolicyFile
from jikim.policy.model.why import PurposeKind
from jikim.policy.period import day_of
from jikim.verbs.statistics import Month, asks, least_of, months
from jikim.verbs.then import then
from jikim.web.office.me import actor_of
from jikim.web.office.people.saying import kind_said
from jikim.web.office.records.listing import purposes_of
from jikim.web.page import Page
from jikim.web.parts.bars import Bar, bars

GROUPING = NEEDS[PurposeKind.DEMOGRAPHICS].groups[0]
PATH = "/office/statistics"
SHOWN = 24  # months


def ungrouped(file: PolicyFile) -> list[tuple[str, bool]]:
    """The demographic purposes, of which nothing is counted by age, gender or region; and whether the policy takes any
    such item for them."""
    return [
        (name, any(item in file.items and file.items[item].type in GROUPING for item in purpose.items))
        for name, purpose in file.purposes.items()
        if purpose.kind is PurposeKind.DEMOGRAPHICS
    ]


@get(PATH)
async def statistics(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Response[str]:
    """One purpose and record kind (`what=purpose/kind`), the newest months first; without one, what there is to choose."""
    mine = purposes_of(me)
    offers = [one for one in asks(page.policy) if one[0] in mine]
    purpose, _, kind = request.query_params.get("what", "").partition("/")
    found: list[Month] = []
    if (purpose, kind) in offers:
        actor = await actor_of(jk, me, purpose, kind=kind)
        found = (await jk.driver.run(months(jk.house.by(actor), kind, purpose=purpose)))[-SHOWN:]
    labels: dict[tuple[date, str], str] = {}
    for one in found:
        for channel in {group.channel for group in one.groups}:
            number = page.policy.number("channel", channel) or 0
            told = await jk.do(then, one.counted, "channel", number)
            labels[one.month, channel] = told.voice(page.visitor.language).channels([told.name("channel", number)])
    title = f"{page.voice.purpose(purpose)}: {page.voice.record(kind)}" if found else ""
    rows = [Bar(page.month(one.month), sum(group.people for group in one.groups)) for one in found]
    return page.show(
        "office/disclosures/counts.html",
        offers=offers,
        what=(purpose, kind),
        found=found[::-1],
        least=least_of(page.policy),
        often=OFTEN,
        picture=bars(title, rows),
        said=lambda kind: kind_said(page, kind),
        labels=labels,
        ungrouped=ungrouped(page.policy.file),
        leaves=any(purpose in to and kind in of for to, of in open_to(jk.house).values()),
        counted=max((day_of(one.counted, page.zone) for one in found), default=None),
    )
