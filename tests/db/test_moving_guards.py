"""What keeps a mover of people waiting, or ends a batch of it, one guard after the other (decision 25)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from tests.conftest import HOMEPAGE
from tests.db.moving_people import join, moved, settled
from tests.db.standby import rows
from tests.db.two_servers import SECOND, Two, copied_later, ring, servers  # noqa: F401
from tests.faults.killing import Killed

from jikim.app import Jikim, read_policy
from jikim.db import distributing, spread
from jikim.db import moving as mover
from jikim.db.distributing import expect_closed
from jikim.db.everywhere import hold_everywhere
from jikim.db.keeper import ADMIN
from jikim.db.moving import SETS, Move
from jikim.errors import ConflictError, JikimError, StoreError

pytestmark = pytest.mark.long
_ranges = itertools.count(0x2000)
KINDS = ("make", "base")


@pytest.fixture
def jk(servers: Two, ring: Path, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: F811
    """Nobody waits for long: neither the mover, nor who asks for somebody on their way."""
    monkeypatch.setattr(mover, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(mover, "WAIT_SECONDS", 1.0)
    monkeypatch.setattr(spread, "LOOKS", 20)
    with Jikim(
        read_policy(HOMEPAGE), servers.settings(ring, readers=servers.readers(), backups=ring / "sets")
    ) as opened:
        yield opened


@pytest.fixture
def going(servers: Two, jk: Jikim) -> Move:  # noqa: F811
    """Somebody is to go, and nothing waits for the ledger."""
    first = next(_ranges)
    join(jk, (first << 112) + 1)
    jk.sequence()
    return Move(UUID(int=first << 112), UUID(int=first + 1 << 112), "live", SECOND)


def _backup(jk: Jikim, kind: str) -> None:
    """A set, or the servers' files, which nobody takes here: keys lie there too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jikim.backup.cluster.servers", lambda _means, _inboxes: [])
        getattr(jk.backups, kind)()


def _served(jk: Jikim, going: Move) -> bool:
    return jk.show(UUID(int=going.first.int + 1)).subject.int == going.first.int + 1


def test_nobody_arrives_before_the_rules(servers: Two, jk: Jikim, going: Move) -> None:  # noqa: F811
    """Where the rules do not come to a server nobody goes there: they would be judged by older ones."""
    with copied_later(servers), pytest.raises(ConflictError, match="have not come to server"):
        moved(jk, servers.owners(), going)
    assert _served(jk, going)
    assert moved(jk, servers.owners(), going) == 1


@pytest.fixture
def another(servers: Two) -> Iterator[str]:  # noqa: F811
    """A second role of the application's, as who changes a password has for a time."""
    for server in (servers.house, servers.second):
        with psycopg.connect(server.conninfo("live", ADMIN), autocommit=True) as conn:
            conn.execute("CREATE ROLE jikim_another LOGIN IN ROLE jikim_live")
    yield "jikim_another"
    for server in (servers.house, servers.second):
        with psycopg.connect(server.conninfo("live", ADMIN), autocommit=True) as conn:
            conn.execute("DROP ROLE jikim_another")


