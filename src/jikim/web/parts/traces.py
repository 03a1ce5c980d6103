"""Traces: who used a record, for what, what was refused; and to whom it went. From the ledger and the disclosures, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from jikim.policy.reasons import REASONS
from jikim.policy.render.voice import capital
from jikim.verbs.then import RECEIVERS, Gone, Telling, Told
from jikim.web.parts.book import Book
from jikim.web.parts.html import Html, element, table, together

# How the ledger's events read. One that is missing here is shown by its own name, and on no card.
EVENTS = {
    "record:reseal": ("다시 봉인", "sealed anew"), "record:drop": ("되살린 뒤 파기", "destroyed after a restore"),
    "record:collect": ("수집", "collected"), "record:use": ("열람", "read"), "record:provide": ("제공 결정", "provision decided"),
    "record:entrust": ("위탁 결정", "entrusting decided"), "record:provide-sent": ("제공", "provided"),
    "record:entrust-sent": ("위탁", "entrusted"), "record:corrected-sent": ("정정 통지", "correction told"),
    "record:delete-sent": ("삭제 요청을 보냄", "asked to delete"), "record:provide-receipt": ("받았다는 확인", "receipt"),
    "record:entrust-receipt": ("받았다는 확인", "receipt"), "record:corrected-receipt": ("고쳤다는 확인", "confirmed the correction"),
    "record:delete-receipt": ("삭제에 대한 답", "answer about deletion"), "record:freeze": ("정정 요청", "correction asked"),
    "record:correct": ("정정", "corrected"), "record:refuse-correction": ("정정 요청을 닫음", "correction closed"),
    "record:event": ("경과", "happened"), "record:retire": ("분리 보관", "moved to rest"), "record:archive": ("분리 보관", "moved to rest"),
    "record:destroy": ("파기", "destroyed"), "record:hold": ("법적 보전", "legal hold"),
    "archive:consult": ("보관 기록 열람", "resting record read"), "archive:show": ("보관 기록을 본인에게 보임", "resting record shown to its person"),
    "archive:find": ("보관 기록에서 값으로 찾음", "found by a value among what rests"),
    "archive:reach": ("인증번호를 보낼 주소를 읽음", "address read to send a code"), "record:statistics": ("통계", "counted in statistics"),
    "subject:show": ("내 정보 보기", "shown to you"), "subject:consent": ("동의 변경", "consents changed"), "subject:leave": ("탈퇴", "left"),
    "subject:find": ("조회", "looked up"), "request:cancel": ("요청 취소", "request taken back"),
    "request:answer": ("요청에 답변", "request answered"), "request:do": ("요청대로 처리", "request carried out"),
    "request:refuse": ("요청 거절", "request refused"), "request:postpone": ("요청 연기", "request postponed"),
    "request:resume": ("미룬 까닭이 없어짐", "reason of a postponement ended"),
    "request:confirm": ("본인 확인", "identity confirmed"), "request:look": ("요청 확인", "request looked at"),
    "request:list": ("요청 확인", "requests listed"), "complaint:file": ("민원 접수", "complaint received"),
    "complaint:look": ("민원을 살펴봄", "complaint looked at"), "complaint:answer": ("민원에 답변", "complaint answered"),
    "request:take": ("담당자가 정해짐", "taken on by a handler"), "complaint:take": ("담당자가 정해짐", "taken on by a handler"),
    "complaint:close": ("민원 마침", "complaint closed"), "guardian:link": ("법정대리인 연결", "guardian linked"),
    "guardian:unlink": ("법정대리인 연결 끊음", "guardian’s link ended"), "account:suspect": ("도용 신고로 멈춤", "stopped after a report"),
    "account:release": ("도용 신고를 살펴보고 풂", "released after the report"), "account:end": ("도용 확인으로 끝남", "ended: misuse confirmed"),
    "request:file": ("요청 접수", "request filed"), "record:delete": ("삭제", "deleted as asked"),
    "record:confirm": ("맞다고 확인", "confirmed as right"), "record:check": ("비밀번호 확인", "password checked"),
    "record:match": ("비밀번호 맞춰 봄", "password compared"),
    "record:release": ("법적 보전 해제", "legal hold released"), "record:deletions": ("삭제할 수 있는 것 확인", "what may be deleted"),
    "record:destroy-hold-key": ("열쇠 파기", "key destroyed"), "archive:hide": ("감춤", "hidden"),
    "archive:destroy-key": ("열쇠 파기", "key destroyed"), "archive:destroy-rows": ("파기", "destroyed"),
    "subject:destroy-key": ("열쇠 파기", "key destroyed"), "subject:destroy-archive-key": ("열쇠 파기", "key destroyed"),
    "subject:renew-key": ("열쇠 갱신", "key renewed"), "subject:forget": ("잊음", "forgotten"),
    "people:look": ("기록 목록 봄", "records listed"), "people:locate": ("번호로 찾음", "found by number"),
    "people:list": ("사람 목록 봄", "people listed"), "mass:ask": ("대량 열람을 청함", "read of many asked"),
    "mass:approve": ("대량 열람 승인", "read of many approved"), "mass:refuse": ("대량 열람 거절", "read of many refused"),
    "mass:begin": ("대량 열람 시작", "read of many begun"), "mass:end": ("대량 열람 끝", "read of many over"),
    "report:make": ("보고서를 만듦", "report made"), "usage-notice:begin": ("이용 내역 통지 시작", "usage notice begun"),
    "usage-notice:batch": ("이용 내역 통지를 보냄", "usage notices queued"), "sweep:approve": ("파기 승인", "destruction approved"),
    "subject:consent-asked": ("새 동의를 여쭘", "asked for a new consent"), "subject:consent-answer": ("동의 요청에 답함", "answered the request"),
    "demand:part": ("기관 요구에 담음", "put into an authority’s demand"), "release:read": ("가명정보로 만듦", "read for a release under pseudonyms"),
    "paper:look": ("종이의 메모를 봄", "paper’s note looked at"),
    "paper:enter": ("종이를 서류함에 둠", "paper put into the cabinet"), "paper:destroy": ("종이 파기", "paper destroyed"),
    "breach:person": ("유출이 닿은 것을 확인", "found to be reached by a breach"), "breach:tell": ("유출을 알림", "told of a breach"),
    "subject:leaving-plan": ("탈퇴하면 될 일 확인", "what leaving would do"), "subject:receipt": ("영수증 확인", "receipt seen"),
}  # fmt: skip
ACTORS = {
    "application": ("프로그램", "application"), "system": ("시스템", "the system"), "handler": ("취급자", "handler"),
    "officer": ("보호책임자", "officer"), "member": ("본인", "yourself"), "guardian": ("법정대리인", "guardian"), "partner": ("제휴사", "partner"),
    "outsider": ("알 수 없는 사람", "an outsider"), "unreadable": ("읽을 수 없음", "cannot be read"),
}  # fmt: skip
# Who is named by more than their kind: the office's people by their duty, applications and partners by their name.
NAMED = ("handler", "officer", "application", "partner")
MOST_USES = 8


class Traces:
    """A dossier's uses and disclosures by record, put in order once however many cards are drawn."""

    def __init__(self, telling: Telling) -> None:
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
    """The newest uses and the collection that all began with, from the ledger: when, who, what for, and what the policy refused."""
    if not uses:
        return book.say("남아 있는 내역이 없습니다.", "No entry is left.")
    chosen = [*reversed(uses)]
    if left := len(chosen) - most if len(chosen) > most + 1 else 0:
        first = next((use for use in chosen[most:] if use.body["event"] == "record:collect:allowed"), None)
        chosen = chosen[:most] + ([first] if first is not None else [])
        left -= first is not None
    rows: list[Sequence[Html | str]] = [
        (
            book.short(datetime.fromisoformat(str(use.body["at"]))), who(book, use), done(book, use),
            together((purpose_of(book, use), refusal(book, use), book.told(use.then).clause(use.body.get("clause")))),
        )
        for use in chosen
    ]  # fmt: skip
    head = (
        book.say("언제", "when"),
        book.say("누가", "who"),
        book.say("무엇을", "what"),
        book.say("무엇을 위해", "what for"),
    )
    shown = table(book.say("이용 기록", "uses"), head, rows)
    if not left:
        return shown
    more = book.say(
        f"이 밖에 {left:,}건이 더 있습니다.", f"{left:,} more {'is' if left == 1 else 'are'} in the ledger."
    )
    return together((shown, element("p", more, class_="soft")))


