"""A consent to advertising is told to its person every two years (Network Act §50⑧, its decree §62-3): that they gave
it, when, and how to keep or withdraw it."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from tests.conftest import Databases
from tests.web.test_account_reminders import member

from jikim.app import Jikim
from jikim.app.reconfirming import LEAD, LETTER
from jikim.app.reminding import remind
from jikim.mail.campaigns import refused
from jikim.mail.queue import due, facts_of
from jikim.verbs.collect import Person

ADS = "marketing.ads"
TWO_YEARS = timedelta(days=730)


def consents(jk: Jikim, person: Person, *, give: tuple[str, ...] = (), withdraw: tuple[str, ...] = ()) -> None:
    jk.by(jk.acting("member", str(person.subject))).consent(person.subject, give=give, withdraw=withdraw)


def letters(jk: Jikim, person: Person) -> list[dict[str, str]]:
    """The facts of the letters about a consent that wait for somebody."""
    rows = [one for one in jk.do(due, 100) if one.letter == LETTER and one.subject == person.subject]
    return [jk.do(facts_of, one) for one in rows]


def later(jk: Jikim, span: timedelta) -> int:
    """Moves the clock and does the day's reminding. Answers how many were told of their consent."""
    jk.move_clock(jk.now() + span)
    return remind(jk)["reconfirmed"]


@pytest.mark.clause("2.3")
def test_a_consent_is_told_before_it_is_two_years_old_and_once(jk: Jikim) -> None:
    """With its purpose, its day and a link that withdraws it; nobody else is written to; two years later again."""
    one, other = member(jk, "agreed1"), member(jk, "silent1")
    day = jk.now().astimezone(jk.policy.zone).date()
    consents(jk, one, give=(ADS,))
    assert later(jk, TWO_YEARS - LEAD - timedelta(days=2)) == 0
    assert later(jk, timedelta(days=4)) == 1
    (facts,) = letters(jk, one)
    assert facts["purpose"] == "행사 소식과 광고"
    assert facts["when"] == f"{day.year}년 {day.month}월 {day.day}일"
    assert jk.do(refused, facts["refuse"]) == (one.subject, ADS)
    assert letters(jk, other) == []
    assert later(jk, timedelta(days=300)) == 0
    assert later(jk, TWO_YEARS - timedelta(days=300)) == 1


@pytest.mark.clause("2.3")
def test_a_consent_that_was_given_anew_counts_from_then(jk: Jikim) -> None:
    """Taken back it is told no more, and given again it is two years from that day, however old the account."""
    one, gone = member(jk, "again1"), member(jk, "gone1")
    consents(jk, one, give=(ADS,))
    consents(jk, gone, give=(ADS,))
    jk.move_clock(jk.now() + timedelta(days=600))
    consents(jk, one, withdraw=(ADS,))
    jk.leave(gone.subject)
    jk.move_clock(jk.now() + timedelta(days=10))
    consents(jk, one, give=(ADS,))
    assert later(jk, timedelta(days=140)) == 0
    assert later(jk, timedelta(days=595 - LEAD.days)) == 1
    assert letters(jk, gone) == []


@pytest.mark.clause("2.3")
def test_a_consent_given_at_joining_counts_from_that_day(jk: Jikim, databases: Databases) -> None:
    """What was ticked on the form of joining has its day as well, and goes with its person."""
    given = {"login_id": "joins1", "password": "quiet heron walks", "name": "가나다", "email": "joins1@example.com"}
    ref = jk.collect(
        "membership", given, channel="homepage", old_enough=True, consents=[ADS, "marketing.demographics"]
    ).ref
    # One that no mail is sent by is told to nobody.
    assert later(jk, TWO_YEARS - timedelta(days=10)) == 1
    jk.leave(ref.subject)
    with psycopg.connect(databases.admin["live"]) as admin:
        assert admin.execute("SELECT count(*) FROM live.consent_since").fetchone() == (0,)
