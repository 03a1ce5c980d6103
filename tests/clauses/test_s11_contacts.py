"""Section 11: whom to ask, inside the company and outside."""

from __future__ import annotations

from datetime import date

import pytest
from tests.clauses import facts
from tests.conftest import HOMEPAGE

from jikim.policy.check import check
from jikim.policy.model import Language, PolicyFile
from jikim.policy.parse import parse
from jikim.policy.render import render_markdown


@pytest.mark.clause("11.1")
@pytest.mark.clause("11.3")
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_document_names_both_contacts_and_the_four_bodies(homepage: PolicyFile, language: Language) -> None:
    """Title, phone and e-mail of officer and handler, and name, number and address of each outside body, stand in the
    document."""
    text, policy = render_markdown(homepage, language), facts.policy()
    for officer in policy["officers"].values():
        assert officer["title"][language] in text
        assert officer["phone"] in text
        assert officer["email"] in text
    assert len(policy["bodies"]) == 4
    for body in policy["bodies"].values():
        assert body["label"][language] in text
        assert body["phone"] in text
        assert body["url"] in text


@pytest.mark.clause("11.3")
def test_check_says_which_numbers_are_out_of_date() -> None:
    """On a day of today, `check` reports the outside bodies whose number or address has changed; on the first day,
    none."""
    parsed = parse(HOMEPAGE.read_text(encoding="utf-8"), "policy.yaml")

    def outdated(day: date) -> set[str]:
        return {str(finding.path[1]) for finding in check(parsed, day) if finding.code == "body-out-of-date"}

    assert "dispute-mediation" in outdated(date(2026, 11, 24))
    assert outdated(date(2013, 2, 5)) < outdated(date(2026, 11, 24))
