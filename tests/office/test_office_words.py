"""What people of the office write: no number that is never taken stays anywhere, and words that are refused leave
nothing half done."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from tests.office.conftest import Office, post
from tests.office.desk_asked import asked, mine
from tests.office.desk_work import ORDER
from tests.suspected import report

from jikim.desk.complaints import complain, ref_of
from jikim.desk.impersonation import report_impersonation
from jikim.errors import InvalidError
from jikim.ledger.searching import looked_through
from jikim.policy.ask import ActorKind
from jikim.web.office.requests.words import WHO
from jikim.web.parts.traces import ACTORS

RESIDENT, CARD = "적었습니다 800101-1234567", "적었습니다 4111-1111-1111-1111"
SAID = "받지 않는 번호"


def complaint(office: Office, given: dict[str, Any], person: Any) -> Any:
    words = {"name": "가나다", "email": given["email"], "text": "광고가 너무 자주 옵니다"}
    return office.jk.driver.run(complain(office.jk.house, words, person=person, actor=mine(person), old_enough=True))


@pytest.mark.clause("1.2")
@pytest.mark.parametrize("number", [RESIDENT, CARD], ids=["resident", "card"])
def test_no_free_text_of_the_office_takes_a_number_that_is_never_taken(office: Office, number: str) -> None:
    """An answer, a reason, a note, a place, a notice, a case, the register of handlers: each is refused beside its
    field, in both languages' words."""
    jk, browser = office.jk, office.officer("h-words")
    office.employ("h-words-other", "handler", ("support",))
    person, given = office.member()
    order = jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True).ref
    jk.driver.run(report_impersonation(jk.house, "email", office.member()[1]["email"], actor=jk.actor))
    request = asked(office, person, "access")
    today, way = str(jk.house.today()), f"/office/people/{person.subject}"
    seen = browser.get(request).text.partition('name="seen" value="')[2].partition('"')[0]
    paper = post(browser, "/office/cabinet", kind="order", cabinet="A", shelf="1").headers["location"]
    notice = {"title_ko": "안내", "title_en": "Notice", "body_ko": "글", "body_en": "Text", "do": "post"}
    demand = {
        "ground": "order",
        "authority": "가상경찰청",
        "statute": "가상법",
        "document": "가상-1",
        "place": "A",
        "purpose": "authority/identification",
    }
    wrong: list[tuple[str, dict[str, Any]]] = [
        (f"{request}/answer", {"text": number, "seen": seen}),
        (f"{request}/refuse", {"reason": number, "seen": seen}),
        (f"{request}/do", {"did": number, "seen": seen}),
        (f"/office/complaints/{complaint(office, given, person).number}/answer", {"answer": number}),
        (f"{way}/read", {"purpose": "support", "item": f"{order.record}/name", "reason": number}),
        ("/office/people/many/new", {"what": "delivery/order", "item": "name", "ceiling": "9", "reason": number}),
        ("/office/calendar/holds", {"record": str(order.record), "reason": number}),
        ("/office/cabinet", {"kind": "order", "cabinet": number, "shelf": "1"}),
        (f"{paper}/move", {"cabinet": "A", "shelf": number}),
        ("/office/breach", {"what": "가상의 유출", "measures": number}),
        ("/office/tasks", {"text": number, "due": today}),
        ("/office/disclosures/demands/new", {**demand, "note": number}),
        ("/office/handlers/h-words-other/training", {"day": today, "text": number, "place": "서류철"}),
        ("/office/handlers/h-words-other/change", {"name": number, "email": "x@example.com", "kind": "handler"}),
        (
            "/office/handlers/new",
            {"handler": "h-words-new", "name": "가나다", "email": "x@example.com", "duty": number},
        ),
        *(
            ("/office/notices/new", {**notice, field: number})
            for field in ("title_ko", "title_en", "body_ko", "body_en")
        ),
    ]
    taken = [
        (path, answer.status_code)
        for path, form in wrong
        if (answer := post(browser, path, **form)).status_code != 422 or SAID not in answer.text
    ]
    assert not taken
    with pytest.raises(InvalidError, match="reason"):
        jk.by(jk.handler("h-words")).use(order, purpose="support", items=["name"], reason=number)


@pytest.mark.clause("10.6")
def test_what_is_refused_is_recorded_whatever_its_reason_says(office: Office) -> None:
    """A number in the reason keeps no refusal off the record, and is not in it."""
    jk = office.jk
    handler = office.employ("h-words-refused", "handler", ("delivery",))
    person, _ = office.member()
    membership = next(card.ref for card in jk.by(mine(person)).show(person.subject).cards)
    with pytest.raises(Exception, match="purpose"):
        jk.by(handler).use(membership, purpose="delivery", items=["email"], reason=RESIDENT)
    jk.sequence()
    found = _entries(
        office, lambda body: body.get("actor") == "handler:h-words-refused" and str(body["event"]).endswith(":denied")
    )
    assert len(found) == 1
    assert "reason" not in found[0]


