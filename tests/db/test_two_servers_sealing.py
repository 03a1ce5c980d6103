"""A record kind moves from an application's columns into sealed keeping and back, its people on two servers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.attach.attached_shop import AttachedShop
from tests.attach.django_shop import POLICY
from tests.db.two_servers import Two, counted, servers  # noqa: F401
from tests.faults.killing import Killed
from tests.moves.conftest import stop_move
from tests.moves.sealed_orders import CONTENT, NEW, Moving

from jikim.answers import RowRead, Values
from jikim.app import Jikim, read_policy
from jikim.moves.register import ask_move
from jikim.moves.sealing import digest_of_kind
from jikim.proof import verify

pytestmark = pytest.mark.long
CUT = (
    "attached.enter",
    "moving.begin",
    "move.step",
    "twin.look",
    "twin.put",
    "twin.cut",
    "twin.claim",
    "twin.back",
    "twin.drop",
    "twin.emptied",
)
ORDERS = 16
SEALED = "SELECT count(*) FROM live.record WHERE generation > 0"


@pytest.fixture
def moving(servers: Two, tmp_path: Path) -> Iterator[Moving]:
    """Every order is open, some ten days old, and has a telephone number that is one person's alone."""
    shop = AttachedShop(servers.house, ORDERS)
    shop.run("UPDATE shop_order SET created_at = now() - interval '10 days', settled_at = NULL")
    shop.run("UPDATE shop_order SET mobile = '010-5550-' || lpad(id::text, 4, '0')")
    shop.run("UPDATE shop_member SET date_joined = now() - interval '20 days'")
    policy = tmp_path / "policy.yaml"
    text = POLICY.read_text(encoding="utf-8").replace("effective: 2026-12-01", "effective: 2026-01-01")
    policy.write_text(
        text.replace("mobile: {type: mobile, lookup", "mobile: {type: mobile, unique: true, lookup").replace(
            "items: {required: [name, mobile, address]}", "single: true\n    items: {required: [name, mobile, address]}"
        )
    )
    with Jikim(read_policy(policy), servers.settings(tmp_path / "house")) as jk:
        yield Moving(jk, shop, tmp_path / "attached.yaml")


def _killed_anywhere(moving: Moving, stage: str) -> int:
    """Takes a stage, killed at each of its commits in turn and begun again. Answers how often."""
    for last in itertools.count():
        left = itertools.count(last, -1)

        def kill(step: str, _when: str, left: Iterator[int] = left) -> None:
            if step in CUT and next(left) == 0:
                raise Killed

        moving.jk.driver.hook = kill
        try:
            with moving.stage() as one:
                getattr(one, stage)()
        except Killed:
            moving.jk.driver.hook = None
            if moving.state() != "done":
                continue
        finally:
            moving.jk.driver.hook = None
        return last
    raise AssertionError


def test_each_stage_is_killed_and_goes_on_on_both(servers: Two, moving: Moving) -> None:
    """Twinned, verified, cut over, given back, cut over again, emptied and ended: whatever is killed, a read finds the same
    all along, and both servers end as one."""
    keys = range(1, ORDERS + 1)
    moving.approve()
    with moving.stage() as one:
        assert one.twin().done == ORDERS
    stop_move(moving.jk, moving.number)
    # What was sealed beside the rows keeps no other from it.
    moving.number = moving.by("hana")(ask_move, "seal", digest_of_kind(CONTENT, "order"), "orders", reason="again")  # type: ignore[operator]
    moving.approve()
    with moving.shop.application() as conn:
        many = moving.here.on(conn).use_many([RowRead("order", key, "delivery") for key in keys])
    before = {key: moving.read(key) for key in keys}
    assert [dict(one)["name"] for one in many if isinstance(one, Values)] == [one["name"] for one in before.values()]
    people = counted(servers, "SELECT count(*) FROM live.subject")
    assert min(people) > 0
    for stage, sealed in (
        ("twin", 0),
        ("verify", 0),
        ("cut_over", 1),
        ("roll_back", 0),
        ("twin", 0),
        ("verify", 0),
        ("cut_over", 1),
    ):
        assert _killed_anywhere(moving, stage) > 2
        assert counted(servers, SEALED) == [sealed * count for count in people]
        assert {key: moving.read(key) for key in keys} == before
    assert moving.state() == "cut"
    assert counted(servers, "SELECT count(*) FROM live.claim WHERE exclusive") == people
    moving.correct(8, NEW)
    before[8] = {**before[8], "address": NEW}
    for conninfo in servers.owners().values():
        with psycopg.connect(conninfo, autocommit=True) as conn:
            conn.execute("UPDATE live.twin SET cut = cut - interval '20 days'")
    assert _killed_anywhere(moving, "empty") > 2
    assert moving.shop.one("SELECT count(*) FROM shop_order WHERE recipient <> '*'") == 0
    assert {key: moving.read(key) for key in keys} == before
    assert counted(servers, "SELECT sum(count)::integer FROM live.owed WHERE what = 'attached-items'") == people
    done = moving.jk.sweep()
    assert done.content is not None
    [line] = [one for one in done.content["destroyed"] if one["what"].startswith("items of attached")]
    assert line["count"] == ORDERS
    assert counted(servers, "SELECT count(*) FROM live.owed") == [0, 0]
    assert _killed_anywhere(moving, "end") > 0
    assert moving.state() == "done"
    assert counted(servers, "SELECT count(*) FROM live.twin") == [0, 0]
    moving.jk.sequence()
    assert verify(moving.jk.export_ledger(), trusted_key=str(moving.jk.signer.verifier)).ok
