"""The statements on an application's tables, made from a mapping: every one that there is.

Names come from the mapping and are quoted; values are parameters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from jikim.attach.held import Held, Way

OUTBOX = """\
CREATE SCHEMA IF NOT EXISTS jikim;
CREATE TABLE jikim.outbox (
    seq      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry    uuid NOT NULL,
    at       timestamptz NOT NULL,
    fact     text NOT NULL,
    who      bytea NOT NULL,
    place    text NOT NULL,
    key      text NOT NULL,
    person   text NOT NULL,
    deed     text NOT NULL CHECK (deed IN ('collect', 'correct')),
    items    integer[] NOT NULL,
    consents integer[] NOT NULL
);
CREATE TABLE jikim.sealed (
    seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference  uuid NOT NULL,
    subject    uuid NOT NULL,
    generation integer NOT NULL,
    sealed     bytea NOT NULL
);
REVOKE ALL ON jikim.outbox, jikim.sealed FROM PUBLIC;
GRANT USAGE ON SCHEMA jikim TO {role};
GRANT INSERT ON jikim.outbox, jikim.sealed TO {role};
"""
_TOLD = "entry, at, fact, who, deed, items, consents, place, key, person"


class Sql(NamedTuple):
    """A statement and its parameters."""

    text: str
    params: Sequence[Any]


class Standing(NamedTuple):
    """A row without what it says of its person: which it is, whose, since when, and what happened to it."""

    held: Held
    key: str
    person: str
    collected: datetime | date
    events: Mapping[str, datetime | date]


def quoted(name: str) -> str:
    """A name of a table or a column. A `%` would be a parameter's."""
    return ".".join('"' + part.replace('"', '""').replace("%", "%%") + '"' for part in name.split(".", 1))


def _column(name: str) -> str:
    return '"' + name.replace('"', '""').replace("%", "%%") + '"'


def _head(held: Held) -> str:
    columns = ", ".join(map(_column, (held.collected, *held.events.values())))
    # The names differ from the columns': ORDER BY would else sort numbers as their text.
    return f"SELECT {_column(held.key)}::text AS key_, {_column(held.person)}::text AS person_, {columns} FROM {quoted(held.table)}"


def standing(held: Held, key: object) -> Sql:
    """One row."""
    return Sql(f"{_head(held)} WHERE {_column(held.key)} = %s", (key,))


def standing_many(held: Held, keys: Sequence[object]) -> Sql:
    """Rows of these keys."""
    return Sql(f"{_head(held)} WHERE {_column(held.key)} = ANY (%s)", (_array(keys),))


def standing_of(held: Held, person: object, after: str | None = None, limit: int | None = None) -> Sql:
    """The rows of a person, by key: all, or page by page."""
    behind = "" if after is None else f" AND {_column(held.key)} > %s"
    given = (person, limit) if after is None else (person, after, limit)
    return Sql(f"{_head(held)} WHERE {_column(held.person)} = %s{behind} ORDER BY {_column(held.key)} LIMIT %s", given)


def keys_of(held: Held, person: object, after: str | None, limit: int) -> Sql:
    """The keys of a person's rows, page by page."""
    key = _column(held.key)
    behind = "" if after is None else f" AND {key} > %s"
    given = (person, limit) if after is None else (person, after, limit)
    return Sql(
        f"SELECT {key}::text AS key_ FROM {quoted(held.table)} WHERE {_column(held.person)} = %s{behind} ORDER BY {key} LIMIT %s",
        given,
    )


def over(held: Held, ending: Sequence[str], before: datetime | None, after: str | None, limit: int) -> Sql:
    """Rows that one of these events ended, or that were collected before a moment, by key, page by page."""
    ends = [f"{_column(held.events[one])} IS NOT NULL" for one in ending if one in held.events]
    params: list[Any] = []
    if before is not None:
        ends.append(f"{_column(held.collected)} < %s")
        params.append(before)
    condition = f"({' OR '.join(ends)})" if ends else "false"
    if after is not None:
        condition += f" AND {_column(held.key)} > %s"
        params.append(after)
    return Sql(f"{_head(held)} WHERE {condition} ORDER BY {_column(held.key)} LIMIT %s", (*params, limit))


def of_row(held: Held, row: tuple[Any, ...]) -> Standing:
    """What a row of one of these says."""
    key, person, collected, *moments = row[: 3 + len(held.events)]
    events = {name: at for name, at in zip(held.events, moments, strict=True) if at is not None}
    return Standing(held, key, person, collected, events)


def whole_after(held: Held, after: str | None, limit: int, *, lock: bool = False) -> Sql:
    """Rows with their values, by key, page by page; `lock`: nobody writes them until the transaction ends."""
    behind, params = ("", (limit,)) if after is None else (f" WHERE {_column(held.key)} > %s", (after, limit))
    return Sql(f"{_whole(held)}{behind} ORDER BY {_column(held.key)} LIMIT %s{_LOCK * lock}", params)


def whole_of(held: Held, keys: Sequence[object], *, lock: bool = False) -> Sql:
    """The same of these keys."""
    return Sql(
        f"{_whole(held)} WHERE {_column(held.key)} = ANY (%s) ORDER BY {_column(held.key)}{_LOCK * lock}",
        (_array(keys),),
    )


_LOCK = " FOR UPDATE"


def _whole(held: Held) -> str:
    head, table = _head(held).split(" FROM ", 1)
    return f"{head}{''.join(f', {_column(name)}' for name in held.items)} FROM {table}"


def written(held: Held, key: object, columns: Mapping[str, Any]) -> Sql:
    """What a row held before stands in it again."""
    sets = ", ".join(f"{_column(name)} = %s" for name in columns)
    return Sql(
        f"UPDATE {quoted(held.table)} SET {sets} WHERE {_column(held.key)} = %s RETURNING 1", (*columns.values(), key)
    )


def values(held: Held, key: object) -> Sql:
    """What a row says of its person."""
    columns = ", ".join(map(_column, held.items)) or "NULL"
    return Sql(f"SELECT {columns} FROM {quoted(held.table)} WHERE {_column(held.key)} = %s", (key,))


def values_of(held: Held, keys: Sequence[object]) -> Sql:
    """The same of many rows, each behind its key."""
    columns = "".join(f", {_column(name)}" for name in held.items)
    key = _column(held.key)
    return Sql(f"SELECT {key}::text{columns} FROM {quoted(held.table)} WHERE {key} = ANY (%s)", (_array(keys),))


def holding(held: Held, column: str, forms: Sequence[str], limit: int) -> Sql:
    """The keys of rows whose column holds exactly one of these texts, in their order."""
    key, which = _column(held.key), f"{_column(column)} = ANY (%s)"
    return Sql(
        f"SELECT {key}::text FROM {quoted(held.table)} WHERE {which} ORDER BY {key} LIMIT %s", (_array(forms), limit)
    )


def inserted(held: Held, columns: Mapping[str, Any], told: Sequence[Any]) -> Sql:
    """A new row, and its entry in the outbox, in one statement. Answers its key."""
    names, places = ", ".join(map(_column, columns)), ", ".join(["%s"] * len(columns))
    made = f"INSERT INTO {quoted(held.table)} ({names}) VALUES ({places})"
    return _told(held, made, tuple(columns.values()), told)


def updated(held: Held, key: object, columns: Mapping[str, Any], told: Sequence[Any]) -> Sql:
    """The same of a row that is there. Answers nothing where it is not."""
    sets = ", ".join(f"{_column(name)} = %s" for name in columns)
    made = f"UPDATE {quoted(held.table)} SET {sets} WHERE {_column(held.key)} = %s"
    return _told(held, made, (*columns.values(), key), told)


def _told(held: Held, made: str, params: tuple[Any, ...], told: Sequence[Any]) -> Sql:
    back = f"RETURNING {_column(held.key)}::text AS key, {_column(held.person)}::text AS person"
    return Sql(
        f"WITH made AS ({made} {back}), told AS (INSERT INTO jikim.outbox ({_TOLD}) "
        "SELECT %s, %s, %s, %s, %s, %s::integer[], %s::integer[], %s, key, person FROM made) SELECT key FROM made",
        (*params, *told, held.table),
    )


def parts_deleted(held: Held, keys: Sequence[str], limit: int) -> list[Sql]:
    """Some rows of each table that belongs to records; none left: nothing."""
    return [
        Sql(
            f"DELETE FROM {quoted(part.table)} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {quoted(part.table)} "
            f"WHERE {_column(part.column)} = ANY (%s) LIMIT %s)) RETURNING 1",
            (_array(keys), limit),
        )
        for part in held.parts
    ]


def erased(held: Held, keys: Sequence[str]) -> Sql:
    """The records' own rows go, or say nothing of their people any more."""
    which = f"WHERE {_column(held.key)} = ANY (%s) RETURNING 1"
    if not held.erase:
        return Sql(f"DELETE FROM {quoted(held.table)} {which}", (_array(keys),))
    sets = ", ".join(f"{_column(column)} = {_WAYS[way]}" for column, way in held.erase.items())
    return Sql(f"UPDATE {quoted(held.table)} SET {sets} {which}", (_array(keys),))


_WAYS: Mapping[Way, str] = {
    "null": "NULL",
    "mask": "'*'",
    "pseudonym": "'erased-' || left(replace(gen_random_uuid()::text, '-', ''), 12)",  # drawn for each row and column
}


def _array(keys: Sequence[object]) -> str:
    """Keys as an array's text, whose type the database takes from the column."""
    quoted_keys = (str(key).replace("\\", "\\\\").replace('"', '\\"') for key in keys)
    return "{" + ",".join(f'"{key}"' for key in quoted_keys) + "}"


def waiting(after: int, limit: int) -> Sql:
    """What the outbox holds, the oldest first."""
    return Sql(
        "SELECT seq, entry, at, fact, who, deed, items, consents, place, key, person FROM jikim.outbox WHERE seq > %s "
        "ORDER BY seq LIMIT %s",
        (after, limit),
    )


def let_go(rows: Sequence[int]) -> Sql:
    """What was taken over leaves the outbox."""
    return Sql("DELETE FROM jikim.outbox WHERE seq = ANY (%s)", (list(rows),))


def sealed(reference: UUID, subject: UUID, generation: int, ask: bytes) -> Sql:
    """A record that is taken once the caller's transaction has committed (`verbs/collect_later.py`)."""
    return Sql(
        "INSERT INTO jikim.sealed (reference, subject, generation, sealed) VALUES (%s, %s, %s, %s)",
        (reference, subject, generation, ask),
    )


def sealed_waiting(after: int, limit: int) -> Sql:
    """Such records, the oldest first."""
    return Sql(
        "SELECT seq, reference, subject, generation, sealed FROM jikim.sealed WHERE seq > %s ORDER BY seq LIMIT %s",
        (after, limit),
    )


def sealed_gone(rows: Sequence[int]) -> Sql:
    """They were taken, or refused."""
    return Sql("DELETE FROM jikim.sealed WHERE seq = ANY (%s)", (list(rows),))
