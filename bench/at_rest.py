"""Bytes at rest, with indexes: what the databases grow by for a person, a record and an entry of the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import jikim
from bench.records import VALUES
from bench.stage import Figure, Stage
from jikim.db.schema import DATABASES
from jikim.ledger.moving import move_out
from jikim.ledger.objects import Objects
from jikim.ledger.packing import RANGE
from jikim.proof.export import TILE

SIZES = """SELECT n.nspname || '.' || c.relname, pg_total_relation_size(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname IN ('live', 'archive', 'keys', 'ledger')"""
CONTACT = {
    "name": "가나다",
    "phone": "02-555-0101",
    "email": "nobody@example.com",
    "text": "어느 포트를 열어야 하나요?",
}


def _sizes(stage: Stage) -> Counter[str]:
    found: Counter[str] = Counter()
    for database in DATABASES:
        with stage.admin(database) as conn:
            for name, size in conn.execute(SIZES).fetchall():
                found[name] += size
    return found


def _grown(stage: Stage, run: Callable[[], object]) -> Counter[str]:
    """What the tables grow by. The inboxes are emptied first and afterwards: what waits there is not at rest."""
    stage.jk.sequence()
    before = _sizes(stage)
    run()
    stage.jk.sequence()
    return _sizes(stage) - before


def bytes_at_rest(stage: Stage) -> list[Figure]:
    """In a house of its own: what its ledger moves away, no other row would find."""
    with Stage(stage.directory / "bytes", quick=stage.quick, minutes=stage.minutes) as own:
        return _bytes(own)


def _bytes(stage: Stage) -> list[Figure]:
    jk, count = stage.jk, stage.size(20_000, 2_000)
    orders = [jikim.Offer(stage.person, "order", VALUES, "homepage")] * 500

    def guests() -> None:
        for _ in range(count):
            jk.collect("enquiry", CONTACT, channel="board", subject="guest", old_enough=True)

    def many() -> None:
        for _ in range(count // len(orders)):
            assert not any(isinstance(one, Exception) for one in jk.collect_many(orders, old_enough=True))

    people, records = _grown(stage, guests), _grown(stage, many)
    young = _of_the_ledger(records)
    tiles, packed = _packed(stage)
    moved = _moved(stage, packed)
    person = people["live.subject"] + people["live.claim"] + people["keys.key"]
    return [
        Figure("bytes of a person (subject, look-up, wrapped key)", person / count, "B"),
        Figure("bytes of a record of four items", records["live.record"] / count, "B"),
        _figure("bytes of a ledger entry of the last tiles, in rows", young, count),
        _figure("bytes of a ledger entry, packed", packed, tiles * TILE, goal=150),
        _figure(
            "bytes of a ledger entry of a past month, in objects and what the database keeps",
            moved,
            tiles * TILE,
            goal=150,
        ),
    ]


def _of_the_ledger(grown: Counter[str]) -> dict[str, int]:
    """What grows with each entry: not the inbox, which is emptied, nor a checkpoint a second, which is thinned."""
    return {name: grown[f"ledger.{name}"] for name in ("body", "leaf", "subtree", "block", "tile", "whose")}


def _packed(stage: Stage) -> tuple[int, dict[str, int]]:
    """Packs all full tiles as one range, or as many; answers how many, and what lies there then. The room that the rows
    leave is taken by the next ones, and is not counted."""
    full = stage.jk.sequence().size // TILE
    tiles = full // -(-full // RANGE)
    packed = stage.jk.pack_ledger(tiles) // TILE
    with stage.admin("ledger") as conn:
        conn.execute("VACUUM FULL ledger.subtree")
    lying = _of_the_ledger(_sizes(stage))
    lying["subtree"] = lying["subtree"] * packed // full
    return packed, {name: size for name, size in lying.items() if name not in ("body", "leaf")}


def _moved(stage: Stage, packed: dict[str, int]) -> dict[str, int]:
    """The same where all of it has moved, as if its months were over."""
    place = stage.directory / "objects"
    full = stage.jk.sequence().size // TILE
    move_out(stage.jk.driver, stage.jk._eraser, Objects(str(place)), date.max, full // -(-full // RANGE))
    with stage.admin("ledger") as conn:
        conn.execute("VACUUM FULL ledger.block, ledger.tile")
    lying = _sizes(stage)
    found = Counter({**packed, **{name: lying[f"ledger.{name}"] for name in ("block", "tile", "whose")}})
    for path in place.rglob("*"):
        if path.is_file():
            found[f"{path.relative_to(place).parts[0]} (objects)"] += path.stat().st_size
    return found


def _figure(what: str, parts: dict[str, int], entries: int, goal: int | None = None) -> Figure:
    whole = sum(parts.values()) / entries
    told = ", ".join(f"{name} {size / entries:.1f}" for name, size in parts.items() if size)
    if goal is None:
        return Figure(what, whole, "B", limits=told)
    return Figure(what, whole, "B", goal=f"{goal} B", met=whole <= goal, limits=told)
