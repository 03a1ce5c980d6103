"""What customers read names the company, and Korean text has Korean dates: no category, and no ISO date, stands where a
name or a day belongs."""

from __future__ import annotations

import ast
import re
from datetime import date

import pytest
from tests.house.source import PACKAGE, modules

from jikim.cases.register import Field
from jikim.policy.model import Language
from jikim.policy.render.voice import date_in

HANGUL = re.compile("[가-힣]")
COMPANY = re.compile(r"(?<![가-힣])회사(?:가|는|의|에서|에|와|를)? |\b[Tt]he company\b")
# Pages of what a customer sees, and every mail to people. The policy's own document defines ‘회사’ in its first sentence.
SEEN = ("web/templates/my", "web/templates/desk", "web/templates/cookies", "web/templates/public", "mail/texts")
# A question about the visitor's own company, and the notice of fields that no person writes.
OTHER = "같은 회사의"
DAYS = re.compile(r"(?:^|[._])(?:due|day|begins|ends|latest|earliest|effective|opened|closed|last)$")
# What names a value of a file, as it is written there, and what is no day.
FILE = {"policy", "cli", "demo", "drill"}


def test_pages_and_mails_to_people_name_the_company() -> None:
    """No page, and no mail, speaks of a company without a name: each says the controller of its policy."""
    found = []
    for folder in SEEN:
        for path in (PACKAGE / folder).rglob("*.*"):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if COMPANY.search(line) and OTHER not in line and not line.startswith("facts:"):
                    found.append(f"{path.name}:{number}")
    assert found == []


def test_no_korean_sentence_has_an_iso_date() -> None:
    """In Korean text of the office, of mails and of errors a day is never put in as it is: it is written out first."""
    found = []
    for path in modules(PACKAGE):
        if path.relative_to(PACKAGE).parts[0] in FILE:
            continue
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.JoinedStr) or not HANGUL.search(ast.unparse(node)):
                continue
            for value in node.values:
                if isinstance(value, ast.FormattedValue) and DAYS.search(name := ast.unparse(value.value)):
                    found += [] if _written(text, name) else [f"{path.relative_to(PACKAGE)}:{node.lineno}"]
    assert found == []


def _written(text: str, name: str) -> bool:
    """Whether a name is that of a text made before (`due = book.day(…)`), or of a year."""
    made = rf"\b{re.escape(name)} = .*(?:\.date\(|\.day\(|date_in\(|\.ends\()"
    return re.search(rf"{made}|\b{re.escape(name)}(?:: int)? (?:=|in) .*(?:year|range)", text) is not None


@pytest.mark.parametrize(("language", "said"), [("ko", "2026년 11월 2일"), ("en", "2 November 2026")])
def test_a_day_is_written_out(language: Language, said: str) -> None:
    """As people of the language write it; what a register asked for as a day, too."""
    assert date_in(date(2026, 11, 2), language) == said
    assert Field("ends", ("종료일", "Ends"), kind="date").said("2026-11-02", language) == said
