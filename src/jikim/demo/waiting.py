"""What waits in the office when the site opens: open work of every kind, so that its morning page is worth a look.
Everybody is invented."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from jikim.app import Jikim
from jikim.app.disclosure_work import reckon_papers
from jikim.cabinet.papers import enter_paper
from jikim.demo.acts import Act
from jikim.demo.doors import Door, code_for
from jikim.demo.entering import Entrance
from jikim.demo.people import Invented, somebody
from jikim.demo.shop_waiting import shop_waits
from jikim.demo.stage import Stage
from jikim.mail.mailbox import Mailbox
from jikim.store.holding import Ref

ASKING = "/office/disclosures/asking"


CALLER = somebody(8, "노지어", "no.jieo")
MISUSED = somebody(9, "도예시", "do.yesi")
WRITER = somebody(10, "서예시", "seo.yesi")
WRONG = somebody(11, "정예시", "jeong.yesi")


def paper_due(stage: Stage) -> None:
    """Days before the end an enquiry came by letter, and was answered: its record goes at once, its paper waits to be
    shredded."""
    gana, jk = stage.cast["gana"], stage.jk
    ref = stage.add(gana, Act("enquiry", "paper", {**gana.doings.person.contact, "text": "어느 포트를 열어야 하나요?"}))
    jk.do(enter_paper, "enquiry", cabinet="가", shelf="3-1", ref=ref, actor=stage.handlers["hana"])
    stage.happen(ref, "answered")


def open_work(stage: Stage, url: str, box: Mailbox, office: Mapping[str, Door]) -> None:
    """Makes it, through the pages; the office's people have signed in. Nothing of it is overdue: what the office promises still holds."""
    jk, today = stage.jk, stage.jk.house.today()
    writer, wrong, _ = (_joined(jk, person) for person in (WRITER, WRONG, MISUSED))
    hana, omar = office["hana"], office["omar"]
    with Door(url) as member, Door(url) as visitor:
        member.enter(Entrance("", "", WRONG.membership["login_id"], WRONG.membership["password"]))
        # A letter that asks for access: whose it is, is not known yet.
        hana.send(
            "/office/requests/new",
            do="file",
            kind="access",
            way="letter",
            cabinet="A",
            shelf="7",
            item="email",
            value=WRITER.email,
            person=str(writer.subject),
            name=WRITER.name,
            text="제 정보 가운데 무엇을 보관하고 있는지 알려 주세요.",
        )
        # A correction asked for on the page: its record stands still until it is made.
        member.send(
            "/my/requests/new?kind=correct", kind="correct", record=str(wrong.record), text="전화번호가 바뀌었습니다."
        )
        # A complaint by phone.
        said = {"v.name": CALLER.name, "v.email": CALLER.email, "v.text": "답장이 늦습니다."}
        hana.send("/office/intake/entry/phone/complaint", do="enter", age="yes", paperless="yes", **said)
        # An account that uses somebody else's address: it stands still until an officer has looked.
        asked = visitor.send("/report-impersonation", address=MISUSED.email)
        sealed = re.search(r'name="sealed" value="([^"]+)"', asked.text)
        visitor.press(
            asked, "/report-impersonation/code", sealed=sealed[1] if sealed else "", code=code_for(box, MISUSED.email)
        )
        # A demand by an authority that waits for the officer's yes, and a read of many that does, too.
        _demanded(hana, writer)
        hana.send(
            "/office/people/many/new?what=support/membership",
            what="support/membership",
            item=["name", "email"],
            ceiling="500",
            reason="가상의 장애 안내를 보낼 사람을 찾습니다",
        )
        # A consent that is asked for, and a task that somebody wrote down.
        omar.send(
            ASKING,
            name="asked-later/support",
            why_ko="원격 지원을 함께 하는 곳이 바뀝니다.",
            why_en="Somebody else will help with remote support.",
            until=str(today + timedelta(days=14)),
            person=str(writer.subject),
            sure="yes",
        )
        omar.send("/office/tasks", text="신규 제휴사 계약서 검토", owner="hana", due=str(today + timedelta(days=3)))
    shop_waits(url, str(today), hana, omar)
    jk.do(reckon_papers)


def _joined(jk: Jikim, person: Invented) -> Ref:
    """Somebody new, and their membership."""
    return jk.collect("membership", person.membership, channel="homepage", old_enough=True).ref


def _demanded(hana: Door, membership: Ref) -> None:
    """She enters what the document says, finds the person, chooses the least, and lays it before the officer."""
    made = hana.send(
        "/office/disclosures/demands/new",
        purpose="authority/support",
        ground="order",
        authority="가상경찰청",
        statute="통신비밀보호법 제13조",
        document="가상-2019-017",
        note="원본은 우편으로 왔습니다.",
        place="가상 서류철 5",
    )
    path = made.headers["location"]
    hana.send(path, f"{path}/find", item="email", value=WRITER.email)
    part = {"subject": str(membership.subject), "record": str(membership.record), "kind": membership.kind}
    hana.send(f"{path}?person={membership.subject}", f"{path}/part", item=["name", "email"], **part)
    hana.send(path, f"{path}/step", do="put")
