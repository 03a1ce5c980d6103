"""Broken and dubious policies: each row edits a valid policy, and exactly the faults it makes are found, where they
are.

A row: `find`/`put` (and `more` of them) edit the base; `base: eu` or `homepage` takes another one; faults are marked in
the text with `# <- code` or listed under `expect` (code → how the line begins; named again, the next line that begins
so); `at` is where on its line the first stands, `law` the statute behind it; `waived` are findings that the edited
policy gives a reason for; `day` is the day of the law.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.drawn import sampled

from jikim.policy.check import check, rules
from jikim.policy.check.syntax import READING
from jikim.policy.finding import Finding, Severity
from jikim.policy.parse import parse

HERE = Path(__file__).parent
BROKEN = HERE / "broken"
OTHERS = ("test_wording.py", "test_including.py", "test_parse.py", "test_other_policies.py")
BASES = {
    "kr": (BROKEN / "base.yaml").read_text(encoding="utf-8"),
    "eu": (BROKEN / "base-eu.yaml").read_text(encoding="utf-8"),
    "homepage": (HERE.parents[1] / "homepage" / "policy.yaml").read_text(encoding="utf-8"),
}
BASE = BASES["kr"]
TODAY = date(2026, 11, 24)
MARK = re.compile(r"# <- ([a-z0-9, -]+)")


@cache
def tables() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Every row with its table's name, in the order of the files."""
    found = []
    for table in sorted(BROKEN.glob("*.yaml")):
        if not table.name.startswith("base"):
            rows = YAML(typ="safe", pure=True).load(table.read_text(encoding="utf-8"))
            found += [(table.stem, row) for row in rows]
    return tuple(found)


def cases() -> Iterator[Any]:
    for table, case in tables():
        yield pytest.param(case, id=f"{table}: {case['name']}")


def edited(case: dict[str, Any]) -> str:
    """The base with the row's edits. Each edit's old text must occur once, so that none is lost in silence."""
    text = BASES[case.get("base", "kr")]
    for edit in (case, *case.get("more", ())):
        old = edit["find"]
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times"
        before, after = text.split(old)
        if "cut_to" in edit:
            after = edit["cut_to"] + after.split("\n" + edit["cut_to"], 1)[1]
        new = edit["put"]
        text = before + (new.removesuffix("\n") if not old.endswith("\n") else new + "\n" * bool(new)) + after
    return text


def lines_of(text: str, starts: list[str]) -> list[int]:
    """The line that each begins: the one line, or, of one that is named several times, as many as there are."""
    found: dict[str, list[int]] = {}
    for start in starts:
        if start not in found:
            begins = re.finditer(re.escape("\n" + start), "\n" + text)
            found[start] = [text.count("\n", 0, at.start()) + 1 for at in begins]
            assert len(found[start]) in {1, starts.count(start)}, f"{start!r} begins {len(found[start])} lines"
    return [found[start][0] if len(found[start]) == 1 else found[start].pop(0) for start in starts]


def listed(stated: dict[str, Any], text: str) -> list[tuple[int, str]]:
    """(line, code) of findings that are listed by how their lines begin."""
    return [
        (line, code)
        for code, starts in stated.items()
        for line in lines_of(text, [starts] if isinstance(starts, str) else starts)
    ]


def expected(case: dict[str, Any], text: str) -> list[tuple[int, str]]:
    """(line, code) of each fault that the row makes, by its marks and its `expect`."""
    marked = [
        (number, code.strip())
        for number, line in enumerate(text.split("\n"), start=1)
        for mark in MARK.findall(line)
        for code in mark.split(",")
    ]
    return sorted(marked + listed(case.get("expect", {}), text))


@cache
def findings(text: str, at: date = TODAY) -> tuple[Finding, ...]:
    return check(parse(text, "policy.yaml"), at)


