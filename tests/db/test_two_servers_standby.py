"""A standby of either of two servers takes over: what was answered outlives it on both, and who follows the house's rules
follows those of who took over, or nobody is told that they hold (`docs/how-to/high-availability.md`)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import HOMEPAGE
from tests.db.serving import ask, run
from tests.db.standby import NAME, Pair, rows, stood_by
from tests.db.test_standby import BEFORE, CALLERS, Load, name_of
from tests.db.two_servers import SECOND, Two, joined, newcomer, ordered, started, two
from tests.employed import employ
from tests.waiting import eventually

import jikim
from jikim.app import Jikim, due, read_policy
from jikim.db import connections, distributing, everywhere
from jikim.db.keeper import ADMIN
from jikim.db.migrate import role_of
from jikim.errors import DeniedError, StoreError
from jikim.proof import verify
from jikim.settings import Settings

pytestmark = pytest.mark.long
# A standby that goes on with the slots of who follows its first server.
SLOTS = ("sync_replication_slots = on", "hot_standby_feedback = on")
SYNCED = "SELECT count(*) FROM pg_replication_slots WHERE synced AND NOT temporary AND invalidation_reason IS NULL"


@pytest.fixture
def servers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    monkeypatch.setattr(connections, "RECONNECT_SECONDS", 0.1)
    with two(tmp_path / "servers") as found:
        yield found


@contextmanager
def house_stood_by(servers: Two, directory: Path, *settings: str) -> Iterator[Pair]:
    """The house's server with a standby, both named to the second; and distributed."""
    with stood_by(servers.house, directory / "standby", started, *settings) as both:
        if settings:
            run(both.first, f"ALTER SYSTEM SET synchronized_standby_slots = '{NAME}'")
            ask(both.first, "SELECT pg_reload_conf()")
        servers.rules = both.either("live", ADMIN)
        servers.distributed()
        yield both


def named(servers: Two, both: Pair, directory: Path) -> Settings:
    """Connection strings that name both of a pair, the house's or the second's."""
    if both.first is servers.second:
        people = {SECOND: both.either("live", role_of("live"))}
        return replace(servers.settings(directory), people=people)
    return both.databases().settings(directory, people=servers.settings(directory).people)


def opened(settings: Settings) -> Jikim:
    return Jikim(read_policy(HOMEPAGE), settings)


def hana_of(jk: Jikim) -> tuple[Any, Any, jikim.Ref]:
    """Who grants, a handler with a grant, and an order on the second server that she may use."""
    employ(jk, "hana")
    by = jk.by(jk.acting("system", "set-up"))
    by.grant("hana", ["delivery"])
    hana = jk.handler("hana", origin="192.0.2.10")
    held = ordered(jk, SECOND)
    assert phone(jk, hana, held)
    return by, hana, held


def phone(jk: Jikim, hana: Any, held: jikim.Ref) -> object:
    return jk.by(hana).use(held, purpose="delivery", items=["phone"])["phone"]


def goes_on(jk: Jikim) -> bool:
    """Whether the house's server answers this process again."""
    try:
        employ(jk, "h-standby")
    except StoreError:
        return False
    return True


def fails_over_under_load(jk: Jikim, both: Pair) -> Load:
    """Each caller is answered again, by the same process; who was answered before is there, and who left has left."""
    load = Load(jk)
    with ThreadPoolExecutor(CALLERS) as callers:
        calls = [callers.submit(load.call, n) for n in range(CALLERS)]
        try:
            assert eventually(lambda: load.answered() >= BEFORE or any(call.done() for call in calls))
            both.fail_over_in_the_middle()
            load.mark()
            assert eventually(lambda: len(load.after) == CALLERS or any(call.done() for call in calls))
        finally:
            load.stop()
        for call in calls:
            call.result()
    assert load.failed
    gone = {ref.subject for ref in load.leaving}
    for ref in load.joined:
        if ref.subject not in gone:
            assert name_of(jk, ref) == "가나다"
    for ref in load.left:
        with pytest.raises(DeniedError):
            name_of(jk, ref)
    assert {jk.driver.spread.of(ref.subject) for ref in load.joined} == {"live", SECOND}
    return load


