"""A record whose time is counted from its person's last use of the service: each use begins it anew, and nothing that is
over lives again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.conftest import START, Databases

import jikim
from jikim.accounts.sessions import enter
from jikim.answers import Offer, Person
from jikim.app import Jikim, read_policy
from jikim.policy.period import Period, due_from

GAME = Path(__file__).parents[1] / "policy" / "others" / "game.yaml"
PLAYER = {"email": "noa@example.com", "password": "quiet heron walks 77", "nickname": "heron"}
DAY = timedelta(days=1)


@pytest.fixture
def jk(databases: Databases, tmp_path: Path) -> Iterator[Jikim]:
    with Jikim(read_policy(GAME), databases.settings(tmp_path), demo_start=START) as opened:
        yield opened


def player(jk: Jikim) -> tuple[Person, jikim.Ref]:
    """Somebody who joined, and what arose from their first game."""
    ref = jk.collect("account", PLAYER, channel="game", old_enough=True).ref
    person = Person(ref.subject, "member")
    return person, jk.collect("progress", {"play": "level 1"}, channel="play", subject=person, old_enough=True).ref


def over(jk: Jikim, since: datetime) -> datetime:
    """The first day on which a year that ran from a moment is over, at noon."""
    day = due_from(since, jk.policy.zone, Period(1, "y")) + DAY
    return datetime.combine(day, since.timetz(), jk.policy.zone)


def living(jk: Jikim, ref: jikim.Ref) -> bool:
    jk.sweep()
    return ref.record in {one.ref.record for one in jk.show(ref.subject).cards}


def test_a_year_without_use_ends_it(jk: Jikim) -> None:
    """Of somebody who is not seen again the year runs from the day on which it was collected, to the day."""
    _, ref = player(jk)
    end = over(jk, jk.now())
    jk.move_clock(end - DAY)
    assert living(jk, ref)
    jk.move_clock(end)
    assert not living(jk, ref)


@pytest.mark.parametrize("way", ["signs in", "is seen", "gives a record", "gives several", "the record is used"])
def test_each_use_begins_it_anew(jk: Jikim, way: str) -> None:
    """Signing in, the application's word, a record that is given and the word of a use of this very record each do."""
    person, ref = player(jk)
    jk.move_clock(jk.now() + 300 * DAY)
    chat = {"chat": "hello"}
    match way:
        case "signs in":
            jk.driver.run(enter(jk.house, person, browser="b", address="192.0.2.1"))
        case "is seen":
            jk.seen(person.subject)
        case "gives a record":
            jk.collect("message", chat, channel="game", subject=person, old_enough=True)
        case "gives several":
            jk.collect_many([Offer(person, "message", chat, "game")], old_enough=True)
        case _:
            jk.event(ref, "last-use")
    end = over(jk, jk.now())
    jk.move_clock(end - DAY)
    assert living(jk, ref)
    jk.move_clock(end)
    assert not living(jk, ref)


def test_what_is_over_stays_over(jk: Jikim) -> None:
    """Whoever comes on the day on which it was over, before any sweep, does not bring it back."""
    person, ref = player(jk)
    jk.move_clock(over(jk, jk.now()))
    jk.driver.run(enter(jk.house, person, browser="b", address="192.0.2.1"))
    assert not living(jk, ref)
