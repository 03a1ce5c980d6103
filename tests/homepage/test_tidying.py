"""The shop's daily work: what is carried out is settled, what came to nothing ends by the policy alone, and the books
forget it."""

from __future__ import annotations

import asyncio

import pytest
from homepage.site import addition
from homepage.site.books import NAME, Books
from homepage.site.tidying import Tidied, tidy
from tests.conftest import HOMEPAGE
from tests.homepage.shop import Shop
from tests.homepage.test_processors import identified

import jikim
from jikim.app.due import run_due
from jikim.cli.addition import working


def tidied(rv: Shop) -> Tidied:
    """Runs it once, as a process of its own would."""

    async def run() -> Tidied:
        async with jikim.open_async(HOMEPAGE, settings=rv.web.settings, application="shop") as jk:
            return await tidy(jk)

    return asyncio.run(run())


@pytest.mark.clause("5.1")
def test_nothing_is_left_half_done(rv: Shop) -> None:
    """Two weeks later a paid licence is settled; an order that nobody paid and a check that led nowhere go whole,
    without a hand; a second run does nothing."""
    with rv.browser() as browser, rv.browser() as other:
        paid, unpaid = rv.order(browser), rv.order(other)
        rv.paid(browser, paid)
        identified(rv, other, unpaid)
        rv.later(days=13)
        tidied(rv)
        assert [rv.cards(number, "order")[0].state for number in (paid, unpaid)] == ["live", "live"]
        rv.later(days=2)
        subject, nobody = rv.subject(paid), rv.subject(unpaid)
        rv.sweep()
        shown = rv.jk.show(nobody)
        assert (shown.cards, shown.resting) == ((), ())
        first = tidied(rv)
        assert first.settled >= 1
        assert {card.state for card in rv.dossier(paid).cards} == {"ended"}
        assert tidied(rv).settled == 0
        assert "종료된 주문입니다." in browser.get(f"/orders/{paid}").text
        rv.sweep()
        tidied(rv)
        assert {card.ref.kind for card in rv.jk.show(subject).resting} == {"order", "payment"}
        assert all(ref.subject != subject for ref in Books(rv.web.settings.directory / NAME).orders())


@pytest.mark.clause("5.1")
def test_what_is_due_does_the_shops_work_too(rv: Shop) -> None:
    """Nobody runs it by hand: beside the site it is a step of what is due, once a day, and tells what it did in
    numbers."""
    with rv.browser() as browser:
        number = rv.order(browser)
        rv.paid(browser, number)
    rv.later(days=15)
    assert next(ran for ran in run_due(rv.jk) if ran.step == "site").done["settled"] >= 1
    assert rv.cards(number, "order")[0].state == "ended"
    assert rv.jk.own_work is not None
    assert rv.jk.own_work() == {}


def test_jobs_elsewhere_do_the_shops_work(rv: Shop) -> None:
    """`jikim jobs --site` does it without the site, on a loop of its own."""
    with rv.browser() as browser:
        number = rv.order(browser)
        rv.paid(browser, number)
    rv.later(days=15)
    beside = rv.jk.own_work
    try:
        with working(rv.jk, addition()):
            assert rv.jk.own_work is not None
            assert rv.jk.own_work()["settled"] >= 1
    finally:
        rv.jk.own_work = beside
    assert rv.cards(number, "order")[0].state == "ended"


def test_what_the_shops_work_raises_stops_nothing_else(rv: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its step is told as not done, by the error's type and none of its words; the next step follows."""

    def fails() -> dict[str, int]:
        raise ValueError("a word about somebody")

    monkeypatch.setattr(rv.jk, "own_work", fails)
    steps = {}
    for ran in run_due(rv.jk):
        steps[ran.step] = ran
        if ran.step == "mail":
            break
    assert steps["site"].failed is not None
    assert "ValueError" in steps["site"].failed
    assert "somebody" not in steps["site"].failed
