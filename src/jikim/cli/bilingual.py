"""The help of commands in both languages, each text beside the other.

A `Both` is English wherever a text is asked for, and brings its Korean along. A command's docstring is its English help;
`in_korean` gives it the other. `spoken` is the command as a run in one language is shown it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import FunctionType
from typing import Annotated, Any, Self, TypeVar, get_args, get_type_hints

from cyclopts import Parameter

_F = TypeVar("_F", bound=Callable[..., Any])


class Both(str):
    """A text in English, and in Korean as `korean`."""

    __slots__ = ("korean",)
    korean: str

    def __new__(cls, english: str, korean: str) -> Self:
        made = super().__new__(cls, english)
        made.korean = korean
        return made

    def said(self, language: str) -> str:
        return self.korean if language == "ko" else str(self)


def about(english: str, korean: str, **more: Any) -> Parameter:
    """A parameter of a command, with its help in both languages."""
    return Parameter(help=Both(english, korean), **more)


_KOREAN: dict[Callable[..., Any], str] = {}


def in_korean(text: str) -> Callable[[_F], _F]:
    """Gives a command its help in Korean: a line, and paragraphs as its docstring has them."""

    def given(command: _F) -> _F:
        _KOREAN[command] = inspect.cleandoc(text)
        return command

    return given


def korean(command: Callable[..., Any]) -> str:
    """The help of a command in Korean. Raises KeyError for one that has none."""
    return _KOREAN[command]


def spoken(command: Callable[..., Any], language: str) -> Callable[..., Any]:
    """The command with its help in that language: itself, or a twin whose docstring and parameters are Korean."""
    if language == "en" or not isinstance(command, FunctionType):
        return command
    twin = FunctionType(
        command.__code__, command.__globals__, command.__name__, command.__defaults__, command.__closure__
    )
    twin.__kwdefaults__ = command.__kwdefaults__
    twin.__module__, twin.__doc__ = command.__module__, korean(command)
    twin.__annotations__ = {
        name: _translated(hint) for name, hint in get_type_hints(command, include_extras=True).items()
    }
    return twin


def texts(command: Callable[..., Any]) -> dict[str, Both | str | None]:
    """Each parameter of a command with its help."""
    hints = get_type_hints(command, include_extras=True)
    return {name: _help(hints[name]) for name in inspect.signature(command).parameters}


def _help(hint: Any) -> Both | str | None:
    told = [one.help for one in get_args(hint)[1:] if isinstance(one, Parameter) and one.help is not None]
    return told[-1] if told else None


def _translated(hint: Any) -> Any:
    told = _help(hint)
    return Annotated[hint, Parameter(help=told.korean)] if isinstance(told, Both) else hint
