"""Only `clock.py` reads the wall clock; what else happens, happens at a `now` that was passed in."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from tests.house.source import PACKAGE, holding, modules, name, tree

_DATES = {"now", "utcnow", "today"}
_TIMES = {"time", "time_ns", "localtime", "gmtime", "ctime", "asctime", "strftime", "clock_gettime"}
_SQL = re.compile(
    r"\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(|"
    r"\b(current_date|current_time|current_timestamp|localtime|localtimestamp)\b|'(now|today|tomorrow|yesterday)'",
    re.IGNORECASE,
)

# The two exceptions: a second opinion, by which the sweep stops, and the refusal of what is early. Nothing is ever
# dated by them.
_OPINION = re.compile(r"CREATE FUNCTION (?:live\.server_time|ledger\.past)\([^$]*\$\$[^$]*\$\$;")


def reads(source: ast.Module) -> list[str]:
    """Every reading of the wall clock in a file, however it was imported."""
    modules_: dict[str, str] = {}
    classes: set[str] = set()
    found: list[str] = []
    for node in ast.walk(source):
        if isinstance(node, ast.Import):
            modules_.update(
                {(one.asname or one.name): one.name for one in node.names if one.name in ("time", "datetime")}
            )
        if isinstance(node, ast.ImportFrom) and node.module == "datetime":
            classes.update(one.asname or one.name for one in node.names if one.name in ("datetime", "date"))
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            found += [f"line {node.lineno}: time.{one.name}" for one in node.names if one.name in _TIMES]
    for node in ast.walk(source):
        if not isinstance(node, ast.Attribute):
            continue
        of = node.value
        if isinstance(of, ast.Name) and modules_.get(of.id) == "time" and node.attr in _TIMES:
            found.append(f"line {node.lineno}: time.{node.attr}")
        is_class = (isinstance(of, ast.Name) and of.id in classes) or (
            isinstance(of, ast.Attribute)
            and isinstance(of.value, ast.Name)
            and modules_.get(of.value.id) == "datetime"
            and of.attr in ("datetime", "date")
        )
        if is_class and node.attr in _DATES:
            found.append(f"line {node.lineno}: {node.attr}")
    return found


def test_only_the_clock_reads_the_wall_clock() -> None:
    """No file but clock.py asks the machine what time or day it is."""
    importing = holding(r"(?m)^\s*(?:import|from) (?:date)?time\b")
    found = {name(path): lines for path, parsed in importing if path.name != "clock.py" and (lines := reads(parsed))}
    assert found == {}


def test_the_clock_does_read_it() -> None:
    """The check sees the one place where the wall clock is read."""
    assert reads(tree(PACKAGE / "clock.py"))


@pytest.mark.parametrize(
    "code",
    [
        "import time\ntime.time()",
        "import time as t\nt.time_ns()",
        "from time import time\ntime()",
        "from datetime import datetime\ndatetime.now()",
        "from datetime import datetime as dt\ndt.utcnow()",
        "from datetime import date\nf = date.today",
        "import datetime\ndatetime.datetime.now()",
        "import datetime as d\nd.date.today()",
    ],
)
def test_each_way_of_reading_it_is_seen(code: str) -> None:
    """Every way of reading the wall clock is found, whatever name it was imported under."""
    assert reads(ast.parse(code))


@pytest.mark.parametrize(
    "code", ["import time\ntime.monotonic()", "house.now()", "from datetime import date\ndate(2013, 2, 5)"]
)
def test_what_reads_no_wall_clock_is_left_alone(code: str) -> None:
    """The machine's monotonic time, an injected clock and a written date are no reading of the wall clock."""
    assert reads(ast.parse(code)) == []


def _statements(path: Path) -> str:
    text = re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8"))
    text = _OPINION.sub("", text)
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


# What has no day of its own: a text that is a day, a day's own month, and the ledger's months, which are UTC for every
# policy.
_DAYS = re.compile(
    r"AT TIME ZONE p_zone\)::date|(?:detail ->> '\w+'\)|NULL|name|left\(name, 10\)|interval '1 month'\)|t\.term\))::date"
    r"|\bm::date|date_trunc\('month', u\.due::timestamp\)::date|date_trunc\('month', i\.at, 'UTC'\)::date"
)


def test_no_sql_takes_a_moments_day_but_in_the_policys_zone() -> None:
    """A day or a month of a moment is reckoned in the zone that is a parameter: a month that begins in Seoul is none
    that begins in London."""
    found = {
        name(path): text for path in PACKAGE.rglob("*.sql") if "::date" in (text := _DAYS.sub("", _statements(path)))
    }
    assert {path: re.findall(r".{40}::date", text) for path, text in found.items()} == {}


def test_no_program_takes_a_moments_day_but_in_the_policys_zone() -> None:
    """Nobody asks a clock's moment for its day: `day_of` knows the zone."""
    found = [name(path) for path in modules() if ".now().date()" in path.read_text(encoding="utf-8")]
    assert found == []


def test_no_sql_asks_what_time_it_is() -> None:
    """No statement, function or default takes the server's time: the moment is always a parameter."""
    found = {name(path): match[0] for path in PACKAGE.rglob("*.sql") if (match := _SQL.search(_statements(path)))}
    assert found == {}


def test_the_servers_time_would_be_seen() -> None:
    """The check of SQL finds each of the server's clocks."""
    for text in ("SELECT now()", "DEFAULT CURRENT_TIMESTAMP", "clock_timestamp()", "at > 'today'::date"):
        assert _SQL.search(text)
