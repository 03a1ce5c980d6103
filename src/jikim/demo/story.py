"""The story's first chapters: one policy, and the people who join under it through every declared channel."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.text import Text

from jikim.clock import machine_moment
from jikim.demo import acts, cabinet, office_story
from jikim.demo.acts import Act, Doings, doings
from jikim.demo.people import Invented, cast, crowd
from jikim.demo.report import LIVES
from jikim.demo.stage import Someone, Stage
from jikim.errors import DeniedError, InvalidError, JikimError
from jikim.intake.webhook_signatures import check_signature, end_partner_key, make_partner_key, signed
from jikim.policy.ask import Actor
from jikim.verbs.collect import Person
from jikim.verbs.use import Read

JOINING_DAYS = 4
# homepage/README.md: the rows of the feed that must be refused, and why.
FEED_REFUSED = {
    5: "refused-in-text", 12: "undeclared-item", 15: "under-age", 18: "refused-in-text", 21: "undeclared-item", 24: "under-age",
    27: "refused-in-text", 28: "business_no", 30: "age-not-asked", 31: "undeclared-item", 33: "required-missing", 36: "email",
    38: "refused-in-text",
}  # fmt: skip


def policy(stage: Stage) -> None:
    """Chapter: one file, published and run."""
    report, file = stage.report, stage.policy.file
    report.chapter("방침이 곧 시스템입니다", "The policy is the system")
    version = file.version
    report.line(
        f"{report.text(file.service.name)} · 공고 {version.announced} · 시행 {version.effective}",
        f"{report.text(file.service.name)} · announced {version.announced} · in force {version.effective}",
    )
    report.line(
        f"항목 {len(file.items)}, 수집 경로 {len(file.channels)}, 목적 {len(file.purposes)}, 기록 {len(file.records)}, "
        f"제공받는 자 {len(file.recipients)}, 수탁자 {len(file.processors)}. 지문 {stage.policy.digest_hex[:16]}…",
        f"{len(file.items)} items, {len(file.channels)} channels, {len(file.purposes)} purposes, {len(file.records)} record "
        f"kinds, {len(file.recipients)} recipients, {len(file.processors)} processors. Digest {stage.policy.digest_hex[:16]}…",
    )
    report.line(
        "등장하는 사람은 모두 지어낸 사람입니다. 시계는 시연용으로, 2013-02-05에서 시작합니다.",
        "Everyone in this story is invented. Its clock is a demo's and starts on 2013-02-05.",
        style="dim",
    )
    lead = (version.effective - version.announced).days
    report.check(
        "13.3",
        stage.today == version.effective and lead == 7,
        f"공고에서 시행까지 {lead}일; 시행일에 적용되었습니다",
        f"{lead} days from notice to force; it runs from its first day",
    )


def join(stage: Stage, members: int, data: Path) -> None:
    """Chapter: people join through every declared channel, over the first days."""
    report = stage.report
    report.chapter("사람들이 가입하고 주문하고 묻습니다", "People join, order and ask")
    office_story.appoint(stage)
    people = [doings(person, stage.rng) for person in crowd(max(members - 5, 0), stage.rng)]
    players = [_player(name, person) for name, person in cast().items()]
    for one, someone in zip(cast(), stage.take(players), strict=True):
        stage.cast[one] = someone
        for act in someone.doings.acts[1:]:
            stage.add(someone, act)
    with report.progress(len(people), "가입하는 중", "joining") as advance:
        for day in range(JOINING_DAYS):
            for start in range(day * 40, len(people), JOINING_DAYS * 40):
                group = people[start : start + 40]
                _bring(stage, stage.take(group))
                advance(len(group))
            if day + 1 < JOINING_DAYS:
                stage.next_day()
    _channels(stage)
    cabinet.shelve(stage)
    feed(stage, data)
    stage.next_day()
    report.check(
        "0.1",
        sum(n for _, state, n in stage.jk.counts("people") if state == 1) == stage.people(),
        f"회원·기업회원·비회원 {stage.people():,}명이 같은 규칙 아래 있습니다",
        f"{stage.people():,} members, corporate members and guests stand under the same rules",
    )
    _membership(stage)
    paid = stage.receiver.cards.total()
    report.check(
        "1.1",
        paid > 0 and _cards_kept(stage),
        f"카드번호 {paid}건은 결제 대행사로 한 번 넘어갔고, 저장된 것은 카드사와 끝 네 자리뿐입니다",
        f"{paid} card numbers went to the payment processor once; what is kept is brand and last four",
    )
    report.check(
        "2.1",
        _bulk_read(stage),
        "목적을 밝힌 취급자가 배송 정보를 한꺼번에 열람했고, 건마다 기록되었습니다",
        "a handler read addresses in bulk for delivery, and each read was recorded",
    )


def _membership(stage: Stage) -> None:
    """A notice goes to a member (2.2); the same person is found by the e-mail address they gave."""
    gana = stage.cast["gana"]
    read = stage.jk.use(gana.ref("membership"), purpose="notices")
    found = stage.jk.find("email", gana.doings.person.email)
    stage.report.check(
        "2.2",
        set(read) == {"name", "email"} and [person.subject for person in found] == [gana.person.subject],
        "공지를 보내려면 이름과 이메일만 보이고, 이메일로 찾은 사람은 본인뿐입니다",
        "to send a notice one sees name and e-mail, no more; an e-mail address finds its one owner",
    )


def _player(name: str, person: Invented) -> Doings:
    """What the people of the story bring. None of it is left to chance."""
    mine = Doings(person)
    member = Act("membership", "homepage", person.membership)
    goods = {"name": person.name, "phone": person.phone, "lines": [{"product": "RemoteView Box", "quantity": 1}]}
    if name == "gana":
        paid = {
            "payment": {"method": "card", "amount": 330_000, "currency": "KRW", "order": "demo-1"},
            "name": person.name,
            "email": "gana@example.org",
            "card": acts.CARDS[0],
        }
        mine.acts = [
            member,
            Act(
                "order",
                "homepage",
                goods | {"email": person.email, "address": person.address},
                ((1, "paid"),),
                party="counterparty",
            ),
            Act("payment", "homepage", paid, ((0, "paid"),), "kcp"),
        ]
    elif name == "kim":
        paid = {
            "payment": {"method": "alipay", "amount": 90_000, "currency": "KRW", "order": "demo-2"},
            "name": person.name,
        }
        checked = {"name": person.name, "mobile": person.mobile, "result": {"checked": True, "by": "kcp"}}
        mine.acts = [
            member,
            Act("preferences", "homepage", {"language": "ko"}),
            Act("order", "homepage", goods | {"email": person.email}, ((1, "paid"), (3, "settled"))),
            Act("payment", "homepage", paid, ((0, "paid"), (40, "settled")), "alipay"),
            Act("identity-check", "homepage", checked, ((2, "checked"),), "kcp"),
            Act(
                "order",
                "homepage",
                goods | {"address": person.address},
                ((6, "paid"), (9, "delivered"), (40, "settled")),
            ),
            acts.visit(person),
        ]
    elif name == "ada":
        mine.consents = (acts.EVENTS, acts.PARTNER, acts.TAILORED)
        paid = {
            "payment": {"method": "paypal", "amount": 55_000, "currency": "KRW", "order": "demo-3"},
            **person.contact,
        }
        mine.acts = [
            member,
            Act("payment", "homepage", paid, ((0, "paid"), (30, "settled")), "paypal"),
            Act("event-entry", "event", {**person.contact, "answers": "remote"}, ((60, "closed"),)),
            Act("interests", "automatic", {"cookie": "interest-ada", "topics": ["remote-support"]}),
        ]
    elif name == "ben":
        usage = Act("usage-history", "automatic", {"usage": {"sessions": 12, "minutes": 340}})
        owed = {"company": person.company, "business_no": person.business_no, "address": person.address}
        mine.acts = [
            Act("corporate-membership", "homepage", person.membership),
            Act("order", "paper", goods | owed, ((3, "delivered"), (200, "settled"))),
            Act(
                "order-withdrawal", "email", {"name": person.name, "reason": "다른 제품이었습니다"}, ((6, "refunded"),)
            ),
            usage,
        ]
    else:
        wishes = {
            "name": person.name,
            "phone": person.phone,
            "address": person.address,
            "wishes": "Leave it at the door",
        }
        mine.acts = [
            Act("enquiry", "board", {**person.contact, "text": "Which ports does the agent use?"}, ((9, "answered"),)),
            Act("enquiry", "phone", {**person.contact, "text": "Does it run on a tablet?"}, ((3, "answered"),)),
            Act("complaint", "fax", {**person.contact, "text": "It came late"}, ((2, "answered"), (12, "closed"))),
            Act("delivery-request", "delivery-request", wishes, ((4, "delivered"),)),
        ]
    return mine


def _bring(stage: Stage, arrived: list[Someone]) -> None:
    """What newcomers brought beside their first record: in bulk what arises from use, one by one what they typed or
    sent."""
    rest = [(someone, act) for someone in arrived for act in someone.doings.acts[1:]]
    stage.add_many([(someone, act) for someone, act in rest if act.channel == "automatic"])
    for someone, act in rest:
        if act.channel != "automatic":
            stage.add(someone, act)


def _channels(stage: Stage) -> None:
    report, file = stage.report, stage.policy.file
    rows: list[tuple[str | Text, ...]] = []
    brought = Counter(stage.channels)
    widest = max(brought.values(), default=1)
    for name, channel in file.channels.items():
        if name != "partner":
            bar = Text("█" * max(1, round(30 * brought[name] / widest)) if brought[name] else "", style=LIVES)
            rows.append((report.text(channel.label), f"{brought[name]:,}", bar))
    report.table((report.say("수집 경로", "channel"), report.say("기록", "records"), ""), rows, right=(1,))
    offline = all(brought[name] for name in file.channels if name not in ("partner", "automatic"))
    report.check(
        "1.3",
        offline and bool(brought["automatic"]),
        "여덟 경로와 자동 생성, 아홉 문이 모두 열려 있습니다",
        "eight channels and what arises from use: all nine bring data",
    )


def feed(stage: Stage, data: Path) -> None:
    """The partner's CSV: what is declared is admitted, and each other row is refused with its clause."""
    report, admitted, reseller = stage.report, 0, _signed(stage)
    refused: dict[int, DeniedError | InvalidError] = {}
    with (data / "partner.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 1):
            try:
                _admit(stage, row, number, reseller)
                admitted += 1
            except (DeniedError, InvalidError) as error:
                refused[number] = error
    partner = report.text(stage.policy.file.partners["reseller"].label)
    report.line(
        f"{partner}의 CSV 40행: {admitted}행을 받고 {len(refused)}행을 거절했습니다",
        f"the feed of a {partner.lower()}, 40 rows: {admitted} taken, {len(refused)} refused",
    )
    by_reason: dict[tuple[str, str], list[int]] = {}
    for number, said in refused.items():
        clause, reason, _ = report.reason(said)
        by_reason.setdefault((clause, reason), []).append(number)
    report.table(
        (report.say("행", "rows"), report.say("조항", "clause"), report.say("사유", "reason")),
        [(", ".join(map(str, rows)), clause, reason) for (clause, reason), rows in sorted(by_reason.items())],
    )
    found = {number: said.why if isinstance(said, DeniedError) else said.item for number, said in refused.items()}
    report.check(
        "1.4",
        found == FEED_REFUSED and admitted == 27,
        "제휴사가 보낸 것 가운데 방침에 있는 것만 들어왔습니다",
        "of what the partner sent, only what is declared came in",
    )


def _signed(stage: Stage) -> Actor:
    """The reseller, by a message that it signed a moment ago."""
    jk, body, at = stage.jk, b"the feed of a reseller", machine_moment()
    number, secret = jk.do(make_partner_key, "reseller", actor=jk.acting("system", "demo"))
    mark = signed(secret, "feed-1", at, body)
    found = jk.do(check_signature, "reseller", "feed-1", str(int(at.timestamp())), mark, body)
    jk.do(end_partner_key, "reseller", number, actor=jk.acting("system", "demo"))
    assert found is not None
    return found.actor()


def _admit(stage: Stage, row: Mapping[str, str], number: int, partner: Actor) -> None:
    """One row of the feed: a guest's order."""
    age = {"yes": True, "no": False}.get(row["fourteen_or_over"])
    values: dict[str, Any] = {name: value for name, value in row.items() if value and name != "fourteen_or_over"}
    taken = stage.jk.by(partner).collect(
        "order", values, channel="partner", subject="guest", partner="reseller", old_enough=age
    )
    person = Invented(9000 + number, "guest", "KR", row["name"], row["email"], row["phone"], "", {}, "", "")
    someone = Someone(Doings(person), Person(taken.ref.subject, "guest"), [])
    act = Act("order", "partner", values, ((2, "paid"), (5 + number % 7, "settled")))
    stage.noted(someone, act, taken.ref, taken.handover)
    stage.here.append(someone)


def _cards_kept(stage: Stage) -> bool:
    """Whether each card is kept as brand and last four, and reads so."""
    gana = stage.cast["gana"].ref("payment")
    kept = stage.jk.use(gana, purpose="billing", items=["card"])["card"]
    whole = acts.CARDS[0].replace(" ", "")
    return set(kept) == {"brand", "last4"} and kept["last4"] == whole[-4:] and stage.receiver.cards[whole] > 0


def _bulk_read(stage: Stage) -> bool:
    """The shop reads where to deliver, many orders at once: of a handler, so many in a moment would be paused."""
    orders = [ref for someone in stage.here for ref in someone.refs if ref.kind == "order" and stage.lives(ref)]
    read = stage.jk.use_many([Read(ref, "delivery", ["name", "phone"]) for ref in orders])
    return bool(orders) and all(not isinstance(one, JikimError) and set(one) == {"name", "phone"} for one in read)
