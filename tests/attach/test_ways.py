"""A table's way to its person: one that the database has, and one alone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from jikim.attach.tables import Link, Schema, Table
from jikim.attach.ways import Ways


def way(said: dict[str, Any], tables: dict[str, tuple[Link, ...]], *, views: tuple[str, ...] = ()) -> list[str] | None:
    """The tables on the way from `a` to the people `p`."""
    schema = Schema({name: Table(name, {}, ("id",), links, view=name in views) for name, links in tables.items()})
    mapping = SimpleNamespace(people="p", tables={name: {"person": person} for name, person in said.items()})
    found = Ways(cast("Any", mapping), schema).person_of("a")
    return None if found is None else [step.to for step in found]


def to(table: str, *columns: str) -> Link:
    return Link(columns, table, cascades=False, indexed=True, referred=("id",))


@pytest.mark.parametrize(
    ("said", "tables", "views", "expected"),
    [
        ({"a": "b"}, {"p": (), "a": (to("b", "b"),), "b": (to("p", "p"),)}, (), ["b", "p"]),
        ({"a": "x"}, {"p": (), "a": (to("b", "x"), to("c", "x")), "b": (to("p", "p"),), "c": (to("p", "p"),)}, (), None),
        ({"a": "b", "b": "a"}, {"p": (), "a": (to("b", "b"),), "b": (to("a", "a"), to("p", "p"))}, (), None),
        ({"a": "b"}, {"p": (), "a": (to("p", "b", "more"),)}, (), None),
        ({"a": ["b", "more"]}, {"p": (), "a": (to("p", "b", "more"),)}, (), ["p"]),
        ({"a": "b", "b": "p"}, {"p": (), "a": (to("b", "b"),), "b": (to("p", "p"),)}, ("b",), None),
    ],
)  # fmt: skip
def test_a_way_is_one_that_the_database_has(
    said: dict[str, Any], tables: dict[str, tuple[Link, ...]], views: tuple[str, ...], expected: list[str] | None
) -> None:
    """Step by step as the mapping says; none by a key to two tables, in a circle, by a part of a key, or through a view."""
    assert way(said, tables, views=views) == expected
