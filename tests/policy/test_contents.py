"""Contents by the guideline of April 2026: which section a policy states, by what, and how that is listed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from jikim.cli import main
from jikim.policy.check import rules
from jikim.policy.check.contents import State, contents
from jikim.policy.model import Matter, PolicyFile
from jikim.policy.parse import parse
from jikim.policy.statutes import Asked

ROOT = Path(__file__).parents[2]
BASE = (Path(__file__).parent / "broken" / "base.yaml").read_text(encoding="utf-8")
TODAY = date(2026, 11, 24)


def policy(text: str = BASE) -> PolicyFile:
    found = parse(text, "policy.yaml").policy
    assert found is not None
    return found


def states(text: str = BASE) -> dict[str, State]:
    """Each section's state, by its number."""
    return {one.row.number or "": one.state for one in contents(policy(text), TODAY)}


def test_the_guideline_has_its_twenty_four_sections_and_one_more() -> None:
    """All of them are judged, in their order, with what asks for them; each names a key, and a finding that exists."""
    found = contents(policy(), TODAY)
    assert [one.row.number for one in found] == [*map(str, range(1, 25)), "A1"]
    assert [one.row.number for one in found if one.row.asked is Asked.MANDATORY] == [
        "1",
        "2",
        "3",
        "5",
        "6",
        "11",
        "16",
        "18",
        "24",
    ]
    assert [one.row.number for one in found if one.row.asked is Asked.RECOMMENDED] == ["20", "23"]
    assert [one.row.number for one in found if one.row.asked is Asked.RECOMMENDED_IF_APPLIES] == ["15"]
    codes = {code for known in rules() for code in known.codes}
    for one in found:
        assert one.key
        assert one.found is None or one.found in codes


@pytest.mark.parametrize("matter", [one for one in Matter if one is not Matter.REPRESENTATIVE])
def test_each_matter_states_a_section(matter: Matter) -> None:
    """A statement about a matter turns exactly one section, if any, to stated; and what only the company knows was
    open."""
    said = f"statements:\n  it: {{about: {matter.value}, label: {{ko: 가, en: A}}}}\n\nnotice:\n"
    before, after = states(), states(BASE.replace("notice:\n", said))
    turned = [number for number in before if before[number] is not after[number]]
    if matter is Matter.CHILDREN:
        assert turned == []
        assert before["4"] is State.STATED
    else:
        (number,) = turned
        assert after[number] is State.STATED
        assert before[number] in {State.OPEN, State.NOT_APPLICABLE}


def test_every_mandatory_section_of_the_first_policy_is_stated() -> None:
    """The homepage's policy lacks none, and what is left open is what only the company can know."""
    text = (ROOT / "homepage" / "policy.yaml").read_text(encoding="utf-8")
    found = contents(policy(text), TODAY)
    assert [one.row.number for one in found if one.state is State.MISSING] == []
    assert {one.row.number for one in found if one.state is State.OPEN} >= {"8", "17", "21", "22", "A1"}


def test_the_list_is_for_people_and_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every section on its line in either language; JSON says the same; a day before the guideline is said to be one."""
    file = tmp_path / "policy.yaml"
    file.write_text(
        BASE.replace("  types: [sensitive, kr", "  types: [kr").replace(
            "  cookie: {type: cookie-id", "  cookie: {type: sensitive"
        ),
        encoding="utf-8",
    )
    assert main(["check", str(file), "--contents", "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 26
    assert any(line.split()[0] == "12" and "missing" in line for line in lines[1:])
    assert main(["check", str(file), "--contents", "--lang", "ko", "--at", "2013-02-05"]) == 0
    said = capsys.readouterr().out
    assert "아직 시행 전" in said
    assert "민감정보의 공개 가능성" in said
    assert main(["check", str(file), "--contents", "--strict", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    assert told["in_force"] is True
    (missing,) = [one for one in told["sections"] if one["state"] == "missing"]
    assert (missing["number"], missing["asked"], missing["id"]) == ("12", "C", "kr.guideline.sensitive")
    file.write_text("jikim: 1\n", encoding="utf-8")
    assert main(["check", str(file), "--contents"]) == 1
    assert "missing-key" in capsys.readouterr().err
