"""The JSON Schema tells editors what every key and every word means, in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel
from tests.conftest import HOMEPAGE

from jikim.cli import main
from jikim.cli.starting import KINDS
from jikim.policy.meanings import _data, of_key, of_literal, of_word
from jikim.policy.schema import classes, json_schema
from jikim.policy.source import plain, read

HANGUL = re.compile("[가-힣]")


def keys() -> list[Any]:
    return [
        pytest.param(kind, name, id=f"{kind.__name__}.{name}")
        for kind in classes()
        if issubclass(kind, BaseModel)
        for name in kind.model_fields
    ]


@pytest.mark.parametrize(("kind", "name"), keys())
def test_every_key_has_a_meaning_in_both_languages(kind: type[BaseModel], name: str) -> None:
    """Korean in Korean, English in English; whoever adds a key to the model writes both (`policy/meanings.yaml`)."""
    words = of_key(kind, name)
    assert set(words) == {"ko", "en"}, "add the key to src/jikim/policy/meanings.yaml"
    assert HANGUL.search(words["ko"])
    assert not HANGUL.search(words["en"].replace("{아이디: items.login_id}", ""))
    assert not any(text.endswith(".") for text in words.values())


def test_every_word_of_a_known_set_has_a_meaning_in_both_languages() -> None:
    """Item types, bases, kinds of purpose, classes of record and the rest."""
    lacking = [
        (kind.__name__, one.value)
        for kind in classes()
        if issubclass(kind, Enum)
        for one in kind
        if set(of_word(kind.__name__, str(one.value))) != {"ko", "en"}
    ]
    assert lacking == []


def test_no_meaning_is_of_a_key_that_is_not_there() -> None:
    """What the model no longer has is not explained."""
    known = {kind.__name__: kind for kind in classes()}
    for name, told in _data()["keys"].items():
        kind = known[name]
        assert issubclass(kind, BaseModel)
        assert set(told) <= {info.alias or key for key, info in kind.model_fields.items()}, name
    for name, told in _data()["values"].items():
        kind = known[name]
        assert issubclass(kind, Enum)
        assert set(told) == {one.value for one in kind}


def described(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if "x-description-ko" in schema:
            yield schema
        for part in schema.values():
            yield from described(part)


@pytest.mark.parametrize(("language", "hangul"), [("ko", True), ("en", False)])
def test_an_editor_shows_the_language_that_was_asked_for(language: str, hangul: bool) -> None:
    """`description` is in that language; both stand beside it."""
    schema = json_schema(language)  # type: ignore[arg-type]
    email = schema["$defs"]["Item"]["properties"]["lookup"]
    assert bool(HANGUL.search(email["description"])) is hangul
    assert HANGUL.search(email["x-description-ko"])
    types = schema["$defs"]["ItemType"]
    assert len(types["enum"]) == len(types["enumDescriptions"]) == len(types["x-enumDescriptions-ko"])
    assert bool(HANGUL.search(types["enumDescriptions"][0])) is hangul
    assert len(list(described(schema))) > 150


def test_a_part_of_a_policy_needs_no_section() -> None:
    """A file that is included holds some sections, and still no unknown one."""
    part = json_schema(part=True)
    assert "required" not in part
    assert "service" in json_schema()["required"]
    assert part["additionalProperties"] is False


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    """`jikim schema --lang ko --part` is JSON in Korean."""
    assert main(["schema", "--lang", "ko", "--part"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["properties"]["items"]["description"] == "수집하는 모든 항목. 여기에 없는 것은 받지 않습니다"


def misfits(value: Any, schema: Any, whole: Any, path: str = "") -> Iterator[str]:
    """Where a value does not fit a schema, by the words of JSON Schema that ours uses."""
    if "$ref" in schema:
        yield from misfits(value, whole["$defs"][schema["$ref"].rpartition("/")[2]], whole, path)
    if "anyOf" in schema and all(any(misfits(value, one, whole, path)) for one in schema["anyOf"]):
        yield f"{path}: none of {len(schema['anyOf'])}"
    types = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
    if "type" in schema and not isinstance(value, types[schema["type"]]):
        yield f"{path}: no {schema['type']}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: no such word"
    if "const" in schema and value != schema["const"]:
        yield f"{path}: not {schema['const']}"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{path}: does not match"
    for place, one in enumerate(value) if isinstance(value, list) and "items" in schema else ():
        yield from misfits(one, schema["items"], whole, f"{path}.{place}")
    if isinstance(value, dict):
        known = schema.get("properties", {})
        yield from (f"{path}: lacks {name}" for name in schema.get("required", ()) if name not in value)
        for name, one in value.items():
            yield from misfits(name, schema.get("propertyNames", {}), whole, f"{path}.{name}")
            patterns = [
                inner for pattern, inner in schema.get("patternProperties", {}).items() if re.search(pattern, name)
            ]
            other = schema.get("additionalProperties", {})
            inner = known.get(name) or (patterns[0] if patterns else other)
            if inner is False:
                yield f"{path}.{name}: unknown"
            elif inner is not True:
                yield from misfits(one, inner, whole, f"{path}.{name}")


def as_an_editor_reads(text: str) -> Any:
    """The file as the schema's reader has it: days are text."""
    root, findings = read(text, "policy.yaml")
    assert root is not None
    assert not findings
    return json.loads(json.dumps(plain(root), default=str))


@pytest.mark.parametrize("kind", KINDS)
def test_an_editor_underlines_nothing_of_what_init_writes(kind: str, tmp_path: Path) -> None:
    """What `jikim init` composes fits the schema that it writes beside it, short forms and all."""
    words = [
        "init",
        str(tmp_path),
        "--kind",
        kind,
        "--people",
        "both",
        "--payments",
        "yes",
        "--marketing",
        "yes",
        "--countries",
        "KR,DE",
        "--yes",
    ]
    assert main(words) == 0
    schema = json.loads((tmp_path / "policy.schema.json").read_text(encoding="utf-8"))
    assert (
        list(misfits(as_an_editor_reads((tmp_path / "policy.yaml").read_text(encoding="utf-8")), schema, schema)) == []
    )


def test_an_editor_underlines_nothing_of_the_homepages_policy_and_what_is_wrong() -> None:
    """The homepage's policy fits; a period of a year in words, a misspelt key and a class that there is not do not."""
    text, schema = HOMEPAGE.read_text(encoding="utf-8"), json_schema()
    assert list(misfits(as_an_editor_reads(text), schema, schema)) == []
    for old, new in (
        ("for: 6mo", "for: six months"),
        ("\n    leaving: finishes", "\n    laeving: finishes"),
        ("ends: left", "ends: {at: left}"),
    ):
        assert old in text
        assert list(misfits(as_an_editor_reads(text.replace(old, new, 1)), schema, schema)), new


def test_each_word_of_a_form_says_what_it_means() -> None:
    """Also one of a key that has no set of its own (`leaving: finishes`), in each language."""

    def words(annotation: Any) -> Iterator[str]:
        if get_origin(annotation) is Literal:
            yield from (str(one) for one in get_args(annotation) if one not in (1, "ko", "en"))
        elif get_origin(annotation) is not dict:
            yield from (one for each in get_args(annotation) for one in words(each))

    found = [
        (info.alias or name, word)
        for part in classes()
        if issubclass(part, BaseModel)
        for name, info in part.model_fields.items()
        for word in words(info.annotation)
    ]
    assert len(found) > 100
    assert [one for one in found if of_literal(*one).keys() != {"ko", "en"}] == []
