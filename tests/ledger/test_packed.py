"""Full tiles are packed: the export is the same to the byte, an altered byte costs one entry, expiry goes through, and
neither role loses a body alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any, LiteralString

import psycopg
import pytest
from tests.conftest import START, Cast, Databases
from tests.ledger.test_tampering import MORE

from jikim.app import Jikim
from jikim.errors import StoreError
from jikim.ledger.blocks import opened_block, sealed_block
from jikim.ledger.body import DAMAGED
from jikim.ledger.export import bodies_from
from jikim.ledger.searching import looked_through
from jikim.ledger.subtrees import proof, root_at
from jikim.proof import verify

Owner = psycopg.Connection[tuple[Any, ...]]
Forward = Callable[..., datetime]


@pytest.fixture
def owner(jk: Jikim, cast: Cast, databases: Databases) -> Iterator[Owner]:
    """Whoever owns the ledger's database, and a ledger of two full tiles and more, signed."""
    jk.sequence()  # the grants are in the first tile, on whichever server the uses wait
    jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        conn.execute(MORE.encode())
    jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
    jk.sequence()
    with psycopg.connect(databases.admin["ledger"], autocommit=True) as conn:
        yield conn


def lines(jk: Jikim) -> list[bytes]:
    """The export without its first line, which says when it was made."""
    return b"".join(jk.export_ledger()).splitlines()[1:]


def faults(jk: Jikim) -> list[tuple[str, int | None]]:
    report = verify(jk.export_ledger(), trusted_key=str(jk.signer.verifier), most=1000)
    return [(fault.kind, fault.position) for fault in report.faults]


def seen(jk: Jikim, cast: Cast) -> list[Any]:
    """What everybody who reads the ledger sees of it."""
    run, size = jk.driver.run, jk.sequence().size
    return [
        lines(jk),
        jk.show(cast.alice.subject).uses,
        run(bodies_from(jk.house.keyring, jk.house.objects, 0, 1000)),
        run(looked_through(jk.house.keyring, jk.house.objects, 0, size, lambda body: True, most=1000)),
        [run(root_at(jk.house.objects, n)) for n in (1, 255, 256, 300, 512, size)],
        [run(proof(jk.house.objects, old, new)) for old, new in ((3, 300), (256, size), (300, 511))],
    ]


def _altered(owner: Owner, column: str, at: int, n: int = 1) -> None:
    table, name = column.split(".")
    owner.execute(
        f"UPDATE ledger.{table} SET {name} = set_byte({name}, {at}, get_byte({name}, {at}) # 1) WHERE n = {n}".encode()
    )


def test_what_is_packed_is_read_as_before(jk: Jikim, cast: Cast, owner: Owner) -> None:
    """Export, what a person is shown, search and roots are the same before and after; no row of a packed entry is left,
    and what comes after goes on."""
    before = seen(jk, cast)
    assert jk.pack_ledger(2) == 512
    assert jk.pack_ledger(2) == 0
    after = seen(jk, cast)
    # Whoever was shown something is recorded, too: of the second look the first part is compared.
    assert after[0][: len(before[0]) - 30] == before[0][: len(before[0]) - 30]
    assert after[1][: len(before[1]) - 1] == before[1][:-1]
    assert after[2][: len(before[2])] == before[2]
    assert after[4][:5] == before[4][:5]
    assert faults(jk) == []
    for table in ("leaf", "body"):
        row = owner.execute(f"SELECT min(position) FROM ledger.{table}".encode()).fetchone()
        assert row == (512,)


@pytest.mark.parametrize("most", [1, 70, 300])
def test_pages_of_a_search_are_the_whole(jk: Jikim, owner: Owner, most: int) -> None:
    """Searched a page at a time, packed or not, each entry that is wanted is told once, the newest first; and where few
    are wanted, all that lie behind them are looked through."""
    jk.pack_ledger(1)
    low, size = 230, jk.sequence().size
    for wanted in (lambda body: body["position"] < 600, lambda body: body["position"] % 97 == 0):
        told, below = [], size
        while below > low:
            found, below = jk.driver.run(
                looked_through(jk.house.keyring, jk.house.objects, low, below, wanted, most=most)
            )
            told += [body["position"] for body in found]
        assert told == [n for n in range(size - 1, low - 1, -1) if wanted({"position": n})]


def test_a_late_page_reads_no_more_than_an_early_one(jk: Jikim, owner: Owner) -> None:
    """However many entries lie before it: a merge of leaves and bodies, as a large ledger's are joined, begins where the
    page does."""
    for other in ("seqscan", "bitmapscan", "hashjoin", "nestloop"):
        owner.execute(f"SET enable_{other} = off".encode())
    owner.execute("SET plan_cache_mode = force_custom_plan")
    # Whenever the server's own comes in between, it changes nothing then.
    owner.execute("VACUUM (ANALYZE) ledger.leaf, ledger.body, ledger.tile")

    def blocks(first: int) -> int:
        asked = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM ledger.entries({first}, 8)"
        for _ in range(3):
            [(told,)] = owner.execute(asked.encode()).fetchall()
        plan = told[0]["Plan"]
        return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])

    assert blocks(512) <= blocks(0) + 3


