"""The card: any record is shown the same way. What, why, until when, where from, who used it, to whom it went."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jikim.answers import Card, Dossier, RestingCard, Went
from jikim.policy.items import mask
from jikim.policy.model import Keep, Record
from jikim.policy.reasons import REASONS
from jikim.policy.render import words
from jikim.policy.render.voice import capital
from jikim.web.parts.book import Book
from jikim.web.parts.html import Html, element, facts, table, together
from jikim.web.parts.line import Own, chip, draw

# How the ledger's events read. Those that are missing here (a renewed key) are told elsewhere.
EVENTS = {
    "record:collect": ("수집", "collected"), "record:use": ("열람", "read"), "record:provide": ("제공 결정", "provision decided"),
    "record:entrust": ("위탁 결정", "entrusting decided"), "record:provide-sent": ("제공", "provided"),
    "record:entrust-sent": ("위탁", "entrusted"), "record:corrected-sent": ("정정 통지", "correction told"),
    "record:delete-sent": ("삭제 요청을 보냄", "asked to delete"), "record:provide-receipt": ("받았다는 확인", "receipt"),
    "record:entrust-receipt": ("받았다는 확인", "receipt"), "record:corrected-receipt": ("고쳤다는 확인", "confirmed the correction"),
    "record:delete-receipt": ("삭제에 대한 답", "answer about deletion"), "record:freeze": ("정정 요청", "correction asked"),
    "record:correct": ("정정", "corrected"), "record:refuse-correction": ("정정 요청을 닫음", "correction closed"),
    "record:event": ("경과", "happened"), "record:retire": ("분리 보관", "moved to rest"), "record:archive": ("분리 보관", "moved to rest"),
    "record:destroy": ("파기", "destroyed"), "record:hold": ("법적 보전", "legal hold"), "archive:consult": ("보관 기록 열람", "resting record read"),
    "record:statistics": ("통계", "counted in statistics"), "subject:show": ("내 정보 보기", "shown to you"),
    "subject:consent": ("동의 변경", "consents changed"), "subject:leave": ("탈퇴", "left"), "subject:find": ("조회", "looked up"),
    "request:file": ("요청 접수", "request filed"),
    "request:confirm": ("본인 확인", "identity confirmed"), "request:answer": ("요청에 답변", "request answered"),
    "request:do": ("요청대로 처리", "request carried out"), "request:refuse": ("요청 거절", "request refused"),
    "request:postpone": ("요청 연기", "request postponed"), "request:cancel": ("요청 취소", "request taken back"),
    "record:delete": ("삭제", "deleted as asked"), "complaint:file": ("민원 접수", "complaint received"),
    "complaint:look": ("민원을 살펴봄", "complaint looked at"), "complaint:answer": ("민원에 답변", "complaint answered"),
    "complaint:close": ("민원 마침", "complaint closed"), "guardian:link": ("법정대리인 연결", "guardian linked"),
    "guardian:unlink": ("법정대리인 연결 끊음", "guardian’s link ended"), "account:suspect": ("도용 신고로 멈춤", "stopped after a report"),
    "account:release": ("도용 신고를 살펴보고 풂", "released after the report"), "account:end": ("도용 확인으로 끝남", "ended: misuse confirmed"),
    "record:confirm": ("맞다고 확인", "confirmed as right"),
    "record:check": ("비밀번호 확인", "password checked"), "record:match": ("비밀번호 맞춰 봄", "password compared"),
}  # fmt: skip
ACTORS = {
    "application": ("홈페이지", "the homepage"), "system": ("시스템", "the system"), "handler": ("취급자", "handler"),
    "officer": ("보호책임자", "officer"), "member": ("본인", "yourself"), "guardian": ("법정대리인", "guardian"), "partner": ("제휴사", "partner"),
    "outsider": ("알 수 없는 사람", "an outsider"),
}  # fmt: skip
# What a card leaves out of its table of uses: it says these elsewhere, or they are about all of a person's records.
_ELSEWHERE = ("-sent", "-receipt", "record:collect")
MOST_USES = 8


class Traces:
    """A dossier's uses and disclosures by record, put in order once however many cards are drawn."""

    def __init__(self, dossier: Dossier) -> None:
        self._uses: dict[str, list[Mapping[str, Any]]] = {}
        self._went: dict[UUID, list[Went]] = {}
        for use in dossier.uses:
            self._uses.setdefault(str(use.get("record", "")), []).append(use)
        for one in dossier.went:
            self._went.setdefault(one.record, []).append(one)

    def uses(self, record: UUID) -> list[Mapping[str, Any]]:
        return self._uses.get(str(record), [])

    def went(self, record: UUID) -> list[Went]:
        return self._went.get(record, [])


