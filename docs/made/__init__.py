"""The parts of the documentation that are made from the code, so that the two never differ.

A whole page, or a part of one between `<!-- made: NAME -->` and `<!-- /made: NAME -->`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from docs.made import (
    by_hand,
    calls,
    cases,
    clauses,
    commands,
    concepts,
    contents,
    demo,
    errors,
    findings,
    growth,
    performance,
    picture,
    policy_file,
    rest_reference,
    routes,
    sdk,
    statements,
    states,
    statutes,
)

ROOT = Path(__file__).parents[2]

FILES: dict[str, Callable[[], str]] = {
    "docs/reference/policy-file.md": policy_file.page,
    "docs/reference/policy-file.ko.md": partial(policy_file.page, "ko"),
    "docs/reference/clauses.ko.md": clauses.page,
    "docs/reference/demo.md": demo.page,
    "docs/reference/errors.md": errors.page,
    "docs/reference/findings.md": findings.page,
    "docs/reference/statutes.md": statutes.page,
    "docs/reference/statements.md": statements.page,
    "docs/performance.md": performance.page,
    "docs/pictures/performance.light.svg": lambda: performance.ratios("light"),
    "docs/pictures/performance.dark.svg": lambda: performance.ratios("dark"),
    "docs/pictures/growth.light.svg": lambda: growth.curves("light"),
    "docs/pictures/growth.dark.svg": lambda: growth.curves("dark"),
    "docs/reference/sdk.md": sdk.page,
    "docs/reference/rest.md": rest_reference.page,
    "docs/pictures/life.en.light.svg": lambda: picture.life("en", "light"),
    "docs/pictures/life.en.dark.svg": lambda: picture.life("en", "dark"),
    "docs/pictures/life.ko.light.svg": lambda: picture.life("ko", "light"),
    "docs/pictures/life.ko.dark.svg": lambda: picture.life("ko", "dark"),
    "src/jikim/cases/rules.sql": cases.rules,
    "src/jikim/db/calls.pyi": calls.stub,
    **{
        f"docs/pictures/concepts/{name}.{language}.{ground}.svg": partial(concepts.drawn, name, language, ground)
        for name, languages in concepts.CONCEPTS.items()
        for language in languages
        for ground in ("light", "dark")
    },
}
PARTS: dict[str, dict[str, Callable[[], str]]] = {
    **{
        f"docs/explanation/how-it-works{language}.md": {
            "diagram": states.diagram,
            "table": states.table,
            "rooms": states.rooms,
        }
        for language in ("", ".ko")
    },
    "docs/explanation/erasure.md": {"hashes": contents.table},
    "docs/explanation/requests.md": {"requests": states.requests},
    "docs/explanation/requests.ko.md": {"requests": states.requests},
    "docs/how-to/people-on-servers.md": {"moved": performance.moved},
    "docs/how-to/people-on-servers.ko.md": {"moved": partial(performance.moved, "ko")},
    "docs/how-to/rest.md": {"routes": routes.table},
    "docs/how-to/rest.ko.md": {"routes": partial(routes.table, "ko")},
    "docs/reference/cli.md": {"commands": commands.table},
    "docs/reference/cli.ko.md": {"commands": partial(commands.table, "ko"), "help": commands.in_korean},
    "docs/reference/clauses.md": {"hands": by_hand.table},
}


def fill(text: str, parts: dict[str, Callable[[], str]]) -> str:
    """A page with its made parts made anew. Raises ValueError where a part has no place in it."""
    for name, make in parts.items():
        begin, end = f"<!-- made: {name} -->", f"<!-- /made: {name} -->"
        place = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        if len(place.findall(text)) != 1:
            raise ValueError(f"the page needs one `{begin}` … `{end}`")
        [before, after] = place.split(text)
        text = f"{before}{begin}\n{make()}\n{end}{after}"
    return text


def expected() -> dict[str, str]:
    """Every made file as it must be, by its path in the checkout."""
    found = {path: make() for path, make in FILES.items()}
    for path, parts in PARTS.items():
        found[path] = fill((ROOT / path).read_text(encoding="utf-8"), parts)
    return found


def written() -> list[str]:
    """Writes what is out of date. Answers which files those were."""
    changed = []
    for path, text in expected().items():
        file = ROOT / path
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed
