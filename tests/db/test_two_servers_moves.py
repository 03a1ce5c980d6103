"""What moves in and out by an approval, on two servers: each judges by what the house approved, and rows are read once."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from tests.attach.django_shop import database
from tests.conftest import HOMEPAGE, START, Databases, emptied
from tests.db.standby import rows
from tests.db.two_servers import BOTH, SECOND, Two, claimed, counted, jk, listed, number, ordered, ring, servers  # noqa: F401
from tests.employed import employ, lasting
from tests.faults.killing import Killed
from tests.moves.conftest import Moving, stop_move
from tests.moves.old_shop import MAPPING, customer, order, written
from tests.moves.test_move_out import exported
from tests.moves.test_move_out import rows as lines
from tests.waiting import PATIENCE, eventually

from jikim.app import Jikim, read_policy
from jikim.cases.cases import take_step
from jikim.errors import ConflictError, DeniedError, StoreError
from jikim.moves import importing
from jikim.moves.register import MOVES, approve_move, ask_move, begin_move, digest_of, end_move, move_of
from jikim.policy.model import PolicyFile
from jikim.proof import verify
from jikim.store.directory import LEASE, settle
from jikim.verbs.move_out import move_out

pytestmark = pytest.mark.long
CUT = {"move_run", "move_read", "move_in", "taken.take", "taken.over", "taken.settle"}
LEASES = "SELECT count(*) FROM live.taken WHERE lease IS NOT NULL"
NOBODY = UUID(int=0)
_numbers = itertools.count()


@pytest.fixture
def moving(jk: Jikim) -> Moving:
    """Hana asks, Omar approves."""
    _employed(jk)
    return Moving(jk, MAPPING.encode())


def _employed(jk: Jikim) -> None:
    for name, kind in (("hana", "handler"), ("omar", "officer"), ("otto", "officer")):
        employ(jk, name, kind)  # type: ignore[arg-type]
        if not jk.handler(name).grant:
            lasting(jk, name)


def _over(moving: Moving, number: UUID) -> None:
    moving.by("hana")(end_move, moving.by("hana")(move_of, str(number)))


def _spread_out(jk: Jikim, people: int) -> None:
    """The next newcomers lie on the one server and the other in turn."""
    jk.house.holding._unused += [number(server) for server in BOTH * people]


def test_an_import_killed_anywhere_goes_on(
    servers: Two, moving: Moving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before and after each of its commits on either server, and begun again at once: every
    row once, on both servers, none set aside by mistake, and the list of claims is that of the claims."""
    monkeypatch.setattr(importing, "BATCH", 4)
    people = [customer(n, **({"hp": "010-1"} if n == 4 else {})) for n in range(1, 7)]
    shop = written(tmp_path / "dump", people, [order(100 + n, n) for n in range(1, 7)])
    move, house = moving.approved(), moving.jk
    _spread_out(house, 30)
    for last in itertools.count(0, 3):
        left = itertools.count(last, -1)

        def kill(step: str, _when: str, left: Any = left) -> None:
            if step in CUT and next(left) == 0:
                raise Killed

        house.driver.hook = kill
        try:
            moving.bring(move, shop, tmp_path / "aside.jsonl")
        except Killed:
            continue
        finally:
            house.driver.hook = None
        break
    assert last > 12
    assert sum(counted(servers, "SELECT count(*) FROM live.record")) == 10
    assert min(counted(servers, "SELECT count(*) FROM live.subject")) > 0
    assert listed(servers) == claimed(servers)
    assert counted(servers, LEASES) == [0, 0]
    assert [line.count('"table"') for line in (tmp_path / "aside.jsonl").read_text().splitlines()] == [1, 1]
    tally = moving.bring(move, shop)
    assert (dict(tally.taken), sum(tally.here.values())) == ({}, 0)  # its source was read to its end
    _over(moving, move)
    house.sequence()
    assert verify(house.export_ledger(), trusted_key=str(house.signer.verifier)).ok


