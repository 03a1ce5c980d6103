"""A new key for a person, while others read and write: nothing is sealed under a key that goes, nothing is lost, none
is kept that must go."""

from __future__ import annotations

from tests.races.interleave import Pause, Ring, ring, start  # noqa: F401
from tests.races.people import looker, member, order

import jikim


def _stale(ring: Ring) -> tuple[jikim.Person, jikim.Ref]:
    """A member one of whose orders was settled; the other survives."""
    whose, _ = member(ring.one)
    stays, goes = order(ring.one, whose), order(ring.one, whose)
    ring.one.event(goes, "settled")
    return whose, stays


def _sound(ring: Ring, whose: jikim.Person) -> None:
    assert ring.watch.look().wrong == []
    assert ring.watch.settled() == []
    names = ring.watch.one(
        "keys",
        "SELECT count(*) FROM keys.key WHERE space = 'person' AND substr(name, 1, 16) = %s",
        (whose.subject.bytes,),
    )
    assert names == 1
    ring.watch.ledger(ring.one)


def test_an_order_taken_under_an_old_key_is_sealed_again(ring: Ring) -> None:
    """A slow order has sealed its values when the person gets a new key: it is refused by the store and sealed under
    the new one."""
    whose, _ = _stale(ring)
    with Pause(ring.two, "collect") as pause:
        taking = start(lambda: order(ring.two, whose))
        pause.at()
        assert ring.one.sweep().renewed == 1
    ref = taking.result().record if isinstance(taking.result(), jikim.Ref) else None
    assert ref in ring.watch.look().live
    _sound(ring, whose)


def test_a_read_under_an_old_key_is_made_again(ring: Ring) -> None:
    """A slow read has its ciphertext when the old key goes: it reads again, and the ledger shows both."""
    whose, stays = _stale(ring)
    with Pause(ring.two, "use", "after") as pause:
        reading = start(lambda: ring.two.use(stays, purpose="delivery", items=["phone"]))
        pause.at()
        ring.one.sweep()
    assert reading.result()["phone"] == "+8225550101"
    assert ring.story("record:use") == ["record:use:allowed", "record:use:allowed"]
    _sound(ring, whose)


def test_each_read_of_a_bulk_survives_a_new_key(ring: Ring) -> None:
    """One person of a bulk gets a new key meanwhile: every row still has its value."""
    from jikim.verbs.use import Read

    _whose, stays = _stale(ring)
    other = order(ring.one)
    with Pause(ring.two, "key.get_many") as pause:
        reads = [Read(ref, "delivery", ["phone"]) for ref in (stays, other)]
        reading = start(lambda: ring.two.use_many(reads))
        pause.at()
        ring.one.sweep()
    assert [row["phone"] for row in reading.result()] == ["+8225550101", "+8225550101"]  # type: ignore[index]


def test_a_correction_over_a_new_key_is_made_again(ring: Ring) -> None:
    """A slow correction has read the record when the old key goes: it reads it again, and loses nothing."""
    for step, when in (("whole", "after"), ("correct", "before")):
        whose, stays = _stale(ring)
        correction = ring.one.ask_correction(stays, ["phone"])
        with Pause(ring.two, step, when) as pause:
            correcting = start(lambda: ring.two.correct(correction, {"phone": "02-555-0199"}))  # noqa: B023
            pause.at()
            ring.one.sweep()
        assert correcting.result().version == 2
        read = ring.one.use(stays, purpose="delivery", items=["phone", "name"])
        assert (read["phone"], read["name"]) == ("+8225550199", "가나다")
        _sound(ring, whose)


def test_what_a_person_sees_survives_a_new_key(ring: Ring) -> None:
    """A person looks at their own data while the key is renewed: they see it."""
    whose, stays = _stale(ring)
    with Pause(ring.two, "show", "after") as pause:
        showing = start(lambda: ring.two.show(whose.subject))
        pause.at()
        ring.one.sweep()
    cards = {card.ref.record: card for card in showing.result().cards}
    assert cards[stays.record].values["phone"] == "+8225550101"


def test_a_retirement_over_a_new_key_is_begun_again(ring: Ring) -> None:
    """A slow retirement has its ciphertext when another process renews the key: it begins again and fails nothing."""
    whose, _ = _stale(ring)
    with Pause(ring.two, "retire.begin", "after") as pause:
        retiring = start(ring.two.sweep)
        pause.at()
        ring.watch.admin["live"].execute(
            "UPDATE live.subject SET stale = generation WHERE subject = %s", (whose.subject,)
        )
        from jikim.verbs.destroy import renew_people

        ring.one.driver.run(renew_people(ring.one.house, {whose.subject: 1}, {}))
    swept = retiring.result()
    assert swept.failed == []
    assert swept.retired == {"order": 1}
    ring.one.sweep()
    _sound(ring, whose)


