"""What is asked of many people, a part to each server that they lie on, where some move meanwhile or a server is away."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from jikim.db.spread import Spread
from jikim.db.steps import Steps
from jikim.errors import ElsewhereError, StoreError
from jikim.store.by_server import by_server

FIRST, LAST = UUID(int=0), UUID(int=2**127)
PEOPLE = [UUID(int=2**127 + 1), UUID(int=1), UUID(int=2**127 + 2), UUID(int=2)]


def _run(spread: Spread, ask: Callable[[str, list[int]], Steps[list[str]]]) -> list[str | StoreError]:
    steps = by_server(PEOPLE, ask)
    next(steps)
    with pytest.raises(StopIteration) as ended:
        steps.send(spread)
    answers: list[str | StoreError] = ended.value.value
    return answers


def _two() -> Spread:
    spread = Spread(["live@2"])
    spread.learn([(FIRST, "live"), (LAST, "live@2")])
    return spread


def test_each_answer_stands_at_its_person_where_some_have_moved() -> None:
    """A server that refuses everybody, as some have moved, is asked again of those who still lie there, and the other of those
    who came; each answer stands at its person, and nobody is answered twice."""
    spread, asked = _two(), list[tuple[str, list[int]]]()

    def ask(server: str, places: list[int]) -> Steps[list[str]]:
        asked.append((server, places))
        if len(asked) == 1:
            spread.learn([(FIRST, "live"), (PEOPLE[2], "live@2")])
            raise ElsewhereError("moved", ko=("", ""))
        return [f"{server} {n}" for n in places]
        yield

    assert _run(spread, ask) == ["live 0", "live 1", "live@2 2", "live 3"]
    assert asked == [("live@2", [0, 2]), ("live", [1, 3, 0]), ("live@2", [2])]


def test_a_server_that_is_away_is_said_for_its_people_alone() -> None:
    """The people of a server that does not answer have its error, also where it says that somebody is elsewhere who is not;
    the others have their answers; where none answers, that is the whole's error."""
    for error in (StoreError("away", ko=("", "")), ElsewhereError("nobody moved", ko=("", ""))):

        def ask(server: str, places: list[int], error: StoreError = error) -> Steps[list[str]]:
            if server == "live@2":
                raise error
            return [server for _ in places]
            yield

        assert _run(_two(), ask) == [error, "live", error, "live"]

    def nobody(server: str, _places: list[int]) -> Steps[list[str]]:
        raise StoreError(server, ko=("", ""))
        yield

    steps = by_server(PEOPLE, nobody)
    next(steps)
    with pytest.raises(StoreError, match="live@2"):
        steps.send(_two())