@pytest.mark.drawn
@pytest.mark.parametrize("case", sampled(cases(), one_in=2))
def test_a_broken_policy_is_found_out_where_it_is_broken(case: dict[str, Any]) -> None:
    """The row's faults are found on their lines with their codes, and nothing else that counts is."""
    text = edited(case)
    wanted = expected(case, text)
    codes = {code for _, code in wanted} | set(case.get("waived", {}))
    found = findings(text, case.get("day", TODAY))
    # The valid policy has a few notes of its own; those of codes that the row does not speak of are left aside.
    shown = [one for one in found if one.severity is not Severity.NOTE or one.code in codes]
    shown = [one for one in shown if not known_note(one, case)]
    waived = sorted((one.position.line, one.code) for one in shown if not one.counts)
    assert waived == sorted(listed(case.get("waived", {}), text))
    shown = [one for one in shown if one.counts]
    assert sorted((one.position.line, one.code) for one in shown) == wanted
    # What was judged, and not only read, says what to do.
    assert [one.code for one in shown if one.code not in READING and one.hint is None] == []
    if not wanted:
        return
    first = next(one for one in shown if one.code == (MARK.findall(text) or [wanted[0][1]])[0].split(",")[0])
    if "at" in case:
        assert first.position.column == first.source.index(case["at"]) + 1
    if "hint" in case:
        assert any(one.hint is not None and case["hint"] in one.hint["en"] for one in shown)
    if "severity" in case:
        assert first.severity.value == case["severity"]
    if "law" in case:
        assert case["law"] in {one.statute for one in shown}


def known_note(finding: Finding, case: dict[str, Any]) -> bool:
    """Whether the base has this finding too, on the same day: a valid policy its notes, the homepage's all that it has."""
    base = findings(BASES[case.get("base", "kr")], case.get("day", TODAY))
    known = {(one.code, one.path, one.text["en"]) for one in base}
    left = finding.severity is Severity.NOTE or case.get("base") == "homepage"
    return left and finding.counts and (finding.code, finding.path, finding.text["en"]) in known


@pytest.mark.parametrize("base", ["kr", "eu"])
def test_the_valid_policies_have_no_error_and_no_warning(base: str) -> None:
    """The policies that the tables edit are themselves without fault, so each fault found is the edit's."""
    assert [one.code for one in findings(BASES[base]) if one.severity is not Severity.NOTE] == []


def test_every_finding_has_a_policy_that_provokes_it() -> None:
    """No code that `check` or reading can give is without a policy that provokes it, and no row names one that there is
    not.

    Counsel's wording, files split over several and bytes that are no text have tests of their own, which name their
    codes.
    """
    broken = {code for _, case in tables() for _, code in expected(case, edited(case))}
    known = {code for rule in rules() for code in rule.codes} | set(READING)
    assert broken - known == set()
    others = "".join((HERE / name).read_text(encoding="utf-8") for name in OTHERS)
    assert {code for code in known - broken if f'"{code}"' not in others} == set()
    assert len(tables()) >= 300


def test_no_two_rows_are_the_same() -> None:
    """Each row breaks a policy in a way of its own, under a name of its own."""
    names = [case["name"] for _, case in tables()]
    assert len(set(names)) == len(names)
    made = [(edited(case), case.get("day", TODAY)) for _, case in tables()]
    assert len(set(made)) == len(made)


def test_all_faults_of_a_file_are_reported_at_once_in_the_order_of_the_file() -> None:
    """A file with faults of several families gets all their findings in one run, by line."""
    text = (
        BASE.replace("time_zone: Asia/Seoul", "time_zone: Asia/Soul")
        .replace("optional: [cookie]", "optional: [cokie]")
        .replace("until: [withdrawal, contract-end]", "until: []")
        .replace("  below_age: 14", "  below_age: 0")
        .replace("        for: 3mo", "        for: 2mo")
    )
    found = [one for one in findings(text) if one.severity is not Severity.NOTE]
    assert [one.code for one in found] == [
        "unknown-time-zone",
        "item-without-record",
        "children-not-kept-out",
        "purpose-item-without-record",
        "unknown-item",
        "kept-shorter-than-law",
        "processor-without-until",
        "guardian-without-right",
        "guardian-without-right",
        "guardian-without-right",
    ]
    assert [one.position.line for one in found] == sorted(one.position.line for one in found)
