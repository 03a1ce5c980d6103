"""The breach desk: opened with when it became known, those concerned found in the ledger, its facts completed, clocks
of 72 hours; letters, the report, the posting, the end."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.breach.cases import (
    MANY,
    Case,
    Reached,
    Scope,
    Step,
    case_of,
    cases,
    find_people,
    is_late,
    must_report,
    open_case,
    people_of,
    step,
)
from jikim.breach.changing import change_facts
from jikim.breach.facts import FACTS, LABELS, NATURES, NEEDED, missing, nature_of, remedies
from jikim.breach.posting import post_case
from jikim.db.driver import Steps
from jikim.errors import DeniedError
from jikim.handlers.sessions import Signed
from jikim.paper import Facts, Heading, Paper, Table
from jikim.policy.period import day_of
from jikim.verbs.house import House
from jikim.verbs.then import choices
from jikim.web.downloads import as_pdf
from jikim.web.forms import Form
from jikim.web.office.entering.proving import prove_first
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.once import first_time
from jikim.web.office.todo import Act, Todo, of_officers
from jikim.web.page import Page
from jikim.web.visitor import Visitor

SHOWN = 200
KIND = ("nature", "possible")


@get("/office/breach")
async def listed(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor) -> Response[str]:
    """Every breach, and the form of a new one."""
    officer_only(jk, me)
    return page.show(
        "office/breach/breaches.html", form=Form(visitor), cases=await jk.do(cases), many=MANY, natures=NATURES
    )


@post("/office/breach", status_code=200)
async def opened(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    """Opens one. The clock starts with when it became known."""
    officer_only(jk, me)
    known = _moment(page, form, "known") or jk.now()
    if form.fine and await first_time(page, jk, form):
        with form.catching(DeniedError):
            number = await jk.do(
                open_case, form.given((*FACTS, *KIND)), known, outside=form.on("outside"), actor=await actor_of(jk, me)
            )
            return page.to(f"/office/breach/{number}")
    return page.show("office/breach/breaches.html", form=form, cases=await jk.do(cases), many=MANY, natures=NATURES)


@get("/office/breach/{number:uuid}")
async def one(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, number: FromPath[UUID]) -> Response[str]:
    """The case: its clocks, whom it reached, and what is left to do."""
    officer_only(jk, me)
    return await _show(page, jk, await jk.do(case_of, number), Form(visitor))


async def _show(page: Page, jk: AsyncJikim, case: Case, form: Form) -> Response[str]:
    people = await jk.do(people_of, case, most=SHOWN)
    authority = await jk.do(must_report, case)
    return page.show(
        "office/breach/one.html", form=form, case=case, people=people, shown=SHOWN, clocks=clocks(page, case, authority), many=MANY,
        authority=authority, facts=[(name, LABELS[name], name in NEEDED) for name in FACTS], missing=missing(case.what), natures=NATURES,
        kinds=await jk.do(choices, "record"), remedies=remedies(page.policy.file, page.visitor.language, day_of(page.now, page.zone)),
    )  # fmt: skip


@post("/office/breach/{number:uuid}/find", status_code=200)
async def found(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[UUID]) -> Response[Any]:
    """Finds whose data was reached, by time and a handler or a record kind."""
    officer_only(jk, me)
    case = await jk.do(case_of, number)
    form.need("since", "until")
    since, until = _moment(page, form, "since"), _moment(page, form, "until")
    if since is not None and until is not None and since >= until:
        form.wrong("until", "시작 일시보다 뒤여야 합니다.", "This must be after the start.")
    if form.fine and since is not None and until is not None:
        with form.catching(DeniedError):
            scope = Scope(since, until, form["handler"], form["kind"])
            await jk.do(find_people, number, scope, actor=await actor_of(jk, me))
            return page.to(f"/office/breach/{number}")
    return await _show(page, jk, case, form)


@post("/office/breach/{number:uuid}/facts", status_code=200)
async def changed(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[UUID]) -> Response[Any]:
    """Completes or corrects the facts: of what is still to be written, posted or reported."""
    officer_only(jk, me)
    case = await jk.do(case_of, number)
    with form.catching(DeniedError):
        await jk.do(change_facts, number, form.given((*FACTS, *KIND)), seen=form["seen"], actor=await actor_of(jk, me))
        return page.to(f"/office/breach/{number}")
    return await _show(page, jk, case, form)


@post("/office/breach/{number:uuid}/{act:str}", status_code=200)
async def stepped(
    page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[UUID], act: FromPath[str]
) -> Response[Any]:
    """`tell`: letters are written; `report`: the authority was told; `post`: a notice is put up for who can't be
    reached; `close`: it is over."""
    officer_only(jk, me)
    way = f"/office/breach/{number}"
    if act not in ("tell", "report", "post", "close"):
        return page.to(way)
    await prove_first(page, jk, me, way, form)
    case = await jk.do(case_of, number)
    actor = await actor_of(jk, me)
    with form.catching(DeniedError):
        if act == "post":
            await jk.do(post_case, number, actor=actor)
        else:
            await jk.do(step, number, cast("Step", act), actor=actor)
        return page.to(way)
    return await _show(page, jk, case, form)


@get("/office/breach/{number:uuid}/report.pdf")
async def report(page: Page, jk: AsyncJikim, me: Signed, number: FromPath[UUID]) -> Response[Any]:
    """The report for the authority, on paper: counts and items, nobody's name."""
    officer_only(jk, me)
    case = await jk.do(case_of, number)
    people: list[Reached] = []
    after = UUID(int=0)
    while lot := await jk.do(people_of, case, after=after, most=1_000):
        people += lot
        after = lot[-1].subject
    return await as_pdf(f"breach-report-{number}.pdf", lambda: paper_of(page, case, people, me))


