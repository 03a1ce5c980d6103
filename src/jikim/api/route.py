"""What a route is: its path, what it takes and answers, and whom it serves; made of what is called, by inspection."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_type_hints

from jikim.api.acts import act_of
from jikim.api.shapes import Shape, shape_of
from jikim.over_http import KIB, Declared, Needs

BASE = "/api/v1"


@dataclass(frozen=True)
class Route:
    """A route. `answers` is the type of its answer, which lies in the field `within`, where that is named."""

    path: str
    about: str
    act: Callable[..., Awaitable[Any]]
    takes: type[Shape]
    answers: Any
    example: Mapping[str, Any]
    changes: bool = False
    method: Literal["GET", "POST"] = "POST"
    within: str = ""
    needs: Needs = "key"
    largest: int = 256 * KIB

    @property
    def full(self) -> str:
        return BASE + self.path


def verb(one: Declared) -> Route:
    """The route of a verb."""
    shape = shape_of(_camel(one.name), one.parameters, None)
    return Route(
        one.path,
        one.about,
        act_of(one),
        shape,
        one.answers,
        one.example,
        changes=one.changes,
        within=one.within,
        needs=one.needs,
        largest=one.largest,
    )


def route(
    path: str, act: Callable[..., Awaitable[Any]], example: Mapping[str, Any] | None = None, **more: Any
) -> Route:
    """The route of a function: it takes its parameters behind the call, and answers what it answers.

    One without an example is a query.
    """
    hints = get_type_hints(act, include_extras=True)
    _, *own = inspect.signature(act).parameters.values()
    about = " ".join((act.__doc__ or "").split())
    shape = more.pop("takes", None) or shape_of(
        _camel(act.__name__), {one.name: one.replace(annotation=hints[one.name]) for one in own}, None
    )
    method: Literal["GET", "POST"] = "GET" if example is None else "POST"
    return Route(path, about, act, shape, hints["return"], example or {}, method=method, **more)


def _camel(name: str) -> str:
    return name.title().replace("_", "")
