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
from jikim.policy.items.countries import NAMES
from jikim.policy.items.person import PROVINCES
from jikim.policy.model import ItemType
from jikim.policy.numbers import Space
from jikim.policy.period import day_of
from jikim.verbs.statistics import Month, asks, demographics, least_of, months
from jikim.verbs.then import then
from jikim.web.office.me import actor_of
from jikim.web.office.people.saying import PEOPLE
from jikim.web.office.records.listing import purposes_of
from jikim.web.page import Page
from jikim.web.parts.bars import Bar, bars

PATH = "/office/statistics"
SHOWN = 24  # months
GENDERS = {
    "female": ("여성", "female"),
    "male": ("남성", "male"),
    "other": ("기타", "other"),
    "undisclosed": ("밝히지 않음", "undisclosed"),
}


def group_said(page: Page, item: str, group: str) -> str:
    """A group of people by one item, in words: a country or province by its name, an age as its band."""
    declared = page.policy.file.items.get(item)
    kind = declared.type if declared is not None else None
    if kind is ItemType.COUNTRY and group in NAMES:
        return page.say(*NAMES[group])
    if kind is ItemType.REGION and group in PROVINCES:
        return page.say(PROVINCES[group], group)
    if kind is ItemType.GENDER and group in GENDERS:
        return page.say(*GENDERS[group])
    return page.say(f"{group}세", f"aged {group}") if kind in (ItemType.AGE_BAND, ItemType.BIRTH_DATE) else group


@get(PATH)
async def statistics(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Response[str]:
    """One purpose and record kind (`what=purpose/kind`), the newest months first; without one, what there is to choose."""
    mine = purposes_of(me)
    offers = [one for one in (*asks(page.policy), *demographics(page.policy)) if one[0] in mine]
    purpose, _, kind = request.query_params.get("what", "").partition("/")
    found: list[Month] = []
    if (purpose, kind) in offers:
        actor = await actor_of(jk, me, purpose, kind=kind)
        found = (await jk.driver.run(months(jk.house.by(actor), kind, purpose=purpose)))[-SHOWN:]
    labels: dict[tuple[date, str], str] = {}
    for one in found:
        spaces: dict[str, Space] = dict.fromkeys((group.channel for group in one.groups), "channel")
        for name, space in (spaces | dict.fromkeys((trait.item for trait in one.traits), "item")).items():
            number = page.policy.number(space, name) or 0
            told = await jk.do(then, one.counted, space, number)
            voice, named = told.voice(page.visitor.language), told.name(space, number)
            labels[one.month, name] = voice.channels([named]) if space == "channel" else voice.item(named)
    title = f"{page.voice.purpose(purpose)}: {page.voice.record(kind)}" if found else ""
    rows = [Bar(f"{one.month:%Y-%m}", sum(group.people for group in one.groups)) for one in found if one.groups]
    if last := next((one for one in reversed(found) if one.traits), None):
        title = f"{title} ({last.month:%Y-%m})"
        rows = [
            Bar(f"{labels[last.month, one.item]} · {group_said(page, one.item, one.group)}", one.people)
            for one in last.traits
        ]
    return page.show(
        "office/disclosures/counts.html",
        offers=offers,
        what=(purpose, kind),
        found=found[::-1],
        least=least_of(page.policy),
        often=OFTEN,
        picture=bars(title, rows),
        people=PEOPLE,
        labels=labels,
        by_what=[page.voice.item(name) for name in demographics(page.policy).get((purpose, kind), ())],
        said=lambda one: group_said(page, one.item, one.group),
        leaves=any(purpose in to and kind in of for to, of in open_to(jk.house).values()),
        counted=max((day_of(one.counted, page.zone) for one in found), default=None),
    )
