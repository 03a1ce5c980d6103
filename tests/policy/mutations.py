"""Every way in which one field of a policy can be another: made by walking the model, so that a field that is added
tomorrow is in it."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import Enum
from typing import Any, NamedTuple

from jikim.policy.model import Part, PolicyFile
from jikim.policy.period import Period


class Mutation(NamedTuple):
    """A file in which one field differs, and which."""

    path: str
    file: PolicyFile


def mutations(file: PolicyFile) -> Iterator[Mutation]:
    """Each field of each part of a file, changed in each way that it can be."""
    pool: dict[tuple[type[Part], str], Any] = {}
    _gather(file, pool)
    for path, changed in _of_part(file, "", pool):
        yield Mutation(path, changed)


def _gather(value: Any, pool: dict[tuple[type[Part], str], Any]) -> None:
    if isinstance(value, Part):
        for name in type(value).model_fields:
            found = getattr(value, name)
            if found not in (None, (), {}):
                pool.setdefault((type(value), name), found)
            _gather(found, pool)
    elif isinstance(value, Mapping):
        for one in value.values():
            _gather(one, pool)
    elif isinstance(value, tuple):
        for one in value:
            _gather(one, pool)


def _of_part(part: Part, path: str, pool: dict[tuple[type[Part], str], Any]) -> Iterator[tuple[str, Any]]:
    for name, field in type(part).model_fields.items():
        if field.exclude:
            continue  # It says where the file's parts lie, and is no part of what it says.
        value, here = getattr(part, name), f"{path}.{name}"
        for where, other in _others(value, field.annotation, here, pool, (type(part), name)):
            yield where, part.model_copy(update={name: other})


def _others(value: Any, kind: Any, path: str, pool: Any, key: tuple[type[Part], str]) -> Iterator[tuple[str, Any]]:
    if value in (None, (), {}):
        yield f"{path}:set", pool.get(key) or _made(kind)
    elif isinstance(value, Part):
        yield from _of_part(value, path, pool)
    elif isinstance(value, Mapping):
        names = list(value)
        yield f"{path}:less", {name: value[name] for name in names[1:]}
        if not set(names) <= {"ko", "en"}:
            yield f"{path}:renamed", {f"{name}x" if name == names[-1] else name: value[name] for name in names}
        for name, one in value.items():
            for where, other in _others(one, None, f"{path}.{name}", pool, key):
                yield where, {**value, name: other}
    elif isinstance(value, tuple):
        yield f"{path}:less", value[1:]
        if len(value) > 1 and value[::-1] != value:
            yield f"{path}:order", value[::-1]
        if isinstance(value[0], str):
            other = (
                next((one for one in type(value[0]) if one not in value), None)
                if isinstance(value[0], Enum)
                else "added"
            )
            if other is not None:
                yield f"{path}:more", (*value, other)
        for n, one in enumerate(value):
            if isinstance(one, Part):
                for where, other in _of_part(one, f"{path}[{n}]", pool):
                    yield where, (*value[:n], other, *value[n + 1 :])
    elif isinstance(value, bool):
        yield path, not value
    elif isinstance(value, Enum):
        yield path, next(one for one in type(value) if one is not value)
    elif isinstance(value, Period):
        yield f"{path}:longer", Period(value.count + 1, value.unit)
        if value.count > 1:
            yield f"{path}:shorter", Period(value.count - 1, value.unit)
    elif isinstance(value, int):
        yield path, value + 1
    elif isinstance(value, date):
        yield path, value + timedelta(days=1)
    elif isinstance(value, str):
        yield path, f"{value}x"
    else:  # pragma: no cover - a type that the model does not have yet
        raise TypeError(f"{path}: no mutation of a {type(value).__name__}")


def _made(kind: Any) -> Any:
    """A value of a type that the file holds nowhere: a word where a word fits, a part with a value in each field that
    must be there."""
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return _made(inside[0])
    if origin in (typing.Union, types.UnionType):
        return _made(next(one for one in inside if one is not type(None)))
    if origin is typing.Literal:
        return inside[0]
    if origin is tuple:
        return (_made(inside[0]),)
    if origin is dict or origin is Mapping:
        return {_made(inside[0]): _made(inside[1])}
    if kind is Period:
        return Period(1, "d")
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    if isinstance(kind, type) and issubclass(kind, Part):
        needed = {name: _made(field.annotation) for name, field in kind.model_fields.items() if field.is_required()}
        return kind.model_construct(**needed)
    return {str: "added", int: 7, bool: True, date: date(2026, 1, 1)}[kind]
