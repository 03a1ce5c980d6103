"""Which tables a person's erasure reaches, by the foreign keys that lead to the table of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from jikim.attach.tables import Link, Schema
from jikim.errors import JikimError


class Reached(NamedTuple):
    """How a table is reached: over `link`, at `steps` foreign keys from the table of people."""

    link: Link
    steps: int


def reached(schema: Schema, people: str) -> Mapping[str, Reached]:
    """Every table from which foreign keys lead to `people`, by the shortest way; `people` itself is not among them."""
    found: dict[str, Reached] = {}
    edge, steps = {people}, 0
    while edge:
        steps += 1
        nearer = {
            name: Reached(link, steps)
            for name, table in schema.tables.items()
            if name not in found and name != people
            for link in table.links
            if link.to in edge and link.to != name
        }
        found |= nearer
        edge = set(nearer)
    return found


def people_of(schema: Schema) -> str | None:
    """The table that is most likely the one of people: the one that most tables lead to, or that its name says."""
    said = ("user", "users", "member", "members", "customer", "customers", "account", "accounts", "auth_user")
    named = [name for name in schema.tables if name.partition(".")[2].lower() in said]
    counted = {name: len(reached(schema, name)) for name in named or schema.tables}
    return max(counted, key=lambda name: (counted[name], -len(name)), default=None) if counted else None


def erasing_order(schema: Schema, tables: Iterable[str]) -> tuple[str, ...]:
    """These tables as foreign keys demand that their rows go: what refers to another goes before it. Raises JikimError
    where they refer to one another in a circle."""
    sorter: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(tables, ()))
    for name in tables:
        for link in schema.tables[name].links if name in schema.tables else ():
            if link.to in tables and link.to != name:
                sorter.add(link.to, name)
    try:
        return tuple(sorter.static_order())
    except CycleError:
        raise JikimError(
            "the tables refer to one another in a circle",
            hint="say `erase` by column for one of them",
            ko=("표들이 서로를 돌아가며 참조합니다", "그중 하나에 열마다 `erase`를 적어 주세요"),
        ) from None
