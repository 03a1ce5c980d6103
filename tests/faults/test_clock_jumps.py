"""A clock that jumps: it stops the sweep before anything goes, and an officer's word alone has it go on."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.conftest import HOMEPAGE, START, Databases
from tests.employed import employ
from tests.faults.counting import Tally
from tests.faults.making import guest, identity, order
from tests.faults.world import NOON, World, house, watch, world  # noqa: F401
from tests.invariants import Watch

import jikim
from jikim.app import Jikim
from jikim.app.due import run_due
from jikim.cli import main
from jikim.errors import DeniedError, StoppedError
from jikim.handlers.papers import add_paper, confirm_paper
from jikim.jobs.clock_doubt import Seen, doubt
from jikim.plan.outside_access_records import Access, take_in
from jikim.policy.model import PolicyFile
from jikim.tasks.filing import do_task, file_own
from jikim.verbs.house import SYSTEM

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
YEARS = timedelta(days=3653)
TEN = [pytest.param(YEARS, id="+10 years"), pytest.param(-YEARS, id="-10 years")]
ONE = [pytest.param(DAY, id="+1 day"), pytest.param(-DAY, id="-1 day")]
LATER = datetime(2026, 3, 12, 3, tzinfo=UTC)


def resting(jk: Jikim, world: World) -> jikim.Ref:
    """An identity check that rests for six months, to the day before its last."""
    ref = identity(jk)
    jk.event(ref, "checked")
    jk.sweep()
    for _ in range(36):
        world.passes(days=5)
        jk.sweep()
    return ref


def state(watch: Watch) -> Any:
    """Everything that a sweep could change, but its own notes."""
    found = watch.look()
    assert found.wrong == []
    keys = watch.rows("keys", "SELECT space, name FROM keys.key WHERE space <> 'ledger-month' ORDER BY 1, 2")
    return found.live, found.parts, found.tombstones, keys, watch.rows("archive", "SELECT * FROM archive.day")


@pytest.mark.parametrize("jump", [*ONE, *TEN])
def test_a_jump_stops_the_sweep_and_nothing_goes(
    house: Jikim, world: World, watch: Watch, tally: Tally, jump: timedelta
) -> None:
    """A day or ten years ahead or back, with something that is over and something that rests: nothing moves, ends or
    goes, and the ledger says why; once the clock is right again, the sweep does what is due and no more."""
    ref = resting(house, world)
    over = order(house)
    house.event(over, "settled")
    before = state(watch)
    world.passes(days=1)
    world.error = jump
    for _ in range(3):
        tally.tried("sweep", "clock jumps")
        with pytest.raises(StoppedError, match="the time is in doubt"):
            house.expire()
        with pytest.raises(StoppedError, match="the time is in doubt") as stopped:
            house.sweep()
        assert (stopped.value.why, stopped.value.plan) == ("clock", None)
        assert "--after-gap" in str(stopped.value.hint)
        tally.wrong("sweep", "clock jumps", [] if state(watch) == before else ["something changed"])
        world.passes(hours=1)
    world.error = timedelta()
    assert house.sweep().retired == {"order": 1}
    assert watch.look().places(ref.record) == {"archive", "rests"}
    stops = [body for body in watch.ledger(house) if body["event"] == "sweep:stop:denied"]
    assert [body["why"] for body in stops] == ["clock"] * 6
    assert all("by the clock" in body["found"] for body in stops)


def forgettable(house: Jikim) -> None:
    """Who left the office, a task that was done, a month of another system's access records: each has its key."""
    ona = house.handler("ona", kind="officer")
    house.do(take_in, "crm", "csv", [Access(NOON, "someone", "192.0.2.7", "1042", "looked", "support")], actor=ona)
    task = house.do(file_own, "할 일", None, NOON.date(), actor=SYSTEM)
    house.do(do_task, task, "했습니다", actor=SYSTEM)
    house.by(ona).leave_duty("hana")
    paper = house.do(add_paper, "hana", "handover", text="문의 세 건", to="ona", actor=SYSTEM)
    house.do(confirm_paper, "hana", paper, "받았습니다", actor=ona)


def keys(watch: Watch) -> set[Any]:
    """The keys of what the daily work forgets."""
    spaces = "('handler', 'case', 'taken-rows')"
    return set(watch.rows("keys", f"SELECT space, encode(name, 'hex') FROM keys.key WHERE space IN {spaces}"))


