"""Traces: who used a record, for what, what was refused; and to whom it went. From the ledger and the disclosures, in
words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from jikim.policy.reasons import REASONS
from jikim.policy.render.voice import Voice
from jikim.verbs.show_resting import OWN
from jikim.verbs.then import RECEIVERS, Gone, Telling, Told
from jikim.web.parts.book import Book
from jikim.web.parts.deeds import DEEDS
from jikim.web.parts.html import Html, element, table, together

ACTORS = {
    "application": ("프로그램", "application"),
    "system": ("시스템", "the system"),
    "handler": ("취급자", "handler"),
    "officer": ("보호책임자", "officer"),
    "member": ("본인", "yourself"),
    "guardian": ("법정대리인", "guardian"),
    "partner": ("제휴사", "partner"),
    "outsider": ("미인증 접속자", "an outsider"),
    "unreadable": ("읽을 수 없음", "cannot be read"),
}
# Programs that are parts of the service itself, by the names under which they act; another goes by its own name.
PARTS = {
    "site": ("사이트", "the site"),
    "app": ("서비스", "the service"),
    "jikim": ("서비스 운영 도구", "the service’s tools"),
    "sign-in": ("로그인", "sign-in"),
    "sign-ins": ("로그인", "sign-in"),
}
# Who is named by more than their kind: the office's people by their duty, applications and partners by their name.
NAMED = ("handler", "officer", "application", "partner")
MOST_USES = 8
ASKED = ("record:provide:allowed", "record:entrust:allowed")


class Traces:
    """A dossier's uses and disclosures by record, put in order once however many cards are drawn. `partial`: older uses
    were left out."""

    def __init__(self, telling: Telling, *, partial: bool = False) -> None:
        self.records, self.partial = telling.records, partial
        self._uses: dict[str, list[Told]] = {}
        self._went: dict[UUID, list[Gone]] = {}
        for use in telling.uses:
            self._uses.setdefault(str(use.body.get("record", "")), []).append(use)
        for one in telling.went:
            self._went.setdefault(one.went.record, []).append(one)

    def uses(self, record: UUID) -> list[Told]:
        return self._uses.get(str(record), [])

    def went(self, record: UUID) -> list[Gone]:
        return self._went.get(record, [])


def uses_table(book: Book, uses: Sequence[Told], most: int = MOST_USES) -> Html | str:
    """The newest uses and the collection that all began with, from the ledger: when, who, what for, and what the policy
    refused."""
    if not uses:
        return book.say("내역이 없습니다.", "No entries.")
    chosen = [*reversed(uses)]
    if left := len(chosen) - most if len(chosen) > most + 1 else 0:
        first = next((use for use in chosen[most:] if use.body["event"] == "record:collect:allowed"), None)
        chosen = chosen[:most] + ([first] if first is not None else [])
        left -= first is not None
    rows: list[Sequence[Html | str]] = [
        (
            book.day(datetime.fromisoformat(str(use.body["at"]))),
            who(book, use),
            what(book, use),
            together((purpose_of(book, use), refusal(book, use), book.told(use.then).clause(use.body.get("clause")))),
        )
        for use in chosen
    ]
    head = (
        book.say("언제", "When"),
        book.say("누가", "Who"),
        book.say("무엇을", "What"),
        book.say("이용 목적", "Purpose"),
    )
    shown = table(book.say("이용 기록", "uses"), head, rows)
    if not left:
        return shown
    more = book.say(f"그 밖에 {left:,}건이 있습니다.", f"{left:,} more {'is' if left == 1 else 'are'} in the ledger.")
    return together((shown, element("p", more, class_="soft")))


def who(book: Book, use: Told) -> str:
    """Who acted, of an entry: the person themself, the office by duty, each application by its name."""
    return said_actor(book.told(use.then), str(use.body["actor"]))


def said_actor(book: Book, actor: str) -> str:
    """An actor in words; a duty that says the kind itself (`개인정보 보호책임자`) stands alone."""
    kind, _, name = actor.partition(":")
    if kind == "application" and name in PARTS:
        return book.say(*PARTS[name])
    if kind == "partner" and name in book.policy.partners:
        name = book.voice.text(book.policy.partners[name].label)
    said = book.say(*ACTORS.get(kind, (kind, kind)))
    if not name or kind not in NAMED:
        return said
    return name if said in name else f"{said} ({name})"


def done(book: Book, one: Told) -> str:
    """What was done, of an entry."""
    use = one.body
    if use.get("happened"):
        return recorded(book.voice, str(use["happened"]), "Recorded")
    event = str(use["event"]).rpartition(":")[0]
    if event == "ledger:damaged":
        number = f"{use['position']:,}"
        return book.say(
            f"원장의 {number}번째 기록이 훼손되어 읽을 수 없습니다",
            f"Entry {number} of the ledger was altered and cannot be read",
        )
    if event == "ledger:forged":
        return book.say("이 서비스가 쓰지 않은 위조된 기록입니다", "A forged record, which this service did not write")
    if event == "subject:show" and str(use["actor"]).partition(":")[0] not in OWN:
        return book.say("모든 정보 조회", "looked at everything")
    return book.say(*DEEDS.get(event, (event, event)))


def recorded(voice: Voice, event: str, verb: str) -> str:
    """That an event was recorded, or is to be: `결제한 것으로 기록`, `Recorded that it is paid`."""
    said = voice.event(event)
    ko = f"{said[:-1].rstrip()} 것으로 기록" if said.endswith("때") else f"{said.removesuffix('시점').rstrip()} 기록"
    return voice.say(ko, f"{verb} that {said}")


def what(book: Book, use: Told) -> Html:
    """What was done, of an entry, and to which data."""
    items = ", ".join(use.items(book.language))
    return together((done(book, use), element("span", f" {items}", class_="soft") if items else ""))


def purpose_of(book: Book, use: Told) -> str:
    """What for, of an entry, with a space behind it; nothing where it names no purpose."""
    purpose = use.purpose(book.language)
    return f"{purpose} " if purpose else ""


def refusal(book: Book, one: Told) -> Html:
    """Why the policy refused, of an entry that was."""
    use = one.body
    reason = REASONS.get(use["why"]) if str(use["event"]).endswith(":denied") and "why" in use else None
    if reason is None:
        return Html("")
    return together((element("span", book.say(f"거절: {reason.ko}", f"refused: {reason.en}"), class_="refused"), " "))


def went_table(book: Book, went: Sequence[Gone], uses: Sequence[Told]) -> Html | str:
    """To whom it went, when, what, and in which version. `uses`: what the ledger tells of the same record, by which one
    may have been asked for that has not gone."""
    if not went:
        asked = any(use.body["event"] in ASKED for use in uses)
        return (
            book.say("요청은 있었으나 전달된 내역이 없습니다.", "Requested, but passed on to nobody so far.")
            if asked
            else book.say("제공·위탁 내역이 없습니다.", "Nobody.")
        )
    rows = [
        (
            book.day(one.went.at),
            receiver(book.told(one.then), one.to),
            book.told(one.then).voice.items(one.went.items),
            book.say(f"버전 {one.went.version}", f"version {one.went.version}"),
        )
        for one in went
    ]
    head = (
        book.say("언제", "When"),
        book.say("누구에게", "To whom"),
        book.say("항목", "Items"),
        book.say("버전", "Version"),
    )
    return table(book.say("제공·위탁 내역", "disclosures"), head, rows)


def receiver(book: Book, name: str) -> Html:
    """A recipient, with the company that people agreed to, a processor or a system of the company's own; and the clause
    that names it."""
    recipient = book.policy.recipients.get(name)
    found = book.policy.processors.get(name) or recipient or book.policy.systems.get(name)
    if found is None:
        return Html("")
    company = recipient.company if found is recipient and recipient is not None else None
    named = ": ".join(book.voice.text(one) for one in (found.label, company) if one)
    return together((named, " ", book.clause(found.clause)))


def handed_to(book: Book, use: Told) -> Html:
    """To whom, of an entry that says so."""
    if not (to := str(use.body.get("to", ""))):
        return Html("")
    then, key = use.declares(RECEIVERS, to)
    return receiver(book.told(then), key)
