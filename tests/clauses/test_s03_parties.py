"""Section 3.6: what the two sides of an order learn of each other."""

from __future__ import annotations

import pytest
from tests.homepage.shop import GUEST, PLACE, Shop

import jikim
from clauses import facts


@pytest.mark.clause("3.6")
def test_the_other_side_of_an_order_gets_what_the_two_need_and_no_more(rv: Shop) -> None:
    """Once it is paid, and not before, an order of another seller's goes to that seller: name, address and phone; an order of ours does not."""
    row = facts.policy()["recipients"]["counterparty"]
    assert (row["records"], sorted(row["items"])) == (["order"], ["address", "mobile", "name", "phone"])
    before = len(rv.kept.of("counterparty"))
    note = "남에게 알리지 마세요"
    with rv.browser() as browser:
        ours, theirs, unpaid = (
            rv.order(browser, product, **PLACE, note=note) for product in ("business-box", "install-visit", "install-visit")
        )  # fmt: skip
        rv.jk.deliver()
        assert len(rv.kept.of("counterparty")) == before
        for number in (ours, theirs):
            rv.paid(browser, number)
        rv.jk.deliver()
        (message,) = rv.kept.of("counterparty")[before:]
        assert message.body["record"] == "order"
        assert set(message.body["items"]) == {"name", "address", "phone"}
        assert message.body["items"]["name"] == GUEST["name"]
        assert note not in str(message.body)
        assert GUEST["email"] not in str(message.body)
        (went,) = [use for use in rv.events(theirs, "record:provide:allowed") if use["to"] == "counterparty"]
        assert (went["record"].replace("-", ""), went["clause"]) == (theirs, "3.6")
        assert went["record"].replace("-", "") not in (ours, unpaid)


@pytest.mark.clause("3.6")
def test_the_other_side_is_given_nothing_else(rv: Shop) -> None:
    """Of an order no fifth item, and of no other record anything, goes to a counterparty, whoever asks."""
    with rv.browser() as browser:
        number = rv.order(browser, "install-visit", **PLACE, note="초인종이 고장입니다")
        rv.paid(browser, number)
    (order,), (payment,) = rv.cards(number, "order"), rv.cards(number, "payment")
    for ref, items in ((order.ref, ["email"]), (order.ref, ["note"]), (order.ref, ["lines"]), (payment.ref, ["name"])):
        with pytest.raises(jikim.DeniedError):
            rv.jk.provide(ref, to="counterparty", purpose="delivery", items=items)
    with pytest.raises(jikim.DeniedError):
        rv.jk.provide(order.ref, to="counterparty", purpose="marketing.ads", items=["name"])


@pytest.mark.clause("3.6")
def test_before_an_order_is_paid_its_other_party_gets_nothing(jk: jikim.Jikim) -> None:
    """The statement that queues refuses, whoever asks, until the order was paid; and what was queued goes then."""
    values = {"name": "가나다", "phone": "02-555-0101", "lines": [{"product": "RemoteView", "count": 1}]}
    order = jk.collect("order", values, channel="homepage", subject="guest", old_enough=True).ref
    for actor in (None, jk.acting("system", "shop")):
        with pytest.raises(jikim.DeniedError) as caught:
            jk.provide(order, to="counterparty", purpose="delivery", items=["name"], actor=actor)
        assert (caught.value.why, bool(caught.value.hint)) == ("not-paid", True)
    assert jk.show(order.subject).went == ()
    jk.provide(order, to="service-least", purpose="delivery", items=["name"])
    jk.event(order, "paid")
    assert jk.provide(order, to="counterparty", purpose="delivery", items=["name"]).to == "counterparty"