@pytest.mark.clause("8.2")
def test_why_an_account_was_ended_is_in_the_ledger(office: Office) -> None:
    """The reason that an officer gives for ending a reported account, or for releasing it, is kept with the act."""
    jk, browser = office.jk, office.officer("h-words-misuse")
    people = [office.member() for _ in range(2)]
    for _, given in people:
        jk.driver.run(report_impersonation(jk.house, "email", given["email"], actor=jk.actor))
    (kept, _), (lost, _) = people
    post(browser, f"/office/impersonation/{report(jk, kept.subject).number}/release", released="본인과 통화했습니다")
    post(
        browser,
        f"/office/impersonation/{report(jk, lost.subject).number}/end",
        confirmed="도용이 사실입니다",
        sure="yes",
    )
    jk.sequence()
    found = {
        str(body["event"]): body.get("reason")
        for body in _entries(office, lambda body: body.get("actor") == "officer:h-words-misuse")
    }
    assert found["impersonation:release:allowed"] == "본인과 통화했습니다"
    assert found["impersonation:end:allowed"] == "도용이 사실입니다"


def _entries(office: Office, fits: Any) -> list[dict[str, Any]]:
    found, _ = office.jk.driver.run(
        looked_through(office.jk.house.keyring, office.jk.house.objects, 0, 20_000, fits, most=10_000, pages=10)
    )
    return list(found)


@pytest.mark.clause("11.2")
def test_an_answer_that_is_refused_leaves_the_complaint_to_be_answered(office: Office) -> None:
    """Words that are not taken freeze nothing; the next answer goes; who answers second changes nothing of the first."""
    jk, browser = office.jk, office.officer("h-words-complaint")
    person, given = office.member()
    one = complaint(office, given, person)
    way = f"/office/complaints/{one.number}"
    assert post(browser, f"{way}/answer", answer=RESIDENT).status_code == 422
    assert post(browser, f"{way}/answer", answer="광고를 멈추었습니다").status_code == 303
    again = post(office.officer("h-words-second"), f"{way}/answer", answer="다른 답입니다")
    assert again.status_code == 422
    assert "이미 처리되었습니다" in again.text
    said = jk.by(jk.handler("h-words-second")).use(ref_of(one), purpose="complaints", items=["answer"], reason="확인")
    assert said["answer"] == "광고를 멈추었습니다"


@pytest.mark.clause("10.10")
def test_a_name_that_is_typed_for_somebody_is_written_down_nowhere(office: Office) -> None:
    """An owner of a task, or a handler in an address, who is none is refused beside the field, and stands in no entry
    of the ledger."""
    jk, browser = office.jk, office.officer("h-words-names")
    typed, due = "홍길동 010-0000-0000", str(jk.house.today())
    assert post(browser, "/office/tasks", text="과제", due=due, owner=typed).status_code == 422
    task = post(browser, "/office/tasks", text="과제", due=due).headers["location"]
    assert post(browser, f"{task}/give", owner=typed).status_code == 422
    for act in ("invite", "leave", "training", "grant"):
        form = {"sure": "on", "day": due, "purposes": "support", "until": due}
        assert post(browser, f"/office/handlers/{typed}/{act}", **form).status_code == 404, act
    jk.sequence()
    assert _entries(office, lambda body: "홍길동" in str(body)) == []


@pytest.mark.clause("6.4")
def test_who_has_left_is_no_witness(office: Office) -> None:
    """Somebody who does not work here any more looks on at no shredding."""
    browser = office.officer("h-words-shreds")
    office.employ("h-words-left", "handler", ("support",))
    paper = {"kind": "visit", "cabinet": "A", "shelf": "1", "received": "2013-01-02"}
    way = post(browser, "/office/cabinet", **paper).headers["location"]
    assert post(browser, "/office/handlers/h-words-left/leave", sure="on").status_code == 303
    form = {"method": "shred", "day": str(office.jk.house.today())}
    refused = post(browser, f"{way}/destroy", **form, witness="h-words-left")
    assert refused.status_code == 422
    assert "현재 등록된 취급자가 아닙니다" in refused.text
    office.employ("h-words-here", "handler", ("support",))
    assert post(browser, f"{way}/destroy", **form, witness="h-words-here").status_code == 303


@pytest.mark.parametrize("kind", get_args(ActorKind))
def test_whoever_acts_is_called_by_a_word(kind: str) -> None:
    """Histories and lists of uses say who it was in words, for every kind of actor."""
    assert kind in WHO
    assert kind in ACTORS