def test_what_runs_under_another_name_is_waited_for(
    servers: Two,  # noqa: F811
    jk: Jikim,
    going: Move,
    another: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Who works as a role that has the application's is the application: nobody goes away under their statement, no rule is said
    to hold before it is over, and the house is open while they are connected."""
    with psycopg.connect(make_conninfo(servers.owners()["live"], user=another)) as conn:
        conn.execute("SELECT live.lies_closed()")
        with pytest.raises(ConflictError, match="a statement runs on server `live` for long"):
            moved(jk, servers.owners(), going)
        assert _served(jk, going)
    assert moved(jk, servers.owners(), going) == 1
    monkeypatch.setattr("jikim.db.everywhere.ROUNDS", 20)
    with psycopg.connect(make_conninfo(servers.owners()[SECOND], user=another)) as conn:
        conn.execute("SELECT live.lies_closed()")
        with pytest.raises(StoreError, match="not known to hold"):
            jk.driver.run(hold_everywhere())
    jk.driver.run(hold_everywhere())
    jk.close()
    monkeypatch.setattr(distributing, "ENDS_SECONDS", 1.0)
    expect_closed(servers.owners()["live"])
    with (
        psycopg.connect(make_conninfo(servers.owners()["live"], user=another)),
        pytest.raises(StoreError, match="the house is open"),
    ):
        expect_closed(servers.owners()["live"])


def test_nobody_goes_while_a_set_is_made(servers: Two, jk: Jikim, going: Move) -> None:  # noqa: F811
    """A batch waits for a backup, and ends with an error where that takes long."""
    with psycopg.connect(servers.owners()["live"], autocommit=True) as conn:
        conn.execute("SELECT pg_advisory_lock(%s)", (SETS,))
        with pytest.raises(ConflictError, match="backup"):
            moved(jk, servers.owners(), going)
        assert _served(jk, going)
    assert moved(jk, servers.owners(), going) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_no_set_is_made_while_somebody_goes(
    servers: Two,
    jk: Jikim,
    going: Move,
    monkeypatch: pytest.MonkeyPatch,  # noqa: F811
    kind: str,
) -> None:
    """A backup that is begun in the middle of a batch waits for it: it is not told that the move was cut off."""
    monkeypatch.setattr("jikim.jobs.backup.BATCHES_SECONDS", 0.1)
    arrive, told = mover.Mover._arrive, list[type[JikimError]]()

    def beside(self: mover.Mover, move: Move) -> int:
        with pytest.raises(JikimError) as refused:
            _backup(jk, kind)
        told.append(refused.type)
        return arrive(self, move)

    monkeypatch.setattr(mover.Mover, "_arrive", beside)
    assert moved(jk, servers.owners(), going) == 1
    assert told == [ConflictError]


def test_a_batch_that_fails_lets_its_people_go_on(
    servers: Two,
    jk: Jikim,
    going: Move,
    monkeypatch: pytest.MonkeyPatch,  # noqa: F811
) -> None:
    """Whatever stops a batch, its people are served where they were when its run has ended, without another."""

    def fails(*_: Any) -> int:
        raise StoreError("the disk is full", ko=("디스크가 가득 찼습니다", ""))

    with monkeypatch.context() as patch:
        patch.setattr(mover.Mover, "_arrive", fails)
        with pytest.raises(StoreError, match="the disk is full"):
            moved(jk, servers.owners(), going)
    assert _served(jk, going)


def test_two_servers_that_say_the_same_of_somebody_are_told(servers: Two, jk: Jikim, going: Move) -> None:  # noqa: F811
    """As after one was put back by hand: nothing is moved, and neither server's rows go."""
    before = rows(servers.second, "live", "SELECT first, server, own, closed FROM live.lies")
    rows(servers.second, "live", f"INSERT INTO live.lies VALUES ('{going.first}', '{SECOND}', true) RETURNING 1")
    with pytest.raises(StoreError, match="2 servers say"):
        settled(jk, servers.owners())
    rows(servers.second, "live", f"DELETE FROM live.lies WHERE first = '{going.first}' RETURNING 1")
    assert rows(servers.second, "live", "SELECT first, server, own, closed FROM live.lies") == before
    assert moved(jk, servers.owners(), going) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_no_set_is_made_behind_a_move_that_was_cut_off(
    servers: Two,
    jk: Jikim,
    going: Move,
    monkeypatch: pytest.MonkeyPatch,  # noqa: F811
    kind: str,
) -> None:
    """It would have somebody on two servers or on none: whoever makes it is told to end the move."""

    def killed(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(mover.Mover, "_arrive", killed)
        with pytest.raises(Killed):
            moved(jk, servers.owners(), going)
    with pytest.raises(StoreError, match="cut off"):
        _backup(jk, kind)
    settled(jk, servers.owners())
    assert _served(jk, going)
