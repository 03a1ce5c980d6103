"""A verb as a line: what a type checker is told of one that is declared once, and answers on sync connections and is
awaited on an event loop."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Self, TypeVar, overload

P = ParamSpec("P")
T = TypeVar("T", covariant=True)


class Answering:
    """Whose methods answer."""


class Awaiting:
    """Whose methods are awaited."""


if TYPE_CHECKING:

    class Method(Generic[P, T]):
        """A line of a class: the verb's own parameters, and its answer or what is awaited for it. When the program runs
        it is a function."""

        @overload
        def __get__(self, face: None, owner: type[object]) -> Self: ...
        @overload
        def __get__(self, face: Answering, owner: type[object]) -> Callable[P, T]: ...
        @overload
        def __get__(self, face: Awaiting, owner: type[object]) -> Callable[P, Coroutine[Any, Any, T]]: ...
        def __get__(self, face: Any, owner: type[object]) -> Any: ...
