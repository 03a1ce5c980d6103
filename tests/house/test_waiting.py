"""No test passes or fails by how long something took or how much memory it held: `waiting.py` alone reads a clock, to end a
wait, and nothing else measures. What is measured is measured by `make bench`."""

from __future__ import annotations

import ast

import pytest
from tests.house.source import ROOT, modules, name, tree
from tests.house.test_clock import reads

TESTS = ROOT / "tests"
CLOCK = TESTS / "waiting.py"
MODULES = {"time", "timeit", "tracemalloc", "psutil"}
CALLS = {("sys", "getsizeof"), ("resource", "getrusage"), ("os", "times"), ("jikim.clock", "machine_seconds")}
FILES = ("VmRSS", "VmHWM", "/statm", "/schedstat")


def measures(source: ast.Module) -> list[str]:
    """Every reading of a clock or of memory in a file."""
    found = reads(source)
    for node in ast.walk(source):
        match node:
            case ast.Import(names=names):
                found += [one.name for one in names if one.name in MODULES]
            case ast.ImportFrom(module=module, names=names):
                found += [f"{module}.{one.name}" for one in names if module in MODULES or (module, one.name) in CALLS]
            case ast.Attribute(value=ast.Name(id=of), attr=attr) if (of, attr) in CALLS:
                found.append(f"{of}.{attr}")
            case ast.Constant(value=str(text)) if any(one in text for one in FILES):
                found.append(text)
    return found


def test_no_test_measures() -> None:
    """No file of the tests but `waiting.py` reads a clock or how much memory something holds."""
    others = [path for path in modules(TESTS) if path not in (CLOCK, TESTS / "house" / "test_waiting.py")]
    assert {name(path): found for path in others if (found := measures(tree(path)))} == {}


@pytest.mark.parametrize(
    "code",
    [
        "import time",
        "import time as t",
        "from time import sleep",
        "import tracemalloc",
        "import resource\nresource.getrusage(0)",
        "from sys import getsizeof",
        "from jikim.clock import machine_seconds",
        "from datetime import datetime\ndatetime.now()",
        "open(f'/proc/{pid}/statm')",
    ],
)
def test_each_way_of_measuring_is_seen(code: str) -> None:
    """However a clock or a measure comes in, it is found."""
    assert measures(ast.parse(code))
