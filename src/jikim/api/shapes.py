"""What the routes take: closed structs, which refuse what they do not know.

Each is made of what is called: its parameters, with limits by their names.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, ClassVar, Union, cast, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT, Meta, Struct, defstruct, field
from msgspec.structs import asdict, astuple

from jikim.answers import Person
from jikim.api.problems import ProblemError
from jikim.wire import together

MOST = 500
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Unsaid = Annotated[str, Meta(max_length=200)]  # nothing is said where it is empty
Names = Annotated[list[Name], Meta(max_length=200)]
Reason = Annotated[str, Meta(max_length=2000)]
Whose = Annotated[str, Meta(pattern=r"^(member|corporate|guest)(\.[a-z][a-z0-9-]*)?$", max_length=64)]
Long = Annotated[str, Meta(max_length=500)]
# By a parameter's name. A text with another name is a `Name`.
LIMITS: Mapping[str, Any] = {
    "accepted": Annotated[str, Meta(pattern="^[A-Za-z0-9._-]{0,40}$")],
    "counterparty": str,
    "country": Annotated[str, Meta(min_length=2, max_length=2)],
    "cursor": str,
    "document": Reason,
    "events": Annotated[list[Name], Meta(min_length=1, max_length=50)],
    "limit": Annotated[int, Meta(ge=1, le=MOST)],
    "partner": str,
    "reason": Reason,
    "reason_kind": str,
    "statute": Reason,
    "token": Long,
    "url": Long,
    "value": Long,
}


class Shape(Struct, forbid_unknown_fields=True, kw_only=True):
    """A body, or a part of one. `deep`: which of its fields hold parts; `into`: what it stands for, of a part."""

    deep: ClassVar[tuple[str, ...]] = ()
    into: ClassVar[Any] = None

    def named(self) -> dict[str, Any]:
        """Its fields as they are called with."""
        found = asdict(self)
        for name in self.deep:
            found[name] = _back(found[name])
        return found

    def value(self) -> Any:
        """What a part stands for."""
        return self.into._make(map(_back, astuple(self)) if self.deep else astuple(self))


class Holding(Shape):
    """Values by item name; the content of files as base64 in `files`."""

    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def given(self) -> dict[str, Any]:
        try:
            return together(self.values, self.files)
        except ValueError:
            raise ProblemError.of(
                "body", detail=("a file's content is base64", "파일의 내용은 base64로 보냅니다")
            ) from None

    def named(self) -> dict[str, Any]:
        found = Shape.named(self)
        found["values"] = self.given()
        del found["files"]
        return found

    def value(self) -> Any:
        return self.into(**self.named())


def shape_of(
    name: str, parameters: Mapping[str, inspect.Parameter], about: str | None, into: Any = None
) -> type[Shape]:
    """The shape of what has these parameters, whose types are resolved."""
    fields = [
        (one.name, _kind(one.name, one.annotation, one.default), _default(one.default))
        for one in parameters.values()
        if one.name != "values"
    ]
    deep = tuple(each for each, kind, _ in fields if _parts(kind))
    base = Holding if "values" in parameters else Shape
    more = {"__doc__": about, "deep": deep, "into": into}
    return cast("type[Shape]", defstruct(name, fields, bases=(base,), namespace=more, kw_only=True))


@cache
def part_of(kind: Any) -> type[Shape]:
    """The shape of a value that is a part of a body (`Ref`)."""
    hints = get_type_hints(kind)
    own = {one.name: one.replace(annotation=hints[one.name]) for one in inspect.signature(kind).parameters.values()}
    return shape_of(f"{kind.__name__}Shape", own, None, kind)


def _kind(name: str, hint: Any, default: Any = None) -> Any:
    """What JSON may hold for a parameter."""
    if hint == Person | str:
        return part_of(Person) | Whose
    if get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint):
        return Union[*(_kind(name, one) for one in get_args(hint))]
    if name in LIMITS:
        return LIMITS[name]
    if hint is str:
        return Unsaid if default == "" else Name
    if get_origin(hint) in (Iterable, Sequence):
        (inner,) = get_args(hint)
        many: Any = list
        return Names if inner is str else Annotated[many[_kind("", inner)], Meta(min_length=1, max_length=MOST)]
    return part_of(hint) if hasattr(hint, "_fields") else hint


def _default(value: Any) -> Any:
    if value is inspect.Parameter.empty:
        return NODEFAULT
    return field(default_factory=list) if value == () else value


def _parts(kind: Any) -> bool:
    """Whether a type holds parts that stand for something."""
    if isinstance(kind, type) and issubclass(kind, Shape):
        return kind.into is not None
    return any(_parts(one) for one in get_args(kind))


def _back(value: Any) -> Any:
    if isinstance(value, Shape):
        return value.value()
    return [_back(one) for one in value] if type(value) is list else value