def test_a_sweep_packs_full_ranges_alone(jk: Jikim, owner: Owner) -> None:
    """A range of 65,536 entries is not full here: nothing is packed."""
    assert jk.sweep().packed == 0
    assert owner.execute("SELECT count(*) FROM ledger.tile").fetchone() == (0,)


@pytest.mark.parametrize(("at", "lost"), [(0, 0), (30, 0), (-1, 0), (-40, 0), (9_000, 1)])
def test_an_altered_byte_of_a_block_costs_one_entry_at_most(
    jk: Jikim, cast: Cast, owner: Owner, at: int, lost: int
) -> None:
    """What all entries of a block share stands twice; of the entry that was altered the export says so, a person's page
    too, and the rest goes on."""
    jk.pack_ledger(2)
    (size,) = owner.execute("SELECT length(sealed) FROM ledger.block WHERE n = 1").fetchone() or (0,)
    _altered(owner, "block.sealed", at % size)
    assert [kind for kind, _ in faults(jk)] == ["body"] * lost
    damaged = [use for use in jk.show(cast.alice.subject).uses if use["event"] == DAMAGED]
    assert [use["position"] for use in damaged] == [place for _, place in faults(jk)]
    assert len(lines(jk)) > 512


def test_an_altered_leaf_is_named_by_its_tile(jk: Jikim, owner: Owner, forward: Forward) -> None:
    """A packed leaf whose byte was altered is named at its place, while its body stands and after it has expired."""
    jk.pack_ledger(2)
    _altered(owner, "tile.commitments", 32 * 44 + 7)
    assert faults(jk) == [("commitment", 300), ("root", 300)]
    forward(to=START.replace(year=2014, month=3))
    jk.expire()
    assert faults(jk) == [("root", 300)]
    _altered(owner, "tile.commitments", 32 * 44 + 7)
    _altered(owner, "tile.checks", 20)
    assert faults(jk) == []


def test_a_block_or_tile_that_was_removed_is_named(jk: Jikim, owner: Owner) -> None:
    """The export reaches its end and names each entry whose body, or whose leaf, is not there."""
    jk.pack_ledger(2)
    owner.execute("DELETE FROM ledger.block WHERE n = 1")
    assert faults(jk) == [("body", place) for place in range(256, 512)]
    owner.execute("DELETE FROM ledger.tile WHERE n = 1")
    assert {place for kind, place in faults(jk) if kind == "position"} <= set(range(256, 512))
    assert "root" in [kind for kind, _ in faults(jk)]


def test_what_was_altered_before_it_was_packed_is_still_named(jk: Jikim, owner: Owner) -> None:
    """A damaged body, a removed body, a removed leaf: each is named as it was before, and the rest is packed."""
    owner.execute("UPDATE ledger.body SET sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1) WHERE position = 30")
    owner.execute("DELETE FROM ledger.body WHERE position = 31")
    owner.execute("DELETE FROM ledger.leaf WHERE position = 32")
    before = faults(jk)
    assert {place for _, place in before} >= {30, 31, 32}
    assert jk.pack_ledger(2) == 512
    assert faults(jk) == before


def test_packed_bodies_expire(jk: Jikim, cast: Cast, owner: Owner, forward: Forward) -> None:
    """After a year the packed access records go, counted and said by the ledger, and nothing says whose they were;
    grants stay."""
    jk.pack_ledger(2)
    forward(to=START.replace(year=2014, month=3))
    done = jk.expire()
    assert done.bodies > 560
    report = verify(jk.export_ledger(), trusted_key=str(jk.signer.verifier))
    assert report.ok, str(report)
    assert report.expired == done.bodies
    lots = owner.execute("SELECT DISTINCT lot FROM ledger.block WHERE sealed IS NOT NULL ORDER BY lot").fetchall()
    assert (0,) not in lots
    assert (1,) in lots
    assert owner.execute("SELECT count(*) FROM ledger.whose WHERE lot = 0").fetchone() == (0,)
    assert not [use for use in jk.show(cast.alice.subject).uses if use["event"] == "record:use:allowed"]


def test_a_lot_that_is_on_its_way_out_is_not_packed(jk: Jikim, owner: Owner) -> None:
    """Once the ledger has said that a lot goes, no range of it is packed before it is gone."""
    owner.execute("UPDATE ledger.span SET stated = gen_random_uuid() WHERE lot = 0")
    assert jk.pack_ledger(2) == 0


class CutError(Exception):
    """The process died here."""


def killed_everywhere(jk: Jikim, act: Callable[[], bool], owner: Owner, both: LiteralString) -> set[str]:
    """Does it, dying before and after each step in turn, until it is done or (`both`) both tiles are; the export stays the
    same all along. Answers the steps that were met."""
    before, met = lines(jk), set[str]()
    count, done = 0, False
    while not done:
        count, left = count + 1, count + 1

        def die(step: str, when: str) -> None:
            nonlocal left
            left -= 1
            met.add(step)
            if not left:
                raise CutError

        jk.driver.hook = die
        with suppress(CutError):
            done = act()
        jk.driver.hook = None
        assert lines(jk) == before
        if owner.execute(both).fetchone() == (2,):
            break
    return met


