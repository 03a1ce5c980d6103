"""The form that the model gives a policy file: which keys may stand at a path, and what each is for."""

from __future__ import annotations

import types
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator

from jikim.policy.finding import Path
from jikim.policy.model import PolicyFile
from jikim.policy.model.part import Text

TEXT = get_args(Text)[0]


class Spot(NamedTuple):
    """A place of the file as the model sees it: what may stand there, and what the model says beside of it."""

    annotation: Any
    beside: tuple[Any, ...] = ()

    @property
    def choices(self) -> list[Any]:
        """What may stand there, but for nothing."""
        return [one for one in alternatives(self.annotation) if one is not type(None)]

    @property
    def only(self) -> Any:
        """What alone may stand there; None where there is more than one."""
        return self.choices[0] if len(self.choices) == 1 else None

    @property
    def part(self) -> type[BaseModel] | None:
        """The part that alone may stand there."""
        only = self.only
        return only if isinstance(only, type) and issubclass(only, BaseModel) else None

    @property
    def named(self) -> tuple[Any, Any] | None:
        """What names and entries of a mapping are; a text by languages is none."""
        found = [one for one in self.choices if _is_mapping(one) and one != TEXT]
        return (get_args(found[0])[0], get_args(found[0])[1]) if found else None

    @property
    def listed(self) -> Any:
        """What the elements of a list are."""
        only = self.only
        return get_args(only)[0] if get_origin(only) is tuple else None

    @property
    def several(self) -> bool:
        """Whether entries stand there, each on a form of its own: by name, or parts and texts in their order."""
        inner = Spot(self.listed)
        return self.named is not None or (self.listed is not None and (inner.part is not None or inner.only == TEXT))

    def inner(self, step: str | int) -> Spot | None:
        """What stands below it."""
        if (part := self.part) is not None:
            return next(
                (Spot(i.annotation, tuple(i.metadata)) for n, i in part.model_fields.items() if (i.alias or n) == step),
                None,
            )
        if self.named is not None:
            return Spot(self.named[1]) if isinstance(step, str) else None
        return Spot(self.listed) if self.listed is not None and isinstance(step, int) else None

    def long_form(self, value: Any) -> Any:
        """What a short form stands for (`ends: paid` for `ends: {on: {paid: {}}}`), as the model itself reads it."""
        for one in self.beside:
            if isinstance(one, BeforeValidator):
                read: Any = one.func
                found = _plain(read(value))
                value = found if isinstance(found, (dict, list)) else value
        return value


@lru_cache(4096)
def spot_at(path: Path) -> Spot | None:
    """What may stand at a path; None where nothing may."""
    spot: Spot | None = Spot(PolicyFile)
    for step in path:
        spot = spot.inner(step) if spot is not None else None
    return spot


def path_of(at: str) -> Path:
    """A path as an address has it (`records/order/keep/0`): the steps of a list are its numbers."""
    path: Path = ()
    for step in at.split("/") if at else ():
        spot = spot_at(path)
        number = spot is not None and spot.listed is not None and step.isdecimal() and len(step) < 4
        path = (*path, int(step) if number else step.replace("~1", "/").replace("~0", "~"))
    return path


def address_of(path: Path) -> str:
    """The same the other way; a name with a stroke is written as in a JSON pointer (RFC 6901)."""
    return "/".join(str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _is_mapping(annotation: Any) -> bool:
    origin = get_origin(annotation)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value.value if isinstance(value, Enum) else value


def allowed_keys(path: Path) -> list[str]:
    """The keys that the model allows at this path, as the file writes them; empty where any may stand."""
    model = _model(path)
    if model is None:
        return []
    return [info.alias or name for name, info in model.model_fields.items()]


def description(path: Path, name: str) -> str:
    """What the key of this name is for, at this path; empty where the model does not say."""
    model = _model(path)
    if model is None:
        return ""
    for field_name, info in model.model_fields.items():
        if (info.alias or field_name) == name:
            return info.description or ""
    return ""


def _model(path: Path) -> type[BaseModel] | None:
    spot = spot_at(path)
    return spot.part if spot is not None else None


def alternatives(annotation: Any) -> tuple[Any, ...]:
    """A type's alternatives, without what only decorates them."""
    if get_origin(annotation) is Annotated:
        return alternatives(get_args(annotation)[0])
    if get_origin(annotation) in {Union, types.UnionType}:
        return tuple(choice for part in get_args(annotation) for choice in alternatives(part))
    return (annotation,)
