"""The table of routes of the REST API, from the table that serves them."""

from __future__ import annotations

from inspect import Parameter

from jikim.api.routes import ROUTES
from jikim.over_http import DECLARED

_VERBS = {one.path: one for one in DECLARED.values()}


def _called(path: str) -> str:
    """How Python calls what has a verb."""
    if (one := _VERBS.get(path)) is None:
        return ""
    own = one.parameters.values()
    first = [each.name for each in own if each.kind is not Parameter.KEYWORD_ONLY]
    named = [f"{each.name}=" for each in own if each.kind is Parameter.KEYWORD_ONLY]
    return f"`{one.name}({', '.join([*first, *named])})`"


def table() -> str:
    """The table."""
    rows = [
        f"| `{one.method} {one.path}` | {one.about} | {'' if one.needs == 'key' else one.needs} | {_called(one.path)} |"
        for one in ROUTES.values()
    ]
    return "\n".join(["| route | what it does | needs | in Python |", "|---|---|---|---|", *rows])
