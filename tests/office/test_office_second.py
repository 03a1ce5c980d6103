"""What waits for a second person stands on *To do today* of somebody who can be that person, and of nobody who cannot."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.conftest import Cast
from tests.employed import employ, long_alone
from tests.office.conftest import Office, post

from jikim.app import Jikim
from jikim.app.registers import REGISTERS
from jikim.cases.listing import case_by, second_cases
from jikim.cases.register import SECOND
from jikim.desk.complaints import COMPLAINTS, answer_complaint, complain
from jikim.handlers.sessions import Signed
from jikim.reading.mass import Query, ask_mass
from jikim.web.office.building import ROOMS
from jikim.web.office.people import many

WORDS = {"name": "가나다", "email": "alice@example.com", "text": "동의하지 않은 광고가 왔습니다"}

# Each statement that refuses the same person a second word, and the source of *To do today* that tells another of what
# waits for it.
TOLD = {
    "live.case_guard": "cases.pages",
    "live.mass_decide": "people.many",
    "live.mass_review": "people.many",
    "live.pause_answer": "review.monitoring",
    "live.explanation_judge": "review.explaining",
    "live.officer_confirm": "handlers.listing",
    "live.handler_paper_confirm": "handlers.papers",
    "live.deputy_confirm": "handlers.deputies",
    "live.proposal_step": "policy.proposing",
    "live.demand_step": "disclosures.waiting",
    "live.demand_look": "disclosures.waiting",
    "live.release_step": "disclosures.waiting",
    "archive.look_decide": "people.looks",
    "live.approve": "calendar.sweeping",
    "live.review_write": "review.reviews",
}
# Where nothing waits for a second person: one act is refused as it is tried, or another page of another place lists it.
AT_ONCE = {
    "live.publish_begin": "a proposal that another has approved comes first, which `proposal_step` tells of",
    "live.paper_destroy": "the witness of a shredding is named in the same act",
    "live.deputy_name": "nobody stands in for themself",
    "live.grant_give": "another officer gives it",
    "live.bar_lift": "an objection is a request, which the requests' list tells of",
    "live.campaign_step": "the company's own page lists what waits (`HandlerJikim.to_release`)",
}


def test_every_second_word_has_a_place_where_it_waits() -> None:
    """Each statement that asks for another person has a source of *To do today*, or says why nothing waits."""
    functions = set()
    for path in sorted(Path("src/jikim").rglob("*.sql")):
        for name, body in re.findall(
            r"CREATE FUNCTION ([a-z_.]+)\((.*?)^(?:END )?\$\$", path.read_text(encoding="utf-8"), re.S | re.M
        ):
            if re.search(r"live\.(second|same_person)\(|\{same_person\}", re.sub(r"--[^\n]*", "", body)):
                functions.add(name)
    # The rule itself, and who ends a deputy's time, which asks for an officer whose word counts.
    assert functions - {"live.second", "live.same_person", "live.deputy_end"} == TOLD.keys() | AT_ONCE.keys()
    sources = {source.__module__.removeprefix("jikim.web.office.") for room in ROOMS for source in room.TODOS}
    assert set(TOLD.values()) <= sources


def test_a_register_with_a_second_person_says_where_it_waits() -> None:
    """Every state from which another than before goes on is one that the office's lists show."""
    for register in REGISTERS:
        for step in register.steps:
            if step.guard in SECOND and step.by != ("person",):
                assert set(step.from_) <= register.waits | register.seconds.keys(), (register.name, step.name)


@pytest.mark.clause("11.2")
def test_an_answered_complaint_waits_for_another(office: Office) -> None:
    """Whoever answered is not told of it any more; another of the office is, also where the first has taken it on; and
    once it is closed nobody is."""
    first = office.worker("h-answers-first", "complaints")
    second = office.worker("h-looks-second", "complaints")
    jk = office.jk
    member, given = office.member()
    made = jk.do(complain, {**WORDS, "email": given["email"]}, person=member, actor=jk.actor, old_enough=True)
    line = f"민원 {made.number} 종결"
    post(first, f"/office/complaints/{made.number}/take", to="h-answers-first")
    assert line not in second.get("/office").text
    post(first, f"/office/complaints/{made.number}/answer", answer="광고를 멈췄습니다")
    found = jk.do(case_by, COMPLAINTS, made.number)
    assert found is not None
    assert found.state == "answered"
    assert line in second.get("/office").text
    assert f"민원 {made.number}" not in first.get("/office").text
    post(second, f"/office/complaints/{made.number}/close")
    assert line not in second.get("/office").text


def test_a_complaint_that_its_answerer_may_not_close_is_not_listed_for_them(jk: Jikim, cast: Cast) -> None:
    """Answered in time it is late with nobody, and waits for whoever did not answer."""
    run, house = jk.driver.run, jk.house
    employ(jk, "boris")
    jk.by(jk.acting("system", "set-up")).grant("boris", ["complaints"])
    made = run(complain(house, WORDS, person=cast.alice, actor=jk.actor, old_enough=True))
    run(answer_complaint(house, made, {"answer": "멈췄습니다"}, actor=cast.omar))
    waiting = {
        actor.id: [one.number for one in run(second_cases(house, COMPLAINTS, actor=actor, limit=9))]
        for actor in (cast.omar, jk.handler("boris"))
    }
    assert waiting == {"omar": [], "boris": [made.number]}


def test_a_lone_officer_is_told_of_what_they_asked_for(jk: Jikim, cast: Cast) -> None:
    """Who has been the only officer for long is their own second person, and is told so; before that, nobody
    is told of what is their own."""
    run, house = jk.driver.run, jk.house
    run(ask_mass(house, Query("order", "delivery", ("name",), 1_000), actor=cast.omar, reason="배송 지연 안내"))
    me = Signed("omar", "officer", "가나다", "", jk.now(), jk.now(), (), "", False, b"")
    told = [run(many.waiting(house, me, house.today()))]
    long_alone(jk, "omar")
    told.append(run(many.waiting(house, me, house.today())))
    assert [len(one) for one in told] == [0, 1]
