"""Whoever numbers or counts takes their turn at `live.latch`: each of its callers is raced, and each play fails where the
latch does nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
from tests.employed import employ, lasting, train
from tests.publishing.revision import approved, written
from tests.races.interleave import Ring, Run, ring, start  # noqa: F401
from tests.races.people import enquiry
from tests.waiting import eventually

from jikim.app import Jikim, read_policy
from jikim.db.driver import Steps
from jikim.handlers.deputies import begin_deputies, confirm_deputy, deputies, name_deputy
from jikim.handlers.register import grants
from jikim.jobs.backup import Q as BACKUPS
from jikim.publishing.proposals import proposals, save_proposal
from jikim.store.sealed import Q
from jikim.verbs.house import SYSTEM

TODAY, DAY = date(2013, 2, 5), date(2013, 3, 7)


class Play(NamedTuple):
    """`first` is held at its entry `event`, then `second` starts; `wrong` tells what must not be, after both."""

    event: str
    first: Callable[[], Any]
    second: Callable[[], Any]
    wrong: Callable[[Run, Run], list[str]]


def _officer(ring: Ring, name: str) -> None:  # noqa: F811
    employ(ring.one, name, "officer")
    lasting(ring.one, name)


def _path(ring: Ring, name: str, day: date = DAY) -> Path:  # noqa: F811
    """A version that differs from the next one by a title."""
    return written(ring.directory, TODAY, day, ("title: {ko: 경영지원본부장", f"title: {{ko: 지원장 {name}"), name=name)


def _numbers(found: list[int]) -> list[str]:
    return [] if sorted(found) == list(range(1, len(found) + 1)) else [f"numbered {found}"]


def _both(a: Run, b: Run) -> list[str]:
    return [f"ended {run.outcome()}" for run in (a, b) if run.outcome() != "ok"]


def _grants(ring: Ring) -> Play:  # noqa: F811
    """Two grants are given at one moment: both are, and their numbers have no gap."""
    for name in ("h-one", "h-two"):
        employ(ring.one, name)

    def gives(jk: Jikim, name: str) -> Any:
        return lambda: jk.by(jk.acting("system", "set-up")).grant(name, ["delivery"])

    def wrong(a: Run, b: Run) -> list[str]:
        return _both(a, b) + _numbers([one.number for one in ring.one.do(grants)])

    return Play("handler:grant", gives(ring.one, "h-one"), gives(ring.two, "h-two"), wrong)


def _deputies(ring: Ring) -> Play:  # noqa: F811
    """A deputy's grant begins while its principal, an officer, is removed: it ends with the officer's own."""
    for name in ("h-away", "h-boss"):
        _officer(ring, name)
    employ(ring.one, "h-stands")
    jk, boss = ring.one, ring.one.handler("h-boss", kind="officer")
    train(jk, "h-stands", jk.house.today(), boss)
    [grant] = [one.number for one in jk.do(grants, "h-away")]
    first = jk.house.today() + timedelta(days=1)
    jk.do(name_deputy, "h-stands", grant, first, first + timedelta(days=20), actor=jk.handler("h-away", kind="officer"))
    jk.do(confirm_deputy, jk.do(deputies)[0], actor=boss)
    ring.move(days=1)

    def wrong(a: Run, b: Run) -> list[str]:
        [one] = jk.do(grants, "h-stands")
        late = one.until > jk.now() + timedelta(days=1)
        return _both(a, b) + ["the deputy's grant outlives the officer's"] * late

    return Play(
        "deputy:begin",
        lambda: ring.one.do(begin_deputies),
        lambda: ring.two.by(ring.two.handler("h-boss", kind="officer")).leave_duty("h-away"),
        wrong,
    )


def _adoptions(ring: Ring) -> Play:  # noqa: F811
    """Two processes open a house that nobody's data is in with one new file: it is adopted once, and serves both."""
    file = read_policy(_path(ring, "new.yaml"))

    def opens() -> None:
        Jikim(file, ring.databases.settings(ring.directory)).close()

    def wrong(a: Run, b: Run) -> list[str]:
        count = ring.watch.one("live", "SELECT count(*) FROM live.policy_version")
        return _both(a, b) + [f"{count} versions"] * (count != 2)

    return Play("policy:adopt", opens, opens, wrong)


def _announcements(ring: Ring) -> Play:  # noqa: F811
    """Two officers announce two texts at one moment: one is under way, and the other officer is told so."""
    for name in ("h-one", "h-two"):
        _officer(ring, name)

    def announces(jk: Jikim, who: str) -> Any:
        path = approved(jk, _path(ring, f"{who}.yaml"))
        return lambda: jk.by(jk.handler(who, kind="officer")).publish(path)

    def wrong(a: Run, b: Run) -> list[str]:
        told = (a.outcome(), b.outcome())
        return [f"{told}"] * (told != ("ok", "ConflictError")) + _numbers(
            [one.number for one in a.result() and ring.one.publications()]
        )

    return Play("policy:publish", announces(ring.one, "h-one"), announces(ring.two, "h-two"), wrong)


def _proposals(ring: Ring) -> Play:  # noqa: F811
    """Two officers begin a proposal at one moment: there are two, and neither's text is written over."""
    for name in ("h-one", "h-two"):
        _officer(ring, name)

    def begins(jk: Jikim, who: str) -> Any:
        return lambda: jk.do(save_proposal, f"jikim: 1\n# {who}\n", actor=jk.handler(who, kind="officer"))

    def wrong(a: Run, b: Run) -> list[str]:
        texts = Counter(bytes(text) for (text,) in ring.watch.rows("live", "SELECT source FROM live.proposal"))
        return (
            _both(a, b)
            + _numbers([one.number for one in ring.one.do(proposals)])
            + ["a text is lost"] * (len(texts) != 2)
        )

    return Play("policy:draft", begins(ring.one, "h-one"), begins(ring.two, "h-two"), wrong)


