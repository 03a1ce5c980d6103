"""The JSON Schema of a policy file, for editors: made from the model, so that the two never differ.

Each key says what it means: `description` in the language asked for, and both languages as `x-description-ko` and
`x-description-en`. The words of a known set are told beside their `enum`, as editors read them (`enumDescriptions`).
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from enum import Enum
from typing import Any

from pydantic import BaseModel

from jikim.policy import model
from jikim.policy.meanings import of_key, of_part, of_word
from jikim.policy.model import Language, PolicyFile

_LANGUAGES: tuple[Language, ...] = ("ko", "en")


def json_schema(language: Language = "en", *, part: bool = False) -> dict[str, Any]:
    """The schema (JSON Schema draft 2020-12) as plain data, keys as the file writes them (`for`, `from`, `class`).

    `part`: of a file that another one includes, which need not hold every section.
    """
    made = PolicyFile.model_json_schema(by_alias=True, mode="validation")
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Jikim policy file",
        **_told(dict(of_part("PolicyFile")), language),
    }
    schema.update({key: value for key, value in made.items() if key not in schema})
    for kind in classes():
        found = schema if kind is PolicyFile else schema["$defs"].get(kind.__name__)
        if found is None:
            continue
        if issubclass(kind, Enum):
            _words(found, kind, language)
        elif issubclass(kind, BaseModel):
            for name, info in kind.model_fields.items():
                place = found["properties"][info.alias or name]
                place.pop("description", None)
                place.update(_told(of_key(kind, name), language))
                place.setdefault("title", info.alias or name)
    if part:
        schema.pop("required", None)
    return schema


def classes() -> Iterator[type]:
    """Every class of the model that a file can hold: parts, and sets of words."""
    seen: set[str] = set()
    for module in vars(model).values():
        if inspect.ismodule(module) and module.__name__.startswith(model.__name__ + "."):
            for one in vars(module).values():
                if inspect.isclass(one) and one.__module__ == module.__name__ and one.__name__ not in seen:
                    seen.add(one.__name__)
                    if issubclass(one, (BaseModel, Enum)):
                        yield one


def _told(words: dict[str, str], language: Language) -> dict[str, str]:
    told = {f"x-description-{each}": words[each] for each in _LANGUAGES if each in words}
    main = words.get(language) or words.get("en")
    return {"description": main, **told} if main else told


def _words(found: dict[str, Any], kind: type[Enum], language: Language) -> None:
    words = [of_word(kind.__name__, str(one.value)) for one in kind]
    for each in _LANGUAGES:
        found[f"x-enumDescriptions-{each}"] = [word.get(each, "") for word in words]
    found["enumDescriptions"] = found[f"x-enumDescriptions-{language}"]
