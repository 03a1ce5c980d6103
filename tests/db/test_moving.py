"""People who go from one server to another while the house is open (decision 25, `tests/model/nodes/move.pml`)."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from tests.conftest import HOMEPAGE, ORDER
from tests.db.moving_people import Killed, Watched, batches, join, lying, moved, order, rich, settled
from tests.db.moving_people import watched as watched
from tests.db.standby import rows
from tests.db.two_servers import SECOND, Two, claimed, listed
from tests.db.two_servers import ring as ring
from tests.db.two_servers import servers as servers
from tests.employed import employ
from tests.waiting import PATIENCE, eventually

import jikim
from jikim.answers import Offer
from jikim.app import Jikim, read_policy
from jikim.db import moving as mover
from jikim.db import spread
from jikim.db.moving import Move
from jikim.db.steps import rows_of
from jikim.errors import ConflictError, DeniedError, StoreError
from jikim.proof import verify
from jikim.store.sealed import Q

pytestmark = pytest.mark.long
_ranges = itertools.count(0x1000, 2)


@pytest.fixture
def jk(servers: Two, ring: Path) -> Iterator[Jikim]:
    more = {"readers": servers.readers(), "backups": ring / "sets"}
    with Jikim(read_policy(HOMEPAGE), servers.settings(ring, **more)) as opened:
        yield opened


@pytest.fixture
def going() -> Move:
    """A range of the house's that nobody lies in yet."""
    first = next(_ranges)
    return Move(UUID(int=first << 112), UUID(int=first + 1 << 112), "live", SECOND)


def _numbers(move: Move, count: int) -> list[int]:
    return [move.first.int + n + 1 for n in range(count)]


def _back(move: Move) -> Move:
    return move._replace(from_=move.to, to=move.from_)


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


def test_whoever_moves_is_served_where_they_are(servers: Two, jk: Jikim, ring: Path, going: Move) -> None:
    """Every row goes along and none stays; both processes that know the old ranges go on, with either SDK's bulk forms too; a
    newcomer of the range lies where it is now, and a range comes back."""
    people = [rich(jk, number) for number in _numbers(going, 5)]
    stays = join(jk, going.until.int + (1 << 111) if going.until else 0)
    names = [ref.subject for ref in people]
    before = lying(_both(servers), names)
    assert {*map(tuple, before.values())} == {(0,)}
    with Jikim(read_policy(HOMEPAGE), servers.settings(ring)) as other:
        assert moved(jk, servers.owners(), going, 2) == 5
        assert lying(_both(servers), names) == {one: {1: there[0]} for one, there in before.items()}
        for house in (jk, other):
            read = house.use_many([jikim.Read(ref, "content") for ref in (*people, stays)])
            assert [one["name"] for one in read] == ["가나다"] * 6
        for ref in people:
            assert other.use(ref, purpose="content")["name"] == "가나다"
            assert order(other, ref).subject == ref.subject
    new = join(jk, going.first.int + 100)
    assert [*lying(_both(servers), [new.subject])[new.subject]] == [1]
    jk.leave(people[0].subject)
    assert moved(jk, servers.owners(), _back(going)) == 6
    with pytest.raises(DeniedError):
        jk.use(people[0], purpose="content")
    jk.sweep()
    _whole(jk, servers)


def test_many_who_are_stored_at_once_are_stored_where_they_are(
    servers: Two, jk: Jikim, ring: Path, going: Move
) -> None:
    """A process whose ranges are old stores records of many in one go, and reads them: nobody's on a wrong server."""
    people = [join(jk, number) for number in _numbers(going, 3)]
    people.append(join(jk, going.first.int + (1 << 112)))
    with Jikim(read_policy(HOMEPAGE), servers.settings(ring)) as other:
        moved(jk, servers.owners(), going)
        old = other.driver.spread.ranges
        offers = [Offer(jikim.Person(ref.subject, "member"), "order", ORDER, "homepage") for ref in people]
        got = other.collect_many(offers, old_enough=True)
        assert old != other.driver.spread.ranges
    refs = [one.ref for one in got if not isinstance(one, Exception)]
    assert len(refs) == 4
    where = lying(_both(servers), [ref.subject for ref in refs])
    assert [[*where[ref.subject]] for ref in refs] == [[1], [1], [1], [0]]
    assert len(jk.use_many([jikim.Read(ref, "delivery", items=["phone"]) for ref in refs])) == 4


