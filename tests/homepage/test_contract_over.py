"""A processor whose contract is over is offered nowhere; a payment that it was to be entrusted with makes no order
paid."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.homepage.shop import CARD, Shop, out_of, shop

from jikim.policy.model import PolicyFile


@pytest.fixture(scope="module")
def rv(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A homepage of this file's own: contracts end in it."""
    with shop(homepage, tmp_path_factory.mktemp("over")) as one:
        yield one


def end(rv: Shop, processor: str) -> None:
    rv.jk.by(rv.jk.acting("system", "set-up")).end_contract(processor)


def happened(rv: Shop, number: str) -> list[str]:
    """What happened to an order's records, as the ledger tells it."""
    return [use.get("happened", "") for use in rv.events(number, "record:event:allowed")]


@pytest.mark.clause("4.7")
def test_a_processor_whose_contract_is_over_is_offered_nowhere(rv: Shop) -> None:
    """From the end of its contract on no page leads to it: not the order's, not its payment page, not its identity
    check."""
    with rv.browser() as browser:
        number = rv.order(browser)
        ways = [f"/orders/{number}/pay/paypal", f"/orders/{number}/identity/kftc"]
        assert [browser.get(way).status_code for way in ways] == [200, 200]
        for processor in ("paypal", "kftc"):
            end(rv, processor)
        shown = browser.get(f"/orders/{number}").text
        assert "/pay/kcp" in shown
        assert "/pay/paypal" not in shown
        assert "/pay/kftc" not in shown
        assert [browser.get(way).status_code for way in ways] == [404, 404]


@pytest.mark.clause("4.1")
def test_an_order_whose_hand_over_failed_is_not_paid(rv: Shop) -> None:
    """The contract ends while somebody types a card: the money goes back, nothing is entrusted, and the order is not
    paid."""
    with rv.browser() as browser:
        number = rv.order(browser)
        leads = out_of(browser.get(f"/orders/{number}/pay/epsilon"))
        end(rv, "epsilon")
        back = rv.pay(leads, card=CARD, expires="12/29")
        browser.get(back)
        assert "paid" not in happened(rv, number)
        assert [card.state for card in rv.cards(number, "payment")] in ([], ["ended"])
        assert "/pay/kcp" in browser.get(f"/orders/{number}").text
        rv.paid(browser, number)
        assert "paid" in happened(rv, number)
    rv.jk.deliver()
    assert rv.kept.of("epsilon") == []
