"""For what purpose the code that runs now works with people's data, and where in the application it stands.

```python
with purpose("billing"):
    …

@purpose("support", reason="a question of the customer", who="handler")
def view(request): …
```
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from contextvars import ContextVar, Token, copy_context
from functools import wraps
from typing import Any, NamedTuple, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])


class Said(NamedTuple):
    """What the code said of itself. Whether a reason was given is kept, and not its words."""

    view: str = ""
    purpose: str = ""
    channel: str = ""
    who: str = "application"
    reason: bool = False
    old_enough: bool | None = None
    compares: bool = False


NOTHING = Said()
_said: ContextVar[Said] = ContextVar("jikim_said", default=NOTHING)


def said() -> Said:
    return _said.get()


def at(view: str) -> Token[Said]:
    """From here on this view works."""
    return _said.set(_said.get()._replace(view=view))


def begun(what: Said = NOTHING) -> Token[Said]:
    """A request or a job begins: nothing has been said yet, or this."""
    return _said.set(what)


def ended(token: Token[Said]) -> None:
    _said.reset(token)


class purpose:  # noqa: N801 - it reads as a word
    """Names a purpose of the policy, as a context or over a function, async ones too. `channel`: by which what is inserted
    comes in; `who`: a handler of the company, where no program acts by itself; `compares`: a sign-in, which holds a
    password's hash against what was typed, and tells nobody of it."""

    def __init__(
        self,
        name: str,
        *,
        reason: str = "",
        channel: str = "",
        who: str = "application",
        old_enough: bool | None = None,
        compares: bool = False,
    ) -> None:
        self._more = {
            "purpose": name,
            "channel": channel,
            "who": who,
            "reason": any(map(str.isalnum, reason)),
            "old_enough": old_enough,
            "compares": compares,
        }
        self._tokens: list[Token[Said]] = []

    def __enter__(self) -> None:
        self._tokens.append(self.say())

    def __exit__(self, *_: object) -> None:
        _said.reset(self._tokens.pop())

    def say(self) -> Token[Said]:
        """Says it until the request, the job or the block around it ends."""
        return _said.set(self.beside(_said.get()))

    def beside(self, what: Said) -> Said:
        """What was said, with this purpose."""
        return what._replace(**cast("Any", self._more))

    def __call__(self, function: F) -> F:
        if inspect.iscoroutinefunction(function):

            @wraps(function)
            async def awaited(*args: Any, **named: Any) -> Any:
                token = self.say()
                try:
                    return await function(*args, **named)
                finally:
                    _said.reset(token)

            return cast("F", awaited)

        @wraps(function)
        def called(*args: Any, **named: Any) -> Any:
            token = self.say()
            try:
                return function(*args, **named)
            finally:
                _said.reset(token)

        return cast("F", called)


def carried(function: Callable[P, T]) -> Callable[P, T]:
    """The function with what is said now, for another thread: `Thread(target=carried(work))`."""
    context = copy_context()

    @wraps(function)
    def run(*args: P.args, **named: P.kwargs) -> T:
        return context.copy().run(function, *args, **named)

    return run


def headers() -> dict[str, Any]:
    """What is said now, to go with a message to another process: names alone."""
    return {"jikim": list(_said.get())}


def taken(headers: Mapping[str, Any], view: str) -> Token[Said]:
    """In that other process: what was said where the message was sent; `view` is where it works now."""
    found = headers.get("jikim")
    told = Said(*found) if isinstance(found, list | tuple) and len(found) == len(Said._fields) else NOTHING
    return _said.set(told._replace(view=view))
