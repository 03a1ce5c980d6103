"""Ending, holding and destroying at once: a hold is laid or refused, never laid and lost; a key that went never comes
back."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import psycopg
from tests.races.interleave import Pause, Ring, ring, start  # noqa: F401
from tests.races.people import enquiry, identity, looker, member, order
from tests.waiting import PATIENCE, eventually

import jikim
from jikim.keys.keyring import day_name
from jikim.verbs.hold import holds, holds_of


def _hold(ring: Ring, ref: jikim.Ref) -> object:
    return ring.two.by(looker(ring.two)).hold(ref, reason="a lawsuit")


def _sound(ring: Ring) -> None:
    assert ring.watch.look().wrong == []


def test_a_hold_that_comes_first_stops_a_destruction(ring: Ring) -> None:
    """An answered enquiry is held while the sweep is at it: it waits."""
    ref = enquiry(ring.one)
    ring.one.event(ref, "answered")
    _, swept = ring.race("record:hold", lambda: _hold(ring, ref), ring.one.sweep)
    assert dict(swept.result().waiting) == {"enquiry": 1}
    assert ring.watch.look().places(ref.record) == {"live"}
    assert ring.story("record:hold", "record:destroy") == ["record:hold:allowed"]


def test_a_hold_that_comes_second_finds_nothing(ring: Ring) -> None:
    """The destruction commits first: the hold is refused as gone, and says so."""
    ref = enquiry(ring.one)
    ring.one.event(ref, "answered")
    _, held = ring.race("record:destroy", ring.one.sweep, lambda: _hold(ring, ref))
    assert held.outcome() == "gone"
    assert ring.watch.look().places(ref.record) == {"destroyed"}


def test_a_hold_that_slips_in_before_the_plan_is_written_saves_every_item(ring: Ring) -> None:
    """A hold after the sweep's look and before its journal: nothing of the order is destroyed, the note and address
    neither."""
    ref = order(ring.one, note="문 앞에 두어 주세요")
    ring.one.event(ref, "settled")
    with Pause(ring.one, "retire.begin") as pause:
        sweeping = start(ring.one.sweep)
        pause.at()
        number = _hold(ring, ref)
    assert dict(sweeping.result().waiting) == {"order": 1}
    assert ring.watch.look().places(ref.record) == {"live"}
    assert ring.watch.one("live", "SELECT hold FROM live.record WHERE record = %s", (ref.record,)) == number
    _sound(ring)


def test_a_hold_during_a_retirement_is_told_to_come_again(ring: Ring) -> None:
    """Once its journal stands a record is on its way: the hold is refused as a conflict, and finds it in the archive
    the next time."""
    ref = order(ring.one)
    ring.one.event(ref, "settled")
    with Pause(ring.one, "archive.admit") as pause:
        sweeping = start(ring.one.sweep)
        pause.at()
        held = start(lambda: _hold(ring, ref))
        assert held.outcome() == "ConflictError"
    assert sweeping.result().retired == {"order": 1}
    _hold(ring, ref)
    assert ring.watch.one("archive", "SELECT hold IS NOT NULL FROM archive.part WHERE record = %s", (ref.record,))
    _sound(ring)


def test_a_retirement_that_waited_for_a_hold_goes_under_its_key(ring: Ring) -> None:
    """A record that is kept whole may rest under a hold: its parts are sealed under the hold's key from the start."""
    ref = identity(ring.one)
    ring.one.event(ref, "checked")
    whole = ring.one.collect(
        "payment",
        {"name": "가나다", "payment": {"method": "card", "amount": 99000, "currency": "KRW", "approval": "A1"}},
        channel="homepage",
        subject="guest",
        old_enough=True,
    ).ref
    ring.one.event(whole, "paid")
    ring.one.event(whole, "settled")
    _, swept = ring.race("record:hold", lambda: _hold(ring, whole), ring.one.sweep)
    assert swept.result().retired["payment"] == 1
    assert ring.watch.one("archive", "SELECT hold IS NOT NULL FROM archive.part WHERE record = %s", (whole.record,))
    _sound(ring)


def _due(ring: Ring) -> jikim.Ref:
    ref = identity(ring.one)
    ring.one.event(ref, "checked")
    ring.one.sweep()
    ring.move(days=190)
    return ref


