"""/measures: a member reads what measure was taken against their account, and why, and objects (2.2).

Whose account is suspended has no session: the password, proved at the sign-in page, opens this page alone, by a pass
that stands in its form.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response

from jikim.app import AsyncJikim
from jikim.cases.listing import case_by, cases_of
from jikim.desk.barring import TOLD
from jikim.desk.measures import MEASURES, OPEN_TO_OBJECT, object_to
from jikim.policy.ask import Actor
from jikim.web.account.stepping import proven
from jikim.web.forms import Form
from jikim.web.page import AnsweredError, Page
from jikim.web.sealed_tokens import seal, unseal

Answer = Response[Any] | Redirect
OBJECT, PASS = "object", timedelta(minutes=30)


async def against(page: Page, jk: AsyncJikim, subject: UUID) -> Response[str]:
    """What somebody is shown who has just proved who they are, and whose account is suspended."""
    return await _shown(page, jk, subject, await seal(jk, OBJECT, {"subject": str(subject)}), Form(page.visitor))


async def _whose(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], form: Form) -> UUID:
    """Who proved who they are a moment ago: by their session, or by the pass of whoever may not sign in.

    Everybody else is answered with the way to do so. What was typed is not lost with a pass that is over.
    """
    if page.visitor.session is None and form["to"]:
        if (said := await unseal(jk, OBJECT, form["to"], within=PASS)) is not None:
            return UUID(said["subject"])
        if form["objection"]:
            raise AnsweredError(page.show("account/measures_over.html", status=403, typed=form["objection"]))
    session = await proven(page, jk, request)
    if session.guardian:
        raise AnsweredError(page.to("/my/guardian"))
    return session.subject


@get("/measures")
async def measures(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any]) -> Answer:
    """Each measure, with its reason and evidence, the objection and the answer to it."""
    form = Form(page.visitor)
    return await _shown(page, jk, await _whose(page, jk, request, form), "", form)


async def _shown(
    page: Page, jk: AsyncJikim, subject: UUID, sealed: str, form: Form, typed: str = "", objected: str = ""
) -> Response[str]:
    """`typed`: to which measure the form was; `objected`: to which one somebody just objected."""
    actor = Actor("member", str(subject), 0, page.visitor.address)
    cases, bar = await jk.do(cases_of, MEASURES, subject), page.policy.file.rejoining
    words = {card.ref.record: card.values for card in (await jk.by(actor).show(subject)).cards} if cases else {}
    return page.show(
        "account/measures.html",
        form=form,
        typed=typed,
        none_typed=Form(page.visitor),
        objected=objected or page.told,
        sealed=sealed,
        rows=[(one, words.get(one.id, {})) for one in cases],
        states=MEASURES.states,
        objectable=OPEN_TO_OBJECT,
        told=page.voice.period(TOLD if bar is None else bar.told),
        rejoining=None if bar is None else (page.voice.items(bar.items), page.voice.period(bar.for_)),
    )


@post("/measures/{number:str}", status_code=200)
async def objecting(
    page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], form: Form, number: FromPath[str]
) -> Answer:
    """The member objects: somebody who had no part in the measure answers."""
    subject, found = await _whose(page, jk, request, form), await jk.do(case_by, MEASURES, number)
    if found is None or found.subject != subject:
        return page.to("/measures")
    sealed = form["to"]
    if form.need("objection"):
        with form.catching():
            actor = Actor("member", str(subject), 0, page.visitor.address)
            await jk.do(object_to, found, {"objection": form["objection"]}, actor=actor)
            if not sealed:
                return page.to("/measures", said=found.number)
            return await _shown(page, jk, subject, sealed, Form(page.visitor), objected=found.number)
    return await _shown(page, jk, subject, sealed, form, typed=found.number)
