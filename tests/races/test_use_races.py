"""A read against whatever would deny it: what the ledger puts after a withdrawal, freeze, correction, leaving or
revocation gave no old value."""

from __future__ import annotations

from datetime import timedelta

from tests.employed import employ
from tests.races.interleave import Ring, ring  # noqa: F401
from tests.races.people import entry, identity, looker, member, order


def test_a_read_that_waited_for_a_withdrawal_is_denied(ring: Ring) -> None:
    """The consent goes first: the read waits for it and is denied."""
    ref = entry(ring.one)
    _, read = ring.race(
        "subject:consent",
        lambda: ring.one.consent(ref.subject, withdraw=["marketing.events"]),
        lambda: ring.two.use(ref, purpose="marketing.events", items=["email"]),
    )
    assert read.outcome() in ("ended", "no-consent")
    assert ring.story("subject:consent", "record:use") == ["subject:consent:allowed", "record:use:denied"]


def test_a_withdrawal_that_waited_for_a_read_comes_after_it(ring: Ring) -> None:
    """The read goes first: it gives its value, and stands before the withdrawal in the ledger."""
    ref = entry(ring.one)
    read, withdrawn = ring.race(
        "record:use",
        lambda: ring.one.use(ref, purpose="marketing.events", items=["email"]),
        lambda: ring.two.consent(ref.subject, withdraw=["marketing.events"]),
    )
    assert (read.outcome(), withdrawn.outcome()) == ("ok", "ok")
    assert ring.story("subject:consent", "record:use") == ["record:use:allowed", "subject:consent:allowed"]


def test_a_read_that_waited_for_a_freeze_is_denied(ring: Ring) -> None:
    """A correction is asked for first: the read waits and is denied with the request's number."""
    ref = order(ring.one)
    asked, read = ring.race(
        "record:freeze",
        lambda: ring.one.ask_correction(ref, ["phone"]),
        lambda: ring.two.use(ref, purpose="delivery", items=["phone"]),
    )
    assert read.outcome() == "frozen"
    assert str(asked.result().request) in str(read.error)
    assert ring.story("record:freeze", "record:use") == ["record:freeze:allowed", "record:use:denied"]


def test_a_freeze_that_waited_for_a_read_comes_after_it(ring: Ring) -> None:
    """The read goes first, and stands first."""
    ref = order(ring.one)
    read, asked = ring.race(
        "record:use",
        lambda: ring.one.use(ref, purpose="delivery", items=["phone"]),
        lambda: ring.two.ask_correction(ref, ["phone"]),
    )
    assert (read.outcome(), asked.outcome()) == ("ok", "ok")
    assert ring.story("record:freeze", "record:use") == ["record:use:allowed", "record:freeze:allowed"]


def test_a_read_that_waited_for_a_correction_gives_the_new_value(ring: Ring) -> None:
    """The correction goes first: the read waits and gives the corrected value, never the old one."""
    ref = order(ring.one)
    correction = ring.one.ask_correction(ref, ["phone"])
    _, read = ring.race(
        "record:correct",
        lambda: ring.one.correct(correction, {"phone": "02-555-0199"}),
        lambda: ring.two.use(ref, purpose="delivery", items=["phone"]),
    )
    assert read.result()["phone"] == "+8225550199"
    assert read.result().version == 2
    assert ring.story("record:correct", "record:use") == ["record:correct:allowed", "record:use:allowed"]


def test_a_read_before_a_correction_is_denied_as_frozen(ring: Ring) -> None:
    """While the correction is open a read stands before it, denied."""
    ref = order(ring.one)
    correction = ring.one.ask_correction(ref, ["phone"])
    read, made = ring.race(
        "record:use",
        lambda: ring.one.use(ref, purpose="delivery", items=["phone"]),
        lambda: ring.two.correct(correction, {"phone": "02-555-0199"}),
    )
    assert (read.outcome(), made.outcome()) == ("frozen", "ok")
    assert ring.story("record:correct", "record:use") == ["record:use:denied", "record:correct:allowed"]


def test_a_read_that_waited_for_its_person_to_leave_is_denied(ring: Ring) -> None:
    """Leaving goes first: one row hides everything, and the read that waited gets nothing."""
    whose, membership = member(ring.one)
    _, read = ring.race(
        "subject:leave",
        lambda: ring.one.leave(whose.subject),
        lambda: ring.two.use(membership, purpose="notices", items=["email"]),
    )
    assert read.outcome() == "left"
    assert ring.story("subject:leave", "record:use") == ["subject:leave:allowed", "record:use:denied"]


