"""The register of handlers as an officer works it: entered, invited, granted, trained, revoked, leaving, handed over, forgotten."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.office.conftest import Office, post

import jikim
from jikim.handlers.proofs import proofs_of
from jikim.handlers.register import forget_workers, grants, worker


@pytest.mark.clause("10.6")
@pytest.mark.clause("10.9")
def test_from_entry_to_grant(office: Office) -> None:
    """Somebody who is entered can be given nothing before their pledge; then a grant reaches the purposes, records and items that were ticked and no further."""
    browser = office.officer("h-boss")
    new = {"handler": "h-new", "name": "나다라", "email": "new@example.com", "kind": "handler"}
    assert post(browser, "/office/handlers/new", **new).headers["location"] == "/office/handlers/h-new"
    assert post(browser, "/office/handlers/new", **new).status_code == 422
    until = str(office.jk.house.today() + timedelta(days=30))
    given = {"purposes": ["delivery"], "kinds": ["order"], "items": ["name", "address"], "until": until}
    refused = post(browser, "/office/handlers/h-new/grant", **given)
    assert refused.status_code == 422
    assert "10.9" in refused.text
    assert post(browser, "/office/handlers/h-new/pledge", text="서면 서약", place="캐비닛 2").status_code == 303
    assert post(browser, "/office/handlers/h-new/grant", **given).status_code == 303
    person, _ = office.member()
    order = office.jk.collect(
        "order", {"name": "가나다", "phone": "02-1234-5678", "address": "서울특별시 없는구 없는로 1", "lines": [{"what": "Box"}]}, channel="homepage",
        subject=person, old_enough=True,
    ).ref  # fmt: skip
    actor = office.jk.handler("h-new")
    assert set(office.jk.use(order, purpose="delivery", items=["name", "address"], actor=actor)) == {"name", "address"}
    for ask in (
        lambda: office.jk.use(order, purpose="delivery", items=["name", "phone"], actor=actor),
        lambda: office.jk.use(order, purpose="billing", items=["name"], actor=actor),
        lambda: office.jk.show(person.subject, actor=actor),
        lambda: office.jk.find("phone", "02-1234-5678", actor=actor),
    ):
        with pytest.raises(jikim.DeniedError) as denied:
            ask()
        assert denied.value.clause == "10.6"


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


@pytest.mark.clause("10.7")
def test_training_has_its_next_day(office: Office) -> None:
    """A training that is recorded says when the next is due, by the policy's interval; one that is overdue is on the morning page."""
    browser = office.officer("h-boss")
    office.employ("h-trained", "handler")
    today = office.jk.house.today()
    assert (
        post(
            browser, "/office/handlers/h-trained/training", day=str(today - timedelta(days=400)), text="가상의 교육"
        ).status_code
        == 303
    )
    assert "취급자 교육: h-trained" in browser.get("/office").text
    assert post(browser, "/office/handlers/h-trained/training", day=str(today), text="가상의 교육").status_code == 303
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


@pytest.mark.clause("10.8")
def test_leaving_asks_for_the_handover(office: Office) -> None:
    """Leaving ends the grants at once and stays on the morning page until the handover is recorded; three years later the name is erased."""
    browser = office.officer("h-boss")
    office.employ("h-gone", "handler")
    assert post(browser, "/office/handlers/h-gone/leave").status_code == 422
    assert post(browser, "/office/handlers/h-gone/leave", sure="yes").status_code == 303
    assert office.jk.handler("h-gone").purposes == 0
    with pytest.raises(jikim.DeniedError):
        office.jk.grant(
            "h-gone", ["support"], office.jk.now() + timedelta(days=3), actor=office.jk.acting("system", "set-up")
        )
    assert "Handover record: h-gone" in browser.get("/en/office").text
    assert post(browser, "/office/handlers/h-gone/handover", text="문의 세 건").status_code == 422
    assert post(browser, "/office/handlers/h-gone/handover", text="문의 세 건", to="h-boss").status_code == 303
    assert "Handover record: h-gone" not in browser.get("/en/office").text
    assert office.jk.driver.run(forget_workers(office.jk.house)) == 0


def test_no_handler_appoints_anybody(office: Office) -> None:
    """The register and every act in it are an officer's: a handler is refused with the promise, and nothing happens."""
    browser = office.worker("h-curious", "support")
    assert browser.get("/office/handlers").status_code == 403
    assert post(browser, "/office/handlers/h-curious/grant", purposes=["billing"]).status_code == 403
    assert browser.get("/office/me").status_code == 200
    with pytest.raises(jikim.DeniedError):
        office.jk.grant(
            "h-curious", ["billing"], office.jk.now() + timedelta(days=3), actor=office.jk.handler("h-curious")
        )


def test_a_lost_proof_is_given_up(office: Office) -> None:
    """An officer removes a proof of somebody who lost their device; it proves nothing any more, and a number of no proof changes nothing."""
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
