"""Guardians on a person's page in the office: seen and ended by an officer alone."""

from __future__ import annotations

import pytest
from tests.office.conftest import Office, post

from jikim.desk.guardians import acts_for, guardians_of, link_guardian


@pytest.mark.clause("7.3")
def test_an_officer_ends_a_link_from_either_page(office: Office) -> None:
    """It stands on both pages with its day; ended on the guardian’s, it is over on both, and the guardian acts for the
    child no more. A handler sees none."""
    jk, run = office.jk, office.jk.driver.run
    (child, _), (guardian, _), (other, _) = office.member(), office.member(), office.member()
    officer = office.officer("h-links")
    actor = jk.handler("h-links", kind="officer")
    for one in (guardian, other):
        run(link_guardian(jk.house, child.subject, one.subject, actor=actor))
    of_child, of_guardian = f"/office/people/{child.subject}", f"/office/people/{guardian.subject}"
    assert str(guardian.subject)[:8] in officer.get(of_child).text
    assert str(child.subject)[:8] in officer.get(of_guardian).text
    worker = office.worker("h-unlinks", "support")
    link = f"{child.subject}/{guardian.subject}"
    assert str(guardian.subject)[:8] not in worker.get(of_child).text
    assert post(worker, f"{of_child}/guardians/end", link=link).status_code == 403
    # One of other people, or of nobody, is not ended from here.
    for wrong in (f"{child.subject}/{other.subject}", "x", ""):
        assert post(officer, f"{of_guardian}/guardians/end", link=wrong).status_code == 303
    assert len(run(guardians_of(jk.house, child.subject))) == 2
    assert post(officer, f"{of_guardian}/guardians/end", link=link).headers["location"] == of_guardian
    assert post(officer, f"{of_guardian}/guardians/end", link=link).status_code == 303
    assert [one.guardian for one in run(guardians_of(jk.house, child.subject))] == [other.subject]
    assert run(acts_for(jk.house, guardian.subject, child.subject)) is None
    assert "guardians/end" not in officer.get(f"/en{of_guardian}").text
    ended = [
        one
        for one in jk.by(jk.acting("member", str(child.subject))).show(child.subject).uses
        if one["event"].startswith("guardian:unlink")
    ]
    assert [one["actor"] for one in ended] == ["officer"]
