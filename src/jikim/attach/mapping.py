"""The mapping: which columns of an application hold which items of which record, in a file beside the policy.

```yaml
people: public.customer        # one row a person
tables:
  public.customer:
    record: member             # a record kind of the policy
    person: id                 # whose row it is: the key, or the column (or columns) of a foreign key (`attach/ways.py`)
    items: {email: email, hp: mobile}
    other: [id, created_at]    # columns that say nothing about a person
  public.job_lock:
    nobody: a lock of the scheduler
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jikim.attach import held
from jikim.attach.reach import reached
from jikim.attach.tables import Schema, Table
from jikim.attach.ways import Ways
from jikim.attach.written import Written as Written
from jikim.attach.written import columns_to_person
from jikim.attach.written import read as read
from jikim.policy.finding import Finding, Path, Severity, Words
from jikim.policy.model import PolicyFile
from jikim.policy.nearest import nearest

_MOVING = frozenset({"via", "of", "ended", "consents", "old_enough"})  # `jikim.moves`
_KEYS = frozenset({"record", "person", "items", "other", "nobody", *held.KEYS}) | _MOVING


def gaps(mapping: Written, schema: Schema, policy: PolicyFile) -> tuple[Finding, ...]:
    """What stands in the database and in no mapping, what the mapping names and there is not, and what an erasure does
    not reach. Empty: every column is either an item of a record or said to be about nobody."""
    return tuple(
        sorted(_gaps(mapping, schema, policy), key=lambda one: (one.severity != "error", one.position, one.code))
    )


def _gaps(mapping: Written, schema: Schema, policy: PolicyFile) -> Iterator[Finding]:
    if mapping.people not in schema.tables:
        yield _no_table(mapping, ("people",), mapping.people, schema)
    ways, leading = Ways(mapping, schema), reached(schema, mapping.people)
    for name, told in mapping.tables.items():
        path: Path = ("tables", name)
        yield from (_unknown(mapping, (*path, key), "mapping-key", key, _KEYS) for key in told if key not in _KEYS)
        if name not in schema.tables:
            yield _no_table(mapping, path, name, schema)
        elif "nobody" in told:
            yield from _about_nobody(mapping, (*path, "nobody"), str(told["nobody"] or ""))
        else:
            yield from _columns(mapping, schema.tables[name], told, policy)
            yield from _way(mapping, schema.tables[name], columns_to_person(told), ways)
    for name, table in schema.tables.items():
        if name not in mapping.tables and not table.view:
            yield _unmapped_table(mapping, table, name in leading)
    yield from held.held_gaps(mapping, schema, policy, ways)


def _about_nobody(mapping: Written, path: Path, why: str) -> Iterator[Finding]:
    if len(why.strip("?. ")) < 3:
        yield mapping.finding(
            "mapping-nobody",
            path,
            {"ko": "개인에 관한 표가 아닌 사유가 없습니다", "en": "no reason says why this table is about no person"},
            {"ko": "한 구절로 적어 주세요", "en": "write it in a few words"},
        )


def _columns(mapping: Written, table: Table, told: Mapping[str, object], policy: PolicyFile) -> Iterator[Finding]:
    path: Path = ("tables", table.name)
    items, other = _dict(told.get("items")), _list(told.get("other"))
    kind = policy.records.get(str(told.get("record", "")))
    if kind is None:
        yield _unknown(mapping, (*path, "record"), "mapping-record", str(told.get("record", "")), policy.records)
    for column, item in items.items():
        if column not in table.columns:
            yield _unknown(mapping, (*path, "items", column), "mapping-column", column, table.columns)
        if kind is not None and str(item).partition(".")[0] not in (*kind.items.names, *kind.items.contents):
            yield _unknown(mapping, (*path, "items", column), "mapping-item", str(item), kind.items.names)
    for n, column in enumerate(other):
        if column not in table.columns:
            yield _unknown(mapping, (*path, "other", n), "mapping-column", column, table.columns)
    said = {*items, *other, *columns_to_person(told), *held.columns_of(told), *_moving(told)}
    for column in table.columns:
        if column not in said:
            yield mapping.finding(
                "unmapped-column",
                path,
                {
                    "ko": f"`{table.name}.{column}` 열이 items에도 other에도 없습니다",
                    "en": f"the column `{table.name}.{column}` is in neither `items` nor `other`",
                },
                {
                    "ko": "개인에 관한 값이면 items에 항목과 함께, 아니면 other에 적어 주세요",
                    "en": "name its item under `items`, or put it under `other` if it says nothing about a person",
                },
            )


def _moving(told: Mapping[str, object]) -> Iterator[str]:
    """The columns that moving in reads beside the items."""
    key = told.get("key")
    yield from _list(key)
    yield from (str(told.get(one)) for one in ("ended", "old_enough"))
    yield from map(str, _dict(told.get("consents")).values())


def _way(mapping: Written, table: Table, columns: tuple[str, ...], ways: Ways) -> Iterator[Finding]:
    """Whether a person's rows can be found, and found without reading the whole table."""
    path, person = ("tables", table.name, "person"), ", ".join(columns)
    if table.view:
        return
    if wrong := [one for one in columns or ("",) if one not in table.columns]:
        yield from (_unknown(mapping, path, "mapping-column", one, table.columns) for one in wrong)
        return
    if table.name == mapping.people:
        if person not in table.names:
            yield mapping.finding(
                "mapping-person",
                path,
                {
                    "ko": f"`{person}` 열 하나로는 한 사람의 행을 가리킬 수 없습니다",
                    "en": f"`{person}` alone does not name one person’s row",
                },
                {
                    "ko": "기본 키이거나, 비어 있거나 중복될 수 없는 열 하나를 적어 주세요",
                    "en": "name one column that is the primary key, or unique and never empty",
                },
            )
        return
    way = ways.person_of(table.name)
    if way is None:
        yield mapping.finding(
            "unreached-table",
            path,
            {
                "ko": f"`{table.name}.{person}`에서 `{mapping.people}`까지 이어지는 외래 키가 없어 삭제가 닿지 않습니다",
                "en": f"no foreign key leads from `{table.name}.{person}` to `{mapping.people}`: erasure does not reach it",
            },
            {
                "ko": "외래 키를 추가하거나, 사람을 가리키는 다른 열을 적어 주세요",
                "en": "add the foreign key, or name another column that leads to the person",
            },
        )
    elif not any(link.indexed for link in table.links if link.columns == way[0].columns):
        yield mapping.finding(
            "unindexed-way",
            path,
            {
                "ko": f"`{table.name}.{person}`에 인덱스가 없어 한 사람을 지울 때마다 표 전체를 읽습니다",
                "en": f"`{table.name}.{person}` has no index: each erasure reads the whole table",
            },
            {"ko": "이 열에 인덱스를 만들어 주세요", "en": "create an index on this column"},
            Severity.WARNING,
        )


