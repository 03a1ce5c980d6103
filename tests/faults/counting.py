"""How many faults were tried on which verb, and what they broke: counted by each test, and told in one table at the end
of the run.

A test asks for `tally` and counts with `tally.tried(verb, fault)`; a violation fails it where it is found, and is
counted too. The counts travel with the test's report, so that they reach whoever prints, whichever process ran the
test.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

# Each kind of count has a table of its own.
_TABLES = {"faults": "faults tried / violations", "races": "interleavings tried / violations"}
_total: dict[str, Counter[tuple[str, str]]] = {kind: Counter() for kind in _TABLES}
_wrong: dict[str, Counter[tuple[str, str]]] = {kind: Counter() for kind in _TABLES}


class Tally:
    """One test's counts: what was tried, by verb and fault, and how often something was wrong after it."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.violations: Counter[tuple[str, str]] = Counter()

    def tried(self, verb: str, fault: str, times: int = 1) -> None:
        """A fault was made. Whoever holds the invariants next says with `wrong` what it broke."""
        self.counts[verb, fault] += times

    def wrong(self, verb: str, fault: str, found: list[str], where: str = "") -> None:
        """Fails where something was found."""
        if found:
            self.violations[verb, fault] += 1
        assert not found, f"{verb}, {fault}, {where}: {found}"


def _counting(kind: str, record_property: Callable[[str, object], None]) -> Iterator[Tally]:
    found = Tally()
    yield found
    record_property(kind, json.dumps([[*key, n, found.violations[key]] for key, n in found.counts.items()]))


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Iterator[Tally]:
    """The faults of this test."""
    yield from _counting("faults", record_property)


@pytest.fixture
def raced(record_property: Callable[[str, object], None]) -> Iterator[Tally]:
    """The races of this test: by restriction and by what it was raced against."""
    yield from _counting("races", record_property)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Sums what the tests counted, in the process that prints."""
    if report.when != "teardown":
        return
    for name, value in report.user_properties:
        if name in _TABLES:
            for verb, fault, tried, wrong in json.loads(str(value)):
                _total[name][verb, fault] += tried
                _wrong[name][verb, fault] += wrong


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Prints the tables, where anything was tried."""
    for kind, title in _TABLES.items():
        if _total[kind]:
            terminalreporter.section(title)
            for line in table(_total[kind], _wrong[kind]):
                terminalreporter.write_line(line)


def table(total: Counter[tuple[str, str]], wrong: Counter[tuple[str, str]]) -> list[str]:
    """A row for each verb and a column for each fault: how often it was tried, and the violations after a slash where
    there are any."""
    faults = sorted({fault for _, fault in total})
    verbs = sorted({verb for verb, _ in total})

    def cell(pairs: list[tuple[str, str]]) -> str:
        tried, broke = sum(total[pair] for pair in pairs), sum(wrong[pair] for pair in pairs)
        return "" if not tried else f"{tried:,}/{broke:,}" if broke else f"{tried:,}"

    rows = [["", *faults, "all", "violations"]]
    for verb in verbs:
        pairs = [(verb, fault) for fault in faults]
        rows.append([verb, *(cell([pair]) for pair in pairs), cell(pairs), f"{sum(wrong[pair] for pair in pairs):,}"])
    columns = [[(verb, fault) for verb in verbs] for fault in faults]
    rows.append(["all", *(cell(column) for column in columns), cell(list(total)), f"{sum(wrong.values()):,}"])
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        "  ".join(
            text.ljust(width) if place == 0 else text.rjust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
