"""A first mapping, written from what names and samples say; a person finishes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import NamedTuple

from jikim.attach.dialects import MariaDB, speaks
from jikim.attach.reach import Reached, people_of, reached
from jikim.attach.sampling import sampled
from jikim.attach.tables import Column, Schema, Table
from jikim.attach.words import meant
from jikim.policy.model import ItemType, Language, PolicyFile


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column seems to hold. `share`: of the values looked at, how many have the type's form; None where only the
    name says it."""

    table: str
    column: str
    type: ItemType
    share: float | None = None


class Looked(NamedTuple):
    """The columns that look personal, and the tables whose rows could not be read: of those, names alone are judged."""

    columns: tuple[Guess, ...]
    unread: tuple[str, ...]


def looked_at(schema: Schema, people: str | None = None, country: str = "KR") -> Looked:
    """Each column of each table. What the values say outweighs what the name says. `people`: the table of people; by
    default the likeliest."""
    found: list[Guess] = []
    unread = []
    table_of_people = people or people_of(schema)
    ways = reached(schema, table_of_people) if table_of_people else {}
    for table in schema.tables.values():
        if table.view:
            continue
        seen = sampled(schema.engine, table, country) if schema.engine is not None else None
        if seen is None:
            unread.append(table.name)
        guessed = tuple(_of(table, seen or {}))
        if table.name == table_of_people or table.name in ways or _personal(guessed):
            found += guessed
    return Looked(tuple(found), tuple(unread))


def _personal(found: tuple[Guess, ...]) -> bool:
    """Whether a table that no foreign key connects with people looks personal: a column called `name` alone says
    nothing."""
    return any(one.share is not None or one.type is not ItemType.PERSON_NAME for one in found)


def _of(table: Table, seen: Mapping[str, tuple[ItemType, float]]) -> Iterator[Guess]:
    keys = {*table.key, *(name for link in table.links for name in link.columns)}
    for column in table.columns.values():
        if column.name in seen:
            yield Guess(table.name, column.name, *seen[column.name])
        elif column.name not in keys and (type := meant(column.name)) is not None and _may_be(type, column):
            yield Guess(table.name, column.name, type)


def _may_be(type: ItemType, column: Column) -> bool:
    return column.text or (type is ItemType.BIRTH_DATE and column.type.startswith(("date", "timestamp")))


def drafted(schema: Schema, policy: PolicyFile, people: str, found: tuple[Guess, ...], language: Language) -> str:
    """The mapping as YAML with comments: what was guessed and why, and where a person has to decide."""
    by_table: dict[str, list[Guess]] = {}
    for one in found:
        by_table.setdefault(one.table, []).append(one)
    ways = reached(schema, people)
    lines = [_say(language, *_HEAD), f"people: {_yaml(people)}"]
    if schema.engine is not None and speaks(schema.engine.dialect) == MariaDB.name:
        lines += [f"database: {MariaDB.name}", "zone: ???  # " + _say(language, *_ZONE)]
    lines.append("tables:")
    kinds: dict[str, str] = {}
    for name in sorted(
        (name for name, table in schema.tables.items() if not table.view),
        key=lambda name: (name != people, ways[name].steps if name in ways else 99, name),
    ):
        table, guessed, way = schema.tables[name], by_table.get(name, []), ways.get(name)
        if name != people and way is None and not guessed:
            lines += _nobody(table, language)
            continue
        # A table without an item of its own belongs to the record that its foreign key leads to.
        kind = _kind({one.type for one in guessed}, policy) if guessed or way is None else kinds[way.link.to]
        kinds[name] = kind
        lines += _table(table, guessed, kind, name == people, way, policy, language)
    return "\n".join(lines) + "\n"


# Tables that frameworks make for themselves, by their names without a schema.
_FRAMEWORKS: Mapping[str, tuple[str, str]] = {
    "alembic_version": ("적용된 마이그레이션", "which migrations ran"),
    "ar_internal_metadata": ("적용된 마이그레이션", "which migrations ran"),
    "auth_group": ("역할 이름", "names of roles"),
    "auth_group_permissions": ("역할별 권한", "what a role may do"),
    "auth_permission": ("권한 이름", "names of permissions"),
    "databasechangelog": ("적용된 마이그레이션", "which migrations ran"),
    "django_content_type": ("모델 이름", "names of models"),
    "django_migrations": ("적용된 마이그레이션", "which migrations ran"),
    "flyway_schema_history": ("적용된 마이그레이션", "which migrations ran"),
    "schema_migrations": ("적용된 마이그레이션", "which migrations ran"),
}


