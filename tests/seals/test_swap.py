"""A ciphertext opens where it was sealed and nowhere else: swaps on the real tables, flipped bits, and other keys."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

import jikim
from conftest import ORDER, Cast, Databases
from jikim.app import Jikim
from jikim.crypto import HEAD_BYTES, Place, blind, new_key, open_items, seal, unwrap, wrap
from jikim.errors import SealError
from jikim.keys.ring import open_ring

KEY = bytes(range(32))
PLACE = Place(uuid4(), uuid4(), 1, 1)


def _order(jk: Jikim, person: jikim.Person, phone: str) -> jikim.Ref:
    values = {**ORDER, "phone": phone}
    return jk.collect("order", values, channel="homepage", subject=person, old_enough=True).ref


@pytest.mark.parametrize(
    "swap",
    [
        "head = o.head, body = o.body",
        "body = o.body",
        "head = o.head",
        "version = r.version + 1",
        "items = o.items, body = ARRAY[r.body[2], r.body[1]] || r.body[3:]",
    ],
)
def test_a_record_moved_within_the_table_does_not_open(jk: Jikim, cast: Cast, databases: Databases, swap: str) -> None:
    """Head, body, version or the order of items taken from elsewhere: the record no longer opens, and the error tells nothing."""
    mine, other = cast.alice_order, _order(jk, cast.alice, "02-555-0199")
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        done = conn.execute(
            f"UPDATE live.record r SET {swap} FROM live.record o WHERE r.record = %s AND o.record = %s",
            (mine.record, other.record),
        )
        assert done.rowcount == 1
    with pytest.raises(SealError) as refused:
        jk.use(mine, purpose="delivery", items=["name", "phone"])
    assert "0101" not in str(refused.value)
    assert jk.use(other, purpose="delivery", items=["phone"])["phone"] == "+8225550199"


def test_a_record_given_to_another_person_does_not_open(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """A row whose subject is changed, whether or not its generation fits, opens under nobody's key."""
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        conn.execute(
            "UPDATE live.record SET subject = %s WHERE record = %s", (cast.bob.subject, cast.alice_order.record)
        )
    moved = cast.alice_order._replace(subject=cast.bob.subject)
    with pytest.raises(SealError):
        jk.use(moved, purpose="delivery", items=["phone"])


def test_a_resting_part_moved_to_another_day_or_record_does_not_open(
    jk: Jikim, cast: Cast, databases: Databases, forward: Callable[..., datetime]
) -> None:
    """A resting part's key is its due day's and its person's: under another day, record or person it stays shut."""
    first, second = cast.alice_order, _order(jk, cast.alice, "02-555-0199")
    jk.event(first, "settled")
    jk.sweep()
    forward(days=3)
    jk.event(second, "settled")
    jk.sweep()
    reading = {"purpose": "legal-evidence", "reason": "a swap test", "actor": cast.omar}
    assert jk.consult(first, **reading)["name"]
    with psycopg.connect(databases.admin["archive"], autocommit=True) as conn:
        conn.execute(
            "UPDATE archive.part p SET head = o.head, body = o.body FROM archive.part o WHERE p.record = %s AND o.record = %s",
            (first.record, second.record),
        )
        conn.execute("UPDATE archive.part SET due = due + 1 WHERE record = %s", (second.record,))
    with pytest.raises(SealError):
        jk.consult(first, **reading)
    with pytest.raises(jikim.JikimError):
        jk.consult(second, **reading)


@given(
    values=st.dictionaries(st.integers(1, 2000), st.binary(max_size=64), min_size=1, max_size=6),
    where=st.integers(0, 10_000),
    bit=st.integers(0, 7),
)
def test_a_flipped_bit_anywhere_is_refused(values: dict[int, bytes], where: int, bit: int) -> None:
    """One bit changed in the head or in any ciphertext: SealError, never another value."""
    sealed = seal(KEY, PLACE, values)
    assert open_items(KEY, PLACE, sealed.head, zip(sealed.items, sealed.body, strict=True)) == values
    parts = [sealed.head, *sealed.body]
    sizes = [len(part) for part in parts]
    at = where % sum(sizes)
    for n, size in enumerate(sizes):
        if at < size:
            changed = bytearray(parts[n])
            changed[at] ^= 1 << bit
            parts[n] = bytes(changed)
            break
        at -= size
    with pytest.raises(SealError):
        open_items(KEY, PLACE, parts[0], zip(sealed.items, parts[1:], strict=True))