def _sweeps(ring: Ring) -> Play:  # noqa: F811
    """A sweep begins ten days on, while one whose look is older begins: that one is judged anew."""
    ring.one.sweep()
    [(last, *_)] = ring.one.driver.run(_one(Q["sweep.before"](boot="")))

    def begins(jk: Jikim, at: datetime) -> Any:
        def steps() -> Steps[Any]:
            entry = yield from jk.house.entry("sweep:begin", jk.policy, SYSTEM)
            return (yield Q["sweep.begin"](last=last, boot="", seconds=0.0, word=0, entry=entry._replace(at=at)))

        return lambda: jk.driver.run(steps())

    def wrong(a: Run, b: Run) -> list[str]:
        return _both(a, b) + ["a moment was recorded that was never judged"] * (b.result() != [(False,)])

    now = ring.one.now()
    return Play("sweep:begin", begins(ring.one, now + timedelta(days=10)), begins(ring.two, now), wrong)


def _one(statement: Any) -> Steps[Any]:
    return (yield statement)


def _backups(ring: Ring) -> Play:  # noqa: F811
    """Two sets are begun at one moment: the numbers only grow, and the lower one is told which is taken."""

    def begins(jk: Jikim, number: int) -> Any:
        def steps() -> Steps[Any]:
            entry = yield from jk.house.entry("backup:begin", jk.policy, SYSTEM)
            return (yield BACKUPS["set.begin"](number=number, place="/nowhere", entry=entry))

        return lambda: jk.driver.run(steps())

    def wrong(a: Run, b: Run) -> list[str]:
        return _both(a, b) + [f"answered {b.result()}"] * (b.result() != [(7,)])

    return Play("backup:begin", begins(ring.one, 7), begins(ring.two, 6), wrong)


def _prunings(ring: Ring) -> Play:  # noqa: F811
    """A set that the house knows nothing of is pruned while one is begun: its number is not given again."""

    def prunes() -> Any:
        entry = yield from ring.one.house.entry("backup:prune", ring.one.policy, SYSTEM)
        return (yield BACKUPS["set.pruned"](number=7, begun=ring.one.now(), place="/nowhere", entry=entry))

    begun = _backups(ring)
    return Play("backup:prune", lambda: ring.one.driver.run(prunes()), begun.second, begun.wrong)


def _certificates(ring: Ring) -> Play:  # noqa: F811
    """Two sweeps certify one destruction: it stands in one certificate."""
    ring.one.event(enquiry(ring.one), "answered")

    def wrong(a: Run, b: Run) -> list[str]:
        found = Counter(text.count('"enquiry"') > 0 for _n, _at, text, _s in ring.one.certificates())
        return _both(a, b) + [f"{found[True]} certificates"] * (found[True] != 1)

    return Play("destruction:certify", ring.one.sweep, ring.two.sweep, wrong)


PLAYS = (_grants, _deputies, _adoptions, _announcements, _proposals, _sweeps, _backups, _prunings, _certificates)


def _played(ring: Ring, setting: Callable[[Ring], Play]) -> list[str]:  # noqa: F811
    play = setting(ring)
    return play.wrong(*ring.race(play.event, play.first, play.second))


@pytest.mark.parametrize("setting", PLAYS, ids=lambda one: one.__name__[1:])
def test_one_takes_the_turn_after_the_other(ring: Ring, setting: Callable[[Ring], Play]) -> None:  # noqa: F811
    """Whoever comes second while the first is not through waits, and ends as after it."""
    assert _played(ring, setting) == []


@pytest.mark.long
@pytest.mark.parametrize("setting", PLAYS, ids=lambda one: one.__name__[1:])
def test_without_the_latch_it_goes_wrong(ring: Ring, setting: Callable[[Ring], Play]) -> None:  # noqa: F811
    """The same plays with a latch that keeps nobody waiting: each ends in what it must not, so the latch is what holds
    it."""
    live = ring.watch.admin["live"]
    latch = ring.watch.one("live", "SELECT pg_get_functiondef('live.latch(text)'::regprocedure)")
    live.execute("CREATE OR REPLACE FUNCTION live.latch(p_what text) RETURNS void LANGUAGE plpgsql AS 'BEGIN END'")
    try:
        assert _played(ring, setting) != []
    finally:
        live.execute(latch)


def test_a_removal_and_a_grant_to_who_is_removed_do_not_deadlock(ring: Ring) -> None:  # noqa: F811
    """An officer is given a grant while another removes them, and both stand before the latch at once: each is done."""
    for name in ("h-away", "h-boss"):
        _officer(ring, name)
    with psycopg.connect(ring.databases.admin["live"]) as turn:
        turn.execute("SELECT live.latch('grant')")
        gives = start(lambda: ring.one.by(ring.one.acting("system", "set-up")).grant("h-away", ["delivery"]))
        eventually(lambda: ring.waiting("live") == 1, "the grant waits")
        removes = start(lambda: ring.two.by(ring.two.handler("h-boss", kind="officer")).leave_duty("h-away"))
        eventually(lambda: ring.waiting("live") == 2, "the removal waits")
    assert (gives.outcome(), removes.outcome()) == ("ok", "ok")
    assert all(one.until <= ring.one.now() + timedelta(days=1) for one in ring.one.do(grants, "h-away"))
