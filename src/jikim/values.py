"""Values that keep their purpose: what `use` returns to an application that opened with `private=True`.

jk = jikim.open("policy.yaml", private=True)
email = jk.use(order, purpose="invoicing")["email"]
f"to {email}"     # to ‹email for invoicing›
email.to("mail")  # its text, where the policy lets a value of that purpose go by mail

The text lies in a closure: no attribute, `repr`, frame of ours or serializer of objects shows it. It keeps an honest
program from a leak by mistake; code that sets out to reach the text inside its own process can.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, ValuesView
from typing import Any, NamedTuple, NoReturn, final

from jikim.answers import Values
from jikim.errors import DeniedError

_NO = object()


class Keeping(NamedTuple):
    """What a value keeps: what it is called, where the policy lets it go, and the denial for anywhere else."""

    called: str
    sinks: frozenset[str]
    denied: Callable[[], DeniedError]


@final
class Private:
    """A value that hands itself out to the sinks of its purpose alone, and says what it is anywhere else."""

    __slots__ = ("_hand_out", "_keeping")

    def __init__(self, value: Any, keeping: Keeping) -> None:
        sinks = keeping.sinks
        self._keeping = keeping
        self._hand_out: Callable[[str], Any] = lambda sink: value if sink in sinks else _NO

    def to(self, sink: str) -> Any:
        """The value, for a sink that its purpose has: `page`, `mail`, `file`, or `processor:` and its name. Raises
        DeniedError for any other."""
        # INVARIANT: no frame that an error passes through holds the value.
        if (value := self._hand_out(f"{sink}")) is _NO:
            raise self._keeping.denied()
        return value

    @property
    def sinks(self) -> frozenset[str]:
        """Where it may be handed out."""
        return self._keeping.sinks

    def __repr__(self) -> str:
        return f"‹{self._keeping.called}›"

    def __format__(self, form: str) -> str:
        return format(repr(self), form)

    def __copy__(self) -> Private:
        return self

    def __deepcopy__(self, _memo: object) -> Private:
        return self

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError(f"{self!r} is not pickled: hand it out to a sink of its purpose, or pass on the record's Ref")

    def __eq__(self, other: object) -> bool:
        """Only with itself. A comparison that is always false would decide wrongly, and one that is true would tell."""
        if self is other:
            return True
        raise TypeError(f"{self!r} is compared with nothing: hand it out to a sink of its purpose first")

    __hash__ = object.__hash__


class PrivateValues(Values):
    """What a read gave, by item name; each value keeps its purpose."""

    __slots__ = ()

    def __getitem__(self, name: str) -> Private:
        found: Private = self._values[name]
        return found

    def get(self, name: str, default: Any = None, /) -> Private | Any:
        return self._values.get(name, default)

    def values(self) -> ValuesView[Private]:
        return self._values.values()

    def items(self) -> ItemsView[str, Private]:
        return self._values.items()
