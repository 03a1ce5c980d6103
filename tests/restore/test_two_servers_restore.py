"""People on two servers, backed up in one set, lost, and restored: one server alone beside a house that goes on, or all.
Nothing that was destroyed or restricted since comes back, and what is unique across people is so again."""

from __future__ import annotations

import itertools
import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import HOMEPAGE, ORDER
from tests.db.standby import rows
from tests.db.two_servers import SECOND, Two, claimed, listed, newcomer, two
from tests.employed import employ
from tests.faults.killing import Killed
from tests.lost import why

import jikim
from jikim.app import Jikim, read_policy, restoring
from jikim.app.restoring import Restored, restore
from jikim.backup.sets import Set, read
from jikim.db import distributing
from jikim.db.distributing import Step
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.steps import rows_of
from jikim.errors import DeniedError, SealedError, StoreError
from jikim.jobs import mails as posting
from jikim.mail.letters import Letter
from jikim.mail.queue import queue
from jikim.proof import verify
from jikim.settings import Settings
from jikim.store.sealed import Q

pytestmark = pytest.mark.long
BOTH = ("live", SECOND)


@dataclass
class House:
    """A house on two servers, with a ring of its own, and directories for its sets."""

    servers: Two
    directory: Path

    @property
    def settings(self) -> Settings:
        places = {"backups": self.directory / "sets", "keys_backups": self.directory / "keys-sets"}
        return self.servers.settings(self.directory, readers=self.servers.readers(), **places)

    def open(self) -> Jikim:
        return Jikim(read_policy(HOMEPAGE), self.settings)

    def restored(self, found: Set, keys: Set | None = None, only: str | None = SECOND) -> Restored:
        place = None if keys is None else keys.path
        return restore(
            read_policy(HOMEPAGE), self.settings, found.path, place, owners=self.servers.readers(), only=only
        )


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with two(tmp_path / "servers") as servers:
        servers.distributed()
        yield House(servers, tmp_path / "house")


def data(jk: Jikim) -> Set:
    found = jk.backups.make().set
    assert found is not None
    return found


def order(jk: Jikim, ref: jikim.Ref) -> jikim.Ref:
    person = jikim.Person(ref.subject, "member")
    return jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True).ref


def joins(jk: Jikim, server: str, **values: str) -> jikim.Ref:
    """Somebody new who lies on this server."""
    jk.house.holding._unused.append(next(one for one in iter(uuid4, None) if jk.driver.spread.of(one) == server))
    given = {**newcomer(), **values}
    ref = jk.collect("membership", given, channel="homepage", old_enough=True).ref
    assert jk.driver.spread.of(ref.subject) == server
    return ref


def taken_over(jk: Jikim, ref: jikim.Ref, login: str) -> jikim.Ref:
    """A member's login becomes another one, and somebody on the house's server takes it."""
    jk.correct(jk.ask_correction(ref, ["login_id"]), {"login_id": f"{login}2"})
    # The list is told by a sweep.
    jk.sweep()
    return joins(jk, "live", login_id=login)


def drawn_and_standing(house: House, jk: Jikim, ref: jikim.Ref) -> None:
    """A bar that stands at the house, at the moment before its person's server knows."""
    bar = {"due": "2099-01-01", "tag": b64encode(bytes(32)).decode(), "item": 1, "number": "m-1", "by": "omar"}
    jk.driver.run(rows_of(Q["bar.stand"](rows=json.dumps([{**bar, "at": "2013-02-05T09:00:00+00:00"}]))))
    values = f"('{ref.subject}', '2099-01-01', decode('{bar['tag']}', 'base64'), 1, 'm-1', 'omar', now())"
    rows(house.servers.second, "live", f"INSERT INTO live.bar_due VALUES {values} RETURNING 1")


def whole(house: House, jk: Jikim) -> None:
    """The list is what is claimed, nothing waits for the ledger, and it verifies."""
    assert listed(house.servers) == claimed(house.servers)
    assert rows(house.servers.house, "live", "SELECT 1 FROM live.taken WHERE NOT made OR lease IS NOT NULL") == []
    jk.sequence()
    assert rows(house.servers.house, "ledger", "SELECT alarm FROM ledger.tree") == [(False,)]
    assert verify(jk.export_ledger(), trusted_key=str(jk.signer.verifier)).ok


