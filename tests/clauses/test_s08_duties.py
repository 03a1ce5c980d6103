"""Section 8: what users are asked to do, and what makes it easy. The pages are in test_s08_accounts.py; here the door
does its part."""

from __future__ import annotations

import pytest
from tests.clauses import samples
from tests.clauses.conftest import Counts, Household
from tests.conftest import ALICE, Cast

import jikim
from jikim.app import Jikim
from jikim.errors import InvalidError


@pytest.mark.clause("8.2")
def test_an_email_or_login_is_one_persons_alone(jk: Jikim, cast: Cast, kept: Counts) -> None:
    """A second membership under Alice's e-mail or login is refused however it is written; once she has left they are
    free."""
    before = kept()
    for taken in ({"email": "ALICE@example.com"}, {"login_id": "alice"}):
        with pytest.raises(jikim.DeniedError) as denied:
            jk.collect("membership", samples.record("membership") | taken, channel="homepage", old_enough=True)
        assert denied.value.why == "taken"
    assert kept()[:4] == before[:4]
    jk.leave(cast.alice.subject)
    assert jk.collect("membership", ALICE, channel="homepage", old_enough=True).ref


@pytest.mark.clause("8.2")
def test_colleagues_may_share_a_business_number_and_are_found_by_it(household: Household) -> None:
    """A second corporate member under the same number is taken, and whoever signs them up can see the first."""
    jk = household.jk
    assert jk.find("business_no", "101-01-00009") == [household.people["corporate"]]
    jk.collect(
        "corporate-membership",
        samples.record("corporate-membership"),
        channel="homepage",
        subject="corporate",
        old_enough=True,
    )
    assert len(jk.find("business_no", "1010100009")) == 2


@pytest.mark.clause("8.3")
def test_a_weak_password_is_refused(household: Household) -> None:
    """Short, common, and one-letter passwords are refused at sign-up and in a correction, and never repeated."""
    jk, membership = household.jk, household.memberships["member"]
    for weak in ("hunter2", "password123", "aaaaaaaaaaaa", "12345678"):
        with pytest.raises(InvalidError) as refused:
            jk.collect(
                "membership", samples.record("membership") | {"password": weak}, channel="homepage", old_enough=True
            )
        assert weak not in str(refused.value)
        correction = jk.ask_correction(membership, ["password"])
        with pytest.raises(InvalidError):
            jk.correct(correction, {"password": weak})
        jk.refuse_correction(correction, reason="it is too weak")