def test_killed_at_each_statement_it_goes_on(servers: Two, jk: Jikim, watched: Watched, going: Move) -> None:
    """Killed before any statement of the mover, nobody is on two servers by their own words; the next run ends it: everybody is
    whole, on one server, and served. A set is not begun before."""
    people = [rich(jk, number) for number in _numbers(going, 3)]
    names = [ref.subject for ref in people]
    before = {one: there[0] for one, there in lying(_both(servers), names).items()}
    move, closed = going, 0
    for last in itertools.count(1):
        count = itertools.count(1)

        def kill(count: Iterator[int] = count, last: int = last) -> None:
            if next(count) == last:
                raise Killed

        try:
            with watched(kill):
                moved(jk, servers.owners(), move)
        except Killed:
            over = False
        else:
            over = True
        own = f"SELECT own, closed FROM live.lies WHERE first <= '{move.first}' ORDER BY first DESC LIMIT 1"
        words = [rows(one, "live", own)[0] for one in _both(servers)]
        assert sum(own for own, _ in words) <= 1
        if any(shut for _, shut in words):
            closed += 1
            if closed == 1:
                with pytest.raises(StoreError, match="cut off"):
                    jk.backups.make()
        settled(jk, servers.owners())
        there = lying(_both(servers), names)
        [where] = {*map(tuple, there.values())}
        assert {one: lines for one, found in there.items() for lines in found.values()} == before
        assert [own for own, _ in (rows(one, "live", own)[0] for one in _both(servers))].index(True) == where[0]
        for ref in people:
            assert jk.use(ref, purpose="content")["name"] == "가나다"
        move = going if where == (0,) else _back(going)
        if over:
            break
    assert last > 40
    assert closed > 10
    _whole(jk, servers)


