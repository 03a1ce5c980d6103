"""What each key of a policy file means, in both languages: for the JSON Schema that editors use, and for the reference.

English comes from the model's own descriptions where it has one, else from `meanings.yaml`; Korean from there always. A
test holds that no key and no word lacks either.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from pydantic import BaseModel

from jikim.policy.model import Text
from jikim.policy.source import plain, read

Words = Mapping[str, str]


def of_key(part: type[BaseModel], name: str) -> dict[str, str]:
    """What a key of a part means, by language; `name` is the model's. A language that says nothing of it is left out."""
    field = part.model_fields[name]
    key = field.alias or name
    # The form `text` carries a description of its own, which says nothing of the key.
    described = field.description if field.description != _OF_TEXT else None
    found: dict[str, str] = {}
    for each in part.__mro__:
        found = dict(_data()["keys"].get(each.__name__, {}).get(key, {})) or found
        if found:
            break
    found = found or dict(_data()["common"].get(key, {}))
    return {**found, "en": described} if described else found


def of_word(kind: str, word: str) -> Words:
    """What one word of a known set means (`ItemType`, `email`); nothing where nobody said."""
    words: Words = _data()["values"].get(kind, {}).get(word, {})
    return words


def of_literal(key: str, word: str) -> Words:
    """What a word of a key means that has no set of its own (`leaving`, `finishes`); nothing where nobody said."""
    words: Words = _data()["literals"].get(key, {}).get(word, {})
    return words


def of_part(kind: str) -> Words:
    """What a whole part is; nothing where nobody said."""
    words: Words = _data()["about"].get(kind, {})
    return words


def law_behind(kind: str) -> list[str] | Words:
    """The topics of the law that stands behind a part; or, by language, why no article does. Raises KeyError."""
    found: list[str] | Words = _data()["law"][kind]
    return found


@cache
def _data() -> Mapping[str, Any]:
    root, _ = read(files("jikim.policy").joinpath("meanings.yaml").read_text(encoding="utf-8"), "meanings.yaml")
    assert root is not None
    loaded: Mapping[str, Any] = plain(root)
    return loaded


_OF_TEXT = next(extra.description for extra in get_args(Text)[1:] if getattr(extra, "description", None))
