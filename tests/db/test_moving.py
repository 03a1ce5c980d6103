"""People who go to other servers while nobody has the house open (decision 32)."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from tests.conftest import HOMEPAGE
from tests.db.moving_people import back, going, join, lying, moved, numbers, order, rich, told
from tests.db.standby import rows
from tests.db.two_servers import SECOND, Two, claimed, copied_later, listed
from tests.db.two_servers import ring as ring
from tests.db.two_servers import servers as servers
from tests.faults.killing import Killed

import jikim
from jikim.answers import Offer
from jikim.app import Jikim, read_policy
from jikim.cli import main
from jikim.db import distributing
from jikim.db import moving as mover
from jikim.db.distributing import expect_closed
from jikim.db.everywhere import hold_everywhere
from jikim.db.keeper import ADMIN
from jikim.db.moving import Move, moving
from jikim.errors import ConflictError, DeniedError, StoreError
from jikim.proof import verify

_ranges = itertools.count(0x10)
LIES = "SELECT first, server, moves FROM live.lies ORDER BY first"


@pytest.fixture
def opened(servers: Two, ring: Path) -> Callable[[], Jikim]:
    """The house, as a process of its own opens it."""
    return lambda: Jikim(
        read_policy(HOMEPAGE), servers.settings(ring, readers=servers.readers(), backups=ring / "sets")
    )


@pytest.fixture
def move() -> Move:
    return going(next(_ranges))


def _both(servers: Two) -> tuple[Any, Any]:
    return servers.house, servers.second


def _whole(jk: Jikim, servers: Two) -> None:
    """The list is what is claimed, nothing waits for the ledger, and it verifies."""
    assert listed(servers) == claimed(servers)
    jk.sequence()
    for one in _both(servers):
        assert rows(one, "live", "SELECT 1 FROM ledger.inbox") == []
    assert rows(servers.house, "ledger", "SELECT alarm FROM ledger.tree") == [(False,)]
    assert verify(jk.export_ledger(), trusted_key=str(jk.signer.verifier)).ok


def _joined(opened: Callable[[], Jikim], move: Move, count: int = 1) -> list[jikim.Ref]:
    """So many people of the range, of whom nothing waits for the ledger."""
    with opened() as jk:
        people = [rich(jk, number) for number in numbers(move, count)]
        jk.sequence()
    return people


def test_everybody_of_a_range_goes_and_may_come_back(servers: Two, opened: Callable[[], Jikim], move: Move) -> None:
    """Every row goes along and none stays; whoever is read, ordered for, joins or leaves afterwards lies where the range lies."""
    people = _joined(opened, move, 3)
    names = [ref.subject for ref in people]
    before = lying(_both(servers), names)
    assert {*map(tuple, before.values())} == {(0,)}
    assert moved(servers, move) == 3
    assert lying(_both(servers), names) == {one: {1: there[0]} for one, there in before.items()}
    assert rows(servers.house, "live", LIES) == rows(servers.second, "live", LIES)
    with opened() as jk:
        assert [one["name"] for one in jk.use_many([jikim.Read(ref, "content") for ref in people])] == ["가나다"] * 3
        offers = [Offer(jikim.Person(ref.subject, "member"), "enquiry", ENQUIRY, "board") for ref in people]
        assert not [one for one in jk.collect_many(offers, old_enough=True) if isinstance(one, Exception)]
        new = join(jk, move.first.int + 100)
        assert [*lying(_both(servers), [new.subject])[new.subject]] == [1]
        jk.leave(people[0].subject)
        jk.sweep()
        jk.sequence()
    assert moved(servers, back(move)) == 4
    with opened() as jk:
        with pytest.raises(DeniedError):
            jk.use(people[0], purpose="content")
        assert order(jk, people[1]).subject == people[1].subject
        jk.sweep()
        _whole(jk, servers)


ENQUIRY = {"name": "가나다", "email": "guest@example.com", "text": "원격 접속이 자꾸 끊깁니다"}


def _killed(servers: Two, move: Move, kind: str, last: int) -> None:
    """The mover's process ends before it has sent so many statements of a kind."""
    left = itertools.count(last - 1, -1)

    def kill(server: str, text: str) -> None:
        if f"{server}: {text[:30]}" == kind and next(left) == 0:
            raise Killed

    with pytest.MonkeyPatch.context() as patch:
        told(patch, kill)
        with pytest.raises(Killed):
            moved(servers, move)


