"""People are moved under load, from one server to two and to three, and nothing is lost."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.conftest import HOMEPAGE, ROOT
from tests.db.moving_load import ref_of
from tests.db.moving_people import lying
from tests.db.standby import rows
from tests.db.two_servers import SECOND, Two, listed, two
from tests.waiting import PATIENCE

from jikim.app import Jikim, read_policy
from jikim.db.distributing import distribute
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.migrate import role_of
from jikim.errors import DeniedError
from jikim.jobs.rebalance import rebalance
from jikim.proof import verify
from jikim.proof.export import Entry, read_line
from jikim.settings import Settings
from jikim.store.directory import LEASE, settle

pytestmark = pytest.mark.long
THIRD = "live@3"
CALLERS = 3


class House:
    """A house whose people lie on one server, then two, then three."""

    def __init__(self, servers: Two, directory: Path) -> None:
        self.two, self.directory = servers, directory
        self.servers: dict[str, Embedded] = {"live": servers.house}

    def add(self, name: str, server: Embedded) -> None:
        """As an administrator does, with the house closed."""
        self.servers[name] = server
        for step in distribute(self.owners, self.servers["live"].conninfo("live", ADMIN)):
            step.make()

    @property
    def owners(self) -> dict[str, str]:
        return {name: one.conninfo("live", ADMIN) for name, one in self.servers.items()}

    @property
    def settings(self) -> Settings:
        people = {name: one.conninfo("live", role_of("live")) for name, one in self.servers.items() if name != "live"}
        return self.two.databases().settings(self.directory, people=people)

    def open(self) -> Jikim:
        return Jikim(read_policy(HOMEPAGE), self.settings)

    @contextmanager
    def under_load(self, round_: str, accounts: list[dict[str, Any]]) -> Iterator[None]:
        given = b64encode(pickle.dumps(self.settings)).decode()
        callers = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.db.moving_load", given, f"load{round_}{n}x"],
                cwd=ROOT,
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            for n in range(CALLERS)
        ]
        try:
            for one in callers:
                assert one.stdout is not None
                assert one.stdout.readline() == "open\n"
            yield
            accounts += [json.loads(one.communicate("", PATIENCE)[0]) for one in callers]
        finally:
            for one in callers:
                one.kill()
                one.communicate()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with two(tmp_path / "servers") as servers:
        yield House(servers, tmp_path / "house")


def test_people_are_moved_under_load_and_nothing_is_lost(house: House) -> None:
    """A house with people is distributed, and its people moved to a second and a third server while processes sign up, use,
    order, correct, withdraw and leave: everybody answered is there with what they were answered, on the server that their number
    says, in each table once, and the ledger has as many uses as were answered. No caller was refused."""
    accounts: list[dict[str, Any]] = []
    with house.under_load("a", accounts):
        pass
    for name, server in ((SECOND, house.two.second), (THIRD, house.two._another("third"))):
        house.add(name, server)
        with house.open() as jk:
            assert {server for _, server in jk.driver.spread.ranges} == house.servers.keys() - {name}
            with house.under_load(name[-1], accounts):
                done = rebalance(jk.driver, jk.house, house.owners, jk.place, lambda *_: None, 8)
                assert done.people > 0
                assert rebalance(jk.driver, jk.house, house.owners, jk.place, lambda *_: None).people == 0
    assert [one["errors"] for one in accounts] == [[]] * len(accounts)
    with house.open() as jk:
        people = [one for account in accounts for one in account["people"]]
        here = lying([*house.servers.values()], [UUID(one["ref"][0]) for one in people])
        places = [*house.servers]
        for one in people:
            ref = ref_of(one)
            assert [places[n] for n in here[ref.subject]] in ([jk.driver.spread.of(ref.subject)], [])
            if one["left"]:
                with pytest.raises(DeniedError):
                    jk.use(ref, purpose="content")
                continue
            assert jk.use(ref, purpose="content")["name"] == one["name"]
            one["used"] += 1
            [lines] = here[ref.subject].values()
            records = [line for line in lines if line.startswith("live.record ")]
            assert len(records) == 1 + len(one["orders"])
            assert all(any(order in line for line in records) for order in one["orders"])
            assert bool(jk.show(ref.subject).consents) == one["consent"]
        # The list knows by the next sweep who has left.
        jk.driver.run(settle(jk.house.holding.index.standing, jk.now() + LEASE + timedelta(minutes=1)))
        jk.sequence()
        lines = b"".join(jk.export_ledger()).splitlines(keepends=True)
        assert verify([*lines], trusted_key=str(jk.signer.verifier)).ok
        bodies = [json.loads(one.body) for one in map(read_line, lines) if isinstance(one, Entry) and one.body]
        uses = Counter(one.get("record") for one in bodies if one["event"] == "record:use:allowed")
        assert [uses[one["ref"][1]] for one in people] == [one["used"] for one in people]
        assert sum(one["event"].startswith("house:move-people") for one in bodies) == 6
    claims = "SELECT subject, record, encode(tag, 'hex') FROM live.claim WHERE exclusive"
    assert sorted(row for one in house.servers.values() for row in rows(one, "live", claims)) == listed(house.two)
    assert rows(house.servers["live"], "ledger", "SELECT alarm FROM ledger.tree") == [(False,)]