@pytest.fixture
def closed(servers: Two, jk: Jikim, going: Move, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """The mover was killed when it had closed the range. Answers what goes on with it."""
    join(jk, going.first.int + 1)

    def killed(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(mover.Mover, "_arrive", killed)
        with pytest.raises(Killed):
            moved(jk, servers.owners(), going)
    yield lambda: settled(jk, servers.owners())
    settled(jk, servers.owners())


def test_who_is_on_their_way_is_waited_for_and_others_are_served(
    servers: Two, jk: Jikim, going: Move, closed: Callable[[], None]
) -> None:
    """Only who asks for somebody in the range waits, and who changes something on every server; a look-up and everybody else go on."""
    other = join(jk, going.first.int + (1 << 112), email="sandpiper@example.com")
    with ThreadPoolExecutor(3) as threads:
        waits = [
            threads.submit(jk.show, UUID(int=going.first.int + 1)),
            threads.submit(join, jk, going.first.int + 9),
            threads.submit(jk.driver.run, rows_of(Q["people"]())),
        ]
        assert jk.use(other, purpose="content")["name"] == "가나다"
        assert [one.subject for one in jk.find("email", "sandpiper@example.com")] == [other.subject]
        looks: list[str] = []
        jk.driver.hook = lambda step, _: looks.append(step)
        assert eventually(lambda: looks.count("lies.all") > 50)
        assert not any(one.done() for one in waits)
        closed()
        for one in waits:
            one.result(PATIENCE)
        jk.driver.hook = None


def test_one_mover_works_at_a_time(servers: Two, jk: Jikim, going: Move, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second one is refused in the middle of the first, whichever server's lock it meets before."""
    join(jk, going.first.int + 1)
    batch = mover.Mover._batch

    def beside(first: mover.Mover, move: Move) -> int:
        for owners in (servers.owners(), dict(reversed(servers.owners().items()))):
            with pytest.raises(ConflictError, match="another process"):
                settled(jk, owners)
        return batch(first, move)

    monkeypatch.setattr(mover.Mover, "_batch", beside)
    assert moved(jk, servers.owners(), going) == 1


def test_who_began_is_waited_for(servers: Two, jk: Jikim, going: Move) -> None:
    """Somebody who stands in the middle of a statement about a person gets through before their rows are copied: what they wrote
    is not lost; who begins later waits, and writes where the person is then."""
    ref = join(jk, going.first.int + 1)
    with ThreadPoolExecutor(3) as threads:
        with psycopg.connect(servers.owners()["live"]) as conn:
            conn.execute("SELECT 1 FROM live.subject WHERE subject = %s FOR UPDATE", (ref.subject,))
            first = threads.submit(order, jk, ref)
            look = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'jikim_live'"
            assert eventually(lambda: rows(servers.house, "live", look) != [])
            move = threads.submit(moved, jk, servers.owners(), going)
            shut = "SELECT 1 FROM live.lies WHERE closed"
            assert eventually(lambda: rows(servers.house, "live", shut) != [])
            looks: list[str] = []
            jk.driver.hook = lambda step, _: looks.append(step)
            second = threads.submit(order, jk, ref)
            # A mover that does not wait has long copied by then.
            assert eventually(lambda: looks.count("lies.all") > 80)
            jk.driver.hook = None
        orders = [first.result(PATIENCE), second.result(PATIENCE)]
        assert move.result(PATIENCE) == 1
    assert [*lying(_both(servers), [ref.subject])[ref.subject]] == [1]
    for one in orders:
        assert jk.use(one, purpose="delivery", items=["phone"])


def test_a_statement_that_takes_long_keeps_nobody_out(
    servers: Two, jk: Jikim, going: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch gives up behind somebody who takes long, its people are served where they were, and it goes later."""
    monkeypatch.setattr(mover, "WAIT_SECONDS", 0.1)
    monkeypatch.setattr(mover, "_AGAIN_SECONDS", 0.5)
    monkeypatch.setattr(spread, "LOOKS", 20)
    later: list[str] = []
    through = mover.Mover._through

    def waits(self: mover.Mover, server: str) -> None:
        try:
            through(self, server)
        except ConflictError:
            later.append(server)
            raise

    monkeypatch.setattr(mover.Mover, "_through", waits)
    ref, other = (join(jk, number) for number in _numbers(going, 2))
    with ThreadPoolExecutor(2) as threads:
        with psycopg.connect(servers.owners()["live"]) as conn:
            conn.execute("SELECT 1 FROM live.subject WHERE subject = %s FOR UPDATE", (ref.subject,))
            first = threads.submit(order, jk, ref)
            look = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'jikim_live'"
            assert eventually(lambda: rows(servers.house, "live", look) != [])
            move = threads.submit(moved, jk, servers.owners(), going)
            for _ in range(3):
                before = len(later)
                assert eventually(lambda before=before: len(later) > before)
                assert jk.use(other, purpose="content")["name"] == "가나다"
            assert not move.done()
        assert first.result(PATIENCE)
        assert move.result(PATIENCE) == 2
    assert {*map(tuple, lying(_both(servers), [ref.subject, other.subject]).values())} == {(1,)}


def test_a_letter_to_everybody_leaves_nobody_out(
    servers: Two, jk: Jikim, going: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one goes nobody arrives: they would be written to twice, or not at all."""
    monkeypatch.setattr(mover, "PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(mover, "_AGAIN_SECONDS", 0.1)
    ref = join(jk, going.first.int + 1)
    campaign = "INSERT INTO live.campaign VALUES (gen_random_uuid(), 1, 1, 'ko', '{}', 'going', 'a', now(), 'b', now()) RETURNING 1"
    rows(servers.house, "live", campaign)
    try:
        with pytest.raises(ConflictError, match="letter"):
            moved(jk, servers.owners(), going)
        assert jk.use(ref, purpose="content")["name"] == "가나다"
    finally:
        rows(servers.house, "live", "DELETE FROM live.campaign RETURNING 1")
    assert moved(jk, servers.owners(), going) == 1


def test_a_page_of_a_walk_that_lasts_long_is_waited_for(
    servers: Two, jk: Jikim, going: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A walk stands in the middle of a page where somebody is to arrive: they go later, and the run is told so."""
    monkeypatch.setattr(mover, "PATIENCE_SECONDS", 0)
    ref = join(jk, going.first.int + 1)
    with monkeypatch.context() as hurried, psycopg.connect(servers.owners()[SECOND]) as page:
        hurried.setattr(mover, "WAIT_SECONDS", 1.0)
        page.execute("LOCK TABLE live.walked IN ROW EXCLUSIVE MODE")
        with pytest.raises(ConflictError, match="letter"):
            moved(jk, servers.owners(), going)
    assert (jk.use(ref, purpose="content")["name"], moved(jk, servers.owners(), going)) == ("가나다", 1)


def test_a_server_that_ends_between_two_batches_is_told(servers: Two, jk: Jikim, going: Move) -> None:
    """It is an error of the house's, without the server's own words; the next run goes on."""
    _ = [join(jk, number) for number in _numbers(going, 2)]
    end = f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = {mover._MOVER}"
    steps = batches(jk, servers.owners(), going, 1)
    assert next(steps) == 1
    rows(servers.house, "live", end)
    with pytest.raises(StoreError, match="refused a step"):
        next(steps)
    assert moved(jk, servers.owners(), going) == 1


def test_at_any_moment_of_a_move_everything_may_be_done(
    servers: Two, jk: Jikim, ring: Path, going: Move, watched: Watched
) -> None:
    """Somebody uses, orders, withdraws, corrects, leaves, signs up, is looked for or swept, a grant is revoked, the ledger goes on
    and the index is rotated, each begun at some statement of the mover: each comes out as it would without."""
    people = [rich(jk, number) for number in _numbers(going, 6)]
    uses, orders, withdraws, corrects, leaves, found = people
    outside = join(jk, going.first.int + (1 << 112))
    held = order(jk, uses)
    employ(jk, "hana")
    jk.by(jk.acting("system", "set-up")).grant("hana", ["delivery"])
    hana = jk.handler("hana", origin="192.0.2.10")
    new = itertools.count(going.first.int + 1000)
    done: list[Future[Any]] = []
    others = Jikim(read_policy(HOMEPAGE), servers.settings(ring))

    deeds: list[Callable[[], Any]] = [
        lambda: others.use(uses, purpose="content")["name"],
        lambda: order(others, orders),
        lambda: others.consent(withdraws.subject, withdraw=["marketing.ads"]),
        lambda: others.correct(others.ask_correction(corrects, ["name"]), {"name": "라마바"}),
        lambda: others.leave(leaves.subject),
        lambda: join(others, next(new)),
        lambda: others.use_many([jikim.Read(ref, "content") for ref in (uses, outside, found)]),
        lambda: others.find("email", "nobody@example.com"),
        lambda: others.by(others.acting("system", "set-up")).revoke(hana.grant),
        others.sequence,
        others.sweep,
        others.reindex,
    ]
    waiting, count = iter(deeds), itertools.count()
    with ThreadPoolExecutor(len(deeds)) as threads:

        def begin() -> None:
            if next(count) % 4 == 3 and (deed := next(waiting, None)) is not None:
                done.append(threads.submit(deed))

        move = going
        while len(done) < len(deeds):
            with watched(begin):
                moved(jk, servers.owners(), move)
            move = _back(move)
        answers = [one.result(120) for one in done]
    others.close()
    assert answers[0] == "가나다"
    assert [one["name"] for one in answers[6]] == ["가나다"] * 3
    assert jk.use(answers[1], purpose="delivery", items=["phone"])
    assert "marketing.ads" not in str(jk.show(withdraws.subject).consents)
    assert jk.use(corrects, purpose="content")["name"] == "라마바"
    with pytest.raises(DeniedError):
        jk.use(leaves, purpose="content")
    with pytest.raises(DeniedError):
        jk.by(hana).use(held, purpose="delivery", items=["phone"])
    names = [ref.subject for ref in (*people, answers[5])]
    assert len({*map(tuple, lying(_both(servers), names).values())} - {()}) == 1
    jk.sweep()
    _whole(jk, servers)


def test_a_leaving_is_placed_behind_what_was_read_before(servers: Two, jk: Jikim, going: Move) -> None:
    """What was recorded where they were has its place before they are where they will be."""
    ref = join(jk, going.first.int + 1)
    jk.use(ref, purpose="content")
    waits = f"SELECT 1 FROM ledger.inbox WHERE subject = '{ref.subject}'"
    assert rows(servers.house, "live", waits)
    moved(jk, servers.owners(), going)
    assert rows(servers.house, "live", waits) == []
