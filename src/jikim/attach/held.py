"""What a mapping says of data that stays in the application's database and is ruled there (`held: attached`).

```yaml
people: public.customer
backups: 30d                     # the oldest backup of this database is no older
database: mariadb                # without it, postgresql
zone: UTC                        # of moments that say none; MariaDB's never do
tables:
  public.purchase:
    record: order
    held: attached               # its rows are the records of this kind; they are read, written and erased here
    key: id                      # without it, `id`
    person: customer_id
    collected: created_at
    events: {settled: settled_at}   # by event of the policy, the column of its moment
    erase: delete                # or by column: {recipient: mask, mobile: null, login: pseudonym}
    emptied: 14d                 # once its records are sealed (`jikim move`): so long the columns hold them still
    items: {recipient: name, mobile: mobile}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from jikim.attach.dialects import ENGINE, POSTGRESQL, Dialect, MariaDB, speaks
from jikim.attach.tables import Column, Schema, Table
from jikim.attach.ways import Ways
from jikim.attach.written import Written, columns_to_person
from jikim.errors import JikimError
from jikim.particles import eul, i_ga
from jikim.policy.finding import Finding, Path, Severity, Words
from jikim.policy.model import PolicyFile
from jikim.policy.period import Period

Erasing = Literal["null", "mask", "pseudonym"]
WAYS: tuple[Erasing, ...] = ("null", "mask", "pseudonym")
_LETTERS: Mapping[Erasing, int] = {"mask": 1, "pseudonym": 19}  # as the dialects write them
KEYS = frozenset({"held", "key", "collected", "events", "erase", "emptied"})


@dataclass(frozen=True, eq=False)
class Held:
    """A record kind that lies in a table of the application. `erase`: by column; empty, the row is deleted. `parts`: other
    tables whose rows belong to its records."""

    kind: str
    table: str
    key: str
    person: str
    collected: str
    items: Mapping[str, str]  # column: item
    events: Mapping[str, str] = field(default_factory=dict)  # event: column
    erase: Mapping[str, Erasing] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    emptied: str = ""
    sql: Dialect = POSTGRESQL

    @property
    def tables(self) -> tuple[str, ...]:
        """Its table, and those of its parts."""
        return self.table, *self.parts

    @property
    def deletes(self) -> tuple[str, ...]:
        """Those of them whose rows are deleted, and not emptied by column."""
        return self.parts if self.erase else self.tables


@dataclass(frozen=True)
class AttachedKinds:
    """All kinds that lie in one database, by name. `backups`: how old its oldest backup may be; `sql`: how it is written."""

    people: str
    backups: Period
    kinds: Mapping[str, Held]
    sql: Dialect = POSTGRESQL

    def held(self, kind: str) -> Held:
        """Where a kind lies. Raises JikimError for one that is not attached."""
        if kind in self.kinds:
            return self.kinds[kind]
        raise JikimError(
            "the mapping attaches no record `{}`",
            hint="write `held: attached` at its table",
            given=kind,
            ko=("매핑에 연결하지 않은 기록입니다: `{}`", "그 표에 `held: attached`를 적어 주세요"),
        )


def columns_of(told: Mapping[str, object]) -> frozenset[str]:
    """The columns that a table's own words name beside its items: they say nothing more of a person."""
    if "held" not in told:
        return frozenset()
    return frozenset({_key(told), str(told.get("collected", "")), *map(str, _dict(told.get("events")).values())})


def attached(mapping: Written) -> AttachedKinds:
    """What a mapping says. Raises JikimError where it attaches nothing, or does not say how long backups are kept or which
    database it is; what else is wrong with it is for `jikim attach check`."""
    kinds, sql = {one.kind: one for one in _held(mapping)}, _dialect(mapping)
    backups = _backups(mapping)
    if not kinds or backups is None:
        raise JikimError(
            "the mapping attaches no record" if not kinds else "the mapping does not say how old a backup may be",
            hint="write `held: attached` at a table" if not kinds else "write `backups: 30d` at its top",
            ko=(
                "매핑에 연결한 기록이 없습니다" if not kinds else "매핑에 백업 보관 기간이 없습니다",
                "표에 `held: attached`를 적어 주세요" if not kinds else "맨 위에 `backups: 30d`처럼 적어 주세요",
            ),
        )
    if sql is None:
        ko, en = _HINTS["database"]
        raise JikimError("the mapping does not say which database it is", hint=en, ko=(_NO_DATABASE, ko))
    return AttachedKinds(mapping.people, backups, kinds, sql)


