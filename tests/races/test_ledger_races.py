"""Two sequencers, and eight sweeps: each entry has one place, each record one fate, each destroyed part stands in one
certificate."""

from __future__ import annotations

import json
from collections import Counter
from itertools import product

import pytest
from tests.drawn import sampled
from tests.races.interleave import Pause, Ring, ring, start  # noqa: F401
from tests.races.people import enquiry, identity, looker, member, order
from tests.waiting import PATIENCE, eventually

from jikim.app import Jikim


def _entries_everywhere(ring: Ring) -> None:
    ref = order(ring.one)
    ring.one.event(ref, "settled")
    ring.one.sweep()


@pytest.mark.parametrize("source", ["archive", "keys"])
@pytest.mark.parametrize("step", ["take", "place", "drop"])
def test_two_sequencers_place_another_databases_entries_once(ring: Ring, source: str, step: str) -> None:
    """One sequencer stands still at any step of placing another database's entries while a second does all of it: each
    has one place."""
    _entries_everywhere(ring)
    with Pause(ring.two, f"ledger.{step}_{source}", "before" if step == "drop" else "after") as pause:
        slow = start(ring.two.sequence)
        pause.at()
        fast = start(ring.one.sequence)
        eventually(lambda: fast.done() or ring.waiting("ledger") > 0, "the second waits or is through")
    slow.result()
    fast.result()
    ring.watch.ledger(ring.one)


def test_two_sequencers_at_once_place_every_entry_once(ring: Ring) -> None:
    """Both run while entries arrive: every entry that committed has exactly one place, and the tree verifies."""
    stop = False

    def work(jk: Jikim) -> None:
        while not stop:
            jk.sequence()

    runs = [start(lambda: work(ring.one)), start(lambda: work(ring.two))]
    third = ring.another()
    for _ in range(6):
        ref = order(third)
        third.event(ref, "settled")
        third.sweep()
    stop = True
    for run in runs:
        run.result()
    ring.watch.ledger(ring.one)


@pytest.mark.one_server("a sequencer waits for what began on a further server, and the gate is open behind it alone")
def test_an_entry_that_commits_late_is_not_passed_over(ring: Ring) -> None:
    """An entry with a lower number commits after one with a higher was placed: it gets its place, too."""
    a, b = order(ring.one), order(ring.one)
    with ring.shut("live", "record:use"):
        late = start(lambda: ring.two.use(a, purpose="delivery", items=["phone"]))
        eventually(lambda: ring.waiting("live") == 1, "the read at its gate")
        ring.one.event(b, "paid")
        ring.one.sequence()
    late.result()
    assert ring.story("record:use", "record:event") == ["record:event:allowed", "record:use:allowed"]


def _much(ring: Ring) -> tuple[int, int, int]:
    """Something of everything that a sweep does. Answers how many retire, are destroyed, and leave."""
    for n in range(6):
        whose, _ = member(ring.one)
        order(ring.one, whose)
        goes = order(ring.one, whose)
        ring.one.event(goes, "delivered")
        ring.one.event(goes, "settled")
        ring.one.event(enquiry(ring.one), "answered")
        if n % 3 == 0:
            ring.one.leave(whose.subject)
    return 6, 6, 2


def test_eight_sweeps_at_once_do_what_one_does(ring: Ring) -> None:
    """Eight threads on eight Jikims sweep the same things: each is done once, nothing fails, and nothing is left over."""
    retire, destroy, left = _much(ring)
    past = [identity(ring.one) for _ in range(6)]
    for ref in past:
        ring.one.event(ref, "checked")
    ring.one.sweep(dry_run=True)
    crowd = [ring.another() for _ in range(8)]
    swept = [run.result() for run in [start(jk.sweep) for jk in crowd]]
    assert [one.failed for one in swept] == [[]] * 8
    total = sum((one.retired for one in swept), Counter[str]())
    assert total == {"order": retire, "identity-check": 6}
    gone = sum((one.destroyed for one in swept), Counter[str]())
    assert gone == {"enquiry": destroy, "membership": left}
    assert ring.watch.look().wrong == []
    last = ring.one.sweep()
    assert not last.retired
    assert not last.destroyed
    assert [line for line in ring.watch.settled() if "shell" not in line] == []
    ring.watch.ledger(ring.one)


def test_eight_sweeps_at_once_destroy_a_day_once(ring: Ring) -> None:
    """The parts of a due day stand in exactly one of eight certificates."""
    for _ in range(6):
        ref = identity(ring.one)
        ring.one.event(ref, "checked")
    ring.one.sweep()
    ring.move(days=190)
    crowd = [ring.another() for _ in range(8)]
    swept = [run.result() for run in [start(jk.sweep) for jk in crowd]]
    assert sum(one.parts for one in swept) == 6
    certified = [
        row["count"]
        for one in swept
        if one.content is not None
        for row in one.content["destroyed"]
        if row["what"] == "archived parts"
    ]
    assert sum(certified) == 6
    assert ring.watch.look().wrong == []
    assert ring.watch.settled() == []
    events = Counter(body["event"] for body in ring.watch.ledger(ring.one))
    assert (
        events["archive:hide:allowed"]
        == events["archive:destroy-key:allowed"]
        == events["archive:destroy-rows:allowed"]
        == 1
    )


