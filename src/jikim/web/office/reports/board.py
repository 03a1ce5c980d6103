"""The privacy officer's report to the chief executive and the board, as a page and a PDF: how every promise stands, and
what people asked for."""

from __future__ import annotations

from litestar import get
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.app.board_report import report_due
from jikim.handlers.sessions import Signed
from jikim.prove.evidence import Papers, Requests
from jikim.prove.mechanism import State
from jikim.prove.proving import Proven
from jikim.web.office.reports.making import made, paper
from jikim.web.office.sheet import Sheet
from jikim.web.page import Page
from jikim.web.public.evidence import last_proof


def sheets(page: Page, proven: Proven) -> list[Sheet]:
    """The report's tables: whose responsibility, the promises, what people asked for, what was kept and destroyed, the
    people of the office."""
    say, seen, officers = page.say, proven.evidence, page.policy.file.officers
    say_title = page.voice.text(officers.officer.title)
    counts = proven.counts
    found, happened = seen.requests.values(), seen.happened
    requests = Requests(*(sum(one[n] for one in found) for n in range(2)))

    def rows(title: str, pairs: list[tuple[str, object]]) -> Sheet:
        return Sheet(
            title,
            (say("구분", "matter"), say("내용", "content")),
            [(what, str(said)) for what, said in pairs],
            (),
            (1, 2),
        )

    def asked(one: Requests, event: str) -> str:
        ever = happened.of(event).many
        return say(
            f"{ever:,}건 (처리 중 {one.open:,}건, 기한 지남 {one.overdue:,}건)",
            f"{ever:,} ({one.open:,} open, {one.overdue:,} overdue)",
        )

    breaches = seen.papers.get("breaches", Papers())
    words: dict[State, str] = {
        "kept": say("이행 중", "kept"),
        "attested": say("증명됨", "attested"),
        "ready": say("준비됨", "ready"),
        "unproven": say("확인 불가", "unproven"),
        "late": say("지연", "late"),
        "broken": say("이행 안 됨", "broken"),
    }
    return [
        rows(
            say("책임", "Responsible"),
            [
                (say("최종 책임", "finally responsible"), say("대표자", "the chief executive")),
                (say("개인정보 보호책임자", "privacy officer"), ", ".join((say_title, *officers.officer.ways))),
            ],
        ),
        rows(
            say("방침의 약속", "The policy’s promises"),
            [
                *((words[state], counts[state]) for state in words),
                *((one.clause, one.said(page.visitor.language)) for one in proven.broken),
            ],
        ),
        rows(
            say("정보주체의 권리 행사와 민원", "What people asked for"),
            [
                (say("권리 행사 요청", "requests"), asked(requests, "request:file")),
                (say("민원", "complaints"), asked(seen.complaints, "complaint:file")),
                (say("유출 등의 사고", "incidents"), asked(Requests(breaches.open, breaches.overdue), "breach:open")),
            ],
        ),
        rows(
            say("보유, 제공, 파기", "Held, given, destroyed"),
            [
                (say("이용 중인 기록", "records in use"), f"{sum(seen.lives.values()):,}"),
                (say("분리 보관 중", "in the archive"), f"{sum(seen.rests.values()):,}"),
                (say("지금까지 파기", "destroyed so far"), f"{sum(seen.destroyed.values()):,}"),
                (
                    say("제공·위탁", "provided and entrusted"),
                    f"{happened.of('record:provide', 'record:entrust').many:,}",
                ),
                (say("수사기관 등의 요구", "demands of authorities"), f"{happened.of('demand:prepare').many:,}"),
            ],
        ),
        rows(
            say("사람과 안전조치", "People and safeguards"),
            [
                (say("취급자와 보호책임자", "handlers and officers"), seen.staff.handlers + seen.staff.officers),
                (say("교육 기한이 지난 사람", "training overdue"), seen.staff.untrained),
                (say("서약하지 않은 사람", "without a pledge"), seen.staff.unsworn),
                (
                    say("접속 기록 점검", "access records reviewed up to"),
                    page.day(seen.reviewed) if seen.reviewed else "—",
                ),
                (say("마지막 백업", "last backup"), page.day(seen.backup) if seen.backup else "—"),
            ],
        ),
    ]


@get("/office/reports/board")
async def shown(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """The report, and by when the next one is due."""
    await made(page, jk, me, "board", "page")
    due = await jk.do(report_due)
    return page.show("office/reports/board.html", sheets=sheets(page, await last_proof(jk)), due=due)


@get("/office/reports/board.pdf")
async def as_pdf(page: Page, jk: AsyncJikim, me: Signed) -> Response[bytes]:
    """On paper, with a place for who received it and when."""
    head = await made(page, jk, me, "board", "pdf")
    say = page.say
    received = Sheet(
        say("보고받음", "Received"),
        (say("누가", "by whom"), say("언제", "on")),
        [(say("대표자", "chief executive"), ""), (say("이사회", "board"), "")],
        (),
        (1, 1),
    )
    title = say("개인정보 보호 현황 보고", "Report on the protection of personal data")
    return await paper(page, jk, [*sheets(page, await last_proof(jk)), received], head, title, "board")
