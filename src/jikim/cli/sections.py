"""`jikim check --contents`: the guideline's sections, and what a policy file does about each."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

from jikim.cli import policy_file, terminal
from jikim.cli.exits import DONE, FAILED
from jikim.policy.check.contents import Section, State, contents
from jikim.policy.finding import Severity
from jikim.policy.model import Language
from jikim.policy.statutes import Asked

_STATES = {
    State.STATED: {"ko": "적음", "en": "stated"},
    State.MISSING: {"ko": "빠짐", "en": "missing"},
    State.NOT_APPLICABLE: {"ko": "해당 없음", "en": "does not apply"},
    State.OPEN: {"ko": "해당하면 적을 것", "en": "state it if it applies"},
}
_ASKED = {
    Asked.MANDATORY: {"ko": "필수", "en": "mandatory"},
    Asked.IF_APPLIES: {"ko": "해당 시", "en": "if it applies"},
    Asked.RECOMMENDED: {"ko": "권장", "en": "recommended"},
    Asked.RECOMMENDED_IF_APPLIES: {"ko": "해당 시 권장", "en": "recommended if it applies"},
}


def told(policy: Path, at: date | None, strict: bool, language: Language, json: bool) -> int:
    """Lists every section with what states it, or would. Exits 1 where the file can't be judged, and with `strict`
    where a mandatory section, or one that applies, is missing."""
    found = policy_file.checked(policy, at)
    if found.policy is None:
        for finding in found.findings:
            terminal.finding(finding.render(language), str(finding.position), Severity.ERROR.value, stderr=True)
        return FAILED
    listed = contents(found.policy, found.at)
    force = listed[0].row.in_force(found.at)
    missing = [one for one in listed if one.state is State.MISSING and one.row.asked is not Asked.RECOMMENDED]
    ok = not (strict and missing)
    if json:
        terminal.document(
            {
                "file": str(policy),
                "at": found.at.isoformat(),
                "in_force": force,
                "ok": ok,
                "sections": [_as_json(one) for one in listed],
            }
        )
        return DONE if ok else FAILED
    since = listed[0].row.since
    said = {
        "ko": f"{policy}: {listed[0].row.act['ko']}의 항목"
        + ("" if force else f" ({found.at}에는 아직 시행 전, {since}부터)"),
        "en": f"{policy}, by the {listed[0].row.act['en']}"
        + ("" if force else f" (not yet in force on {found.at}; from {since})"),
    }
    terminal.line(said[language], (str(policy), "bold"))
    if not any(name.startswith("kr.") for name in found.policy.service.under):
        terminal.line(
            "한국 법에 따른 방침이 아니므로 이 지침은 묻지 않습니다"
            if language == "ko"
            else "the policy is under no Korean law, and the guideline asks nothing of it"
        )
    rows = [
        (
            one.row.number or "",
            one.row.label[language],
            _ASKED[one.row.asked or Asked.MANDATORY][language],
            _STATES[one.state][language],
            one.key,
        )
        for one in listed
    ]
    widths = [max(_width(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row[:4], widths, strict=True)]
        terminal.line("  " + "  ".join([*cells, row[4]]))
    return DONE if ok else FAILED


def _as_json(one: Section) -> dict[str, object]:
    return {
        "number": one.row.number,
        "id": one.row.id,
        "label": dict(one.row.label),
        "asked": one.row.asked.value if one.row.asked else None,
        "state": one.state.value,
        "key": one.key,
        "says": dict(one.row.says),
    }


def _width(text: str) -> int:
    """The columns that a text takes in a terminal: a Korean letter takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
