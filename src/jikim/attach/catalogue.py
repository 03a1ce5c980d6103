"""What PostgreSQL itself says of an application's database: its foreign keys, whether tables have triggers, and what the
transaction that runs has done to each table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jikim.attach.caller import Run
from jikim.attach.ways import ForeignKey

Account = Mapping[int, tuple[int, ...]]  # by table: how many rows were added, changed and deleted
_NOTHING = (0, 0, 0)
_NAMED = """WITH named AS (
    SELECT c.oid, n.nspname || '.' || c.relname AS name, coalesce(pg_partition_root(c.oid), c.oid) AS root
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p'))
"""
_KEYS = (
    _NAMED
    + """SELECT k.conname, t.name, rt.name, ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(n, o)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n ORDER BY u.o),
       f.name, rf.name, ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u(n, o)
        JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n ORDER BY u.o), k.confdeltype::text
  FROM pg_constraint k JOIN named t ON t.oid = k.conrelid JOIN named rt ON rt.oid = t.root
  JOIN named f ON f.oid = k.confrelid JOIN named rf ON rf.oid = f.root WHERE k.contype = 'f' AND k.conparentid = 0"""
)
_TRIGGERS = (
    _NAMED
    + """SELECT 1 FROM named t JOIN named r ON r.oid = t.root WHERE r.name = ANY (%s) AND (
    EXISTS (SELECT 1 FROM pg_trigger g WHERE g.tgrelid = t.oid AND NOT g.tgisinternal)
    OR EXISTS (SELECT 1 FROM pg_rewrite w WHERE w.ev_class = t.oid)) LIMIT 1"""
)
# What is told there may be an earlier transaction's of this session, too: the difference within one is exact.
_DONE = """SELECT relid::bigint, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables
WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"""
# TRUNCATE, DROP and ALTER count no row, and lock out everybody; nothing here does.
_EMPTIED = """SELECT relation::bigint FROM pg_locks
WHERE pid = pg_backend_pid() AND locktype = 'relation' AND mode = 'AccessExclusiveLock'"""
_PLACES = """SELECT c.oid::bigint, n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid = ANY (%s::oid[])"""


def foreign_keys(run: Run) -> list[ForeignKey]:
    """All of the database, each once: what the partitions of a table have of it is left out."""
    return [
        ForeignKey(name, table, root, tuple(columns), to, root_to, tuple(referred), action)
        for name, table, root, columns, to, root_to, referred, action in run(_KEYS, ())
    ]


def have_triggers(run: Run, tables: Iterable[str]) -> bool:
    """Whether any of these tables, or of their partitions, has a trigger of its own, or a rule."""
    return bool(run(_TRIGGERS, ([*tables],)))


def account(run: Run) -> Account:
    """What this transaction has done so far, cascades and triggers included."""
    return {relation: tuple(counts) for relation, *counts in run(_DONE, ())}


def differing(run: Run, before: Account, told: Account) -> dict[str, int]:
    """By name, the tables of which the database says something else since `before` than what was `told`: by how many rows. A
    table that was emptied or dropped whole is one, by none."""
    after = account(run)
    other = {relation: 0 for (relation,) in run(_EMPTIED, ())}
    for relation in after.keys() | told.keys():
        was, now, said = (one.get(relation, _NOTHING) for one in (before, after, told))
        rows = sum(abs(new - old - one) for new, old, one in zip(now, was, said, strict=True))
        if rows:
            other[relation] = rows
    places: dict[int, str] = dict(run(_PLACES, ([*other],))) if other else {}
    return {places.get(relation, str(relation)): rows for relation, rows in sorted(other.items())}
