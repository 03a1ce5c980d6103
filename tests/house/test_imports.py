"""The order of the files: who imports whom, imports for types alone included."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from graphlib import CycleError, TopologicalSorter
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2] / "src"
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in ROOT.rglob("*.py")
}


def imported(name: str) -> set[str]:
    """Which files of ours a file imports, wherever in it the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(FILES[name].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            inner = {f"{node.module}.{one.name}" for one in node.names}
            found |= {one if one in FILES else node.module for one in inner}
    return found & set(FILES) - {name}


def test_no_file_imports_itself_by_a_detour() -> None:
    """Every file can be read after those that it imports."""
    try:
        order = tuple(TopologicalSorter({name: imported(name) for name in FILES}).static_order())
    except CycleError as error:
        raise AssertionError(" -> ".join(error.args[1])) from None
    assert set(order) == set(FILES)
    assert order.index("jikim.errors") < order.index("jikim.verbs.collect")


def test_no_file_of_the_tests_is_loaded_twice() -> None:
    """A file of the tests has one name, `tests.…`, by which pytest and each import know it: what it counts, it counts
    once. None lends itself another by `sys.path` or `sys.modules`."""
    tests = Path(__file__).parents[1]
    loaded = {
        name
        for name, module in sys.modules.items()
        if (file := getattr(module, "__file__", None)) and Path(file).is_relative_to(tests)
    }
    assert __name__ == "tests.house.test_imports"
    assert {name for name in loaded if not name.startswith("tests.")} == set()
    lent = re.compile(
        r"\bsys\.(?:path|modules)\b *(?:\[[^]]*\] *=(?! *None)|\.(?:insert|append|extend|update|setdefault)\b)"
    )
    assert [str(path) for path in tests.rglob("*.py") if lent.search(path.read_text("utf-8"))] == []


def test_the_clients_contract_knows_each_package_of_the_server() -> None:
    """What `jikim[server]` adds is what no import of the client's rooms may reach, package by package."""
    project = tomllib.loads((ROOT.parent / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (contract,) = (one for one in contracts if one["id"] == "client-alone")
    forbidden, kept = set(contract["forbidden_modules"]), "allow_indirect_imports" not in contract
    from_outside = metadata.packages_distributions()
    missed = [
        one
        for one in project["project"]["optional-dependencies"]["server"]
        if not any(
            canonicalize_name(Requirement(one).name) in map(canonicalize_name, from_outside.get(name, ()))
            for name in forbidden
        )
    ]
    assert missed == []
    assert kept