def live_card(
    book: Book, dossier: Dossier, card: Card, given: Iterable[str], today: date, traces: Traces | None = None, most: int = MOST_USES
) -> Html:  # fmt: skip
    """One live record with its values masked; each opens by itself. `most`: so many of its uses, the newest."""
    record = book.policy.records.get(card.ref.kind)
    if record is None:
        # A kind that this version no longer declares: the next sweep destroys it.
        note = book.say(
            "지금의 방침에 없는 기록이라 파기합니다.", "The policy no longer declares this record: it is destroyed."
        )
        return _article(book, card.ref.record, str(card.ref.record), card.ref.kind, "ended", element("p", note), [])
    name = book.voice.record(card.ref.kind)
    state = "frozen" if card.frozen else "lives" if card.state == "live" else "ended"
    ends = capital(book.voice.ends(record.ends))
    rests = _longest(book, record, dossier.kind)
    own = Own(card.collected.astimezone(book.zone).date(), today, ends=ends, rests=rests, frozen=bool(card.frozen))
    rows: list[tuple[str, Html | str]] = [
        (book.say("무엇을", "What"), values(book, card)),
        (book.say("왜", "Why we hold it"), why(book, card.why, given)),
        (book.say("언제까지", "Until when"), _until(book, record, dossier.kind, ends)),
        (book.say("어디서 왔나", "Where from"), _source(book, card.channel, card.source, card.collected)),
    ]
    rows += _traces(book, traces or Traces(dossier), card.ref.record, most)
    if card.damaged:
        rows.insert(
            0,
            (
                book.say("지금", "Now"),
                book.say(
                    "값을 열 수 없습니다. 보호책임자에게 알려 주세요.",
                    "Its values do not open. Please tell the officer.",
                ),
            ),
        )
    if card.held:
        rows.insert(
            0,
            (
                book.say("지금", "Now"),
                book.say("법적 절차 때문에 파기를 미루고 있습니다.", "A legal hold puts off its destruction."),
            ),
        )
    if card.frozen:
        rows.insert(0, (book.say("지금", "Now"), _frozen(book, card.frozen)))
    return _article(
        book, card.ref.record, str(card.ref.record), name, state, draw(book, own, f"l{card.ref.record}"), rows
    )


def resting_card(
    book: Book, dossier: Dossier, part: RestingCard, today: date, traces: Traces | None = None, most: int = MOST_USES
) -> Html:  # fmt: skip
    """One part that rests: what, why, until when; never a value."""
    name = book.voice.record(part.ref.kind)
    begun, ended = (moment.astimezone(book.zone).date() for moment in (part.collected, part.ended))
    rules = [_rule(book, part.ref.kind, rule) for rule, _ in part.rules]
    rests = next((book.voice.period(keep.for_) for keep in rules if keep), "")
    own = Own(begun, today, ended=ended, until=part.until, rests=rests)
    rows: list[tuple[str, Html | str]] = [
        (book.say("무엇이", "What"), _names(book, part.items, part.ref.kind)),
        (book.say("왜", "Why it is kept"), element("ul", *(_because(book, keep) for keep in rules if keep))),
        (
            book.say("언제까지", "Until when"),
            book.say(
                f"{book.voice.date(part.until)}까지. 다음 날 파기합니다.",
                f"{book.voice.date(part.until)}. It is destroyed the day after.",
            ),
        ),
        (
            book.say("누가 볼 수 있나", "Who may read it"),
            book.say(
                "보존 목적을 위해서만, 사유를 남기고 봅니다. 그 밖에는 누구도 볼 수 없습니다.",
                "Only for the purpose of keeping it, with a reason each time. Nobody else can.",
            ),
        ),
    ]  # fmt: skip
    rows += _traces(book, traces or Traces(dossier), part.ref.record, most)
    identity = f"{part.ref.record}-{part.until}"
    return _article(book, part.ref.record, identity, name, "rests", draw(book, own, f"l{identity}"), rows)


def _article(
    book: Book, record: UUID, identity: str, name: str, state: str, picture: Html, rows: Sequence[tuple[str, Html | str]]
) -> Html:  # fmt: skip
    title: Html | str = name
    if book.record_page is not None:
        title = element("a", name, href=book.record_page(str(record)))
    head = element("header", element("h3", title, id=f"r{identity}"), chip(book, state))
    return element("article", head, picture, facts(rows), class_="record", aria_labelledby=f"r{identity}")


