"""The house style, where a linter has no rule for it."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.house.source import PACKAGE, ROOT, holding, modules, name, tree, written

from jikim.app.methods import Verbs
from jikim.web.downloads import attachment

# The command's own rooms speak to a person; every other room answers with values and errors.
_MAY_PRINT = {"cli", "demo"}


def test_no_room_prints() -> None:
    """Nothing below the command line prints or writes to the terminal; `python -m jikim.proof` is a command too."""
    found = []
    for path, parsed in holding(r"\b(?:print|stdout|stderr)\b"):
        if path.relative_to(PACKAGE).parts[0] in _MAY_PRINT or path.name == "__main__.py" or path.name == "keeper.py":
            continue
        for node in ast.walk(parsed):
            if isinstance(node, ast.Name) and node.id == "print":
                found.append(f"{name(path)}:{node.lineno}")
            if (
                isinstance(node, ast.Attribute)
                and node.attr in ("stdout", "stderr")
                and ast.unparse(node.value) == "sys"
            ):
                found.append(f"{name(path)}:{node.lineno}")
    assert found == []


def test_every_file_says_what_it_guarantees() -> None:
    """Each module of the package begins with a docstring."""
    assert [name(path) for path in modules() if not ast.get_docstring(tree(path))] == []


def test_every_test_says_what_it_shows() -> None:
    """Each test has a docstring of one sentence."""
    found = []
    for path in modules(ROOT / "tests"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                said = (ast.get_docstring(node) or "").strip()
                if not said.endswith("."):
                    found.append(f"{name(path)}:{node.lineno} {node.name}")
    assert found == []


_EMPLOYS = {"officer": "officer", "officer_of": "officer", "worker": "handler", "employ": ""}


def test_a_name_is_of_one_kind_in_all_tests() -> None:
    """Whoever works in a test by a name is a handler, or an officer, in every file: tests of one process share a house."""
    found: dict[str, dict[str, str]] = {}
    for path, parsed in holding("|".join(_EMPLOYS), ROOT / "tests"):
        for node in ast.walk(parsed):
            called = ast.unparse(node.func).rpartition(".")[2] if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and called in _EMPLOYS:
                said = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                if said:
                    kind = _EMPLOYS[called] or [*said, "handler"][1]
                    found.setdefault(said[0], {})[kind] = f"{name(path)}:{node.lineno}"
    assert {who: kinds for who, kinds in found.items() if len(kinds) > 1} == {}


def test_rooms_are_nouns_of_the_field() -> None:
    """There is no room or file for what found no place."""
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}
    assert [name(path) for path in modules() if vague & set(path.with_suffix("").relative_to(PACKAGE).parts)] == []


def test_nothing_is_left_for_later() -> None:
    """No file holds a mark for work that was not done."""
    marks = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX|NotImplemented" + r"Error)\b")
    assert [name(path) for path in modules() if marks.search(path.read_text(encoding="utf-8"))] == []


def test_no_test_is_skipped() -> None:
    """No test skips itself or is expected to fail; on two servers those about one alone are told apart."""
    marks = re.compile(r"pytest\.(?:mark\.)?(?:skip|skipif|xfail|importorskip)\b")
    ours = ("tests/house/test_style.py", "tests/servers.py")
    assert [
        name(path)
        for path in modules(ROOT / "tests")
        if name(path) not in ours and marks.search(path.read_text(encoding="utf-8"))
    ] == []


def test_no_machine_is_named() -> None:
    """No text names a developer's machine or directory, or where packages are fetched from."""
    place = re.compile(
        r"(?<![\w.])/(?:root|work)/|(?<![\w./])/(?:home|Users)/\w|\bpy"
        + r"pi\.org|files\.python"
        + r"hosted|test\.py"
        + r"pi|proxy\.golang|registry\.npm"
    )
    found = []
    for path in written():
        text = path.read_text(encoding="utf-8", errors="replace")
        if name(path) != "tests/house/test_style.py" and (match := place.search(text)):
            found.append(f"{name(path)}: {match[0]}")
    assert found == []


@pytest.mark.parametrize("room", ["policy", "proof", "verbs", "store", "ledger", "keys", "db", "jobs", "backup"])
def test_every_room_says_what_it_is(room: str) -> None:
    """Each room's own file says what it guarantees."""
    said = ast.get_docstring(tree(PACKAGE / room / "__init__.py"))
    assert said
    assert len(said.split()) >= 5


