"""What a statement's answer says of its entry is so: one that is marked in no way records it whatever comes of it
(`db/queries.py`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import pytest
from tests.house.test_queries import ALL

from jikim.db.queries import Query
from jikim.db.schema import DATABASES, Database, source

MADE = re.compile(r"CREATE FUNCTION ([a-z_.]+)\((.*?)\$\$(.*?)\$\$", re.DOTALL)
CALLED = re.compile(r"\b((?:live|archive|keys|ledger)\.[a-z_]+)\(")
RECORD = "ledger.record(p_entry,"
WORDS = re.compile(
    r"\bEND (?:IF|LOOP)\b|\bELSIF\b|\bELSE\b(?=\s+(?:PERFORM|IF|FOR|INSERT|UPDATE|DELETE|SELECT|RETURN|\w+ :=))"
    r"|\b(?:IF|LOOP)\b(?! (?:NOT )?EXISTS\b(?! \())|\bRETURN\b(?! QUERY| NEXT| ledger\.record\(p_entry,)|ledger\.record\(p_entry,"
    r"|(?:live|archive)\.[a-z_]+\("
)


class Function(NamedTuple):
    """A function's parameters and its body."""

    given: str
    body: str


def functions(database: Database) -> dict[str, Function]:
    """Every function of a database, without its comments, and without the guard that records what it denies
    (`live.grant_denied`)."""
    text = re.sub(r"--[^\n]*", "", source(database))
    text = re.sub(r"IF live\.grant_denied\(p_grant, p_entry\) THEN [^\n]* RETURN; END IF;", "", text)
    return {name: Function(given, body) for name, given, body in MADE.findall(text)}


FUNCTIONS: Mapping[Database, dict[str, Function]] = {database: functions(database) for database in DATABASES}
RECORDING = [
    query
    for _, query in ALL
    if any("p_entry" in FUNCTIONS[query.database][name].given for name in CALLED.findall(query.text))
]


class Branch(NamedTuple):
    """Where one reads: whether this branch recorded, whether all before it did, and whether it is an ELSE."""

    recorded: bool = False
    before: bool = True
    last: bool = False


def records_always(database: Database, name: str) -> bool:
    """Whether a function inserts the entry it was given whichever way it goes, before it can return."""
    body = FUNCTIONS[database][name].body
    levels = [Branch()]
    for word in WORDS.finditer(body):
        found, rest = word.group(), body[word.end() :].partition(";")[0]
        here = levels[-1]
        if found in ("IF", "LOOP"):
            levels.append(Branch())
        elif found in ("ELSE", "ELSIF"):
            levels[-1] = Branch(False, here.before and here.recorded, found == "ELSE")
        elif found in ("END IF", "END LOOP"):
            levels.pop()
            if all(here):
                levels[-1] = levels[-1]._replace(recorded=True)
        elif found == "RETURN":
            if not any(level.recorded for level in levels):
                return False
        # What is selected may be nothing.
        elif (found == RECORD and " FROM " not in rest) or (
            found != RECORD and _passes_it_on(database, name, found[:-1], rest)
        ):
            levels[-1] = here._replace(recorded=True)
    return levels[0].recorded


def _passes_it_on(database: Database, name: str, other: str, rest: str) -> bool:
    made = FUNCTIONS[database].get(other)
    given = re.search(r"[ (]p_entry\)", rest) is not None
    return given and other != name and made is not None and "p_entry" in made.given and records_always(database, other)


def test_there_are_such_statements() -> None:
    """More than a hundred, by every way of recording."""
    assert len(RECORDING) > 100
    assert {query.records for query in RECORDING} >= {"", "records if done", "records if answered", "may record"}


@pytest.mark.parametrize("query", [query for query in RECORDING if not query.records], ids=lambda query: query.name)
def test_an_unmarked_statement_records_whatever_comes_of_it(query: Query) -> None:
    """It inserts its entry under no condition, or this test asks for a mark: an entry that is vouched for and was never
    made would be an alarm."""
    assert records_always(query.database, CALLED.findall(query.text)[0])


@pytest.mark.parametrize("query", [query for query in RECORDING if query.records], ids=lambda query: query.name)
def test_a_marked_statement_may_end_without_recording(query: Query) -> None:
    """One that records whatever comes of it has no mark: its refusals are vouched for too."""
    assert not records_always(query.database, CALLED.findall(query.text)[0])


FIRST = re.compile(r"OUT (\w+) (\w+)|RETURNS (?:TABLE \((\w+) (\w+)|(\w+))")


@pytest.mark.parametrize(
    "query", [query for query in RECORDING if query.records == "records if done"], ids=lambda query: query.name
)
def test_what_says_that_it_is_done_is_no_count(query: Query) -> None:
    """A statement marked `records if done` answers with a boolean or an outcome: a count of 0 would be taken for the
    outcome that allows, and its entry vouched for."""
    name = CALLED.findall(query.text)[0]
    made = FIRST.search(FUNCTIONS[query.database][name].given)
    assert made is not None
    out, kind, column, its, alone = made.groups()
    assert "boolean" in (kind, its, alone) or "outcome" in (out, column), f"{name} answers {made[0]}"


@pytest.mark.parametrize(
    ("mark", "rows", "recorded"),
    [
        ("", [], True),
        ("", [(None,)], True),
        ("records if done", [(0, None)], True),
        ("records if done", [(True,)], True),
        ("records if done", [(12,)], False),
        ("records if done", [(False,)], False),
        ("records if done", [(None,)], False),
        ("records if done", [], False),
        ("records if answered", [(0,)], True),
        ("records if answered", [(None,)], False),
        ("records if answered", [], False),
        ("may record", [(0,)], False),
    ],
)
def test_a_mark_means_what_it_says(mark: str, rows: list[tuple[object]], recorded: bool) -> None:
    """True and the outcome 0 are done; nothing and NULL are no answer; what may record never says so."""
    assert Query("one", "live", "SELECT 1", "One.", False, mark).recorded(rows) is recorded
