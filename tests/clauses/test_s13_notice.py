"""Sections 9, 11, 12 and 13 as the document says them, and what `check` and the versions already hold; their pages come later."""

from __future__ import annotations

from datetime import date

import pytest

from clauses import facts
from clauses.conftest import Ledger, Look
from conftest import HOMEPAGE, Cast
from jikim.app import Jikim
from jikim.policy.check import check
from jikim.policy.model import Language, PolicyFile
from jikim.policy.parse import parse
from jikim.policy.render import render_markdown


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_document_says_cookies_contacts_bodies_and_links(homepage: PolicyFile, language: Language) -> None:
    """Every cookie with its purpose, both contacts, the four bodies with number and address, and the word about links stand there."""
    text, policy = render_markdown(homepage, language), facts.policy()
    for name, cookie in policy["cookies"]["table"].items():
        assert name.replace("_", "\\_") in text or name in text
        assert policy["cookies"]["purposes"][cookie["purpose"]]["label"][language] in text
    for officer in policy["officers"].values():
        assert officer["title"][language] in text
        assert officer["phone"] in text
        assert officer["email"] in text
    assert len(policy["bodies"]) == 4
    for body in policy["bodies"].values():
        assert body["label"][language] in text
        assert body["phone"] in text
        assert body["url"] in text
    assert policy["links"]["notice"][language] in text


def test_check_says_which_numbers_are_out_of_date() -> None:
    """On a day of today, `check` reports the outside bodies whose number or address has changed; on the first day, none."""
    parsed = parse(HOMEPAGE.read_text(encoding="utf-8"), "policy.yaml")

    def outdated(day: date) -> set[str]:
        return {str(finding.path[1]) for finding in check(parsed, day) if finding.code == "body-out-of-date"}

    assert "dispute-mediation" in outdated(date(2026, 11, 24))
    assert outdated(date(2013, 2, 5)) < outdated(date(2026, 11, 24))


def test_check_reports_a_lead_shorter_than_promised() -> None:
    """29 January to 5 February is seven days and enough; with six, `check` warns."""
    text = HOMEPAGE.read_text(encoding="utf-8")

    def codes(content: str) -> set[str]:
        return {finding.code for finding in check(parse(content, "policy.yaml"), date(2013, 2, 5))}

    assert "notice-lead-too-short" not in codes(text)
    assert "notice-lead-too-short" in codes(text.replace("announced: 2013-01-29", "announced: 2013-01-30"))


def test_a_version_carries_both_dates_and_a_consent_names_it(jk: Jikim, cast: Cast, ledger: Ledger, look: Look) -> None:
    """The adopted version is stored whole with both dates, and the entry of a consent holds the digest it was given under."""
    ((number, digest, announced, effective),) = look(
        "live", "SELECT number, digest, announced, effective FROM live.policy_version"
    )
    assert (announced, effective) == (date(2013, 1, 29), date(2013, 2, 5))
    assert jk.driver.run(jk.house.versions.serving(number)).file == jk.policy.file
    jk.consent(cast.alice.subject, give=["marketing.ads"])
    consent = next(entry for entry in ledger() if entry["event"] == "subject:consent:allowed")
    assert (consent["policy"], consent["given"]) == (bytes(digest).hex(), "marketing.ads")
