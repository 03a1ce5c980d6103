"""A request: where to, what, and how its answer is read; made from a method's declaration, for the sync and the async
SDK alike."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterable, Mapping
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, Concatenate, Generic, NamedTuple, ParamSpec, TypeVar, cast

from jikim.answers import Offer
from jikim.errors import JikimError
from jikim.remote.problems import error_of
from jikim.wire import apart, plain, typed

if TYPE_CHECKING:
    from jikim.faces import Method

P = ParamSpec("P")
T = TypeVar("T")


class Call(NamedTuple, Generic[T]):
    """One request. `changes`: it carries an Idempotency-Key."""

    path: str
    body: dict[str, Any] | None
    read: Callable[[Any], T]
    changes: bool = False
    query: Mapping[str, Any] = {}


def call(
    path: str, *, changes: bool = False, within: str = ""
) -> Callable[[Callable[Concatenate[Any, P], T]], Method[P, T]]:
    """A method that is declared and has no body: its arguments go by their names, its answer is read by the declared
    type.

    `within`: the answer's field that holds it.
    """

    def declared(told: Callable[Concatenate[Any, P], T]) -> Method[P, T]:
        signature = inspect.signature(told)

        @wraps(told)
        def method(face: Any, /, *args: P.args, **named: P.kwargs) -> Any:
            given = signature.bind(face, *args, **named)
            given.apply_defaults()
            body = _sent(list(given.arguments.items())[1:])
            return face._send(Call(path, body, lambda data: _read(told, data[within] if within else data), changes))

        return cast("Method[P, T]", method)

    return declared


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


@cache
def _answer(told: Callable[..., Any]) -> Any:
    return typing.get_type_hints(told)["return"]


def _read(told: Callable[..., Any], data: Any) -> Any:
    kind = _answer(told)
    parts = typing.get_args(kind)
    if kind is type(None) or typing.get_origin(kind) is dict:
        return data
    if parts and JikimError in typing.get_args(parts[0]):
        one = typing.get_args(parts[0])[0]
        return [error_of(each["problem"]) if "problem" in each else typed(one, each["answer"]) for each in data]
    return typed(kind, data)


def page(path: str, kind: Any, cursor: str) -> Call[tuple[list[Any], str]]:
    """A page of a list, and the cursor of the next; an empty one at the end."""
    query = {"limit": 500, **({"cursor": cursor} if cursor else {})}
    return Call(path, None, lambda data: ([typed(kind, one) for one in data["items"]], data["next"]), query=query)
