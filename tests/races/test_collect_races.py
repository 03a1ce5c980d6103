"""Two that take at once: one login goes to one person, one single record to one, and nothing is taken of someone who
has left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.employed import employ
from tests.races.interleave import Ring, ring, start  # noqa: F401
from tests.races.people import looker, member, order

from jikim.app import Jikim


def _join(jk: Jikim, login: str, email: str, *, turned: bool = False) -> Any:
    values = {"login_id": login, "password": "a quiet heron 4471", "name": "가나다", "email": email}
    if turned:
        values = dict(reversed(values.items()))
    return jk.collect("membership", values, channel="homepage", old_enough=True)


def _nothing_loose(ring: Ring) -> None:
    people = ring.watch.one("live", "SELECT count(*) FROM live.subject")
    assert people == ring.watch.one("live", "SELECT count(DISTINCT subject) FROM live.record")
    assert people == ring.watch.one("live", "SELECT count(DISTINCT subject) FROM live.claim")


def test_one_login_goes_to_one_of_two(ring: Ring) -> None:
    """Two sign up under one login at once: one is a member, the other is told that it is taken and leaves no row."""
    a, b = ring.race(
        "record:collect",
        lambda: _join(ring.one, "grebe", "grebe@example.com"),
        lambda: _join(ring.two, "grebe", "other@example.com"),
    )
    assert (a.outcome(), b.outcome()) == ("ok", "taken")
    assert ring.watch.one("live", "SELECT count(*) FROM live.subject") == 1
    assert ring.story("record:collect") == ["record:collect:allowed", "record:collect:denied"]
    _nothing_loose(ring)


def test_two_values_in_either_order_never_deadlock(ring: Ring) -> None:
    """The same login and e-mail in the opposite order: still one member and one `taken`, never an error of the
    database."""
    for n in range(12):
        runs = [
            start(lambda n=n: _join(ring.one, f"grebe{n}", f"grebe{n}@example.com")),  # type: ignore[misc]
            start(lambda n=n: _join(ring.two, f"grebe{n}", f"grebe{n}@example.com", turned=True)),  # type: ignore[misc]
        ]
        assert sorted(run.outcome() for run in runs) == ["ok", "taken"]
    _nothing_loose(ring)


@pytest.mark.one_server("rows lie as they were made in one table")
def test_claims_are_made_in_one_order(ring: Ring) -> None:
    """Claims are made in the order of their tags, whatever the order of the values: so no two can wait for each other."""
    # No place of a row that went is free: rows lie as they were made.
    ring.watch.admin["live"].execute("VACUUM FULL live.claim")
    for n in range(8):
        _join(ring.one, f"grebe{n}", f"grebe{n}@example.com", turned=n % 2 == 0)
    made = ring.watch.rows("live", "SELECT subject, tag FROM live.claim ORDER BY ctid")
    tags: dict[object, list[bytes]] = {}
    for subject, tag in made:
        tags.setdefault(subject, []).append(tag)
    assert len(tags) == 8
    assert all(found == sorted(found) for found in tags.values())


def test_a_single_record_is_taken_once(ring: Ring) -> None:
    """Two set their preferences at once: one record, the other is told."""
    whose, _ = member(ring.one)

    def take(jk: Jikim) -> Any:
        return jk.collect("preferences", {"language": "ko"}, channel="homepage", subject=whose, old_enough=True)

    # A member's settings need no consent of their own, where they hold the language alone.
    a, b = ring.race("record:collect", lambda: take(ring.one), lambda: take(ring.two))
    assert (a.outcome(), b.outcome()) == ("ok", "single")
    assert ring.watch.one("live", "SELECT count(*) FROM live.record WHERE subject = %s", (whose.subject,)) == 2


def test_nothing_is_taken_of_someone_who_has_left(ring: Ring) -> None:
    """An order that waited for its member to leave is denied."""
    whose, _ = member(ring.one)
    _, taken = ring.race("subject:leave", lambda: ring.one.leave(whose.subject), lambda: order(ring.two, whose))
    assert taken.outcome() == "left"
    assert ring.story("subject:leave", "record:collect")[1:] == ["subject:leave:allowed", "record:collect:denied"]


def test_leaving_waits_for_an_order_under_way(ring: Ring) -> None:
    """The order goes first: it is there, and the leaving stands after it."""
    whose, _ = member(ring.one)
    taken, left = ring.race("record:collect", lambda: order(ring.one, whose), lambda: ring.two.leave(whose.subject))
    assert (taken.outcome(), left.outcome()) == ("ok", "ok")
    assert ring.story("subject:leave", "record:collect")[1:] == ["record:collect:allowed", "subject:leave:allowed"]


def test_a_bulk_that_waited_for_a_leaving_takes_the_others(ring: Ring) -> None:
    """In bulk, the row of whoever left is denied and every other is taken."""
    from jikim.verbs.collect import Collected, Offer

    whose, _ = member(ring.one)
    other, _ = member(ring.one)
    offers = [Offer(person, "usage-history", {"usage": {"minutes": 7}}, "automatic") for person in (whose, other)]
    _, taken = ring.race(
        "subject:leave", lambda: ring.one.leave(whose.subject), lambda: ring.two.collect_many(offers, old_enough=True)
    )
    first, second = taken.result()
    assert getattr(first, "why", "") == "left"
    assert isinstance(second, Collected)


def test_two_corrections_to_one_login_leave_one_claim(ring: Ring) -> None:
    """Two members are corrected to the same login at once: one gets it, the other keeps the old one, still its own."""
    (_a, first), (_b, second) = member(ring.one), member(ring.one)
    before = ring.watch.rows("live", "SELECT tag, subject, exclusive FROM live.claim ORDER BY tag")
    asked = [ring.one.ask_correction(ref, ["login_id", "mobile"]) for ref in (first, second)]
    a, b = ring.race(
        "record:correct",
        lambda: ring.one.correct(asked[0], {"mobile": "010-5550-0101", "login_id": "avocet"}),
        lambda: ring.two.correct(asked[1], {"mobile": "010-5550-0102", "login_id": "avocet"}),
    )
    assert (a.outcome(), b.outcome()) == ("ok", "taken")
    after = ring.watch.rows("live", "SELECT tag, subject, exclusive FROM live.claim ORDER BY tag")
    kept = [row for row in before if row[1] == second.subject]
    assert [row for row in after if row[1] == second.subject] == kept
    assert [person.subject for person in ring.one.find("login_id", "avocet")] == [first.subject]


def test_a_correction_that_waited_for_a_leaving_claims_nothing(ring: Ring) -> None:
    """Who has left is corrected no more, and no login or address of theirs is reserved again."""
    whose, membership = member(ring.one)
    asked = ring.one.ask_correction(membership, ["login_id"])
    _, made = ring.race(
        "subject:leave", lambda: ring.one.leave(whose.subject), lambda: ring.two.correct(asked, {"login_id": "plover"})
    )
    assert made.outcome() == "left"
    assert ring.watch.rows("live", "SELECT 1 FROM live.claim WHERE subject = %s", (whose.subject,)) == []
    assert ring.one.find("login_id", "plover") == []


def test_nothing_is_taken_under_a_grant_that_was_revoked(ring: Ring) -> None:
    """A handler's intake that waited for the revocation is denied."""
    until = ring.one.now() + timedelta(days=30)
    employ(ring.one, "hana")
    number = ring.one.by(looker(ring.one)).grant("hana", ["support"], until)
    hana = ring.two.handler("hana")
    values = {"name": "Dan Example", "email": "dan@example.org", "text": "전화로 물었습니다"}
    _, taken = ring.race(
        "handler:revoke",
        lambda: ring.one.by(looker(ring.one)).revoke(number),
        lambda: ring.two.by(hana).collect("enquiry", values, channel="phone", subject="guest", old_enough=True),
    )
    # On a server of people nobody waits for a revocation that was not answered yet: what goes through stands before it.
    assert taken.outcome() == ("ok" if ring.databases.people else "grant")
    if ring.databases.people:
        assert ring.story("record:collect", "handler:revoke") == ["record:collect:allowed", "handler:revoke:allowed"]
