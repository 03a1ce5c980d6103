"""parse: text becomes a policy with a position for each part, or findings that say where it does not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from jikim.policy.finding import Position, Severity
from jikim.policy.form import allowed_keys
from jikim.policy.parse import parse
from jikim.policy.schema import json_schema
from jikim.policy.source import read
from jikim.policy.source_text import MAX_CHARACTERS

BASE = (Path(__file__).parent / "broken" / "base.yaml").read_text(encoding="utf-8")


def position_of(text: str, part: str) -> tuple[int, int]:
    """Line and column of the one place where `part` stands in a text."""
    assert text.count(part) == 1
    before = text[: text.index(part)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def test_a_valid_file_becomes_a_policy() -> None:
    """Dates, periods, aliases and nested parts all arrive typed."""
    parsed = parse(BASE, "policy.yaml")
    assert parsed.findings == ()
    assert parsed.policy is not None
    assert parsed.policy.version.effective == date(2026, 11, 8)
    assert parsed.policy.records["visit"].keep[0].from_ == "collected"
    assert parsed.policy.records["order"].keep[1].class_ == ("payment", "supply")


def test_a_value_stands_where_it_is_written_and_a_part_where_its_key_is() -> None:
    """Positions are counted from 1; a plain value has its own, a list or mapping its key's."""
    parsed = parse(BASE, "policy.yaml")
    assert parsed.at(("version", "effective"))[1:] == position_of(BASE, "2026-11-08")
    assert parsed.at(("records", "visit", "keep", 0, "because"))[1:] == position_of(BASE, "kr.comms-secrets.visit-log")
    line, column = position_of(BASE, "  visit:\n")
    assert parsed.at(("records", "visit")) == Position("policy.yaml", line, column + 2)
    line, column = position_of(BASE, "[traces]")
    assert parsed.at(("records", "visit", "via", 0)) == Position("policy.yaml", line, column + 1)
    assert parsed.at(("records", "visit", "via")).column == 5
    assert parsed.key(("version", "effective")).column == 3


# YAML 1.1 and 1.2 read each of the first six differently; the others are what people write.
ODD = (
    "a: one\u2028  two\n", "a: |\n  b\n...\n", "a: &b:c d\n", "a: {b: !c,d: e}\n", "a: >#b\n  c\n", "a: 'b'\t#c\n",
    "a: {b: http://x/y?z=1,2, 'c':d, e}\nf: [g:h, {i: j}, 'k', ~]\n", "a: >-\n\n   b\n    c\n\n  \nd: |+\n  e\n\nf: &g {h: i}\nj: {<<: *g, k: 12:30}\n",
    'a: "\\u0041\\\n  b"\nc: no\nd:\n- e\n-\n- - f\n  - 2013-02-05\n? g\n: h\n', "# a\r\nb: c # d\r\n", "a: b: c\n", "a: [b\n", 'a: "b\n', "- a\nb: c\n",
)  # fmt: skip