def _unmapped_table(mapping: Written, table: Table, leads: bool) -> Finding:
    way = (
        {"ko": " (사람의 표를 가리킵니다)", "en": " (it leads to the table of people)"}
        if leads
        else {"ko": "", "en": ""}
    )
    return mapping.finding(
        "unmapped-table",
        ("tables",),
        {"ko": f"`{table.name}` 표가 없습니다{way['ko']}", "en": f"the table `{table.name}` is not named{way['en']}"},
        {
            "ko": "기록과 항목을 적거나, 개인에 관한 표가 아니면 nobody에 사유를 적어 주세요",
            "en": "name its record and items, or say under `nobody` why it is about no person",
        },
    )


def _no_table(mapping: Written, path: Path, name: str, schema: Schema) -> Finding:
    return _unknown(mapping, path, "mapping-table", name, schema.tables)


_NOT = {
    "mapping-table": {"ko": "데이터베이스에 없는 표입니다", "en": "is no table of the database"},
    "mapping-column": {"ko": "표에 없는 열입니다", "en": "is no column of the table"},
    "mapping-record": {"ko": "처리방침에 없는 기록입니다", "en": "is no record of the policy"},
    "mapping-item": {"ko": "이 기록의 항목이 아닙니다", "en": "is no item of this record"},
    "mapping-key": {"ko": "표에 쓸 수 없는 말입니다", "en": "is no word for a table"},
}


_OPEN: Words = {"ko": "아직 정하지 않았습니다", "en": "`???` is still to be decided"}
_DECIDE: Mapping[str, Words] = {
    "mapping-column": {
        "ko": "사람의 행을 가리키는 열을 적거나, 개인에 관한 표가 아니면 nobody에 사유를 적어 주세요",
        "en": "name the column that leads to the person, or say under `nobody` why the table is about no person",
    },
    "mapping-record": {"ko": "처리방침의 기록을 적어 주세요", "en": "name a record of the policy"},
    "mapping-item": {
        "ko": "처리방침에 항목을 추가하여 적거나, 개인에 관한 값이 아니면 열을 other로 옮겨 주세요",
        "en": "declare an item for it in the policy, or move the column to `other` if it says nothing about a person",
    },
}


def _unknown(mapping: Written, path: Path, code: str, name: str, known: object) -> Finding:
    if name == "???" and code in _DECIDE:
        return mapping.finding(code, path, _OPEN, _DECIDE[code])
    near = nearest(name, known)  # type: ignore[arg-type]
    return mapping.finding(
        code,
        path,
        {
            language: f"`{name}`: {said}" if language == "ko" else f"`{name}` {said}"
            for language, said in _NOT[code].items()
        },
        {"ko": f"`{near}`인가요?", "en": f"did you mean `{near}`?"}
        if near
        else {"ko": "이름을 확인해 주세요", "en": "look at the name"},
    )


def _dict(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []
