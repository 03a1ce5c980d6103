"""The office's desk in the story: a letter answered, a complaint, an authority's demand, a new consent asked for, a
partner's signed message."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

from jikim.app.desk_letters import act, answer
from jikim.app.disclosure_work import give
from jikim.cases.cases import cases_of
from jikim.clock import machine_moment
from jikim.demo.acts import Act, Doings
from jikim.demo.people import Invented
from jikim.demo.stage import Someone, Stage
from jikim.desk.complaints import COMPLAINTS, close_complaint, complain, ref_of
from jikim.desk.request_steps import confirm, file_for
from jikim.disclosures import demand_register, demands, new_consents
from jikim.errors import DeniedError
from jikim.intake.feeds import FeedEntry, ReplayError, begin_feed, take_feed
from jikim.intake.webhook_signatures import check_signature, make_partner_key, signed
from jikim.store.holding import Ref
from jikim.verbs.collect import Person

ASKED = "asked-later/support"


def served(stage: Stage) -> None:
    """Chapter: what comes to the desk is answered, with its deadline."""
    stage.report.chapter("관리자 페이지에 온 것에 답합니다", "The office answers what comes to it")
    signed_feed(stage)
    _letter(stage)
    _complaint(stage)


def demanded(stage: Stage, order: Ref) -> None:
    """An authority asks by its document: one prepares it, an officer who is another approves exactly that, and it is
    carried out (3.3)."""
    jk, house = stage.jk, stage.jk.house
    hana, omar = stage.handlers["hana"], stage.handlers["omar"]
    number = jk.driver.run(
        demands.prepare(
            house,
            to="authority",
            purpose="dispute-records",
            ground="order",
            authority="가상경찰서",
            statute="통신비밀보호법 제13조",
            document="가상-2013-001",
            place="가상 서류철 4",
            actor=hana,
        )
    )
    one = _demand(stage, number)
    jk.driver.run(demands.set_part(house, one, order, ["name", "phone"], actor=hana))
    jk.driver.run(demands.put(house, one, actor=hana))
    one = _demand(stage, number)
    early = jk.driver.run(demands.carry_out(house, one, actor=hana))
    jk.driver.run(demands.approve(house, _demand(stage, number), one.digest, actor=omar))
    queued = jk.driver.run(demands.carry_out(house, _demand(stage, number), actor=hana))
    stage.report.check(
        "3.3",
        (early, queued) == (0, 1),
        "수사기관의 요구는 담당자가 준비하고 책임자가 승인한 뒤에야 나갑니다",
        "an authority's demand is prepared by one and approved by another before anything leaves",
        quiet=True,
    )


def _demand(stage: Stage, number: object) -> demand_register.Demand:
    return next(one for one in stage.jk.do(demand_register.demands) if one.demand == number)


def asked(stage: Stage, someone: Someone) -> None:
    """A new consent is asked for by letter, and answered by the person (3.7)."""
    jk, house = stage.jk, stage.jk.house
    subject = someone.person.subject
    request, many = jk.driver.run(
        new_consents.ask_people(
            house,
            ASKED,
            why_ko="원격 지원을 함께 하는 곳이 생겼습니다.",
            why_en="Somebody new helps with remote support.",
            until=stage.today + timedelta(days=30),
            subject=subject,
            actor=stage.handlers["omar"],
        )
    )
    give(jk)
    written = stage.post()
    early = ""
    try:
        jk.provide(someone.ref("membership"), to="asked-later", purpose="support", items=["name", "email"])
    except DeniedError as denied:
        early = denied.clause
    jk.driver.run(new_consents.answer(house, subject, request, True, actor=jk.acting("member", str(subject))))
    stage.report.check(
        "3.7",
        many == 1 and written == 1 and early == "3.7",
        "편지로 물었고, 답하기 전의 제공은 거절되었습니다",
        "it was asked for by letter, and refused before the answer",
        quiet=True,
    )


def _letter(stage: Stage) -> None:
    """A letter asks for access: it is filed, its writer recognised, and answered by mail (7.3)."""
    jk, house, hana, ada = stage.jk, stage.jk.house, stage.handlers["hana"], stage.cast["ada"]
    subject = ada.person.subject
    written = Act(
        "rights-request", "paper", {"name": ada.doings.person.name, "text": "Please tell me what you keep of mine."}
    )
    ref = stage.add(ada, written)
    filed = jk.driver.run(file_for(house, subject, "access", None, "letter", language="en", written=ref, actor=hana))
    jk.driver.run(confirm(house, subject, filed.request, proof="call-back", actor=hana))
    done = jk.driver.run(
        answer(house, subject, filed.request, "Everything stands on your page, “My data”.", actor=hana)
    )
    stage.model.happen(ref.record, "answered", stage.today)
    stage.report.check(
        "7.3",
        filed.state == "unconfirmed" and done.state == "answered" and done.closed is not None and stage.post() == 1,
        f"편지로 온 열람 요청은 본인을 확인한 뒤 기한({filed.due}) 안에 답했고, 답은 메일로 나갔습니다",
        f"a letter that asked for access was answered by e-mail within its time ({filed.due}), once its writer was recognised",
    )


def _complaint(stage: Stage) -> None:
    """A complaint comes by phone, is answered, and closed by its person (11.2)."""
    jk, house, hana, gana = stage.jk, stage.jk.house, stage.handlers["hana"], stage.cast["gana"]
    person = gana.doings.person
    values = {"name": person.name, "email": person.email, "text": "광고 메일을 받고 싶지 않습니다."}
    made = jk.driver.run(complain(house, values, person=gana.person, channel="phone", actor=hana, old_enough=True))
    stage.noted(gana, Act("complaint", "phone", values), ref_of(made), {})
    said = {"answer": "보낼 수 있는 동의가 없음을 확인했습니다."}
    jk.driver.run(act(house, COMPLAINTS, made, "answer", said, actor=hana))
    stage.model.happen(made.id, "answered", stage.today)
    wrote = stage.post()
    jk.driver.run(close_complaint(house, made, actor=jk.acting("member", str(gana.person.subject))))
    stage.model.happen(made.id, "closed", stage.today)
    found = jk.driver.run(cases_of(house, COMPLAINTS, gana.person.subject))[0]
    stage.report.check(
        "11.2",
        found.state == "closed" and made.due > stage.today and wrote == 1,
        f"민원 한 건을 받아 기한({made.due}) 안에 답했고, 당사자가 마쳤습니다",
        f"a complaint was answered within its time ({made.due}), and closed by whoever made it",
    )


def signed_feed(stage: Stage) -> None:
    """The partner's other way: a signed message. Forged, it is nobody's; sent twice, it is taken once (1.4)."""
    jk, house = stage.jk, stage.jk.house
    _, secret = jk.driver.run(make_partner_key(house, "reseller", actor=stage.handlers["omar"]))
    person = Invented(9100, "guest", "KR", "한지어", "han.jieo@example.com", "02-555-0150", "", {}, "", "")
    good = {
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "lines": [{"product": "RemoteView Standard", "count": 1}],
    }
    rows = [FeedEntry(1, good, True, "R-1"), FeedEntry(2, {**good, "gender": "female"}, True, "R-2")]
    body, at = json.dumps([row.values for row in rows], ensure_ascii=False).encode(), machine_moment()
    mark = signed(secret, "msg-1", at, body)
    stamp = str(int(at.timestamp()))
    forged = jk.driver.run(check_signature(house, "reseller", "msg-1", stamp, mark, body + b" "))
    signature = jk.driver.run(check_signature(house, "reseller", "msg-1", stamp, mark, body))
    assert signature is not None
    feed = jk.driver.run(begin_feed(house, "reseller", signature, body))
    partner = signature.actor()
    taken = jk.driver.run(take_feed(house, "reseller", "order", rows, actor=partner, way="api", feed=feed))  # type: ignore[arg-type]
    again = ""
    try:
        jk.driver.run(begin_feed(house, "reseller", signature, body))
    except ReplayError as error:
        again = error.state
    _noted(stage, person, good)
    stage.report.check(
        "1.4",
        forged is None and (taken.taken, len(taken.refused)) == (1, 1) and again == "replay",
        "제휴사가 서명해 보낸 것은 한 번만 들어왔고, 선언하지 않은 항목이 있는 줄과 위조한 전갈은 들어오지 못했습니다",
        "what the partner signed came in once; a row with an undeclared item, a forged message and a replay did not",
    )


def _noted(stage: Stage, person: Invented, values: Mapping[str, object]) -> None:
    """The account learns of the order that the message brought."""
    (found,) = stage.jk.find("email", person.email)
    shown = stage.jk.by(stage.jk.acting("member", str(found.subject))).show(found.subject)
    (card,) = shown.cards
    someone = Someone(Doings(person), Person(found.subject, "guest"), [])
    stage.noted(someone, Act("order", "partner", values, ((2, "paid"), (9, "settled"))), card.ref, {})
    stage.here.append(someone)
