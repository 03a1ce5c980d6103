"""`src/jikim/db/calls.pyi`: what each statement takes, for the type checker; made from the heads of the functions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jikim.db.queries import Query, statements

HEAD = """\
# Made by `python -m docs` from the heads of the functions (`db/queries.py`). Edit those, not this.

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal, Protocol, overload
from uuid import UUID

from psycopg.types.json import Json, Jsonb

from jikim.db.queries import Acknowledged, Query, Statement
"""
TYPES = {
    "uuid": "UUID", "text": "str", "integer": "int", "bigint": "int", "smallint": "int", "boolean": "bool", "bytea": "bytes",
    "date": "date", "timestamptz": "datetime", "interval": "timedelta | str", "double precision": "float",
    "json": "str | Json | Jsonb", "jsonb": "str | Json | Jsonb",
}  # fmt: skip


def taken(kind: str) -> str:
    """What a parameter of an SQL type takes. An array may be its literal, and an entry is five values."""
    if kind == "ledger.entry":
        return "Sequence[object]"
    one = TYPES[kind.removesuffix("[]")]
    if not kind.endswith("[]"):
        return f"{one} | None"
    return f"Sequence[{one}{' | None' * (kind == 'text[]')}] | str | None"


def _class(room: str) -> str:
    return "".join(part.capitalize() for part in re.split("[/_]", room))


def _statement(query: Query, called: str) -> Iterator[str]:
    named = [f"{name}: {taken(kind)}" for name, kind in zip(query.names, query.types, strict=True)]
    star = ["*"] if named else []
    yield f"class {called}(Query):"
    yield f"    def __call__(self, inside: Sequence[Acknowledged] = ..., /{''.join(', ' + one for one in star + named)}) -> Statement: ...  # type: ignore[override]"


def stub() -> str:
    """The file."""
    classes, rooms = list[str](), list[str]()
    for room, of in sorted(statements().items()):
        rooms += ["", f"class {_class(room)}(dict[str, Query]):"]
        for name, query in of.items():
            called = f"_{_class(room)}_{re.sub(r'[^a-z0-9]', '_', name)}"
            classes += ["", *_statement(query, called)]
            rooms += ["    @overload", f'    def __getitem__(self, name: Literal["{name}"], /) -> {called}: ...']
        rooms += ["    @overload", "    def __getitem__(self, name: str, /) -> Query: ..."]
    load = ["", "class Load(Protocol):"]
    for room in sorted(statements()):
        package = f'Literal["jikim.{room.replace("/", ".")}"]'
        load += ["    @overload", f"    def __call__(self, package: {package}, /) -> {_class(room)}: ..."]
    load += ["    @overload", "    def __call__(self, package: str, /) -> Mapping[str, Query]: ..."]
    return "\n".join((HEAD, *classes, *rooms, *load)) + "\n"
