"""People on two servers, as `jikim distribute` lays them (decision 25)."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.conftest import HOMEPAGE, ORDER
from tests.db.standby import rows
from tests.db.two_servers import BOTH, SECOND, Two, copied_later, jk, joined, joined_on_loop, ring, two, where  # noqa: F401
from tests.employed import employ
from tests.faults.killing import Killed
from tests.waiting import PATIENCE, eventually

import jikim
from jikim.app import AsyncJikim, Jikim, read_policy
from jikim.db import distributing
from jikim.errors import DeniedError, SealedError, StoreError
from jikim.proof import verify
from jikim.proof.export import Entry, read_line

WAITING = "SELECT entry FROM ledger.inbox"
pytestmark = pytest.mark.long
MADE: list[str] = []
REFUSED: list[tuple[str, list[tuple[Any, ...]]]] = []
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """Distributed by runs each of which is cut off behind a step."""
    with two(tmp_path_factory.mktemp("two")) as found:
        with psycopg.connect(found.databases().dsns["live"]), pytest.MonkeyPatch.context() as patch:
            patch.setattr(distributing, "ENDS_SECONDS", 0.2)
            with pytest.raises(StoreError) as refused:
                found.distribute()
            made = rows(
                found.house, "live", "SELECT pubname FROM pg_publication UNION ALL SELECT server FROM live.lies"
            )
            REFUSED.append((refused.value.message, made))
        while not (made := found.distribute())[-1].startswith("live@2: --"):
            MADE.append(made[-1].split("(")[0].split("CONN")[0].split(" FOR ")[0])
        yield found


def test_everybody_lies_on_one_server_and_is_served_there(servers: Two, jk: Jikim) -> None:
    """Who signs up on either server is found, buys, consents, corrects, leaves and is swept there, and the ledger of both is
    one and verifies."""
    left = []
    for server in BOTH:
        ref = joined(jk, server)
        assert where(servers, ref.subject) == [server]
        assert jk.use(ref, purpose="content")["name"] == "가나다"
        jk.correct(jk.ask_correction(ref, ["name"]), {"name": "라마바"})
        name = jk.use(ref, purpose="content")["name"]
        assert name == "라마바"
        jk.consent(ref.subject, give=["marketing.ads"])
        jk.consent(ref.subject, withdraw=["marketing.ads"])
        person = jikim.Person(ref.subject, "member")
        order = jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True)
        assert where(servers, order.ref.subject) == [server]
        assert jk.show(person.subject)
        jk.leave(ref.subject)
        left.append(ref.record)
        with pytest.raises(DeniedError):
            jk.use(ref, purpose="content")
        jk.sequence()
    jk.sweep()
    for one in (servers.house, servers.second):
        for record in left:
            assert rows(one, "live", f"SELECT 1 FROM live.record WHERE record = '{record}'") == []
    jk.sequence()
    lines = b"".join(jk.export_ledger())
    assert verify([lines], trusted_key=str(jk.signer.verifier)).ok
    for one in (servers.house, servers.second):
        assert rows(one, "live", "SELECT 1 FROM ledger.inbox") == []
    assert rows(servers.house, "ledger", "SELECT alarm FROM ledger.tree") == [(False,)]


def test_an_event_loop_asks_the_same_servers(servers: Two, ring: Path) -> None:
    """Of its SDK the same holds: everybody is served where they lie."""

    async def asked() -> None:
        async with AsyncJikim(read_policy(HOMEPAGE), servers.settings(ring)) as jk:
            people = [await joined_on_loop(jk, server) for server in BOTH]
            for ref, server in zip(people, BOTH, strict=True):
                assert where(servers, ref.subject) == [server]
            for ref in people:
                assert (await jk.use(ref, purpose="content"))["name"] == "가나다"
                await jk.leave(ref.subject)
                with pytest.raises(DeniedError):
                    await jk.use(ref, purpose="content")

    asyncio.run(asked())


def test_what_is_restricted_stands_in_a_log_of_its_server(jk: Jikim, ring: Path) -> None:
    """A leaving is written beside the ring under the name of the server that the person lies on."""
    for server in BOTH:
        subject = joined(jk, server).subject
        jk.leave(subject)
        assert str(subject).encode() in (ring / "ring" / f"restrictions-{server}.log").read_bytes()


def test_a_grant_is_given_and_revoked_on_every_server(jk: Jikim) -> None:
    """A handler reads on both servers as soon as the grant was given, and on neither once it was revoked."""
    employ(jk, "hana")
    house = jk.by(jk.acting("system", "set-up"))
    orders = []
    for server in BOTH:
        person = jikim.Person(joined(jk, server).subject, "member")
        orders.append(jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True).ref)
    house.grant("hana", ["delivery"])
    hana = jk.handler("hana", origin="192.0.2.10")
    for ref in orders:
        assert jk.by(hana).use(ref, purpose="delivery", items=["phone"])
    house.revoke(hana.grant)
    for ref in orders:
        with pytest.raises(DeniedError):
            jk.by(hana).use(ref, purpose="delivery", items=["phone"])


class Reading:
    """A handler whose grant reaches one order on the second server, and who can be kept in the middle of reading it."""

    def __init__(self, jk: Jikim, servers: Two) -> None:
        self.jk, self.servers = jk, servers
        name = f"hana{next(_numbers)}"
        employ(jk, name)
        person = jikim.Person(joined(jk, SECOND).subject, "member")
        self.order = jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True).ref
        self._house = jk.by(jk.acting("system", "set-up"))
        self._house.grant(name, ["delivery"])
        self.hana = jk.handler(name, origin="192.0.2.10")

    def read(self) -> Any:
        return self.jk.by(self.hana).use(self.order, purpose="delivery", items=["phone"])

    def revoke(self) -> bool:
        return self._house.revoke(self.hana.grant)

    def revoked(self, server: str) -> bool:
        """Whether this server knows."""
        look = f"SELECT 1 FROM live.grant_ WHERE number = {self.hana.grant} AND revoked IS NOT NULL"
        return rows(self.servers.house if server == "live" else self.servers.second, "live", look) == [(1,)]

    def reads(self) -> bool:
        """Whether somebody stands in the middle of reading."""
        look = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'jikim_live'"
        return rows(self.servers.second, "live", look) != []

    @contextmanager
    def kept(self) -> Iterator[None]:
        """The order's person is locked: who reads stands before the row."""
        with psycopg.connect(self.servers.owners()[SECOND]) as conn:
            conn.execute("SELECT 1 FROM live.subject WHERE subject = %s FOR UPDATE", (self.order.subject,))
            yield

    def told(self) -> list[str]:
        """What the ledger has of this grant and of the order, in its places."""
        self.jk.sequence()
        lines = b"".join(self.jk.export_ledger()).splitlines(keepends=True)
        bodies = [json.loads(one.body) for one in map(read_line, lines) if isinstance(one, Entry) and one.body]
        return [
            one["event"]
            for one in bodies
            if one.get("record") == str(self.order.record) or one.get("grant") == self.hana.grant
        ]


