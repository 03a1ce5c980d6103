"""What deletes or empties rows in an application's database passes this gate: nothing goes there but what is theirs.

1. The mapping is held against the schema as it is now; any error of `jikim attach check` ends it. In each transaction the
   foreign keys of the ways are looked for again, under locks that let nobody change them.
2. Before a row goes, it is counted what would: the rows themselves, locked, by the ways of the mapping (`attach/ways.py`);
   and by PostgreSQL's catalogue what a foreign key would delete or change beside them. More than theirs ends it.
3. They go in one statement, which answers how many rows of each table it took. Then PostgreSQL's own account of this
   transaction (`pg_stat_xact_user_tables`) has to say the same of every table of the database, cascades, rules and triggers
   included, and that nothing was emptied or dropped. A difference undoes all of it.

Where a table has triggers, of which no catalogue says what they do, a person's erasure is rehearsed whole and undone first.
What a trigger does outside the database is not seen. MariaDB keeps no such account: there nothing is deleted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Any, NamedTuple
from uuid import UUID

from jikim.attach.caller import Run, StillReferredError, at_once
from jikim.attach.catalogue import account, differing, foreign_keys, have_triggers
from jikim.attach.dialects import POSTGRESQL, Sql
from jikim.attach.held import AttachedKinds, Held
from jikim.attach.mapping import gaps
from jikim.attach.reach import erasing_order
from jikim.attach.statements import Owned, beyond, counted, keys_of, locked, taken, whose
from jikim.attach.tables import Schema
from jikim.attach.ways import ForeignKey, Step, Way, Ways
from jikim.attach.written import Written
from jikim.errors import StoppedError
from jikim.policy.finding import Finding, Severity
from jikim.policy.model import PolicyFile

SHOWN = 5


class Beside(NamedTuple):
    """What would go beside a person's own rows, or went in a try that was undone: rows of a table that a foreign key reaches,
    `others` of them not theirs. Without a constraint: a trigger or a rule does it."""

    table: str
    constraint: str
    rows: int
    others: int


class GateError(StoppedError):
    """Nothing was deleted or emptied: the mapping does not hold against the database (`findings`), or more would go than is
    theirs (`beside`)."""

    def __init__(
        self,
        message: str,
        *,
        hint: str,
        ko: tuple[str, str],
        findings: Sequence[Finding] = (),
        beside: Sequence[Beside] = (),
    ) -> None:
        super().__init__(message, why="gate", hint=hint, ko=ko)
        self.findings, self.beside = tuple(findings), tuple(beside)

    def as_json(self) -> dict[str, Any]:
        return {
            "stopped": self.why,
            "said": self.message,
            "findings": [one.as_json() for one in self.findings],
            "beside": [one._asdict() for one in self.beside],
        }


class Gate:
    """The gate to one database, by one mapping. `order`: its kinds, as their rows may go."""

    def __init__(self, mapping: Written, schema: Schema, policy: PolicyFile, kinds: AttachedKinds) -> None:
        """Raises JikimError for tables that refer to one another in a circle."""
        self._kinds, self._ways = kinds, Ways(mapping, schema)
        self._findings = tuple(one for one in gaps(mapping, schema, policy) if one.severity is Severity.ERROR)
        self._key = next((str(told.get("person")) for name, told in mapping.tables.items() if name == kinds.people), "")
        held = kinds.kinds
        self.order = tuple(
            held[kind] for kind in erasing_order(schema, {one.kind: one.deletes for one in held.values()})
        )
        self._tables = frozenset(table for one in self.order for table in one.tables)
        mapped = [table for table, told in mapping.tables.items() if "nobody" not in told and table != kinds.people]
        self._to_people = _there({table: self._ways.person_of(table) for table in mapped})

    def check(self, run: Run) -> None:
        """Raises GateError for a mapping that does not hold, and for a database that keeps no account. On this connection it is
        an error from here on to ask for rows that a policy of the database hides: they would not be counted."""
        if self._kinds.sql.name != POSTGRESQL.name:
            raise GateError(
                "on MariaDB nothing is deleted: it does not say what a statement did beside its own rows",
                hint="delete by the application's own means; `--dry-run` says what is due",
                ko=(
                    "MariaDB에서는 삭제하지 않습니다. 한 문장이 그 밖의 행에 한 일을 알 수 없습니다",
                    "애플리케이션의 방법으로 삭제해 주세요. 대상은 `--dry-run`으로 확인할 수 있습니다",
                ),
            )
        if self._findings:
            raise GateError(
                f"the mapping does not hold against the database: {_found(self._findings, 'en')}",
                hint="`jikim attach check` says each with its line; nothing was changed",
                ko=(
                    f"매핑이 데이터베이스와 맞지 않습니다: {_found(self._findings, 'ko')}",
                    "`jikim attach check`로 줄마다 확인해 주세요. 아무것도 바뀌지 않았습니다",
                ),
                findings=self._findings,
            )
        run("SET row_security = off", ())
        [(counts,)] = run("SELECT current_setting('track_counts')", ())
        if counts != "on":
            raise GateError(
                "the database keeps no account of what a transaction does",
                hint="set `track_counts = on` there, as its autovacuum needs, too",
                ko=(
                    "데이터베이스가 트랜잭션이 한 일을 세지 않습니다",
                    "autovacuum에도 필요한 `track_counts = on`으로 설정해 주세요",
                ),
            )

    def person(self, run: Run, key: object) -> None:
        """Whether a person's rows, of all kinds, may go: nothing changes. Raises GateError."""
        theirs = self._person(self._kinds.sql.this(self._key, key))
        ways = {table: way for table, way in theirs.ways.items() if table in self._tables}
        with at_once(run):
            keys = self._ready(run, self.order)
            deleted = {table for held in self.order for table in held.deletes}
            for table in self._tables:
                run(*counted(theirs, table, lock=False))  # an error where it cannot be
            if found := [*_beyond(run, keys, theirs._replace(ways=ways), deleted, theirs)]:
                raise _more(found)
            triggers = have_triggers(run, self._tables) or any(_referred(held, keys) for held in self.order)
        if triggers:
            self._rehearse(run, key)

    def take(
        self, run: Run, held: Held, records: Mapping[str, UUID], number: Callable[[str], UUID]
    ) -> tuple[int, set[str]]:
        """These records go with their parts, by key and with the number of their person: all of them, or none. Answers how many
        rows went, and the keys of those that are somebody else's now, which stay. Raises StillReferredError, and GateError."""
        with at_once(run):
            keys = self._ready(run, (held,))
            found: dict[str, str] = dict(run(*whose(held, [*records])))
            mine = {key: person for key, person in found.items() if number(person) == records[key]}
            rows = self._take(run, keys, held, mine) if mine else 0
        return rows, found.keys() - mine.keys()

    def empty(self, run: Run, held: Held, records: Mapping[str, str]) -> None:
        """The columns of these records are emptied, by key and with the key of their person, in a transaction that holds their
        rows. Raises GateError."""
        self._take(run, self._ready(run, (held,)), held, records, parts=False)

    # ---- its steps

    def _person(self, which: Sql) -> Owned:
        """All that is somebody's, held here or not."""
        return Owned(self._kinds.sql, self._kinds.people, which, self._to_people)

    def _ready(self, run: Run, kinds: Sequence[Held]) -> list[ForeignKey]:
        """Locks the tables and answers the foreign keys of the database. Raises GateError where those of the ways are not
        among them any more."""
        ways = [way for held in kinds for way in _there({one: self._way(held, one) for one in held.tables}).values()]
        steps = {step for way in ways for step in way}
        run(
            *locked(
                self._kinds.sql,
                sorted({table for held in kinds for table in held.tables} | {one.table for one in steps}),
            )
        )
        keys = foreign_keys(run)
        if gone := steps - {Step(key.root, key.columns, key.root_to, key.referred) for key in keys}:
            name = min(gone).table
            raise GateError(
                f"the schema has changed meanwhile: a foreign key of `{name}` is gone",
                hint="see `jikim attach check`, and run it again",
                ko=(
                    f"그 사이에 스키마가 바뀌었습니다: `{name}`의 외래 키가 없어졌습니다",
                    "`jikim attach check`로 확인하고 다시 실행해 주세요",
                ),
            )
        return keys

    def _way(self, held: Held, table: str) -> Way | None:
        return self._ways.person_of(table) if table == held.table else self._ways.way(table, held.table)

    def _take(
        self, run: Run, keys: Sequence[ForeignKey], held: Held, mine: Mapping[str, str], *, parts: bool = True
    ) -> int:
        said = held.sql
        ways = _there({one: self._ways.way(one, held.table) for one in (held.parts if parts else ())})
        owned = Owned(said, held.table, said.among(held.key, mine), ways)
        expected = [count for table in owned.tables for (count,) in run(*counted(owned, table))]
        theirs = self._person(said.among(self._key, set(mine.values())))
        found = [*_beyond(run, keys, owned, {*held.deletes} & {*owned.tables}, theirs)]
        if any(one.others for one in found):
            raise _more(found)
        if found:
            raise StillReferredError(found[0].table, found[0].constraint)
        before = account(run)
        rows = Counter[int]()
        told = dict[int, tuple[int, ...]]()
        for n, relation, count in run(*taken(held, owned)):
            rows[n] += count
            told[relation] = (0, count, 0) if held.erase and not n else (0, 0, count)
        run("SET CONSTRAINTS ALL IMMEDIATE", ())  # what waits for the end of the transaction is done, and counted, now
        if other := differing(run, before, told):
            raise _more([Beside(table, "", rows, 0) for table, rows in other.items()])
        if [rows[n] for n in range(len(expected))] != expected:
            raise _more(
                [
                    Beside(owned.tables[n], "", count - rows[n], 0)
                    for n, count in enumerate(expected)
                    if rows[n] != count
                ]
            )
        return rows.total()

    def _rehearse(self, run: Run, key: object) -> None:
        """All that a person's erasure might take is taken, kind by kind, and undone."""
        run("BEGIN", ())
        try:
            keys = self._ready(run, self.order)
            for held in self.order:
                mine = {one: str(key) for (one,) in run(*keys_of(held, key))}
                run("SAVEPOINT kind", ())
                try:
                    self._take(run, keys, held, mine)
                except StillReferredError:  # and they will wait
                    run("ROLLBACK TO SAVEPOINT kind", ())
        finally:
            run("ROLLBACK", ())


