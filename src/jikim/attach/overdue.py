"""Rows of an application's tables that are older than what the policy lets them be kept: counted by table and fate.

By the same `plan` that a sweep carries out, of the dates that the mapping names; no value and no key leaves this file.
Rows are read in bounded batches, in the order of their keys, on a connection that can only read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, column, false, or_, select, table
from sqlalchemy.exc import DBAPIError

from jikim.answers import Overdue
from jikim.attach.dates import Over, dates_of, over
from jikim.attach.held import Held
from jikim.attach.tables import Schema
from jikim.policy.compiled import Policy, RecordRules, mask_of
from jikim.policy.period import day_of
from jikim.policy.plan import plan
from jikim.policy.planned import RecordFacts
from jikim.policy.states import State

PAGE, MOST = 5_000, 2_000_000
_NIL = UUID(int=0)


def overdue(schema: Schema, kinds: tuple[Held, ...], policy: Policy, now: datetime) -> list[Overdue]:
    """What is over in each of these tables, the most rows first."""
    found: list[Overdue] = []
    assert schema.engine is not None, "read from a database"
    for held in kinds:
        if held.table not in schema.tables or held.kind not in policy.records:
            continue
        rules, counted = policy.records[held.kind], Counter[tuple[str, str]]()
        try:
            with schema.engine.connect() as connection:
                for row in _rows(connection, held, over(policy, rules, day_of(now, policy.zone))):
                    [step] = plan(policy, [_facts(policy, rules, held, row)], now).steps
                    if step.fate in ("goes", "rests"):
                        counted[step.fate, step.clause] += 1
                    if counted.total() >= MOST:
                        break
        except DBAPIError:
            found.append(Overdue(held.table, held.kind, "goes", rules.clause, None))
            continue
        full = counted.total() >= MOST
        found += [Overdue(held.table, held.kind, *key, rows, full) for key, rows in counted.items()]
    return sorted(found, key=lambda one: (-(one.rows or 0), one))


def _rows(connection: Connection, held: Held, over: Over) -> Iterator[tuple[Any, ...]]:
    schema, _, name = held.table.partition(".")
    key: ColumnElement[Any] = column(held.key)
    collected: ColumnElement[datetime] = column(held.collected)
    ends: list[ColumnElement[bool]] = [
        column(held.events[one]).is_not(None) for one in over.events if one in held.events
    ]
    if over.before is not None:
        ends.append(collected < over.before)
    wanted = (
        select(key, collected, *map(column, held.events.values()))
        .select_from(table(name, schema=schema))
        .where(collected.is_not(None), or_(false(), *ends))
        .order_by(key)
        .limit(PAGE)
    )
    after: Any = None
    while rows := connection.execute(wanted if after is None else wanted.where(key > after)).all():
        yield from (tuple(dates) for _, *dates in rows)
        (*_, (after, *_)) = rows


def _facts(policy: Policy, rules: RecordRules, held: Held, row: tuple[Any, ...]) -> RecordFacts:
    collected, *moments = row
    events = {name: at for name, at in zip(held.events, moments, strict=True) if at is not None}
    told = dates_of(policy, rules, collected, events, held.sql.zone)
    items = mask_of(sorted({rules.names[item] for item in held.items.values() if item in rules.names}))
    person = policy.people[rules.record.of[0]]
    return RecordFacts(_NIL, _NIL, rules.number, person, State.LIVE, items, told.collected, told.events, told.ended)
