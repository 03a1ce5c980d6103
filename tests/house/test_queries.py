"""The queries: the finite list of every access to personal data, for whoever audits it."""

from __future__ import annotations

import re

import pytest
from tests.house.source import PACKAGE, modules, name

from jikim.db.queries import ENTRY, Query, load
from jikim.db.schema import DATABASES, SOURCES, named, source

ROOMS = sorted(path.parent.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("queries.sql"))
QUERIES = {room: load(f"jikim.{room.replace('/', '.')}") for room in ROOMS}
ALL = [(room, query) for room, queries in QUERIES.items() for query in queries.values()]
# The one table that the application's role may read: signed heads, with no one's data in them.
_TABLES = {"ledger.checkpoints": "ledger.checkpoint"}


def test_there_are_queries() -> None:
    """The rooms that keep statements."""
    assert ROOMS == [
        "accounts",
        "alerts",
        "api",
        "backup",
        "breach",
        "cabinet",
        "cases",
        "cookies",
        "desk",
        "disclosures",
        "handlers",
        "intake",
        "jobs",
        "keys",
        "ledger",
        "mail",
        "monitoring",
        "plan",
        "processors",
        "prove",
        "publishing",
        "reading",
        "reports",
        "review",
        "store",
        "uploads",
    ]


@pytest.mark.parametrize(("room", "query"), ALL, ids=[query.name for _, query in ALL])
def test_a_query_calls_one_function_of_its_database(room: str, query: Query) -> None:
    """Each statement is one call of one database function, and says in a sentence what it is for."""
    assert query.about.endswith(".")
    if query.name in _TABLES:
        assert f" FROM {_TABLES[query.name]} " in query.text
        return
    text = query.text.replace(ENTRY, "%s")
    schema = re.fullmatch(r"SELECT (?:\* FROM )?([a-z]+)\.[a-z_]+\((?:%s(?:, %s)*)?\)", text)
    assert schema is not None, query.text
    assert schema[1] in (query.database, "ledger")


def test_every_query_is_used() -> None:
    """No statement stands in the list that no code runs."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in modules())
    # A name can be put together from the database's: f"ledger.place_{source}".
    names = re.findall(r'f"([a-z_.]*\{(?:source|database)\}[a-z_.]*)"', code)
    built = [re.sub(r"\\\{\w+\\\}", "(?:live|archive|keys)", re.escape(text)) for text in names]
    unused = [
        query.name
        for _, query in ALL
        if f'"{query.name}"' not in code and not any(re.fullmatch(pattern, query.name) for pattern in built)
    ]
    assert unused == []


def test_sql_is_nowhere_else() -> None:
    """No verb, job or policy file holds SQL: only the rooms that keep queries, db, and the drill, whose thief reads as a superuser, do."""
    statement = re.compile(
        r"\"\s*(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|COPY|CREATE|ALTER|DROP|GRANT|TRUNCATE)\s+[\w*(]"
    )
    rooms = {*ROOMS, "db", "drill"}
    found = [
        name(path)
        for path in modules()
        if path.relative_to(PACKAGE).parts[0] not in rooms and statement.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_database_function_is_called() -> None:
    """No function can be executed that neither a query nor another function calls."""
    scripts = "\n".join(source(database) for database in DATABASES)
    bodies = re.sub(r"--[^\n]*|^(?:GRANT|REVOKE)[^;]*;", "", scripts, flags=re.MULTILINE)
    calls = bodies + "\n".join(query.text for _, query in ALL)
    made = set(re.findall(r"^CREATE FUNCTION ([a-z_.]+)\(", scripts, re.MULTILINE))
    called = set(re.findall(r"(?<!CREATE FUNCTION )\b([a-z]+\.[a-z_]+)\(", calls))
    assert sorted(made - called) == []


def test_the_inbox_is_written_by_one_function() -> None:
    """An entry reaches the database as one value, and the inbox by `ledger.record`; but for a batch, and the first entry of a generation."""
    write = re.compile(r"^CREATE FUNCTION ([a-z_.]+)\((?:(?!^CREATE ).)*?INSERT INTO ledger\.inbox", re.M | re.S)
    for database in DATABASES:
        text = source(database)
        others = {"ledger.begin_generation", "live.collect_many"} if database == "live" else set()
        assert set(write.findall(text)) == {"ledger.record"} | others
        assert not re.search(
            r"\bp_who\b", re.sub(r"^CREATE FUNCTION live\.collect_many.*?^END ", "", text, flags=re.M | re.S)
        )


# Functions in which THEN or ELSE answers a count, a version or the state of a row, and no outcome.
COUNTING = {
    "keys.epoch_ahead", "keys.expect_due", "live.asked_step_to", "live.backup_settled", "live.collect", "live.collect_many",
    "live.find", "live.happen", "live.job_note", "live.tally_try", "live.tally_within",
}  # fmt: skip
OUTCOME = r"(?:outcome|found_|denied|WHEN word|officer_word\([^()]*\)|handler_may\([^()]*\))"
NUMBERED = re.compile(OUTCOME + r" (?::=|=|<>) \d+|ledger\.record\((?:[^,()]*\([^()]*\)|[^,()]*), \d+[,)]")
FUNCTION = re.compile(r"^CREATE FUNCTION ([a-z_.]+)\((.*?)^(?=CREATE |GRANT |REVOKE )", re.M | re.S)


def test_an_outcome_is_written_by_its_name() -> None:
    """No outcome stands as a number in a room's schema: `THEN {frozen}`, from `policy/outcome.py`; an unknown name is refused."""
    for path in sorted(PACKAGE.rglob("*.sql")):
        text = re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8"))
        assert NUMBERED.findall(text) == [], path
        for function, body in FUNCTION.findall(text):
            assert function in COUNTING or re.findall(r"\b(?:THEN|ELSE|RETURN) \d+\b", body) == [], function
    with pytest.raises(KeyError):
        named("SELECT {forzen}")


def test_every_definition_stands_once() -> None:
    """Each table and each function of a database is defined in one place: nothing is altered, replaced or dropped afterwards."""
    for database in DATABASES:
        text = re.sub(r"--[^\n]*", "", source(database))
        assert not re.findall(r"^(?:ALTER|DROP|CREATE OR REPLACE)\b.*", text, re.MULTILINE)
        made = re.findall(r"^CREATE (TABLE|FUNCTION) ([a-z_.]+)", text, re.MULTILINE)
        assert sorted(name for name in set(made) if made.count(name) > 1) == []
        assert len(made) > 10


def test_every_source_is_put_together() -> None:
    """No room has a schema that no database is made from."""
    found = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.sql") if path.name != "queries.sql"}
    assert found == {name for names in SOURCES.values() for name in names}
