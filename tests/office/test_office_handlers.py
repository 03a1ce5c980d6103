"""The register of handlers as an officer works it: entered, invited, granted, trained, revoked, leaving, handed over,
forgotten."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Cast
from tests.employed import employ, swear
from tests.office.conftest import Office, confirm, post

import jikim
from jikim.alerts.raising import open_alerts
from jikim.handlers import register
from jikim.handlers.proofs import proofs_of
from jikim.handlers.register import forget_workers, grants, worker
from jikim.policy.period import due, start_of
from jikim.policy.render.voice import date_in
from jikim.web.office.handlers import one as one_page


@pytest.mark.by_hand
@pytest.mark.clause("10.6")
@pytest.mark.clause("10.9")
def test_from_entry_to_grant(office: Office) -> None:
    """Somebody who is entered can be given nothing before their pledge; then a grant reaches the purposes, records and
    items that were ticked and no further."""
    browser = office.officer("h-boss")
    new = {"handler": "h-new", "name": "나다라", "email": "new@example.com", "kind": "handler"}
    assert post(browser, "/office/handlers/new", **new).headers["location"] == "/office/handlers/h-new"
    assert post(browser, "/office/handlers/new", **new).status_code == 422
    until = str(office.jk.house.today() + timedelta(days=30))
    given = {"purposes": ["delivery"], "kinds": ["order"], "items": ["name", "address"], "until": until}
    refused = post(browser, "/office/handlers/h-new/grant", **given)
    assert refused.status_code == 422
    assert "10.9" in refused.text
    swear(office.jk, "h-new")
    assert post(browser, "/office/handlers/h-new/grant", **given).status_code == 303
    person, _ = office.member()
    order = office.jk.collect(
        "order",
        {
            "name": "가나다",
            "phone": "02-1234-5678",
            "address": "서울특별시 없는구 없는로 1",
            "lines": [{"what": "Box"}],
        },
        channel="homepage",
        subject=person,
        old_enough=True,
    ).ref
    actor = office.jk.handler("h-new")
    assert set(office.jk.by(actor).use(order, purpose="delivery", items=["name", "address"])) == {"name", "address"}
    for ask in (
        lambda: office.jk.by(actor).use(order, purpose="delivery", items=["name", "phone"]),
        lambda: office.jk.by(actor).use(order, purpose="billing", items=["name"]),
        lambda: office.jk.by(actor).show(person.subject),
        lambda: office.jk.by(actor).find("phone", "02-1234-5678"),
    ):
        with pytest.raises(jikim.DeniedError) as denied:
            ask()
        assert denied.value.clause == "10.6"


@pytest.mark.by_hand
@pytest.mark.clause("10.6")
def test_who_has_a_grant_answers_for_it_themself(office: Office) -> None:
    """The page of one's own grants asks for it until it is said; nobody says it for another, an officer neither."""
    officer, mine = office.officer("h-answers-boss"), office.worker("h-answers", "support")
    [given] = office.jk.do(grants, "h-answers")
    way = f"/office/me/grants/{given.number}"
    assert given.waits
    assert way in mine.get("/office/me").text
    assert way not in officer.get("/office/me").text
    assert post(officer, way).status_code in (403, 404, 422)
    assert office.jk.do(grants, "h-answers")[0].waits
    assert post(mine, way).status_code == 303
    assert not office.jk.do(grants, "h-answers")[0].waits
    assert way not in mine.get("/office/me").text


@pytest.mark.clause("10.6")
def test_a_grant_is_never_longer_than_the_interval_of_its_renewal(office: Office) -> None:
    """The page gives no grant beyond the renewal interval of the policy."""
    browser = office.officer("h-boss")
    office.employ("h-long", "handler", ())
    answer = post(
        browser,
        "/office/handlers/h-long/grant",
        purposes=["support"],
        until=str(office.jk.house.today() + timedelta(days=365)),
    )
    assert answer.status_code == 422
    assert office.jk.driver.run(grants(office.jk.house, "h-long")) == []


