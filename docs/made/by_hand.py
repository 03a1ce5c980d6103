"""By whose hand each promise is kept: the page where one acts, who has it, and which tests show a person doing it and
nobody doing it."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

from jikim.app import read_policy
from jikim.prove.promises import mechanism_of, order_of, promised
from jikim.web.office.places import GROUPS

ROOT = Path(__file__).parents[2]
_MARKS = {"pytest.mark.by_hand": 0, "pytest.mark.by_nobody": 1}
_PLACES = {place.path: place for _, _, rooms in GROUPS for place in rooms}


def _pages() -> dict[str, list[str]]:
    """The office's pages of each clause, by the mechanisms that keep it."""
    found: dict[str, list[str]] = {}
    for clause, stated in promised(read_policy(ROOT / "homepage" / "policy.yaml")):
        mechanism, pages = mechanism_of(stated.key), found.setdefault(clause, [])
        if mechanism is not None and mechanism.room and mechanism.room not in pages:
            pages.append(mechanism.room)
    return found


def _whose(pages: list[str]) -> str:
    """Who opens these pages; what has none is the running system's, and its person's own pages."""
    if not pages:
        return "the system, or the person concerned on their own pages"
    return "an officer" if all(_PLACES[one].officer for one in pages if one in _PLACES) else "a handler or an officer"


def _shown() -> dict[str, tuple[list[str], list[str]]]:
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


def table() -> str:
    """The table, and the rows that have no pair yet."""
    shown, lines, alone = (
        _shown(),
        ["| | by which page | by whom | shown done | shown left undone |", "|---|---|---|---|---|"],
        [],
    )
    for clause, pages in sorted(_pages().items(), key=lambda one: order_of(one[0])):
        done, undone = shown[clause]
        cells = (
            ", ".join(f"`{one}`" for one in pages) or "–",
            _whose(pages),
            ", ".join(done) or "–",
            ", ".join(undone) or "–",
        )
        lines.append(f"| **{clause}** | {' | '.join(cells)} |")
        if not (done and undone):
            alone.append(clause)
    return "\n".join([*lines, "", f"Without such a pair yet, {len(alone)} of {len(lines) - 2}: {', '.join(alone)}."])