@pytest.fixture
def reading(jk: Jikim, servers: Two) -> Reading:
    return Reading(jk, servers)


def test_who_began_to_read_is_waited_for_by_who_revokes(reading: Reading) -> None:
    """A revocation is answered only when what began on another server by that grant is through (`BEGUN_NOT_AWAITED`),
    which looks at the grant once more behind the lock that it waited for."""
    looks = []
    with ThreadPoolExecutor(2) as threads:
        with reading.kept():
            read = threads.submit(reading.read)
            assert eventually(reading.reads)
            reading.jk.driver.hook = lambda step, when: looks.append(step) if reading.revoked(SECOND) else None
            revoked = threads.submit(reading.revoke)
            assert eventually(lambda: looks.count("rules.stand") > 9)
            assert not revoked.done()
            assert not read.done()
        with pytest.raises(DeniedError):
            read.result(PATIENCE)
        assert revoked.result(PATIENCE)
    with pytest.raises(DeniedError):
        reading.read()


def test_who_revokes_waits_until_the_rules_are_copied(reading: Reading) -> None:
    """While a server does not know yet nobody was answered, so that a read there is no read after its revocation:
    `COPY_NOT_AWAITED`; and it has its place before it in the ledger: `READ_AT_ONCE`."""
    with ThreadPoolExecutor(2) as threads:
        with copied_later(reading.servers):
            looks: list[str] = []
            reading.jk.driver.hook = lambda step, _: looks.append(step)
            revoked = threads.submit(reading.revoke)
            assert eventually(lambda: looks.count("rules.mark") > 1)
            sequenced = threads.submit(reading.jk.sequence)
            assert eventually(lambda: looks.count("rules.mark") > 3 or sequenced.done())
            assert reading.read()
            assert not revoked.done()
            assert not sequenced.done()
        assert revoked.result(PATIENCE)
        sequenced.result(PATIENCE)
    told = reading.told()
    assert told.index("record:use:allowed") < told.index("handler:revoke:allowed")
    with pytest.raises(DeniedError):
        reading.read()