@pytest.mark.clause("10.6")
def test_no_door_gives_a_grant_beyond_the_day_of_its_renewal(jk: jikim.Jikim, cast: Cast) -> None:
    """Nor does the SDK, whoever asks and for whom; where no end is said, it is that day's. One that is over already is
    none."""
    last = due(jk.house.today(), jk.house.every("grant-renewal"))
    end = start_of(last + timedelta(days=1), jk.policy.zone)
    for actor in (cast.omar, jk.acting("system", "set-up")):
        for until in (end + timedelta(seconds=1), jk.now()):
            with pytest.raises(jikim.InvalidError, match=date_in(last, "en")):
                jk.by(actor).grant("hana", ["support"], until)
        jk.by(actor).grant("hana", ["support"], end)
        jk.by(actor).grant("hana", ["support"])
    assert {one.until for one in jk.driver.run(grants(jk.house, "hana"))[:4]} == {end}


@pytest.mark.clause("10.6")
def test_no_door_gives_an_officer_their_own_grant_while_another_could(jk: jikim.Jikim, cast: Cast) -> None:
    """The statement refuses it, by the SDK too; a lone officer may, and all are told."""
    employ(jk, "olga", "officer")
    number = jk.by(cast.omar).grant("olga", ["support"])
    with pytest.raises(jikim.DeniedError) as denied:
        jk.by(cast.omar).grant("omar", ["support"])
    assert denied.value.why == "second-person"
    assert jk.driver.run(open_alerts(jk.house)) == []
    jk.by(jk.handler("olga", kind="officer")).revoke(number)
    jk.by(cast.omar).grant("omar", ["support"])
    (told,) = jk.driver.run(open_alerts(jk.house))
    assert told.kind == "self-grant"
    assert "omar" not in told.en


@pytest.mark.clause("10.7")
def test_training_has_its_next_day(office: Office) -> None:
    """A training that is recorded says when the next is due, by the policy's interval; one that is overdue is on the
    morning page."""
    browser = office.officer("h-boss")
    trained = office.worker("h-trained", "support")
    today = office.jk.house.today()
    for day in (today - timedelta(days=400), today):
        form = {"day": str(day), "text": "가상의 교육", "place": "서류철"}
        assert post(browser, "/office/handlers/h-trained/training", **form).status_code == 303
        # An officer's word alone changes nothing.
        assert ("취급자 교육: h-trained" in browser.get("/office").text) is (day == today)
        confirm(trained)
    assert "취급자 교육: h-trained" not in browser.get("/office").text
    assert (
        post(
            browser, "/office/handlers/h-trained/training", day=str(today + timedelta(days=1)), text="앞날"
        ).status_code
        == 422
    )
    one = office.jk.driver.run(worker(office.jk.house, "h-trained"))
    assert one.training_due is not None
    assert one.training_due.year == today.year + 1


def test_each_field_of_an_officers_page_has_a_label_of_its_own(office: Office) -> None:
    """Training, a pledge and an appointment are recorded by forms beside each other: no two fields bear one id."""
    browser = office.officer("h-labels")
    page = browser.get("/office/handlers/h-labels").text
    ids = re.findall(r' id="([^"]+)"', page)
    assert {"f-day-training", "f-day-pledge", "f-day-appointment"} <= set(ids)
    assert len(ids) == len(set(ids))


@pytest.mark.clause("10.8")
def test_leaving_asks_for_the_handover(office: Office) -> None:
    """Leaving ends the grants at once and stays on the morning page until the handover is recorded; three years later
    the name is erased."""
    browser = office.officer("h-boss")
    office.employ("h-gone", "handler")
    assert post(browser, "/office/handlers/h-gone/leave").status_code == 422
    assert post(browser, "/office/handlers/h-gone/leave", sure="yes").status_code == 303
    assert office.jk.handler("h-gone").purposes == 0
    with pytest.raises(jikim.DeniedError):
        office.jk.by(office.jk.acting("system", "set-up")).grant(
            "h-gone", ["support"], office.jk.now() + timedelta(days=3)
        )
    assert "Handover record: h-gone" in browser.get("/en/office?state=due").text
    assert "Handover record: h-gone" not in browser.get("/en/office?state=overdue").text
    assert post(browser, "/office/handlers/h-gone/handover", text="문의 세 건").status_code == 422
    taker = office.worker("h-taker", "support")
    assert post(browser, "/office/handlers/h-gone/handover", text="문의 세 건", to="h-taker").status_code == 303
    assert "Handover record: h-gone" in browser.get("/en/office").text
    confirm(taker)
    assert "Handover record: h-gone" not in browser.get("/en/office").text
    assert office.jk.driver.run(forget_workers(office.jk.house)) == 0