def test_killed_at_any_step_one_retry_ends_it(jk: Jikim, owner: Owner) -> None:
    """Killed before and after each step, a part of the tiles packed or not, the export is the same, and so is the
    retry's."""
    before = lines(jk)
    met = killed_everywhere(jk, lambda: jk.pack_ledger(1) == 256, owner, "SELECT count(*) FROM ledger.tile")
    assert {"ledger.to_pack", "ledger.entries", "ledger.blocks", "ledger.pack", "ledger.let_go"} <= met
    assert jk.pack_ledger(1) in (0, 256)
    assert lines(jk) == before


def test_neither_role_loses_a_body_alone(jk: Jikim, databases: Databases, owner: Owner) -> None:
    """The application lets no row go; the eraser writes no block, and lets no body go that has none."""
    with psycopg.connect(databases.dsns["ledger"], autocommit=True) as application:
        for text in ("SELECT ledger.let_go(0, 2)", "DELETE FROM ledger.block", "DELETE FROM ledger.tile"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute(text.encode())
    with psycopg.connect(databases.erasers["ledger"], autocommit=True) as eraser:
        with pytest.raises(psycopg.errors.RaiseException, match="a body has no block"):
            eraser.execute("SELECT ledger.let_go(0, 2)")
        for text in (
            "SELECT ledger.pack(0, '{}', '{}', '{}')",
            "DELETE FROM ledger.body",
            "SELECT * FROM ledger.block",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                eraser.execute(text.encode())
    assert faults(jk) == []


def test_a_block_that_says_something_else_stops_the_packing(jk: Jikim, databases: Databases, owner: Owner) -> None:
    """The application's role wrote nonsense as a block before: it is opened, found, and nothing is let go."""
    lots = owner.execute(
        "SELECT array_agg(DISTINCT month), array_agg(DISTINCT lot::integer) FROM ledger.body WHERE position < 256 AND lot = 0"
    ).fetchone()
    assert lots is not None
    with psycopg.connect(databases.dsns["ledger"], autocommit=True) as application:
        application.execute("SELECT ledger.pack(0, %s, %s, %s)", (*lots, [b"nonsense"]))
    with pytest.raises(StoreError, match="do not say what its entries say"):
        jk.pack_ledger(2)
    assert faults(jk) == []


def test_a_block_gives_back_any_text() -> None:
    """Texts that look like numbers and moments, or are none, long and short ones, come back as they were."""
    texts = [
        {},
        {"at": "2013-02-05T09:00:00.000001+00:00", "entry": "00000000-0000-4000-8000-0123456789ab"},
        {"at": "2013-02-31T09:00:00.000001+00:00"},
        {"at": "0001-01-01T00:00:00.000000+00:00"},
        {"reason": 'says ":00000000-0000-4000-8000-0123456789ab" and \\"', "가": "\u0000\u0001"},
        {"reason": "long " * 20_000},
    ]
    bodies = {40 * n: json.dumps(text, ensure_ascii=False).encode() for n, text in enumerate(texts)}
    key = bytes(32)
    sealed = sealed_block(key, 7, bodies)
    assert opened_block(key, 7, sealed) == bodies
    assert opened_block(key, 7, sealed, {40}) == {40: bodies[40]}
    assert opened_block(key, 8, sealed) == {}
    assert opened_block(key, 7, sealed_block(key, 7, {})) == {}


def test_each_byte_of_a_block_costs_one_body_at_most() -> None:
    """Every byte altered in turn: at most one body is lost, and no other says something else."""
    bodies = {
        n: f'{{"entry":"00000000-0000-4000-8000-{n:012x}","event":"record:use:allowed"}}'.encode() for n in range(9)
    }
    sealed = sealed_block(bytes(32), 0, bodies)
    for at in range(len(sealed)):
        found = opened_block(bytes(32), 0, sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :])
        assert found.items() <= bodies.items()
        assert len(found) >= 8


@pytest.mark.parametrize("step", ["ledger.entries", "ledger.pack", "ledger.let_go"])
def test_two_that_pack_at_once_pack_it_once(jk: Jikim, owner: Owner, step: str) -> None:
    """Another process packs the whole range while one is about to read, to write or to let go: it is packed once, and
    says the same."""
    before, packed = lines(jk), []

    def another(asked: str, when: str) -> None:
        if (asked, when) == (step, "before") and not packed:
            packed.append(0)
            packed[0] = jk.pack_ledger(2)

    jk.driver.hook = another
    assert jk.pack_ledger(2) == 0
    jk.driver.hook = None
    assert packed == [512]
    assert lines(jk) == before
    assert owner.execute("SELECT count(*) FROM ledger.tile").fetchone() == (2,)
