"""A record kind moves from the application's columns into sealed keeping while it runs, and back: by stages, each of which goes on where it was killed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from tests.attach.attached_shop import AttachedShop, opened
from tests.attach.django_shop import MAPPING, POLICY
from tests.conftest import Databases
from tests.employed import employ, lasting

import jikim
from jikim.app import Jikim
from jikim.app.attached import AttachedDatabase
from jikim.attach.statements import updated
from jikim.cli import main
from jikim.db.embedded import Embedded
from jikim.errors import ConflictError, DeniedError
from jikim.moves.register import approve_move, ask_move, move_of
from jikim.moves.sealing import Sealing, digest_of_kind

CONTENT = MAPPING.read_bytes().replace(
    b"    events: {settled: settled_at}\n",
    b"    events: {settled: settled_at}\n    emptied: 14d\n    erase: {recipient: mask, mobile: mask, address: mask}\n",
)
OPEN = (4, 8, 12, 16)  # orders that nobody settled: every fourth
TOLD = "SELECT recipient, mobile, address FROM shop_order WHERE id = {}"
NEW = "서울특별시 없는구 없는로 77"


@pytest.fixture(scope="module")
def made(server: Embedded) -> AttachedShop:
    return AttachedShop(server, 16)


class Moving:
    """A house beside the shop, in which Hana moves its orders, as Omar approved."""

    def __init__(self, jk: Jikim, shop: AttachedShop, path: Path) -> None:
        path.write_bytes(CONTENT)
        self.path = path
        self.jk, self.shop, self.here = jk, shop, AttachedDatabase(jk, path)
        for name, kind in (("hana", "handler"), ("omar", "officer")):
            employ(jk, name, kind)  # type: ignore[arg-type]
            lasting(jk, name)
        self.number: UUID = self.by("hana")(
            ask_move, "seal", digest_of_kind(CONTENT, "order"), "orders", reason="we seal"
        )

    def by(self, name: str) -> object:
        return self.jk.by(self.jk.handler(name)).do

    def approve(self) -> None:
        self.by("omar")(approve_move, str(self.number))  # type: ignore[operator]

    def cut_over(self) -> None:
        """Approved, a copy beside each row, compared, and cut over."""
        self.approve()
        with self.stage() as one:
            one.twin()
            one.verify()
            one.cut_over()

    def cut_over_and_gone(self) -> None:
        """Order 8 was cut over, and has ended and been destroyed since; no other is near its end."""
        self.shop.run(
            "UPDATE shop_order SET created_at = '2026-01-02', settled_at = '2026-01-03' WHERE settled_at IS NOT NULL"
        )
        self.cut_over()
        self.shop.run("UPDATE shop_order SET settled_at = '2026-11-30 12:00+09' WHERE id = 8")
        self.here.sweep(self.shop.address)
        self.jk.sweep()

    @contextmanager
    def stage(self) -> Iterator[Sealing]:
        """As a command does it, which is killed or ends."""
        with self.here.moving(self.shop.address, "order", self.jk.handler("hana"), self.number) as sealing:
            sealing.begin(self.by("hana")(move_of, str(self.number)), digest_of_kind(CONTENT, "order"))  # type: ignore[operator]
            yield sealing

    def state(self) -> str:
        return self.by("hana")(move_of, str(self.number)).state  # type: ignore[operator]

    def read(self, key: int) -> dict[str, object]:
        """What a read answers, whichever holds it: a column its text, a sealed record the item's one form."""
        with self.shop.application() as conn:
            found = self.here.on(conn).use("order", key, purpose="delivery")
        address, mobile = found["address"], found["mobile"].replace("+82", "0").replace("-", "")
        return {**found, "mobile": mobile, "address": address["line1"] if isinstance(address, dict) else address}

    def correct(self, key: int, address: str) -> None:
        with self.shop.application() as conn:
            self.here.on(conn).correct("order", key, {"address": address})


@pytest.fixture
def moving(databases: Databases, made: AttachedShop, server: Embedded, tmp_path: Path) -> Iterator[Moving]:
    with opened(databases, tmp_path) as jk:
        yield Moving(jk, made.copied(server), tmp_path / "attached.yaml")


def test_a_kind_is_sealed_stage_by_stage_and_given_back(moving: Moving) -> None:
    """Twinned, written meanwhile, verified, cut over, corrected as a sealed record, and rolled back: what is read is the
    same all along, and the columns end with what was written last."""
    with pytest.raises(DeniedError, match="approv"), moving.stage():
        pass
    moving.approve()
    before = {key: moving.read(key) for key in OPEN}
    with moving.stage() as one:
        told = one.twin()
        assert (told.rows, told.done, told.waiting) == (16, 4, 12)  # what is settled is over, and waits for the sweep
        moving.correct(8, NEW)
        told = one.verify()
        assert (told.equal, told.differing) == (False, ["8"])
        with pytest.raises(ConflictError):
            one.cut_over()
        moving.here.take(moving.shop.address)
        told = one.verify()
        assert (told.equal, told.same) == (True, 4)
        assert moving.state() == "verified"
        assert one.cut_over().done == 4
    before[8] = {**before[8], "address": NEW}
    assert {key: moving.read(key) for key in OPEN} == before
    moving.shop.run("UPDATE shop_order SET recipient = 'nobody reads this' WHERE id = 12")
    assert moving.read(12) == before[12]
    moving.correct(4, NEW)
    assert moving.shop.one(TOLD.format(4))[2] != NEW
    with moving.stage() as one:
        assert one.cut_over().sealed == 4
        assert one.roll_back().done == 4
    assert (moving.shop.one(TOLD.format(4))[2], moving.shop.one(TOLD.format(12))[0]) == (NEW, before[12]["name"])
    before[4] = {**before[4], "address": NEW}
    assert {key: moving.read(key) for key in OPEN} == before
    moving.shop.run("UPDATE shop_order SET recipient = '나받이' WHERE id = 12")
    assert moving.read(12)["name"] == "나받이"
    assert moving.state() == "running"


def test_the_columns_are_emptied_in_their_time(moving: Moving, databases: Databases) -> None:
    """Fourteen days after the cut and not before, each with its receipt; what is read is read sealed, and what the
    application adds later lies in its columns until the next run."""
    moving.cut_over()
    with moving.stage() as one:
        before = moving.read(16)
        assert one.empty().done == 0
    jk, shop = moving.jk, moving.shop
    jk.move_clock(jk.now() + timedelta(days=15))
    with shop.application() as conn:
        parcel = {"name": "박모형", "mobile": "010-0000-0000", "address": NEW}
        key = moving.here.on(conn).collect(
            "order", parcel, person=4, channel="site", old_enough=True, columns={"state": "paid"}
        )
    moving.here.take(shop.address)

    def kill(step: str, when: str) -> None:
        if (step, when) == ("twin.emptied", "before"):
            raise KeyboardInterrupt

    jk.driver.hook = kill
    with pytest.raises(KeyboardInterrupt), moving.stage() as one:
        one.empty()
    jk.driver.hook = None
    with moving.stage() as one:
        assert one.empty().done == 4
        assert shop.one(TOLD.format(16)) == ("*", "*", "*")
        assert shop.one(TOLD.format(key))[2] == NEW
        assert moving.read(16) == before
        assert one.end().sealed == 4
        assert moving.state() == "cut"
        assert one.cut_over().done == 1
        assert moving.read(int(key))["address"] == NEW
        with psycopg.connect(databases.admin["live"]) as admin:
            owed = admin.execute("SELECT what, sum(count) FROM live.owed GROUP BY 1").fetchall()
        assert owed == [("attached-items", 4)]


def test_what_a_person_takes_along_is_gone_from_both(moving: Moving, databases: Databases) -> None:
    """Somebody leaves whose order was cut over: it ends as a sealed record does, and its columns are emptied at the next
    run, whatever the day."""
    moving.cut_over_and_gone()
    with pytest.raises(jikim.DeniedError):
        moving.read(8)
    with moving.stage() as one:
        assert one.empty().done == 1
    assert moving.shop.one(TOLD.format(8)) == ("*", "*", "*")


def test_what_a_waiting_transaction_wrote_is_not_lost(moving: Moving) -> None:
    """It was judged before the cut, and wrote its row afterwards: taken over, its items are in the sealed record. Rows are
    found by what is sealed of them, and a person is shown the same."""
    moving.cut_over()
    jk, here, shop = moving.jk, moving.here, moving.shop
    with shop.application() as conn:
        on = here.on(conn, jk.acting("system", "set-up"))
        assert [found.key for found in on.find("mobile", "010-0008-0000") if found.kind == "order"] == ["8"]
        # What was asked while the columns held the record still: its statement alone comes later.
        entry = jk.driver.run(jk.house.entry("record:correct", jk.policy, jk.actor, None, "")).unvouched()
        item = jk.policy.number("item", "address")
        told = (entry[0], *entry[1:4], "correct", f"{{{item}}}", "{}")
        conn.execute(*updated(here.held("order"), 8, {"address": NEW, "mobile": "010-0000-0008"}, told))  # type: ignore[arg-type]
    here.take(shop.address)
    assert (moving.read(8)["address"], moving.read(8)["mobile"]) == (NEW, "01000080000")
    with shop.application() as conn:
        on = here.on(conn, jk.acting("system", "set-up"))
        assert [found.key for found in on.find("mobile", "010-0000-0008") if found.kind == "order"] == []
        shown = next(card for card in here.of(conn, 8).show(8).cards if card.ref.kind == "order")
    assert shown.values["address"]["line1"] == NEW


def test_the_sweep_empties_the_columns_of_what_is_gone(moving: Moving) -> None:
    """Somebody's order was cut over and has been destroyed since, and the move was rolled back: no stage is run any more, and
    the next sweep empties its columns and no others."""
    moving.cut_over_and_gone()
    with moving.stage() as one:
        one.roll_back()
    before = moving.shop.one(TOLD.format(12))
    assert moving.shop.one(TOLD.format(8)) != ("*", "*", "*")
    moving.here.sweep(moving.shop.address)
    assert moving.shop.one(TOLD.format(8)) == ("*", "*", "*")
    assert moving.shop.one(TOLD.format(12)) == before


STEPS = ("attached.enter", "twin.look", "twin.put", "twin.cut", "twin.back", "twin.drop", "key.put_many")


def test_killed_anywhere_each_stage_goes_on(moving: Moving) -> None:
    """Before and after each of its commits: begun again, no read ever finds another value, and the end is the same."""
    moving.approve()
    before = {key: moving.read(key) for key in OPEN}
    left, kills = 0, 0

    def kill(step: str, _when: str) -> None:
        nonlocal left
        if step in STEPS:
            left -= 1
            if left < 0:
                raise KeyboardInterrupt

    for name in ("twin", "verify", "cut_over", "roll_back"):
        allowed, ended = 0, False
        while not ended:
            left, moving.jk.driver.hook = allowed, None
            try:
                with moving.stage() as one:
                    moving.jk.driver.hook = kill
                    getattr(one, name)()
                ended = True
            except KeyboardInterrupt:
                kills, allowed = kills + 1, allowed + 1
            finally:
                moving.jk.driver.hook = None
        assert {key: moving.read(key) for key in OPEN} == before
    assert kills > 12
    assert moving.state() == "running"


def test_the_command_takes_each_stage(
    moving: Moving, databases: Databases, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As somebody types it: what differs is told by its key and exits 1, and no value is said."""
    jk, path = moving.jk, str(moving.path)
    for database, dsn in databases.dsns.items():
        monkeypatch.setenv(f"JIKIM_{database.upper()}_DSN", dsn)
    monkeypatch.setenv("JIKIM_RING_DIR", str(jk.settings.ring_directory))

    def typed(stage: str, *more: str) -> int:
        names = [path, moving.shop.address, str(POLICY), "order", "--by", "hana"]
        return main(["attach", "move", stage, *names, *more, "--dir", str(jk.settings.directory)])

    assert typed("ask", "--reason", "we seal") == 0
    assert str(moving.number) in capsys.readouterr().out  # it was asked for already
    assert typed("twin") == 2
    moving.approve()
    done = ["--approval", str(moving.number)]
    assert typed("twin", *done) == 0
    moving.shop.run("UPDATE shop_order SET address = '없는로 5' WHERE id = 4")
    assert typed("verify", *done) == 1
    assert "by key: 4\n" in capsys.readouterr().out
    assert [typed(stage, *done) for stage in ("twin", "verify", "cut", "end")] == [0, 0, 0, 1]
    assert "없는로" not in capsys.readouterr().out
    assert moving.read(4)["address"] == "없는로 5"
