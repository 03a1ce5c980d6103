"""Which clause is shown by a test, and which still awaits its page, desk or job: nothing is both, nothing is neither.

A mark in this directory claims the whole row of the running system. A mark elsewhere says that a test belongs to a
clause: it must name one that exists, and claims no row.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from docs.made.by_hand import NO_ROW, OWN, STAFF, machines, pages, shown, without_pair
from homepage.staff import OFFICE

HERE = Path(__file__).parent
REFERENCE = HERE.parents[1] / "docs" / "reference" / "clauses.md"
AWAITING = HERE / "awaiting.txt"


def clauses() -> list[str]:
    """The numbers of the reference's table, in its order."""
    return re.findall(r"^\| ([0-9]+\.[0-9]+[a-z]?) \|", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE)


def marked(*, here: bool) -> dict[str, list[str]]:
    """Each marked number, with the tests that carry it (decorators, and marks of parameters), in this directory or
    outside it."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(HERE.parent.rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if path.is_relative_to(HERE) is not here or "mark.clause" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                marks = [mark for decorator in node.decorator_list for mark in ast.walk(decorator)]
                for number in {number for mark in marks if (number := _number(mark))}:
                    found[number].append(f"{path.name}::{node.name}")
            elif isinstance(node, ast.Assign):
                # A table of parameters beside the tests that use it.
                for number in {number for mark in ast.walk(node) if (number := _number(mark))}:
                    found[number].append(path.name)
    return found


def _number(node: ast.AST) -> str:
    """The number of a `pytest.mark.clause("…")`, else nothing."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.clause" and len(node.args) == 1:
        found = ast.literal_eval(node.args[0])
        assert isinstance(found, str)
        return found
    return ""


def awaiting() -> dict[str, str]:
    """The list of what still awaits something: number to what it awaits."""
    rows = [line.split(" — ", 1) for line in AWAITING.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert all(len(row) == 2 and row[1].strip() for row in rows), "each line is `number — what it awaits`"
    assert len({number for number, _ in rows}) == len(rows), "a number stands in the list twice"
    return {row[0]: row[1] for row in rows}


def test_every_clause_is_shown_or_known_to_await_something() -> None:
    """No clause is left out, none is on the list although a test shows it, and neither tests nor list name one that
    does not exist."""
    every, tests, others, waits = clauses(), marked(here=True), marked(here=False), awaiting()
    assert len(every) == len(set(every)) > 60
    for number in every:
        state = f"shown by {len(tests[number])}" if number in tests else f"awaits {waits.get(number, '—')}"
        print(f"{number:6} {state}" + (f" (+ {len(others[number])} elsewhere)" if number in others else ""))
    print(f"{sum(number in tests for number in every)} of {len(every)} shown")
    assert {"neither shown nor on the list": [n for n in every if n not in tests and n not in waits]} == {
        "neither shown nor on the list": []
    }
    assert {"on the list although shown": sorted(waits.keys() & tests.keys())} == {"on the list although shown": []}
    assert {"unknown": sorted((waits.keys() | tests.keys() | others.keys()) - set(every))} == {"unknown": []}


def test_the_list_is_in_the_order_of_the_reference() -> None:
    """Whoever looks for a clause in the list finds it where the reference has it."""
    order = clauses()
    assert list(awaiting()) == sorted(awaiting(), key=order.index)


def test_a_row_that_people_keep_names_their_page() -> None:
    """Each page of the homepage's back office stands in such a row, or in a list with why in none; the tests of that row
    go through it; and no row is without a page."""
    alone, tests = machines(), shown()
    kept = {clause: where for clause, where in pages().items() if clause not in alone}
    assert [clause for clause, where in kept.items() if not where and clause not in OWN] == []
    named = {path for where in kept.values() for path in where if path.startswith("/office/shop/")}
    places = {path for path, *_ in OFFICE.places}
    assert (named | NO_ROW.keys(), named & NO_ROW.keys()) == (places, set())
    assert STAFF.keys() <= kept.keys()
    files = {path.stem: path.read_text(encoding="utf-8") for path in HERE.parent.rglob("test_*.py")}
    untried = [
        (clause, path)
        for clause, where in STAFF.items()
        for path in where
        if not any(path in files[one.strip("`").partition("::")[0]] for one in tests[clause][0])
    ]
    assert untried == []


def test_what_no_pair_shows_only_machines_do() -> None:
    """Every clause is shown done by a person through the pages, and left undone by everybody; the only others are those
    that machines keep, each with why."""
    assert without_pair() == list(machines())
    assert all(why.endswith(".") for why in machines().values())
    pairs = len(clauses()) - len(machines())
    said = f"Of the homepage's {len(clauses())} promises {pairs} are shown kept by a person"
    assert said in (HERE.parents[1] / "SECURITY.md").read_text(encoding="utf-8")


# All that a test by hand may do beside the pages: look, do what a machine does, and arrange a record that stands before
# its story begins.
_LOOKS = {
    "by", "certificate_receipt", "counts", "find", "handler", "isoformat", "now", "publications", "sequence", "show", "today", "use",
    "askings", "grants", "open_alerts", "papers_of", "receipt", "reviews", "suspicion_of", "worker",
}  # fmt: skip
_MACHINES = {"alert", "certify", "deliver", "mails", "make", "move_clock", "sweep"}
_ARRANGED = {"collect"}


def _acts(node: ast.AST) -> Iterator[str]:
    """Acts by the SDK in a test's steps, but for what must be refused."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.With) and "pytest.raises" in ast.unparse(child.items[0]):
            continue
        if isinstance(child, ast.Call):
            called = ast.unparse(child.func)
            if called == "run" or called.endswith((".driver.run", ".do")):
                called = ast.unparse(child.args[0]).partition("(")[0]
            elif not re.search(r"\bjk\b.*\.", called):
                called = ""
            name = called.rpartition(".")[2]
            if name and name not in _LOOKS | _MACHINES | _ARRANGED:
                yield f"line {child.lineno}: {name}"
        yield from _acts(child)


def test_what_is_shown_done_by_hand_is_done_on_pages() -> None:
    """A test that is marked `by_hand` only looks, waits for the machines, and arranges records before; whatever else is
    done in it is done on pages (`pressed.py` holds that they were served)."""
    found = {}
    for path in sorted(HERE.parent.rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.parse(text).body if "mark.by_hand" in text else ():
            if isinstance(node, ast.FunctionDef) and any("by_hand" in ast.unparse(one) for one in node.decorator_list):
                found |= {f"{path.name}::{node.name}": acts for acts in [list(_acts(node))] if acts}
    assert found == {}