@pytest.mark.parametrize("text", [BASE, *ODD], ids=range(len(ODD) + 1))
def test_libyaml_and_python_read_alike(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where libyaml is not there a text is read as where it is: the same parts in the same places, and the same
    mistakes."""
    found = read(text, "policy.yaml")
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert found == read(text, "policy.yaml")


def test_what_the_file_leaves_out_stands_at_its_nearest_parent() -> None:
    """A default has no place of its own; a finding about it points at the part that lacks it."""
    parsed = parse(BASE, "policy.yaml")
    assert parsed.at(("records", "visit", "leaving")) == parsed.at(("records", "visit"))
    assert parsed.at(("nothing", "of", "it")) == parsed.at(())
    assert parse("", "p").at(("records",)) == Position("p", 1, 1)


def test_all_structural_mistakes_are_found_at_once() -> None:
    """Four mistakes in four parts give four findings, in the order of the file."""
    text = (
        BASE.replace("jikim: 1", "jikim: 3")
        .replace("below_age: 14", "below_age: old")
        .replace("    single: true", "    solo: true")
        .replace("  important: 30d\n", "")
    )
    parsed = parse(text, "policy.yaml")
    assert parsed.policy is None
    assert [finding.code for finding in parsed.findings] == ["bad-choice", "wrong-type", "unknown-key", "missing-key"]


def test_an_unknown_key_is_answered_with_the_keys_that_may_stand_there() -> None:
    """The hint names the nearest key and all others, in the file's spelling (`for`, not `for_`)."""
    parsed = parse(BASE.replace("    single: true", "    sinlge: true"), "policy.yaml")
    (finding,) = parsed.findings
    assert finding.hint is not None
    assert finding.hint["en"].startswith("did you mean `single`? allowed keys: `label`")
    assert finding.hint["ko"].startswith("혹시 `single`?")
    assert "`for`" in finding.hint["en"]
    assert "for_" not in finding.hint["en"]


def test_a_finding_never_repeats_the_value_that_is_wrong() -> None:
    """A mistaken value is shown in its own line only, never in the message: values may be contact data."""
    parsed = parse(BASE.replace("phone: 02-000-0001", "phone: [02-000-0099]"), "policy.yaml")
    (finding,) = parsed.findings
    assert "02-000-0099" in finding.source
    assert "02-000-0099" not in json.dumps([dict(finding.text), dict(finding.hint or {})])


def test_a_number_where_text_is_asked_is_taken_as_written() -> None:
    """`7.10` and `118` need no quotes, and keep their zeros."""
    text = BASE.replace("    phone: 1833-6972", "    phone: 0118\n    clause: 7.10")
    parsed = parse(text, "policy.yaml")
    assert parsed.policy is not None
    assert parsed.policy.bodies["mediation"].phone == "0118"
    assert parsed.policy.bodies["mediation"].clause == "7.10"
    text = BASE.replace("    phone: 1833-6972", "    phone: 118")
    parsed = parse(text, "policy.yaml")
    assert parsed.policy is not None
    assert parsed.policy.bodies["mediation"].phone == "118"


def test_words_that_old_yaml_took_for_booleans_are_text() -> None:
    """`on:` and `no` are a key and a word."""
    parsed = parse(BASE.replace("    ends: [settled]", "    ends: {on: [settled, no]}"), "policy.yaml")
    assert parsed.policy is not None
    assert parsed.policy.records["order"].ends.on.keys() == {"settled", "no"}


def test_an_alias_repeats_a_finished_part() -> None:
    """Anchors and aliases may share terms; the shared part's positions are where it is written."""
    text = BASE.replace("    contract:\n", "    contract: &terms\n") + (
        "links:\n  notice: {ko: 다른 사이트, en: other sites}\n"
    )
    text = text.replace(
        "cookies:\n  choices",
        "  canoe:\n    label: {ko: 카누, en: Canoe}\n    task: {ko: 배송, en: delivery}\n    purposes: [delivery]\n"
        "    records: [order]\n    items: [name]\n    until: [contract-end]\n    country: KR\n    contract: *terms\n\n"
        "cookies:\n  choices",
    )
    parsed = parse(text, "policy.yaml")
    assert parsed.policy is not None
    assert parsed.policy.processors["canoe"].contract == parsed.policy.processors["raft"].contract
    shared = parsed.at(("processors", "canoe", "contract", "signed"))
    assert shared == parsed.at(("processors", "raft", "contract", "signed"))
    assert parsed.at(("processors", "canoe", "contract")).line > shared.line


def test_aliases_that_multiply_are_refused_before_they_are_built() -> None:
    """A few hundred bytes that stand for a billion values are refused at once."""
    text = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 64))
    root, findings = read(text, "policy.yaml")
    assert root is None
    assert [finding.code for finding in findings] == ["too-many-values"]


def test_a_file_that_is_too_large_is_not_read() -> None:
    """The limit is on characters, before any parsing."""
    parsed = parse("#" * (MAX_CHARACTERS + 1), "policy.yaml")
    assert [finding.code for finding in parsed.findings] == ["file-too-large"]


def test_bytes_that_are_not_utf_8_are_found_where_they_stand() -> None:
    """A file saved in another encoding is refused at its first wrong byte."""
    parsed = parse("jikim: 1\nservice: 가게".encode("cp949"), "policy.yaml")
    (finding,) = parsed.findings
    assert (finding.code, finding.position) == ("not-utf-8", Position("policy.yaml", 2, 10))


def test_bytes_with_a_byte_order_mark_and_windows_lines_are_read() -> None:
    """What a Windows editor saves is the same policy at the same places."""
    plain = parse(BASE, "policy.yaml")
    saved = parse(b"\xef\xbb\xbf" + BASE.replace("\n", "\r\n").encode(), "policy.yaml")
    assert saved.policy == plain.policy
    assert saved.positions == plain.positions
    assert not saved.source(saved.at(("version",))).endswith("\r")


@pytest.mark.parametrize("text", ["", "   \n", "# nothing\n", "---\n", "null\n"])
def test_an_empty_file_is_called_empty(text: str) -> None:
    """No text, only blanks and only comments are one and the same fault."""
    assert [finding.code for finding in parse(text, "policy.yaml").findings] == ["empty-file"]