def test_a_sweep_whose_clock_is_behind_ends(ring: Ring) -> None:
    """A day that another process has begun to destroy is not past here yet: the sweep leaves it to whoever began, and
    comes to its end."""
    ref = identity(ring.one)
    ring.one.event(ref, "checked")
    ring.one.sweep()
    ring.one.move_clock(ring.one.now().replace(year=2014))
    with Pause(ring.one, "key.destroy") as pause:
        ahead = start(ring.one.sweep)
        pause.at()
        behind = start(ring.two.sweep)
        behind.thread.join(PATIENCE)
        assert behind.done(), "the sweep never ends"
    assert ahead.result().parts == 1


def test_new_months_in_parallel_never_deadlock(ring: Ring) -> None:
    """Records that rest in two parts, in months that have no place yet, retire side by side without an error of the
    database."""
    crowd = [ring.another() for _ in range(4)]
    for _ in range(6):
        refs = [order(ring.one) for _ in crowd]
        for ref in refs:
            ring.one.event(ref, "delivered")
        # Everybody's: what a process said by a clock that was left behind would come after its month's key is gone.
        ring.move(days=70)
        for jk in crowd:
            jk.catch_up()
        for ref in refs:
            ring.one.event(ref, "settled")
        swept = [run.result() for run in [start(jk.sweep) for jk in crowd]]
        assert [one.failed for one in swept] == [[]] * 4
        assert sum(one.retired["order"] for one in swept) == 4
    assert ring.watch.look().wrong == []


def test_a_retirement_and_a_read_do_not_deadlock(ring: Ring) -> None:
    """A read holds its person and asks for the record; a retirement that holds the record must not ask for the person."""
    stop = False
    whose, _ = member(ring.one)
    ref = order(ring.one, whose)
    errors: Counter[str] = Counter()

    def read() -> None:
        while not stop:
            errors[
                start(lambda: ring.two.by(looker(ring.two)).use(ref, purpose="delivery", items=["phone"])).outcome()
            ] += 1

    readers = [start(read) for _ in range(3)]
    for _ in range(8):
        goes = order(ring.one, whose)
        ring.one.event(goes, "settled")
        ring.one.sweep()
        ring.one.correct(ring.one.ask_correction(ref, ["phone"]), {"phone": "02-555-0101"})
    ring.one.event(ref, "settled")
    ring.one.sweep()
    stop = True
    for reader in readers:
        reader.result()
    assert set(errors) <= {"ok", "frozen", "ended", "resting"}


@pytest.mark.parametrize("step", ["ledger.waiting_of", "ledger.archive_waiting_of", "ledger.bodies_of"])
def test_a_person_misses_no_use_while_entries_are_placed(ring: Ring, step: str) -> None:
    """A person looks at who used their data just when the sequencer places it: every use is told, once."""
    ref = order(ring.one)
    uses = {ring.two.use(ref, purpose="delivery", items=["phone"]).version for _ in range(3)}
    assert uses == {1}
    for when in ("before", "after"):
        with Pause(ring.two, step, when) as pause:
            showing = start(lambda: ring.two.show(ref.subject))
            pause.at()
            ring.one.use(ref, purpose="delivery", items=["name"])
            ring.one.sequence()
        told = Counter(body["entry"] for body in showing.result().uses if body["event"] == "record:use:allowed")
        assert len(told) >= 3
        assert set(told.values()) == {1}


@pytest.mark.drawn
@pytest.mark.parametrize(
    ("step", "when", "lives"),
    sampled(product(["owed", "archive.owed", "unsettled", "certify"], ["before", "after"], [0, 1])),
)
def test_a_destruction_stands_in_one_certificate_though_two_make_one(
    ring: Ring, step: str, when: str, lives: int
) -> None:
    """One process stands still at any step of certifying while another certifies the same and goes on: nothing is
    certified twice or left out."""
    ref = identity(ring.one)
    ring.one.event(ref, "checked")
    ring.one.sweep()
    ring.move(days=190)
    for _ in range(lives):
        ring.one.event(enquiry(ring.one), "answered")
    late = enquiry(ring.one)
    with Pause(ring.two, step, when) as pause:
        slow = start(ring.two.sweep)
        pause.at()
        ring.one.sweep()
        ring.one.event(late, "answered")
        ring.one.sweep()
    slow.result()
    certified: Counter[str] = Counter()
    for _number, _at, text, _signature in ring.one.certificates():
        for line in json.loads(text)["destroyed"]:
            certified[f"{line['kind']} {line['what']}"] += line["count"]
    assert certified["enquiry records that nothing keeps"] == lives + 1
    assert certified["identity-check archived parts"] == 1
    assert ring.watch.one("live", "SELECT count(*) FROM live.owed") == 0
    assert ring.watch.one("archive", "SELECT count(*) FROM archive.owed") == 0
