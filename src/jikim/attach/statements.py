"""The statements on an application's tables, made from a mapping: every one that there is.

Names come from the mapping and are quoted; values are parameters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from jikim.attach.dialects import PSEUDONYM, Dialect
from jikim.attach.dialects import Sql as Sql
from jikim.attach.held import Erasing, Held
from jikim.attach.ways import ForeignKey, Way


class Standing(NamedTuple):
    """A row: which it is, whose, since when, and what happened to it; `said`, what it says of its person, where that was
    asked."""

    held: Held
    key: str
    person: str
    collected: datetime | date
    events: Mapping[str, datetime | date]
    said: tuple[Any, ...] | None = None


@lru_cache
def _head(held: Held, whole: bool = False) -> str:
    said = held.sql
    columns = ", ".join(map(said.named, (held.collected, *held.events.values(), *(held.items if whole else ()))))
    # The names differ from the columns': ORDER BY would else sort numbers as their text.
    head = f"SELECT {said.text(held.key)} AS key_, {said.text(held.person)} AS person_, {columns}"
    return f"{head} FROM {said.table(held.table)}"


def _paged(held: Held, head: str, which: Sql | None, after: str | None, limit: int | None) -> Sql:
    """Rows behind a key, in the order of their keys."""
    key, text = held.sql.named(held.key), head
    behind, most = () if after is None else (after,), () if limit is None else (limit,)
    wanted = [*([which.text] if which else []), *[f"{key} > %s" for _ in behind]]
    text += f" WHERE {' AND '.join(wanted)}" * bool(wanted) + f" ORDER BY {key}" + " LIMIT %s" * len(most)
    return Sql(text, (*(which.params if which else ()), *behind, *most))


def standing(held: Held, keys: Sequence[object], *, whole: bool = False) -> Sql:
    """Rows of these keys; `whole`: with what they say of their people."""
    which = held.sql.this(held.key, keys[0]) if len(keys) == 1 else held.sql.among(held.key, keys)
    return Sql(f"{_head(held, whole)} WHERE {which.text}", which.params)


def standing_of(held: Held, person: object, after: str | None = None, limit: int | None = None) -> Sql:
    """The rows of a person, by key: all, or page by page."""
    return _paged(held, _head(held), held.sql.this(held.person, person), after, limit)


def keys_of(held: Held, person: object, after: str | None = None, limit: int | None = None) -> Sql:
    """The keys of a person's rows: all, or page by page."""
    head = f"SELECT {held.sql.text(held.key)} AS key_ FROM {held.sql.table(held.table)}"
    return _paged(held, head, held.sql.this(held.person, person), after, limit)


def whose(held: Held, keys: Sequence[object]) -> Sql:
    """Whose these rows are, each behind its key; nobody writes them until the transaction ends."""
    head = f"SELECT {held.sql.text(held.key)} AS key_, {held.sql.text(held.person)} AS person_ FROM {held.sql.table(held.table)}"
    page = _paged(held, head, held.sql.among(held.key, keys), None, None)
    return Sql(page.text + _LOCK, page.params)


def over(held: Held, ending: Sequence[str], before: datetime | None, after: str | None, limit: int) -> Sql:
    """Rows that one of these events ended, or that were collected before a moment, by key, page by page."""
    ends = [f"{held.sql.named(held.events[one])} IS NOT NULL" for one in ending if one in held.events]
    ends += [] if before is None else [f"{held.sql.named(held.collected)} < %s"]
    which = Sql(f"({' OR '.join(ends or ['false'])})", () if before is None else (held.sql.value(before),))
    return _paged(held, _head(held), which, after, limit)


def of_row(held: Held, row: tuple[Any, ...]) -> Standing:
    """What a row of one of these says."""
    dated = 3 + len(held.events)
    key, person, collected, *moments = row[:dated]
    events = {name: at for name, at in zip(held.events, moments, strict=True) if at is not None}
    return Standing(held, key, person, collected, events, row[dated:] or None)


