"""Data leaves the house: to processors and recipients, what each may have. Then a value turns out to be wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from jikim.demo import acts, desk_story
from jikim.demo.first_site import FirstSite
from jikim.demo.stage import Someone, Stage
from jikim.errors import DeniedError
from jikim.store.holding import Ref

_NUMBERS = {"kcp": "4.1", "kftc": "4.2", "paypal": "4.3", "epsilon": "4.4", "alipay": "4.5", "kis": "4.6"}
AT_ONCE = 40  # records that are handed on by one form
_ABROAD = ("paypal", "epsilon", "alipay")
# Not a thing that Jikim lacks: the policy of 2013 does not say it.
_NOWHERE = (
    "국가: 2013년 방침에 없으며, jikim check가 알립니다",
    "the country: the policy of 2013 names none, and `jikim check` says so",
)


def entrusted(stage: Stage, site: FirstSite) -> None:
    """Chapter: who gets what. All of it goes through the outbox to a receiver that keeps what it got."""
    report, jk = stage.report, stage.jk
    report.chapter("맡기고 제공하는 것은 정해진 만큼입니다", "What is handed on is what is declared, and no more")
    report.line(
        "받는 쪽은 이 컴퓨터에서 도는 대역입니다. 서명을 검사하고, 받은 것을 간직합니다.",
        "The receivers are stand-ins on this machine. They check signatures and keep what they get.",
        style="dim",
    )
    gana, ada, ben = stage.cast["gana"], stage.cast["ada"], stage.cast["ben"]
    order = gana.ref("order")
    stage.entrust(gana.ref("payment"), "kftc", "billing", ["name", "payment"])
    stage.entrust(ada.ref("payment"), "epsilon", "billing", ["name", "email", "payment"])
    _hands_on(site, [ben.ref("order")], "processor/kis/debt-collection")
    stage.entrusted["kis"] += 1
    _hands_on(site, [order], "recipient/service-least/delivery")
    # Before it is paid the other party of an order gets nothing, and of anybody else's order nothing ever.
    jk.event(order, "paid")
    _hands_on(site, [order], "recipient/counterparty/delivery", "name", "phone")
    desk_story.demanded(stage, site, gana)
    desk_story.asked(stage, site, gana)
    _hands_on(site, [gana.ref("membership")], "recipient/asked-later/support", "name", "email")
    entries = [
        ref
        for someone in stage.here
        if acts.PARTNER in someone.doings.consents
        for ref in someone.refs
        if ref.kind == "event-entry" and stage.lives(ref)
    ]
    _hands_on(site, entries, "recipient/agreed-partner/marketing.events", "name", "email")
    stage.next_day()
    _table(stage)
    _recipients(stage, len(entries))
    report.check(
        "3.1",
        stage.receiver.forged("kcp") == 401 and stage.receiver.refused == 1,
        "서명되지 않은 메시지는 받는 쪽이 거부했습니다",
        "a message that nobody signed is turned away by the receiver",
    )


def _hands_on(site: FirstSite, refs: Sequence[Ref], to: str, *items: str) -> None:
    """The officer hands records of a kind on from their list: to whom, what leaves of each, and then it is queued."""
    omar, page = site.office("omar"), f"/office/records/{refs[0].kind}"
    chosen: dict[str, Any] = {"chosen": "yes", "item": items} if items else {}
    for start in range(0, len(refs), AT_ONCE):
        record = [f"{ref.subject}/{ref.record}" for ref in refs[start : start + AT_ONCE]]
        told = omar.send(f"{page}?record={record[0]}", f"{page}/hand-on/before", to=to, record=record)
        omar.press(told, f"{page}/hand-on", to=to, record=record, **chosen)


def _table(stage: Stage) -> None:
    report, file = stage.report, stage.policy.file
    rows = []
    for name, processor in file.processors.items():
        got = stage.receiver.of(name, "entrust")
        items = sorted({item for one in got for item in one.body["items"]})
        labels = ", ".join(report.text(file.items[item].label) for item in items if item in file.items)
        rows.append((report.text(processor.label), report.text(processor.task), f"{len(got)}", labels))
        ok = len(got) == stage.entrusted[name] and set(items) <= set(processor.items)
        abroad = _NOWHERE if name in _ABROAD else ("", "")
        report.check(
            _NUMBERS[name],
            ok and bool(got),
            f"{report.text(processor.label)}: 맡긴 항목만, 맡긴 만큼 {len(got)}건",
            f"{report.text(processor.label)}: only what its task needs, {report.many(len(got), 'record')}",
            quiet=True,
            awaits=abroad,
        )
    say = report.say
    report.table(
        (say("수탁자", "processor"), say("맡긴 일", "task"), say("건", "records"), say("받은 항목", "items it got")),
        rows,
        right=(2,),
    )


def _recipients(stage: Stage, partners: int) -> None:
    report = stage.report

    def last(name: str) -> dict[str, object]:
        got = stage.receiver.of(name, "provide")
        return dict(got[-1].body["items"]) if got else {}

    agreed = stage.receiver.of("agreed-partner", "provide")
    report.check(
        "3.2",
        len(agreed) == partners > 0,
        f"미리 동의한 {partners}명의 응모만 제휴처로 갔습니다",
        f"entries of the {partners} who agreed beforehand went to the partner, nobody else's",
    )
    report.check(
        "3.3",
        set(last("authority")) == {"name", "phone"},
        "공문과 승인이 갖추어진 요구에는 최소한만 나갔습니다",
        "an authority with statute, document and approval got the least that it asked for",
    )
    report.check(
        "3.4",
        set(last("service-least")) == {"name", "address", "phone"},
        "서비스에 꼭 필요한 세 항목(이름·주소·전화)만 나갔습니다",
        "the service's least: name, address and phone",
    )
    report.check(
        "3.6",
        set(last("counterparty")) == {"name", "phone"},
        "주문 상대방은 서로 연락할 만큼만 받았습니다",
        "the other party to the order got what the two need to talk",
    )
    report.check(
        "3.7",
        set(last("asked-later")) == {"name", "email"},
        "새로 구한 동의에 답한 뒤에야 나갔습니다",
        "what needed a new consent left after the answer",
    )


def told(stage: Stage, site: FirstSite) -> None:
    """Chapter: a wrong value freezes its record, is corrected, and exactly those who got it wrong are told."""
    report, jk = stage.report, stage.jk
    report.chapter("틀린 값은 멈추고, 고치고, 알립니다", "A wrong value is suspended, corrected and passed on")
    gana = stage.cast["gana"]
    payment = gana.ref("payment")
    report.line(
        f"{gana.doings.person.name} 님의 결제 기록에는 이메일이 gana@example.org로 잘못 적혀 있습니다. KCP는 그 값을 받았고, "
        "금융결제원은 이메일을 받지 않았습니다.",
        f"{gana.doings.person.name}'s payment says gana@example.org, which is wrong. KCP got that value; KFTC got no e-mail.",
    )
    waiting = stage.entrust(payment, "epsilon", "billing")
    request = _asks_correction(site, gana, payment)
    counts = stage.counts()
    counts.frozen, counts.lives = 1, counts.lives - 1
    report.picture("", counts)
    refused = []
    for deed in (
        lambda: jk.use(payment, purpose="billing", items=["email"]),
        lambda: jk.entrust(payment, to="kcp", purpose="billing"),
    ):
        try:
            deed()
        except DeniedError as error:
            refused.append((error.clause, str(error.request) == request))
    report.check(
        "7.4a",
        refused == [("7.4a", True)] * 2,
        f"이용도 위탁도 거절되고, 사유로 요청 번호 {request[:8]}…를 댑니다",
        f"use and entrusting are denied, and the denial names the request {request[:8]}…",
    )
    stage.next_day()
    report.check(
        "7.4a",
        not [got for got in stage.receiver.got if got.message == str(waiting)],
        "어제 보내려던 위탁도 나가지 않고 기다립니다",
        "what was queued before the freeze has not left",
    )
    _corrects(stage, site, "omar", gana, request, email=gana.doings.person.email)
    stage.next_day()
    _told(stage, payment, str(waiting))
    # Her page is kept as it is while another correction is open.
    second = _asks_correction(site, gana, gana.ref("membership"))
    stage.see_member(gana)
    _corrects(stage, site, "hana", gana, second, mobile="010-0000-0099")


def _asks_correction(site: FirstSite, someone: Someone, ref: Ref) -> str:
    """A member asks on their page for a record to be corrected. Answers the request's number."""
    with site.member(someone) as door:
        said = {
            "kind": "correct",
            "record": str(ref.record),
            "text": "잘못 적혀 있습니다. 바른 값은 전화로 말씀드렸습니다.",
        }
        asked = door.send("/my/requests/new?kind=correct", **said)
    site.learn(someone)
    return asked.headers["location"].partition("?")[0].rpartition("/")[2]