@pytest.mark.parametrize("text", ["a list", "[1, 2]", "12"])
def test_a_file_that_is_no_mapping_is_refused(text: str) -> None:
    """A policy file is a mapping; anything else is one finding at its start."""
    (finding,) = parse(text, "policy.yaml").findings
    assert (finding.code, finding.position.line, finding.position.column) == ("wrong-type", 1, 1)


def test_a_finding_is_rendered_with_its_place_its_line_and_a_caret() -> None:
    """The terminal form is `file:line:column: error: message [code]`, the line, a caret and a hint."""
    (finding,) = parse(BASE.replace("    single: true", "    solo: true"), "policy.yaml").findings
    lines = finding.render("en").split("\n")
    assert lines[0] == f"{finding.position}: error: the key `solo` is not allowed here [unknown-key]"
    assert lines[1] == "    solo: true"
    assert lines[2] == "    ^"
    assert lines[3].startswith("hint: allowed keys: ")
    assert finding.render("ko").split("\n")[0].endswith("오류: `solo` 키는 여기에 쓸 수 없습니다 [unknown-key]")


def test_the_caret_stands_under_its_letter_after_korean() -> None:
    """A Korean letter takes two columns of a terminal, so the caret moves by two."""
    (finding,) = parse(BASE.replace("{ko: 홈페이지, en: Website}", "{ko: 홈페이지, fr: Site}"), "policy.yaml").findings
    caret = finding.render("en").split("\n")[2]
    assert len(caret) - 1 == finding.position.column - 1 + len("홈페이지")


def test_a_finding_as_json_has_all_its_parts() -> None:
    """Machines read the same: code, severity, path, place, line, both languages."""
    (finding,) = parse(BASE.replace("    single: true", "    solo: true"), "policy.yaml").findings
    data = json.loads(json.dumps(finding.as_json()))
    assert data["path"] == ["records", "member", "solo"]
    assert (data["line"], data["column"]) == (finding.position.line, finding.position.column)
    assert data["severity"] == Severity.ERROR
    assert set(data["text"]) == set(data["hint"]) == {"ko", "en"}
    assert data["statute"] is None


def test_the_keys_that_are_allowed_follow_the_model() -> None:
    """The hint's list is found through mappings, lists, optional parts and aliases."""
    assert "for" in allowed_keys(("records", "anything"))
    assert "because" in allowed_keys(("records", "anything", "keep", 3))
    assert "subprocessors" in allowed_keys(("processors", "anything", "contract"))
    assert allowed_keys(("items",)) == []


def test_the_schema_for_editors_is_of_the_declared_draft_and_describes_the_file() -> None:
    """An editor finds a title, the draft and every part of the file, under the file's own names of keys."""
    schema = json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]
    assert {"jikim", "service", "records", "notice"} <= set(schema["properties"])
    assert "for" in schema["$defs"]["Keep"]["properties"]
    assert "for_" not in schema["$defs"]["Keep"]["properties"]
    assert schema["$defs"]["Keep"]["properties"]["because"]["description"]


@settings(max_examples=150)
@given(st.text(alphabet=st.sampled_from("ab:-[]{},#&*!|>'\"%@ \n\t가1\x00"), max_size=60))
def test_no_text_makes_parse_raise(text: str) -> None:
    """Whatever the text, the answer is a policy or at least one finding inside the file."""
    parsed = parse(text, "policy.yaml")
    assert parsed.policy is None
    assert parsed.findings
    for finding in parsed.findings:
        assert finding.position.line >= 1
        assert finding.position.column >= 1
        finding.render("ko")


@settings(max_examples=60)
@given(st.integers(min_value=0, max_value=len(BASE) - 1), st.sampled_from(["", ":", "[", "\t", "- ", "'", "\n", "x"]))
def test_no_slip_of_the_pen_in_a_valid_file_makes_parse_raise(at: int, slip: str) -> None:
    """One character lost or added anywhere is read as another policy or as findings, never as a crash."""
    parsed = parse(BASE[:at] + slip + BASE[at + 1 :], "policy.yaml")
    assert (parsed.policy is None) == bool(parsed.findings)


def test_a_part_of_a_policy_is_called_one() -> None:
    """A file that another includes is told so in one finding, with its own mistakes and without all that the whole
    would have."""
    parsed = parse("items:\n  name: {type: person-name, lable: {ko: 이름}}\n", "items.yaml")
    assert [one.code for one in parsed.findings if one.code != "missing-key"] == ["not-a-whole-policy", "unknown-key"]
    assert not [one for one in parsed.findings if one.code == "missing-key" and len(one.path) == 0]


