"""/complaint: anybody complains, a member or not, gets a number and a deadline, and finds the bodies outside with
today's numbers (11.2, 11.3)."""

from __future__ import annotations

from datetime import timedelta

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response

from jikim.accounts.rate_limits import within
from jikim.app import AsyncJikim
from jikim.cases.listing import case_by, cases_of
from jikim.cases.numbering import normal_number
from jikim.desk.complaints import COMPLAINTS, KIND, close_complaint, complain, ref_of
from jikim.errors import JikimError
from jikim.policy.bodies import bodies_of
from jikim.policy.period import Period, day_of
from jikim.uploads import pack
from jikim.web.desk.telling import write
from jikim.web.form_files import attached
from jikim.web.forms import Form, Problem
from jikim.web.multipart import FILES
from jikim.web.page import Page
from jikim.web.uploading import uploaded

Answer = Response[str] | Redirect
A_DAY = timedelta(days=1)


async def _form(page: Page, jk: AsyncJikim, form: Form) -> Response[str]:
    session = page.visitor.session
    fresh = session is not None and session.fresh
    mine = await jk.do(cases_of, COMPLAINTS, session.subject) if session is not None and fresh else []
    return page.show(
        "desk/complaint.html",
        form=form,
        mine=mine,
        words=COMPLAINTS.states,
        bodies=bodies_of(page.policy.file, day_of(page.now, page.zone)),
        there_is=KIND in page.policy.file.records,
        kept=_kept(page),
        asked=_asked(page),
    )


def _asked(page: Page) -> frozenset[str]:
    """What a complaint may hold: no more is asked."""
    record = page.policy.file.records.get(KIND)
    return frozenset((*record.items.names, *record.items.contents)) if record is not None else frozenset()


def _kept(page: Page) -> str:
    """For how long a complaint rests, in words; empty where the policy keeps none."""
    record = page.policy.file.records.get(KIND)
    periods = [rule.for_ for rule in record.keep] if record is not None else []
    return page.voice.period(max(periods, key=Period.approximate_days)) if periods else ""


@get("/complaint")
async def complaint(page: Page, jk: AsyncJikim, number: FromQuery[str] = "") -> Answer:
    """The form, the way to follow one, and the bodies outside."""
    if number:
        return page.to(f"/complaint/{normal_number(number)}")
    return await _form(page, jk, Form(page.visitor))


@post("/complaint", opt=FILES)
async def complaining(page: Page, jk: AsyncJikim, form: Form) -> Answer:
    """Takes a complaint."""
    person = page.visitor.person
    asked = _asked(page)
    form.need(*(name for name in ("name", "email", "text") if name in asked))
    below = page.policy.file.refuse.below_age
    if below and person is None and not form.on("age"):
        form.wrong("age", f"만 {below}세 이상인지 알려 주세요", f"please say whether you are {below} or older")
    files = await uploaded(form, "files", jk.settings)
    if not form.fine:
        return await _form(page, jk, form)
    if not await jk.do(within, "complaint", page.visitor.address, 20, A_DAY):
        form.problem = Problem(
            page.say("오늘은 더 이상 접수할 수 없습니다.", "No more complaints can be accepted from here today."),
            page.say(
                "긴급한 경우 개인정보 보호책임자에게 직접 연락해 주세요.",
                "If it is urgent, please contact the privacy officer.",
            ),
        )
        return await _form(page, jk, form)
    try:
        made = await jk.do(
            complain,
            {
                **form.given([name for name in ("name", "email", "phone", "text") if name in asked]),
                **({"files": pack(files)} if files else {}),
            },
            person=person,
            old_enough=True,
            actor=page.visitor.actor if person is not None else jk.actor,
            language=page.visitor.language,
        )
    except JikimError as error:
        form.caught(error)
        return await _form(page, jk, form)
    await attached(jk, ref_of(made), "files", files, made.language)
    await write(jk, ref_of(made), "complaint-received", made.language, number=made.number, due=page.day(made.due))
    return page.to(f"/complaint/{made.number}", files, said="new")


async def _shown(page: Page, jk: AsyncJikim, number: str, new: bool, form: Form) -> Response[str]:
    tries = await jk.do(within, "complaint-number", page.visitor.address, 60, timedelta(hours=1))
    found = await jk.do(case_by, COMPLAINTS, number) if tries else None
    if found is None:
        return page.show("desk/no_complaint.html", status=404 if tries else 429, tries=tries)
    text, answer, mine = "", "", False
    session = page.visitor.session
    if session is not None and session.subject == found.subject and session.fresh:
        # The words are its person's alone.
        mine = True
        dossier = await jk.by(page.visitor.actor).show(session.subject)
        card = next((card for card in dossier.cards if card.ref.record == found.id), None)
        if card is not None:
            text, answer = str(card.values.get("text", "")), str(card.values.get("answer", ""))
    return page.show(
        "desk/complaint_shown.html", form=form, one=found, register=COMPLAINTS, words=COMPLAINTS.states, new=new, mine=mine, text=text, answer=answer,
        today=day_of(page.now, page.zone), opened_day=day_of(found.opened, page.zone), bodies=bodies_of(page.policy.file, day_of(page.now, page.zone)),
    )  # fmt: skip


@get("/complaint/{number:str}")
async def follow(page: Page, jk: AsyncJikim, number: FromPath[str]) -> Answer:
    """How a complaint stands; its words for its person only."""
    return await _shown(page, jk, number, page.told == "new", Form(page.visitor))


@post("/complaint/{number:str}/close")
async def close(page: Page, jk: AsyncJikim, number: FromPath[str]) -> Answer:
    """Its person is content with the answer."""
    found = await jk.do(case_by, COMPLAINTS, number)
    session = page.visitor.session
    if found is None or session is None or session.subject != found.subject:
        return page.show("desk/no_complaint.html", status=404, tries=True)
    if not session.fresh:
        return page.to("/step-up", next=f"/complaint/{found.number}")
    form = Form(page.visitor)
    with form.catching():
        await jk.do(close_complaint, found, actor=page.visitor.actor)
        return page.to(f"/complaint/{found.number}")
    return await _shown(page, jk, number, False, form)
