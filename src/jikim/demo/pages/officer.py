"""What the officer sees: how much lives, rests and is gone, what falls due when, what waits to leave, and the
certificates."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape
from typing import Any
from uuid import UUID

from jikim.demo.pages.frame import Book
from jikim.policy.render import terms
from jikim.web.parts import Html, element, section, summary, table, together
from jikim.web.parts.destroyed import DESTROYED
from jikim.web.parts.traces import receiver

MONTHS = 13
NEXT_DAYS = 12
NEWEST = 8


@dataclass(frozen=True)
class Office:
    """Numbers without names, as `Jikim.counts` and `Jikim.certificates` give them; kinds and receivers by name."""

    now: datetime
    lives: Counter[str]
    people: Counter[tuple[str, bool]]
    rests: Counter[tuple[str, date]]
    held: int
    outbox: Sequence[tuple[str, str, str, int]]
    certificates: Sequence[tuple[UUID, datetime, str, bytes]]
    ledger: int


def write(book: Book, office: Office) -> str:
    """The page."""
    say = book.say
    today = office.now.astimezone(book.zone).date()
    overdue = sum(parts for (_, due), parts in office.rests.items() if due < today) - office.held
    soon = sum(parts for (_, due), parts in office.rests.items() if today <= due <= today + timedelta(days=30))
    waiting = sum(count for _, _, state, count in office.outbox if state in ("waiting", "sending", "sent"))
    tiles = [
        (office.lives.total(), say("이용 중인 기록", "active records")),
        (office.rests.total(), say("보관 중인 부분", "parts rest")),
        (soon, say("30일 안에 파기", "go within 30 days")),
        (max(overdue, 0), say("기한이 지난 것", "overdue")),
        (office.held, say("파기 보류", "under legal hold")),
        (waiting, say("보낼 것·답을 기다리는 것", "waiting to leave or for an answer")),
    ]
    numbers = element(
        "ul", *(element("li", element("b", f"{n:,}"), element("span", word)) for n, word in tiles), class_="tiles"
    )
    minute = [
        (
            say("오늘", "Today"),
            say("기한이 지난 것은 없습니다. 오늘 할 일은 모두 끝났습니다.", "Nothing is overdue; today’s work is done.")
            if overdue <= 0
            else say(f"기한이 지난 것이 {overdue}건 있습니다.", f"{overdue} parts are overdue."),
        ),
        (say("다음 파기", "Next to go"), _next(book, office, today)),
        (
            say("증명서", "Certificates"),
            say(f"{len(office.certificates):,}장을 발급했습니다.", f"{len(office.certificates):,} issued so far."),
        ),
        (
            say("원장", "Ledger"),
            say(
                f"{office.ledger:,}건이 서명된 점검표 아래 있습니다.",
                f"{office.ledger:,} entries stand under a signed checkpoint.",
            ),
        ),
    ]
    return book.write(
        "officer",
        say("개인정보 보호책임자의 아침", "The officer’s morning"),
        book.day(office.now),
        summary(say("1분 안에 보기", "In one minute"), minute),
        numbers,
        _calendar(book, office, today),
        _days(book, office, today),
        _kinds(book, office),
        _people(book, office),
        _outbox(book, office),
        _certificates(book, office),
    )


def _next(book: Book, office: Office, today: date) -> str:
    days = sorted(due for _, due in office.rests if due >= today)
    if not days:
        return book.say("분리 보관 중인 기록이 없습니다.", "Nothing is archived.")
    first = days[0] + timedelta(days=1)
    parts = sum(count for (_, due), count in office.rests.items() if due == days[0])
    return book.say(f"{book.voice.date(first)}에 {parts}부분", f"{parts} parts on {book.voice.date(first)}")


def _calendar(book: Book, office: Office, today: date) -> Html:
    """A bar for each month in which something falls due."""
    say = book.say
    months: Counter[date] = Counter()
    later = 0
    first = today.replace(day=1)
    shown = [_month(first, n) for n in range(MONTHS)]
    for (_, due), parts in office.rests.items():
        month = (due + timedelta(days=1)).replace(day=1)
        if month in shown:
            months[month] += parts
        elif month > shown[-1]:
            later += parts
    most = max(months.values(), default=1)
    bars = []
    for place, month in enumerate(shown):
        y = 24 * place
        width = 62 * months[month] / most
        bars.append(f'<text x="0" y="{y + 15}">{month:%Y-%m}</text>')
        if months[month]:
            bars.append(
                f'<rect class="rest" x="4.5rem" y="{y + 3}" width="{max(width, 0.4):.2f}%" height="16" rx="3"/>'
            )
        bars.append(f'<text class="value" x="{width:.2f}%" dx="5.2rem" y="{y + 15}">{months[month] or "·"}</text>')
    words_ = say(f"그 뒤로 {later:,}부분", f"{later:,} parts later")
    title = say("달마다 파기할 부분", "parts that go, by month")
    picture = Html(
        f'<svg role="img" width="100%" height="{24 * MONTHS}" aria-label="{escape(title)}">{"".join(bars)}</svg>'
    )
    return section(
        say("보존 기한 달력", "The calendar of due days"),
        element("div", picture, class_="chart"),
        element("p", words_, class_="soft"),
    )


def _month(first: date, n: int) -> date:
    year, month = divmod(first.month - 1 + n, 12)
    return date(first.year + year, month + 1, 1)


def _days(book: Book, office: Office, today: date) -> Html:
    say = book.say
    by_day: dict[date, list[tuple[str, int]]] = {}
    for (kind, due), parts in sorted(office.rests.items(), key=lambda pair: pair[0][1]):
        if due >= today:
            by_day.setdefault(due, []).append((kind, parts))
    rows = []
    for due, kinds in list(by_day.items())[:NEXT_DAYS]:
        what = ", ".join(f"{book.voice.record(kind)} {parts}" for kind, parts in kinds)
        rules = [keep for kind, _ in kinds for keep in book.policy.records[kind].keep]
        kept = together(
            part for keep in rules for part in (book.voice.text(keep.label), " ", book.clause(keep.clause), " ")
        )
        days = (due - today).days + 1
        rows.append((f"{due + timedelta(days=1)}", say(f"{days}일 뒤", f"in {days} days"), what, kept))
    head = (
        say("파기하는 날", "goes on"),
        say("남은 날", "days left"),
        say("항목", "items"),
        say("보관한 규칙", "kept by"),
    )
    return section(say("다음 파기일", "The next due days"), table(say("다음 파기일", "next due days"), head, rows))


def _kinds(book: Book, office: Office) -> Html:
    say = book.say
    rests: Counter[str] = Counter()
    for (kind, _), parts in office.rests.items():
        rests[kind] += parts
    rows = [
        (
            together((book.voice.record(kind), " ", book.clause(record.clause))),
            f"{office.lives[kind]:,}",
            f"{rests[kind]:,}",
        )
        for kind, record in book.policy.records.items()
    ]
    head = (say("기록", "record"), say("이용 중", "active"), say("분리 보관 중", "archived"))
    return section(say("기록별", "By record"), table(say("기록별", "by record"), head, rows, right=(1, 2)))


def _people(book: Book, office: Office) -> Html:
    say = book.say
    rows = [
        (book.voice.first(terms.WHO, kind), f"{office.people[kind, True]:,}", f"{office.people[kind, False]:,}")
        for kind in ("member", "corporate", "guest")
    ]
    head = (say("누구", "who"), say("있음", "here"), say("탈퇴 처리 중", "leaving"))
    return section(say("인원", "People"), table(say("사람", "people"), head, rows, right=(1, 2)))


def _outbox(book: Book, office: Office) -> Html:
    say = book.say
    topics = {
        "provide": ("제공", "provided"),
        "entrust": ("위탁", "entrusted"),
        "corrected": ("정정 통지", "correction told"),
        "delete": ("삭제 요청", "asked to delete"),
    }
    states = {
        "waiting": ("보낼 것", "waiting"),
        "sending": ("전송 중", "sending"),
        "sent": ("답을 기다림", "awaiting an answer"),
        "done": ("확인됨", "confirmed"),
        "kept": ("자체 의무로 보존", "kept by its own duty"),
        "denied": ("미전송", "not sent"),
    }
    rows = [
        (receiver(book, name), say(*topics[topic]), say(*states[state]), f"{count:,}")
        for name, topic, state, count in office.outbox
    ]
    head = (say("누구에게", "to whom"), say("무엇을", "what"), say("상태", "state"), say("건", "messages"))
    return section(
        say("보낸 것과 답", "What left, and the answers"), table(say("보낸 것과 답", "outbox"), head, rows, right=(3,))
    )


def _certificates(book: Book, office: Office) -> Html:
    say = book.say
    rows = []
    for number, at, text, _signature in sorted(office.certificates, key=lambda one: one[1], reverse=True)[:NEWEST]:
        content: dict[str, Any] = json.loads(text)
        parts = [
            f"{book.voice.record(row['kind'])} {row['count']:,} ({say(*DESTROYED[row['what']])})"
            for row in content["destroyed"]
        ]
        rows.append((book.day(at), str(number)[:13] + "…", ", ".join(parts)))
    head = (say("언제", "when"), say("번호", "number"), say("무엇을", "what"))
    more = say(f"최근 {len(rows)}장입니다.", f"The newest {len(rows)}.")
    link = element("a", say("증명서 하나 보기", "See one of them"), href=f"certificate.{book.language}.html")
    return section(
        say("파기 증명서", "Destruction certificates"),
        element("p", more, " ", link, class_="soft"),
        table(say("파기 증명서", "certificates"), head, rows),
    )