def dated(mapping: Written) -> tuple[Held, ...]:
    """The tables of which the mapping says when a row was collected, held here or not."""
    return tuple(one for one in _told(mapping) if one.collected)


def _held(mapping: Written) -> Iterator[Held]:
    return (one for one in _told(mapping) if mapping.tables[one.table].get("held") == "attached")


def _told(mapping: Written) -> Iterator[Held]:
    tables, sql = mapping.tables, _dialect(mapping) or POSTGRESQL
    for name, told in tables.items():
        kind, erase = str(told.get("record", "")), told.get("erase")
        yield Held(
            kind,
            name,
            _key(told),
            str(told.get("person", "")),
            str(told.get("collected", "")),
            {column: str(item) for column, item in _dict(told.get("items")).items()},
            {event: str(column) for event, column in _dict(told.get("events")).items()},
            {column: cast("Erasing", "null" if way is None else str(way)) for column, way in _dict(erase).items()},
            tuple(
                other
                for other, one in tables.items()
                if other != name and one.get("record") == kind and "held" not in one and one.get("person")
            ),
            str(told.get("emptied", "")),
            sql,
        )


def _backups(mapping: Written) -> Period | None:
    return _period(mapping.word("backups"))


def _dialect(mapping: Written) -> Dialect | None:
    """Which database it is; None where that, or a zone that MariaDB's moments need, is not said."""
    named, zone = mapping.word("database"), mapping.word("zone")
    try:
        of = ZoneInfo(zone) if zone else None
    except (KeyError, OSError, ValueError):
        return None
    if named == MariaDB.name and of is not None:
        return MariaDB(of, mapping.people.partition(".")[0])
    return Dialect(of) if named in ("", Dialect.name) else None


def _period(text: str) -> Period | None:
    try:
        return Period.parse(text)
    except ValueError:
        return None


def held_gaps(mapping: Written, schema: Schema, policy: PolicyFile, ways: Ways) -> Iterator[Finding]:
    """What keeps attached kinds from being read, written and erased as the mapping says."""
    said = _Saying(mapping)
    kinds: dict[str, str] = {}
    for name, told in mapping.tables.items():
        if "held" in told and told["held"] != "attached":
            yield said(
                ("tables", name, "held"),
                "held-word",
                "다른 방식으로 보관할 수 없습니다",
                "nothing else than `attached` is held here",
            )
    for held in _held(mapping):
        place: Path = ("tables", held.table)
        if held.kind in kinds:
            yield said(
                (*place, "held"),
                "held-twice",
                f"이 기록은 이미 `{kinds[held.kind]}`에 있습니다",
                f"its record lies in `{kinds[held.kind]}` already",
            )
        kinds.setdefault(held.kind, held.table)
        if (table := schema.tables.get(held.table)) is not None:
            yield from _of(said, place, held, table, policy)
            yield from _whose(said, place, held, mapping, ways)
            yield from _erasing(said, place, held, table)
            yield from _kept(said, place, held, schema)
            yield from _leading(said, held, schema, mapping, ways)
    for name, told in mapping.tables.items() if kinds else ():
        kind, there = str(told.get("record", "")), schema.tables.get(name)
        if told.get("items") and kind in policy.records and kind not in kinds and there is not None and not there.view:
            ko, en = f"`{kind}` 기록은 여기에서 삭제되지 않습니다", f"nothing here erases the record `{kind}`"
            yield said(("tables", name), "held-left", ko, en, Severity.WARNING)
    if kinds and _backups(mapping) is None:
        en = "nothing says for how long a backup of this database is kept"
        yield said(("backups",), "backups", "백업을 언제까지 보관하는지 없습니다", en)
    sql = _dialect(mapping)
    if kinds and (sql is None or (schema.engine is not None and speaks(schema.engine.dialect) != sql.name)):
        yield said(("database",), "database", _NO_DATABASE, "this does not say which database it is")


_NO_DATABASE = "매핑에 적은 데이터베이스가 아니거나 시간대가 없습니다"


class _Saying:
    """Findings at places of a mapping, in both languages."""

    def __init__(self, mapping: Written) -> None:
        self._mapping = mapping

    def __call__(self, path: Path, code: str, ko: str, en: str, severity: Severity = Severity.ERROR) -> Finding:
        hint: Words = {"ko": _HINTS[code][0], "en": _HINTS[code][1]}
        return self._mapping.finding(code, path, {"ko": ko, "en": en}, hint, severity)


