"""A consent that the policy says is good for a time is over on the day after, as if its person had withdrawn it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.conftest import HOMEPAGE
from tests.web.test_account_reconfirming import ADS, consents, letters
from tests.web.test_account_reminders import member

from jikim.app import Jikim, read_policy
from jikim.app.reminding import remind
from jikim.errors import DeniedError
from jikim.policy.diff import compare
from jikim.policy.identity import purpose_clause
from jikim.policy.model import PolicyFile
from jikim.policy.period import Period
from jikim.policy.render import render_markdown
from jikim.policy.render.consent import told
from jikim.policy.render.voice import Voice
from jikim.verbs.consent import consent_over
from jikim.verbs.house import SYSTEM, By

YEAR = timedelta(days=365)


def lasting(file: PolicyFile, period: str | None) -> PolicyFile:
    """The policy, whose consent to advertising is good for so long."""
    ads = file.purposes[ADS].model_copy(update={"good_for": period and Period.parse(period)})
    return file.model_copy(update={"purposes": {**file.purposes, ADS: ads}})


@pytest.fixture
def homepage() -> PolicyFile:
    return lasting(read_policy(HOMEPAGE), "1y")


def later(jk: Jikim, span: timedelta) -> int:
    jk.move_clock(jk.now() + span)
    return remind(jk)["lapsed"]


def test_a_consent_is_over_on_the_day_after_its_time(jk: Jikim) -> None:
    """On its last day it stands; on the next it is withdrawn by the system, in the ledger; given again it begins anew."""
    one, other = member(jk, "lasts1"), member(jk, "lasts2")
    consents(jk, one, give=(ADS,))
    assert later(jk, YEAR - timedelta(days=1)) == 0
    consents(jk, other, give=(ADS,))
    assert later(jk, timedelta(days=2)) == 1
    assert later(jk, timedelta(days=1)) == 0
    consents(jk, one, give=(ADS,))
    assert later(jk, YEAR - timedelta(days=2)) == 1, "the other's, a year after it was given"
    assert later(jk, timedelta(days=4)) == 1, "the first one's, a year after it was given again"


def test_a_consent_that_was_given_anew_meanwhile_is_not_ended(jk: Jikim) -> None:
    """Whoever withdrew and agreed again after the job had looked keeps the new consent: the statement refuses."""
    one = member(jk, "lasts3")
    consents(jk, one, give=(ADS,))
    looked = jk.now()
    jk.move_clock(jk.now() + timedelta(days=1))
    consents(jk, one, withdraw=(ADS,))
    consents(jk, one, give=(ADS,))
    with pytest.raises(DeniedError):
        jk.driver.run(consent_over(By(jk.house, SYSTEM), one.subject, ADS, looked))
    jk.driver.run(consent_over(By(jk.house, SYSTEM), one.subject, ADS, jk.now()))
    with pytest.raises(DeniedError):
        jk.driver.run(consent_over(By(jk.house, SYSTEM), one.subject, ADS, jk.now()))


def test_how_long_a_consent_is_good_for_is_said_and_asked(homepage: PolicyFile) -> None:
    """The document and the form say it in both languages; another time is another consent, and a longer one matters."""
    for language, text in (("ko", "동의한 날부터 1년"), ("en", "A consent is good for 1 year")):
        assert text in render_markdown(homepage, language)  # type: ignore[arg-type]
        rows = dict(told(Voice(homepage, language), ADS).rows(Voice(homepage, language)))  # type: ignore[arg-type]
        assert any("1년" in one or "1 year" in one for one in rows.values())
    longer, never = lasting(homepage, "2y"), lasting(homepage, None)
    assert len({purpose_clause(one, ADS) for one in (homepage, longer, never)}) == 3
    assert purpose_clause(never, ADS) == purpose_clause(read_policy(HOMEPAGE), ADS)
    assert compare(homepage, longer).weight == compare(homepage, never).weight == "important"


def test_who_does_not_agree_again_after_the_letter_has_no_consent(jk: Jikim) -> None:
    """A month before its end its person is told the day; without an answer it is over then, and they are told no more."""
    one = member(jk, "lasts4")
    consents(jk, one, give=(ADS,))
    end = jk.now().astimezone(jk.policy.zone).date().replace(year=jk.now().year + 1)
    jk.move_clock(jk.now() + YEAR - timedelta(days=28))
    assert remind(jk)["reconfirmed"] == 1
    (facts,) = letters(jk, one)
    assert facts["until"] == f"{end.year}년 {end.month}월 {end.day}일"
    assert later(jk, timedelta(days=30)) == 1
    jk.move_clock(jk.now() + YEAR)
    assert remind(jk)["reconfirmed"] == 0
