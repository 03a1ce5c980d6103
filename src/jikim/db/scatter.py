"""How a statement of many people is put together where they lie on several servers: each is asked, and the answers become one.

The statement's head says how, in clauses parted by semicolons, each with the columns that it is about:

    each                        the rows of all, one of each server in turn
    first                       those of the first server that answers any
    merge due, request desc     each server's are in this order, and so are all
    merge joined desc if newest     the same, which falls only where this parameter is true
    sum records                 rows that agree in all other columns become one, in which these are added
    least oldest; most last     of those the least, the greatest,
    any due; all over           whether it is so on any, on every server,
    union items                 the parts of all, each once
    place outcomes              a list with a part for each person who was given, put back in their order
    split subjects, records     each is given the people who lie there: arrays that go together, the people's first, or rows
                                of JSON with a `subject` in each; without it all are asked the same
    split                       the room that makes it does that (`Statement.on`)
    house                       of the house's server; what is asked of the others beside it, if anything, its room says

A fold without columns is of every one: `sum` adds all. Of a statement with a `limit` no more rows are answered than that.

Servers are asked in their order. Where one refuses, those before it have done their part, and the error says which
(`connections.of_server`): asked again, they find it done, and record that they were asked.

Pure: answers go in, and one comes out. NULL is left out of a fold, and stands where PostgreSQL puts it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain, zip_longest
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from psycopg.types.json import Json

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
_PLACE = "place"
_BARE = ("each", "first", "split", "house")
_NOTHING: Any = object()


class Many(NamedTuple):
    """What a head says: `order` by columns, each with whether it falls and the parameter that it falls by ("": always), `folds`
    by the columns that they fold ("": all), and the parameters that it splits, in lists that go together."""

    bare: str = ""
    order: tuple[tuple[str, bool, str], ...] = ()
    folds: Mapping[str, Callable[[Sequence[Any]], Any]] = {}
    placed: tuple[str, ...] = ()
    split: tuple[tuple[str, ...], ...] = ()

    @property
    def columns(self) -> set[str]:
        """Those that it names."""
        return {*self.placed, *(column for column, _, _ in self.order)} | self.folds.keys() - {""}

    @property
    def params(self) -> set[str]:
        """The parameters that it names."""
        return {name for names in self.split for name in names} | {by for _, _, by in self.order} - {""}


class Part(NamedTuple):
    """What one server is given of a statement of people in a list: who they are, and their places in that list."""

    statement: Statement
    people: list[UUID]
    places: list[int]


@cache
def many_of(head: str) -> Many:
    """Reads a head's clauses. Raises ValueError for one of another form."""
    if head in _BARE:
        return Many(head)
    order: list[tuple[str, bool, str]] = []
    folds, placed, split = {}, list[str](), list[tuple[str, ...]]()
    for clause in head.split("; "):
        word, _, rest = clause.partition(" ")
        columns = rest.split(", ") if rest else []
        if word == "merge" and columns:
            for column in columns:
                said, _, by = column.partition(" if ")
                order.append((said.removesuffix(" desc"), said.endswith(" desc"), by))
        elif word == "split" and columns:
            split.append(tuple(columns))
        elif word == _PLACE and columns:
            placed += columns
        elif word in _FOLDS:
            folds.update(dict.fromkeys(columns or [""], _FOLDS[word]))
        else:
            raise ValueError(f"`{clause}` says not how answers are put together")
    return Many("", tuple(order), folds, tuple(placed), tuple(split))


def asked(statement: Statement, servers: int) -> list[Statement]:
    """A statement of many as so many servers are asked the same: each records an entry of its own, which says the same."""
    many = many_of(statement.query.many) if statement.query.many else Many("house")
    if statement.inside or many.split or many.bare in ("split", "house"):
        raise ValueError(f"statement `{statement.query.name}` is not asked of all servers alike")
    return [statement, *(another(statement) for _ in range(servers - 1))]


