"""Denials that the property tests of this room came upon: each is told with its reason and recorded, and changes
nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from tests.conftest import ALICE, ORDER, Cast, Databases

import jikim
from jikim.app import Jikim
from jikim.errors import JikimError
from jikim.verbs.collect import Collected, Offer

VISIT = {"ip": "192.0.2.1", "access_log": "GET /"}


def denied(databases: Databases, why: str, call: Callable[[], object]) -> None:
    """The call is denied for this reason, with one entry more in the live ledger's inbox."""

    def entries() -> dict[Any, int]:
        with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
            return dict(conn.execute("SELECT entry, outcome FROM ledger.inbox ORDER BY seq").fetchall())

    before = entries()
    with pytest.raises(jikim.DeniedError) as found:
        call()
    assert found.value.why == why
    added = [outcome for entry, outcome in entries().items() if entry not in before]
    # What was handed out to be sealed anew is an entry of its own, before the refusal.
    assert [outcome for outcome in added if outcome] == added[-1:]
    assert len(added) <= 2


@pytest.mark.parametrize("left", [False, True], ids=["never here", "left and forgotten"])
def test_nothing_is_collected_of_someone_who_is_not_here(
    jk: Jikim, cast: Cast, databases: Databases, left: bool
) -> None:
    """A person without a row or a key is `gone`, recorded, alone and in bulk; in bulk the other rows are taken."""
    person = jikim.Person(uuid4(), "member")
    if left:
        person = cast.bob
        jk.leave(person.subject)
        jk.sweep()
    denied(databases, "gone", lambda: jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True))
    offers = [Offer(who, "visit", VISIT, "automatic") for who in (person, cast.alice, person)]
    first, second, third = jk.collect_many(offers, old_enough=True)
    assert isinstance(first, jikim.DeniedError)
    assert isinstance(third, jikim.DeniedError)
    assert (first.why, third.why) == ("gone", "gone")
    assert isinstance(second, Collected)


def test_a_hold_on_nothing_is_recorded(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """A legal hold on a record that is not there is denied, and somebody asked for it."""
    ghost = jikim.Ref(cast.alice.subject, uuid4(), "order")
    denied(databases, "gone", lambda: jk.by(cast.omar).hold(ghost, reason="a dispute"))


@pytest.mark.clause("10.6")
def test_nobody_appoints_themselves(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """An officer without a grant gives no grant, takes none away, lays no hold and lifts none, and ends no processor's
    contract."""
    eve = jk.handler("eve", kind="officer")
    until = jk.now() + timedelta(days=1)
    denied(databases, "grant", lambda: jk.by(eve).grant("eve", ["delivery"], until))
    denied(databases, "grant", lambda: jk.by(eve).revoke(1))
    denied(databases, "grant", lambda: jk.by(eve).hold(cast.alice_order, reason="a dispute"))
    held = jk.by(cast.omar).hold(cast.alice_order, reason="a dispute")
    denied(databases, "grant", lambda: jk.by(eve).release(cast.alice_order, held, reason="over"))
    denied(databases, "grant", lambda: jk.by(eve).end_contract("kcp"))


@pytest.mark.clause("7.4a")
def test_a_correction_that_is_over_is_recorded(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """A correction that was refused can't be made any more, and the try is in the ledger."""
    correction = jk.ask_correction(cast.alice_order, ["phone"])
    jk.refuse_correction(correction, reason="not shown")
    denied(databases, "correction", lambda: jk.correct(correction, {"phone": "02-555-0103"}))


@pytest.mark.clause("2.3")
def test_a_correction_brings_in_nothing_without_its_consent(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """A cookie that only marketing may read is not corrected into a visit before its consent; what is there may be
    corrected."""
    visit = jk.collect("visit", VISIT, channel="automatic", subject=cast.alice, old_enough=True).ref
    correction = jk.ask_correction(visit, ["ip"])
    more = {"ip": "192.0.2.2", "cookie": "c_abcdefgh"}
    denied(databases, "no-consent", lambda: jk.correct(correction, more))
    jk.consent(cast.alice.subject, give=["marketing.frequency"])
    jk.correct(correction, more)
    jk.consent(cast.alice.subject, withdraw=["marketing.frequency"])
    jk.correct(jk.ask_correction(visit, ["cookie"]), {"cookie": "c_ijklmnop"})
    (card,) = [card for card in jk.show(cast.alice.subject).cards if card.ref == visit]
    assert card.values["cookie"] == "c_ijklmnop"


@pytest.mark.clause("7.4a")
def test_a_record_that_ends_meanwhile_is_still_corrected(jk: Jikim, cast: Cast) -> None:
    """An order settled while its correction is open waits, is corrected, and rests with the right value."""
    correction = jk.ask_correction(cast.alice_order, ["phone"])
    assert jk.event(cast.alice_order, "settled")
    assert jk.sweep().waiting == {"order": 1}
    jk.correct(correction, {"phone": "02-555-0199"})
    assert jk.sweep().retired == {"order": 1}
    read = jk.by(cast.omar).consult(
        cast.alice_order, purpose="legal-evidence", reason_kind="dispute", reason="a dispute"
    )
    assert read["phone"] == "+8225550199"


def test_a_consent_is_not_dropped_in_silence(jk: Jikim, cast: Cast) -> None:
    """Consents handed to `collect` for someone who is here are refused, not forgotten."""
    with pytest.raises(JikimError, match="call `consent` first"):
        jk.collect(
            "visit", VISIT, channel="automatic", subject=cast.alice, old_enough=True, consents=["marketing.frequency"]
        )


@pytest.mark.clause("5.2")
def test_a_sweep_that_slept_keeps_nothing_longer(jk: Jikim, forward: Callable[..., datetime]) -> None:
    """A corporate member's usage of 5 February rests until 6 March of the next year, though nobody swept for ten
    months."""
    company = {**ALICE, "company": "Example Ltd", "business_no": "1208765763"}
    carol = jk.collect("corporate-membership", company, channel="homepage", subject="corporate", old_enough=True).ref
    person = jikim.Person(carol.subject, "corporate")
    jk.collect("usage-history", {"usage": {"minutes": 5}}, channel="automatic", subject=person, old_enough=True)
    forward(days=300)
    assert jk.sweep().retired == {"usage-history": 1}
    (card,) = jk.show(person.subject).resting
    assert card.until == date(2014, 3, 5)
    assert card.ended.astimezone(jk.policy.zone) == datetime(2013, 3, 6, tzinfo=jk.policy.zone)
    forward(to=datetime(2014, 3, 7, tzinfo=jk.policy.zone))
    assert jk.sweep().parts == 1