def test_one_server_comes_back_without_what_was_destroyed_since(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who left, what was withdrawn, revoked and destroyed since the set stays so on the server that came back; who stayed is
    served on both, logins are one person's, and who came since is lost."""
    with house.open() as jk:
        employ(jk, "hana")
        by = jk.by(jk.acting("system", "set-up"))
        by.grant("hana", ["delivery"])
        stays, goes = ({server: joins(jk, server) for server in BOTH} for _ in range(2))
        last = joins(jk, SECOND)
        known = joins(jk, SECOND, email="stilt@example.com")
        changes = joins(jk, SECOND, login_id="avocet")
        orders = {server: order(jk, stays[server]) for server in BOTH}
        settled = order(jk, stays[SECOND])
        jk.consent(stays[SECOND].subject, give=["marketing.ads"])
        jk.sequence()
        drawn_and_standing(house, jk, goes[SECOND])
        found = data(jk)
        # An officer lifts it since.
        rows(house.servers.house, "live", "DELETE FROM live.bar RETURNING 1")
        rows(house.servers.second, "live", "DELETE FROM live.bar_due RETURNING 1")
        assert found.inboxes == ["archive", "ledger", "live", SECOND]
        assert [server for _, server in found.lies] == [*BOTH]
        jk.backups.keys()
        jk.consent(stays[SECOND].subject, withdraw=["marketing.ads"])
        jk.event(settled, "settled")
        for server in BOTH:
            jk.leave(goes[server].subject)
        heir = taken_over(jk, changes, "avocet")
        late = joins(jk, SECOND)
        hana = jk.handler("hana", origin="192.0.2.10")
        by.revoke(hana.grant)
        jk.sweep()
        jk.reindex()
        jk.sequence()
        jk.leave(last.subject)
        here = jk.use(stays["live"], purpose="content")["name"]
        # Who has the house open would be served by what came back before it is put right.
        monkeypatch.setattr(distributing, "ENDS_SECONDS", 0.0)
        with pytest.raises(StoreError, match="the house is open"):
            house.restored(found)
        monkeypatch.undo()
    house.servers.second_is_lost()
    with pytest.raises(StoreError):
        house.open()
    done = house.restored(found)
    assert done.databases == (SECOND,)
    assert done.replayed.people_lost == 1
    with house.open() as jk:
        assert jk.use(stays["live"], purpose="content")["name"] == here
        assert why(jk, stays[SECOND], "content") == "allowed"
        assert not jk.show(stays[SECOND].subject).consents
        assert why(jk, goes[SECOND], "content") in ("gone", "unknown")
        assert why(jk, last, "content") == "left"
        assert why(jk, settled) in ("ended", "gone", "unknown")
        assert why(jk, late, "content") in ("gone", "unknown")
        with pytest.raises(DeniedError):
            jk.by(hana).use(orders[SECOND], purpose="delivery", items=["phone"])
        assert [one.subject for one in jk.find("login_id", "avocet")] == [heir.subject]
        assert why(jk, changes, "content") == "frozen"
        assert [one.subject for one in jk.find("email", "stilt@example.com")] == [known.subject]
        jk.sweep()
        assert rows(house.servers.house, "live", "SELECT 1 FROM live.bar") == []
        assert rows(house.servers.second, "live", "SELECT 1 FROM live.bar_due") == []
        whole(house, jk)
        for server in BOTH:
            assert why(jk, joins(jk, server), "content") == "allowed"
    with pytest.raises(StoreError, match="is not empty"):
        house.restored(found)


# Each step of a restore, and whether before it (0) or behind it; that the server follows the rules again has four of its
# own: emptied, its forerunner's slot, the subscription, and what names the rules.
CUTS = [
    *itertools.product(["restore_database"], (0, 1)),
    *(("distribute", behind) for behind in (0, 1, 2, 2, 1)),
    *itertools.product(["replay", "reindex", "compare_claims", "hold_everywhere"], (0, 1)),
]


def test_a_restore_of_one_server_is_cut_off_at_each_step(house: House) -> None:
    """Cut off before and behind each of its steps it leaves the house sealed; run again it goes on, and what left since does
    not come back."""
    with house.open() as jk:
        changes, goes = joins(jk, SECOND, login_id="avocet"), joins(jk, SECOND)
        found = data(jk)
        jk.leave(goes.subject)
        heir = taken_over(jk, changes, "avocet")
    house.servers.second_is_lost()
    for name, behind in CUTS:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(restoring, name, ends(name, behind))
            with pytest.raises(Killed):
                house.restored(found)
        with pytest.raises(SealedError, match="a restore was begun here"):
            house.open()
    house.restored(found)
    with house.open() as jk:
        assert why(jk, goes, "content") in ("gone", "unknown")
        assert [one.subject for one in jk.find("login_id", "avocet")] == [heir.subject]
        whole(house, jk)


def ends(name: str, behind: int) -> Callable[..., Any]:
    """A step whose process ends before it (0) or behind it; of several, behind so many that change something."""
    does = getattr(restoring, name)

    def run(*given: Any, **more: Any) -> Any:
        if not behind:
            raise Killed
        if name == "restore_database":
            does(*given, **more)
            raise Killed
        return some(does(*given, **more)) if name == "distribute" else then(does(*given, **more))

    def some(steps: Iterator[Step]) -> Iterator[Step]:
        changing = itertools.count(1)
        for step in steps:
            yield step
            if not step.shown.startswith("--") and next(changing) == behind:
                raise Killed

    def then(steps: Any) -> Iterator[Any]:
        yield from steps
        raise Killed

    return run


def test_a_set_of_both_comes_back_whole(house: House) -> None:
    """Both servers are lost, the keys too: from one set of the data and the newest of the keys all are served again, but who
    left since."""
    with house.open() as jk:
        stays, goes = ({server: joins(jk, server) for server in BOTH} for _ in range(2))
        found = data(jk)
        for server in BOTH:
            jk.leave(goes[server].subject)
        jk.sweep()
        keys = jk.backups.keys().set
    assert keys is not None
    house.servers.all_is_lost()
    done = house.restored(found, keys, None)
    assert sorted(done.databases) == sorted([*BOTH, "archive", "keys", "ledger"])
    with house.open() as jk:
        for server in BOTH:
            assert why(jk, stays[server], "content") == "allowed"
            assert why(jk, goes[server], "content") in ("left", "gone", "unknown")
        jk.sweep()
        whole(house, jk)
        employ(jk, "hana")
        by = jk.by(jk.acting("system", "set-up"))
        by.grant("hana", ["delivery"])
        hana = jk.handler("hana", origin="192.0.2.10")
        held = order(jk, stays[SECOND])
        assert jk.by(hana).use(held, purpose="delivery", items=["phone"])
        by.revoke(hana.grant)
        with pytest.raises(DeniedError):
            jk.by(hana).use(held, purpose="delivery", items=["phone"])


def test_a_key_waits_for_a_set_that_holds_its_survivors_on_both(house: House) -> None:
    """Of somebody on either server, the key of what was sealed anew stays until a set that holds both is verified; that set
    brings one server back, also behind a rotation of the index."""
    values = {"name": "가나다", "email": "person@example.com", "answers": "노랑"}
    with house.open() as jk:
        people = [joins(jk, server, email=f"stilt{n}@example.com") for n, server in enumerate(BOTH)]
        for ref in people:
            jk.consent(ref.subject, give=["marketing.events"])
            person = jikim.Person(ref.subject, "member")
            jk.collect("event-entry", values, channel="event", subject=person, old_enough=True)
        jk.backups.make()
        for ref in people:
            jk.consent(ref.subject, withdraw=["marketing.events"])
        swept = jk.sweep()
        assert (swept.destroyed["event-entry"], swept.renewed, swept.keys_waiting) == (2, 2, 2)
        found = data(jk)
        assert jk.sweep().keys_waiting == 0
        assert jk.reindex().moved
    house.servers.second_is_lost()
    assert house.restored(found).replayed.records_gone == 0
    with house.open() as jk:
        for n, ref in enumerate(people):
            assert why(jk, ref, "content") == "allowed"
            # One's claim came back under a version of the index that has ended since.
            assert [one.subject for one in jk.find("email", f"stilt{n}@example.com")] == [ref.subject]


def letters(jk: Jikim) -> list[str]:
    """The mail queue, once: what leaves."""
    sent: list[str] = []

    def send(_settings: Settings, _to: str, one: Letter) -> None:
        sent.append(one.name)

    posting.mails(jk.driver, jk.house, replace(jk.settings, smtp="smtp://127.0.0.1:9"), send)
    return sent


def test_a_servers_files_come_back_and_get_the_rules_anew(house: House, tmp_path: Path) -> None:
    """A base set has each server's files. One is put back from it by PostgreSQL's own means, and the rest is replayed: what was
    revoked since holds there, though the house's server sends no more what it sent since, and who left has left. A letter
    that waited in it leaves once more."""
    with Embedded.start(tmp_path / "keys") as apart:
        readers = {**house.servers.readers(), "keys": apart.conninfo("postgres", ADMIN)}
        with Jikim(read_policy(HOMEPAGE), replace(house.settings, readers=readers)) as jk:
            employ(jk, "hana")
            by = jk.by(jk.acting("system", "set-up"))
            by.grant("hana", ["delivery"])
            hana = jk.handler("hana", origin="192.0.2.10")
            stays, goes = joins(jk, SECOND), joins(jk, SECOND)
            held = order(jk, stays)
            jk.driver.run(queue(jk.house, stays, "password-changed", "ko", {"when": "2013-02-05"}))
            base = jk.backups.base().set
            assert base is not None
            assert sorted(base.files) == ["live.tar", f"{SECOND}.tar"]
            assert jk.by(hana).use(held, purpose="delivery", items=["phone"])
            assert "password-changed" in letters(jk)
            by.revoke(hana.grant)
            jk.leave(goes.subject)
    house.servers.second_is_put_back(b"".join(read(base, f"{SECOND}.tar")))
    with pytest.raises((StoreError, SealedError)):
        house.open()
    done = restore(read_policy(HOMEPAGE), house.settings, None, owners=house.servers.readers())
    assert done.databases == ()
    assert done.replayed.restrictions[SECOND] > 0
    with house.open() as jk:
        with pytest.raises(DeniedError):
            jk.by(hana).use(held, purpose="delivery", items=["phone"])
        assert why(jk, stays, "content") == "allowed"
        assert why(jk, goes, "content") == "left"
        assert "password-changed" in letters(jk)
        whole(house, jk)
