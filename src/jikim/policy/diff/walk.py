"""Where two policy files differ, as plain data: nothing is weighed here, and nothing that differs is left out.

Guarantees: two files that differ in any field give at least one difference, equal ones none; and the differences of (b,
a) are those of (a, b) with before and after exchanged. Parts that have a name are told apart by it; retention rules,
which have none, by what they keep for which statute; waivers, by what they let stand where; counsel's sentences, by
what they state; a list of names by its members, and then by its order.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from jikim.policy.model import PolicyFile

Kind = Literal["added", "removed", "changed", "reordered"]
Steps = tuple[str, ...]
_LANGUAGES = frozenset({"ko", "en"})


class Difference(NamedTuple):
    """One place where two files differ. `before` and `after` are plain data; None stands for what is not there."""

    path: Steps
    kind: Kind
    before: Any
    after: Any


def plain(file: PolicyFile) -> dict[str, Any]:
    """The file as plain data, by the names that it is written with."""
    data: dict[str, Any] = file.model_dump(mode="json", by_alias=True)
    return data


def walk(old: Any, new: Any, path: Steps = ()) -> Iterator[Difference]:
    """Every difference between two pieces of plain data, in the order of the newer one."""
    if old == new:
        # Mappings that are equal but for their order say the same; only lists have an order.
        return
    if path and path[-1] == "formerly":
        # The former labels are one statement: that these were the same one.
        yield Difference(path, "changed", old, new)
    elif old is None or new is None:
        yield Difference(path, "added" if old is None else "removed", old, new)
    elif is_text(old) and is_text(new):
        yield Difference(path, "changed", old, new)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _mappings(old, new, path)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _lists(old, new, path)
    else:
        yield Difference(path, "changed", old, new)


def is_text(value: Any) -> bool:
    """A text in each language is one thing, however many languages of it differ."""
    return (
        isinstance(value, Mapping)
        and bool(value)
        and value.keys() <= _LANGUAGES
        and all(isinstance(one, str) for one in value.values())
    )


def has_text(value: Any) -> bool:
    """Whether a value is a text, or has one in it."""
    if is_text(value):
        return True
    if isinstance(value, Mapping):
        return any(has_text(one) for one in value.values())
    return isinstance(value, list) and any(has_text(one) for one in value)


def _mappings(old: Mapping[str, Any], new: Mapping[str, Any], path: Steps) -> Iterator[Difference]:
    for name in (*new, *(name for name in old if name not in new)):
        if name not in old:
            yield Difference((*path, name), "added", None, new[name])
        elif name not in new:
            yield Difference((*path, name), "removed", old[name], None)
        else:
            yield from walk(old[name], new[name], (*path, name))


def _lists(old: list[Any], new: list[Any], path: Steps) -> Iterator[Difference]:
    before, after = named(old), named(new)
    for name in (*after, *(name for name in before if name not in after)):
        if name not in before:
            yield Difference((*path, name), "added", None, after[name])
        elif name not in after:
            yield Difference((*path, name), "removed", before[name], None)
        else:
            yield from walk(before[name], after[name], (*path, name))
    shared = [name for name in before if name in after]
    if shared != [name for name in after if name in before]:
        yield Difference(path, "reordered", old, new)


def named(values: Sequence[Any]) -> dict[str, Any]:
    """A list's members by a name of their own: a word is its own name, a retention rule is named by what it is for."""
    found: dict[str, Any] = {}
    for value in values:
        name = value if isinstance(value, str) else _name(value)
        count = 1
        unique = name
        while unique in found:
            count += 1
            unique = f"{name}#{count}"
        found[unique] = value
    return found


def _name(value: Any) -> str:
    if isinstance(value, Mapping) and "finding" in value:
        return ":".join(filter(None, (value["finding"], value.get("at"))))
    if isinstance(value, Mapping) and "at" in value:
        return str(value["at"])
    if isinstance(value, Mapping) and "text" in value:
        # Counsel's sentence is named by what it states, so that one that reads otherwise is seen before and after.
        return "+".join(value.get("states") or ()) or value.get("statement") or "sentence"
    if isinstance(value, Mapping) and "because" in value:
        return ":".join((str(value["because"]), str(value.get("purpose", "")), *value.get("only", ())))
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
