"""The queries: the finite list of every access to personal data, for whoever audits it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from tests.house.source import PACKAGE, ROOT, holding, modules, name

from jikim.db import queries
from jikim.db.queries import ENTRY, statements
from jikim.db.schema import DATABASES, SOURCES, named, source
from jikim.db.spread import ALL_HERE, HERE
from jikim.store.rows import ANSWERS

QUERIES = statements()
ALL = [(room, query) for room, queries in QUERIES.items() for query in queries.values()]


def name_of(node: ast.AST) -> str:
    """A plain name; of anything else, nothing."""
    return node.id if isinstance(node, ast.Name) else ""


def test_each_statement_calls_the_function_below_its_head() -> None:
    """Each is one call of a function of its own database or of the ledger's inbox there, and says in a sentence what it is
    for."""
    assert len(ALL) > 700
    for _, query in ALL:
        assert query.about.endswith(".")
        called = re.fullmatch(
            r"SELECT (?:\* FROM )?([a-z]+)\.[a-z_]+\((?:%s(?:, %s)*)?\)", query.text.replace(ENTRY, "%s")
        )
        assert called is not None, query.text
        assert called[1] in (query.database, "ledger")


@pytest.mark.parametrize(
    ("head", "function"),
    [
        ("-- statement x @nowhere: For nothing.", "CREATE FUNCTION live.x() RETURNS void"),
        ("-- statement x @live", "CREATE FUNCTION live.x() RETURNS void"),
        ("-- statement x @live: For nothing.", "-- nothing follows"),
        ("-- statement x @live: One.\n-- statement x @live: Two.", "CREATE FUNCTION live.x() RETURNS void"),
    ],
)
def test_a_head_of_another_form_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, head: str, function: str
) -> None:
    """No statement is left out, or called by half: the file and what is wrong are said before anything runs."""
    (tmp_path / "schema.sql").write_text(f"{head}\n{function}\n")
    monkeypatch.setattr(queries, "SOURCES", {"live": ("schema.sql",)})
    monkeypatch.setattr(queries.resources, "files", lambda _: tmp_path)
    with pytest.raises(ValueError, match=r"schema\.sql"):
        statements.__wrapped__()


def test_a_statement_that_is_asked_for_is_there() -> None:
    """What a call names is a statement; which parameters it takes, and of which types, the type checker holds (`db/calls.pyi`).
    None is told by its position but in `db`, on the wire."""
    named = {query.name for _, query in ALL}
    asked = {
        (name(path), node.slice.value)
        for path, parsed in (*holding(r"\bQ\b"), *holding(r"\bQ\b", ROOT / "homepage"))
        for node in ast.walk(parsed)
        if isinstance(node, ast.Subscript)
        and name_of(node.value) in ("Q", "STORE", "KEYS")
        and isinstance(node.slice, ast.Constant)
    }
    assert len(asked) > 500
    assert sorted(one for one in asked if one[1] not in named) == []
    positional = [
        name(path)
        for path in modules()
        if path.parent.name != "db" and re.search(r"\bStatement\(", path.read_text(encoding="utf-8"))
    ]
    assert positional == ["src/jikim/policy/model/matters.py"]  # a declaration of the policy, of that name


# Where a row is read by its position: on the hot way of `use` and of reads of many, under the sequencer, on plain connections, and of an
# open answer that only `recorded` looks at.
BY_POSITION = {
    "src/jikim/backup/cluster.py", "src/jikim/backup/dump.py", "src/jikim/backup/opening.py", "src/jikim/backup/restoring.py",
    "src/jikim/db/driver.py", "src/jikim/db/migrate.py", "src/jikim/db/queries.py", "src/jikim/drill/ground.py",
    "src/jikim/drill/rows.py", "src/jikim/ledger/sequencer.py", "src/jikim/ledger/subtrees.py",
}  # fmt: skip


def test_a_row_is_read_by_name() -> None:
    """What a statement answers is unpacked by name, or is a type of its room's: no `row[3]`, no `rows[0][4]`, but where it is named."""
    position = re.compile(r"\brow\[-?\d+\]|\brows\[-?\d+\]\[-?\d+\]|\)\[0\]\[-?\d+\]")
    rooms = [
        path
        for path in modules()
        if path.relative_to(PACKAGE).parts[0] not in ("cli", "demo", "policy", "web", "paper", "uploads")
    ]
    found = {name(path) for path in rooms if position.search(path.read_text(encoding="utf-8"))}
    assert found == BY_POSITION


def test_the_types_of_rows_are_their_functions_columns() -> None:
    """Each type of a row names the columns of the function that answers it, in their order."""
    for asked, row in ANSWERS.items():
        query = QUERIES["store"][asked]
        function = re.search(r" ([a-z_.]+)\(", query.text)
        assert function is not None
        text = re.sub(r"--[^\n]*", "", source(query.database))
        head = re.search(rf"^CREATE FUNCTION {re.escape(function[1])}\((.*?)^LANGUAGE", text, re.M | re.S)
        assert head is not None
        columns = re.findall(r"\bOUT ([a-z_]+)", head[1]) or re.findall(
            r"(?:^|,)\s*([a-z_]+)", head[1].partition("RETURNS TABLE (")[2]
        )
        assert list(row._fields) == columns


def test_a_statement_refuses_what_it_does_not_take() -> None:
    """A parameter that is missing, or that is none of the statement's, is an error before anything is sent."""
    query = QUERIES["store"]["show"]
    entry = (1, 2, 3, 4, 5)
    assert query(entry=entry, subject="whose", only=None, finishes=None).params == ("whose", None, None, *entry)
    with pytest.raises(TypeError, match="subject"):
        query(entry=entry, only=None, finishes=None)
    with pytest.raises(TypeError, match="record"):
        query(entry=entry, subject="whose", only=None, finishes=None, record=None)


