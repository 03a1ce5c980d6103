"""An application's schema as it stands: tables, columns, foreign keys and indexes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a process that reads no application's schema never loads it
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `type` is the database's own word for it, in lower case; `text` says that it holds words, `null` that it
    may be empty, `unique` that no two rows may say the same in it, `room` how many letters of any words it takes."""

    name: str
    type: str
    text: bool
    null: bool = True
    unique: bool = False
    room: float = inf


@dataclass(frozen=True, slots=True)
class Link:
    """A foreign key: these columns name a row of `to`, by its columns `referred`, in the same order. `cascades`: the row goes
    with the one it names."""

    columns: tuple[str, ...]
    to: str
    cascades: bool
    indexed: bool
    referred: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table, by its name with its schema: `public.orders`. `engine`: MariaDB's or MySQL's, which keeps its rows; `view`: a
    view or a partition, whose rows are another's."""

    name: str
    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    engine: str = ""
    view: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that each name a row by themselves: the primary key, and those that may be neither empty nor said
        twice."""
        key = self.key if len(self.key) == 1 else ()
        return tuple(dict.fromkeys((*key, *(one.name for one in self.columns.values() if one.unique and not one.null))))


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables of a database, by name. `engine` opens it again, to read."""

    tables: Mapping[str, Table]
    engine: Engine | None = field(default=None, repr=False, compare=False)
