"""Guardians' consents that come on paper or by phone: children who wait, and the link by which each goes on."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.accounts.links import make_link
from jikim.app import AsyncJikim
from jikim.desk.guardian_consent import confirm_by_hand, ways_by_hand
from jikim.handlers.sessions import Signed
from jikim.mail.letters import site_of
from jikim.policy.render.terms import GUARDIAN_WAYS
from jikim.reading.open_records import Open, open_records
from jikim.store.holding import Ref
from jikim.web.account.guardian import CHILD
from jikim.web.forms import Form
from jikim.web.office.me import actor_of, refuse
from jikim.web.page import Page
from jikim.web.visitor import Visitor


async def _waiting(jk: AsyncJikim, me: Signed) -> list[Open]:
    kind = jk.policy.file.refuse.guardian
    if kind is None or not ways_by_hand(jk.policy.file):
        refuse(jk, "gone")
    found = await jk.do(open_records, kind, actor=await actor_of(jk, me, kind=kind))
    confirmed = jk.policy.records[kind].record.ends.unless[0]
    return [one for one in found if confirmed not in one.happened]


async def _shown(page: Page, jk: AsyncJikim, me: Signed, form: Form, link: str = "") -> Response[str]:
    ways = [(way.value, page.voice.word(GUARDIAN_WAYS, way)) for way in ways_by_hand(jk.policy.file)]
    return page.show("office/people/consents.html", rows=await _waiting(jk, me), ways=ways, form=form, link=link)


@get("/office/guardian-consents")
async def waiting(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor) -> Response[str]:
    """Who waits, by number and day: who the guardian is is read on the child's page, for the purpose of it."""
    return await _shown(page, jk, me, Form(visitor))


@post("/office/guardian-consents/{subject:uuid}/{record:uuid}", status_code=200)
async def confirmed(
    page: Page, jk: AsyncJikim, me: Signed, form: Form, subject: FromPath[UUID], record: FromPath[UUID]
) -> Response[str]:
    """Confirms one, and shows the link that is handed to the guardian: it is there once."""
    found = next((one for one in await _waiting(jk, me) if one.ref == Ref(subject, record, one.ref.kind)), None)
    if found is None:
        refuse(jk, "gone")
    link = ""
    with form.catching():
        actor = await actor_of(jk, me, kind=found.ref.kind)
        await jk.do(confirm_by_hand, found.ref, form["way"], form["said"], actor=actor)
        rules = found.rules.record
        life = timedelta(days=rules.ends.after.approximate_days() if rules.ends.after is not None else 1)
        token = await jk.do(make_link, subject, rules.of[0].value, CHILD, life)
        link = f"{site_of(jk.settings, jk.policy)}{page.visitor.href('/join')}?child={token}"
        form = Form(page.visitor)
    return await _shown(page, jk, me, form, link)
