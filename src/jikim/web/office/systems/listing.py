"""/office/systems: the company's own systems, what each holds a copy of, what it was told, and what it has not answered."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from litestar import get
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.handlers.sessions import Signed
from jikim.policy.languages import worded
from jikim.policy.meanings import of_literal
from jikim.systems.standing import system_standings
from jikim.verbs.house import House
from jikim.web.office.me import officer_only
from jikim.web.office.todo import CONFIRM, Todo, haste_of, of_officers
from jikim.web.page import Page

PATH = "/office/systems"


@get(PATH)
async def listed(page: Page, jk: AsyncJikim, me: Signed) -> Response[Any]:
    """All of them, to an officer."""
    officer_only(jk, me)
    return page.show(
        "office/systems/list.html",
        systems=await jk.do(system_standings),
        kind_of=partial(of_literal, "kind"),
        endpoints=jk.settings.endpoints,
        today=jk.house.today(),
    )


@of_officers
def waiting(house: House, me: Signed, by: date) -> Steps[list[Todo]]:
    """Systems that have not answered."""
    found = []
    for one in (yield from system_standings(house)):
        if one.by is not None:
            label = one.declared.label if one.declared is not None else {}
            ko, en = (worded(label, language) if label else one.name for language in ("ko", "en"))
            words = (f"사내 시스템의 답변 대기: {ko}", f"To be confirmed by the company’s own system: {en}")
            found.append(Todo(haste_of(one.by, house.today()), *words, PATH, CONFIRM, one.by, one.waiting))
    return found