def test_who_is_killed_while_revoking_was_not_answered(reading: Reading) -> None:
    """Killed behind the commit at the house, whoever revokes once more waits for the same (`FOUND_IS_ANSWERED`)."""

    def kill(step: str, when: str) -> None:
        if (step, when) == ("rules.stand", "before"):
            raise Killed

    with ThreadPoolExecutor(1) as threads:
        with copied_later(reading.servers):
            reading.jk.driver.hook = kill
            with pytest.raises(Killed):
                reading.revoke()
            assert reading.revoked("live")
            assert reading.read()
            looks: list[str] = []
            reading.jk.driver.hook = lambda step, _: looks.append(step)
            again = threads.submit(reading.revoke)
            assert eventually(lambda: looks.count("rules.stand") > 9)
            assert not again.done()
        assert not again.result(PATIENCE)
    with pytest.raises(DeniedError):
        reading.read()


def test_a_sequencer_of_two_servers_is_killed_at_each_step(servers: Two, jk: Jikim) -> None:
    """Every entry of both servers has its place once, whenever it was killed, and nothing is missed or forged."""
    people = [joined(jk, server) for server in BOTH]
    jk.sequence()
    for last in itertools.count(1):
        for ref in people:
            jk.use(ref, purpose="content")
        hooked = itertools.count(1)

        def kill(_step: str, _when: str, hooked: Iterator[int] = hooked, last: int = last) -> None:
            if next(hooked) == last:
                raise Killed

        jk.driver.hook = kill
        try:
            jk.sequence()
        except Killed:
            continue
        finally:
            jk.driver.hook = None
        break
    assert last > 10
    jk.sequence()
    for one in (servers.house, servers.second):
        assert rows(one, "live", "SELECT 1 FROM ledger.inbox") == []
    assert rows(servers.house, "ledger", "SELECT alarm FROM ledger.tree") == [(False,)]
    assert verify(jk.export_ledger(), trusted_key=str(jk.signer.verifier)).ok


