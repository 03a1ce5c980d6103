"""Which tables a person's erasure reaches, by the foreign keys that lead to the table of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from jikim.attach.tables import Link, Schema, Table
from jikim.attach.words import meant
from jikim.errors import JikimError
from jikim.policy.model import ItemType


class Reached(NamedTuple):
    """How a table is reached: over `link`, at `steps` foreign keys from the table of people. `beside`: the columns of other
    foreign keys that lead there as directly, in their order."""

    link: Link
    steps: int
    beside: tuple[str, ...] = ()


def reached(schema: Schema, people: str) -> Mapping[str, Reached]:
    """Every table from which foreign keys lead to `people`, by the shortest way; `people` itself is not among them. Of
    several, the one whose column stands first in the table: whose a row is stands before who else had to do with it."""
    found: dict[str, Reached] = {}
    edge, steps = {people}, 0
    while edge:
        steps += 1
        nearer: dict[str, Reached] = {}
        for name, table in schema.tables.items():
            if name in found or name == people or table.view:
                continue
            places = {column: n for n, column in enumerate(table.columns)}
            ways = [link for link in table.links if link.to in edge and link.to != name]
            ways.sort(key=lambda link: (len(link.columns), [places.get(column, 0) for column in link.columns]))
            if ways:
                others = (column for link in ways[1:] for column in link.columns)
                nearer[name] = Reached(ways[0], steps, tuple(one for one in others if one not in ways[0].columns))
        found |= nearer
        edge = set(nearer)
    return found


_PEOPLE = {
    *("user", "member", "mbr", "customer", "cust", "client", "account", "guest", "person", "people"),
    *("회원", "고객", "사용자", "이용자"),
}
_TELLS = frozenset({ItemType.LOGIN_ID, ItemType.PASSWORD, ItemType.EMAIL, ItemType.MOBILE, ItemType.PHONE})


def people_of(schema: Schema) -> str | None:
    """The table that is most likely the one of people: the one that most tables lead to, of those whose name says so;
    else of those whose columns do."""
    tables = {name: table for name, table in schema.tables.items() if not table.view}
    named = [name for name in tables if _said(name) in _PEOPLE]
    likely = named or [name for name, table in tables.items() if _told(table) > 1] or [*tables]
    counted = {name: len(reached(schema, name)) for name in likely}
    return max(counted, key=lambda name: (counted[name], -len(name)), default=None)


def _said(name: str) -> str:
    """What a table is of: `public.tb_members` is of a member."""
    last = name.rpartition(".")[2].lower().removesuffix("_info").removesuffix("정보").rpartition("_")[2]
    return last if last in _PEOPLE else last.removesuffix("s")


def _told(table: Table) -> int:
    return len({meant(one) for one in table.columns} & _TELLS)


def erasing_order(schema: Schema, kinds: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Record kinds, each with the tables of which it deletes rows, its own first, as foreign keys demand that these go: what
    refers to another goes before it. Where all of them cannot, their own tables alone: what waits then is said. Raises
    JikimError where these refer to one another in a circle."""
    try:
        return tuple(_sorter(schema, kinds).static_order())
    except CycleError:
        pass
    try:
        return tuple(_sorter(schema, {kind: tables[:1] for kind, tables in kinds.items()}).static_order())
    except CycleError:
        raise JikimError(
            "the tables refer to one another in a circle",
            hint="say `erase` by column for one of them",
            ko=("표들이 서로를 돌아가며 참조합니다", "그중 하나에 열마다 `erase`를 적어 주세요"),
        ) from None


def _sorter(schema: Schema, kinds: Mapping[str, Sequence[str]]) -> TopologicalSorter[str]:
    of = {table: kind for kind, tables in kinds.items() for table in tables}
    sorter: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(kinds, ()))
    for table, kind in of.items():
        for link in schema.tables[table].links if table in schema.tables else ():
            if of.get(link.to, kind) != kind:
                sorter.add(of[link.to], kind)
    return sorter
