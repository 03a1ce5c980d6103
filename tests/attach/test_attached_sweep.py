"""A sweep of attached records: what is over and no more; with the clock's judgement and a second person's look, as the sealed one has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.attach.attached_shop import START, AttachedShop, attached, recorded
from tests.attach.django_shop import MAPPING, POLICY
from tests.attach.test_attached_erasure import LEFT
from tests.conftest import Databases
from tests.employed import employ, lasting

import jikim
from jikim.alerts.raising import open_alerts
from jikim.app import Jikim, read_policy
from jikim.app.attached import AttachedDatabase
from jikim.app.due import run_due
from jikim.cli import main
from jikim.db.embedded import Embedded
from jikim.errors import JikimError, StoppedError
from jikim.jobs import clock_doubt
from jikim.jobs.clock_doubt import Doubt
from jikim.settings import Settings

OLD = "UPDATE shop_order SET created_at = '2015-01-02', settled_at = '2015-01-03' WHERE member_id <= 20"
OLD_LEFT = "SELECT count(*) FROM shop_order WHERE settled_at < '2016-01-01'"


@pytest.fixture
def shop(sixty: AttachedShop, server: Embedded) -> AttachedShop:
    """A copy for each test: a sweep reaches everybody's rows."""
    return sixty.copied(server)


def test_the_sweep_takes_what_is_over_and_no_more(shop: AttachedShop, jk: Jikim, here: AttachedDatabase) -> None:
    """Settled orders leave their table; open ones and accounts stay; the sealed sweep touches neither."""
    shop.run("UPDATE shop_order SET settled_at = NULL WHERE member_id > 10")
    settled, still = shop.one("SELECT count(settled_at), count(*) - count(settled_at) FROM shop_order")
    members = shop.one("SELECT count(*) FROM shop_member")
    jk.sweep()
    assert shop.one("SELECT count(settled_at), count(*) - count(settled_at) FROM shop_order") == (settled, still)
    done = here.sweep(shop.address)
    assert sum((done.destroyed + done.retired).values()) == settled
    assert shop.one("SELECT count(settled_at), count(*) - count(settled_at) FROM shop_order") == (0, still)
    assert shop.one("SELECT count(*) FROM shop_member") == members


def test_more_than_a_sweep_may_alone_waits_for_a_second_person(
    shop: AttachedShop, jk: Jikim, here: AttachedDatabase
) -> None:
    """Nothing is erased or moved, and the plan is told; once an officer has approved it, the next sweep erases it."""
    employ(jk, "omar", "officer")
    lasting(jk, "omar")
    shop.run(f"UPDATE shop_order SET settled_at = NULL; {OLD}")
    old, every = shop.one(OLD_LEFT), shop.one("SELECT count(*) FROM shop_order")
    assert old == 20
    assert here.sweep(shop.address, dry_run=True).destroyed == {"order": old}
    with pytest.raises(StoppedError, match="a sweep alone may destroy those of 10") as stopped:
        here.sweep(shop.address)
    assert (stopped.value.why, shop.one("SELECT count(*) FROM shop_order")) == ("share", every)
    assert stopped.value.plan is not None
    jk.by(jk.handler("omar", kind="officer")).approve(stopped.value.plan)
    assert here.sweep(shop.address).destroyed == {"order": old}
    assert shop.one(OLD_LEFT) == 0


def test_a_clock_in_doubt_erases_nothing(
    shop: AttachedShop, jk: Jikim, here: AttachedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sweep stops as the sealed one does, and the ledger says why."""
    every = shop.one("SELECT count(*) FROM shop_order")
    doubt = Doubt("a jump by the clock", "시계가 건너뛰었습니다")
    monkeypatch.setattr(clock_doubt, "_found", lambda *_: doubt)
    with pytest.raises(StoppedError, match="the time is in doubt"):
        here.sweep(shop.address)
    assert shop.one("SELECT count(*) FROM shop_order") == every
    assert [one for one in recorded(jk) if one.startswith("sweep:stop")]


def test_where_an_officer_approves_each_destruction_an_erasure_waits(
    shop: AttachedShop, databases: Databases, tmp_path: Path
) -> None:
    """The person has left, and their rows stay until the plan is approved; then the erasure that is run again takes them."""
    (policy := tmp_path / "policy.yaml").write_text(POLICY.read_text() + "sweep: {share: 0, few: 0}\n")
    shop.run("UPDATE shop_order SET settled_at = created_at WHERE member_id = 21")
    with Jikim(read_policy(policy), databases.settings(tmp_path), demo_start=START) as jk:
        employ(jk, "omar", "officer")
        lasting(jk, "omar")
        there = attached(jk)
        with pytest.raises(StoppedError) as stopped:
            there.erase(shop.address, 21)
        assert stopped.value.plan is not None
        assert shop.one(LEFT.format(21))[0] == 1
        with shop.application() as conn, pytest.raises(jikim.DeniedError):
            there.on(conn).use("account", 21, purpose="membership")
        jk.by(jk.handler("omar", kind="officer")).approve(stopped.value.plan)
        there.erase(shop.address, 21)
        assert shop.one(LEFT.format(21)) == (0, 0, 0, 0)


def test_a_database_without_its_mapping_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that nothing would be done at is no setting: whoever left the mapping out is told."""
    monkeypatch.delenv("JIKIM_ATTACHED", raising=False)
    monkeypatch.setenv("JIKIM_ATTACHED_DSN", "postgresql://jikim@shop.example/shop")
    with pytest.raises(JikimError) as refused:
        Settings.from_environment()
    assert "JIKIM_ATTACHED" in str(refused.value.hint)
    monkeypatch.setenv("JIKIM_ATTACHED", "attached.yaml")
    assert Settings.from_environment().attached == Path("attached.yaml")


def test_the_daily_work_takes_it_along(shop: AttachedShop, jk: Jikim) -> None:
    """Where the database is named: its outbox each time, and its sweep once on each day; a day on which it fails is an alert,
    and is tried again."""
    shop.run("UPDATE shop_order SET settled_at = NULL WHERE member_id > 10")
    jk.settings = replace(
        jk.settings, attached=MAPPING, attached_dsn=shop.address.replace("/django", "/nowhere_django")
    )

    def worked() -> dict[str, dict[str, int] | None]:
        return {one.step: None if one.failed else one.done for one in run_due(jk) if one.step.startswith("attached")}

    assert worked() == {"attached": None, "attached sweep": None}
    moved = "ALTER TABLE {} RENAME TO {}"
    jk.settings = replace(jk.settings, attached=MAPPING.with_name("nowhere.yaml"))
    assert worked() == {"attached": None, "attached sweep": None}
    jk.settings = replace(jk.settings, attached=MAPPING, attached_dsn=shop.address)
    for names in (("jikim.outbox", "gone"), ("shop_order", "gone_order")):
        shop.run(moved.format(*names))
    assert worked() == {"attached": None, "attached sweep": None}
    for names in (("jikim.gone", "outbox"), ("gone_order", "shop_order")):
        shop.run(moved.format(*names))
    assert any("attached sweep" in one.en for one in jk.do(open_alerts))
    jk.settings = replace(jk.settings, attached_dsn=shop.address)
    with shop.application() as conn:
        attached(jk).on(conn).correct("order", 12, {"name": "최견본"})
    settled = shop.one("SELECT count(settled_at) FROM shop_order")
    done = worked()
    assert done["attached"] == {"taken": 1}
    swept = done["attached sweep"]
    assert swept is not None
    assert (swept["rested"] + swept["erased"], shop.one("SELECT count(settled_at) FROM shop_order")) == (settled, 0)
    assert worked() == {}
    jk.move_clock(jk.now() + timedelta(days=1))
    assert [*worked()] == ["attached sweep"]


def test_one_command_sweeps_both(
    shop: AttachedShop,
    jk: Jikim,
    databases: Databases,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`jikim sweep --attached` says what went there, too, and a dry run what would go."""
    databases.named(monkeypatch, jk.settings.ring_directory)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    shop.run("UPDATE shop_order SET settled_at = NULL WHERE member_id > 10")
    settled = shop.one("SELECT count(settled_at) FROM shop_order")
    typed = ["sweep", str(POLICY), "--dir", str(jk.settings.directory), "--attached", str(MAPPING), shop.address]
    main([*typed, "--dry-run"])
    said = capsys.readouterr().out
    assert "would be archived: order" in said or "would be erased by statement: order" in said
    assert "older backups of that database" not in said
    main(typed)
    assert "older backups of that database" in capsys.readouterr().out
    assert settled > 0
    assert shop.one("SELECT count(settled_at) FROM shop_order") == 0