# ---- what


def values(book: Book, card: Card) -> Html:
    """Each item with its value masked; opening one shows it, without a script."""
    rows: list[Html] = []
    for item in card.items:
        kind, _, short = item.rpartition(".")
        rows.append(element("dt", book.voice.item(short if kind == card.ref.kind else item, card.ref.kind)))
        value = card.values.get(short if kind else item)
        rows.append(element("dd", _value(book, item, value)))
    return element("dl", *rows, class_="values")


def _value(book: Book, item: str, value: Any) -> Html | str:
    if value is None:
        return element(
            "span",
            book.say("본인만 압니다 (되돌릴 수 없게 암호화)", "known to you alone (stored one-way)"),
            class_="soft",
        )
    if isinstance(value, bytes):
        return book.say(f"파일, {len(value) / 1024:,.0f} KB", f"file, {len(value) / 1024:,.0f} KB")
    declared = book.policy.items.get(item)
    text = (
        value
        if isinstance(value, str)
        else json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    )
    masked = mask(declared.type, text) if declared else "***"
    plain = plainly(book, value)
    if masked == plain:
        return plain
    return element("details", element("summary", masked), element("span", plain, class_="plain"))


def plainly(book: Book, value: Any) -> str:
    """A value in words: an address as its lines, a card as brand and digits, a list as its parts."""
    if isinstance(value, Mapping):
        if value.keys() == {"brand", "last4"}:
            return f"{value['brand']} ····{value['last4']}"
        if "line1" in value:
            return ", ".join(str(value[part]) for part in ("postcode", "line1", "line2", "country") if value.get(part))
        if "amount" in value:
            method = {"card": ("카드", "card"), "transfer": ("계좌이체", "transfer")}.get(value["method"])
            return f"{value['amount']:,} {value['currency']} · {book.say(*method) if method else value['method']}"
        if "product" in value:
            return f"{value['product']} × {value.get('quantity', 1)}"
        return ", ".join(f"{name}: {plainly(book, part)}" for name, part in value.items())
    if isinstance(value, list):
        return "; ".join(plainly(book, part) for part in value)
    if isinstance(value, bool):
        return book.say("예" if value else "아니요", "yes" if value else "no")
    return str(value)


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
        live.setdefault(book.voice.first(words.BASES, purpose.basis), []).append(name)
    lines = [
        element("li", together((element("b", basis), ": ", ", ".join(map(book.voice.purpose, names)), " ", _clauses(book, names))))
        for basis, names in live.items()
    ]  # fmt: skip
    if asked:
        said = book.say("동의하지 않아 쓰이지 않음: ", "Not used, for you did not consent: ")
        lines.append(element("li", said + ", ".join(asked), class_="soft"))
    return element("ul", *lines)


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
        together((element("b", ends), book.say(" 살아 있고, 그 뒤에는:", " its life ends. Then:")))
        if book.language == "en"
        else together((element("b", ends), "까지 쓰고, 그 뒤에는:")),
    ]
    kept = [keep for keep in record.keep if not keep.only or of in keep.only]
    lines += [_because(book, keep) for keep in kept]
    if not kept:
        lines.append(book.say("남기지 않고 바로 파기합니다.", "it is destroyed at once; nothing keeps it."))
    else:
        lines.append(book.say("나머지 항목은 바로 파기합니다.", "every other item is destroyed at once."))
    return element(
        "ul",
        *(line if isinstance(line, Html) and line.text.startswith("<li") else element("li", line) for line in lines),
    )


def _because(book: Book, keep: Keep) -> Html:
    voice = book.voice
    length, start = voice.period(keep.for_), voice.event(keep.from_)
    told = book.say(
        f"{voice.text(keep.label)}: {start}부터 {length} 보관 — {voice.statute(keep.because)} ",
        f"{voice.text(keep.label)}: rests {length} after {start} — {voice.statute(keep.because)} ",
    )
    return element("li", told, book.clause(keep.clause))


def because(book: Book, kind: str, names: Iterable[str]) -> list[tuple[str, Html]]:
    """The rules behind the registry's names of them: how long each keeps, and its sentence as a list item."""
    found = [keep for name in names if (keep := _rule(book, kind, name)) is not None]
    return [(book.voice.period(keep.for_), _because(book, keep)) for keep in found]