_HINTS: Mapping[str, tuple[str, str]] = {
    "held-word": ("`held: attached`로 적어 주세요", "write `held: attached`"),
    "held-left": ("이 표에도 `held: attached`를 적거나 지킴으로 옮겨 주세요", "write `held: attached` at this table, too, or move it in"),
    "held-twice": ("한 표에만 held를 적고, 나머지는 딸린 표로 두어 주세요", "say `held` at one table; the others are its parts"),
    "held-key": ("항목이 아니고, 비거나 중복될 수 없는 열 하나를 key에 적어 주세요", "name under `key` one column that is unique, never empty, and no item"),
    "held-person": ("사람의 표를 가리키는 외래 키 열을 적어 주세요", "name the column whose foreign key leads to the table of people"),
    "held-date": ("날짜나 시각을 담은 열을 적어 주세요", "name a column of dates or moments"),
    "held-event": ("처리방침의 사건 이름을 적어 주세요", "name an event of the record in the policy"),
    "held-ends": ("그 사건의 시각을 담은 열을 events에 적어 주세요", "name under `events` the column of its moment"),
    "erase-way": ("null, mask, pseudonym 중 하나로 적어 주세요", "write null, mask or pseudonym"),
    "erase-item": ("이 열을 지우는 방법을 적어 주세요", "say how this column is erased"),
    "emptied": ("`emptied: 14d`처럼 기간을 적고, 열마다 `erase`를 적어 주세요", "write a period, such as `emptied: 14d`, and `erase` by column"),
    "erase-order": ("먼저 지울 수 있도록 그 표를 이 기록의 딸린 표로 적어 주세요", "make that table a part of a record, so that it goes first"),
    "part-way": ("외래 키 열을 person에 적어 주세요. 그다음은 거쳐 가는 표의 person을 따릅니다", "name a foreign key's column; the way goes on by each table's own"),
    "backups": ("맨 위에 `backups: 30d`처럼 적어 주세요", "write `backups: 30d` at the top"),
    "database": ("MariaDB이면 맨 위에 `database: mariadb`와 `zone: UTC`처럼 적어 주세요", "for MariaDB write `database: mariadb` and `zone: UTC` at the top"),
    "held-engine": ("`ALTER TABLE … ENGINE = InnoDB`로 바꿔 주세요", "change it with `ALTER TABLE … ENGINE = InnoDB`"),
    "held-words": ("MariaDB에서는 정수나 UUID 열만 키로 쓸 수 있습니다", "on MariaDB a key is a column of integers or UUIDs"),
}  # fmt: skip


def _whose(said: _Saying, place: Path, held: Held, mapping: Written, ways: Ways) -> Iterator[Finding]:
    """Whether its person's column holds their key: the table of people names it, and a foreign key is to exactly that."""
    way, key = ways.person_of(held.table), str(mapping.tables.get(mapping.people, {}).get("person"))
    direct = way is not None and [(one.columns, one.referred) for one in way] == [((held.person,), (key,))]
    if not (held.person == held.key if held.table == mapping.people else direct):
        yield said(
            (*place, "person"),
            "held-person",
            f"`{held.person}` 열은 사람의 표를 바로 가리키지 않습니다",
            f"`{held.person}` does not lead to the table of people in one step",
        )


