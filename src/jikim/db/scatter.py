"""How a statement of many people is put together where they lie on several servers: each is asked, and the answers become one.

The statement's head in `queries.sql` says how, in clauses parted by semicolons, each with the columns that it is about:

    each                        the rows of all, one of each server in turn
    first                       those of the first server that answers any
    merge due, request desc     each server's are in this order, and so are all
    sum records                 rows that agree in all other columns become one, in which these are added
    least oldest; most last     of those the least, the greatest,
    any due; all over           whether it is so on any, on every server,
    union items                 the parts of all, each once

A fold without columns is of every one: `sum` adds all. Of a statement with a `limit` no more rows are answered than that.
Two more classes are asked of one server:

    split    people who lie on one server: its room makes a statement for each (`Statement.on`)
    house    of the house's server alone

Pure: answers go in, and one comes out. NULL is left out of a fold, and stands where PostgreSQL puts it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain, zip_longest
from typing import Any, NamedTuple

from jikim.db.queries import Acknowledged, Query, Statement

Row = tuple[Any, ...]

_FOLDS: Mapping[str, Callable[[Sequence[Any]], Any]] = {
    "sum": sum,
    "least": min,
    "most": max,
    "any": any,
    "all": all,
    "union": lambda values: sorted(set(chain.from_iterable(values))),
}
_BARE = ("each", "first", "split", "house")
_NOTHING: Any = object()


class Many(NamedTuple):
    """What a head says: `order` by columns, each with whether it falls, and `folds` by the columns that they fold ("": all)."""

    bare: str = ""
    order: tuple[tuple[str, bool], ...] = ()
    folds: Mapping[str, Callable[[Sequence[Any]], Any]] = {}

    @property
    def columns(self) -> set[str]:
        """Those that it names."""
        return {column for column, _ in self.order} | self.folds.keys() - {""}


@cache
def many_of(head: str) -> Many:
    """Reads a head's clauses. Raises ValueError for one of another form."""
    if head in _BARE:
        return Many(head)
    order: list[tuple[str, bool]] = []
    folds = {}
    for clause in head.split("; "):
        word, _, rest = clause.partition(" ")
        columns = rest.split(", ") if rest else []
        if word == "merge" and columns:
            order += [(column.removesuffix(" desc"), column.endswith(" desc")) for column in columns]
        elif word in _FOLDS:
            folds.update(dict.fromkeys(columns or [""], _FOLDS[word]))
        else:
            raise ValueError(f"`{clause}` says not how answers are put together")
    return Many("", tuple(order), folds)


def asked(statement: Statement, servers: int) -> list[Statement]:
    """A statement of many as it is asked of so many servers: each records an entry of its own, which says the same."""
    query = statement.query
    if statement.inside or not query.many or many_of(query.many).bare in ("split", "house"):
        raise ValueError(f"statement `{query.name}` is asked of one server")
    found = [statement]
    for _ in range(servers - 1):
        params = list(statement.params)
        for at in query.entries:
            if isinstance(entry := params[at], Acknowledged):
                params[at] = entry.another()
        found.append(statement._replace(params=params))
    return found


def gathered(statement: Statement, columns: Sequence[str], answers: Sequence[Sequence[Row]]) -> list[Row]:
    """One answer from those of several servers, whose columns have these names."""
    many = many_of(statement.query.many)
    if many.bare == "first":
        return list(next((rows for rows in answers if rows), ()))
    rows: list[Row] = [row for turn in zip_longest(*answers, fillvalue=_NOTHING) for row in turn if row is not _NOTHING]
    if many.folds:
        rows = _folded(many.folds, columns, rows)
    for column, falls in reversed(many.order):
        rows.sort(key=_place(columns.index(column)), reverse=falls)
    return rows[: limit_of(statement)]


def _place(at: int) -> Callable[[Row], Any]:
    return lambda row: (row[at] is None, row[at])


def _folded(
    folds: Mapping[str, Callable[[Sequence[Any]], Any]], columns: Sequence[str], rows: Iterable[Row]
) -> list[Row]:
    how = [folds.get(column, folds.get("")) for column in columns]
    alike: dict[Row, list[Row]] = {}
    for row in rows:
        key = tuple(_hashed(value) for value, fold in zip(row, how, strict=True) if fold is None)
        alike.setdefault(key, []).append(row)
    return [
        tuple(
            values[0] if fold is None else _fold(fold, [value for value in values if value is not None])
            for fold, values in zip(how, zip(*group, strict=True), strict=True)
        )
        for group in alike.values()
    ]


def _hashed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _fold(fold: Callable[[Sequence[Any]], Any], values: Sequence[Any]) -> Any:
    return fold(values) if values else None


def limit_of(statement: Statement) -> int | None:
    """How many rows it asks for at most."""
    place = _limits(statement.query)
    return None if place is None else statement.params[place]


@cache
def _limits(query: Query) -> int | None:
    # An entry of the ledger is laid out as its five values, and anything else as itself.
    sent = query.laid({name: (name,) * 5 for name in query.names})
    return sent.index(("limit",) * 5) if "limit" in query.names else None
