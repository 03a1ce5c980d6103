"""Sets that were made before people moved to another server, and after: what restricts somebody stands wherever they are put back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from tests.db.moving_people import join, moved
from tests.db.two_servers import SECOND, two
from tests.lost import why
from tests.restore.test_two_servers_restore import House, data, order, whole

import jikim
from jikim.app import Jikim
from jikim.db.moving import Move
from jikim.errors import StoreError

pytestmark = pytest.mark.long
GOING = Move(UUID(int=0x10 << 120), UUID(int=0x20 << 120), "live", SECOND)
BACK = GOING._replace(from_=SECOND, to="live")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with two(tmp_path / "servers") as servers:
        servers.distributed()
        yield House(servers, tmp_path / "house")


def _people(jk: Jikim) -> list[jikim.Ref]:
    return [join(jk, GOING.first.int + n) for n in range(1, 5)]


def _restricted(jk: Jikim, goes: jikim.Ref, ends: jikim.Ref, freezes: jikim.Ref) -> None:
    jk.leave(goes.subject)
    jk.event(ends, "settled")
    jk.ask_correction(freezes, ["name"])


def test_a_set_from_before_a_move_comes_back_whole(house: House) -> None:
    """All servers are lost: people are where the set has them, and what they were restricted by on the other server since, or on
    this one before they moved, stands."""
    with house.open() as jk:
        stays, goes, freezes, before = _people(jk)
        ends = order(jk, stays)
        found = data(jk)
        jk.leave(before.subject)
        jk.sequence()
    assert moved(house.servers, GOING) == 4
    with house.open() as jk:
        _restricted(jk, goes, ends, freezes)
        keys = jk.backups.keys().set
    assert keys is not None
    house.servers.all_is_lost()
    house.restored(found, keys, None)
    with house.open() as jk:
        assert jk.driver.spread.of(stays.subject) == "live"
        assert why(jk, stays, "content") == "allowed"
        assert why(jk, goes, "content") == why(jk, before, "content") == "left"
        assert why(jk, freezes, "content") == "frozen"
        assert why(jk, ends) == "ended"
        jk.sweep()
        whole(house, jk)
        jk.sequence()
    assert moved(house.servers, GOING) > 0
    with house.open() as jk:
        assert why(jk, stays, "content") == "allowed"
        whole(house, jk)


def test_a_server_comes_back_from_a_set_of_its_ranges_alone(house: House) -> None:
    """A set from before a move brings no server back alone; where people came back since, it does, and what they were restricted
    by while they were on the other server stands."""
    with house.open() as jk:
        jk.sequence()
    moved(house.servers, GOING)
    with house.open() as jk:
        stays, goes, freezes, before = _people(jk)
        ends = order(jk, stays)
        found = data(jk)
        jk.backups.keys()
        jk.leave(before.subject)
        jk.sequence()
    moved(house.servers, BACK)
    with house.open() as jk:
        _restricted(jk, goes, ends, freezes)
    house.servers.second_is_lost()
    with pytest.raises(StoreError, match="otherwise than when"):
        house.restored(found)
    house.servers.second_falls()


def test_what_restricted_them_meanwhile_stands_where_they_are_again(house: House) -> None:
    """They went to the other server and came back since the set: their server comes back alone, and their leaving on the other stands."""
    with house.open() as jk:
        jk.sequence()
    moved(house.servers, GOING)
    with house.open() as jk:
        stays, goes, freezes, _ = _people(jk)
        ends = order(jk, stays)
        found = data(jk)
        jk.backups.keys()
        jk.sequence()
    moved(house.servers, BACK)
    with house.open() as jk:
        _restricted(jk, goes, ends, freezes)
        jk.sequence()
    moved(house.servers, GOING)
    house.servers.second_is_lost()
    house.restored(found)
    with house.open() as jk:
        assert why(jk, stays, "content") == "allowed"
        assert why(jk, goes, "content") == "left"
        assert why(jk, freezes, "content") == "frozen"
        assert why(jk, ends) == "ended"
        jk.sweep()
        whole(house, jk)
