"""Section 3.6: what the two sides of an order learn of each other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.clauses import facts
from tests.clauses.conftest import Outside
from tests.conftest import START, Databases
from tests.homepage.shop import GUEST, PLACE, Shop

import jikim
from jikim.answers import Collected, Offer
from jikim.policy.model import PolicyFile
from jikim.verbs.provide import name_party


@pytest.mark.by_hand
@pytest.mark.clause("3.6")
def test_the_other_side_of_an_order_gets_what_the_two_need_and_no_more(rv: Shop) -> None:
    """Once it is paid, and not before, an order of another seller's goes to that seller: name, address and phone; an
    order of ours does not."""
    row = facts.policy()["recipients"]["counterparty"]
    assert (row["records"], sorted(row["items"])) == (["order"], ["address", "mobile", "name", "phone"])
    rv.jk.deliver()  # what another test left waiting
    before = len(rv.kept.of("counterparty"))
    note = "남에게 알리지 마세요"
    with rv.browser() as browser:
        ours, theirs, unpaid = (
            rv.order(browser, product, **PLACE, note=note)
            for product in ("business-box", "install-visit", "install-visit")
        )
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
    how: Any = {"channel": "homepage", "subject": "guest", "old_enough": True}
    order = jk.collect("order", values, counterparty="counterparty", **how).ref
    for actor in (jk.actor, jk.acting("system", "shop")):
        with pytest.raises(jikim.DeniedError) as caught:
            jk.by(actor).provide(order, to="counterparty", purpose="delivery", items=["name"])
        assert (caught.value.why, bool(caught.value.hint)) == ("not-paid", True)
    assert jk.show(order.subject).went == ()
    jk.provide(order, to="service-least", purpose="delivery", items=["name"])
    jk.event(order, "paid")
    assert jk.provide(order, to="counterparty", purpose="delivery", items=["name"]).to == "counterparty"


@pytest.mark.clause("3.6")
def test_an_order_goes_to_its_own_other_party_alone(
    databases: Databases, homepage: PolicyFile, tmp_path: Path, outside: Outside
) -> None:
    """Of two sellers each gets the orders that named it, at placing and again at sending; one that names none goes to
    neither."""
    seller = homepage.recipients["counterparty"]
    both = homepage.model_copy(update={"recipients": {**homepage.recipients, "another": seller}})
    values = {"name": "가나다", "phone": "02-555-0101", "lines": [{"product": "RemoteView", "count": 1}]}
    how: Any = {"channel": "homepage", "old_enough": True}
    with jikim.Jikim(both, databases.settings(tmp_path), demo_start=START) as jk:
        named: dict[str, jikim.Ref] = {}
        for to in ("counterparty", "another", ""):
            named[to] = jk.collect("order", values, subject="guest", counterparty=to, **how).ref
        person = jikim.Person(named[""].subject, "guest")
        (many,) = jk.collect_many([Offer(person, "order", values, "homepage", counterparty="another")], old_enough=True)
        assert isinstance(many, Collected)
        for whose, ref in (*named.items(), ("another", many.ref)):
            jk.event(ref, "paid")
            for to in ("counterparty", "another"):
                if whose == to:
                    jk.provide(ref, to=to, purpose="delivery", items=["name"])
                    continue
                with pytest.raises(jikim.DeniedError) as denied:
                    jk.provide(ref, to=to, purpose="delivery", items=["name"])
                assert denied.value.why == "not-its-order"
        # What was queued for one seller does not leave to another, whoever changes the queue.
        with psycopg.connect(databases.admin["live"], autocommit=True) as admin:
            admin.execute("UPDATE live.outbox SET target = %s", (jk.policy.number("recipient", "another"),))
        jk.deliver({name: outside.endpoints()["counterparty"] for name in ("counterparty", "another")})
    assert len(outside.got) == 2


@pytest.mark.clause("3.6")
@pytest.mark.parametrize("to", ["service-least", "authority", "nobody"])
def test_only_a_declared_counterparty_is_an_orders_other_party(jk: jikim.Jikim, to: str) -> None:
    """A recipient by another ground, or none, can be named as no order's other party; nor can one of a record kind it
    does not get."""
    values = {"name": "가나다", "phone": "02-555-0101", "lines": [{"product": "RemoteView", "count": 1}]}
    how: Any = {"subject": "guest", "old_enough": True}
    with pytest.raises(jikim.DeniedError) as denied:
        jk.collect("order", values, channel="homepage", counterparty=to, **how)
    assert denied.value.why == "no-recipient"
    enquiry = {"name": "가나다", "email": "a@example.org", "text": "끊깁니다"}
    with pytest.raises(jikim.DeniedError):
        jk.collect("enquiry", enquiry, channel="board", counterparty="counterparty", **how)


@pytest.mark.clause("3.6")
def test_an_order_that_named_no_party_is_given_one_once(
    databases: Databases, homepage: PolicyFile, tmp_path: Path
) -> None:
    """Afterwards, too, by whoever may provide to it; then no other, and nobody who is no order's other party. An order
    that has ended gets none."""
    seller = homepage.recipients["counterparty"]
    both = homepage.model_copy(update={"recipients": {**homepage.recipients, "another": seller}})
    values = {"name": "가나다", "phone": "02-555-0101", "lines": [{"product": "RemoteView", "count": 1}]}
    with jikim.Jikim(both, databases.settings(tmp_path), demo_start=START) as jk:
        order, over = (
            jk.collect("order", values, channel="homepage", subject="guest", old_enough=True).ref for _ in range(2)
        )
        jk.event(over, "withdrawn")

        def why(ref: jikim.Ref, to: str) -> str:
            with pytest.raises(jikim.DeniedError) as denied:
                jk.by(jk.actor).do(name_party, ref, to=to, purpose="delivery")
            return str(denied.value.why)

        assert (why(order, "service-least"), why(over, "counterparty")) == ("not-its-order", "ended")
        jk.by(jk.actor).do(name_party, order, to="counterparty", purpose="delivery")
        assert why(order, "another") == "not-its-order"
        jk.event(order, "paid")
        assert jk.provide(order, to="counterparty", purpose="delivery", items=["name"]).to == "counterparty"