def test_a_hold_on_what_rests_comes_before_its_day_is_hidden(ring: Ring) -> None:
    """The part is re-sealed under the hold first: its day is destroyed without it, and it still opens."""
    ref = _due(ring)
    _, swept = ring.race("record:hold", lambda: _hold(ring, ref), ring.one.sweep, database="archive")
    assert swept.result().parts == 0
    assert (
        ring.one.by(looker(ring.one)).consult(
            ref, purpose="identity-evidence", reason_kind="dispute", reason="the lawsuit"
        )["name"]
        == "가나다"
    )
    _sound(ring)


def test_a_hold_on_what_is_hidden_already_finds_nothing(ring: Ring) -> None:
    """The day is hidden first: the hold is refused as gone, and the part goes with its day."""
    ref = _due(ring)
    swept, held = ring.race("archive:hide", ring.one.sweep, lambda: _hold(ring, ref), database="archive")
    assert held.outcome() == "gone"
    assert swept.result().parts == 1
    assert ring.watch.look().places(ref.record) == {"rests"}
    assert ring.watch.one("archive", "SELECT count(*) FROM archive.part") == 0
    _sound(ring)


def test_a_part_whose_day_went_meanwhile_does_not_arrive(ring: Ring) -> None:
    """A slow retirement has sealed its part when the day is destroyed: the part is not admitted, and no key of the day
    is left."""
    ref = identity(ring.one)
    other = identity(ring.one)
    for each in (ref, other):
        ring.one.event(each, "checked")
    slow = ring.another()
    with Pause(slow, "archive.admit") as pause:
        retiring = start(slow.sweep)
        pause.at()
        ring.one.sweep()
        ring.move(days=190)
        ring.one.sweep()
    retiring.result()
    assert ring.watch.one("archive", "SELECT count(*) FROM archive.part") == 0
    kind = ring.one.policy.records["identity-check"].number
    due = ring.watch.one("archive", "SELECT due FROM archive.day")
    assert ring.watch.key("day", day_name(kind, due)) is None
    _sound(ring)


def test_a_key_that_is_being_destroyed_is_not_made_again(ring: Ring) -> None:
    """Whoever asks for a name's key while it is destroyed waits, and gets none."""
    name = uuid4().bytes
    for made_before in (True, False):
        name = uuid4().bytes
        if made_before:
            ring.one.driver.run(ring.one.house.keyring.ensure("archive", name))
        from jikim.verbs.destroy import destroy_key
        from jikim.verbs.house import SYSTEM

        def destroy(name: bytes = name) -> object:
            entry = ring.one.driver.run(ring.one.house.entry("test:destroy", ring.one.policy, SYSTEM))
            return ring.one.driver.run(destroy_key(ring.one.house, "archive", name, entry))

        def ask(name: bytes = name) -> object:
            return ring.two.driver.run(ring.two.house.keyring.ensure("archive", name))

        _, asked = ring.race("test:destroy", destroy, ask, database="keys")
        assert asked.outcome() == "KeyGoneError"
        assert ring.watch.key("archive", name) is None
    _sound(ring)


def test_a_day_destroyed_next_to_an_arrival_takes_nothing_else(ring: Ring) -> None:
    """A month's partition is emptied while a part of another day arrives in it: that part stays."""
    ref = identity(ring.one)
    ring.one.event(ref, "checked")
    ring.one.sweep()
    partition = ring.watch.one("archive", "SELECT tableoid::regclass::text FROM archive.part")
    due = ring.watch.one("archive", "SELECT due FROM archive.part")
    ring.move(days=(due - ring.one.house.today()).days + 1)
    later = due + timedelta(days=3)
    assert later.month == due.month
    with Pause(ring.one, "destroy.rows") as pause:
        sweeping = start(ring.one.sweep)
        pause.at()
        import psycopg

        with psycopg.connect(ring.databases.admin["archive"]) as conn:
            conn.execute(
                "INSERT INTO archive.part SELECT gen_random_uuid(), gen_random_uuid(), %s, kind, policy, version, rules, dues, hold, channel, source, "
                "collected, ended, moved, items, head, body FROM archive.part",
                (later,),
            )
            pause.go.set()
            eventually(lambda: ring.waiting("archive") == 1 or sweeping.done(), "the emptying waits")
            conn.commit()
        sweeping.result()
    assert ring.watch.rows("archive", f"SELECT due FROM {partition}") == [(later,)]
    assert ref.record not in ring.watch.look().parts


def test_a_correction_and_a_retirement_do_not_cross(ring: Ring) -> None:
    """A record that ends while a correction is open waits for the correction to be refused; the sweep moves nothing
    meanwhile."""
    ref = order(ring.one)
    correction = ring.one.ask_correction(ref, ["phone"])
    ring.one.event(ref, "settled")
    assert dict(ring.one.sweep().waiting) == {"order": 1}
    ring.two.by(looker(ring.two)).refuse_correction(correction, reason="it was right")
    assert ring.one.sweep().retired == {"order": 1}


