"""Sealing alone: a ciphertext opens at one place under one key, whole, and never looks the same twice."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.crypto import (
    FORMAT,
    Hmac,
    SealContext,
    blind,
    joined_key,
    new_key,
    open_items,
    record_key,
    seal,
    unwrap,
    wrap,
)
from jikim.errors import SealError

PLACES = st.builds(SealContext, st.uuids(), st.uuids(), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
VALUES = st.dictionaries(st.integers(1, 2**31), st.binary(max_size=64), min_size=1, max_size=6)
HERE = SealContext(UUID(int=1), UUID(int=2), 3, 4)


def _parts(bound: bytes) -> list[bytes]:
    """The parts of additional data, read back by their length prefixes alone."""
    found = []
    while bound:
        length = bound[0]
        found.append(bound[1 : 1 + length])
        assert len(found[-1]) == length
        bound = bound[1 + length :]
    return found


@given(PLACES)
def test_a_place_is_read_back_from_its_length_prefixes(place: SealContext) -> None:
    """Each part of the additional data says how long it is, so that no two places give the same bytes."""
    assert _parts(place.bound()) == [
        place.subject.bytes,
        place.record.bytes,
        place.version.to_bytes(4, "big"),
        place.generation.to_bytes(4, "big"),
    ]


@given(PLACES, PLACES)
def test_two_places_are_bound_alike_only_when_they_are_one(one: SealContext, other: SealContext) -> None:
    """Binding is injective."""
    assert (one.bound() == other.bound()) == (one == other)


@given(PLACES, PLACES, VALUES)
def test_a_record_opens_at_its_own_place_alone(here: SealContext, there: SealContext, values: dict[int, bytes]) -> None:
    """What was sealed for one place gives its values there, and nothing anywhere else."""
    key = new_key()
    sealed = seal(key, here, values)
    pairs = list(zip(sealed.items, sealed.body, strict=True))
    assert open_items(key, here, sealed.head, pairs) == values
    if there != here:
        with pytest.raises(SealError):
            open_items(key, there, sealed.head, pairs)


@given(st.binary(min_size=1, max_size=64), st.binary(max_size=200), st.binary(max_size=200))
def test_a_mac_whose_states_are_kept_is_the_plain_one(key: bytes, start: bytes, rest: bytes) -> None:
    """HMAC with its inner states made once answers as RFC 2104's own, however often it is asked."""
    for hashed, name in ((hashlib.sha256, "sha256"), (hashlib.sha512, "sha512")):
        kept = Hmac(key, hashed)
        for _ in range(2):
            begun = kept.begun(start)
            begun.update(rest)
            assert kept.ended(begun) == hmac.digest(key, start + rest, name)


@given(PLACES, VALUES)
def test_a_key_that_is_made_ready_seals_as_the_key_itself(here: SealContext, values: dict[int, bytes]) -> None:
    """What one of the two sealed, the other opens."""
    key = new_key()
    for one, other in ((key, record_key(key)), (record_key(key), key)):
        sealed = seal(one, here, values)
        assert open_items(other, here, sealed.head, zip(sealed.items, sealed.body, strict=True)) == values


@given(PLACES, st.sampled_from(["subject", "record", "version", "generation"]), st.data())
def test_each_part_of_a_place_counts(place: SealContext, part: str, data: st.DataObject) -> None:
    """A place that differs in one part alone is another place."""
    now = getattr(place, part)
    wider = st.uuids() if isinstance(now, UUID) else st.integers(0, 2**32 - 1)
    other = place._replace(**{part: data.draw(wider.filter(lambda value: value != now))})
    key = new_key()
    sealed = seal(key, place, {1: b"value"})
    with pytest.raises(SealError):
        open_items(key, other, sealed.head, [(1, sealed.body[0])])


def test_a_head_made_for_another_key_is_refused_before_anything_is_opened() -> None:
    """The head commits to its key: AES-GCM alone would let one ciphertext open under two keys."""
    sealed = seal(new_key(), HERE, {1: b"value"})
    with pytest.raises(SealError, match="does not belong to this key"):
        open_items(new_key(), HERE, sealed.head, [])
    with pytest.raises(SealError, match="does not belong to this key"):
        open_items(new_key(), HERE, sealed.head, [(1, sealed.body[0])])


def test_a_forged_commitment_does_not_open_what_it_covers() -> None:
    """Another record's head, made under the same key and for the same place, opens none of this record's items."""
    key = new_key()
    one, two = seal(key, HERE, {1: b"value"}), seal(key, HERE, {1: b"value"})
    for head in (two.head, two.head[:33] + one.head[33:], one.head[:33] + two.head[33:]):
        with pytest.raises(SealError):
            open_items(key, HERE, head, [(1, one.body[0])])


