"""Statements of many people, put together from the answers of several servers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
import psycopg
import pytest
from tests.house.test_queries import QUERIES

from jikim.db.queries import Acknowledged, Query, Statement
from jikim.db.scatter import asked, divided, gathered, many_of
from jikim.db.schema import source
from jikim.store.encoded import raw_json

EVERY = [query for queries in QUERIES.values() for query in queries.values() if query.many]


def _put(
    head: str, columns: str, *answers: Sequence[tuple[Any, ...]], limit: int | None = None
) -> list[tuple[Any, ...]]:
    names = ("limit",) if limit is not None else ()
    query = Query("x", "live", "SELECT 1", "…", many=head, names=names, laid=lambda given: [*given.values()])
    return gathered(Statement(query, [limit] if names else []), columns.split(), answers)


def test_each_gives_the_rows_of_all_in_turn() -> None:
    """Where a page is full, no server's rows are left out for another's."""
    assert _put("each", "n", [(1,), (2,), (3,)], [(4,)], [], limit=2) == [(1,), (4,)]
    assert _put("each", "n", [(1,), (2,)], [(4,)]) == [(1,), (4,), (2,)]


def test_first_gives_those_of_one_server() -> None:
    """Whoever has any answers for all."""
    assert _put("first", "n", [], [(2,)], [(3,)]) == [(2,)]
    assert _put("first", "n", [], []) == []


def test_merge_is_the_order_of_one_server() -> None:
    """By several columns, rising and falling, with NULL where PostgreSQL puts it, and no more than the page holds."""
    old, new = datetime(2013, 2, 4, tzinfo=UTC), datetime(2013, 2, 5, tzinfo=UTC)
    one, two = [(new, 2), (old, 1)], [(new, 3), (old, 0)]
    assert _put("merge at desc, n", "at n", one, two) == [(new, 2), (new, 3), (old, 0), (old, 1)]
    assert _put("merge n", "n", [(1,), (None,)], [(2,), (3,)], limit=3) == [(1,), (2,), (3,)]
    assert _put("merge n desc", "n", [(None,), (1,)], [(2,)]) == [(None,), (2,), (1,)]


def test_an_order_may_fall_by_a_parameter() -> None:
    """A page of the newest and one of the oldest are of one statement, which says by what they differ."""
    names = ("newest",)
    query = Query(
        "x", "live", "SELECT 1", "…", many="merge at desc if newest, n", names=names, laid=lambda one: [*one.values()]
    )
    old, new = [(1, 0), (2, 0)], [(2, 0), (1, 0)]
    assert gathered(Statement(query, [True]), ["at", "n"], [new, [(3, 1)]]) == [(3, 1), *new]
    assert gathered(Statement(query, [False]), ["at", "n"], [old, [(1, 1)]]) == [(1, 0), (1, 1), (2, 0)]


def test_sum_adds_what_agrees_in_all_else() -> None:
    """Counts of one kind become one, a kind of one server stays, and NULL adds nothing."""
    one, two = [("a", 1, 2), ("b", None, 3)], [("b", 4, None), ("c", None, None)]
    assert _put("sum n, m; merge kind", "kind n m", one, two) == [("a", 1, 2), ("b", 4, 3), ("c", None, None)]
    assert _put("sum", "n m", [(1, 2)], [(3, None)]) == [(4, 2)]


def test_folds_of_what_is_no_count() -> None:
    """The least and the greatest, whether any or all, and the parts of all."""
    assert _put(
        "least a; most b; any c; all d; union e",
        "a b c d e",
        [(2, 2, True, True, [1, 3])],
        [(1, 5, False, False, [2, 3])],
    ) == [(1, 5, True, False, [1, 2, 3])]


class _Numbered(Acknowledged):
    def another(self) -> _Numbered:
        return _Numbered(int=self.int + 1)


def test_each_server_records_an_entry_of_its_own() -> None:
    """The entry that a statement is given is one server's; every other one's says the same under another number."""
    query = QUERIES["store"]["apart_again"]
    entry = (_Numbered(int=1), datetime(2013, 2, 4, tzinfo=UTC), "{}", b"", 0)
    given = {name: entry if name == "entry" else name for name in query.names}
    one, two = asked(query(**given), 2)
    at = query.entries[0]
    assert (one.params[at], two.params[at]) == (_Numbered(int=1), _Numbered(int=2))
    assert [*one.params[:at], *one.params[at + 1 :]] == [*two.params[:at], *two.params[at + 1 :]]
    with pytest.raises(ValueError, match="alike"):
        asked(QUERIES["store"]["without_row"](subjects=[]), 2)


def _side(subject: UUID) -> str:
    return "live" if subject.int < 10 else "live@2"


def test_people_in_a_list_are_divided_by_their_server() -> None:
    """Each server is given its people alone, with what goes with them, and an entry of its own; what each answers is put
    back in the order of the list."""
    here, there = UUID(int=1), UUID(int=11)
    finish = QUERIES["store"]["retire.finish"]
    entry = (_Numbered(int=1), datetime(2013, 2, 4, tzinfo=UTC), "{}", b"", 0)
    lists: dict[str, Any] = {"subjects": [there, here, there], "records": ["a", "b", "c"]}
    statement = finish(**lists, fate="rests", partly=False, entry=entry)
    parts = divided(statement, _side)
    assert {server: (part.statement.params[:2], part.people, part.places) for server, part in parts.items()} == {
        "live@2": ([[there, there], ["a", "c"]], [there, there], [0, 2]),
        "live": ([[here], ["b"]], [here], [1]),
    }
    assert [part.statement.params[4] for part in parts.values()] == [_Numbered(int=1), _Numbered(int=2)]
    answers = [[(0, [4, 0])], [(3, [3])]]
    assert gathered(statement, ["outcome", "outcomes"], answers, [part.places for part in parts.values()]) == [
        (0, [4, 3, 0])
    ]
    # A record of an older key belongs to another list than who gets a newer one.
    drop = QUERIES["store"]["restore.drop_records"]
    lists = {"subjects": [here], "generations": [1], "renewed": [there, here], "to": [2, 3]}
    parts = divided(drop(**lists, run="run", entry=entry), _side)
    assert {server: part.statement.params[1:5] for server, part in parts.items()} == {
        "live": [[here], [1], [here], [3]],
        "live@2": [[], [], [there], [2]],
    }


def test_rows_of_json_are_divided_with_the_entries_in_them() -> None:
    """A row goes where its person lies, and its entry is vouched for by who recorded it."""
    here, there = UUID(int=1), UUID(int=11)
    entries = [_Numbered(int=n) for n in (101, 102)]
    rows = [
        {"n": n, "subject": str(whose), "anew": str(one)}
        for n, (whose, one) in enumerate(zip((here, there), entries, strict=True))
    ]
    statement = QUERIES["store"]["attached.take"](entries, rows=raw_json(msgspec.json.encode(rows)), policy=1, at=None)
    parts = divided(statement, _side)
    for server, row, one in zip(("live", "live@2"), rows, entries, strict=True):
        assert msgspec.json.decode(parts[server].statement.params[0].dumps(None)) == [row]
        assert parts[server].statement.inside == [one]
    assert divided(QUERIES["store"]["without_row"](subjects=[]), _side) == {}


@pytest.mark.parametrize("query", EVERY, ids=[query.name for query in EVERY])
def test_a_head_names_columns_that_its_statement_answers(columns: dict[str, list[str]], query: Query) -> None:
    """What is added, merged or folded is there."""
    function = query.text.removeprefix("SELECT ").removeprefix("* FROM ").partition("(")[0]
    # One value alone has the function's name.
    named = {*columns[function]} if query.text.startswith("SELECT * FROM ") else {function.partition(".")[2]}
    assert many_of(query.many).columns <= named


@pytest.fixture(scope="module")
def columns(server: Any) -> dict[str, list[str]]:
    """The columns that each function of the live database answers."""
    from jikim.db.keeper import ADMIN

    with psycopg.connect(server.conninfo("live", ADMIN)) as conn:
        rows = conn.execute(
            """SELECT n.nspname || '.' || p.proname, p.proargnames, p.proargmodes::text[],
                      ARRAY(SELECT a.attname::text FROM pg_attribute a JOIN pg_type t ON t.typrelid = a.attrelid
                             WHERE t.oid = p.prorettype AND a.attnum > 0)
                 FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN ('live', 'ledger')"""
        ).fetchall()
    return {
        name: [one for one, mode in zip(names or [], modes or [], strict=False) if mode in ("o", "t")] or attributes
        for name, names, modes, attributes in rows
    }


def test_what_a_head_hangs_on_is_a_parameter() -> None:
    """Each list that a head splits is a parameter of its statement, and each by which an order falls."""
    for query in EVERY:
        assert many_of(query.many).params <= {*query.names}


@pytest.mark.parametrize("query", [one for one in EVERY if "limit" in one.names], ids=lambda query: query.name)
def test_what_is_called_limit_is_a_number_of_rows(query: Query) -> None:
    """No more rows than that are answered of several servers, so nothing else bears that name."""
    function = query.text.removeprefix("SELECT ").removeprefix("* FROM ").partition("(")[0]
    head = source("live").partition(f"CREATE FUNCTION {function}(")[2].partition("LANGUAGE")[0]
    assert "p_limit integer" in head or "p_limit bigint" in head