def test_a_correction_that_waited_for_a_retirement_is_denied(ring: Ring) -> None:
    """A member with an open correction leaves and the record goes: the correction finds nothing to write on."""
    whose, membership = member(ring.one)
    correction = ring.one.ask_correction(membership, ["mobile"])
    ring.one.leave(whose.subject)
    _, made = ring.race(
        "record:destroy", ring.one.sweep, lambda: ring.two.correct(correction, {"mobile": "010-5550-0199"})
    )
    assert made.outcome() in ("left", "gone", "correction")
    assert ring.watch.look().places(membership.record) == {"destroyed"}


def test_a_freeze_that_waited_for_the_end_is_denied(ring: Ring) -> None:
    """The record ends first: no correction opens on it."""
    ref = order(ring.one)
    _, asked = ring.race(
        "record:event", lambda: ring.one.event(ref, "settled"), lambda: ring.two.ask_correction(ref, ["phone"])
    )
    assert asked.outcome() == "ended"


def test_a_record_under_two_holds_goes_when_none_is_left(ring: Ring) -> None:
    """Two cases hold one resting record: the end of the first leaves it under the second, sealed anew, and past its day
    it goes with the last."""
    ref = identity(ring.one)
    ring.one.event(ref, "checked")
    ring.one.sweep()
    officer = looker(ring.one)
    first = ring.one.by(officer).hold(ref, reason="a lawsuit")
    second = ring.one.by(officer).hold(ref, reason="another")
    assert [one.reason for one in ring.two.driver.run(holds_of(ring.two.house, ref.subject))] == [
        "a lawsuit",
        "another",
    ]
    assert ring.watch.one("archive", "SELECT hold FROM archive.part") == first
    ring.move(days=400)
    assert ring.one.sweep().parts == 0
    ring.two.by(officer).release(ref, first, reason="settled")
    assert ring.watch.hold_key(ref.record, first) is None
    assert ring.watch.one("archive", "SELECT hold FROM archive.part") == second
    assert (
        ring.one.by(officer).consult(ref, purpose="identity-evidence", reason_kind="dispute", reason="a test")["name"]
        == "가나다"
    )
    assert start(lambda: ring.one.by(officer).release(ref, first, reason="done")).outcome() == "held"
    ring.one.by(officer).release(ref, second, reason="settled too")
    assert ring.watch.one("archive", "SELECT count(*) FROM archive.part") == 0
    assert ring.watch.hold_key(ref.record, second) is None
    assert ring.two.driver.run(holds(ring.two.house)) == []
    _sound(ring)


def test_a_live_record_under_two_holds_goes_when_none_is_left(ring: Ring) -> None:
    """The same of a record that nothing keeps: a sweep leaves it, until its last hold is released."""
    ref = enquiry(ring.one)
    officer = looker(ring.one)
    numbers = [ring.one.by(officer).hold(ref, reason="a lawsuit") for _ in range(2)]
    ring.one.event(ref, "closed")
    for number in numbers:
        assert not ring.one.sweep().destroyed
        ring.two.by(officer).release(ref, number, reason="settled")
    assert ring.one.sweep().destroyed == {"enquiry": 1}
    _sound(ring)


def test_a_hold_that_is_laid_while_the_other_is_released_keeps(ring: Ring) -> None:
    """The first hold is being released, and a second is laid in between: what rests stays, past its day, under the
    second."""
    ref = identity(ring.one)
    ring.one.event(ref, "checked")
    ring.one.sweep()
    officer = looker(ring.one)
    first = ring.one.by(officer).hold(ref, reason="a lawsuit")
    with Pause(ring.two, "hold.parts") as pause:
        releasing = start(lambda: ring.two.by(officer).release(ref, first, reason="over"))
        pause.at()
        second = ring.one.by(officer).hold(ref, reason="another")
    releasing.result()
    assert ring.watch.one("archive", "SELECT hold FROM archive.part") == second
    assert ring.watch.hold_key(ref.record, first) is None
    _sound(ring)


