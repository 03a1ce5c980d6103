"""The form that the model gives a policy file: which keys may stand at a path, and what each is for."""

from __future__ import annotations

import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from jikim.policy.finding import Path
from jikim.policy.model import PolicyFile


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
    annotation: Any = PolicyFile
    for step in path:
        annotation = _inside(annotation, step)
        if annotation is None:
            return None
    for choice in alternatives(annotation):
        if isinstance(choice, type) and issubclass(choice, BaseModel):
            return choice
    return None


def alternatives(annotation: Any) -> tuple[Any, ...]:
    """A type's alternatives, without what only decorates them."""
    if get_origin(annotation) is Annotated:
        return alternatives(get_args(annotation)[0])
    if get_origin(annotation) in {Union, types.UnionType}:
        return tuple(choice for part in get_args(annotation) for choice in alternatives(part))
    return (annotation,)


def _inside(annotation: Any, step: str | int) -> Any:
    for choice in alternatives(annotation):
        origin, args = get_origin(choice), get_args(choice)
        if origin is Literal:
            continue
        if isinstance(choice, type) and issubclass(choice, BaseModel):
            for name, info in choice.model_fields.items():
                if (info.alias or name) == step:
                    return info.annotation
        elif args and isinstance(step, str):
            return args[1] if len(args) > 1 else None
        elif args:
            return args[0]
    return None