def test_a_text_without_its_languages_is_shown_how() -> None:
    """Where a text by language is asked for and a bare one stands, the hint writes the key out; so does the one for a
    missing `jikim`."""
    bare = BASE.replace("label: {ko: 지역, en: Region}", "label: 지역", 1)
    assert [one.hint["en"] for one in parse(bare, "p.yaml").findings if one.hint] == [
        "write it by language: `label: {ko: …, en: …}`"
    ]
    unnamed = parse(BASE.replace("jikim: 1\n", "", 1), "p.yaml").findings
    assert [one.hint["en"] for one in unnamed if one.hint] == ["add `jikim: 1`"]


@pytest.mark.parametrize(
    ("old", "new", "said", "at"),
    [
        ("    single: true", "    single:true", "this is no `key: value`", "single:true"),
        ("    single: true", "   single: true", "this line is indented unlike those before it", "single"),
        ("below_age: 14", "below_age: 14\n    clause: 1.2", "there can't be a `key: value` here", ": 1.2"),
        ("ko: 지역, en: Region", "ko: 지역: 곳, en: Region", "a comma or the closing bracket is missing here", ": 곳"),
        ("ko: 지역, en: Region", "ko: @지역, en: Region", "text can't begin with this character", "@지역"),
        ("ko: 지역, en: Region", 'ko: "지\\역", en: Region', "a `\\` in double quotes begins nothing", "역"),
        ("ko: 지역, en: Region", "ko: 지역, en: 'Region", "the quote that opens here is never closed", "'Region"),
        ("for: [security, visits]", "for: [security, visits", "it opens on line", None),
    ],
)
def test_what_yaml_stumbles_over_is_said_in_words(old: str, new: str, said: str, at: str | None) -> None:
    """Indentation, colons, quotes and brackets are told as such, in both languages, where they are; no token of the
    reader's is named."""
    assert BASE.count(old) == 1
    text = BASE.replace(old, new)
    (found,) = parse(text, "policy.yaml").findings
    assert found.code == "yaml-syntax"
    assert said in found.text["en"]
    for words in (found.text["ko"], found.text["en"]):
        assert "block" not in words
        assert "token" not in words
    if at is not None:
        assert found.source[found.position.column - 1 :].startswith(at)
    elif "opens" in said:
        assert f"{text[: text.index(new)].count(chr(10)) + 1}행" in found.text["ko"]


@pytest.mark.parametrize("letter", ["\u202e", "\u2066", "\u200b", "\u00ad", "\u200d", "\U000e0041"])
def test_no_letter_that_nobody_sees_stands_in_a_policy(letter: str) -> None:
    """What turns, splits or joins words unseen is found where it stands, as the letter itself and as an escape."""
    for written in (letter, f"\\U{ord(letter):08x}"):
        text = BASE.replace("en: Region}", f'en: "Re{written}gion"}}', 1)
        (found,) = parse(text, "policy.yaml").findings
        assert found.code == "unreadable-character"
        assert f"U+{ord(letter):04X}" in found.text["ko"]


def test_an_escape_is_no_way_around_what_a_file_may_hold() -> None:
    """A null, a terminal's control or half of a pair, written as an escape in a value or a key, is no text either."""
    for escape in ("\\0", "\\e", "\\ud800"):
        (found,) = parse(BASE.replace("en: Region}", f'en: "Re{escape}gion"}}', 1), "policy.yaml").findings
        assert found.code == "unreadable-character", escape
    keyed = parse(BASE.replace("    single: true", '    "sin\\0gle": true'), "policy.yaml")
    assert {one.code for one in keyed.findings} == {"unreadable-character", "unknown-key"}


def test_a_hint_fits_the_mistake() -> None:
    """A day that no calendar has is not told its form; an empty text is called empty; a statute in words is shown the
    catalogue."""
    for old, new, said in (
        ("effective: 2026-11-08", "effective: 2026-11-31", "no calendar has this day"),
        ("effective: 2026-11-08", "effective: 2026.11.08", "write it as `2013-02-05`"),
        ("en: Region}", 'en: ""}', "this can't be empty"),
        (
            "because: kr.comms-secrets.visit-log",
            "because: 통신비밀보호법 제15조의2",
            "docs/reference/statutes.md lists them",
        ),
        ("below_age: 14", f"below_age: {'9' * 5000}", "this must be a smaller whole number"),
    ):
        assert BASE.count(old) == 1, old
        (found,) = parse(BASE.replace(old, new), "policy.yaml").findings
        assert said in found.render("en")
        assert found.hint is None or said not in found.render("ko") or "20" in said or "docs" in said