def who(book: Book, use: Told) -> str:
    """Who acted, of an entry: the person themself, the office by duty, each application by its name."""
    return said_actor(book.told(use.then), str(use.body["actor"]))


def said_actor(book: Book, actor: str) -> str:
    """An actor in words."""
    kind, _, name = actor.partition(":")
    if kind == "partner" and name in book.policy.partners:
        name = book.voice.text(book.policy.partners[name].label)
    return book.say(*ACTORS.get(kind, (kind, kind))) + (f" ({name})" if name and kind in NAMED else "")


def done(book: Book, one: Told) -> str:
    """What was done, of an entry."""
    use = one.body
    if use.get("happened"):
        return capital(book.voice.event(str(use["happened"])))
    event = str(use["event"]).rpartition(":")[0]
    if event == "ledger:damaged":
        number = f"{use['position']:,}"
        return book.say(
            f"원장의 {number}번째 항목이 훼손되어 읽을 수 없습니다",
            f"Entry {number} of the ledger was altered and cannot be read",
        )
    return book.say(*EVENTS.get(event, (event, event)))


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


def went_table(book: Book, went: Sequence[Gone]) -> Html | str:
    """To whom it went, when, what, and in which version."""
    if not went:
        return book.say("아무 데도 가지 않았습니다.", "To nobody.")
    rows = [
        (
            book.short(one.went.at), receiver(book.told(one.then), one.to), book.told(one.then).voice.items(one.went.items),
            book.say(f"제{one.went.version}판", f"version {one.went.version}"),
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


def handed_to(book: Book, use: Told) -> Html:
    """To whom, of an entry that says so."""
    if not (to := str(use.body.get("to", ""))):
        return Html("")
    then, key = use.declares(RECEIVERS, to)
    return receiver(book.told(then), key)
