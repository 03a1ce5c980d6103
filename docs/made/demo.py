"""`docs/reference/demo.md`: what the demo's people do through pages, and what its story does by the SDK, with why; read from
the demo's own code."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

from jikim.app import Jikim
from jikim.demo.by_sdk import DONE, WHY

SOURCE = Path(__file__).parents[2] / "src" / "jikim" / "demo"
ACTORS = frozenset({"acting", "by", "do", "handler"})  # who asks, and how; no deed
VERBS = frozenset(name for name in dir(Jikim) if not name.startswith("_")) - ACTORS


def direct() -> dict[str, set[str]]:
    """What each file of the demo does without a page: verbs, and steps of the rooms."""
    found = defaultdict[str, set[str]](set)
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        rooms = {name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in _of_rooms(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and (name := _deed(node, rooms)):
                found[path.relative_to(SOURCE).as_posix()].add(name)
    return dict(found)


def _of_rooms(imported: ast.ImportFrom) -> list[str]:
    """What a line takes out of another room than the demo's own."""
    return [] if (imported.module or "").startswith("jikim.demo") else [one.name for one in imported.names]


def _deed(call: ast.Call, rooms: set[str]) -> str:
    """The verb or step of a call; empty where it is none. A step is handed to `do`, called within `run`, or given the
    Jikim."""
    said = ast.unparse(call.func)
    if call.args and (said == "run" or said.endswith((".driver.run", ".do"))):
        step = call.args[0].func if isinstance(call.args[0], ast.Call) else call.args[0]
        return ast.unparse(step).rpartition(".")[2]
    if isinstance(call.func, ast.Attribute):
        whose, verb = ast.unparse(call.func.value), call.func.attr
        if verb not in ACTORS and ("jk.by(" in whose or (whose.endswith("jk") and verb in VERBS)):
            return verb
    if said in rooms and call.args and ast.unparse(call.args[0]).endswith("jk"):
        return said
    return ""


def page() -> str:
    """The page."""
    lines = [
        "# The demo, by whose hand",
        "",
        "`make demo` plays six years in two or three minutes. In its first days the site is open, and its people go through the pages, each signed in: an",
        "authority's demand is prepared, approved and carried out, a new consent is asked for and answered, two corrections are asked for and made, a letter is",
        "filed and answered, a complaint entered, answered and closed, consents are taken back, and a member leaves. Six years later it opens again: the open",
        "morning's work (letters, a complaint, a correction, a report, a demand, a read of many, a consent asked for, a task) is made through the pages, by",
        "somebody who has signed in there; and so is what waits in the homepage's own back office: an enquiry, orders, a delivery, a bill, a refund, an entry,",
        "two papers.",
        "What the story does by the SDK is this, read from its code; a test holds that nothing else is done so.",
        "",
        "| why | what | where |",
        "|---|---|---|",
    ]
    where = direct()
    for reason, names in DONE.items():
        files = sorted(file for file, found in where.items() if found & names)
        what, whose = (", ".join(f"`{one}`" for one in sorted(some)) for some in (names, files))
        lines.append(f"| {WHY[reason]} | {what} | {whose} |")
    return "\n".join(lines) + "\n"
