"""The card: any record is shown the same way. What, why, until when, where from, who used it, to whom it went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from jikim.answers import Card, Dossier, RestingCard
from jikim.particles import eun
from jikim.policy.compiled import rule_name
from jikim.policy.model import Keep, Record
from jikim.policy.render.purposes import grounds
from jikim.policy.render.voice import capital
from jikim.web.parts.book import Book
from jikim.web.parts.html import Html, element, facts, together
from jikim.web.parts.line import Own, chip, draw
from jikim.web.parts.traces import MOST_USES, Traces, uses_table, went_table
from jikim.web.parts.values import values


def live_card(
    book: Book,
    dossier: Dossier,
    card: Card,
    given: Iterable[str],
    today: date,
    traces: Traces,
    most: int = MOST_USES,
    line: bool = False,
) -> Html:
    """One live record with its values masked; each opens by itself. `most`: so many of its uses, the newest. `line`:
    one line that opens.

    Its name, what was collected, by which way and for what are told by the words of then; why it is held now and until
    when, by those of today.
    """
    record, then = book.policy.records.get(card.ref.kind), book.told(traces.records[card.policy])
    name = then.voice.record(card.ref.kind)
    if record is None:
        # A kind that this version no longer declares: the next sweep destroys it.
        note = book.say(
            "현재 처리방침에 없는 기록이므로 파기합니다.",
            "The current policy no longer names this record, so it will be destroyed.",
        )
        return _article(book, card.ref.record, str(card.ref.record), name, "ended", element("p", note), [])
    state = "frozen" if card.frozen else "lives" if card.state == "live" else "ended"
    ends = capital(book.voice.ends(record.ends))
    rests = _longest(book, record, dossier.kind)
    begun = card.collected.astimezone(book.zone).date()
    ended = card.ended.astimezone(book.zone).date() if card.ended else None
    own = Own(begun, today, ended=ended, ends=ends, rests=rests, frozen=bool(card.frozen))
    rows: list[tuple[str, Html | str]] = [
        (book.say("항목", "Data"), values(then, card)),
        *purposes_then(book, then, card.ref.kind, card.why, given),
        (book.say("보유 목적", "Why we hold it"), why(book, card.why, given)),
        (book.say("보유 기간", "Until when"), _until(book, record, dossier.kind, ends)),
        (book.say("수집 출처", "Source"), _source(then, card.channel, card.source, card.collected)),
    ]
    rows += _traces(book, traces, card.ref.record, most)
    if card.damaged:
        rows.insert(
            0,
            (
                book.say("현재 상태", "Now"),
                book.say(
                    "값을 열 수 없습니다. 보호책임자에게 알려 주세요.",
                    "Its values cannot be opened. Please tell the privacy officer.",
                ),
            ),
        )
    if card.held:
        rows.insert(
            0,
            (
                book.say("현재 상태", "Now"),
                book.say(
                    "법적 절차에 따라 파기를 보류하고 있습니다.", "Under legal hold: it is not destroyed for now."
                ),
            ),
        )
    if card.frozen:
        rows.insert(0, (book.say("현재 상태", "Now"), _frozen(book, card.frozen)))
    drawn = draw(book, own, f"l{card.ref.record}")
    short = (
        book.say(f"{book.voice.date(ended)}에 종료", f"ended {book.voice.date(ended)}")
        if ended
        else _short(book, record)
    )
    return _article(
        book, card.ref.record, str(card.ref.record), name, state, drawn, rows, (begun, short) if line else None
    )


def resting_card(
    book: Book,
    dossier: Dossier,
    part: RestingCard,
    today: date,
    traces: Traces,
    most: int = MOST_USES,
    line: bool = False,
) -> Html:
    """One part that rests: what, with its values where its own person looks, why, until when. `line`: one line that
    opens.

    It is told by the words of the version that it was collected under, and its rules by those of another where that one
    lacks them.
    """
    company = book.voice.text(book.policy.service.controller)
    others = (book, *(book.told(one) for one in traces.records.values()))
    book = book.told(traces.records[part.policy])
    name = book.voice.record(part.ref.kind)
    begun, ended = (moment.astimezone(book.zone).date() for moment in (part.collected, part.ended))
    rules = because(book, part.ref.kind, [rule for rule, _ in part.rules], *others)
    rests = rules[0][0] if rules else ""
    own = Own(begun, today, ended=ended, until=part.until, rests=rests)
    rows: list[tuple[str, Html | str]] = [
        (book.say("항목", "Data"), values(book, part) if part.values else _names(book, part.items, part.ref.kind)),
        (book.say("보관 사유", "Why it is kept"), element("ul", *(said for _, said in rules))),
        (
            book.say("보유 기간", "Until when"),
            book.say(
                f"{book.voice.date(part.until)}까지. 다음 날 파기합니다.",
                f"{book.voice.date(part.until)}. It is destroyed the day after.",
            ),
        ),
        (
            book.say("열람할 수 있는 사람", "Who can view it"),
            book.say(
                f"본인이 볼 수 있습니다. {eun(company)} 보관 목적으로만, 사유를 기록하고 열람합니다.",
                f"You can. {company} may view it only for the purpose for which it is kept, and records a reason each time.",
            ),
        ),
    ]
    rows += _traces(book, traces, part.ref.record, most)
    identity = f"{part.ref.record}-{part.until}"
    short = book.say(f"{book.voice.date(part.until)}까지 보관", f"kept until {book.voice.date(part.until)}")
    drawn = draw(book, own, f"l{identity}")
    return _article(book, part.ref.record, identity, name, "rests", drawn, rows, (begun, short) if line else None)


def _article(
    book: Book,
    record: UUID,
    identity: str,
    name: str,
    state: str,
    picture: Html,
    rows: Sequence[tuple[str, Html | str]],
    line: tuple[date, str] | None = None,
) -> Html:
    """The whole card; or, with when it began and until when it is there, one line that opens to it."""
    page = book.record_page(str(record)) if book.record_page is not None else None
    label = f"r{identity}"
    if line is None:
        title = element("a", name, href=page) if page is not None else name
        head = element("header", element("h3", title, id=label), chip(book, state))
        return element("article", head, picture, facts(rows), class_="record", aria_labelledby=label)
    begun, until = line
    since = book.say(f"{book.voice.date(begun)} 수집", f"since {book.voice.date(begun)}")
    told = element("span", since, " · ", until, class_="soft")
    shown = element("summary", element("h3", name, id=label), told, chip(book, state))
    way = (
        element("p", element("a", book.say("전체 이력과 정정 요청", "Full history and corrections"), href=page))
        if page is not None
        else ""
    )
    opened = element("details", shown, picture, facts(rows), way)
    return element("article", opened, class_="record folded", aria_labelledby=label)


def _short(book: Book, record: Record) -> str:
    """When it ends, in a few words."""
    ends = capital(book.voice.ends(record.ends, brief=True))
    return book.say(f"{ends}까지 이용", f"ends {ends[:1].lower()}{ends[1:]}")


# ---- what


def _names(book: Book, items: Iterable[str], kind: str) -> str:
    return ", ".join(book.voice.item(item.removeprefix(f"{kind}."), kind) for item in items)


# ---- why, and until when


def why(book: Book, purposes: Iterable[str], given: Iterable[str]) -> Html:
    """The purposes that may read it now, by their basis; those that wait for a consent stand apart."""
    live: dict[str, list[str]] = {}
    asked = []
    for name in purposes:
        purpose = book.policy.purposes.get(name)
        if purpose is None:
            continue
        if purpose.basis == "consent" and name not in given:
            asked.append(book.voice.purpose(name))
            continue
        live.setdefault(grounds(book.voice, purpose), []).append(name)
    lines = [
        element(
            "li",
            together(
                (element("b", basis), ": ", ", ".join(map(book.voice.purpose, names)), " ", _clauses(book, names))
            ),
        )
        for basis, names in live.items()
    ]
    if asked:
        said = book.say("동의하지 않아 이용하지 않음: ", "Not used because you did not consent: ")
        lines.append(element("li", said + ", ".join(asked), class_="soft"))
    return element("ul", *lines)


def purposes_then(
    book: Book, then: Book, kind: str, today: Iterable[str], given: Iterable[str] | None = None
) -> list[tuple[str, Html | str]]:
    """For what a record was collected, where the version of then says it otherwise than today's. `given`: its person's
    consents; None: all."""
    record = then.policy.records.get(kind)
    names = record.for_ if record is not None else ()
    if then is book or then.voice.purposes(names) == book.voice.purposes(today):
        return []
    return [(book.say("수집 당시의 목적", "Collected for"), why(then, names, names if given is None else given))]


def _clauses(book: Book, names: Iterable[str]) -> Html:
    clauses = dict.fromkeys(book.policy.purposes[name].clause for name in names)
    return together(part for clause in clauses if clause for part in (book.clause(clause), " "))


def _longest(book: Book, record: Record, of: str) -> str:
    kept = [keep for keep in record.keep if not keep.only or of in keep.only]
    if not kept:
        return ""
    return book.voice.period(max(kept, key=lambda keep: keep.for_.approximate_days()).for_)


def _until(book: Book, record: Record, of: str, ends: str) -> Html:
    lines: list[Html | str] = [
        together((book.say("", "Used until: "), element("b", ends), book.say("까지 이용하고, 이후:", ". Afterwards:")))
    ]
    kept = [keep for keep in record.keep if not keep.only or of in keep.only]
    lines += [sentence(book, keep) for keep in kept]
    if not kept:
        lines.append(book.say("보관하지 않고 바로 파기합니다.", "it is destroyed immediately."))
    else:
        lines.append(book.say("나머지 항목은 바로 파기합니다.", "All other items are destroyed immediately."))
    return element(
        "ul",
        *(line if isinstance(line, Html) and line.text.startswith("<li") else element("li", line) for line in lines),
    )


def sentence(book: Book, keep: Keep) -> Html:
    """A rule that keeps something, as a list item: what, from when, how long, by which law."""
    voice = book.voice
    length, start = voice.period(keep.for_), voice.event(keep.from_)
    told = book.say(
        f"{voice.text(keep.label)}: {start}부터 {length} 보관 — {voice.statute(keep.because)} ",
        f"{voice.text(keep.label)}: archived for {length} from when {start} — {voice.statute(keep.because)} ",
    )
    return element("li", told, book.clause(keep.clause))


def because(book: Book, kind: str, names: Iterable[str], *others: Book) -> list[tuple[str, Html]]:
    """The rules behind the registry's names of them: how long each keeps, and its sentence as a list item.

    A record that was given under one version may have come to rest under the rule of a later one: that is looked for in
    `others`.
    """
    found = []
    for name in names:
        for one in (book, *others):
            if (keep := _rule(one, kind, name)) is not None:
                found.append((one.voice.period(keep.for_), sentence(one, keep)))
                break
    return found


def _rule(book: Book, kind: str, name: str) -> Keep | None:
    """The rule behind the registry's name of it."""
    record = book.policy.records.get(kind)
    return next((keep for keep in record.keep if rule_name(kind, keep) == name), None) if record is not None else None


# ---- where from, who, to whom


def _source(book: Book, channel: str, source: str, collected: datetime) -> str:
    through = book.voice.channels([source or channel])
    return book.say(f"{book.day(collected)}, {through}", f"{through}, {book.day(collected)}")


def _traces(book: Book, traces: Traces, record: UUID, most: int) -> list[tuple[str, Html | str]]:
    uses = traces.uses(record)
    shown = uses_table(book, uses, most)
    if traces.partial:
        left = book.say(
            "더 이전의 내역이 있으면 전체 이력에서 확인하실 수 있습니다.", "Any earlier uses are in its full history."
        )
        shown = together((shown if uses else "", element("p", left, class_="soft")))
    return [
        (book.say("개인정보 이용 내역", "How it was used"), shown),
        (book.say("제공·위탁 내역", "Who received it"), went_table(book, traces.went(record), traces.uses(record))),
    ]


def _frozen(book: Book, request: UUID) -> str:
    return book.say(
        f"정정을 요청하셨습니다 (요청 {str(request)[:8]}). 정정이 끝날 때까지 이 기록을 이용하거나 제공할 수 없습니다.",
        f"You asked for a correction (request {str(request)[:8]}). Until it is done, nobody can use or disclose this record.",
    )
