"""Statistics in the office: closed months counted once by the daily work, as a picture and a table, for whoever's grant
names the purpose (2.3)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from tests.employed import admin_of, employ
from tests.office.conftest import Office
from tests.office.test_office_disclosures import usage

from jikim.app import Jikim
from jikim.app.due import run_due
from jikim.policy.model import ItemType
from jikim.verbs.statistics import TRAITS, close_months, months

WHAT = "/office/statistics?what=marketing.statistics/usage-history"


def stored(jk: Jikim) -> list[Any]:
    with psycopg.connect(admin_of(jk)) as admin:
        return admin.execute("SELECT purpose, kind, month, cells::text FROM live.statistic ORDER BY 1, 2, 3").fetchall()


@pytest.mark.clause("2.3")
def test_the_daily_work_counts_a_month_before_its_records_end(jk: Jikim, forward: Callable[..., Any]) -> None:
    """Usage lives for a month: on the first day of the next it is counted for each purpose, and no day counts it again."""
    for n in range(5):
        usage(jk, n)
    forward(days=26)
    list(run_due(jk))
    first = stored(jk)
    assert any("5]" in cells for _, _, _, cells in first)
    assert jk.do(close_months) == 0
    forward(days=2)
    list(run_due(jk))
    assert stored(jk) == first


@pytest.mark.clause("2.3")
def test_how_often_is_told_in_three_steps(jk: Jikim, forward: Callable[..., Any]) -> None:
    """People with one, with two to four and with five records in a month are groups of their own, and nobody's exact
    number comes out."""
    for n in range(15):
        person = usage(jk, n)
        for _ in range((0, 2, 5)[n % 3]):
            jk.collect(
                "usage-history", {"usage": {"sessions": 1}}, channel="automatic", subject=person, old_enough=True
            )
    forward(days=26)
    groups = jk.statistics("usage-history", purpose="marketing.statistics")
    assert [(group.often, group.people) for group in groups] == [(1, 5), (2, 5), (5, 5)]


@pytest.mark.clause("2.3")
def test_no_counting_by_a_grant_that_is_over_is_stored(jk: Jikim, forward: Callable[..., Any]) -> None:
    """The application's role counts through the judged statement alone: the part that counts is no function of its."""
    with psycopg.connect(jk.settings.dsns["live"]) as live, pytest.raises(psycopg.errors.InsufficientPrivilege):
        live.execute("SELECT live.statistic_close('UTC', 1, 1, '{}', 2, '2013-03-01', now())")
    assert stored(jk) == []


@pytest.mark.clause("2.3")
def test_the_page_is_for_whose_grant_names_the_purpose(office: Office) -> None:
    """A picture with its numbers in words, and a table; what no grant names is not offered, and asked for by address it
    shows nothing."""
    jk = office.jk
    jk.do(close_months)
    of = [jk.policy.number(*one) for one in (("purpose", "marketing.statistics"), ("record", "usage-history"))]
    cells = json.dumps([[1, jk.policy.number("channel", "automatic"), 2, 15]])
    with psycopg.connect(admin_of(jk), autocommit=True) as admin:
        admin.execute("INSERT INTO live.statistic VALUES (%s, %s, '2013-01-01', %s, 5, 2, %s)", (*of, jk.now(), cells))
    page = office.worker("h-counts", "marketing.statistics").get(WHAT).text
    assert "회원의 이용 통계" in page
    assert "내부에서만 이용합니다" in page
    assert '<svg class="bars" role="img"' in page
    assert "2013-01 15" in page
    assert ">2-4</td>" in page
    assert jk.policy.file.channels["automatic"].label["ko"] in page
    other = office.worker("h-no-counts", "support").get(WHAT).text
    assert "통계 목적의 권한이 없습니다" in other
    assert "<table" not in other


BY_COUNTRY = "/office/statistics?what=marketing.demographics/membership"


def member(jk: Jikim, n: int, country: str, consent: str = "marketing.demographics") -> None:
    given = {
        "login_id": f"demog{n:04d}",
        "password": f"calm otter {n} dives",
        "name": "다라마",
        "email": f"d{n}@example.com",
    }
    jk.collect(
        "membership",
        {**given, "country": country},
        channel="homepage",
        subject="member",
        old_enough=True,
        consents=[consent],
    )


@pytest.mark.clause("2.3")
def test_people_are_counted_by_what_they_are(jk: Jikim, forward: Callable[..., Any]) -> None:
    """Of whoever agreed to the demographic purpose, by its item: small groups are kept back with a second one; each
    value was read for that purpose and is in its person's list; of who refused, nothing was read. Counted once."""
    for n in range(19):
        member(jk, n, "KR" if n < 11 else "US" if n < 16 else "JP" if n < 18 else "DE")
    member(jk, 19, "KR", "marketing.statistics")
    forward(days=26)
    list(run_due(jk))
    before = stored(jk)
    employ(jk, "h-counts-people")
    jk.by(jk.acting("system", "set-up")).grant(
        "h-counts-people", ["marketing.demographics"], jk.now() + timedelta(days=30)
    )
    found = jk.by(jk.handler("h-counts-people")).do(months, "membership", purpose="marketing.demographics")
    assert [(one.item, one.group, one.people) for month in found for one in month.traits] == [("country", "KR", 10)]
    assert [month.back for month in found] == [3]
    assert b"".join(jk.export_ledger()).count(b"record:use:allowed") == 19
    assert jk.do(close_months) == 0
    list(run_due(jk))
    assert stored(jk) == before


@pytest.mark.clause("2.3")
@pytest.mark.parametrize("prefix", ["", "/en"], ids=["ko", "en"])
def test_the_page_tells_people_by_what_they_are(office: Office, prefix: str) -> None:
    """A picture and a table by the item that the purpose names, with each group in words."""
    jk = office.jk
    of = [jk.policy.number(*one) for one in (("purpose", "marketing.demographics"), ("record", "membership"))]
    cells = json.dumps(
        [[1, jk.policy.number("item", "country"), "KR", 15], [1, jk.policy.number("item", "country"), "DE", 5]]
    )
    with psycopg.connect(admin_of(jk), autocommit=True) as admin:
        admin.execute(
            "INSERT INTO live.statistic VALUES (%s, %s, '2013-01-01', %s, 5, 2, %s)"
            " ON CONFLICT (purpose, kind, month) DO UPDATE SET cells = excluded.cells",
            (*of, jk.now(), cells),
        )
    page = office.worker(f"h-traits{prefix[1:]}", "marketing.demographics").get(f"{prefix}{BY_COUNTRY}").text
    for said in ("Germany", "the Republic of Korea") if prefix else ("독일", "대한민국"):
        assert said in page
    assert '<svg class="bars" role="img"' in page


@pytest.mark.parametrize(
    ("born", "band"), [("1999-03-01", "14-19"), ("1999-03-02", "0-13"), ("1983-03-01", "30-39"), ("1900-01-01", "70+")]
)
def test_an_age_is_told_in_bands(born: str, band: str) -> None:
    """On 1 March 2013, who is 14 on that day is in the next band."""
    assert TRAITS[ItemType.BIRTH_DATE](born, date(2013, 3, 1)) == band
