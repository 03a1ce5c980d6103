"""did you mean: wherever the file refers to a name, a slip is told with the name that was meant."""

from __future__ import annotations

import enum
import re
import types
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from pydantic import BaseModel

from jikim.policy import model
from jikim.policy.check import check
from jikim.policy.finding import Finding, Position
from jikim.policy.finding import Path as Where
from jikim.policy.form import alternatives
from jikim.policy.model import PolicyFile
from jikim.policy.model.part import Names
from jikim.policy.parse import Parsed, parse

ROOT = Path(__file__).parents[2]
BASE = (Path(__file__).parent / "broken" / "base.yaml").read_text(encoding="utf-8")
TODAY = date(2026, 11, 25)

# Where a name is declared, or means nothing beyond itself, a slip is another name.
DECLARES = {"purposes.*.group", "records.*.events.#", "records.*.ends.on.#"}


@cache
def policy() -> Parsed:
    return parse((ROOT / "homepage" / "policy.yaml").read_text(encoding="utf-8"), "policy.yaml")


@cache
def base() -> Parsed:
    return parse(BASE, "policy.yaml")


def shape(path: Where) -> str:
    """`records.order.via.0` as `records.*.via.#`: the kind of reference."""
    kinds = [str(step) for step in path]
    annotation: Any = PolicyFile
    for place, step in enumerate(path):
        found = None
        for choice in alternatives(annotation):
            if isinstance(step, int):
                kinds[place], found = "#", get_args(choice)[0]
            elif isinstance(choice, type) and issubclass(choice, BaseModel):
                hints = get_type_hints(choice, include_extras=True)
                found = next(hints[name] for name, info in choice.model_fields.items() if (info.alias or name) == step)
            elif (origin := get_origin(choice)) is not None and issubclass(origin, Mapping):
                kinds[place], found = "*", get_args(choice)[1]
        annotation = found
    return ".".join(kinds)


def is_name(annotation: Any) -> bool:
    """Whether a value of this type is a name, of whatever it names."""
    said = getattr(annotation, "__metadata__", ())
    return annotation in (model.Name, model.Ref) or any(isinstance(one, Names) for one in said)


def refers(annotation: Any) -> bool:
    """Whether a value of this type is one of a known set: a reference, or one of the model's own words."""
    if is_name(annotation):
        return True
    if get_origin(annotation) is Annotated:
        return refers(get_args(annotation)[0])
    if get_origin(annotation) is Literal:
        return all(isinstance(value, str) and len(value) > 2 for value in get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, enum.StrEnum):
        return True
    return get_origin(annotation) in (Union, types.UnionType) and any(refers(one) for one in get_args(annotation))


def named(annotation: Any) -> bool:
    """Whether a value of this type is a name that the file or the catalogue declares."""
    return is_name(annotation) or any(named(one) for one in get_args(annotation) if one is not annotation)


def references(value: Any, annotation: Any, path: Where) -> Iterator[tuple[Where, str, bool]]:
    """Every value of the file that must be one of a known set, and whether the set is the model's own."""
    if isinstance(value, str):
        if refers(annotation):
            yield path, str(value), not named(annotation)
    elif isinstance(value, BaseModel):
        hints = get_type_hints(type(value), include_extras=True)
        for name, info in type(value).model_fields.items():
            yield from references(getattr(value, name), hints[name], (*path, info.alias or name))
    elif isinstance(value, Mapping):
        inner = next(get_args(one)[1] for one in alternatives(annotation) if get_args(one))
        for name, part in value.items():
            yield from references(part, inner, (*path, name))
    elif isinstance(value, tuple):
        inner = next(get_args(one)[0] for one in alternatives(annotation) if get_args(one))
        for index, part in enumerate(value):
            yield from references(part, inner, (*path, index))


@cache
def kinds() -> dict[str, tuple[Where, str, bool]]:
    """One reference of each kind in the homepage's policy."""
    found: dict[str, tuple[Where, str, bool]] = {}
    file = policy().policy
    assert file is not None
    for path, value, of_model in references(file, PolicyFile, ()):
        if path not in policy().positions and isinstance(path[-1], int):
            path = path[:-1]  # one alone may stand without brackets
        place = policy().positions.get(path)
        # What the file leaves out has no place to slip in.
        if place is not None and place.scalar and len(value) > 2:
            found.setdefault(shape(path), (path, value, of_model))
    return {kind: where for kind, where in found.items() if kind not in DECLARES}


def slipped(name: str) -> str:
    """The name with its last two letters changed places; with one letter fewer where they are the same."""
    end = name[-2:]
    return name[:-2] + end[::-1] if end[0] != end[1] else name[:-1]