def _asked(root: str, written: str = "") -> Iterator[tuple[str, str, ast.Call]]:
    """Each call of a verb's method: where, on what, and the call. Not of a module's function that has a verb's name.
    `written`: in files with it."""
    verbs = {one for one, found in vars(Verbs).items() if getattr(found, "by_actor", False)}
    for path in modules(ROOT / root):
        if written not in path.read_text(encoding="utf-8"):
            continue
        nodes = list(ast.walk(tree(path)))
        rooms = {one.asname or one.name for node in nodes if isinstance(node, ast.ImportFrom) for one in node.names}
        for node in nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in verbs:
                on = ast.unparse(node.func.value)
                if on not in rooms:
                    yield f"{name(path)}:{node.lineno}", on, node


def test_a_page_says_as_whom_it_asks() -> None:
    """No page of ours calls a verb on a `Jikim` itself, which asks as the application: it says `jk.by(…)`, of the
    application too."""
    found = list(_asked("src/jikim/web"))
    assert len(found) > 40
    assert [place for place, on, _ in found if on.split(".")[-1] in ("jk", "_jk", "inside", "self")] == []


def test_who_asks_is_no_argument_of_a_verb() -> None:
    """A verb's method takes no `actor=`: who asks is bound by `jk.by(actor)`, in the pages, the homepage, the demo and
    the tests alike."""
    roots = ("src", "homepage", "bench", "tests")
    found = [one for root in roots for one in _asked(root, "actor=")]
    assert [place for place, _, call in found if any(one.arg == "actor" for one in call.keywords)] == []


def _thrown(path: Path) -> Iterator[tuple[int, str]]:
    """The steps that a page runs without a use for their answer, and what they answer."""
    nodes = list(ast.walk(tree(path)))
    known = {
        one.asname or one.name: (node.module or "", one.name)
        for node in nodes
        if isinstance(node, ast.ImportFrom)
        for one in node.names
    }
    for node in nodes:
        match node:
            case ast.Expr(value=ast.Await(value=ast.Call(func=ast.Attribute(attr="do"), args=[ast.Name(id=step), *_]))):
                pass
            case ast.Expr(value=ast.Await(value=ast.Call(args=[ast.Call(func=ast.Name(id=step)), *_]))):
                pass
            case ast.Expr(value=ast.YieldFrom(value=ast.Call(func=ast.Name(id=step)))):
                pass
            case _:
                continue
        if step in known:
            module, found = known[step]
            yield (
                node.lineno,
                inspect.get_annotations(getattr(importlib.import_module(module), found)).get("return", ""),
            )


def test_a_page_asks_by_name_whether_somebody_may() -> None:
    """No page reads a list, or what may not be there, and throws it away: that is asking whether somebody may by what
    is refused on the way."""
    found = [(name(path), *one) for path in modules(PACKAGE / "web") for one in _thrown(path)]
    assert sum(answer == "Steps[None]" for *_, answer in found) > 10
    assert [
        one for one in found if one[2].startswith(("Steps[list", "Steps[dict", "Steps[Mapping")) or "| None]" in one[2]
    ] == []
    assert [name(path) for path in modules(PACKAGE / "web") if "limit=0" in path.read_text(encoding="utf-8")] == []


# Where a form is read by hand, and why.
READ_BY_HAND = {
    "src/jikim/web/account/stepping.py",  # what was posted before a proof, whatever page it was for
    "src/jikim/web/desk/guardians.py",  # files are not read before somebody is signed in
    "src/jikim/web/writing/pages.py",  # `jikim write` has one handler for every form, and one token
}


def test_a_form_and_a_proof_are_parameters_of_a_page() -> None:
    """A page is given what was posted and who proved who they are: none reads the form itself, and none can forget to
    go away where somebody has to prove it first."""
    reading = {
        name(path)
        for root in ("src/jikim/web", "homepage")
        for path in modules(ROOT / root)
        if "await Form.of(" in path.read_text(encoding="utf-8")
    }
    assert reading == READ_BY_HAND


def test_a_page_runs_a_step_by_its_name() -> None:
    """A page says `await jk.do(step, …)`, which knows the step's types: none gives a step the house by hand."""
    by_hand = []
    for root in ("src/jikim/web", "homepage"):
        for path in modules(ROOT / root):
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("jk.driver.run"):
                    by_hand.append(f"{name(path)}:{node.lineno}")
                if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("jk.driver.run"):
                    step = node.args[0]
                    if isinstance(step, ast.Call) and step.args and ast.unparse(step.args[0]).endswith("house"):
                        by_hand.append(f"{name(path)}:{node.lineno}")
    assert by_hand == []


def test_a_download_is_made_in_one_place() -> None:
    """Every file of our pages is handed out by `web/downloads.py`, which tells browsers and proxies to keep none."""
    making = {
        name(path)
        for path in modules(ROOT / "src/jikim/web")
        if "content-disposition" in path.read_text(encoding="utf-8").lower()
    }
    assert making == {"src/jikim/web/downloads.py"}
    assert attachment("a.csv")["cache-control"] == "no-store"
