"""From the shelf to a paid order: the basket, the order form, the payment page and back."""

from __future__ import annotations

import pytest
from tests.homepage.shop import Shop


@pytest.mark.clause("2.1")
@pytest.mark.parametrize("en", [False, True], ids=["ko", "en"])
def test_a_guest_buys_a_licence_by_card(rv: Shop, en: bool) -> None:
    """From the shelf to paid: the order and its payment are here, and KCP got what its task needs."""
    with rv.browser(en=en) as browser:
        assert browser.get("/").status_code == 200
        number = rv.order(browser)
        done = rv.paid(browser, number)
        assert ("It is paid." if en else "결제됐습니다.") in done.text
        (payment,) = rv.cards(number, "payment")
        assert payment.values["card"] == {"brand": "Visa", "last4": "4242"}
        assert payment.values["payment"]["amount"] == 48_000
        assert len(rv.events(number, "record:entrust:allowed")) == 1
