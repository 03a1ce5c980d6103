"""Tags and what is sealed beside them: pure, without a database."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jikim.crypto import blind, derived, new_key
from jikim.errors import SealError
from jikim.store.index import TagContext, VersionKey, key_name, version_of

KEYS = st.binary(min_size=32, max_size=32)
ROWS = st.builds(TagContext, st.uuids(), st.uuids(), st.integers(1, 2**31 - 1))
VERSIONS = st.integers(1, 2**31 - 1)


@settings(max_examples=200)
@given(KEYS, VERSIONS, ROWS, KEYS)
def test_an_inner_tag_opens_where_it_was_sealed(key: bytes, version: int, row: TagContext, inner: bytes) -> None:
    """What is sealed for a row under a version opens there, and is never the same bytes twice."""
    made = VersionKey(version, key)
    sealed = made.seal(row, inner)
    assert VersionKey(version, key).open(row, sealed) == inner
    assert len(sealed) == 60
    assert sealed != made.seal(row, inner)
    assert inner not in sealed


@settings(max_examples=300)
@given(KEYS, KEYS, VERSIONS, VERSIONS, ROWS, ROWS)
def test_an_inner_tag_opens_nowhere_else(
    key: bytes, other: bytes, version: int, later: int, row: TagContext, place: TagContext
) -> None:
    """Another subject, record, item, version or key: each alone refuses it."""
    assume(key != other and version != later)
    assume(all(a != b for a, b in zip(row, place, strict=True)))
    sealed = VersionKey(version, key).seal(row, new_key())
    elsewhere = [
        (VersionKey(version, other), row),
        (VersionKey(later, key), row),
        (VersionKey(version, key), row._replace(subject=place.subject)),
        (VersionKey(version, key), row._replace(record=place.record)),
        (VersionKey(version, key), row._replace(item=place.item)),
    ]
    for opener, where in elsewhere:
        with pytest.raises(SealError):
            opener.open(where, sealed)


@settings(max_examples=200)
@given(KEYS, KEYS, st.integers(1, 2**31 - 1), st.text(max_size=30), st.integers(1, 2**31 - 1), st.text(max_size=30))
def test_a_tag_is_equal_only_for_one_value_under_one_key(
    base: bytes, key: bytes, item: int, value: str, item2: int, value2: str
) -> None:
    """Item and value decide under one version; another version's tag of the same value is another."""
    assume(base != key)
    one, other = blind(base, item, value), blind(base, item2, value2)
    first, second = VersionKey(1, key), VersionKey(2, derived(key, b"another"))
    assert (first.tag(one) == first.tag(other)) == ((item, value) == (item2, value2))
    assert first.tag(one) != second.tag(one)
    assert first.tag(one) != one


def test_a_name_is_a_version_or_the_base() -> None:
    """Keys are named by their version in decimal; the base key's name is none."""
    assert [version_of(key_name(version)) for version in (1, 2, 10, 4711)] == [1, 2, 10, 4711]
    assert version_of(b"base") is None


def test_the_rows_place_is_of_one_length() -> None:
    """Parts of fixed length: no two places are the same bytes."""
    row = TagContext(UUID(int=1), UUID(int=2), 3)
    assert len(row.bound(1)) == len(row.bound(2**31 - 1)) == 14 + 16 + 16 + 4 + 4