def test_no_handler_appoints_anybody(office: Office) -> None:
    """The register and every act in it are an officer's: a handler is refused with the promise, and nothing happens."""
    browser = office.worker("h-curious", "support")
    assert browser.get("/office/handlers").status_code == 403
    assert post(browser, "/office/handlers/h-curious/grant", purposes=["billing"]).status_code == 403
    assert browser.get("/office/me").status_code == 200
    with pytest.raises(jikim.DeniedError):
        office.jk.by(office.jk.handler("h-curious")).grant(
            "h-curious", ["billing"], office.jk.now() + timedelta(days=3)
        )


def test_a_lost_proof_is_given_up(office: Office) -> None:
    """An officer removes a proof of somebody who lost their device; it proves nothing any more, and a number of no
    proof changes nothing."""
    browser = office.officer("h-boss")
    office.worker("h-loser")
    (one,) = office.jk.driver.run(proofs_of(office.jk.house, "h-loser"))
    assert str(one.proof) in browser.get("/office/handlers/h-loser").text
    assert post(browser, "/office/handlers/h-loser/proof", proof=str(uuid4())).status_code == 303
    assert len(office.jk.driver.run(proofs_of(office.jk.house, "h-loser"))) == 1
    assert post(browser, "/office/handlers/h-loser/proof", proof="no number").status_code == 422
    lost = office.browser("h-loser")
    (one,) = office.jk.driver.run(proofs_of(office.jk.house, "h-loser"))
    assert lost.get("/office").status_code == 200
    for number in ("9" * 40, "9" * 5_000):
        assert post(browser, "/office/handlers/h-loser/revoke", grant=number).status_code < 500
    assert post(browser, "/office/handlers/h-loser/proof", proof=str(one.proof)).status_code == 303
    # Whoever came in with it is out.
    assert lost.get("/office").status_code == 303
    assert office.jk.driver.run(proofs_of(office.jk.house, "h-loser")) == []


@pytest.mark.clause("10.6")
def test_nobody_grants_to_themself_while_another_could(office: Office) -> None:
    """On an officer's own page the grant is refused with its promise, while there is another officer who could give it."""
    browser = office.officer("h-own-grant")
    office.employ("h-granted", "handler", ())
    office.officer("h-another")
    given = {"purposes": ["support"], "until": str(office.jk.house.today() + timedelta(days=5))}
    assert post(browser, "/office/handlers/h-granted/grant", **given).status_code == 303
    refused = post(browser, "/office/handlers/h-own-grant/grant", **given)
    assert refused.status_code == 422
    assert "10.6" in refused.text


def test_the_last_officer_stays_until_there_is_another(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no other officer could give a grant, the last one neither leaves nor becomes less; with another they may."""
    browser = office.officer("h-last")
    way, all_workers = "/office/handlers/h-last", register.workers

    def alone(house: Any) -> Any:
        return [one for one in (yield from all_workers(house)) if one.handler == "h-last" or one.kind != "officer"]

    monkeypatch.setattr(one_page, "workers", alone)
    refused = post(browser, f"{way}/leave", sure="on")
    assert refused.status_code == 422
    assert "유일한 보호책임자" in refused.text
    less = {"name": "가나다", "email": "last@example.com", "duty": "", "kind": "handler"}
    assert post(browser, f"{way}/change", **less).status_code == 422
    assert post(browser, f"{way}/change", **{**less, "kind": "officer"}).status_code == 303
    monkeypatch.undo()
    assert post(browser, f"{way}/leave", sure="on").status_code == 303
    assert browser.get("/office").status_code == 303


def test_an_invitation_that_is_refused_shows_no_address(office: Office) -> None:
    """Somebody who has left gets no link, and the page shows none."""
    browser = office.officer("h-boss")
    office.employ("h-uninvited", "handler", ("support",))
    assert post(browser, "/office/handlers/h-uninvited/leave", sure="on").status_code == 303
    refused = post(browser, "/office/handlers/h-uninvited/invite")
    assert refused.status_code == 422
    assert "/office/begin/" not in refused.text