def _corrects(stage: Stage, site: FirstSite, handler: str, someone: Someone, request: str, **right: str) -> None:
    """Somebody of the office makes the correction; what it was asked by is over with it."""
    path = f"/office/requests/{someone.person.subject}/{request}"
    site.office(handler).send(path, f"{path}/correct", **{f"v.{item}": value for item, value in right.items()})
    asked = [ref for ref in someone.refs if ref.kind == "rights-request"][-1]
    stage.model.happen(asked.record, "answered", stage.today)


def _told(stage: Stage, payment: Ref, waiting: str) -> None:
    report, right = stage.report, stage.cast["gana"].doings.person.email
    corrected = [got for got in stage.receiver.got if got.topic == "corrected"]
    values = [(got.to, got.body["items"], got.body["version"]) for got in corrected]
    report.check(
        "7.4b",
        values == [("kcp", {"email": right}, 2)],
        f"틀린 값을 받은 KCP에만, 고친 값 {right}이 갔습니다",
        f"KCP alone, which got the wrong value, was told {right}",
    )
    late = [got for got in stage.receiver.got if got.message == waiting]
    report.check(
        "7.4b",
        [(got.body["version"], got.body["items"].get("email")) for got in late] == [(2, right)],
        "기다리던 위탁은 고친 값으로 나갔습니다 (둘째 판)",
        "what had waited left with the corrected value (version 2)",
    )
    gana = stage.cast["gana"]
    shown = stage.jk.by(stage.jk.acting("member", str(gana.person.subject))).show(gana.person.subject)
    card = next(card for card in shown.cards if card.ref == payment)
    went = sorted((went.to, went.version) for went in shown.went if went.record == payment.record)
    rows = [
        (report.text(stage.policy.file.processors[to].label), str(version), "email" if to != "kftc" else "-")
        for to, version in went
    ]
    say = report.say
    report.table((say("누구에게", "to whom"), say("버전", "version"), say("받은 연락처", "contact it got")), rows)
    report.check(
        "7.1",
        card.values["email"] == right and card.version == 2 and [one.state for one in shown.requests] == ["done"],
        "본인은 모든 기록과 어디로 어느 판이 갔는지를 봅니다",
        "the member sees every record, and to whom which version went",
    )


def everyone(stage: Stage) -> list[Someone]:
    """Members who are still here, in the order in which they came."""
    return [
        someone for someone in stage.here if someone.person.kind != "guest" and someone.person.subject not in stage.gone
    ]


def soon(stage: Stage, days: int) -> None:
    """Lets some days pass."""
    stage.until(stage.today + timedelta(days=days))
