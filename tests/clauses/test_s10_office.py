"""Sections 10.5 to 10.9 in the office of the running homepage: networks, handlers with narrow grants, training,
handover, pledges."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.office.conftest import Office, confirm, post, scanned
from tests.uploads.samples import PDF

import jikim
from jikim.alerts.raising import open_alerts
from jikim.handlers.papers import papers_of
from jikim.handlers.register import grants, worker
from jikim.ledger.retention_lots import Lot, lot_of, periods
from jikim.reading.mass import Query, ask_mass, mass_of


@pytest.mark.clause("10.5")
def test_the_office_is_for_declared_networks_and_says_who_knocks_and_who_reads_many(office: Office) -> None:
    """From elsewhere there is no office, and an officer is alerted; a read of many waits for a second person, and is
    told as well."""
    officer = office.officer("h-gate")
    door = office.app.door
    before, door._networks = door._networks, []
    try:
        assert officer.get("/office").status_code == 404
        assert office.client().get("/office/sign-in").status_code == 404
    finally:
        door._networks = before
    kinds = {one.kind for one in office.jk.driver.run(open_alerts(office.jk.house))}
    assert "knock" in kinds
    run, house = office.jk.driver.run, office.jk.house
    asker = office.employ("h-many", "handler", ("delivery",))
    number = run(ask_mass(house, Query("order", "delivery", ("name",), 1_000), actor=asker, reason="배송 지연 안내"))
    assert run(mass_of(house, number)) is not None
    way = f"/office/people/many/{number}"
    assert officer.get(way).status_code == 200
    assert post(office.browser("h-many"), f"{way}/run").status_code in (403, 404, 422)
    for _ in range(7):
        post(office.client(), "/office/sign-in", handler="h-gate", password="wrong", code="000000")
    slowed = post(office.client(), "/office/sign-in", handler="h-gate", password="wrong", code="000000")
    assert "기다려야" in slowed.text


@pytest.mark.clause("10.6")
def test_handlers_are_few_named_and_bounded(office: Office) -> None:
    """A grant names purposes, records, items and an end within the renewal interval; it is revoked at once; and who was
    granted what stays for three years."""
    officer = office.officer("h-boss")
    jk = office.jk
    office.employ("h-narrow", "handler", ())
    until = str(jk.house.today() + timedelta(days=30))
    assert post(officer, "/office/handlers/h-narrow/grant", purposes=["support"], until="2999-01-01").status_code == 422
    given = {"purposes": ["support"], "kinds": ["enquiry"], "items": ["email"], "until": until}
    assert post(officer, "/office/handlers/h-narrow/grant", **given).status_code == 303
    ref = jk.collect(
        "enquiry",
        {"name": "가나다", "email": "narrow@example.com", "text": "끊깁니다"},
        channel="board",
        subject="guest",
        old_enough=True,
    ).ref
    actor = jk.handler("h-narrow")
    assert jk.by(actor).use(ref, purpose="support", items=["email"], reason="문의 전화") == {
        "email": "narrow@example.com"
    }
    for items in (["name"], ["email", "text"]):
        with pytest.raises(jikim.DeniedError) as denied:
            jk.by(actor).use(ref, purpose="support", items=items, reason="문의 전화")
        assert denied.value.clause == "10.6"
    (grant,) = jk.driver.run(grants(jk.house, "h-narrow"))
    assert post(officer, "/office/handlers/h-narrow/revoke", grant=str(grant.number)).status_code == 303
    with pytest.raises(jikim.DeniedError):
        jk.by(actor).use(ref, purpose="support", items=["email"], reason="문의 전화")
    assert str(periods(jk.policy.file, 1)[Lot.GRANTS]) == "3y"
    for event in ("handler:grant", "handler:revoke", "handler:leave"):
        assert lot_of(event, {"actor": "officer:h-boss"}, False) is Lot.GRANTS


@pytest.mark.by_hand
@pytest.mark.clause("10.7")
def test_trainings_fall_due(office: Office) -> None:
    """A training is recorded with its day, and the next one falls due by the policy's interval, on the officer's first
    page."""
    officer = office.officer("h-boss")
    trained = office.worker("h-trained", "support")
    today = office.jk.house.today()
    for day in (today - timedelta(days=500), today):
        form = {"day": str(day), "text": "가상의 교육", "place": "서류철"}
        assert post(officer, "/office/handlers/h-trained/training", **form).status_code == 303
        assert "교육 이수 확인" in trained.get("/office").text
        # An officer's word alone changes nothing.
        assert ("취급자 교육: h-trained" in officer.get("/office").text) is (day == today)
        confirm(trained)
    assert "취급자 교육: h-trained" not in officer.get("/office").text


@pytest.mark.by_hand
@pytest.mark.clause("10.8")
def test_a_duty_is_handed_over(office: Office) -> None:
    """Who leaves a duty can do nothing from that moment; the handover stays on the first page until what went to whom
    is recorded."""
    officer = office.officer("h-boss")
    leaver = office.worker("h-leaver", "support")
    assert leaver.get("/office").status_code == 200
    assert post(officer, "/office/handlers/h-leaver/leave", sure="yes").status_code == 303
    assert leaver.get("/office").status_code == 303
    assert office.jk.handler("h-leaver").purposes == 0
    assert "인수인계 기록: h-leaver" in officer.get("/office").text
    taker = office.worker("h-taker", "support")
    assert post(officer, "/office/handlers/h-leaver/handover", text="문의 두 건", to="h-taker").status_code == 303
    assert "인수인계 기록: h-leaver" in officer.get("/office").text
    assert "인수 확인: h-leaver" in taker.get("/office").text
    confirm(taker)
    assert "인수인계 기록: h-leaver" not in officer.get("/office").text
    (paper,) = [one for one in office.jk.driver.run(papers_of(office.jk.house, "h-leaver")) if one.kind == "handover"]
    assert (paper.text, paper.hand, paper.word) == ("문의 두 건", "h-taker", "확인합니다")


@pytest.mark.by_hand
@pytest.mark.clause("10.9")
@pytest.mark.usefixtures(scanned.__name__)
def test_there_is_no_access_before_the_pledge(office: Office) -> None:
    """Everybody of the office is in the register of pledges, staff too; without one neither the page, nor the SDK, nor
    the database's own function gives a grant."""
    officer = office.officer("h-boss")
    jk = office.jk
    for handler, kind in (("h-unsworn", "handler"), ("h-staff", "staff")):
        form = {"handler": handler, "name": "라마바", "email": f"{handler}@example.com", "kind": kind}
        assert post(officer, "/office/handlers/new", **form).status_code == 303
    until = str(jk.house.today() + timedelta(days=30))
    refused = post(officer, "/office/handlers/h-unsworn/grant", purposes=["support"], until=until)
    assert refused.status_code == 422
    assert "10.9" in refused.text
    with pytest.raises(jikim.DeniedError) as denied:
        jk.by(jk.acting("system", "set-up")).grant("h-unsworn", ["support"], jk.now() + timedelta(days=3))
    assert (denied.value.why, denied.value.clause) == ("no-pledge", "10.9")
    assert "보안 서약: h-unsworn" in officer.get("/office").text
    for handler in ("h-unsworn", "h-staff"):
        form = {"day": str(jk.house.today()), "text": "서면 서약", "place": "서류함 A"}
        # Nobody signs for another: an officer's word alone is no pledge.
        assert post(officer, f"/office/handlers/{handler}/pledge", **form).status_code == 422
        assert jk.driver.run(worker(jk.house, handler)).pledged is None
        shown = {"scan": ("pledge.pdf", PDF, "application/pdf")}
        assert post(officer, f"/office/handlers/{handler}/pledge", files=shown, **form).status_code == 303
        assert jk.driver.run(worker(jk.house, handler)).pledged == jk.house.today()
    assert post(officer, "/office/handlers/h-unsworn/grant", purposes=["support"], until=until).status_code == 303
    staff = post(officer, "/office/handlers/h-staff/grant", purposes=["support"], until=until)
    assert staff.status_code == 422
