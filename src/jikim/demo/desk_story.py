"""The office's desk in the story: a letter answered, a complaint, an authority's demand, a new consent asked for, a
partner's signed message."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import timedelta

from jikim.app.disclosure_work import give
from jikim.cases.listing import cases_of
from jikim.clock import machine_moment
from jikim.demo.acts import Act, Doings
from jikim.demo.first_site import FirstSite
from jikim.demo.people import Invented
from jikim.demo.stage import Someone, Stage
from jikim.desk.complaints import COMPLAINTS
from jikim.desk.requests import requests_of
from jikim.errors import DeniedError
from jikim.intake.feeds import FeedEntry, ReplayError, begin_feed, take_feed
from jikim.intake.webhook_signatures import check_signature, make_partner_key, signed
from jikim.verbs.collect import Person

ASKED = "asked-later/support"
DEMANDS, CARRY_OUT = "/office/disclosures/demands", 'value="carry-out"'


def served(stage: Stage, site: FirstSite) -> None:
    """Chapter: what comes to the desk is answered, with its deadline."""
    stage.report.chapter("관리자 페이지에 온 것에 답합니다", "The office answers what comes to it")
    signed_feed(stage)
    _letter(stage, site)
    _complaint(stage, site)


def demanded(stage: Stage, site: FirstSite, gana: Someone) -> None:
    """An authority asks by its document: one prepares it, an officer who is another approves exactly that, and it is
    carried out (3.3). Each by the office's pages."""
    order = gana.ref("order")
    hana, omar = site.office("hana"), site.office("omar")
    made = hana.send(
        f"{DEMANDS}/new",
        purpose="authority/dispute-records",
        ground="order",
        authority="가상경찰서",
        statute="통신비밀보호법 제13조",
        document="가상-2013-001",
        place="가상 서류철 4",
    )
    path = made.headers["location"]
    hana.send(path, f"{path}/find", item="email", value=gana.doings.person.email)
    part = {"subject": str(order.subject), "record": str(order.record), "kind": order.kind}
    hana.send(f"{path}?person={order.subject}", f"{path}/part", item=["name", "phone"], **part)
    hana.send(path, f"{path}/step", do="put")
    early = CARRY_OUT in hana.client.get(path).text
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', omar.client.get(path).text)
    omar.send(path, f"{path}/step", do="approve", digest=digest[1] if digest else "")
    offered = CARRY_OUT in hana.client.get(path).text
    hana.send(path, f"{path}/step", do="carry-out")
    stage.report.check(
        "3.3",
        (early, offered) == (False, True),
        "수사기관의 요구는 담당자가 준비하고 책임자가 승인한 뒤에야 나갑니다",
        "an authority's demand is prepared by one and approved by another before anything leaves",
        quiet=True,
    )


def asked(stage: Stage, site: FirstSite, someone: Someone) -> None:
    """A new consent is asked for by letter, and answered by the person (3.7)."""
    jk, subject = stage.jk, someone.person.subject
    site.office("omar").send(
        "/office/disclosures/asking",
        name=ASKED,
        why_ko="원격 지원을 함께 하는 곳이 생겼습니다.",
        why_en="Somebody new helps with remote support.",
        until=str(stage.today + timedelta(days=30)),
        person=str(subject),
        sure="yes",
    )
    give(jk)
    written = stage.post()
    early = ""
    try:
        jk.provide(someone.ref("membership"), to="asked-later", purpose="support", items=["name", "email"])
    except DeniedError as denied:
        early = denied.clause
    with site.member(someone) as door:
        request = re.search(r'name="request" value="([^"]+)"', door.client.get("/my/consents").text)
        door.send("/my/consents", "/my/consents/asked", request=request[1] if request else "", answer="yes")
    stage.report.check(
        "3.7",
        written == 1 and early == "3.7",
        "편지로 물었고, 답하기 전의 제공은 거절되었습니다",
        "it was asked for by letter, and refused before the answer",
        quiet=True,
    )


def _letter(stage: Stage, site: FirstSite) -> None:
    """A letter asks for access: it is filed, its writer recognised, what is held goes out by post, and a mail says so (7.3)."""
    ada, hana = stage.cast["ada"], site.office("hana")
    person, subject = ada.doings.person, ada.person.subject
    filed = hana.send(
        "/office/requests/new",
        do="file",
        kind="access",
        way="letter",
        cabinet="A",
        shelf="7",
        language="en",
        item="email",
        value=person.email,
        person=str(subject),
        name=person.name,
        text="Please tell me what you keep of mine.",
    )
    path = filed.headers["location"]
    site.learn(ada)
    stage.post()
    early = stage.jk.do(requests_of, subject)[0].state
    hana.send(path, f"{path}/confirm", proof="call-back")
    hana.send(path, f"{path}/data.pdf")
    hana.send(path, f"{path}/do", did="Here is everything that we hold about you.", handed="registered-post")
    done = stage.jk.do(requests_of, subject)[0]
    stage.model.happen(ada.ref("rights-request").record, "answered", stage.today)
    stage.report.check(
        "7.3",
        early == "unconfirmed" and done.state == "done" and done.closed is not None and stage.post() == 1,
        f"편지로 온 열람 요청은 본인을 확인한 뒤 기한({done.due}) 안에 답했고, 답은 메일로 나갔습니다",
        f"a letter that asked for access was answered by e-mail within its time ({done.due}), once its writer was recognised",
    )


def _complaint(stage: Stage, site: FirstSite) -> None:
    """A complaint comes by phone, is answered, and closed by its person (11.2)."""
    gana, hana = stage.cast["gana"], site.office("hana")
    person, subject = gana.doings.person, gana.person.subject
    said = {"v.name": person.name, "v.email": person.email, "v.text": "광고 메일을 받고 싶지 않습니다."}
    found = {"item": "email", "value": person.email, "person": str(subject)}
    hana.send("/office/intake/entry/phone/complaint", do="enter", age="yes", paperless="yes", **found, **said)
    site.learn(gana)
    stage.post()
    made = stage.jk.do(cases_of, COMPLAINTS, subject)[0]
    way = f"/office/complaints/{made.number}"
    hana.send(way, f"{way}/answer", answer="보낼 수 있는 동의가 없음을 확인했습니다.")
    stage.model.happen(made.id, "answered", stage.today)
    wrote = stage.post()
    with site.member(gana) as door:
        door.send(f"/complaint/{made.number}", f"/complaint/{made.number}/close")
    stage.model.happen(made.id, "closed", stage.today)
    closed = stage.jk.do(cases_of, COMPLAINTS, subject)[0]
    stage.report.check(
        "11.2",
        closed.state == "closed" and made.due > stage.today and wrote == 1,
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
        "제휴사가 서명해 보낸 것은 한 번만 들어왔고, 선언하지 않은 항목이 있는 줄과 위조한 메시지는 들어오지 못했습니다",
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