def whole(servers: Two, jk: Jikim) -> None:
    """What was recorded on both has its place, nothing that a process vouched for is missing, and the ledger verifies."""
    jk.sequence()
    for one in (servers.house, servers.second):
        assert rows(one, "live", "SELECT 1 FROM ledger.inbox") == []
    assert rows(servers.house, "ledger", "SELECT alarm FROM ledger.tree") == [(False,)]
    assert verify(jk.export_ledger(), trusted_key=str(jk.signer.verifier)).ok


def test_the_rules_go_on_from_the_standby_of_the_house(servers: Two, tmp_path: Path) -> None:
    """A standby that has the slot of who follows takes over under load: what was answered is there on both servers, and a
    revocation is answered when it holds on the other."""
    with house_stood_by(servers, tmp_path, *SLOTS) as both:
        settings = named(servers, both, tmp_path)
        with opened(settings) as jk:
            by, hana, held = hana_of(jk)
            assert eventually(lambda: ask(both.second, SYNCED) == 1)
            fails_over_under_load(jk, both)
            assert phone(jk, hana, held)
            by.revoke(hana.grant)
            with pytest.raises(DeniedError):
                phone(jk, hana, held)
        servers.house = both.second
        with opened(settings) as jk:
            whole(servers, jk)


def test_rules_that_do_not_go_on_are_told_and_come_anew(
    servers: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where who took over has no such slot, nobody is told that a revocation holds, also where the other server has seen
    marks that were lost; no house opens; a run of `jikim distribute` copies the rules anew while nobody has it open."""
    monkeypatch.setattr(everywhere, "ROUNDS", 50)
    with house_stood_by(servers, tmp_path) as both:
        settings = named(servers, both, tmp_path)
        with opened(settings) as jk:
            by, hana, held = hana_of(jk)
            rows(servers.second, "live", "UPDATE live.rules SET last = last + 9 RETURNING 1")
            both.fail_over()
            assert eventually(lambda: goes_on(jk))
            with pytest.raises(StoreError, match="no slot for it"):
                by.revoke(hana.grant)
            told = next(due.run_due(jk))
            assert told.step == "servers"
            assert "no slot for it" in str(told.failed)
            servers.house = both.second
            with monkeypatch.context() as patch:
                patch.setattr(distributing, "ENDS_SECONDS", 0.0)
                with pytest.raises(StoreError, match="the house is open"):
                    servers.distribute()
        with pytest.raises(StoreError, match="no slot for it"):
            opened(settings)
        servers.distributed()
        with opened(settings) as jk:
            by = jk.by(jk.acting("system", "set-up"))
            by.revoke(hana.grant)
            with pytest.raises(DeniedError):
                phone(jk, hana, held)
            whole(servers, jk)


def test_a_standby_of_people_takes_over(servers: Two, tmp_path: Path) -> None:
    """The second server's standby takes over under load: what was answered is there, and it follows the house's rules from
    where it is."""
    servers.distributed()
    with stood_by(servers.second, tmp_path / "standby", started) as both:
        settings = named(servers, both, tmp_path)
        with opened(settings) as jk:
            by, hana, held = hana_of(jk)
            fails_over_under_load(jk, both)
            servers.second = both.second
            assert phone(jk, hana, held)
            by.revoke(hana.grant)
            with pytest.raises(DeniedError):
                phone(jk, hana, held)
        with opened(settings) as jk:
            whole(servers, jk)


def test_a_revocation_waits_for_each_servers_standby(
    servers: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the standby of a further server is away, who revokes is not answered, since it would take over without; and that
    standby answers no use."""
    monkeypatch.setattr(everywhere, "ROUNDS", 50)
    servers.distributed()
    with stood_by(servers.second, tmp_path / "standby", started) as both, opened(named(servers, both, tmp_path)) as jk:
        by, hana, held = hana_of(jk)
        there = connections.pool_of("live", both.second.conninfo("live", role_of("live")), 1, lambda _: None)
        there.open()
        jk.driver.pools[SECOND], first = there, jk.driver.pools[SECOND]
        with pytest.raises(StoreError, match="25006"):
            phone(jk, hana, held)
        jk.driver.pools[SECOND] = first
        there.close()
        both.standby_away()
        try:
            with pytest.raises(StoreError, match="not known to hold"):
                by.revoke(hana.grant)
        finally:
            both.standby_back()
            both.in_step()
        by.revoke(hana.grant)
        with pytest.raises(DeniedError):
            phone(jk, hana, held)


def test_what_stops_while_a_server_is_away(servers: Two, tmp_path: Path) -> None:
    """Whoever lies elsewhere is served, corrected, consents and leaves, and people sign up there; who is looked for, a rule
    that is to hold everywhere, the sweep and the ledger's positions wait, and it is told which server is away."""
    servers.distributed()
    with opened(servers.settings(tmp_path)) as jk:
        by, hana, held = hana_of(jk)
        here, there = joined(jk, "live"), joined(jk, SECOND)
        jk.driver.pools[SECOND].timeout = 0.5
        servers.second_falls()
        for asked in (
            lambda: name_of(jk, there),
            lambda: phone(jk, hana, held),
            lambda: jk.find("email", "nobody@example.com"),
            lambda: by.revoke(hana.grant),
            jk.sweep,
            jk.sequence,
        ):
            with pytest.raises(StoreError):
                asked()
        told = next(due.run_due(jk))
        assert told.step == "servers"
        assert told.error is not None
        assert "takes no rules" in told.error.message
        assert "pg_drop_replication_slot('jikim_rules_2_" in told.error.hint
        assert name_of(jk, here) == "가나다"
        jk.correct(jk.ask_correction(here, ["name"]), {"name": "라마바"})
        jk.consent(here.subject, give=["marketing.ads"])
        assert eventually(lambda: signs_up(jk))
        jk.leave(here.subject)
        with pytest.raises(DeniedError):
            name_of(jk, here)
        servers.second_rises()
        jk.driver.pools[SECOND].timeout = 30.0
        assert name_of(jk, there) == "가나다"
        by.revoke(hana.grant)
        with pytest.raises(DeniedError):
            phone(jk, hana, held)
        whole(servers, jk)


def signs_up(jk: Jikim) -> bool:
    """Whether somebody could, which hangs on the number that is drawn."""
    try:
        jk.collect("membership", newcomer(), channel="homepage", old_enough=True)
    except StoreError:
        return False
    return True


def test_who_lost_its_slot_gets_the_rules_anew(servers: Two, tmp_path: Path) -> None:
    """A server that was away for so long that the house let go of its log for it: no house opens before `jikim distribute`
    has run once more, and what was revoked meanwhile holds there."""
    servers.distributed()
    settings = servers.settings(tmp_path)
    with opened(settings) as jk:
        by, hana, held = hana_of(jk)
        jk.driver.pools[SECOND].timeout = 0.5
        servers.second_falls()
        assert eventually(lambda: not rows(servers.house, "live", "SELECT 1 FROM pg_replication_slots WHERE active"))
        rows(servers.house, "live", "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots")
        with pytest.raises(StoreError):
            by.revoke(hana.grant)
    servers.second_rises()
    servers.distributed()
    with opened(settings) as jk:
        with pytest.raises(DeniedError):
            phone(jk, hana, held)
        whole(servers, jk)


def test_other_rules_than_the_houses_are_told(servers: Two, tmp_path: Path) -> None:
    """A server that lacks what was sent to it is told of by the jobs, and no house opens, though it follows."""
    servers.distributed()
    settings = servers.settings(tmp_path)
    with opened(settings) as jk:
        hana_of(jk)
        assert not next(due.run_due(jk)).failed
        rows(servers.second, "live", "DELETE FROM live.grant_ RETURNING 1")
        told = next(due.run_due(jk))
        assert (told.step, told.error is not None and "not the house's" in told.error.message) == ("servers", True)
    with pytest.raises(StoreError, match="not the house's"):
        opened(settings)
