"""A request: where to, what, and how its answer is read; made of a verb's declaration, for both SDKs over HTTP."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from jikim.answers import Offer
from jikim.errors import JikimError
from jikim.over_http import Declared
from jikim.remote.problems import error_of
from jikim.wire import apart, plain, typed

T = TypeVar("T")


class Call(NamedTuple, Generic[T]):
    """One request. `changes`: it carries an Idempotency-Key; `language`: that of its errors."""

    path: str
    body: dict[str, Any] | None
    read: Callable[[Any], T]
    changes: bool = False
    query: Mapping[str, Any] = {}
    language: str = "en"


def call_of(asked: Declared, given: Mapping[str, Any], language: str = "en") -> Call[Any]:
    """The request for a verb: its arguments go by their names, its answer is read by the declared type."""

    def read(data: Any) -> Any:
        return _read(asked.answers, data[asked.within] if asked.within else data, language)

    return Call(asked.path, _sent(given.items()), read, asked.changes, language=language)


def _sent(fields: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Arguments as the API takes them: what is None is not sent, files go apart from other values."""
    body: dict[str, Any] = {}
    for name, value in fields:
        if name == "values":
            body.update({part: each for part, each in apart(value).items() if each})
        elif isinstance(value, Iterable) and not isinstance(value, str | tuple | Mapping):
            body[name] = [_sent(one._asdict().items()) if isinstance(one, Offer) else plain(one) for one in value]
        elif value is not None:
            body[name] = plain(value)
    return body


def _read(kind: Any, data: Any, language: str) -> Any:
    parts = typing.get_args(kind)
    if kind is type(None) or typing.get_origin(kind) is dict:
        return data
    if parts and JikimError in typing.get_args(parts[0]):
        one = typing.get_args(parts[0])[0]
        return [
            error_of(each["problem"], language) if "problem" in each else typed(one, each["answer"]) for each in data
        ]
    return typed(kind, data)


def page(path: str, kind: Any, cursor: str) -> Call[tuple[list[Any], str]]:
    """A page of a list, and the cursor of the next; an empty one at the end."""
    query = {"limit": 500, **({"cursor": cursor} if cursor else {})}
    return Call(path, None, lambda data: ([typed(kind, one) for one in data["items"]], data["next"]), query=query)
