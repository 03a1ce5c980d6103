"""What waits in the office when the site opens: open work of every kind, so that its morning page is worth a look.
Everybody is invented."""

from __future__ import annotations

from datetime import timedelta

from jikim.app import Jikim
from jikim.app.disclosure_work import reckon_papers
from jikim.cabinet.papers import enter_paper
from jikim.demo.acts import Act
from jikim.demo.people import Invented
from jikim.demo.stage import Stage
from jikim.desk.complaints import complain
from jikim.desk.impersonation import report_impersonation
from jikim.desk.request_steps import file_for
from jikim.desk.requests import file_request
from jikim.disclosures import demand_register, demands, new_consents
from jikim.reading.mass import Query, ask_mass
from jikim.store.holding import Ref
from jikim.tasks.filing import file_own


def _person(number: int, name: str, login: str) -> Invented:
    return Invented(
        number,
        "member",
        "KR",
        name,
        f"{login}@example.com",
        f"02-555-01{number:02d}",
        f"010-0000-{number:04d}",
        {},
        "",
        "",
    )


CALLER = _person(8, "노지어", "no.jieo")
MISUSED = _person(9, "도예시", "do.yesi")
WRITER = _person(10, "서예시", "seo.yesi")
WRONG = _person(11, "정예시", "jeong.yesi")


def paper_due(stage: Stage) -> None:
    """Days before the end an enquiry came by letter, and was answered: its record goes at once, its paper waits to be
    shredded."""
    gana, jk = stage.cast["gana"], stage.jk
    ref = stage.add(gana, Act("enquiry", "paper", {**gana.doings.person.contact, "text": "어느 포트를 열어야 하나요?"}))
    jk.do(enter_paper, "enquiry", cabinet="가", shelf="3-1", ref=ref, actor=stage.handlers["hana"])
    stage.happen(ref, "answered")


def open_work(stage: Stage) -> None:
    """Makes it. Nothing of it is overdue: what the office promises still holds."""
    jk, house = stage.jk, stage.jk.house
    hana, omar, run = stage.handlers["hana"], stage.handlers["omar"], stage.jk.driver.run
    today = house.today()
    writer, wrong = _joined(jk, WRITER), _joined(jk, WRONG)
    # A letter that asks for access: whose it is, is not known yet.
    run(
        file_for(
            house,
            writer.subject,
            "access",
            None,
            "letter",
            actor=hana,
            words={"name": WRITER.name, "text": "제 정보 가운데 무엇을 보관하고 있는지 알려 주세요."},
        )
    )
    # A correction asked for on the page: its record stands still until it is made.
    member = jk.acting("member", str(wrong.subject))
    run(file_request(house, wrong.subject, "correct", wrong, "page", member, items=["phone"],
                     words={"name": WRONG.name, "text": "전화번호가 바뀌었습니다."}))  # fmt: skip
    # A complaint by phone.
    run(
        complain(
            house,
            {"name": CALLER.name, "email": CALLER.email, "text": "답장이 늦습니다."},
            person=None,
            channel="phone",
            actor=hana,
            old_enough=True,
        )
    )
    # An account that uses somebody else's address: it stands still until an officer has looked.
    _joined(jk, MISUSED)
    run(report_impersonation(house, "email", MISUSED.email, actor=jk.acting("outsider", "visitor")))
    # A demand by an authority that waits for the officer's yes, and a read of many that does, too.
    _demanded(stage, writer)
    run(
        ask_mass(
            house,
            Query("membership", "support", ("name", "email"), 500),
            actor=hana,
            reason="가상의 장애 안내를 보낼 사람을 찾습니다",
        )
    )
    # A consent that is asked for, and a task that somebody wrote down.
    run(
        new_consents.ask_people(
            house,
            "asked-later/support",
            why_ko="원격 지원을 함께 하는 곳이 바뀝니다.",
            why_en="Somebody else will help with remote support.",
            until=today + timedelta(days=14),
            subject=writer.subject,
            actor=omar,
        )
    )
    run(file_own(house, "새 제휴사와의 계약서를 검토하기", "hana", today + timedelta(days=3), actor=omar))
    run(reckon_papers(house))


def _joined(jk: Jikim, person: Invented) -> Ref:
    """Somebody new, and their membership."""
    return jk.collect("membership", person.membership, channel="homepage", old_enough=True).ref


def _demanded(stage: Stage, membership: Ref) -> None:
    house, hana, run = stage.jk.house, stage.handlers["hana"], stage.jk.driver.run
    number = run(
        demands.prepare(
            house,
            to="authority",
            purpose="support",
            ground="order",
            authority="가상경찰청",
            statute="통신비밀보호법 제13조",
            document="가상-2019-017",
            note="원본은 우편으로 왔습니다.",
            place="가상 서류철 5",
            actor=hana,
        )
    )
    one = run(demand_register.demand_of(house, number))
    assert one is not None
    run(demands.set_part(house, one, membership, ["name", "email"], actor=hana))
    run(demands.put(house, one, actor=hana))