def test_what_another_is_at_is_waited_for(servers: Two, moving: Moving, tmp_path: Path) -> None:
    """A login that a sign-up holds that was cut off is no refusal of a row: the import ends, and takes it once that is over."""
    house = moving.jk
    shop = written(tmp_path / "dump", [customer(71)])
    move = moving.approved()

    def kill(step: str, when: str) -> None:
        if (step, when) == ("collect", "before"):
            raise Killed

    house.driver.hook = kill
    joining = {"login_id": "old.member71", "password": "correct horse 9", "name": "가나다", "email": "x@example.com"}
    with pytest.raises(Killed):
        house.collect("membership", joining, channel="homepage", old_enough=True)
    house.driver.hook = None
    with pytest.raises(ConflictError):
        moving.bring(move, shop)
    house.driver.run(settle(house.house.holding.index.standing, house.now() + LEASE + timedelta(minutes=1)))
    assert sum(moving.bring(move, shop).taken.values()) == 1
    _over(moving, move)
    assert listed(servers) == claimed(servers)


@pytest.mark.parametrize("server", BOTH)
def test_a_run_that_still_lives_takes_nothing_once_another_began(
    servers: Two, moving: Moving, ring: Path, tmp_path: Path, server: str
) -> None:
    """What it was about to take where its person would lie, the next has taken on the other server: it finds it here."""
    n = 81 + BOTH.index(server)
    shop, move, house = written(tmp_path / "dump", [customer(n)]), moving.approved(), moving.jk
    before = sum(counted(servers, "SELECT count(*) FROM live.subject"))
    with Jikim(read_policy(HOMEPAGE), servers.settings(ring)) as other:
        house.house.holding._unused.append(number(server))
        other.house.holding._unused.append(number(BOTH[server == "live"]))

        def another(step: str, when: str) -> None:
            if (step, when) == ("move_in", "before"):
                house.driver.hook = None
                assert sum(Moving(other, moving.content).bring(move, shop).taken.values()) == 1

        house.driver.hook = another
        tally = moving.bring(move, shop)
    assert house.driver.hook is None
    assert (sum(tally.taken.values()), sum(tally.here.values())) == (0, 1)
    assert sum(counted(servers, "SELECT count(*) FROM live.subject")) == before + 1
    _over(moving, move)
    assert listed(servers) == claimed(servers)
    assert counted(servers, LEASES) == [0, 0]


def test_a_run_lets_go_of_nothing_that_the_next_is_taking(
    servers: Two, moving: Moving, ring: Path, tmp_path: Path
) -> None:
    """Who was overtaken between beginning and looking finds nothing to settle: what the next asked for is held on."""
    shop, move, house = written(tmp_path / "dump", [customer(91)]), moving.approved(), moving.jk
    with Jikim(read_policy(HOMEPAGE), servers.settings(ring)) as other:

        def kill(step: str, when: str) -> None:
            if (step, when) == ("move_in", "before"):
                raise Killed

        def another(step: str, when: str) -> None:
            if (step, when) == ("taken.tickets_of", "before"):
                house.driver.hook, other.driver.hook = None, kill
                with pytest.raises(Killed):
                    Moving(other, moving.content).bring(move, shop)
                other.driver.hook = None

        house.driver.hook = another
        with pytest.raises(ConflictError):
            moving.bring(move, shop)
    assert counted(servers, LEASES)[0] > 0
    assert sum(moving.bring(move, shop).taken.values()) == 1
    _over(moving, move)
    assert listed(servers) == claimed(servers)
    assert counted(servers, LEASES) == [0, 0]


