"""Section 13: the duty to announce: what `check` and the stored versions hold already."""

from __future__ import annotations

from datetime import date

import pytest
from tests.clauses.conftest import Ledger, Look
from tests.conftest import HOMEPAGE, Cast

from jikim.app import Jikim
from jikim.policy.check import check
from jikim.policy.parse import parse


def test_check_reports_a_lead_shorter_than_promised() -> None:
    """29 January to 5 February is seven days and enough; with six, `check` warns."""
    text = HOMEPAGE.read_text(encoding="utf-8")

    def codes(content: str) -> set[str]:
        return {finding.code for finding in check(parse(content, "policy.yaml"), date(2013, 2, 5))}

    assert "notice-lead-too-short" not in codes(text)
    assert "notice-lead-too-short" in codes(text.replace("announced: 2013-01-29", "announced: 2013-01-30"))


@pytest.mark.clause("13.3")
def test_a_version_carries_both_dates_and_a_consent_names_it(jk: Jikim, cast: Cast, ledger: Ledger, look: Look) -> None:
    """The adopted version is stored whole with both dates, and the entry of a consent holds the digest it was given
    under."""
    ((number, digest, announced, effective),) = look(
        "live", "SELECT number, digest, announced, effective FROM live.policy_version"
    )
    assert (announced, effective) == (date(2013, 1, 29), date(2013, 2, 5))
    assert jk.driver.run(jk.house.versions.serving(number)).file == jk.policy.file
    jk.consent(cast.alice.subject, give=["marketing.ads"])
    consent = next(entry for entry in ledger() if entry["event"] == "subject:consent:allowed")
    assert (consent["policy"], consent["given"]) == (bytes(digest).hex(), "marketing.ads")