def _of(said: _Saying, place: Path, held: Held, table: Table, policy: PolicyFile) -> Iterator[Finding]:
    if held.key not in table.names or held.key in held.items:
        ko, en = f"`{held.key}` 열로 한 행을 가리킬 수 없습니다", f"`{held.key}` is no name of a row"
        yield said((*place, "key"), "held-key", ko, en)
    for which in sorted({held.key, held.person}) if held.sql.name == MariaDB.name else ():
        if (key := table.columns.get(which)) is not None and not key.type.startswith(_EXACT):
            yield said(
                (*place, "key"),
                "held-words",
                f"`{which}` 열은 값이 하나로 정해지지 않습니다",
                f"`{which}` takes one key in several forms",
            )
    if not _dated(held, table.columns.get(held.collected)):
        yield said(
            (*place, "collected"),
            "held-date",
            "수집한 시각을 담은 열이 아닙니다",
            "this is no column of when it was collected",
        )
    kind = policy.records.get(held.kind)
    if kind is None:
        return
    ends = kind.ends
    kept = (one for rule in kind.keep for one in (rule.from_, *rule.once))
    known = {*ends.on, *ends.unless, *kept}
    for event, column in held.events.items():
        if event not in known:
            ko, en = f"`{event}`: 이 기록의 사건이 아닙니다", f"`{event}` is no event of this record"
            yield said((*place, "events", event), "held-event", ko, en)
        if not _dated(held, table.columns.get(column)):
            ko, en = f"`{column}`: 시각을 담은 열이 아닙니다", f"`{column}` is no column of a moment"
            yield said((*place, "events", event), "held-date", ko, en)
    for event in ends.on:
        if event not in held.events and event != "left":
            yield said(
                place,
                "held-ends",
                f"{i_ga(f'`{event}`')} 언제 있었는지 알 열이 없어 끝난 기록을 찾지 못합니다",
                f"no column says when `{event}` was: what it ends is not found",
                Severity.WARNING,
            )


def _erasing(said: _Saying, place: Path, held: Held, table: Table) -> Iterator[Finding]:
    for column, way in held.erase.items():
        found, path = table.columns.get(column), (*place, "erase", column)
        if way not in WAYS or found is None:
            yield said(
                path, "erase-way", f"`{column}`: 이렇게 지울 수 없습니다", f"`{column}` cannot be erased this way"
            )
        elif (
            (way == "null" and not found.null)
            or (way != "null" and (not found.text or found.room < _LETTERS[way]))
            or (way == "mask" and found.unique)
        ):
            yield said(
                path,
                "erase-way",
                f"`{column}` 열은 `{way}`로 지울 수 없습니다",
                f"the column `{column}` does not take `{way}`",
            )
    if held.emptied and not (held.erase and _period(held.emptied)):
        yield said(
            (*place, "emptied"),
            "emptied",
            "암호화 보관으로 옮긴 뒤 열을 비울 방법이 없습니다",
            "this does not say how its columns are emptied once it is sealed",
        )
    for column in held.items if held.erase else ():
        if column not in held.erase:
            yield said(
                (*place, "erase"),
                "erase-item",
                f"`{column}` 열이 지워지지 않습니다",
                f"the column `{column}` would stay",
            )


def _kept(said: _Saying, place: Path, held: Held, schema: Schema) -> Iterator[Finding]:
    """Whether its tables can take a write back, and lock a row."""
    for name in held.tables:
        engine = schema.tables[name].engine if name in schema.tables else ""
        if engine not in ("", ENGINE):
            yield said(
                place,
                "held-engine",
                f"`{name}` 표는 트랜잭션을 지원하지 않는 {engine} 표입니다",
                f"`{name}` is a table of {engine}, which has no transactions",
            )


def _leading(said: _Saying, held: Held, schema: Schema, mapping: Written, ways: Ways) -> Iterator[Finding]:
    """Whether its parts go with it, and whether what refers to it goes before it."""
    for part in held.parts:
        if part in schema.tables and ways.way(part, held.table) is None:
            columns = ", ".join(columns_to_person(mapping.tables[part]))
            yield said(
                ("tables", part, "person"),
                "part-way",
                f"`{columns}`에서 {eul(f'`{held.table}`')} 가리키는 외래 키를 하나로 따라갈 수 없습니다",
                f"no one way of foreign keys leads from `{columns}` to `{held.table}`",
            )
    if held.erase:
        return
    goes, kinds = {*held.tables}, [*_held(mapping)]
    gone, emptied = {one for kind in kinds for one in kind.deletes}, {one.table for one in kinds if one.erase}
    for name, table in schema.tables.items():
        holds = not table.view and any(link.to in goes and not link.cascades for link in table.links)
        if holds and name not in gone:
            yield said(
                ("tables", held.table),
                "erase-order",
                f"`{name}` 표가 이 행을 가리켜 삭제를 막습니다",
                f"`{name}` refers to its rows and is deleted by nothing",
                Severity.WARNING if name in emptied else Severity.ERROR,  # they wait, and that is said
            )


def _dated(held: Held, column: Column | None) -> bool:
    return column is not None and column.type.startswith(held.sql.dates)


_EXACT = ("bigint", "integer", "int", "mediumint", "smallint", "tinyint", "uuid")


def _key(told: Mapping[str, object]) -> str:
    return str(told.get("key", "id"))


def _dict(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