def _rule(book: Book, kind: str, name: str) -> Keep | None:
    """The rule behind the registry's name of it: its record and its terms (`order:kr.ecommerce.contract:5y:ended:…`)."""
    record = book.policy.records.get(kind)
    for keep in record.keep if record is not None else ():
        if name.startswith(f"{kind}:{keep.because}:{keep.for_}:{keep.from_}:"):
            return keep
    return None


# ---- where from, who, to whom


def _source(book: Book, channel: str, source: str, collected: datetime) -> str:
    through = book.voice.channels([source or channel])
    return book.say(f"{book.day(collected)}, {through}에서", f"{through}, {book.day(collected)}")


def _traces(book: Book, traces: Traces, record: UUID, most: int) -> list[tuple[str, Html | str]]:
    return [
        (book.say("누가 썼나", "Who used it"), uses_table(book, traces.uses(record), most)),
        (book.say("어디로 갔나", "To whom it went"), went_table(book, traces.went(record))),
    ]


def uses_table(book: Book, uses: Sequence[Mapping[str, Any]], most: int = MOST_USES) -> Html | str:
    """The newest uses, from the ledger: when, who, what for, and what the policy refused."""
    rows: list[Sequence[Html | str]] = []
    for use in reversed(uses):
        event = str(use["event"]).rpartition(":")[0]
        if event not in EVENTS or event.endswith(_ELSEWHERE):
            continue
        if len(rows) == most:
            break
        at = book.short(datetime.fromisoformat(str(use["at"])))
        rows.append(
            (
                at,
                who(book, use),
                done(book, use),
                together((purpose_of(book, use), refusal(book, use), book.clause(use.get("clause")))),
            )
        )
    if not rows:
        return book.say("아직 아무도 쓰지 않았습니다.", "Nobody has used it yet.")
    head = (
        book.say("언제", "when"),
        book.say("누가", "who"),
        book.say("무엇을", "what"),
        book.say("무엇을 위해", "what for"),
    )
    return table(book.say("이용 기록", "uses"), head, rows)


def who(book: Book, use: Mapping[str, Any]) -> str:
    """Who acted, of an entry: the person themself, a handler by name, the homepage."""
    kind, _, name = str(use["actor"]).partition(":")
    return book.say(*ACTORS.get(kind, (kind, kind))) + (f" ({name})" if kind in ("handler", "officer") else "")


def done(book: Book, use: Mapping[str, Any]) -> str:
    """What was done, of an entry."""
    if use.get("happened"):
        return capital(book.voice.event(str(use["happened"])))
    event = str(use["event"]).rpartition(":")[0]
    return book.say(*EVENTS.get(event, (event, event)))


def purpose_of(book: Book, use: Mapping[str, Any]) -> str:
    """What for, of an entry, with a space behind it; nothing where it names no purpose."""
    purpose = str(use.get("purpose", ""))
    return f"{book.voice.purpose(purpose)} " if purpose else ""


def refusal(book: Book, use: Mapping[str, Any]) -> Html:
    """Why the policy refused, of an entry that was."""
    reason = REASONS.get(use["why"]) if str(use["event"]).endswith(":denied") and "why" in use else None
    if reason is None:
        return Html("")
    return together((element("span", book.say(f"거절: {reason.ko}", f"refused: {reason.en}"), class_="refused"), " "))


def went_table(book: Book, went: Sequence[Went]) -> Html | str:
    """To whom it went, when, what, and in which version."""
    if not went:
        return book.say("아무 데도 가지 않았습니다.", "To nobody.")
    rows = [
        (
            book.short(one.at), receiver(book, one.to), book.voice.items(one.items),
            book.say(f"제{one.version}판", f"version {one.version}"),
        )
        for one in went
    ]  # fmt: skip
    head = (
        book.say("언제", "when"),
        book.say("누구에게", "to whom"),
        book.say("무엇이", "what"),
        book.say("판", "version"),
    )
    return table(book.say("제공과 위탁", "where it went"), head, rows)


def receiver(book: Book, name: str) -> Html:
    """A recipient or processor with the clause that names it."""
    found = book.policy.processors.get(name) or book.policy.recipients.get(name)
    if found is None:
        return Html("")
    return together((book.voice.text(found.label), " ", book.clause(found.clause)))


def _frozen(book: Book, request: UUID) -> str:
    return book.say(
        f"정정을 요청하셨습니다 (요청 {str(request)[:8]}). 끝날 때까지 아무도 이 기록을 쓰거나 내보낼 수 없습니다.",
        f"You asked for a correction (request {str(request)[:8]}). Until it is done, nobody can use this record or hand it on.",
    )