def test_every_query_is_used() -> None:
    """No statement stands in the list that no code runs."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in modules())
    # A name can be put together from the database's: f"ledger.place_{source}".
    names = re.findall(r'f"([a-z_.]*\{(?:source|database)\}[a-z_.]*)"', code)
    built = [re.sub(r"\\\{\w+\\\}", f"(?:{'|'.join(DATABASES)})", re.escape(text)) for text in names]
    unused = [
        query.name
        for _, query in ALL
        if f'"{query.name}"' not in code and not any(re.fullmatch(pattern, query.name) for pattern in built)
    ]
    assert unused == []


def test_sql_is_nowhere_else() -> None:
    """No verb, job or policy file holds SQL: only the rooms that keep queries, db, the drill, whose thief reads as a
    superuser, and attach, whose statements are on an application's tables, do."""
    statement = re.compile(
        r"\"\s*(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|COPY|CREATE|ALTER|DROP|GRANT|TRUNCATE)\s+[\w*(]"
    )
    rooms = {*QUERIES, "attach", "db", "drill"}
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
    calls = bodies + HERE + ALL_HERE + "\n".join(query.text for _, query in ALL)
    made = set(re.findall(r"^CREATE FUNCTION ([a-z_.]+)\(", scripts, re.MULTILINE))
    called = set(re.findall(r"(?<!CREATE FUNCTION )\b([a-z]+\.[a-z_]+)\(", calls))
    assert sorted(made - called) == []


def test_the_inbox_is_written_by_one_function() -> None:
    """An entry reaches the database as one value, and the inbox by `ledger.record`; but for a batch, and the first
    entry of a generation."""
    write = re.compile(r"^CREATE FUNCTION ([a-z_.]+)\((?:(?!^CREATE ).)*?INSERT INTO ledger\.inbox", re.M | re.S)
    for database in DATABASES:
        text = source(database)
        others: set[str] = {
            "live": {"live.collect_many", "live.use_many", "live.move_in", "live.attached_gone"},
            "archive": {"archive.admit_many"},
            "ledger": {"ledger.begin_generation"},
        }.get(database, set())
        assert set(write.findall(text)) == {"ledger.record"} | others
        assert not re.search(
            r"\bp_who\b",
            re.sub(
                r"^CREATE FUNCTION (?:live\.(?:collect_many|move_in|attached_gone)|archive\.admit_many)\(.*?^END ",
                "",
                text,
                flags=re.M | re.S,
            ),
        )


# Functions in which THEN or ELSE answers a count, a version or the state of a row, and no outcome.
COUNTING = {
    "keys.epoch_ahead",
    "keys.expect_due",
    "live.backup_settled",
    "live.collect",
    "live.collect_many",
    "live.find",
    "live.happen",
    "live.job_note",
    "live.move_in",
    "live.tally_try",
    "live.tally_within",
}
OUTCOME = r"(?:outcome|found_|denied|WHEN word|officer_word\([^()]*\)|handler_may\([^()]*\))"
NUMBERED = re.compile(OUTCOME + r" (?::=|=|<>) \d+|ledger\.record\((?:[^,()]*\([^()]*\)|[^,()]*), \d+[,)]")
FUNCTION = re.compile(r"^CREATE FUNCTION ([a-z_.]+)\((.*?)^(?=CREATE |GRANT |REVOKE )", re.M | re.S)


def test_an_outcome_is_written_by_its_name() -> None:
    """No outcome stands as a number in a room's schema: `THEN {frozen}`, from `policy/outcome.py`; an unknown name is
    refused."""
    for path in sorted(PACKAGE.rglob("*.sql")):
        text = re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8"))
        assert NUMBERED.findall(text) == [], path
        for function, body in FUNCTION.findall(text):
            assert function in COUNTING or re.findall(r"\b(?:THEN|ELSE|RETURN) \d+\b", body) == [], function
    with pytest.raises(KeyError):
        named("SELECT {forzen}")


def test_every_definition_stands_once() -> None:
    """Each table and each function of a database is defined in one place: nothing is altered, replaced or dropped
    afterwards."""
    for database in DATABASES:
        text = re.sub(r"--[^\n]*", "", source(database))
        assert not re.findall(r"^(?:ALTER|DROP|CREATE OR REPLACE)\b.*", text, re.MULTILINE)
        made = re.findall(r"^CREATE (TABLE|FUNCTION) ([a-z_.]+)", text, re.MULTILINE)
        assert sorted(name for name in set(made) if made.count(name) > 1) == []
        assert len(made) > 10


def test_every_source_is_put_together() -> None:
    """No room has a schema that no database is made from, but for what a superuser runs and the figures of a BI tool."""
    found = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.sql")}
    found = {name for name in found if not name.startswith("db/migrations/")}
    assert found == {name for names in SOURCES.values() for name in names} | {
        "db/privileges.sql",
        "reports/figures.sql",
    }


def test_what_is_allowed_is_recorded_by_no_statement_for_denials() -> None:
    """Whoever asks `deny` names an outcome, and none that allows; `note` takes none."""
    asked = [
        (path.name, one.lineno, ast.unparse(word.value))
        for path in (ROOT / "src/jikim").rglob("*.py")
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(one, ast.Call) and ast.unparse(one.func).endswith("['deny']")
        for word in one.keywords
        if word.arg == "outcome"
    ]
    assert asked
    assert [one for one in asked if one[2] in ("0", "Outcome.ALLOWED")] == []
