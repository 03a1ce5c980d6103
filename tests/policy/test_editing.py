"""A policy as a form: every field says what the file says, and a change touches its own place alone."""

from __future__ import annotations

import difflib
from datetime import date
from functools import cache
from pathlib import Path as File
from typing import Any

import pytest

from jikim.errors import InvalidError
from jikim.policy.editing import changed, data_of
from jikim.policy.fields import Field, can_add, entries_at, fields_at, inside, is_name, names_at, new_entry, value_of
from jikim.policy.finding import Path
from jikim.policy.form import address_of, path_of
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
    entries = entries_at(data, path)
    if entries is not None:
        return [one for entry in entries for one in fields(file, (*path, entry.step))]
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
    """No part of the file is on no form, and none is left to the text: each of its values is a field's, short forms
    and lists of parts too; what a name says is among what is offered."""
    data = data_of(text_of(file))
    forms = {one.path: one for one in fields(file)}

    def told(value: Any, path: Path) -> bool:
        if path in forms or path == ("jikim",):
            return True
        value = inside(data, path)
        if isinstance(value, list):
            return all(told(each, (*path, n)) for n, each in enumerate(value))
        return isinstance(value, dict) and all(told(each, (*path, key)) for key, each in value.items())

    assert told(data, ())
    assert len(forms) > 100
    assert [one.name for one in forms.values() if one.kind == "as-text"] == []
    for one in forms.values():
        assert path_of(one.name) == one.path
        known = {choice.word for choice in one.choices}
        assert known.issuperset(
            one.value if one.kind == "choices" else [one.value] if one.kind == "choice" and one.value else []
        )


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


RECORDS = """\
jikim: 1
items:
  cookie: {type: cookie-id, label: {ko: 쿠키, en: Cookie}}

records:
  member:
    ends: left
    expected: standing

  # Carried to the door.
  order:
    ends:
      on:
        settled: {by: handler}
      after: 14d
      unless: paid
    keep:
      - label: {ko: 계약 기록, en: Contract}  # s3
        items: [name, lines]
        for: 5y
        class: contract
      # By another article.
      - label: {ko: 공급 기록, en: Supply}
        items: [name]
        for: 5y

  # Card numbers never rest.
  payment:
    ends: settled
"""
ENDS = ["-    ends: left", "+    ends:", "+      on:", "+        left:", "+          by: [person]", "+        lost:"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"records/order/keep/0/for": "3y"}, ["-        for: 5y", "+        for: 3y"]),
        ({"records/order/keep/0/class": ["contract"], "records/order/ends/unless": ["paid"]}, []),
        ({"records/order/ends/on/settled/by": ["handler"], "records/member/ends/on/left/by": ["person"]}, []),
        ({"records/member/ends/on/lost/by": ["handler"]}, [*ENDS, "+          by: [handler]"]),
        ({"records/order/ends/on/lost/by": ["site"]}, ["+        lost:", "+          by: [site]"]),
        ({"records/order/keep/2/items": ["name"]}, ["+      - items: [name]"]),
        ({"records/member/keep/0/items": ["name"]}, ["+    keep:", "+      - items: [name]"]),
        ({"records/order/keep/1/items": None}, ["-        items: [name]"]),
        ({"items/cookie/formerly/0/ko": "과자"},
         ["-  cookie: {type: cookie-id, label: {ko: 쿠키, en: Cookie}}",
          "+  cookie: {type: cookie-id, label: {ko: 쿠키, en: Cookie}, formerly: [ko: 과자]}"]),
    ],
    ids=["period", "as-it-is", "short-as-it-is", "short-ends", "ends", "one-more", "the-first", "taken-out", "former-label"],
)  # fmt: skip
def test_rules_and_endings_are_fields(changes: dict[str, Any], expected: list[str]) -> None:
    """A retention rule and an ending change in their own lines; a short form is written out once something in it
    changes, and a comment stays before what it speaks of."""
    new = changed(RECORDS, {path_of(path): value for path, value in changes.items()})
    assert lines(RECORDS, new) == expected
    assert all(inside(data_of(new), path_of(path)) == value for path, value in changes.items())