def paper_of(page: Page, case: Case, people: list[Reached], me: Signed) -> Paper:
    """The report as a paper."""
    say = page.say
    counts = Counter(item.label(page.visitor.language) for person in people for item in person.items)
    facts = [(say(*LABELS[name]), case.what[name]) for name in FACTS if case.what.get(name)]
    return Paper(
        say("개인정보 유출 등 신고서", "Report of a personal data breach"), page.visitor.language, page.now,
        [
            Facts(
                [
                    (say("종류", "Kind"), say(*nature_of(case.what).label) + (say(" (가능성)", " (possible)") if case.what.get("possible") else "")),
                    (say("인지 일시", "Known since"), page.moment(case.known)), (say("신고 기한", "To be reported by"), page.moment(case.until)),
                    (say("정보주체 수", "People concerned"), f"{len(people):,}"), (say("통지 완료 수", "Notified"), f"{case.told:,}"),
                    (say("연락 불가 수", "Not reached"), f"{case.unreached:,}"), *facts,
                ]
            ),
            Heading(say("관련된 항목", "Items")),
            Table(
                [say("항목", "item"), say("인원", "people")],
                [[label, str(count)] for label, count in sorted(counts.items())],
            ),
        ],
        foot=say(f"출력 {me.handler} {page.moment(page.now)} · 유출 신고용", f"Printed by {me.handler}, {page.moment(page.now)}, for the report of a breach"),
    )  # fmt: skip


def clocks(page: Page, case: Case, authority: bool) -> list[tuple[str, str, str]]:
    """The two clocks of 72 hours: what, how it stands, and the class of its colour."""
    left = case.until - page.now
    hours = int(left / timedelta(hours=1))
    rest = (
        page.say(f"{hours}시간 남음", f"{hours} hours left")
        if left > timedelta(0)
        else page.say("기한 지남", "overdue")
    )
    state = "clock-late" if left <= timedelta(0) else "clock-near" if hours < 24 else "clock-runs"
    done = "clock-done"
    told = (rest, state)
    if case.all_told and case.unreached:
        told = (page.say("통지와 공지 완료", "notified or by notice"), done)
    elif case.all_told:
        told = (page.say("전원 통지 완료", "everyone notified"), done)
    elif case.unreached and not case.untold:
        told = (page.say(f"공지 필요, {rest}", f"needs a notice, {rest}"), state)
    rows = [(page.say("정보주체 통지", "Notify those concerned"), *told)]
    if authority:
        reported = (page.say("신고 완료", "reported"), done) if case.reported else (rest, state)
        rows.append((page.say("보호위원회·KISA에 신고", "Report to the authority"), *reported))
    return rows


def _moment(page: Page, form: Form, name: str) -> datetime | None:
    """What a field of a local day and time holds, in the policy's zone."""
    if not form[name]:
        return None
    try:
        found = datetime.fromisoformat(form[name])
    except ValueError:
        form.wrong(
            name, "일시를 2026-11-25T09:30 형식으로 입력해 주세요.", "Please enter the time as 2026-11-25T09:30."
        )
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=page.zone)


@of_officers
def waiting(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """Breaches whose people or authority are still to be told."""
    found: list[Todo] = []
    zone = house.policy.zone
    for case in (yield from cases(house)):
        if case.closed is not None:
            continue
        late = yield from is_late(house, case)
        found.append(
            Todo(
                "overdue" if late else "due",
                "유출 대응: 통지와 신고",
                "Breach: notify and report",
                f"/office/breach/{case.breach}",
                Act("통지와 신고", "Notify", "통지문과 신고 접수번호", "the letters, and the report’s number"),
                day_of(case.until, zone),
            )
        )
    return found
