"""Section 7: what people can do with their data, and what a correction and a leaving do to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from tests.clauses import facts
from tests.clauses.conftest import Household, Ledger, Outside
from tests.conftest import Cast, Databases
from tests.demanded import demanded

import jikim
from jikim.app import Jikim

TERMS: dict[str, Any] = {"to": "service-least", "purpose": "delivery"}


@pytest.mark.clause("7.4a")
def test_while_a_correction_is_open_the_data_is_neither_used_nor_handed_on(
    household: Household, ledger: Ledger
) -> None:
    """Of every record kind, each purpose's use, each provision and each entrusting is denied with the request's
    number, and recorded, until it ends.
    """
    jk = household.jk
    for kind in facts.KINDS:
        ref = household.take(kind)
        item = facts.short(kind, (facts.required(kind) or facts.items(kind))[0])
        correction = jk.ask_correction(ref, [item])
        counted = len(ledger())

        ways: list[tuple[Callable[..., object], dict[str, Any]]] = []
        for purpose in facts.policy()["records"][kind]["for"]:
            if facts.policy()["purposes"][purpose].get("aggregate"):
                continue
            ways.append((jk.use, {"purpose": purpose, "reason": "a test"}))
        for name, row in facts.policy()["processors"].items():
            for purpose in set(row["purposes"]) & set(facts.policy()["records"][kind]["for"]):
                if kind in row["records"]:
                    ways.append((jk.entrust, {"to": name, "purpose": purpose}))
        for name, row in facts.policy()["recipients"].items():
            if kind in row["records"] and row["under"] in ("service", "counterparty"):
                ways.append((jk.provide, {"to": name, "purpose": row["purposes"][0]}))
        for way, how in ways:
            with pytest.raises(jikim.DeniedError) as denied:
                way(ref, **how)
            assert (denied.value.why, denied.value.clause) == ("frozen", "7.4a")
            assert str(correction.request) in str(denied.value)
        frozen = [entry for entry in ledger()[counted:] if entry.get("why") == "frozen"]
        assert [entry["about"] for entry in frozen] == [str(correction.request)] * len(ways)
        jk.refuse_correction(correction, reason="it was right")
        purpose = next((p for p in facts.policy()["records"][kind]["for"] if facts.readable(p, kind)), "")
        assert jk.use(ref, purpose=purpose, reason="a test")


@pytest.mark.clause("7.4a")
def test_what_was_queued_before_the_correction_does_not_leave_during_it(
    household: Household, outside: Outside, forward: Callable[..., datetime]
) -> None:
    """A message that waits when the freeze begins leaves after it, with the corrected value."""
    jk = household.jk
    order = household.take("order")
    jk.provide(order, items=["phone"], **TERMS)
    correction = jk.ask_correction(order, ["phone"])
    assert jk.deliver(outside.endpoints()).sent == 0
    assert outside.got == []
    jk.correct(correction, {"phone": "02-555-0199"})
    forward(days=1)
    assert jk.deliver(outside.endpoints()).sent == 1
    assert outside.got[0].body["items"] == {"phone": "+8225550199"}


@pytest.mark.clause("7.4a")
def test_a_member_asks_for_the_correction_of_their_own_data_alone(jk: Jikim, cast: Cast) -> None:
    """Alice's request freezes her record; she can still look at it; nobody else can open, make or refuse a correction
    of it."""
    alice, bob = jk.acting("member", str(cast.alice.subject)), jk.acting("member", str(cast.bob.subject))
    with pytest.raises(jikim.DeniedError, match="someone else's"):
        jk.by(bob).ask_correction(cast.alice_order, ["phone"])
    correction = jk.by(alice).ask_correction(cast.alice_order, ["phone"])
    with pytest.raises(jikim.DeniedError):
        jk.by(bob).correct(correction, {"phone": "02-555-0199"})
    with pytest.raises(jikim.DeniedError):
        jk.by(cast.mallory).refuse_correction(correction, reason="I say so")
    card = next(card for card in jk.by(alice).show(cast.alice.subject).cards if card.ref == cast.alice_order)
    assert (card.frozen, card.values["phone"]) == (correction.request, "+8225550101")
    assert [(r.request, r.state) for r in jk.show(cast.alice.subject).requests] == [(correction.request, "open")]
    jk.by(alice).correct(correction, {"phone": "02-555-0199"})
    assert [(r.request, r.state) for r in jk.show(cast.alice.subject).requests] == [(correction.request, "done")]


@pytest.mark.clause("7.4b")
@pytest.mark.clause("3.1")
def test_a_correction_tells_nobody_an_item_that_they_never_got(
    household: Household, outside: Outside, databases: Databases
) -> None:
    """Whatever a message of a correction asks for: what leaves is of the items that stand disclosed to that receiver,
    or nothing leaves."""
    jk = household.jk
    order = household.take("order")
    jk.provide(order, items=["phone"], **TERMS)
    jk.deliver(outside.endpoints())
    correction = jk.ask_correction(order, ["phone"])
    jk.correct(correction, {"phone": "02-555-0199"})
    name, phone = jk.policy.number("item", "name"), jk.policy.number("item", "phone")
    with psycopg.connect(databases.admin["live"], autocommit=True) as admin:
        admin.execute("UPDATE live.outbox SET items = %s WHERE topic = 'corrected'", ([name, phone],))
        del outside.got[:]
        jk.deliver(outside.endpoints())
        [told] = [got.body for got in outside.got if got.body["topic"] == "corrected"]
        assert told["items"] == {"phone": "+8225550199"}
        admin.execute(
            "UPDATE live.outbox SET items = %s, state = 'waiting', not_before = made WHERE topic = 'corrected'",
            ([name],),
        )
        del outside.got[:]
        assert jk.deliver(outside.endpoints()).denied == 1
    assert outside.got == []


@pytest.mark.clause("7.4b")
def test_exactly_those_who_got_the_wrong_value_are_told(household: Household, outside: Outside, ledger: Ledger) -> None:
    """Who got the wrong phone number is told the right one; who got other items, another record, or the corrected
    version is not."""
    jk = household.jk
    order, other, owed = (household.take("order") for _ in range(3))
    jk.provide(order, items=["phone"], **TERMS)
    for ref in (order, other):
        jk.event(ref, "paid")
    jk.provide(order, to="counterparty", purpose="support", items=["name", "address"])
    jk.provide(other, to="counterparty", purpose="support", items=["phone"])
    jk.entrust(owed, to="kis", purpose="debt-collection", items=["name", "phone"])
    jk.deliver(outside.endpoints())
    for ref in (order, owed):
        assert jk.correct(jk.ask_correction(ref, ["phone"]), {"phone": "02-555-0199"}).told == 1
    demanded(jk, order, ["phone"], purpose="support")
    del outside.got[:]
    jk.deliver(outside.endpoints())
    told = {got.to: got.body for got in outside.got if got.body["topic"] == "corrected"}
    assert told.keys() == {"service-least", "kis"}
    assert all((body["items"], body["version"]) == ({"phone": "+8225550199"}, 2) for body in told.values())
    again = jk.ask_correction(order, ["phone"])
    assert jk.correct(again, {"phone": "02-555-0200"}).told == 2
    versions = [entry["version"] for entry in ledger() if entry["event"] == "record:corrected-sent:allowed"]
    assert versions == [2, 2]


@pytest.mark.clause("7.4b")
def test_who_does_not_answer_is_told_again_until_a_receipt(
    household: Household, outside: Outside, ledger: Ledger, forward: Callable[..., datetime]
) -> None:
    """A correction that the receiver cannot take is sent again, with the same id, after growing pauses; its receipt
    ends that and is shown to the person.
    """
    jk, alice = household.jk, household.people["member"]
    order = household.take("order")
    jk.provide(order, items=["phone"], **TERMS)
    jk.deliver(outside.endpoints())
    jk.correct(jk.ask_correction(order, ["phone"]), {"phone": "02-555-0199"})
    outside.answer("service-least", 503)
    for pause in (timedelta(), timedelta(minutes=1), timedelta(minutes=10)):
        forward(seconds=pause.total_seconds())
        assert jk.deliver(outside.endpoints()).failed == 1
        assert jk.deliver(outside.endpoints()) == (0, 0, 0, 0)
    outside.answer("service-least", 200, receipt="R-1")
    forward(hours=1)
    assert jk.deliver(outside.endpoints()).sent == 1
    forward(days=30)
    assert jk.deliver(outside.endpoints()) == (0, 0, 0, 0)
    corrected = outside.to("service-least", "corrected")
    assert len(corrected) == 4
    assert len({got.headers["webhook-id"] for got in corrected}) == 1
    assert any('"R-1"' in went.receipt and went.version == 2 for went in jk.show(alice.subject).went)
    assert sum(entry["event"] == "record:corrected-receipt:allowed" for entry in ledger()) == 1


@pytest.mark.clause("7.5")
def test_what_was_withdrawn_cannot_be_viewed_or_used_otherwise(
    household: Household, outside: Outside, ledger: Ledger
) -> None:
    """From the moment of leaving nothing is used, handed on or found, before any sweep; the member sees what is kept,
    with its values, why and until when."""
    jk, alice = household.jk, household.people["member"]
    membership, order = household.memberships["member"], household.take("order")
    demanded(jk, membership, ["name"])
    email = jk.use(membership, purpose="notices", items=["email"])["email"]
    jk.event(order, "settled")
    jk.by(jk.acting("member", str(alice.subject))).leave(alice.subject)
    for purpose in facts.policy()["records"]["membership"]["for"]:
        with pytest.raises(jikim.DeniedError):
            jk.by(household.officer).use(membership, purpose=purpose, reason="curious")
    assert jk.deliver(outside.endpoints()).denied == 1
    assert jk.find("email", email) == []
    assert demanded(jk, membership, ["name"]) == 0
    with pytest.raises(jikim.DeniedError):
        jk.collect("preferences", {"language": "ko"}, channel="homepage", subject=alice, old_enough=True)
    for swept in (False, True):
        if swept:
            jk.sweep()
        dossier = jk.by(jk.acting("member", str(alice.subject))).show(alice.subject)
        assert not dossier.here
        assert all(not card.values for card in dossier.cards)
    (resting,) = dossier.resting
    assert (
        resting.values["email"]
        == jk.by(household.officer).consult(order, purpose="legal-evidence", reason_kind="dispute", reason="a test")[
            "email"
        ]
    )
    (unopened,) = jk.by(household.officer).show(alice.subject).resting
    assert unopened.values == {}
    assert set(resting.items) == {"name", "email", "phone", "address", "order.lines"}
    assert resting.until.isoformat() == "2018-02-05"
    assert {rule.split(":")[1] for rule, _ in resting.rules} == {"kr.ecommerce.contract", "kr.ecommerce.payment"}
    with pytest.raises(jikim.DeniedError, match="serves only its retention purpose"):
        jk.by(household.officer).use(order, purpose="support", reason="curious")
    assert outside.got == []


def test_a_person_sees_who_used_what_and_why(jk: Jikim, cast: Cast) -> None:
    """Everything of Alice's, with each use of it: by whom, for what, which items; Bob sees none of it."""
    jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
    dossier = jk.by(jk.acting("member", str(cast.alice.subject))).show(cast.alice.subject)
    assert {card.ref for card in dossier.cards} == {cast.alice_membership, cast.alice_order}
    use = next(use for use in dossier.uses if use["event"] == "record:use:allowed")
    assert (use["actor"], use["purpose"], use["items"]) == ("handler", "delivery", ["phone"])
    with pytest.raises(jikim.DeniedError):
        jk.by(jk.acting("member", str(cast.bob.subject))).show(cast.alice.subject)
    assert dossier.leaving.of("goes")