def test_a_jump_has_the_daily_work_forget_nothing(house: Jikim, world: World, watch: Watch) -> None:
    """Ten years ahead, what the daily work beside the sweep would forget keeps its key."""
    forgettable(house)
    before = keys(watch)
    assert {space for space, _ in before} == {"handler", "case", "taken-rows"}
    world.error = YEARS
    assert [ran.failed is not None for ran in run_due(house) if ran.step == "sweep"] == [True]
    assert before <= keys(watch)


@pytest.mark.long
def test_by_the_right_clock_each_goes_when_it_is_over(house: Jikim, world: World, watch: Watch) -> None:
    """Once the clock is right again, the daily work forgets what is over."""
    forgettable(house)
    before = keys(watch)
    world.passes(days=1400)
    house.sweep(actor=house.handler("omar", kind="officer"), after_gap=True)
    list(run_due(house))
    assert sorted(space for space, _ in before - keys(watch)) == ["case", "handler", "taken-rows"]


@pytest.mark.parametrize("jump", [-DAY, YEARS, -YEARS], ids=str)
def test_a_jump_that_nothing_else_knows_of_is_noticed_all_the_same(
    house: Jikim, world: World, watch: Watch, tally: Tally, jump: timedelta
) -> None:
    """On a machine whose every clock jumped at once, the moment of the last sweep tells: back at all, and ahead by more
    than a week."""
    resting(house, world)
    before = state(watch)
    world.blind = True
    world.passes(days=0.5)
    world.error = jump
    tally.tried("sweep", "clock jumps")
    with pytest.raises(StoppedError):
        house.sweep()
    tally.wrong("sweep", "clock jumps", [] if state(watch) == before else ["something changed"])


def test_a_clock_that_ran_ahead_and_came_back_destroys_nothing_early_nor_twice(
    house: Jikim, world: World, watch: Watch, tally: Tally
) -> None:
    """Ten years ahead for three days, in which people go on ordering and the sweep is tried every hour of the day: what
    rests stays to its last day, goes on the day after, and stands in one certificate."""
    ref = resting(house, world)
    due = watch.one("archive", "SELECT due FROM archive.part WHERE record = %s", (ref.record,))
    world.error = YEARS
    for _ in range(9):
        order(house)
        tally.tried("sweep", "clock jumps")
        with pytest.raises(StoppedError):
            house.sweep()
        world.passes(hours=8)
    world.error = timedelta()
    gone: list[datetime] = []
    for _ in range(20):
        if house.sweep().parts:
            gone.append(world.true)
        early = [] if ref.record in watch.look().parts or world.true.date() > due else ["it went early"]
        tally.wrong("sweep", "clock jumps", early)
        world.passes(hours=24)
    assert len(gone) == 1
    certified = [line for _, _, content, _ in house.certificates() for line in json.loads(content)["destroyed"]]
    assert [(line["kind"], line["count"]) for line in certified if line["what"] == "archived parts"] == [
        ("identity-check", 1)
    ]


def test_a_clock_that_was_believed_and_went_back_stops_too(house: Jikim, world: World, watch: Watch) -> None:
    """Two days ahead on a machine that knows no better, the sweep runs; back again, it destroys nothing until an
    officer says so."""
    ref = resting(house, world)
    world.blind = True
    world.error = 2 * DAY
    house.sweep()
    world.error = timedelta()
    world.passes(hours=6)
    with pytest.raises(StoppedError, match="ran later"):
        house.sweep()
    house.sweep(actor=house.handler("omar", kind="officer"), after_gap=True)
    world.passes(hours=6)
    house.sweep()
    assert ref.record in watch.look().parts


def test_a_long_silence_needs_an_officers_word(house: Jikim, world: World, watch: Watch) -> None:
    """Seven days are believed; after more nothing goes until an officer with a grant says that the clock is right.
    Nobody else can."""
    world.passes(days=7)
    house.sweep()
    world.passes(days=7, hours=1)
    answered = guest(house, "enquiry", {"name": "Dan Example", "email": "dan@example.org", "text": "끊깁니다"}, "board")
    house.event(answered, "answered")
    with pytest.raises(StoppedError, match="7 days before"):
        house.sweep()
    assert house.sweep(dry_run=True).doubt is not None
    for actor, why in (
        (None, "not-confirmed"),
        (house.handler("hana"), "not-confirmed"),
        (house.handler("nobody", kind="officer"), "grant"),
    ):
        with pytest.raises(DeniedError) as denied:
            house.sweep(after_gap=True, actor=actor)
        assert denied.value.why == why
    assert answered.record in watch.look().live
    assert house.sweep(after_gap=True, actor=house.handler("omar", kind="officer")).destroyed == {"enquiry": 1}
    words = [body for body in watch.ledger(house) if body["event"] == "sweep:go-on:allowed"]
    assert [(body["actor"], "7 days before" in body["found"]) for body in words] == [("officer:omar", True)]
    assert house.sweep(dry_run=True).doubt is None


