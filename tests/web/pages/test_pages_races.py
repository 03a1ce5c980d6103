"""Two browsers at once: somebody withdraws or leaves in one while in the other their order is being paid."""

from __future__ import annotations

import re
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser
from tests.homepage.shop import PLACE, Shop
from tests.homepage.shop import Browser as Plain
from tests.web.arranged import session
from tests.web.pages.seeing import Eyes, Look, eyes


def _two(stack: ExitStack, rv: Shop, chromium: Browser) -> tuple[Eyes, Eyes, dict[str, str], str]:
    """A member with two browsers, and an order of theirs that waits for its payment."""
    person, given = rv.web.member(name="남궁서리")
    token = session(rv, person)
    with rv.web.client() as client:
        client.cookies.set("jikim_session", token, domain="127.0.0.1")
        number = rv.order(Plain(client), "business-box", **PLACE)
    pays, acts = (stack.enter_context(eyes(rv.web, chromium, Look("ko", "desk"))) for _ in range(2))
    for window in (pays, acts):
        window.as_somebody(token)
    return pays, acts, given, number


def _to_the_provider(pays: Eyes, number: str) -> None:
    pays.open(f"/orders/{number}/pay/kcp")
    pays.page.click("a[rel=external]")
    pays.page.wait_for_selector("[name=card]")
    pays.page.fill("[name=card]", "4242 4242 4242 4242")
    pays.page.fill("[name=expires]", "12/29")


def _done_at_the_provider(pays: Eyes) -> str:
    with pays.page.expect_navigation(url=re.compile(r"/orders/|/sign-in|/step-up")):
        pays.page.click("button")
    return str(pays.page.locator("main").inner_text())


def _money_is_back(rv: Shop, number: str) -> None:
    """The provider gave the money back; the order was never paid, and nobody was entrusted with anything of it."""
    assert [one.state for one in rv.kept.payments.values() if one.order == number] == ["void"]
    uses = rv.dossier(number).uses
    assert "paid" not in [use.get("happened") for use in uses]
    assert not [use for use in uses if use["event"] in ("record:entrust:allowed", "record:provide:allowed")]


@pytest.mark.clause("7.2")
@pytest.mark.long
def test_leaving_while_an_order_is_being_paid(rv: Shop, chromium: Browser) -> None:
    """In one browser a member leaves while the other is at the payment page: the payment ends as the policy says, no
    page fails, and nothing of the person is shown to whoever holds the old session."""
    with ExitStack() as stack:
        pays, acts, given, number = _two(stack, rv, chromium)
        _to_the_provider(pays, number)
        acts.open("/my/leave")
        acts.page.fill("[name=password]", given["password"])
        acts.page.click("main form button.grave")
        acts.page.wait_for_selector("a[href*='/receipt/']")
        said = _done_at_the_provider(pays)
        assert given["email"] not in said
        _money_is_back(rv, number)
        pays.open("/my")
        assert "/sign-in" in pays.page.url


@pytest.mark.long
def test_withdrawing_an_order_while_it_is_being_paid(rv: Shop, chromium: Browser) -> None:
    """In one browser an order is withdrawn while the other pays for it: the order ends withdrawn, whichever came last,
    and no money is kept for it."""
    with ExitStack() as stack:
        pays, acts, _given, number = _two(stack, rv, chromium)
        _to_the_provider(pays, number)
        acts.open(f"/orders/{number}/withdraw")
        acts.page.click("main form button:not(.plain)")
        acts.page.wait_for_url(f"**/orders/{number}?*said=withdrawn")
        _done_at_the_provider(pays)
        acts.open(f"/orders/{number}")
        assert "said=over" in pays.page.url
        _money_is_back(rv, number)
        assert "withdrawn" in [use.get("happened") for use in rv.dossier(number).uses]