@pytest.mark.parametrize("batch", [5_000, 1])
def test_a_sequencer_of_two_servers_ends_under_load(
    servers: Two, jk: Jikim, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    """Something is recorded on both servers whenever a run takes a batch: it places what was there when it began, and ends;
    what came meanwhile waits for the next one."""
    people = [joined(jk, server) for server in BOTH]
    jk.sequence()
    monkeypatch.setattr("jikim.ledger.sequencer.BATCH", batch)

    def used() -> None:
        for ref in people:
            jk.use(ref, purpose="content")

    def waiting() -> set[Any]:
        return {one for server in (servers.house, servers.second) for one in rows(server, "live", WAITING)}

    for _ in range(3):
        used()
    there, takes = waiting(), list[str]()

    def loaded(step: str, when: str) -> None:
        if when == "after" and step.startswith("ledger.take_"):
            takes.append(step)
            assert len(takes) < 50
            used()

    jk.driver.hook = loaded
    jk.sequence()
    jk.driver.hook = None
    assert len(there) == 6
    assert waiting()
    assert not waiting() & there


def test_a_server_refuses_who_is_not_its_own(servers: Two, jk: Jikim) -> None:
    """A caller whose ranges are old is refused by the server that it asks, reads the ranges again, and asks the right one."""
    for server, other in zip(BOTH, reversed(BOTH), strict=True):
        ref = joined(jk, server)
        spread = jk.driver.spread
        right = spread.ranges
        spread.learn([(first, other if name == server else server) for first, name in right])
        assert jk.use(ref, purpose="content")["name"] == "가나다"
        assert spread.ranges == right
        assert where(servers, ref.subject) == [server]


def test_people_of_a_server_that_is_away_are_refused_and_others_go_on(servers: Two, jk: Jikim) -> None:
    """While one server is down, who lies on the other is served; once it is back, everybody is."""
    here, there = (joined(jk, server) for server in BOTH)
    jk.driver.pools[SECOND].timeout = 1.0
    servers.second_falls()
    with pytest.raises(StoreError):
        jk.use(there, purpose="content")
    assert jk.use(here, purpose="content")["name"] == "가나다"
    servers.second_rises()
    jk.driver.pools[SECOND].timeout = 30.0
    assert jk.use(there, purpose="content")["name"] == "가나다"


def test_a_set_without_a_server_is_refused(servers: Two, jk: Jikim, tmp_path: Path) -> None:
    """No set is begun that would hold a part of the people alone."""
    jk.settings = replace(jk.settings, readers=servers.databases().admin)
    with pytest.raises(StoreError, match="whole live@2 database") as refused:
        jk.backups.make(tmp_path)
    assert "JIKIM_LIVE_2_BACKUP_DSN" in refused.value.hint
    assert jk.backups.known() == []
    assert list(tmp_path.iterdir()) == []


def test_a_house_opens_with_all_its_servers_or_not_at_all(servers: Two, ring: Path) -> None:
    """Opened as if there were one server, it would lay people where nobody looks for them."""
    with pytest.raises(SealedError, match="2 servers, and 1"):
        Jikim(read_policy(HOMEPAGE), servers.databases().settings(ring))


def test_nothing_is_made_while_somebody_has_the_house_open(servers: Two) -> None:
    """Who opened it before would go on as if there were one server: nobody they take on is listed, and nobody is refused."""
    assert REFUSED == [("the house is open: somebody is connected to its live database as `jikim_live`", [])]


def test_what_is_made_is_not_made_again(servers: Two) -> None:
    """A run that was cut off is run again, and makes what is left; the last finds everything, and changes nothing."""
    assert MADE == [
        "live: INSERT INTO live.this_server VALUES ",
        "live@2: INSERT INTO live.this_server VALUES ",
        'live: CREATE PUBLICATION "jikim_rules"',
        'live@2: CREATE SUBSCRIPTION "jikim_rules" ',
        "live: WITH listed AS ",
    ]
    assert servers.distribute() == ["live@2: -- until jikim_rules has copied every table"]


def test_a_server_with_people_of_others_is_refused(servers: Two, jk: Jikim) -> None:
    """Where somebody lies outside a server's range nothing is distributed."""
    subject = joined(jk, SECOND).subject
    swap = "UPDATE live.lies SET server = CASE server WHEN 'live' THEN 'live@2' ELSE 'live' END"
    with psycopg.connect(servers.owners()["live"], autocommit=True) as house:
        house.execute(swap)
        try:
            with pytest.raises(StoreError, match="outside its range"):
                servers.distribute()
        finally:
            house.execute(swap)
    assert where(servers, subject) == [SECOND]