def whole_after(held: Held, after: str | None, limit: int, *, lock: bool = False) -> Sql:
    """Rows with their values, by key, page by page; `lock`: nobody writes them until the transaction ends."""
    page = _paged(held, _head(held, whole=True), None, after, limit)
    return Sql(page.text + _LOCK * lock, page.params)


def whole_of(held: Held, keys: Sequence[object], *, lock: bool = False) -> Sql:
    """The same of these keys."""
    page = _paged(held, _head(held, whole=True), held.sql.among(held.key, keys), None, None)
    return Sql(page.text + _LOCK * lock, page.params)


_LOCK = " FOR UPDATE"


def values(held: Held, key: object) -> Sql:
    """What a row says of its person."""
    return values_of(held, (key,))


def values_of(held: Held, keys: Sequence[object]) -> Sql:
    """The same of many rows, each behind its key."""
    which = held.sql.among(held.key, keys)
    columns = ", ".join((held.sql.text(held.key), *map(held.sql.named, held.items)))
    return Sql(f"SELECT {columns} FROM {held.sql.table(held.table)} WHERE {which.text}", which.params)


def holding(held: Held, column: str, forms: Sequence[str], limit: int) -> Sql:
    """The keys of rows whose column holds exactly one of these texts, in their order."""
    head = f"SELECT {held.sql.text(held.key)} AS key_ FROM {held.sql.table(held.table)}"
    return _paged(held, head, held.sql.among(column, forms), None, limit)


def written(held: Held, key: object, columns: Mapping[str, Any]) -> Sql:
    """What a row held before stands in it again."""
    return held.sql.update(held.table, held.sql.this(held.key, key), columns)


def inserted(held: Held, columns: Mapping[str, Any], told: Sequence[Any]) -> Sql:
    """A new row, and its entry in the outbox, in one statement. Answers its key."""
    return held.sql.inserted(held.table, held.key, held.person, columns, told)


def updated(held: Held, key: object, columns: Mapping[str, Any], told: Sequence[Any]) -> Sql:
    """The same of a row that is there. Answers nothing where it is not."""
    return held.sql.updated(held.table, held.key, held.person, key, columns, told)


class Owned(NamedTuple):
    """Rows that are somebody's: those of `table` that `which` says, and those from which a way leads to them."""

    said: Dialect
    table: str
    which: Sql
    ways: Mapping[str, Way]  # by table, to this one

    def rows(self, table: str) -> Sql | None:
        """Whether a row of a table is one of them; None for a table that none lies in."""
        way, which = () if table == self.table else self.ways.get(table), self.which
        for step in reversed(way or ()):
            columns, referred = (", ".join(map(self.said.named, one)) for one in (step.columns, step.referred))
            text = f"({columns}) IN (SELECT {referred} FROM {self.said.table(step.to)} WHERE {which.text})"
            which = Sql(text, which.params)
        return None if way is None else which

    @property
    def tables(self) -> tuple[str, ...]:
        """All that they lie in, the nearest first."""
        return self.table, *sorted(self.ways, key=lambda one: (len(self.ways[one]), one))


def counted(owned: Owned, table: str, *, lock: bool = True) -> Sql:
    """How many of these rows lie in a table; `lock`: nobody writes them, or adds what refers to them, until the transaction
    ends."""
    which = owned.rows(table)
    assert which is not None, "asked of the tables that they lie in"
    text = (
        f"SELECT count(*) FROM (SELECT 1 FROM {owned.said.table(table)} WHERE {which.text}{_LOCK * lock}) AS counted_"
    )
    return Sql(text, which.params)


def beyond(owned: Owned, key: ForeignKey, theirs: Sql | None) -> Sql:
    """How many rows refer by a foreign key to one of these and are none of them; and how many of those are `theirs`."""
    said, mine, own = owned.said, owned.rows(key.root_to), owned.rows(key.root)
    assert mine is not None, "asked of keys that lead to them"
    columns, referred = (", ".join(map(said.named, one)) for one in (key.columns, key.referred))
    text = (
        f"SELECT count(*), count(*) FILTER (WHERE ({'false' if theirs is None else theirs.text}) IS TRUE) "
        f"FROM {said.table(key.table)} WHERE ({columns}) IN (SELECT {referred} FROM {said.table(key.to)} WHERE {mine.text})"
    )
    text += "" if own is None else f" AND ({own.text}) IS NOT TRUE"
    return Sql(text, (*(() if theirs is None else theirs.params), *mine.params, *(() if own is None else own.params)))


def taken(held: Held, owned: Owned) -> Sql:
    """These records and their parts go in one statement, whatever refers to whatever among them, or say nothing of their
    people any more. Answers how many rows of each table it took, by the table's place in `owned.tables` and by where they lay."""
    said = held.sql
    values: Mapping[Erasing, str] = {"null": "NULL", "mask": "'*'", "pseudonym": PSEUDONYM}
    sets = ", ".join(f"{said.named(column)} = {values[way]}" for column, way in held.erase.items())
    steps, counts, params = [], [], list[Any]()
    for n, table in enumerate(owned.tables):
        which = owned.rows(table)
        assert which is not None, "asked of the tables that they lie in"
        place = said.table(table)
        head = f"UPDATE {place} SET {sets}" if held.erase and table == held.table else f"DELETE FROM {place}"
        steps.append(f"took{n} AS ({head} WHERE {which.text} RETURNING tableoid)")
        counts.append(f"SELECT {n}, tableoid::bigint, count(*) FROM took{n} GROUP BY tableoid")
        params += which.params
    return Sql(f"WITH {', '.join(steps)} {' UNION ALL '.join(counts)}", params)


def locked(said: Dialect, tables: Sequence[str]) -> Sql:
    """Nobody changes these tables' keys or triggers until the transaction ends; their rows are written as before."""
    return Sql(f"LOCK TABLE {', '.join(map(said.table, tables))} IN ROW EXCLUSIVE MODE", ())


def waiting(said: Dialect, after: int, limit: int) -> Sql:
    """What the outbox holds, the oldest first."""
    columns = "seq, entry, at, fact, who, deed, items, consents, place, " + said.named("key")
    return Sql(f"SELECT {columns}, person FROM {said.home}.outbox WHERE seq > %s ORDER BY seq LIMIT %s", (after, limit))


def untaken(held: Held, keys: Sequence[str]) -> Sql:
    """Of these rows those of which the outbox holds something still."""
    key, which = held.sql.named("key"), held.sql.among("key", keys)
    return Sql(
        f"SELECT {key} FROM {held.sql.home}.outbox WHERE place = %s AND {which.text}", (held.table, *which.params)
    )


def let_go(said: Dialect, rows: Sequence[int]) -> Sql:
    """What was taken over leaves the outbox."""
    which = said.among("seq", rows)
    return Sql(f"DELETE FROM {said.home}.outbox WHERE {which.text}", which.params)


def sealed(said: Dialect, reference: UUID, subject: UUID, generation: int, ask: bytes) -> Sql:
    """A record that is taken once the caller's transaction has committed (`verbs/collect_later.py`)."""
    return Sql(
        f"INSERT INTO {said.home}.sealed (reference, subject, generation, sealed) VALUES (%s, %s, %s, %s)",
        (said.value(reference), said.value(subject), generation, ask),
    )


def sealed_waiting(said: Dialect, after: int, limit: int) -> Sql:
    """Such records, the oldest first."""
    columns = "seq, reference, subject, generation, sealed"
    return Sql(f"SELECT {columns} FROM {said.home}.sealed WHERE seq > %s ORDER BY seq LIMIT %s", (after, limit))


def sealed_gone(said: Dialect, rows: Sequence[int]) -> Sql:
    """They were taken, or refused."""
    which = said.among("seq", rows)
    return Sql(f"DELETE FROM {said.home}.sealed WHERE {which.text}", which.params)