def test_the_first_sweep_of_a_house_is_held_against_its_first_day(
    house: Jikim, world: World, databases: Databases
) -> None:
    """Where no sweep ever ran, the clock is compared with the day on which the policy was adopted."""
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        conn.execute("DELETE FROM live.swept")
    world.passes(days=30)
    with pytest.raises(StoppedError, match="no sweep ever ran: the policy was adopted 30 days before"):
        house.sweep()


def test_a_demos_clock_is_moved_on_purpose(jk: Jikim) -> None:
    """A demo's clock goes ten years ahead, and its sweep follows."""
    ref = identity(jk)
    jk.event(ref, "checked")
    jk.sweep()
    jk.move_clock(jk.now() + YEARS)
    assert jk.sweep().parts == 1


def test_the_command_says_what_it_found_and_how_to_go_on(
    databases: Databases,
    homepage: PolicyFile,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`jikim sweep` exits 1 with the two times and the option; with an officer's name behind the option it goes on."""
    databases.named(monkeypatch, tmp_path / "ring")
    with Jikim(homepage, databases.settings(tmp_path)) as jk:
        employ(jk, "omar", "officer")
        jk.by(jk.acting("system", "set-up")).grant("omar", ["delivery"], jk.now() + WEEK)
        jk.sweep()
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        conn.execute("UPDATE live.swept SET at = at - INTERVAL '30 days'")
    assert main(["sweep", str(HOMEPAGE)]) == 1
    err = capsys.readouterr().err
    assert "error: nothing was destroyed, because the time is in doubt: it is 20" in err
    assert "the last sweep ran 30 days before" in err
    assert "hint: set the clock right and sweep again; if it is right, an officer says so" in err
    assert main(["sweep", str(HOMEPAGE), "--dry-run"]) == 0
    assert "it would stop, because the time is in doubt" in capsys.readouterr().out
    assert main(["sweep", str(HOMEPAGE), "--after-gap"]) == 2
    assert main(["sweep", str(HOMEPAGE), "--after-gap", "--by", "omar"]) == 0
    assert main(["sweep", str(HOMEPAGE)]) == 0
    assert capsys.readouterr().out.endswith("nothing is due\n")


@pytest.mark.parametrize(
    ("now", "seen", "words"),
    [
        (NOON, Seen(), None),
        (NOON, Seen(NOON, True), None),
        (NOON - timedelta(minutes=5), Seen(NOON, True), None),
        (NOON - timedelta(minutes=6), Seen(NOON, True), "the last sweep ran later, on 2026-03-02 03:00 UTC"),
        (NOON - timedelta(minutes=6), Seen(NOON, False), "the policy was adopted later"),
        (NOON + WEEK, Seen(NOON, True), None),
        (NOON + WEEK + timedelta(seconds=1), Seen(NOON, True), "7 days before"),
        (NOON, Seen(server=NOON + timedelta(minutes=60)), None),
        (NOON, Seen(server=NOON - timedelta(minutes=61)), "2026-03-02 01:59 UTC by the database server's"),
        (LATER, Seen(LATER - DAY, True, booted=(LATER - DAY, 500.0), seconds=500.0 + 86400), None),
        (
            LATER,
            Seen(LATER - DAY, True, booted=(LATER - DAY, 500.0), seconds=500.0 + 3600),
            "24.0 hours after the last sweep here",
        ),
        (LATER, Seen(LATER - DAY, True, booted=(LATER - DAY, 500.0), seconds=500.0 + 864000), "has counted 10.0 days"),
        # A count that is smaller than it was is another machine's, and no opinion.
        (LATER, Seen(LATER - DAY, True, booted=(LATER - DAY, 500.0), seconds=400.0), None),
    ],
)
def test_each_look_at_the_clock(now: datetime, seen: Seen, words: str | None) -> None:
    """Every look speaks up just beyond its bound, and not at it."""
    found = doubt(now, seen, WEEK)
    assert (found is None) if words is None else (found is not None and words in found.english)


def test_two_sweeps_that_begin_at_once_do_not_stop_each_other(jk: Jikim, another: Any) -> None:
    """A sweep whose moment was read just before another's is recorded is none the worse for it."""
    other = another()
    jk.driver.hook = lambda step, when: other.sweep() if (step, when) == ("sweep.begin", "before") else None
    jk.sweep()
    jk.driver.hook = None
    assert jk.now() == START
