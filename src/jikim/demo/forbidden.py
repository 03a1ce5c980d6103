"""What the policy forbids is tried, and must be refused, by the clause that forbids it, with a hint, and without a
trace of the value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from jikim.demo.people import invent
from jikim.demo.stage import Stage
from jikim.errors import DeniedError, InvalidError, JikimError
from jikim.policy.ask import Actor
from jikim.store.holding import Ref

# An invented number of the form that is never taken.
RESIDENT_NUMBER = "900101-1234567"


class Attempt(NamedTuple):
    """One thing that must not work: who tries what, the clause that refuses it, and the stable reason."""

    ko: str
    en: str
    clause: str
    why: str
    deed: Callable[[], object]
    shows: str = ""  # a further clause that it shows


def forbidden(stage: Stage) -> None:
    """Chapter: each attempt is refused."""
    report = stage.report
    report.chapter("방침이 금하는 일은 거절됩니다", "What the policy forbids is refused")
    before, taken = stage.counts(), sum(row[2] for row in stage.jk.counts("people"))
    rows = []
    for attempt in _attempts(stage):
        error: JikimError | None = None
        try:
            attempt.deed()
        except JikimError as refusal:
            error = refusal
        refuser, reason, hint = report.reason(error) if error else ("", report.say("거절되지 않음", "not refused"), "")
        why = error.why if isinstance(error, DeniedError) else "invalid" if isinstance(error, InvalidError) else ""
        ok = (refuser, why) == (attempt.clause, attempt.why)
        told = report.say(attempt.ko, attempt.en)
        report.check(attempt.clause, ok, f"거절: {attempt.ko}", f"refused: {attempt.en}", quiet=True)
        if attempt.shows:
            report.check(attempt.shows, ok, f"거절: {attempt.ko}", f"refused: {attempt.en}", quiet=True)
        rows.append((told, refuser or "-", f"{reason}\n→ {hint}" if hint else reason))
    say = report.say
    report.table(
        (say("시도", "attempt"), say("조항", "clause"), say("거절한 사유 → 할 일", "why refused → what to do")), rows
    )
    same = stage.counts() == before and sum(row[2] for row in stage.jk.counts("people")) == taken
    report.check(
        "1.2",
        same and stage.agrees(),
        f"{len(rows)}번의 시도 뒤에도 저장된 것은 하나도 늘지 않았습니다",
        f"after {len(rows)} attempts nothing more is kept than before",
    )


def _attempts(stage: Stage) -> list[Attempt]:
    return [*_collecting(stage), *_using(stage), *_handing(stage)]


def _collecting(stage: Stage) -> list[Attempt]:
    jk = stage.jk
    new = invent(9999, "member", stage.rng, "KR")
    joining = new.membership
    gana = stage.cast["gana"].doings.person
    enquiry = {**new.contact, "text": "원격 접속이 끊깁니다"}

    def take(
        kind: str, values: Mapping[str, object], channel: str, who: str, old_enough: bool | None = True
    ) -> Callable[[], object]:
        return lambda: jk.collect(kind, values, channel=channel, subject=who, old_enough=old_enough)

    return [
        Attempt(
            "방침에 없는 항목(성별)을 받기",
            "take an item that the policy does not list (gender)",
            "1.1",
            "undeclared-item",
            take("membership", joining | {"gender": "female"}, "homepage", "member"),
        ),
        Attempt(
            "검증번호가 틀린 사업자등록번호",
            "a business number with a wrong check digit",
            "1.1",
            "invalid",
            take(
                "corporate-membership",
                joining | {"company": "가상상사", "business_no": "999-98-00000"},
                "homepage",
                "corporate",
            ),
        ),
        Attempt(
            "문의 글 안의 주민등록번호",
            "a resident registration number typed into an enquiry",
            "1.2",
            "refused-in-text",
            take("enquiry", enquiry | {"text": f"제 번호는 {RESIDENT_NUMBER}입니다"}, "board", "guest"),
        ),
        Attempt(
            "만 14세 미만의 가입",
            "someone under 14 joins",
            "1.2",
            "under-age",
            take("membership", joining, "homepage", "member", False),
        ),
        Attempt(
            "나이를 묻지 않은 가입",
            "someone joins and nobody asked the age",
            "1.2",
            "age-not-asked",
            take("membership", joining, "homepage", "member", None),
        ),
        Attempt(
            "팩스로 온 비밀번호",
            "a password that comes by fax",
            "1.3",
            "channel",
            take("membership", joining, "fax", "member"),
        ),
        Attempt(
            "쓰이고 있는 이메일로 가입",
            "join with an e-mail address that is in use",
            "7.1",
            "taken",
            take("membership", joining | {"email": gana.email}, "homepage", "member"),
            "8.2",
        ),
        Attempt(
            "동의 없는 이벤트 응모",
            "an event entry without consent",
            "1.3",
            "no-consent",
            take("event-entry", {**new.contact, "answers": "?"}, "event", "guest"),
        ),
        Attempt(
            "동의 없는 방문자의 쿠키",
            "a visitor's cookie without consent",
            "1.3",
            "no-consent",
            take(
                "visit",
                {"ip": "192.0.2.99", "access_log": {"path": "/"}, "cookie": "invented-9999"},
                "automatic",
                "guest",
            ),
            "9.2",
        ),
    ]


def _using(stage: Stage) -> list[Attempt]:
    jk, hana = stage.jk, stage.handlers["hana"]
    gana, ada = stage.cast["gana"], stage.cast["ada"]
    order, membership = gana.ref("order"), gana.ref("membership")
    outsider = Actor("outsider", "mallory")

    def read(
        ref: Ref, purpose: str, items: list[str] | None = None, actor: Actor | None = None
    ) -> Callable[[], object]:
        return lambda: jk.by(actor or jk.actor).use(ref, purpose=purpose, items=items)

    return [
        Attempt(
            "방침에 없는 목적(신용평가)",
            "a purpose that the policy does not state (credit scoring)",
            "2.1",
            "purpose",
            read(order, "credit-scoring"),
        ),
        Attempt(
            "배송 목적으로 이메일 열람",
            "read the e-mail address for delivery",
            "2.1",
            "purpose-not-covering",
            read(order, "delivery", ["email"]),
        ),
        Attempt(
            "동의하지 않은 회원에게 광고",
            "advertise to a member who did not consent",
            "2.3",
            "no-consent",
            read(membership, "marketing.ads", ["email"]),
        ),
        Attempt(
            "통계 목적으로 한 사람을 보기",
            "look at one person for statistics",
            "2.3",
            "aggregate-only",
            read(membership, "marketing.statistics", ["country"]),
        ),
        Attempt(
            "비밀번호 열람", "read a password", "10.1", "unreadable", read(membership, "identification", ["password"])
        ),
        Attempt(
            "권한 밖의 취급자",
            "a handler reads without a grant for it",
            "10.6",
            "grant",
            read(membership, "identification", ["email"], hana),
        ),
        Attempt(
            "사유 없는 상담 열람",
            "a handler reads for advice and gives no reason",
            "2.1",
            "reason",
            read(order, "support", ["phone"], hana),
        ),
        Attempt(
            "남의 정보 열람",
            "a member looks at someone else's data",
            "7.1",
            "not-yours",
            lambda: jk.by(Actor("member", str(gana.person.subject))).show(ada.person.subject),
        ),
        Attempt(
            "외부인이 탈퇴를 시키기",
            "an outsider makes a member leave",
            "10.6",
            "not-confirmed",
            lambda: jk.by(outsider).leave(ada.person.subject),
        ),
    ]


def _handing(stage: Stage) -> list[Attempt]:
    jk = stage.jk
    gana = stage.cast["gana"]
    order, membership, payment = gana.ref("order"), gana.ref("membership"), gana.ref("payment")

    def provide(ref: Ref, to: str, purpose: str, items: list[str] | None = None) -> Callable[[], object]:
        return lambda: jk.provide(ref, to=to, purpose=purpose, items=items)

    return [
        Attempt(
            "방침에 없는 곳에 제공",
            "provide to someone the policy does not name",
            "3.1",
            "no-recipient",
            provide(order, "data-broker", "delivery"),
        ),
        Attempt(
            "동의 없는 제3자 제공",
            "provide for advertising without consent",
            "3.2",
            "no-consent",
            provide(membership, "agreed-partner", "marketing.ads"),
        ),
        Attempt(
            "승인된 요구 없는 수사기관 제공",
            "provide to an authority without an approved demand",
            "3.3",
            "authority",
            provide(order, "authority", "dispute-records"),
        ),
        Attempt(
            "필요 최소를 넘는 제공(이메일)",
            "provide a fourth item where three are the least",
            "3.4",
            "recipient-items",
            provide(order, "service-least", "delivery", ["name", "email"]),
        ),
        Attempt(
            "통계 아닌 꼴로 연구에 제공",
            "provide single people for research",
            "3.5",
            "aggregate-only",
            provide(membership, "research", "marketing.statistics"),
        ),
        Attempt(
            "답을 듣기 전의 새 제공",
            "provide before the new consent is answered",
            "3.7",
            "no-consent",
            provide(membership, "asked-later", "support"),
        ),
        Attempt(
            "맡긴 일에 필요 없는 항목 위탁",
            "entrust an item outside the task (card to PayPal)",
            "4.3",
            "recipient-items",
            lambda: jk.entrust(payment, to="paypal", purpose="billing", items=["card"]),
        ),
        Attempt(
            "이름 없는 수탁자(택배사)",
            "entrust a carrier that section 4 does not name",
            "3.1",
            "no-recipient",
            lambda: jk.entrust(order, to="carrier", purpose="delivery"),
        ),
    ]
