"""Who holds several grants acts by the one that reaches: what one allows, another beside it does not take away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.employed import swept
from tests.office.conftest import Office, post
from tests.office.test_rested import rests

from jikim.policy.ask import Actor


def with_two(
    office: Office, handler: str, first: Iterable[str], second: Iterable[str], kinds: Any = (None, None)
) -> httpx.Client:
    """The browser of a handler with a grant for each of these purposes; `kinds`: the record kinds of each."""
    jk = office.jk
    office.employ(handler, "handler", ())
    for purposes, reach in zip((first, second), kinds, strict=True):
        until = jk.now() + timedelta(days=90)
        jk.by(jk.acting("system", "set-up")).grant(handler, list(purposes), until, kinds=reach)
    return office.browser(handler)


@pytest.mark.clause("5.8")
def test_the_archive_is_opened_by_a_second_grant_and_without_a_statute(office: Office) -> None:
    """Its form finds whoever has left, and the next shows what rests of them: for a dispute, of which no law and no
    document is known."""
    person, _ = office.member()
    ref = rests(office, person, email="second.grant@example.com")
    office.jk.by(Actor("member", str(person.subject))).leave(person.subject)
    swept(office.jk)
    browser = with_two(office, "h-rest-second", ("support", "complaints"), ("legal-evidence",))
    why = {"reason_kind": "dispute", "reason": "분쟁 조정"}
    sought = {"rested_item": "email", "rested_value": "second.grant@example.com", "keeping": "legal-evidence"}
    way = f"/office/people/{person.subject}"
    assert way in post(browser, "/office/people/rested", **sought, **why).text
    browser.get(way)
    what = {"record": str(ref.record), "rests": "yes"}
    post(browser, f"{way}/rest", **what)
    shown = post(browser, f"{way}/rest", **what, purpose="legal-evidence", **why)
    assert shown.status_code == 200, shown.text
    assert "분쟁 조정" in shown.text


@pytest.mark.clause("10.6")
def test_a_person_is_found_by_the_grant_that_reads_the_item(office: Office) -> None:
    """A newer grant with more purposes, none of which reads e-mail addresses, refuses nothing to whoever may read them."""
    person, given = office.member()
    browser = with_two(office, "h-find-second", ("support",), ("delivery", "debt-collection", "identity-check"))
    found = post(browser, "/office/people/find", item="email", value=given["email"])
    assert found.headers.get("location") == f"/office/people/{person.subject}", found.text


@pytest.mark.clause("10.6", "6.4")
def test_a_paper_is_entered_by_the_grant_that_reaches_its_record(office: Office) -> None:
    """Two grants for one purpose, the newer and wider for enquiries alone: the other enters the paper of an order."""
    wide = ("support", "complaints")
    browser = with_two(office, "h-paper-second", ("support",), wide, kinds=(["order"], ["enquiry", "complaint"]))
    form = {"kind": "order", "cabinet": "서류함 A", "shelf": "2"}
    assert post(browser, "/office/cabinet", **form).status_code == 303


@pytest.mark.clause("10.6")
def test_an_officer_is_not_sent_to_the_officer_for_a_grant(office: Office) -> None:
    """Whoever lacks a grant reads that another officer gives it: on their own page, in a search, of the archive."""
    person, _ = office.member()
    ref = rests(office, person, email="second.officer@example.com")
    office.employ("h-officer-none", "officer", ())
    office.employ("h-officer-some", "officer", ("support",), items=["name"])
    without = office.browser("h-officer-none").get("/office/me").text
    some, way = office.browser("h-officer-some"), f"/office/people/{person.subject}"
    some.get(way)
    found = post(some, "/office/people/find", item="email", value="second.officer@example.com").text
    what = {"record": str(ref.record), "rests": "yes", "purpose": "legal-evidence"}
    kept = post(some, f"{way}/rest", **what, reason_kind="dispute", reason="분쟁 조정").text
    for page in (without, found, kept):
        said = page.partition("<main")[2].partition("</main")[0]
        assert "권한은 다른 보호책임자가 부여" in said
        assert "보호책임자에게" not in said