def another(statement: Statement) -> Statement:
    """The same, whose entries of the ledger are others that say the same."""
    params = list(statement.params)
    for at in statement.query.entries:
        if isinstance(entry := params[at], Acknowledged):
            params[at] = entry.another()
    return statement._replace(params=params)


def divided(statement: Statement, of: Callable[[UUID], str]) -> dict[str, Part]:
    """A statement of people in lists, as it is asked of each server that any of them lies on (`of`). Nobody is nowhere."""
    places = _places(statement.query)
    given = [
        [_listed(statement.params[places[name]]) for name in names] for names in many_of(statement.query.many).split
    ]
    people = [[_who(one) for one in columns[0]] for columns in given]
    parts: dict[str, Part] = {}
    for server in dict.fromkeys(of(one) for group in people for one in group):
        part = another(statement) if parts else statement
        params, entries = list(part.params), set[str]()
        here = [[n for n, one in enumerate(group) if of(one) == server] for group in people]
        for names, columns, chosen in zip(many_of(statement.query.many).split, given, here, strict=True):
            for name, column in zip(names, columns, strict=True):
                values = [column[n] for n in chosen]
                params[places[name]] = _given(values, params[places[name]])
                # An entry that lies within is named by its row: its own, or the one that it is recorded under.
                entries |= {str(one.get(name)) for one in values if isinstance(one, dict) for name in ("entry", "anew")}
        inside = [one for one in statement.inside if str(one) in entries]
        whose = [group[n] for group, chosen in zip(people, here, strict=True) for n in chosen]
        parts[server] = Part(part._replace(params=params, inside=inside), whose, here[0])
    return parts


def _who(one: Any) -> UUID:
    """The person whom an entry of a list names."""
    subject = one["subject"] if isinstance(one, dict) else one
    return subject if isinstance(subject, UUID) else UUID(subject)


def _listed(value: Any) -> list[Any]:
    if isinstance(value, Json):
        value = value.dumps(value.obj) if value.dumps is not None else value.obj
    found: list[Any] = msgspec.json.decode(value) if isinstance(value, str | bytes) else list(value)
    return found


def _given(values: list[Any], before: Any) -> Any:
    """A part of a list, in the form that all of it had."""
    if not isinstance(before, Json | str | bytes):
        return values
    content = msgspec.json.encode(values)
    return Json(None, dumps=lambda _: content)


def gathered(
    statement: Statement, columns: Sequence[str], answers: Sequence[Sequence[Row]], places: Sequence[Sequence[int]] = ()
) -> list[Row]:
    """One answer from those of several servers, whose columns have these names; `places`: of the people that each was given."""
    many = many_of(statement.query.many)
    if many.placed:
        answers = _placed(columns.index(many.placed[0]), answers, places)
    if many.bare == "first":
        return list(next((rows for rows in answers if rows), ()))
    rows: list[Row] = [row for turn in zip_longest(*answers, fillvalue=_NOTHING) for row in turn if row is not _NOTHING]
    if many.folds:
        rows = _folded(many.folds, columns, rows)
    for column, falls, by in reversed(many.order):
        turned = falls and (not by or bool(statement.params[_places(statement.query)[by]]))
        rows.sort(key=_place(columns.index(column)), reverse=turned)
    return rows[: limit_of(statement)]


def _placed(at: int, answers: Sequence[Sequence[Row]], places: Sequence[Sequence[int]]) -> list[list[Row]]:
    """The answers, with the whole list in each."""
    whole: list[Any] = [None] * sum(map(len, places))
    for [row], group in zip(answers, places, strict=True):
        for n, value in zip(group, row[at], strict=True):
            whole[n] = value
    return [[(*row[:at], whole, *row[at + 1 :])] for [row] in answers]


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
    place = _places(statement.query).get("limit")
    return None if place is None else statement.params[place]


@cache
def _places(query: Query) -> dict[str, int]:
    """Where each parameter stands in what is sent; an entry of the ledger is laid out as its five values."""
    sent = query.laid({name: (name,) * 5 for name in query.names})
    return {name: sent.index((name,) * 5) for name in query.names if (name,) * 5 in sent}