def test_two_that_release_one_hold_at_once_bring_it_to_one_end(ring: Ring) -> None:
    """The second finds that the first has put back what rests: nothing is left to do, and nothing goes before its day."""
    ref = identity(ring.one)
    ring.one.event(ref, "checked")
    ring.one.sweep()
    number = ring.one.by(looker(ring.one)).hold(ref, reason="a lawsuit")
    officer = looker(ring.one)
    with Pause(ring.two, "hold.reseal") as pause:
        slow = start(lambda: ring.two.by(officer).release(ref, number, reason="over"))
        pause.at()
        ring.one.by(officer).release(ref, number, reason="over")
    slow.result()
    assert ring.watch.one("archive", "SELECT hold IS NULL FROM archive.part WHERE record = %s", (ref.record,))
    _sound(ring)


def test_the_number_of_another_hold_releases_and_destroys_nothing(ring: Ring) -> None:
    """An officer names the number of another record's hold: both stay held, and both still open."""
    officer = looker(ring.one)
    refs = [identity(ring.one), identity(ring.one)]
    for ref in refs:
        ring.one.event(ref, "checked")
    ring.one.sweep()
    numbers = [ring.one.by(officer).hold(ref, reason="a lawsuit") for ref in refs]
    assert start(lambda: ring.one.by(officer).release(refs[0], numbers[1], reason="done")).outcome() == "held"
    _sound(ring)
    for ref in refs:
        assert (
            ring.two.by(officer).consult(ref, purpose="identity-evidence", reason_kind="dispute", reason="a test")[
                "name"
            ]
            == "가나다"
        )


def test_a_live_hold_is_released_by_its_own_number_alone(ring: Ring) -> None:
    """The same before a record rests."""
    officer = looker(ring.one)
    ref = enquiry(ring.one)
    number = ring.one.by(officer).hold(ref, reason="a lawsuit")
    assert start(lambda: ring.one.by(officer).release(ref, uuid4(), reason="done")).outcome() == "held"
    assert ring.watch.one("live", "SELECT hold FROM live.record") == number
    ring.one.by(officer).release(ref, number, reason="done")
    assert ring.watch.one("live", "SELECT hold FROM live.record") is None


def test_a_release_by_a_clock_that_is_behind_brings_nothing_back(ring: Ring) -> None:
    """A day was destroyed by a process whose clock is ahead: a held part that another one releases goes with its day,
    keys and all."""
    officer = looker(ring.one)
    held, other = identity(ring.one), identity(ring.one)
    for ref in (held, other):
        ring.one.event(ref, "checked")
    ring.one.sweep()
    number = ring.one.by(officer).hold(held, reason="a lawsuit")
    ring.one.move_clock(ring.one.now() + timedelta(days=190))
    assert ring.one.sweep().parts == 1
    ring.two.by(officer).release(held, number, reason="over")
    assert ring.watch.one("archive", "SELECT count(*) FROM archive.part") == 0
    assert ring.watch.hold_key(held.record, number) is None
    _sound(ring)


def test_a_release_that_waited_for_its_day_goes_with_it(ring: Ring) -> None:
    """The day's key was at hand, and then the day went: the part does not come back to it."""
    officer = looker(ring.one)
    held, other = identity(ring.one), identity(ring.one)
    for ref in (held, other):
        ring.one.event(ref, "checked")
    ring.one.sweep()
    number = ring.one.by(officer).hold(held, reason="a lawsuit")
    with Pause(ring.two, "hold.reseal") as pause:
        releasing = start(lambda: ring.two.by(officer).release(held, number, reason="over"))
        pause.at()
        ring.one.move_clock(ring.one.now() + timedelta(days=190))
        assert ring.one.sweep().parts == 1
    releasing.result()
    assert ring.watch.one("archive", "SELECT count(*) FROM archive.part") == 0
    _sound(ring)


def test_a_day_goes_beside_who_reads_its_month(ring: Ring) -> None:
    """Another day of the same month is there still: the partition is locked against nobody."""
    for _ in range(2):
        ref = identity(ring.one)
        ring.one.event(ref, "checked")
        ring.one.sweep()
        ring.move(days=1)
    [first, second] = [due for (due,) in ring.watch.admin["archive"].execute("SELECT due FROM archive.part ORDER BY 1")]
    assert (first.year, first.month) == (second.year, second.month)
    ring.move(days=(second - ring.one.house.today()).days)
    with psycopg.connect(ring.databases.admin["archive"]) as reader:
        reader.execute("SELECT count(*) FROM archive.part")
        going = start(ring.one.sweep)
        going.thread.join(PATIENCE)
        assert going.done(), "it waits for a reader"
    assert going.result().parts == 1
    assert ring.watch.one("archive", "SELECT due FROM archive.part") == second