def test_killed_at_any_statement_it_is_ended_by_who_opens_the_house(
    servers: Two, opened: Callable[[], Jikim], move: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the application's role, before anything else: everybody is whole, on the one server that the house's list says."""
    people = _joined(opened, move, 2)
    names = [ref.subject for ref in people]
    before = {one: there[0] for one, there in lying(_both(servers), names).items()}
    kinds: Counter[str] = Counter()
    with monkeypatch.context() as patch:
        told(patch, lambda server, text: kinds.update([f"{server}: {text[:30]}"]))
        assert moved(servers, move) == 2
    assert moved(servers, back(move)) == 2
    cut_off, ended = 0, set[int]()
    # How often it looks whether the list has come is chance.
    for kind, last in {(kind, 1 if "live.rules" in kind else n) for kind, many in kinds.items() for n in (1, many)}:
        _killed(servers, move, kind, last)
        cut_off += bool(rows(servers.house, "live", "SELECT 1 FROM live.lies WHERE moves"))
        with opened() as jk:
            there = lying(_both(servers), names)
            [where] = {*map(tuple, there.values())}
            assert {one: lines for one, found in there.items() for lines in found.values()} == before
            assert [jk.driver.spread.of(one) for one in names] == [("live", SECOND)[where[0]]] * 2
            assert [one["name"] for one in jk.use_many([jikim.Read(ref, "content") for ref in people])] == [
                "가나다"
            ] * 2
            jk.sequence()
        assert rows(servers.second, "live", LIES) == rows(servers.house, "live", LIES)
        assert not rows(servers.house, "live", "SELECT 1 FROM live.lies WHERE moves")
        ended |= {*where}
        if where == (1,):
            assert moved(servers, back(move)) == 2
    assert cut_off > 8
    assert ended == {0, 1}
    with opened() as jk:
        _whole(jk, servers)


def test_nobody_is_moved_while_somebody_has_the_house_open(
    servers: Two, opened: Callable[[], Jikim], move: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused before anything is changed, whichever server they are connected to and under whatever name."""
    _joined(opened, move)
    before = rows(servers.house, "live", LIES)
    monkeypatch.setattr(distributing, "ENDS_SECONDS", 0.2)
    with opened(), pytest.raises(StoreError, match="the house is open"):
        moved(servers, move)
    monkeypatch.setattr(distributing, "ENDS_SECONDS", 10.0)
    assert rows(servers.house, "live", LIES) == before
    assert moved(servers, move) == 1


@pytest.fixture
def another(servers: Two) -> Iterator[str]:
    """A second role of the application's, as who changes a password has for a time."""
    for server in _both(servers):
        with psycopg.connect(server.conninfo("live", ADMIN), autocommit=True) as conn:
            conn.execute("CREATE ROLE jikim_another LOGIN IN ROLE jikim_live")
    yield "jikim_another"
    for server in _both(servers):
        with psycopg.connect(server.conninfo("live", ADMIN), autocommit=True) as conn:
            conn.execute("DROP ROLE jikim_another")


@pytest.mark.parametrize("server", ["live", SECOND])
def test_who_works_under_another_name_is_the_application(
    servers: Two, opened: Callable[[], Jikim], another: str, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No rule is said to hold before their statement is over, and the house is open while they are connected."""
    monkeypatch.setattr("jikim.db.everywhere.ROUNDS", 20)
    with opened() as jk:
        with psycopg.connect(make_conninfo(servers.owners()[SECOND], user=another)) as conn:
            conn.execute("SELECT live.lies_all()")
            with pytest.raises(StoreError, match="not known to hold"):
                jk.driver.run(hold_everywhere())
        jk.driver.run(hold_everywhere())
    for dsn in servers.owners().values():
        expect_closed(dsn)
    monkeypatch.setattr(distributing, "ENDS_SECONDS", 0.2)
    with (
        psycopg.connect(make_conninfo(servers.owners()[server], user=another)),
        pytest.raises(StoreError, match="the house is open"),
        moving(servers.owners()),
    ):
        pass


def test_nobody_opens_the_house_while_people_move(
    servers: Two, opened: Callable[[], Jikim], move: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does a second mover begin, nor does anybody end the move for cut off: whoever tries is told to wait."""
    _joined(opened, move)
    arrived, tried = mover.Mover._arrived, []

    def beside(self: mover.Mover, one: Move) -> int:
        with pytest.raises(ConflictError, match="being moved"):
            opened().__enter__()
        with pytest.raises(ConflictError, match="another process"), moving(servers.owners()):
            pass
        tried.append(one)
        return arrived(self, one)

    monkeypatch.setattr(mover.Mover, "_arrived", beside)
    assert moved(servers, move) == 1
    assert tried == [move]


def test_a_mover_that_lost_its_lock_brings_nobody(
    servers: Two, opened: Callable[[], Jikim], move: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its session at the house's server ends in the middle: what it took is not committed, and where it stands still in between
    nobody takes the move for cut off."""
    [ref] = _joined(opened, move)
    refused: list[str] = []

    def cut(server: str, text: str) -> None:
        if server == SECOND and text.startswith("SELECT count") and not refused:
            rows(servers.house, "live", f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE objid = {mover.MOVER}")
            with pytest.raises(ConflictError, match="being moved") as told_:
                opened().__enter__()
            refused.append(told_.value.message)

    with monkeypatch.context() as patch:
        told(patch, cut)
        with pytest.raises(StoreError, match="refused a step"):
            moved(servers, move)
    assert refused
    with opened() as jk:
        assert [*lying(_both(servers), [ref.subject])[ref.subject]] == [0]
        assert jk.use(ref, purpose="content")["name"] == "가나다"
        jk.sequence()
    assert moved(servers, move) == 1


def test_rows_that_come_otherwise_than_they_were_sent_are_refused(
    servers: Two, opened: Callable[[], Jikim], move: Move
) -> None:
    """A server that stores something else (here by a trigger of somebody's) gets nobody."""
    [ref] = _joined(opened, move)
    with psycopg.connect(servers.owners()[SECOND], autocommit=True) as conn:
        conn.execute(
            "CREATE FUNCTION public.other() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.collected := NEW.collected + interval '1 s'; RETURN NEW; END $$"
        )
        conn.execute("CREATE TRIGGER other BEFORE INSERT ON live.record FOR EACH ROW EXECUTE FUNCTION public.other()")
    try:
        with pytest.raises(StoreError, match=r"table `live\.record` other rows came"):
            moved(servers, move)
    finally:
        with psycopg.connect(servers.owners()[SECOND], autocommit=True) as conn:
            conn.execute("DROP FUNCTION public.other() CASCADE")
    with opened() as jk:
        assert jk.use(ref, purpose="content")["name"] == "가나다"
        jk.sequence()
    assert moved(servers, move) == 1


def test_what_is_still_to_be_done_where_they_are_is_done_first(
    servers: Two, opened: Callable[[], Jikim], move: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry that has no place, a letter on its way to everybody, rules that do not come: nobody goes."""
    with opened() as jk:
        ref = join(jk, move.first.int + 1)
    with pytest.raises(ConflictError, match="no place in the ledger"):
        moved(servers, move)
    with opened() as jk:
        jk.sequence()
    campaign = "INSERT INTO live.campaign VALUES (gen_random_uuid(), 1, 1, 'ko', '{}', 'going', 'a', now(), 'b', now()) RETURNING 1"
    rows(servers.house, "live", campaign)
    with pytest.raises(ConflictError, match="letter"):
        moved(servers, move)
    rows(servers.house, "live", "DELETE FROM live.campaign RETURNING 1")
    monkeypatch.setattr(mover, "FOLLOWS_SECONDS", 0.5)
    with copied_later(servers), pytest.raises(StoreError, match="have not come to server"):
        moved(servers, move)
    monkeypatch.setattr(mover, "FOLLOWS_SECONDS", 60.0)
    with opened() as jk:
        assert jk.use(ref, purpose="content")["name"] == "가나다"
        jk.sequence()
    assert moved(servers, move) == 1


def test_a_process_that_comes_back_reads_who_lies_where(servers: Two, opened: Callable[[], Jikim], move: Move) -> None:
    """One whose connections had all ended was not seen by a mover: it knows the ranges before it asks for anybody again, also
    where it asks every server."""
    people = _joined(opened, move, 2)
    with opened() as jk:
        before = jk.driver.spread.ranges
    assert moved(servers, move) == 2
    with opened() as jk:
        now = jk.driver.spread.ranges
        jk.driver.spread.learn(before)
        assert [one["name"] for one in jk.use_many([jikim.Read(ref, "content") for ref in people])] == ["가나다"] * 2
        assert jk.driver.spread.ranges == now
        jk.driver.spread.learn(before)
        for one in _both(servers):
            rows(one, "live", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'jikim_live'")
        jk.driver.doubt()
        assert jk.find("email", "nobody@example.com") == []
        assert jk.driver.spread.ranges == now


def test_people_are_moved_by_the_command(
    servers: Two,
    opened: Callable[[], Jikim],
    ring: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Equal parts, as a dry run says before; all off the last server, which follows no more; and the ledger has both."""
    for name, dsn in servers.settings(ring).dsns.items():
        monkeypatch.setenv(f"JIKIM_{name.upper()}_DSN", dsn)
    monkeypatch.setenv("JIKIM_LIVE_2_DSN", servers.settings(ring).people[SECOND])
    monkeypatch.setenv("JIKIM_RING", str(ring))
    for name, dsn in servers.owners().items():
        monkeypatch.setenv(f"JIKIM_{name.upper().replace('@', '_')}_OWNER_DSN", dsn)
    people = [ref for _ in range(3) for ref in _joined(opened, going(next(_ranges)))]
    names = [ref.subject for ref in people]
    far = going(next(_ranges))
    [left] = _joined(opened, far)
    assert moved(servers, far) == 1
    with opened() as jk:
        jk.leave(left.subject)
        jk.sweep()
    command = ["rebalance", str(HOMEPAGE), "--dir", str(ring)]
    assert main([*command, "--without", "live"]) != 0
    assert main([*command, "--dry-run", "--without", SECOND]) == 0
    assert f"{SECOND} -> live" in capsys.readouterr().out
    assert main([*command, "--without", SECOND]) == 1
    assert "run `jikim reindex`" in capsys.readouterr().err
    assert main(["reindex", *command[1:]]) == 0
    assert main([*command, "--without", SECOND]) == 0
    assert "people have moved" in capsys.readouterr().out
    assert {*map(tuple, lying(_both(servers), names).values())} == {(0,)}
    assert rows(servers.second, "live", "SELECT 1 FROM live.subject") == []
    assert rows(servers.house, "live", "SELECT 1 FROM pg_replication_slots") == []
    servers.distributed()
    assert main(command) == 0
    assert main(command) == 0
    assert "0 people have moved" in capsys.readouterr().out
    assert [server for _, server, _ in rows(servers.house, "live", LIES)] == ["live", SECOND]
    with opened() as jk:
        assert [one["name"] for one in jk.use_many([jikim.Read(ref, "content") for ref in people])] == ["가나다"] * 3
        _whole(jk, servers)
        assert b"".join(jk.export_ledger()).count(b"house:move-people") >= 4


def test_several_who_open_the_house_at_once_all_end_what_was_cut_off(
    servers: Two, opened: Callable[[], Jikim], move: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Servers of an application start together: none of them is refused for another's sake."""
    [ref] = _joined(opened, move)

    def killed(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(mover.Mover, "_arrived", killed)
        with pytest.raises(Killed):
            moved(servers, move)
    with ThreadPoolExecutor(4) as threads, ExitStack() as stack:
        houses = [stack.enter_context(one) for one in threads.map(lambda _: opened().__enter__(), range(4))]
        assert [one.use(ref, purpose="content")["name"] for one in houses] == ["가나다"] * 4
