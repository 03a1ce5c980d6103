"""Statistics: what closed months counted, as a picture and tables, for whoever's grant names the purpose. It stays
inside until an officer releases it; what is counted by an item stays inside."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from litestar import Request, get
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.disclosures.counted_items import items_counted
from jikim.disclosures.releases import OFTEN, open_to
from jikim.handlers.sessions import Signed
from jikim.policy.check.purposes import NEEDS
from jikim.policy.compiled import Policy
from jikim.policy.model import ItemType, PolicyFile
from jikim.policy.model.why import PurposeKind
from jikim.policy.numbers import Space
from jikim.policy.period import day_of
from jikim.prove.working import last_fine
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
    """The demographic purposes of which nothing is counted by age, gender or region; and whether the policy takes any
    such item for them, and would have to say `aggregate` too."""
    taken = {
        name: any(item in file.items and file.items[item].type in GROUPING for item in purpose.items)
        for name, purpose in file.purposes.items()
        if purpose.kind is PurposeKind.DEMOGRAPHICS
    }
    return [(name, takes) for name, takes in taken.items() if not (takes and file.purposes[name].aggregate)]


def grouped(policy: Policy) -> dict[str, list[str]]:
    """The purposes that count by an item, with those items."""
    found: dict[str, list[str]] = {}
    for purpose, kind in policy.reading:
        for item in items_counted(policy, purpose, kind):
            named = found.setdefault(policy.name("purpose", purpose), [])
            named += [name for name in [policy.name("item", item)] if name not in named]
    return found


def _value(page: Page, item: str, value: str) -> str:
    """A value of an item as people read it."""
    declared = page.policy.file.items.get(item)
    return page.voice.country(value) if declared is not None and declared.type is ItemType.COUNTRY else value


@get(PATH)
async def statistics(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Response[str]:
    """One purpose and record kind (`what=purpose/kind`), the newest months first; without one, what there is to choose."""
    mine = purposes_of(me)
    counted = asks(page.policy)
    offers = [one for one in counted if one[0] in mine]
    purpose, _, kind = request.query_params.get("what", "").partition("/")
    found: list[Month] = []
    if (purpose, kind) in offers:
        actor = await actor_of(jk, me, purpose, kind=kind)
        found = (await jk.driver.run(months(jk.house.by(actor), kind, purpose=purpose)))[-SHOWN:]
    labels: dict[tuple[date, str], str] = {}
    for one in found:
        said: set[tuple[Space, str]] = {("channel", group.channel) for group in one.groups}
        said |= {("item", each.item) for each in one.by_item}
        for space, name in said:
            number = page.policy.number(space, name) or 0
            told = await jk.do(then, one.counted, space, number)
            voice, known = told.voice(page.visitor.language), told.name(space, number)
            labels[one.month, name] = voice.item(known) if space == "item" else voice.channels([known])
    title = f"{page.voice.purpose(purpose)}: {page.voice.record(kind)}" if found else ""
    # A month whose groups are all withheld is no month of nobody: it has no bar.
    rows = [Bar(page.month(one.month), sum(group.people for group in one.groups)) for one in found if one.groups]
    return page.show(
        "office/disclosures/counts.html",
        offers=offers,
        some=bool(counted),
        what=(purpose, kind),
        found=found[::-1],
        least=least_of(page.policy),
        often=OFTEN,
        picture=bars(title, rows),
        said=lambda kind: kind_said(page, kind),
        labels=labels,
        ungrouped=ungrouped(page.policy.file),
        grouped=grouped(page.policy),
        value_of=partial(_value, page),
        names_of=lambda items: ", ".join(page.voice.item(item) for item in items),
        leaves=any(purpose in to and kind in of for to, of in open_to(jk.house).values()),
        copied=await jk.do(last_fine, "figures"),
        counted=max((day_of(one.counted, page.zone) for one in found), default=None),
    )
