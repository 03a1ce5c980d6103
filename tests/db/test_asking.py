"""How a statement is asked of several servers while somebody moves between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from jikim.db import spread as spreading
from jikim.db.queries import Acknowledged, Query, Statement, load
from jikim.db.spread import Rows, Spread
from jikim.db.steps import Servers
from jikim.errors import ElsewhereError, StoreError
from jikim.store.directory import Ticket

STORE, Q = load("jikim.store"), load("jikim.db")
LOW, MIDDLE, HIGH = UUID(int=5), UUID(int=(4 << 124) + 5), UUID(int=(9 << 124) + 5)
BEFORE = [(UUID(int=0), "live"), (UUID(int=8 << 124), "live@2")]
AFTER = [(UUID(int=0), "live"), (UUID(int=4 << 124), "live@2")]


class Numbered(Acknowledged):
    """An entry, which counts how often another of it was made."""

    made = 0

    def another(self) -> Numbered:
        Numbered.made += 1
        return Numbered(int=self.int + 1)


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


def test_who_is_on_their_way_is_waited_for(spread: Spread, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked again and again, and refused where it takes for long."""
    answers: list[Rows | None] = [None, None, [(1,)]]
    assert ran(spread, STORE["subject_of"](subject=MIDDLE), lambda _: answers.pop(0)) == [(1,)]
    monkeypatch.setattr(spreading, "LOOKS", 5)
    with pytest.raises(ElsewhereError):
        ran(spread, STORE["subject_of"](subject=MIDDLE), lambda _: None)


def _of_many(head: str, *params: Any, names: tuple[str, ...] = (), entries: tuple[int, ...] = ()) -> Statement:
    query = Query(
        "x", "live", "SELECT 1", "…", many=head, names=names, entries=entries, laid=lambda given: [*given.values()]
    )
    return Statement(query, [*params])


def test_all_are_asked_again_with_entries_of_their_own(spread: Spread) -> None:
    """Where the second server says otherwise, the first is asked once more too, and records another entry: nobody is met on two."""
    Numbered.made = 0
    asked: list[tuple[str, int]] = []

    def answer(one: Statement) -> Rows | None:
        asked.append((one.server, int(one.params[0])))
        if len(asked) == 2:
            spread.learn(AFTER)
            return None
        return [("x", len(asked))]

    statement = _of_many("sum k", Numbered(int=1), names=("entry",), entries=(0,))
    assert ran(spread, statement, answer) == [("x", 7)]
    assert [server for server, _ in asked] == ["live", "live@2"] * 2
    assert len({entry for _, entry in asked[2:]} | {asked[0][1]}) == 3


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
    """Asked of one server, of people who were thought to lie there, it waits for them while they are on their way, and is told
    when they have moved; each is asked whether they are there."""
    statement = _of_many("split").on("live", [LOW, MIDDLE])
    answers: list[Rows | None] = [None, [(1,)]]
    sent: list[Statement] = []

    def waits(one: Statement) -> Rows | None:
        sent.append(one)
        return answers.pop(0)

    assert ran(spread, statement, waits) == [(1,)]
    assert [one.params[-1] for one in sent] == [[LOW, MIDDLE]] * 2

    def moved(_one: Statement) -> None:
        spread.learn(AFTER)

    with pytest.raises(ElsewhereError):
        ran(spread, statement, moved)


def test_each_by_itself_is_asked_anew_where_somebody_moved(spread: Spread) -> None:
    """What a room asks of each server is asked of all again."""
    asked = []
    for server in spread.rounds():
        asked.append(server)
        if len(asked) == 2:
            spread.learn(AFTER)
    assert asked == ["live", "live@2"] * 2
    assert list(Spread([]).rounds()) == []


def test_while_the_ranges_are_read_every_server_is_asked_for_those_who_lie_there(spread: Spread) -> None:
    """Another thread asks in the middle of it: by the ranges before, never by none."""
    still = Statement(STORE["index.state"], [])
    before, meanwhile = [one.params[-1] for one in spread.sent(still)], []

    class Name(str):
        __slots__ = ()

        def __hash__(self) -> int:
            meanwhile.append([one.params[-1] for one in spread.sent(still)])
            return super().__hash__()

    spread.learn([(first, Name(server)) for first, server in AFTER])
    after = [one.params[-1] for one in spread.sent(still)]
    assert before != after
    assert meanwhile
    assert all(bounds in (before, after) for bounds in meanwhile)


def test_what_became_of_a_claim_is_asked_where_its_person_lies_now(spread: Spread) -> None:
    """Who moves while their claim is made may have it made on the server that they came to: what runs there is waited for
    before the house's list says that nothing stands."""
    ticket = Ticket(MIDDLE, UUID(int=1))
    ticket.number = UUID(int=2)
    asking = ticket.asked(Q["lies.all"]())
    assert isinstance(next(asking), Servers)
    asking.send(spread)
    spread.learn(AFTER)
    ended = StoreError("the connection ended", ko=("연결이 끊어졌습니다", ""))
    asked = [one for one in (asking.throw(ended), asking.send([(7,)])) if isinstance(one, Statement)]
    assert [(one.step, one.server) for one in asked] == [("rules.mark", "live"), ("rules.stand", "live@2")]
