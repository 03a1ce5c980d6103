"""By whose hand each promise is kept: the page where one acts, in the office, in the homepage's back office or among
one's own, who has it, and which tests show a person doing it and nobody doing it."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from jikim.app import read_policy
from jikim.prove.promises import mechanism_of, order_of, promised
from jikim.web.office.places import GROUPS

ROOT = Path(__file__).parents[2]
_MARKS = {"pytest.mark.by_hand": 0, "pytest.mark.by_nobody": 1}
# Where the person concerned acts themselves; the office's pages come from the mechanisms.
OWN: dict[str, tuple[str, ...]] = {
    "2.2": ("/office/sign-ins", "/office/measures", "/measures"),
    "3.2": ("/my/consents",),
    "3.7": ("/my/consents",),
    **dict.fromkeys(("4.1", "4.2", "4.3", "4.4", "4.5"), ("/orders", "/my/leave")),
    "5.2": ("/my/company", "/my/usage"),
    "5.6": ("/orders",),
    "5.8": ("/my",),
    "7.1": ("/my", "/my/guardian"),
    "7.2": ("/my/edit", "/my/leave"),
    "7.4a": ("/my/edit",),
    "7.5": ("/my", "/rested"),
    "8.1": ("/my",),
    "8.2": ("/report-impersonation",),
    "8.3": ("/password", "/sessions"),
    "8.4": ("/sign-out",),
    "9.2": ("/cookies",),
    "9.3": ("/cookies",),
    "11.2": ("/complaint",),
}
# Where those who run the homepage act: its back office, and what of the office no mechanism names.
STAFF: dict[str, tuple[str, ...]] = {
    "1.2": ("/office/requests",),
    "1.4": ("/office/shop/orders",),
    "3.2": ("/office/shop/events",),
    "3.4": ("/office/shop/deliveries",),
    "4.6": ("/office/shop/debts",),
    "5.1": ("/office/shop/enquiries", "/office/shop/orders", "/office/shop/events"),
    "5.2": ("/office/shop/companies", "/office/shop/company-usage"),
    "5.3": ("/office/shop/orders", "/office/shop/refunds"),
    "5.4": ("/office/shop/orders",),
}
NO_ROW: dict[str, str] = {
    "/office/shop/today": "It lists what waits on the other pages, and nothing is done on it.",
    "/office/shop/papers": "An order's paper is recorded; 5.9 keeps it by the policy's rule.",
    "/office/shop/invoices": "A tax invoice is amended or cancelled; 5.9 keeps both by the policy's rule.",
    "/office/shop/receipts": "A cash receipt is amended or cancelled; 5.9 keeps both by the policy's rule.",
    "/office/shop/advertising": "Nobody is promised an advertisement; 2.3 is that none goes without a consent.",
}
_PLACES = {place.path: place for _, _, rooms in GROUPS for place in rooms}


def pages() -> dict[str, list[str]]:
    """The pages of each clause on which those who keep it act: the homepage's back office, and the office by the
    mechanisms that keep it."""
    found: dict[str, list[str]] = {}
    for clause, stated in promised(read_policy(ROOT / "homepage" / "policy.yaml")):
        mechanism, of_clause = mechanism_of(stated.key), found.setdefault(clause, list(STAFF.get(clause, ())))
        if mechanism is not None and mechanism.room and mechanism.room not in of_clause:
            of_clause.append(mechanism.room)
    return found


def machines() -> dict[str, str]:
    """The clauses that only machines keep, each with why."""
    lines = (ROOT / "tests" / "clauses" / "machines.txt").read_text(encoding="utf-8").splitlines()
    return {clause: why for clause, _, why in (line.partition(" — ") for line in lines)}


def _whose(clause: str, where: list[str]) -> str:
    """Who opens these pages."""
    own = clause in OWN
    if not where:
        return "the person concerned"
    officers = {one in _PLACES and _PLACES[one].officer for one in where}
    office = "a handler or an officer" if False in officers else "an officer"
    return f"the person concerned, {office}" if own else office


def shown() -> dict[str, tuple[list[str], list[str]]]:
    """The tests of each clause in which a person does it through the pages, and those in which nobody does."""
    found: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if not any(mark in text for mark in _MARKS):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                marks = [ast.unparse(one) for one in node.decorator_list]
                for which in {_MARKS[one] for one in marks if one in _MARKS}:
                    named = re.findall(r"pytest\.mark\.clause\(([^)]+)\)", " ".join(marks))
                    for clause in re.findall(r"'([^']+)'", " ".join(named)):
                        found[clause][which].append(f"`{path.stem}::{node.name}`")
    return found


def without_pair() -> list[str]:
    """The clauses that no person is shown to keep, or that nobody is shown to have left undone."""
    tests = shown()
    return [clause for clause in sorted(pages(), key=order_of) if not all(tests[clause])]


def table() -> str:
    """The clauses that people keep, with both tests of each; then those that only machines keep, with why."""
    tests, alone, every = shown(), machines(), pages()
    lines = ["| | by which page | by whom | shown done | shown left undone |", "|---|---|---|---|---|"]
    for clause in sorted(every.keys() - alone.keys(), key=order_of):
        where = [*OWN.get(clause, ()), *every[clause]]
        cells = (_listed(f"`{one}`" for one in where), _whose(clause, every[clause]), *map(_listed, tests[clause]))
        lines.append(f"| **{clause}** | {' | '.join(cells)} |")
    lines += [
        "",
        f"Only machines keep {len(alone)} of {len(every)}. That the page of promises says where one of them fails is shown by "
        "`test_judges::test_a_contradicted_promise_is_broken_and_no_other_is`, once for each clause, and for 5.9 by "
        "`test_judges::test_keeping_that_cites_nothing_is_broken`. Some have one half of the pair all the same.",
        "",
        "| | why nobody has to | also shown |",
        "|---|---|---|",
    ]
    lines += (f"| **{clause}** | {why} | {_listed(chain(*tests[clause]))} |" for clause, why in alone.items())
    return "\n".join(lines)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "–"
