"""How a statement is asked of several servers by who does not know yet that people have moved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from jikim.db.queries import Query, Statement, load
from jikim.db.spread import Rows, Spread
from jikim.errors import ElsewhereError

STORE, Q = load("jikim.store"), load("jikim.db")
LOW, MIDDLE, HIGH = UUID(int=5), UUID(int=(4 << 124) + 5), UUID(int=(9 << 124) + 5)
BEFORE = [(UUID(int=0), "live"), (UUID(int=8 << 124), "live@2")]
AFTER = [(UUID(int=0), "live"), (UUID(int=4 << 124), "live@2")]


@pytest.fixture
def spread() -> Spread:
    made = Spread(["live@2"])
    made.learn(BEFORE)
    made._columns["x"] = ["n", "k"]
    return made


def ran(spread: Spread, statement: Statement, answer: Callable[[Statement], Rows | None]) -> Rows:
    """Runs it as a driver does: None is a server's word that somebody is not there."""
    asking = spread.asking(statement)
    wanted = next(asking)
    while True:
        rows = answer(wanted)
        try:
            wanted = asking.send(rows) if rows is not None else asking.throw(ElsewhereError("x", ko=("x", "")))
        except StopIteration as stop:
            found: Rows = stop.value
            return found


def test_who_has_moved_is_asked_for_where_they_are(spread: Spread) -> None:
    """Whoever was refused reads the ranges, and asks the other server."""
    asked: list[str] = []

    def answer(one: Statement) -> Rows | None:
        asked.append(one.server)
        if one.server == "live":
            spread.learn(AFTER)
            return None
        return [(1,)]

    assert ran(spread, STORE["subject_of"](subject=MIDDLE), answer) == [(1,)]
    assert asked == ["live", "live@2"]


def test_who_is_nowhere_is_not_asked_for_again(spread: Spread) -> None:
    """Where the ranges are what they were the refusal stands: of one, of many in a list, and of those whom a room divides."""
    for statement in (
        STORE["subject_of"](subject=MIDDLE),
        _of_many("split subjects", [HIGH, LOW], names=("subjects",)),
        _of_many("split").on("live", [LOW, MIDDLE]),
    ):
        with pytest.raises(ElsewhereError):
            ran(spread, statement, lambda _: None)


def _of_many(head: str, *params: Any, names: tuple[str, ...] = ()) -> Statement:
    query = Query("x", "live", "SELECT 1", "…", many=head, names=names, laid=lambda given: [*given.values()])
    return Statement(query, [*params])


def test_of_people_in_a_list_each_is_asked_for_once(spread: Spread) -> None:
    """A part that is refused is divided anew; what another server answered stays, and places are those of the list."""
    asked: list[tuple[str, list[UUID]]] = []

    def answer(one: Statement) -> Rows | None:
        asked.append((one.server, one.params[0]))
        if one.server == "live" and MIDDLE in one.params[0]:
            spread.learn(AFTER)
            return None
        return [([str(person) for person in one.params[0]], 1)]

    statement = _of_many("split subjects; sum k; place n", [HIGH, MIDDLE, LOW], names=("subjects",))
    assert ran(spread, statement, answer) == [([str(HIGH), str(MIDDLE), str(LOW)], 3)]
    assert asked == [("live@2", [HIGH]), ("live", [MIDDLE, LOW]), ("live@2", [MIDDLE]), ("live", [LOW])]


def test_what_a_room_divides_it_divides_again(spread: Spread) -> None:
    """Asked of one server, of people who were thought to lie there, it is told when they have moved; each is asked whether they
    are there."""
    sent: list[Statement] = []

    def moved(one: Statement) -> None:
        sent.append(one)
        spread.learn(AFTER)

    with pytest.raises(ElsewhereError):
        ran(spread, _of_many("split").on("live", [LOW, MIDDLE]), moved)
    assert [one.params[-1] for one in sent] == [[LOW, MIDDLE]]
    assert (spread.several, Spread([]).several) == (("live", "live@2"), ())
