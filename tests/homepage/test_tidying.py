"""The shop's daily work: what is carried out is settled, what nobody paid is cancelled, and the books forget it."""

from __future__ import annotations

import asyncio

import pytest
from homepage.site.books import NAME, Books
from homepage.site.tidying import Tidied, tidy
from tests.conftest import HOMEPAGE
from tests.homepage.shop import Shop
from tests.homepage.test_processors import identified

import jikim


def tidied(rv: Shop) -> Tidied:
    """Runs it once, as a process of its own would."""

    async def run() -> Tidied:
        async with jikim.open_async(HOMEPAGE, settings=rv.web.settings, application="shop") as jk:
            return await tidy(jk)

    return asyncio.run(run())


@pytest.mark.clause("5.1")
def test_nothing_is_left_half_done(rv: Shop) -> None:
    """Two weeks later a paid licence is settled, an order that nobody paid is over, and a check that led nowhere too; a second run does nothing."""
    with rv.browser() as browser:
        paid, unpaid = rv.order(browser), rv.order(browser)
        rv.paid(browser, paid)
        identified(rv, browser, unpaid)
        rv.later(days=13)
        tidied(rv)
        assert [rv.cards(number, "order")[0].state for number in (paid, unpaid)] == ["live", "live"]
        rv.later(days=2)
        first = tidied(rv)
        assert first.settled >= 1
        assert first.cancelled >= 1
        assert first.checked >= 1
        assert {card.state for card in rv.dossier(paid).cards} == {"ended"}
        subject = rv.subject(paid)
        again = tidied(rv)
        assert again.settled == again.cancelled == again.checked == 0
        assert all(ref.subject != subject for ref in Books(rv.web.settings.directory / NAME).orders())
        assert "끝난 주문입니다." in browser.get(f"/orders/{paid}").text