def misspelt(text: str, slips: Iterable[tuple[Position, str, str]]) -> str:
    """A text with the words at these places replaced."""
    lines = text.split("\n")
    for place, old, new in sorted(slips, reverse=True):
        line, at = lines[place.line - 1], place.column - 1
        at += line[at] in "'\""
        assert line[at:].startswith(old), (place, line)
        lines[place.line - 1] = line[:at] + new + line[at + len(old) :]
    return "\n".join(lines)


def structural(kind: str) -> bool:
    """Whether the model itself says which words may stand here; what only the file says is asked once it has a
    structure."""
    return kinds()[kind][2]


@cache
def told(of_model: bool) -> tuple[Parsed, tuple[Finding, ...]]:
    """The findings on the policy with one slip of each kind."""
    slips = [
        (policy().positions[path].value, value, slipped(value))
        for kind, (path, value, _) in kinds().items()
        if structural(kind) is of_model
    ]
    parsed = parse(misspelt(policy().text, slips), "policy.yaml")
    return parsed, check(parsed, TODAY)


def test_the_walk_finds_every_kind_of_reference() -> None:
    """Items, purposes, records, channels, events, statutes, types and the rest are all among what is walked."""
    assert {
        "records.*.items.required.#", "records.*.via.#", "records.*.for.#", "records.*.keep.#.items.#",
        "records.*.keep.#.from", "records.*.keep.#.because", "records.*.keep.#.purpose", "records.*.keep.#.class",
        "records.*.ends.from", "items.*.type", "channels.*.kind", "channels.*.items.#", "purposes.*.items.#",
        "purposes.*.kind", "purposes.*.basis", "partners.*.purposes.#", "recipients.*.records.#", "recipients.*.under",
        "processors.*.items.#", "processors.*.own_duty.#", "cookies.table.*.purpose", "cookies.purposes.*.purpose",
        "service.under.#", "bodies.*.kind", "rights.*.by.#", "safeguards.*.law", "duties.*.laws.#", "refuse.types.#",
    } <= set(kinds())  # fmt: skip


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_a_misspelt_name_is_told_with_the_name_that_was_meant(kind: str) -> None:
    """Whatever refers to a name, the finding stands where the slip is and names what was meant, in both languages."""
    path, value, _ = kinds()[kind]
    parsed, findings = told(structural(kind))
    place = parsed.at(path)
    found = [one for one in findings if one.position == place and one.hint]
    hints = [one.hint for one in found if one.hint and f"did you mean `{value}`?" in one.hint["en"]]
    assert hints, [one.render("en") for one in findings if one.position.line == place.line]
    assert f"혹시 `{value}`?" in hints[0]["ko"]


def keys() -> Iterator[Any]:
    """One misspelt key of each model."""
    seen: set[tuple[str, ...]] = set()
    for path in base().positions:
        if path and isinstance(path[-1], str):
            kind = tuple(shape(path).split("."))
            if "*" not in kind[-1] and kind not in seen and len(path[-1]) > 2 and kind[-1] not in ("ko", "en"):
                seen.add(kind)
                yield pytest.param(path, id=".".join(kind))


@pytest.mark.parametrize("path", list(keys()))
def test_a_misspelt_key_is_told_with_the_key_that_was_meant(path: Where) -> None:
    """No unknown key passes, and each is told with the one that was meant."""
    key = str(path[-1])
    place = base().key(path)
    again = parse(misspelt(BASE, [(place, key, key[0] + key)]), "policy.yaml")
    told = [one for one in again.findings if one.position == place and one.hint]
    assert any(f"did you mean `{key}`?" in one.hint["en"] for one in told if one.hint), [
        one.render("en") for one in again.findings
    ]


def test_a_label_where_a_name_must_stand_is_told_with_the_name() -> None:
    """Whoever writes `이메일 주소` where `email` must stand is told the name."""
    text = policy().text.replace("required: [name, email]", "required: [name, 이메일 주소]", 1)
    told = [one.hint["en"] for one in parse(text, "policy.yaml").findings if one.hint]
    assert any("did you mean `email`?" in hint for hint in told), told


def test_an_alias_that_was_misspelt_is_told_with_its_anchor() -> None:
    """`*term` names the anchor `&terms`."""
    text = re.sub(r"contract: \*terms", "contract: *term", policy().text, count=1)
    (found,) = [one for one in parse(text, "policy.yaml").findings if one.code == "unknown-alias"]
    assert found.hint is not None
    assert "`*terms`" in found.hint["en"]
