"""Waivers: a reason lets a finding stand, in the check, for machines and in the document."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from jikim.cli import main
from jikim.policy.check import check
from jikim.policy.finding import Severity
from jikim.policy.parse import Parsed, parse
from jikim.policy.render import render_markdown

BASE = (Path(__file__).parent / "broken" / "base.yaml").read_text(encoding="utf-8")
TODAY = date(2026, 11, 24)
WAIVE = """waive:
  - finding: country-not-named
    at: processors.raft
    because: {ko: 나라를 밝히지 않기로 했습니다, en: the contract keeps it confidential}
    until: 2027-06-30
"""


def policy(waive: str = WAIVE) -> Parsed:
    """The valid policy with a processor in no country, and with these waivers."""
    text = BASE.replace(
        "    until: [withdrawal, contract-end]\n    country: KR\n", "    until: [withdrawal, contract-end]\n"
    )
    return parse(text.replace("notice:\n", waive + "\nnotice:\n"), "policy.yaml")


def test_a_waived_finding_is_shown_with_its_reason_and_counts_no_more() -> None:
    """It stays among the findings, says so in both languages, and carries the reason and its last day for machines."""
    (finding,) = [one for one in check(policy(), TODAY) if one.severity is Severity.WARNING]
    assert not finding.counts
    assert "waived warning: the processor `raft` names no country [country-not-named]" in finding.render("en")
    assert finding.render("en").endswith("reason: the contract keeps it confidential (until 2027-06-30)")
    assert "면제한 경고" in finding.render("ko")
    assert finding.render("ko").endswith("사유: 나라를 밝히지 않기로 했습니다 (2027-06-30까지)")
    told = finding.as_json()["waived"]
    assert told == {
        "because": {"ko": "나라를 밝히지 않기로 했습니다", "en": "the contract keeps it confidential"},
        "until": "2027-06-30",
    }


def test_a_reason_without_a_last_day_names_none() -> None:
    """Its words stand alone, in another language where there is none in this one."""
    waive = "waive:\n  - {finding: country-not-named, because: {ko: 곧 밝힙니다}}\n"
    (finding,) = [one for one in check(policy(waive), TODAY) if one.code == "country-not-named"]
    assert finding.render("en").endswith("reason: 곧 밝힙니다")


def test_strict_passes_what_is_waived_and_fails_once_the_reason_has_ended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit code, the counts and the JSON follow the day."""
    file = tmp_path / "policy.yaml"
    file.write_text(policy().text, encoding="utf-8")
    assert main(["check", str(file), "--strict", "--at", "2027-06-30"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("1 waived")
    assert main(["check", str(file), "--strict", "--at", "2027-07-01", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["warnings"] == 2
    assert told["waived"] == 0
    assert {one["code"] for one in told["findings"] if one["severity"] == "warning"} == {
        "country-not-named",
        "waiver-expired",
    }
    assert main(["check", str(file), "--strict", "--at", "2027-06-30", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["warnings"], told["waived"], told["ok"]) == (0, 1, True)


@pytest.mark.parametrize("layout", ["kr.2013", "kr.2026"])
def test_the_document_shows_the_reason(layout: str) -> None:
    """Who reads the policy reads why it differs, in either language and layout; a policy without waivers says nothing."""
    found = parse(policy().text + f"layout: {layout}\n", "policy.yaml").policy
    plain = parse(BASE, "policy.yaml").policy
    assert found is not None
    assert plain is not None
    assert "나라를 밝히지 않기로 했습니다 (2027년 6월 30일까지)" in render_markdown(found, "ko")
    assert "the contract keeps it confidential (Until 30 June 2027.)" in render_markdown(found, "en")
    title = "Where we knowingly differ, and why"
    assert title in render_markdown(found, "en")
    assert title not in render_markdown(plain, "en")