def test_leaving_waits_for_a_read_under_way(ring: Ring) -> None:
    """The read goes first, and stands first."""
    whose, membership = member(ring.one)
    read, left = ring.race(
        "record:use",
        lambda: ring.one.use(membership, purpose="notices", items=["email"]),
        lambda: ring.two.leave(whose.subject),
    )
    assert (read.outcome(), left.outcome()) == ("ok", "ok")
    assert ring.story("subject:leave", "record:use") == ["record:use:allowed", "subject:leave:allowed"]


def test_a_read_that_waited_for_a_revocation_is_denied(ring: Ring) -> None:
    """The grant ends first: a read under it waits and is denied."""
    ref = order(ring.one)
    employ(ring.one, "hana")
    number = ring.one.by(looker(ring.one)).grant("hana", ["delivery"], ring.one.now() + timedelta(days=30))
    hana = ring.two.handler("hana")
    _, read = ring.race(
        "handler:revoke",
        lambda: ring.one.by(looker(ring.one)).revoke(number),
        lambda: ring.two.by(hana).use(ref, purpose="delivery", items=["phone"]),
    )
    if ring.databases.people:
        # On a server of people nobody waits for a revocation that was not answered yet, and stands before it.
        assert read.outcome() == "ok"
        assert ring.story("handler:revoke", "record:use") == ["record:use:allowed", "handler:revoke:allowed"]
    else:
        assert read.outcome() == "grant"
        assert ring.story("handler:revoke", "record:use") == ["handler:revoke:allowed", "record:use:denied"]


def test_a_revocation_waits_for_a_read_under_way(ring: Ring) -> None:
    """A read under the grant goes first: the revocation stands after it, so nothing after a revocation was allowed."""
    ref = order(ring.one)
    employ(ring.one, "hana")
    number = ring.one.by(looker(ring.one)).grant("hana", ["delivery"], ring.one.now() + timedelta(days=30))
    hana = ring.two.handler("hana")
    read, _ = ring.race(
        "record:use",
        lambda: ring.two.by(hana).use(ref, purpose="delivery", items=["phone"]),
        lambda: ring.one.by(looker(ring.one)).revoke(number),
    )
    assert read.outcome() == "ok"
    assert ring.story("handler:revoke", "record:use") == ["record:use:allowed", "handler:revoke:allowed"]


def test_a_consultation_that_waited_for_its_day_to_be_hidden_is_denied(ring: Ring) -> None:
    """A due day is hidden first: who would read a part of it waits and gets nothing."""
    ref = identity(ring.one)
    ring.one.event(ref, "checked")
    ring.one.sweep()
    due = ring.watch.one("archive", "SELECT due FROM archive.part WHERE record = %s", (ref.record,))
    ring.one.move_clock(ring.one.now() + timedelta(days=190))
    # The other process's clock is a little behind: for it, the day is still kept.
    _, read = ring.race(
        "archive:hide",
        ring.one.sweep,
        lambda: ring.two.by(looker(ring.two)).consult(
            ref, purpose="identity-evidence", reason_kind="dispute", reason="a test"
        ),
        database="archive",
    )
    assert read.outcome() == "gone"
    assert due < ring.one.house.today()
    assert ring.story("archive:hide", "archive:consult") == ["archive:hide:allowed", "archive:consult:denied"]


def test_hiding_a_day_waits_for_a_consultation_under_way(ring: Ring) -> None:
    """A consultation goes first: the hiding stands after it."""
    ref = identity(ring.one)
    ring.one.event(ref, "checked")
    ring.one.sweep()
    # It has the keys already: what is shown here is the order of the statements.
    ring.two.by(looker(ring.two)).consult(
        ref, purpose="identity-evidence", reason_kind="dispute", reason="a first look"
    )
    ring.one.move_clock(ring.one.now() + timedelta(days=190))
    read, _ = ring.race(
        "archive:consult",
        lambda: ring.two.by(looker(ring.two)).consult(
            ref, purpose="identity-evidence", reason_kind="dispute", reason="a test"
        ),
        ring.one.sweep,
        database="archive",
    )
    assert read.outcome() == "ok"
    assert ring.story("archive:hide", "archive:consult") == [
        "archive:consult:allowed",
        "archive:consult:allowed",
        "archive:hide:allowed",
    ]