def _nobody(table: Table, language: Language) -> list[str]:
    known = _FRAMEWORKS.get(table.name.rpartition(".")[2].lower())
    asked = "???  # " + _say(language, "개인에 관한 표가 아닙니까? 사유를 적어 주세요", "about no person? say why")
    return [f"  {_yaml(table.name)}:", f"    nobody: {_say(language, *known) if known else asked}"]


_HEAD = (
    "# 초안입니다. 이름과 값의 형식으로 짐작한 것이니 한 줄씩 확인해 주세요. ‘???’는 사람이 정해야 합니다.",
    "# A draft, guessed from names and from the form of values: confirm each line. `???` is for a person to decide.",
)

_ZONE = ("열에 있는 시각의 시간대. Django는 UTC로 저장합니다", "of the moments in its columns; Django writes UTC")


def _table(
    table: Table,
    found: list[Guess],
    kind: str,
    is_people: bool,
    way: Reached | None,
    policy: PolicyFile,
    language: Language,
) -> list[str]:
    columns = table.names[:1] if is_people else way.link.columns if way else ()
    person = columns[0] if len(columns) == 1 else None
    lines = [f"  {_yaml(table.name)}:", f"    record: {kind}"]
    lines.append(f"    person: {_yaml(person or _OPEN)}{_reach(person, is_people, way, language)}")
    lines += ["    items:"] if found else []
    for one in found:
        lines.append(f"      {_yaml(one.column)}: {_item(one.type, kind, policy)}  # {_why(one, language)}")
    guessed = {one.column for one in found}
    other = [_yaml(name) for name in table.columns if name not in guessed and name != person]
    return [*lines, f"    other: [{', '.join(other)}]"] if other else lines


def _reach(person: str | None, is_people: bool, way: Reached | None, language: Language) -> str:
    told = []
    if not is_people and way is None:
        told.append(_say(language, "외래 키가 없어 삭제가 닿지 않습니다", "no foreign key: erasure does not reach it"))
    elif person is None:
        told.append(_say(language, "한 열로 한 사람을 가리킬 수 없습니다", "no one column names one person"))
    if way is not None and not way.link.indexed:
        told.append(_say(language, "인덱스가 없습니다", "without an index"))
    if way is not None and way.beside:
        others = ", ".join(way.beside)
        told.append(_say(language, f"사람을 가리키는 다른 열: {others}", f"these lead to people, too: {others}"))
    return "  # " + "; ".join(told) if told else ""


def _kind(types: set[ItemType], policy: PolicyFile) -> str:
    """The record kind whose items cover most of the types; `???` where none does."""
    covered = {
        name: sum(_has(one, {policy.items[item].type for item in kind.items.names}) for one in types)
        for name, kind in policy.records.items()
    }
    best = max(covered, key=lambda name: covered[name], default=None)
    return best if best is not None and covered[best] else "???"


def _item(type: ItemType, kind: str, policy: PolicyFile) -> str:
    names = policy.records[kind].items.names if kind in policy.records else ()
    same = [name for name in names if policy.items[name].type is type]
    same = same or [name for name in names if policy.items[name].type is _WIDER.get(type)]
    return same[0] if len(same) == 1 else _OPEN


# An item of the wider type takes it, too.
_WIDER = {ItemType.MOBILE: ItemType.PHONE}


def _has(type: ItemType, among: Set[ItemType]) -> bool:
    return type in among or _WIDER.get(type) in among


def _why(one: Guess, language: Language) -> str:
    if one.share is None:
        return _say(language, f"이름이 {one.type.value}", f"its name says {one.type.value}")
    share = f"{one.share:.0%}"
    return _say(language, f"빈 값을 뺀 {share}가 {one.type.value}", f"{share} of what is not empty is {one.type.value}")


_OPEN = "???"
_PLAIN = re.compile(r"[^\W\d][\w.]*|\?{3}")


def _yaml(name: str) -> str:
    """A name as YAML takes it for a text: quoted where it would be a number, a yes, a list or no YAML at all."""
    plain = _PLAIN.fullmatch(name) and name.lower() not in ("null", "true", "false")
    return name if plain else json.dumps(name, ensure_ascii=False)


def _say(language: Language, ko: str, en: str) -> str:
    return ko if language == "ko" else en


def undeclared(found: tuple[Guess, ...], policy: PolicyFile) -> Mapping[ItemType, tuple[Guess, ...]]:
    """What looks personal and is of a type that the policy declares nowhere."""
    declared = {item.type for item in policy.items.values()}
    told: dict[ItemType, tuple[Guess, ...]] = {}
    for one in found:
        if not _has(one.type, declared):
            told[one.type] = (*told.get(one.type, ()), one)
    return told
