"""A record kind moves from the application's columns into sealed keeping while it runs, and back: by stages, each of which goes on where it was killed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from tests.attach.attached_shop import AttachedShop, opened
from tests.attach.django_shop import POLICY
from tests.conftest import Databases
from tests.moves.sealed_orders import NEW, OPEN, TOLD, Moving

import jikim
from jikim.attach.statements import updated
from jikim.cli import main
from jikim.db.embedded import Embedded
from jikim.errors import ConflictError, DeniedError, StoreError
from jikim.moves.sealing import Sealing

EMPTY = ("*", "*", "*")
OLD = "서울특별시 없는구 없는로 5"


@pytest.fixture(scope="module")
def made(server: Embedded) -> AttachedShop:
    return AttachedShop(server, 16)


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
    given_back = []

    def meanwhile(stage: Sealing) -> None:
        moving.jk.driver.hook = None
        given_back.append(stage.roll_back().done)

    with moving.stage() as one:
        told = one.twin()
        # What is settled is over, and waits for the sweep; what was sealed just now differs no more.
        assert (told.rows, told.done, told.waiting, told.differing) == (16, 4, 12, [])
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
        moving.jk.driver.hook = lambda *now: meanwhile(one) if now == ("attached.use", "before") else None
        assert moving.read(4)["address"] == NEW  # though its column was read before it held that again
    assert given_back == [4]
    assert (moving.shop.one(TOLD.format(4))[2], moving.shop.one(TOLD.format(12))[0]) == (NEW, "nobody reads this")
    before[12] = {**before[12], "name": "nobody reads this"}  # until the columns hold it again
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
    databases.named(monkeypatch, jk.settings.ring_directory)

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


# ---- two at once: no value is lost, and none is overwritten by an older one


def ripe(moving: Moving) -> dict[int, dict[str, object]]:
    """Cut over, and the time of the columns is over; what is read."""
    moving.cut_over()
    moving.jk.move_clock(moving.jk.now() + timedelta(days=15))
    return {key: moving.read(key) for key in OPEN}


def test_what_is_given_back_is_not_emptied(moving: Moving) -> None:
    """One operator empties: the page is read, and another gives everything back before its columns are emptied."""
    before = ripe(moving)

    def meanwhile(step: str, when: str) -> None:
        if (step, when) == ("twin.page", "after"):
            moving.jk.driver.hook = None
            with moving.stage() as other:
                assert other.roll_back().done == 4

    with moving.stage() as one:
        moving.jk.driver.hook = meanwhile
        with pytest.raises(StoreError, match="somebody else took a step"):
            one.empty()
    assert {key: moving.read(key) for key in OPEN} == before
    with moving.stage() as one, pytest.raises(ConflictError):
        one.empty()
    assert moving.shop.one(TOLD.format(8)) != EMPTY
    assert moving.state() == "running"


def test_what_is_emptied_is_not_given_back(moving: Moving) -> None:
    """One operator gives back and has written the columns; another cuts over again and empties: the first one's word comes
    too late, the records stay sealed and nothing of them stays in the columns."""
    before = ripe(moving)

    def meanwhile(step: str, when: str) -> None:
        if (step, when) == ("twin.back", "before"):
            moving.jk.driver.hook = None
            with moving.stage() as other:
                assert other.verify().equal
                other.cut_over()
                assert other.empty().done == 4

    with moving.stage() as one:
        moving.jk.driver.hook = meanwhile
        with pytest.raises(StoreError, match="somebody else took a step"):
            one.roll_back()
    assert {key: moving.read(key) for key in OPEN} == before
    assert {moving.shop.one(TOLD.format(key)) for key in OPEN} == {EMPTY}


def test_what_was_begun_to_be_emptied_is_emptied(moving: Moving) -> None:
    """Killed before the columns were emptied, and then rolled back: those records stay sealed, the command counts them, and
    the sweep empties their columns."""
    moving.shop.run(
        "UPDATE shop_order SET created_at = '2026-01-02', settled_at = '2026-01-03' WHERE id NOT IN (4, 8, 12, 16)"
    )
    before = ripe(moving)
    claimed: list[str] = []
    with moving.shop.application() as conn:
        refs = [moving.here.on(conn).ref("order", key) for key in OPEN]
    servers = {moving.jk.driver.spread.of(ref.subject) for ref in refs}

    def kill(step: str, when: str) -> None:
        claimed.extend([step] if (step, when) == ("twin.claim", "after") else [])
        if len(claimed) == len(servers):
            raise KeyboardInterrupt

    with moving.stage() as one:
        moving.jk.driver.hook = kill
        with pytest.raises(KeyboardInterrupt):
            one.empty()
    moving.jk.driver.hook = None
    with moving.stage() as one:
        told = one.roll_back()
        assert (told.done, dict(told.refused)) == (0, {"emptied": 4})
    moving.here.sweep(moving.shop.address)
    assert {moving.shop.one(TOLD.format(key)) for key in OPEN} == {EMPTY}
    assert {key: moving.read(key) for key in OPEN} == before


def test_a_late_take_writes_nothing_older(moving: Moving) -> None:
    """A correction before the cut is taken over after it, when the sealed record has been corrected again: the newer value
    stays, and an item that nobody corrected since is as it was written."""
    moving.approve()
    with moving.stage() as one:
        one.twin()
        moving.correct(8, OLD)
        one.twin()
        one.verify()
        one.cut_over()
    moving.correct(8, NEW)
    moving.here.take(moving.shop.address)
    assert moving.read(8)["address"] == NEW


def waiting(moving: Moving, key: int, item: str, value: str) -> None:
    """What was judged while the columns held the record still, and is written after the cut."""
    jk = moving.jk
    entry = jk.driver.run(jk.house.entry("record:correct", jk.policy, jk.actor, None, "")).unvouched()
    told = (*entry[:4], "correct", f"{{{jk.policy.number('item', item)}}}", "{}")
    with moving.shop.application() as conn:
        conn.execute(*updated(moving.here.held("order"), key, {item: value}, told))  # type: ignore[arg-type]


def test_two_late_writes_of_one_row_are_both_followed(moving: Moving) -> None:
    """Of two items, taken in one run, and a third one after them; none counts as a correction that the next is older than."""
    moving.cut_over()
    waiting(moving, 8, "address", OLD)
    waiting(moving, 8, "mobile", "010-0000-0008")
    moving.here.take(moving.shop.address)
    assert (moving.read(8)["address"], moving.read(8)["mobile"]) == (OLD, "01000000008")
    waiting(moving, 8, "address", NEW)
    moving.here.take(moving.shop.address)
    assert moving.read(8)["address"] == NEW


def test_a_late_write_gives_way_to_who_is_faster(moving: Moving) -> None:
    """Somebody corrects the sealed record between the look and the write: the write is refused, and the next run leaves the
    newer value."""
    moving.cut_over()
    waiting(moving, 8, "address", OLD)

    def meanwhile(step: str, when: str) -> None:
        if (step, when) == ("twin.late", "before"):
            moving.jk.driver.hook = None
            moving.correct(8, NEW)

    moving.jk.driver.hook = meanwhile
    with pytest.raises(ConflictError):
        moving.here.take(moving.shop.address)
    moving.here.take(moving.shop.address)
    assert moving.read(8)["address"] == NEW


def test_a_row_of_which_the_outbox_holds_something_is_not_emptied(moving: Moving) -> None:
    """What a transaction wrote into its columns is taken into the sealed record first, whoever runs the stages too late."""
    ripe(moving)
    waiting(moving, 8, "address", OLD)
    with moving.stage() as one:
        assert one.empty().done == 3
    assert moving.shop.one(TOLD.format(8))[2] == OLD
    moving.here.take(moving.shop.address)
    with moving.stage() as one:
        assert one.empty().done == 1
    assert moving.read(8)["address"] == OLD
    assert moving.shop.one(TOLD.format(8)) == EMPTY


def test_who_got_a_value_before_is_told_of_a_late_take(moving: Moving, databases: Databases) -> None:
    """It was corrected before the cut and is taken over after it: whoever got the value that the columns held is told (7.4b),
    and whoever got the sealed one is not."""
    moving.approve()
    with moving.stage() as one:
        one.twin()
        moving.correct(8, OLD)
        one.twin()
        one.verify()
        one.cut_over()
    item = moving.jk.policy.number("item", "address")
    left = (
        "INSERT INTO live.disclosure (subject, message, record, version, space, target, items, until_left, at) SELECT a.subject, "
        "gen_random_uuid(), a.record, r.version - t.before, 'processor', 7 + t.before, %s, true, now() FROM live.attached a "
        "JOIN live.record r USING (subject, record), (VALUES (0), (1)) AS t(before) WHERE a.place = 'public.shop_order' AND a.key = '8'"
    )
    with psycopg.connect(databases.admin["live"], autocommit=True) as admin:
        admin.execute(left, ([item],))
        moving.here.take(moving.shop.address)
        told = admin.execute("SELECT target, items FROM live.outbox WHERE topic = 'corrected'").fetchall()
    assert told == [(8, [item])]