def test_a_rule_that_goes_takes_its_own_comment_alone() -> None:
    """What stands behind the last rule of a record speaks of the next record."""
    gone = lines(RECORDS, changed(RECORDS, {path_of("records/order/keep/1"): None}))
    assert gone == [f"-{line}" for line in RECORDS.splitlines()[21:25]]


@pytest.mark.parametrize(
    ("typed", "said"),
    [(["3", "y"], "3y"), (["", "y"], None), (["", ""], None), (["", "standing"], "standing"), (["12", "standing"], "standing"), (["3", ""], "3"),
     (["5 bananas"], "5 bananas")],
)  # fmt: skip
def test_a_period_is_a_number_and_a_unit(typed: list[str], said: str | None) -> None:
    """Or a word of its own; what is none stays as it was typed, for `check` to say so."""
    field = next(one for one in fields_at(data_of(RECORDS) or {}, ("records", "member")) if one.key == "expected")
    assert field.value == ["", "standing"]
    assert value_of(field, typed) == said


@pytest.mark.parametrize(
    ("path", "name", "fine"),
    [("items", "nickname", True), ("items", "Nick", False), ("rights", "object", True), ("rights", "wish", False),
     ("wording/ko/words", "아이디", True), ("cookies/table", "a/b", True), ("records/order/keep", "x", False), ("service", "x", False)],
)  # fmt: skip
def test_an_entrys_name_is_one_that_the_model_takes(path: str, name: str, fine: bool) -> None:
    """Known words alone where the language has a list of them; and an address leads back to the name, strokes too."""
    assert is_name(path_of(path), name) is fine
    assert bool(names_at(path_of(path))) is (path == "rights")
    assert path_of(address_of((*path_of(path), name))) == (*path_of(path), name)


def test_a_choice_keeps_the_files_order_and_what_it_does_not_know() -> None:
    """What is ticked besides comes last; a word that is none of the language's stays until it is taken out."""
    data = {
        "items": {"name": {}, "email": {}},
        "records": {"order": {"via": ["b", "a"], "items": {"required": ["email", "nmae"]}}},
    }
    field = fields_at(data, ("records", "order", "items"))[0]
    assert [one.word for one in field.choices] == ["name", "email", "nmae"]
    assert value_of(field, ["name", "email", "nmae"]) == ["email", "nmae", "name"]


def test_an_entry_is_added_with_its_fields() -> None:
    """A new item is a name first, then its fields, each of which the file must have."""
    assert can_add(("items",))
    assert not can_add(("service",))
    assert (new_entry(("items",)), new_entry(("clauses",))) == ({}, "")
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
    """YAML's own dates do not know a 13th month: in the section where one stands, the form says that the text is to be
    mended first; another section is changed all the same."""
    text = text_of(HOMEPAGE).replace("2013-01-29", "2013-13-45")
    with pytest.raises(InvalidError):
        changed(text, {("version", "clause"): "13.4"})
    assert "2013-13-45" in changed(text, {("service", "people"): 5})


def test_a_change_leaves_every_other_section_to_the_letter() -> None:
    """What stands before and behind the changed section is the same text, comments, blanks and all."""
    text = text_of(HOMEPAGE)
    made = changed(text, {("officers", "officer", "title", "en"): "Another title"})
    begin = text.index("\nofficers:")
    assert made[:begin] == text[:begin]
    assert made[made.index("\nbodies:") :] == text[text.index("\nbodies:") :]
    assert "Another title" in made[begin:]


@pytest.mark.parametrize("typed", ["9" * 5_000, "9" * 30, "٣", "1e9", "-1"])
def test_what_is_typed_as_a_number_is_one_or_stays_text(typed: str) -> None:
    """However long it is: the text is written, and what it is not is for `check` to say."""
    text = "jikim: 1\nservice:\n  people: 100\n"
    field = next(one for one in fields_at(data_of(text) or {}, ("service",)) if one.name == "service/people")
    value = value_of(field, [typed])
    assert value == (int(typed) if typed == "٣" else typed)
    assert inside(data_of(changed(text, {field.path: value})), field.path) == value
