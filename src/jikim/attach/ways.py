"""How a table reaches its person: by foreign keys of any number of steps, as the mapping says and the database has them.

A table's `person` names the columns of one foreign key (`person: order_id`, or `person: [tenant, order_no]`). From the table
that it leads to, the way goes on as that table's own line says; where the mapping says nothing of it, by the shortest way
that there is. So each line says one step, and a way that the database does not have is no way.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import NamedTuple

from jikim.attach.reach import Reached, reached
from jikim.attach.tables import Link, Schema
from jikim.attach.written import Written, columns_to_person


class Step(NamedTuple):
    """One foreign key on the way: `columns` of `table` name a row of `to` by its columns `referred`."""

    table: str
    columns: tuple[str, ...]
    to: str
    referred: tuple[str, ...]


Way = tuple[Step, ...]


class ForeignKey(NamedTuple):
    """A foreign key as the catalogue has it: a row of `to` that goes does `action` to the rows of `table` that name it.
    `root`, `root_to`: the tables that these are partitions of, or themselves."""

    constraint: str
    table: str
    root: str
    columns: tuple[str, ...]
    to: str
    root_to: str
    referred: tuple[str, ...]
    action: str


class Ways:
    """The ways of one mapping in one schema."""

    def __init__(self, mapping: Written, schema: Schema) -> None:
        self.people = mapping.people
        self._said = {name: columns_to_person(told) for name, told in mapping.tables.items()}
        self._schema = schema
        self._shortest: Mapping[str, Reached] = reached(schema, mapping.people)

    def way(self, table: str, to: str) -> Way | None:
        """The way from a table to another. None: there is none, or more than one."""
        return self._way(table, to, frozenset())

    def person_of(self, table: str) -> Way | None:
        """The way from a table to its person's row; empty for the table of people itself."""
        return self.way(table, self.people)

    def _way(self, table: str, to: str, seen: Set[str]) -> Way | None:
        if table == to:
            return ()
        if table in seen or table == self.people or table not in self._schema.tables or self._schema.tables[table].view:
            return None
        found = [
            (Step(table, link.columns, link.to, link.referred), *rest)
            for link in self._links(table)
            if (rest := self._way(link.to, to, seen | {table})) is not None
        ]
        return found[0] if len(set(found)) == 1 else None

    def _links(self, table: str) -> list[Link]:
        links, said = self._schema.tables[table].links, self._said.get(table, ())
        if said:
            return [link for link in links if set(link.columns) == set(said)]
        return [self._shortest[table].link] if table in self._shortest else []