def _beyond(run: Run, keys: Sequence[ForeignKey], owned: Owned, deleted: Set[str], theirs: Owned) -> Iterator[Beside]:
    """What a deletion of these rows would delete or change beside them: rows that refer to one of them by a foreign key which
    takes them along, or is emptied or set. None: nor does anything that goes with them, in any number of steps."""
    for key in keys:
        if key.root_to in deleted and key.action in "cnd":
            [(rows, own)] = run(*beyond(owned, key, theirs.rows(key.root)))
            if rows:
                yield Beside(key.root, key.constraint, rows, rows - own)


def _referred(held: Held, keys: Sequence[ForeignKey]) -> bool:
    """Whether a foreign key refers to a column that is emptied: it may change what refers to it."""
    return any(key.root_to == held.table and {*key.referred} & {*held.erase} for key in keys)


def _there(ways: Mapping[str, Way | None]) -> dict[str, Way]:
    return {table: way for table, way in ways.items() if way is not None}


def _found(findings: Sequence[Finding], language: str) -> str:
    more = f" (+{len(findings) - SHOWN})" if len(findings) > SHOWN else ""
    return "; ".join(f"{one.position}: {one.text[language]} [{one.code}]" for one in findings[:SHOWN]) + more


def _more(found: Sequence[Beside]) -> GateError:
    en = "; ".join(
        f"{one.rows} rows of `{one.table}` by "
        + (f"`{one.constraint}`, {one.others} of them not theirs" if one.constraint else "a trigger or a rule")
        for one in found[:SHOWN]
    )
    ko = "; ".join(
        f"`{one.table}`의 행 {one.rows}건"
        + (f"(`{one.constraint}`, 그중 본인 것이 아닌 행 {one.others}건)" if one.constraint else "(트리거나 규칙)")
        for one in found[:SHOWN]
    )
    return GateError(
        f"more would go, or change, than the person's own: {en}",
        hint="nothing of this was changed; name these tables in the mapping, or change the foreign key or the trigger",
        ko=(
            f"본인의 것이 아닌 행까지 삭제되거나 바뀝니다: {ko}",
            "바뀐 것은 없습니다. 매핑에 이 표를 적거나 외래 키 또는 트리거를 바꿔 주세요",
        ),
        beside=found,
    )