@pytest.mark.parametrize(
    "other",
    [
        PLACE._replace(subject=uuid4()),
        PLACE._replace(record=uuid4()),
        PLACE._replace(version=2),
        PLACE._replace(generation=2),
    ],
)
def test_every_part_of_the_place_binds(other: Place) -> None:
    """Another subject, record, version or generation: neither the commitment nor a single item fits."""
    sealed = seal(KEY, PLACE, {1: b"a", 2: b"b"})
    with pytest.raises(SealError):
        open_items(KEY, other, sealed.head, zip(sealed.items, sealed.body, strict=True))


def test_the_head_commits_to_its_key() -> None:
    """A ciphertext that two keys would open (plain AES-GCM allows one) is refused by the head's commitment first."""
    sealed = seal(KEY, PLACE, {1: b"a"})
    with pytest.raises(SealError, match="does not belong to this key and place"):
        open_items(new_key(), PLACE, sealed.head, zip(sealed.items, sealed.body, strict=True))
    assert len(sealed.head) == HEAD_BYTES


def test_an_item_opens_without_the_others() -> None:
    """One item is opened from its own ciphertext alone; under another item's number it does not open."""
    sealed = seal(KEY, PLACE, {1: b"a", 2: b"b"})
    assert open_items(KEY, PLACE, sealed.head, [(2, sealed.body[1])]) == {2: b"b"}
    with pytest.raises(SealError):
        open_items(KEY, PLACE, sealed.head, [(1, sealed.body[1])])


def test_every_write_seals_anew() -> None:
    """The same values at the same place give another salt, commitment and ciphertext each time."""
    first, second = seal(KEY, PLACE, {1: b"a"}), seal(KEY, PLACE, {1: b"a"})
    assert first.head[1:33] != second.head[1:33]
    assert first.head[33:] != second.head[33:]
    assert first.body != second.body


@given(
    st.tuples(st.uuids(), st.uuids(), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1)),
    st.tuples(st.uuids(), st.uuids(), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1)),
)
def test_two_places_are_bound_alike_only_if_equal(a: tuple[object, ...], b: tuple[object, ...]) -> None:
    """The bytes that bind a place are one to one with it."""
    assert (Place(*a).bound() == Place(*b).bound()) == (a == b)  # type: ignore[arg-type]


@given(st.integers(1, 5000), st.text(max_size=40), st.integers(1, 5000), st.text(max_size=40))
def test_a_blind_index_is_equal_for_equal_item_and_value_alone(a: int, x: str, b: int, y: str) -> None:
    """The same value in another item has another index."""
    assert (blind(KEY, a, x) == blind(KEY, b, y)) == ((a, x) == (b, y))


def test_a_wrapped_key_opens_under_its_key_and_name_alone() -> None:
    """Another wrapping key, another name or a changed byte: SealError."""
    secret = new_key()
    wrapped = wrap(KEY, b"name", secret)
    assert unwrap(KEY, b"name", wrapped) == secret
    for key, name, text in ((new_key(), b"name", wrapped), (KEY, b"nbme", wrapped), (KEY, b"name", wrapped[:-1])):
        with pytest.raises(SealError):
            unwrap(key, name, text)


def test_a_damaged_ring_opens_nothing(tmp_path: Path) -> None:
    """A changed ring file is refused with an error that says what to do, and makes no new ring in its place."""
    open_ring(tmp_path)
    path = tmp_path / "ring.json"
    content = json.loads(path.read_text())
    shards = content["shards"]
    path.write_text(json.dumps({**content, "shards": shards[:-8] + ("A" if shards[-8] != "A" else "B") + shards[-7:]}))
    with pytest.raises(jikim.JikimError):
        open_ring(tmp_path)
    path.write_text("{")
    with pytest.raises(jikim.JikimError, match="damaged"):
        open_ring(tmp_path)
    assert path.read_text() == "{"