@pytest.mark.parametrize("where", ["head", "body"])
def test_every_bit_counts(where: str) -> None:
    """Any one bit that is flipped in the head or in a ciphertext is refused, and so is any byte that is missing or too
    many."""
    key = new_key()
    sealed = seal(key, HERE, {1: "가나다".encode(), 2: b"other"})
    whole = sealed.head if where == "head" else sealed.body[0]
    spoilt = [whole[:-1], whole + b"\x00", b""]
    for bit in range(len(whole) * 8):
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        spoilt.append(bytes(flipped))
    for wrong in spoilt:
        head, body = (wrong, sealed.body[0]) if where == "head" else (sealed.head, wrong)
        with pytest.raises(SealError):
            open_items(key, HERE, head, [(1, body)])


def test_a_value_does_not_open_as_another_item() -> None:
    """Two items of one record, swapped, are refused."""
    key = new_key()
    sealed = seal(key, HERE, {1: b"one", 2: b"two"})
    for pairs in ([(2, sealed.body[0])], [(1, sealed.body[1])], [(1, sealed.body[1]), (2, sealed.body[0])]):
        with pytest.raises(SealError):
            open_items(key, HERE, sealed.head, pairs)


def test_one_item_opens_without_the_others() -> None:
    """Opening one item needs the head and its own ciphertext, not the others', which may be missing or spoilt."""
    key = new_key()
    sealed = seal(key, HERE, {1: b"one", 2: b"two", 3: b"three"})
    assert open_items(key, HERE, sealed.head, [(2, sealed.body[1])]) == {2: b"two"}


def test_nothing_is_sealed_alike_twice() -> None:
    """The same values at the same place under the same key: another salt, another commitment, other ciphertexts, each
    time."""
    key = new_key()
    sealed = [seal(key, HERE, {1: b"same", 2: b"same"}) for _ in range(500)]
    assert len({one.head[1:33] for one in sealed}) == 500
    assert len({one.head[33:] for one in sealed}) == 500
    assert len({part for one in sealed for part in one.body}) == 1_000
    assert {one.head[:1] for one in sealed} == {FORMAT}
    wrapped = [wrap(key, b"name", b"secret") for _ in range(500)]
    assert len({one[:12] for one in wrapped}) == 500


@given(st.binary(min_size=1, max_size=64), st.binary(min_size=1, max_size=64))
def test_a_wrapped_key_opens_under_its_own_name_alone(name: bytes, other: bytes) -> None:
    """A wrapped key that is put under another name is refused."""
    key = new_key()
    wrapped = wrap(key, name, b"secret")
    assert unwrap(key, name, wrapped) == b"secret"
    if other != name:
        with pytest.raises(SealError):
            unwrap(key, other, wrapped)


def test_every_bit_of_a_wrapped_key_counts() -> None:
    """A flipped bit, a cut or a longer wrapped key is refused as a seal error, never as something else."""
    key = new_key()
    wrapped = wrap(key, b"name", new_key())
    spoilt = [wrapped[:length] for length in range(len(wrapped))] + [wrapped + b"\x00"]
    for bit in range(len(wrapped) * 8):
        flipped = bytearray(wrapped)
        flipped[bit // 8] ^= 1 << bit % 8
        spoilt.append(bytes(flipped))
    for wrong in spoilt:
        with pytest.raises(SealError):
            unwrap(key, b"name", wrong)


@given(st.tuples(st.integers(0, 2**31), st.text()), st.tuples(st.integers(0, 2**31), st.text()))
def test_a_blind_index_is_equal_only_for_one_item_and_one_value(one: tuple[int, str], other: tuple[int, str]) -> None:
    """Equal item and value, equal index; anything else differs, whatever text there is."""
    key = b"k" * 32
    if all(text.isprintable() or text.isascii() for _, text in (one, other)):
        assert (blind(key, *one) == blind(key, *other)) == (one == other)


def test_a_blind_index_depends_on_its_key() -> None:
    """Without the key nobody tells which value an index stands for."""
    assert blind(new_key(), 1, "heron") != blind(new_key(), 1, "heron")


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_a_joined_key_needs_both_in_their_order(first: bytes, second: bytes) -> None:
    """A day's key and a person's make one, neither of the two, and another one the other way round."""
    both = joined_key(first, second)
    assert both not in (first, second)
    if first != second:
        assert both != joined_key(second, first)