def test_a_destruction_during_a_renewal_asks_for_another(ring: Ring) -> None:
    """A survivor that was sealed under the new key is destroyed before the renewal ends: its key, too, is renewed away."""
    whose, stays = _stale(ring)
    with Pause(ring.two, "rekey.fresh") as pause:
        renewing = start(ring.two.sweep)
        pause.at()
        ring.one.event(stays, "settled")
        # Only the retirement: the renewal is the other process's.
        from jikim.jobs.retention_sweep import _steps
        from jikim.verbs.retire import retire

        for policy, step in _steps(ring.one.driver, ring.one.house):
            ring.one.driver.run(retire(ring.one.house, policy, step))
        sealed_under = 2
    renewing.result()
    ring.one.sweep()
    generations = [
        int.from_bytes(name[16:], "big")
        for (name,) in ring.watch.rows(
            "keys",
            "SELECT name FROM keys.key WHERE space = 'person' AND substr(name, 1, 16) = %s",
            (whose.subject.bytes,),
        )
    ]
    assert generations == [sealed_under + 1]
    _sound(ring, whose)


def test_who_leaves_during_a_renewal_leaves_no_key(ring: Ring) -> None:
    """A person with nothing left leaves while the key is renewed: when they are forgotten, no key of theirs stands."""
    for step in ("key.put_many", "rekey.next", "rekey.fresh"):
        whose, membership = member(ring.one)
        goes = order(ring.one, whose)
        ring.one.event(goes, "settled")
        with Pause(ring.two, step) as pause:
            if step == "key.put_many":
                # The renewal's own key, not the retirement's.
                ring.one.sweep()
                ring.watch.admin["live"].execute(
                    "UPDATE live.subject SET stale = generation WHERE subject = %s", (whose.subject,)
                )
            renewing = start(ring.two.sweep)
            pause.at()
            ring.one.leave(whose.subject)
            ring.one.sweep()
        renewing.result()
        ring.one.sweep()
        ring.one.sweep()
        assert ring.watch.look().places(membership.record) == {"destroyed"}
        left = ring.watch.rows(
            "keys",
            "SELECT encode(name, 'hex') FROM keys.key WHERE space = 'person' AND substr(name, 1, 16) = %s",
            (whose.subject.bytes,),
        )
        assert left == [], step


def test_two_renewals_at_once_are_one(ring: Ring) -> None:
    """Two processes renew the same person at every step of each other: nothing fails, nothing is lost."""
    for step in (
        "key.put_many",
        "rekey.next",
        "rekey.older",
        "rekey.reseal",
        "key.names",
        "key.destroy",
        "rekey.fresh",
    ):
        whose, stays = _stale(ring)
        with Pause(ring.two, step) as pause:
            renewing = start(ring.two.sweep)
            pause.at()
            assert ring.one.sweep().failed == []
        assert renewing.result().failed == [], step
        ring.one.sweep()
        assert ring.one.by(looker(ring.one)).use(stays, purpose="delivery", items=["phone"])["phone"] == "+8225550101"
        _sound(ring, whose)


def test_a_renewal_that_another_has_gone_past_lets_no_key_go(ring: Ring) -> None:
    """While one process renews, something else of the person is destroyed and another process renews further: until
    that has sealed all anew, no older key goes, and every survivor opens."""
    whose, stays = _stale(ring)
    also = order(ring.one, whose)
    with Pause(ring.two, "rekey.older") as slow:
        renewing = start(ring.two.sweep)
        slow.at()
        ring.one.event(also, "settled")
        with Pause(ring.one, "rekey.reseal") as further:
            going_past = start(ring.one.sweep)
            further.at()
            slow.go.set()
            assert renewing.result().failed == []
            assert ring.watch.look().wrong == []
    assert going_past.result().failed == []
    ring.one.sweep()
    assert ring.one.by(looker(ring.one)).use(stays, purpose="delivery", items=["phone"])["phone"] == "+8225550101"
    _sound(ring, whose)


def test_a_renewal_is_not_over_while_another_has_gone_past_it(ring: Ring) -> None:
    """The slower of two has nothing left to seal and says that the person is fresh: they are not, until the one that
    went past it is done."""
    whose, stays = _stale(ring)
    with Pause(ring.two, "rekey.fresh") as slow:
        renewing = start(ring.two.sweep)
        slow.at()
        with Pause(ring.one, "rekey.older") as further:
            going_past = start(ring.one.sweep)
            further.at()
            slow.go.set()
            assert renewing.result().failed == []
    assert going_past.result().failed == []
    ring.one.sweep()
    assert ring.one.by(looker(ring.one)).use(stays, purpose="delivery", items=["phone"])["phone"] == "+8225550101"
    _sound(ring, whose)
