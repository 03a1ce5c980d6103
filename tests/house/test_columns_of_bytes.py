"""The list of what every column of bytes holds is whole: PostgreSQL's own catalogue says so."""

from __future__ import annotations

import re

import psycopg
from tests.conftest import Databases

from jikim.db.contents import COLUMNS, hashes

# Bytes, and whatever is named as a hash is.
_COLUMNS = r"""
SELECT n.nspname || '.' || c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
   AND n.nspname NOT IN ('pg_catalog', 'information_schema')
   AND (a.atttypid IN ('bytea'::regtype, 'bytea[]'::regtype) OR a.attname ~ '(^|_)(hash|digest|mark|print|tag|mac)(_|$)')
"""


def _there(databases: Databases) -> set[str]:
    found: set[str] = set()
    for admin in databases.admin.values():
        with psycopg.connect(admin) as conn:
            found |= {row[0] for row in conn.execute(_COLUMNS).fetchall()}
    return found


def test_every_column_of_bytes_is_listed_once(databases: Databases) -> None:
    """A column that is added says what it holds, and one that goes leaves the list."""
    listed = [one.place for one in COLUMNS]
    assert len(listed) == len(set(listed))
    assert _there(databases) - set(listed) == set()
    assert set(listed) - _there(databases) == set()


def test_the_catalogue_is_read_as_it_is(databases: Databases) -> None:
    """A new column of bytes, and one named as a hash, are seen, so that the comparison can fail."""
    before = _there(databases)
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        conn.execute("CREATE TABLE live.newcomer (secret bytea, digest text, plain text)")
        try:
            assert _there(databases) - before == {"live.newcomer.secret", "live.newcomer.digest"}
        finally:
            conn.execute("DROP TABLE live.newcomer")


def test_every_hash_says_until_when_it_answers() -> None:
    """Of each hash the list says of what it is, under which key, and how that key ends; none is kept for good."""
    assert len(hashes()) > 8
    for one in hashes():
        assert one.of
        assert one.key
        assert one.life
        assert re.search(r"for ever|for good|never", one.life) is None, one.place