@pytest.mark.parametrize("step", ["taken.take", "move_in", "taken.over"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_page_that_fails_lets_go_of_what_it_asked(
    servers: Two, moving: Moving, tmp_path: Path, step: str, when: str
) -> None:
    """After an error of the database nothing is held that was not taken, and others have it at once."""
    house = moving.jk
    first = 100 + 2 * next(_numbers)
    shop, move = written(tmp_path / "dump", [customer(n) for n in (first, first + 1)]), moving.approved()
    _spread_out(house, 1)
    left = itertools.count(1, -1)

    def fail(met: str, at: str) -> None:
        if (met, at) == (step, when) and next(left) == 0:
            house.driver.hook = None
            raise StoreError(f"the database refused step `{step}`", ko=("거부됨", ""))

    house.driver.hook = fail
    with pytest.raises(StoreError):
        moving.bring(move, shop)
    assert house.driver.hook is None
    assert counted(servers, LEASES) == [0, 0]
    assert listed(servers) == claimed(servers)
    moving.bring(move, shop)
    _over(moving, move)
    assert listed(servers) == claimed(servers)


def test_an_export_of_both_is_read_back_equal(
    servers: Two, moving: Moving, databases: Databases, homepage: PolicyFile, tmp_path: Path
) -> None:
    """As CSV, as Parquet and into a database: each imported into a house on one server and exported again, not a cell differs."""
    house, address = moving.jk, database(servers.house)[1]
    _spread_out(house, 4)
    shop = written(tmp_path / "dump", [customer(n) for n in range(21, 25)], [order(200 + n, n) for n in range(21, 25)])
    move = moving.approved()
    moving.bring(move, shop)
    _over(moving, move)
    for to, form in (("out", "csv"), ("parquet", "parquet"), ("mapping", address)):
        exported(house, tmp_path / to, form)
    first = lines(tmp_path / "out")
    assert len(first["membership.csv"]) == sum(counted(servers, "SELECT count(*) FROM live.subject WHERE state = 1"))
    assert min(counted(servers, "SELECT count(*) FROM live.subject WHERE state = 1")) > 0
    for n, source in enumerate((tmp_path / "out", tmp_path / "parquet", address)):
        emptied(databases)
        with Jikim(homepage, databases.settings(tmp_path / f"new{n}"), demo_start=START) as new:
            _employed(new)
            there = Moving(new, (tmp_path / "mapping" / "mapping.yaml").read_bytes())
            assert dict(there.bring(there.approved(), source).refused) == {}
            exported(new, tmp_path / f"again{n}")
        assert lines(tmp_path / f"again{n}") == first


def test_who_stops_an_export_waits_for_what_it_hands_out(servers: Two, moving: Moving) -> None:
    """What began on another server by the approval is through before the stop is answered; from then on no server hands out
    anybody, although it is asked by who knew them."""
    house = moving.jk
    there = ordered(house, SECOND).subject
    digest = digest_of("export", b"csv")
    move = moving.by("hana")(ask_move, "export", digest, "every record", reason="가상의 사유")
    moving.by("omar")(approve_move, str(move))
    do = moving.by("otto")
    do(begin_move, do(move_of, str(move)), "export", digest)
    state = f"SELECT count(*) FROM live.moving WHERE move = '{move}'"
    assert counted(servers, state) == [1, 1]
    waits = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'jikim_live'"
    with ThreadPoolExecutor(2) as threads:
        with psycopg.connect(servers.owners()[SECOND]) as conn:
            conn.execute("SELECT 1 FROM live.subject WHERE subject = %s FOR UPDATE", (there,))
            read = threads.submit(do, move_out, move, NOBODY, 1000)
            assert eventually(lambda: rows(servers.second, "live", waits) != [])
            looks: list[str] = []
            house.driver.hook = lambda step, _: looks.append(step)
            stopped = threads.submit(stop_move, house, move)
            assert eventually(lambda: looks.count("rules.stand") > 9)
            assert not read.done()
            assert not stopped.done()
        _, handed = read.result(PATIENCE)
        assert there in {one.person for one in handed}
        stopped.result(PATIENCE)
    assert counted(servers, state) == [0, 0]
    assert do(move_out, move, NOBODY, 1000) == (None, [])

    def stale(step: str, when: str) -> None:
        if (step, when) == ("move_out", "before"):
            house.driver.hook = None
            stop_move(house, again)

    again = moving.by("hana")(ask_move, "export", digest, "every record", reason="가상의 사유")
    moving.by("omar")(approve_move, str(again))
    do(begin_move, do(move_of, str(again)), "export", digest)
    house.driver.hook = stale
    with pytest.raises(DeniedError, match="approv"):
        do(move_out, again, NOBODY, 1000)


def test_a_move_goes_on_by_its_own_statement_alone(moving: Moving) -> None:
    """The statement of other cases, which no other server hears of, leaves a move that runs as it is."""
    house = moving.jk
    move = moving.approved()
    officer = house.handler("omar")
    found = moving.by("omar")(move_of, str(move))
    with pytest.raises(StoreError):
        house.driver.run(
            take_step(
                house.house, replace(MOVES, stepped=None), found, "stop", {"stopped": "가상의 사유"}, actor=officer
            )
        )
    assert moving.by("omar")(move_of, str(move)).state == "running"
