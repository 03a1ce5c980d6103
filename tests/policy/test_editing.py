"""A policy as a form: every field says what the file says, and a change touches its own place alone."""

from __future__ import annotations

import difflib
from datetime import date
from functools import cache
from pathlib import Path as File
from typing import Any

import pytest

from jikim.errors import InvalidError
from jikim.policy.editing import Field, can_add, changed, data_of, fields_at, inside, parts_at, value_of
from jikim.policy.finding import Path
from jikim.policy.parse import parse

HOMEPAGE = File(__file__).parents[2] / "homepage" / "policy.yaml"
BAKERY = File(__file__).parent / "bakery.yaml"


@cache
def text_of(file: File) -> str:
    return file.read_text("utf-8")


def fields(file: File, path: Path = ()) -> list[Field]:
    """Every field of a file's form, parts opened."""
    data = data_of(text_of(file))
    assert data is not None
    names = parts_at(data, path)
    if names is not None:
        return [one for name in names for one in fields(file, (*path, name))]
    return [
        one
        for field in fields_at(data, path)
        for one in ([field] if field.kind != "part" else fields(file, field.path))
    ]


def lines(old: str, new: str) -> list[str]:
    """The changed lines alone, with their signs."""
    found = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [line for line in found if line[0] in "+-" and line[:3] not in ("+++", "---")]


@pytest.mark.parametrize("file", [HOMEPAGE, BAKERY], ids=["homepage", "bakery"])
def test_every_value_of_the_file_stands_in_a_field(file: File) -> None:
    """No part of the file is on no form: each of its values is a field's, or below one that is written as text."""
    data = data_of(text_of(file))
    forms = {one.path: one for one in fields(file)}

    def told(value: Any, path: Path) -> bool:
        if path in forms:
            return True
        return isinstance(value, dict) and all(told(each, (*path, key)) for key, each in value.items())

    assert told(data, ())
    assert len(forms) > 100


@pytest.mark.parametrize("file", [HOMEPAGE, BAKERY], ids=["homepage", "bakery"])
def test_a_field_sent_back_as_it_is_changes_nothing(file: File) -> None:
    """What a field shows is what is read from it again; the text is the same to the byte."""
    data = data_of(text_of(file))
    same: dict[Path, Any] = {}
    for field in fields(file):
        if field.kind in ("part", "as-text") or inside(data, field.path) is None:
            continue
        value = value_of(field, field.value if isinstance(field.value, list) else [field.value])
        said = inside(data, field.path)
        assert (
            value == (said if isinstance(said, (list, bool, int, date)) or not isinstance(value, list) else [said])
            or str(said) == value
        )
        same[field.path] = said
    assert changed(text_of(file), same) == text_of(file)


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("items", "email", "label", "en"), "Mail", ["-    {clause: \"1.1\", type: email, unique: true, lookup: true, label: {ko: 이메일 주소, en: E-mail address}}",
                                                     "+    {clause: \"1.1\", type: email, unique: true, lookup: true, label: {ko: 이메일 주소, en: Mail}}"]),
        (("version", "effective"), date(2030, 1, 2), ["-  effective: 2013-02-05", "+  effective: 2030-01-02"]),
        (("service", "people"), 12_000, ["+  people: 12000"]),
        (("items", "cookie"), None, ["-  cookie:", "-    {clause: \"1.1\", type: cookie-id, label: {ko: 쿠키, en: Cookie}}"]),
        (("refuse", "below_age"), None, ["-  below_age: 14"]),
    ],
    ids=["label", "day", "new-key", "entry-taken-out", "key-taken-out"],
)  # fmt: skip
def test_a_change_touches_its_own_place_alone(path: Path, value: Any, expected: list[str]) -> None:
    """Comments, order and every other line stay as they were."""
    old = text_of(HOMEPAGE)
    assert lines(old, changed(old, {path: value})) == expected


@pytest.mark.parametrize(
    "said", ["no", "5.10", "2013-01-29", "true", "a: b", "# 1", "[x]", "", "'", '"', "두 줄\n글", "{"]
)
def test_any_text_that_is_typed_is_that_text(said: str) -> None:
    """What YAML would read as something else is written so that it is the text."""
    new = changed(text_of(BAKERY), {("service", "controller", "ko"): said or None})
    assert inside(data_of(new), ("service", "controller", "ko")) == (said or None)


def test_an_entry_is_added_with_its_fields() -> None:
    """A new item is a name first, then its fields, each of which the file must have."""
    assert can_add(("items",))
    assert not can_add(("service",))
    named = changed(text_of(BAKERY), {("items", "nickname"): {}})
    data = data_of(named)
    assert data is not None
    needed = [one for one in fields_at(data, ("items", "nickname")) if one.needed]
    assert {one.name for one in needed} == {"items/nickname/label/ko", "items/nickname/label/en", "items/nickname/type"}
    assert parse(named, "policy.yaml").policy is None
    filled = changed(named, {one.path: "별명" if one.language else "person-name" for one in needed})
    found = parse(filled, "policy.yaml").policy
    assert found is not None
    assert found.items["nickname"].label["ko"] == "별명"


@pytest.mark.parametrize("text", ["", "- a\n", "a: [", "\x00", "a: 1\na: 2\n"])
def test_what_is_no_policy_is_changed_by_nobody(text: str) -> None:
    """A text that cannot be read is said so, and stays."""
    with pytest.raises(InvalidError):
        changed(text, {("service", "url"): "https://example.org"})


@pytest.mark.parametrize("path", [("nothing",), ("items", "email", "nothing"), ("service", "name", "ko", "more")])
def test_where_nothing_stands_there_is_no_form(path: Path) -> None:
    """A path that the model does not know has no fields and no entries."""
    data = data_of(text_of(BAKERY))
    assert data is not None
    assert fields_at(data, path) == []
    assert not can_add(path)


def test_a_day_that_is_none_breaks_nothing() -> None:
    """YAML's own dates do not know a 13th month: the form says that the text is to be mended first."""
    with pytest.raises(InvalidError):
        changed(text_of(HOMEPAGE).replace("2013-01-29", "2013-13-45"), {("service", "people"): 5})


@pytest.mark.parametrize("typed", ["9" * 5_000, "9" * 30, "٣", "1e9", "-1"])
def test_what_is_typed_as_a_number_is_one_or_stays_text(typed: str) -> None:
    """However long it is: the text is written, and what it is not is for `check` to say."""
    text = "jikim: 1\nservice:\n  people: 100\n"
    field = next(one for one in fields_at(data_of(text) or {}, ("service",)) if one.name == "service/people")
    value = value_of(field, [typed])
    assert value == (int(typed) if typed == "٣" else typed)
    assert inside(data_of(changed(text, {field.path: value})), field.path) == value
