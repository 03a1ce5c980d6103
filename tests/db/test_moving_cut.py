"""A move of people that was cut off: whom it keeps waiting, who tells of it, and who ends it (decision 25)."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import Any
from uuid import UUID

import pytest
from tests.db.moving_people import join, lying, moved, rich, settled
from tests.db.two_servers import SECOND, Two, jk, ring, servers  # noqa: F401
from tests.faults.killing import Killed

from jikim.alerts.raising import open_alerts
from jikim.app import Jikim
from jikim.app.due import Ran, run_due
from jikim.db import distributing, spread
from jikim.db import moving as mover
from jikim.db.everywhere import cut_off
from jikim.db.moving import Move
from jikim.errors import ElsewhereError, StoreError
from jikim.jobs.rebalance import end_cut_off, rebalance

pytestmark = pytest.mark.long
_ranges = itertools.count(0x2000)


def _going() -> Move:
    """A range of the house's that nobody lies in yet."""
    first = next(_ranges)
    return Move(UUID(int=first << 112), UUID(int=first + 1 << 112), "live", SECOND)


def _servers_step(jk: Jikim, owners: Callable[[], Mapping[str, str]] = dict) -> Ran | None:
    return next((one for one in run_due(jk, owners) if one.step == "servers"), None)


def _cut(servers: Two, jk: Jikim, move: Move, step: str) -> None:
    """The mover is killed where this step of it begins."""
    whole = getattr(mover.Mover, step)

    def killed(self: mover.Mover, one: Move, *more: Any) -> Any:
        if one == move:
            raise Killed
        return whole(self, one, *more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mover.Mover, step, killed)
        with pytest.raises(Killed):
            moved(jk, servers.owners(), move)


@pytest.mark.parametrize("step", ["_arrive", "_handed_over"])
@pytest.mark.parametrize("back", [False, True], ids=["out", "back"])
def test_a_move_that_was_cut_off_is_told_and_ended(
    servers: Two, jk: Jikim, monkeypatch: pytest.MonkeyPatch, back: bool, step: str
) -> None:
    """Before and after they have arrived, either way: whoever else is looked for is found; the daily work tells of it, and ends it
    where the owner's connections are named. Then everybody is whole, on one server."""
    monkeypatch.setattr(spread, "LOOKS", 20)
    move = _going()
    mine = f"away{move.first.int >> 112}@example.com"
    person = join(jk, move.first.int + 1, email=mine)
    others = {
        f"n{number >> 112}@example.com": number for number in ((next(_ranges) << 112) + 1, move.first.int | 0xF << 124)
    }
    people = {email: join(jk, number, email=email) for email, number in others.items()}
    if back:
        moved(jk, servers.owners(), move)
        move = move._replace(from_=move.to, to=move.from_)
    _cut(servers, jk, move, step)
    for email, other in people.items():
        assert [one.subject for one in jk.find("email", email)] == [other.subject]
        assert jk.use(other, purpose="content")["name"] == "가나다"
    assert jk.find("email", "nobody@example.com") == []
    with pytest.raises(ElsewhereError):
        jk.find("email", mine)
    told = _servers_step(jk)
    assert told is not None
    assert "cut off" in str(told.failed)
    assert "jikim rebalance" in str(told.failed)
    assert any("servers" in one.en for one in jk.do(open_alerts))
    ended = _servers_step(jk, servers.owners)
    assert ended is not None
    assert (ended.failed, ended.done) == (None, {"moves_ended": 1})
    assert _servers_step(jk, servers.owners) is None
    assert [len(there) for there in lying((servers.house, servers.second), [person.subject]).values()] == [1]
    assert [one.subject for one in jk.find("email", mine)] == [person.subject]
    assert jk.use(person, purpose="content")["name"] == "가나다"


def test_a_move_under_way_is_left_to_its_mover(servers: Two, jk: Jikim, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a mover lives nobody says that a move was cut off, and nobody ends it, though a range is closed."""
    going = _going()
    rich(jk, going.first.int + 1)
    arrive, looks = mover.Mover._arrive, list[bool]()

    def beside(self: mover.Mover, move: Move) -> int:
        looks.append(jk.driver.run(cut_off()))
        looks.append(end_cut_off(jk.driver, servers.owners, jk.place))
        return arrive(self, move)

    monkeypatch.setattr(mover.Mover, "_arrive", beside)
    assert moved(jk, servers.owners(), going) == 1
    assert looks == [False, False]


def test_a_run_that_has_ended_is_in_nobodys_way(servers: Two, jk: Jikim) -> None:
    """The next one begins at once, though a server has not noticed yet that the connections of the one before have ended."""
    with ExitStack() as kept:

        def connected(name: str, dsn: str) -> AbstractContextManager[Any]:
            return nullcontext(kept.enter_context(distributing.connected(name, dsn)))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(mover, "connected", connected)
            settled(jk, servers.owners())
        settled(jk, servers.owners())


def test_a_move_is_ended_by_the_word_of_every_server(servers: Two, jk: Jikim) -> None:
    """Who names the owner of one server alone ends nothing, and moves nobody: those who arrived on the other would be on both."""
    going = _going()
    join(jk, going.first.int + 1)
    _cut(servers, jk, going, "_handed_over")
    some = {"live": servers.owners()["live"]}
    with pytest.raises(StoreError, match="owners of 1"):
        end_cut_off(jk.driver, lambda: some, jk.place)
    with pytest.raises(StoreError, match="owners of 1"):
        rebalance(jk.driver, jk.house, some, jk.place, lambda *_: None)
    assert end_cut_off(jk.driver, servers.owners, jk.place)
    assert not jk.driver.run(cut_off())
