"""What an application writes into its columns past the verbs, once they are sealed: listed by key, neither emptied nor overwritten."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from tests.attach.django_shop import POLICY
from tests.conftest import Databases
from tests.moves.sealed_orders import NEW, OPEN, TOLD, Moving
from tests.moves.test_sealing import EMPTY, OLD, made, moving, ripe, waiting

from jikim.attach.gate import GateError
from jikim.attach.held import Held
from jikim.cli import main
from jikim.errors import StoppedError
from jikim.moves.past_verbs import written_since

__all__ = ["made", "moving"]
WRITE = "UPDATE shop_order SET address = '" + OLD + "' WHERE id = 12"


def test_verify_lists_what_was_written_since_the_cut(
    moving: Moving, databases: Databases, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By key and in words, with no value, and it exits 1; before that, and where a row says the same in other letters, nothing."""
    moving.cut_over()
    moving.shop.run("UPDATE shop_order SET mobile = replace(mobile, '-', '') WHERE id = 8")
    databases.named(monkeypatch, moving.jk.settings.ring_directory)
    typed = ["attach", "move", "verify", str(moving.path), moving.shop.address, str(POLICY), "order", "--by", "hana"]
    typed += ["--approval", str(moving.number), "--dir", str(moving.jk.settings.directory)]
    assert main(typed) == 0
    capsys.readouterr()
    moving.shop.run(WRITE)
    assert main(typed) == 1
    said = capsys.readouterr().out
    assert "by key: 12\n" in said
    assert OLD not in said
    assert moving.state() == "cut"


@pytest.mark.parametrize("value", [f"'{OLD}'", "''", "'*'"])
def test_what_was_written_since_is_not_emptied(moving: Moving, value: str) -> None:
    """A new value, none, and one that looks as if it were emptied: each stays, until the sealed record says the same or the
    column what it said."""
    ripe(moving)
    before = moving.shop.one(TOLD.format(12))
    moving.shop.run(f"UPDATE shop_order SET address = {value} WHERE id = 12")
    now = moving.shop.one(TOLD.format(12))
    with moving.stage() as one:
        told = one.empty()
        assert (told.done, told.written) == (3, ["12"])
        assert moving.shop.one(TOLD.format(12)) == now
        assert {moving.shop.one(TOLD.format(key)) for key in OPEN if key != 12} == {EMPTY}
        assert one.end().written == ["12"]
        assert moving.state() == "cut"
        if value == f"'{OLD}'":
            moving.correct(12, OLD)
        else:
            moving.shop.run(f"UPDATE shop_order SET address = '{before[2]}' WHERE id = 12")
        assert (one.empty().done, moving.shop.one(TOLD.format(12))) == (1, EMPTY)


def test_what_is_written_while_it_is_emptied_is_seen_under_the_rows_lock(moving: Moving) -> None:
    """The page is known, and the application writes before its rows are locked."""
    ripe(moving)

    def meanwhile(step: str, when: str) -> None:
        if (step, when) == ("twin.page", "after"):
            moving.jk.driver.hook = None
            moving.shop.run(WRITE)

    with moving.stage() as one:
        moving.jk.driver.hook = meanwhile
        assert one.empty().written == ["12"]
    assert moving.shop.one(TOLD.format(12))[2] == OLD


def test_what_is_written_after_a_kill_is_not_emptied(moving: Moving) -> None:
    """The columns are empty and their receipt is not written: what the application writes then stays, for the sweep, too, and
    the other rows get theirs."""
    ripe(moving)

    def kill(step: str, when: str) -> None:
        if (step, when) == ("twin.emptied", "before"):
            raise KeyboardInterrupt

    with moving.stage() as one:
        moving.jk.driver.hook = kill
        with pytest.raises(KeyboardInterrupt):
            one.empty()
    moving.jk.driver.hook = None
    assert moving.shop.one(TOLD.format(12)) == EMPTY
    moving.shop.run(WRITE)
    with pytest.raises(StoppedError) as stopped:
        moving.here.sweep(moving.shop.address)
    assert stopped.value.plan
    moving.jk.by(moving.jk.handler("omar", kind="officer")).approve(stopped.value.plan)
    moving.here.sweep(moving.shop.address)
    with moving.stage() as one:
        told = one.empty()
        assert (told.done, told.written) == (0, ["12"])
        assert one.verify().written == ["12"]
    assert moving.shop.one(TOLD.format(12))[2] == OLD


def test_a_plain_write_after_the_emptying_is_listed(moving: Moving) -> None:
    """The column was emptied with its receipt, and says something again."""
    ripe(moving)
    with moving.stage() as one:
        assert one.empty().done == 4
        assert one.verify().written == []
        moving.shop.run(WRITE)
        assert one.verify().written == ["12"]


def test_back_leaves_what_was_written_since(moving: Moving) -> None:
    """It is the newest that there is of that item; the others are given back; and it is read from then on."""
    moving.cut_over()
    moving.correct(8, NEW)
    moving.shop.run(WRITE)
    with moving.stage() as one:
        told = one.roll_back()
        assert (told.done, told.written) == (4, [])
    assert (moving.shop.one(TOLD.format(12))[2], moving.shop.one(TOLD.format(8))[2]) == (OLD, NEW)
    assert (moving.read(12)["address"], moving.read(8)["address"]) == (OLD, NEW)


def test_back_settles_nothing_where_both_were_written(moving: Moving) -> None:
    """The application wrote the column and somebody corrected the sealed record: both stay, and the row is listed."""
    moving.cut_over()
    moving.correct(12, NEW)
    moving.shop.run(WRITE)
    with moving.stage() as one:
        told = one.roll_back()
        assert (told.done, told.written) == (3, ["12"])
    assert (moving.shop.one(TOLD.format(12))[2], moving.read(12)["address"]) == (OLD, NEW)


def test_an_older_write_that_was_taken_over_is_emptied(moving: Moving) -> None:
    """It was judged before the cut and corrected since: the sealed record has the newer value, and nothing is lost."""
    moving.cut_over()
    waiting(moving, 8, "address", OLD)
    moving.correct(8, NEW)
    moving.here.take(moving.shop.address)
    moving.jk.move_clock(moving.jk.now() + timedelta(days=15))
    with moving.stage() as one:
        assert one.empty().written == []
    assert moving.shop.one(TOLD.format(8)) == EMPTY
    assert moving.read(8)["address"] == NEW


def test_cut_and_empty_hold_the_mapping_against_the_schema(moving: Moving) -> None:
    """A column that nobody decided about: neither runs, and the register of moves does not know of it."""
    moving.approve()
    with moving.stage() as one:
        one.twin()
        one.verify()
        moving.shop.run("ALTER TABLE shop_post ADD note text")
        with pytest.raises(GateError):
            one.cut_over()
        assert moving.state() == "verified"
        moving.shop.run("ALTER TABLE shop_post DROP note")
        assert one.cut_over().done == 4
        moving.shop.run("ALTER TABLE shop_post ADD note text")
        with pytest.raises(GateError):
            one.empty()


def test_a_trigger_that_changes_more_ends_the_emptying(moving: Moving) -> None:
    """Another row is written beside: the whole page stands as it was; without the trigger it is emptied."""
    before = ripe(moving)
    rows = {key: moving.shop.one(TOLD.format(key)) for key in OPEN}
    moving.shop.run(
        "CREATE FUNCTION does() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE shop_member SET first_name = 'x' WHERE id = 1;"
        " RETURN NEW; END $$; CREATE TRIGGER does AFTER UPDATE ON shop_order FOR EACH STATEMENT EXECUTE FUNCTION does()"
    )
    with moving.stage() as one, pytest.raises(GateError):
        one.empty()
    assert {key: moving.shop.one(TOLD.format(key)) for key in OPEN} == rows
    moving.shop.run("DROP TRIGGER does ON shop_order")
    with moving.stage() as one:
        assert one.empty().done == 4
    assert {key: moving.read(key) for key in OPEN} == before


def test_a_pseudonym_says_nothing_new() -> None:
    """A column that the emptying gave one is empty; any other word in its place was written since."""
    held = cast("Held", SimpleNamespace(erase={"mobile": "pseudonym", "address": "null"}))
    said = {"mobile": "erased-0123456789ab", "address": None}
    assert not written_since(held, None, None, said)
    assert written_since(held, None, None, said | {"mobile": "erased-not"}) == {"mobile"}
