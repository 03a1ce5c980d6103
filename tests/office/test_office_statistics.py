"""Statistics in the office: closed months counted once by the daily work, as a picture and a table, for whoever's grant
names the purpose (2.3)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from tests.employed import admin_of
from tests.office.conftest import Office
from tests.office.test_office_disclosures import usage

from jikim.app import Jikim
from jikim.app.due import run_due
from jikim.disclosures.counted_items import count_items
from jikim.policy.compile import compile_policy
from jikim.policy.model import ItemType, PolicyFile
from jikim.verbs.statistics import close_months
from jikim.web.office.disclosures.counts import grouped, ungrouped

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
def test_people_are_counted_by_the_country_that_they_gave(jk: Jikim, forward: Callable[..., Any]) -> None:
    """Of those who agreed, by the daily work, once: small groups are kept back with one to hide behind, and what comes out is
    rounded down. Each person's own list of uses says that theirs was read, and nobody's who gave none."""
    first = usage(jk, 0, country="KR")
    for n in range(1, 23):
        usage(jk, n, country="KR" if n < 16 else "JP")
    nowhere = usage(jk, 23)
    usage(jk, 24, country="US")
    forward(days=26)
    for n in range(25, 35):
        usage(jk, n, country="JP")  # in the next month
    list(run_due(jk))
    with psycopg.connect(admin_of(jk)) as admin:
        found = admin.execute("SELECT kind, by_item FROM live.statistic WHERE by_item IS NOT NULL").fetchall()
    kinds = [jk.policy.number("record", kind) for kind in ("membership", "corporate-membership")]
    assert dict(found) == {kinds[0]: [[jk.policy.number("item", "country"), "KR", 15]], kinds[1]: []}
    assert jk.do(count_items) == 0
    uses = [[use["event"] for use in jk.show(one.subject).uses] for one in (first, nowhere)]
    assert [sum("record:statistics" in event for event in events) for events in uses] == [1, 0]


@pytest.mark.clause("2.3")
def test_no_counting_by_a_grant_that_is_over_is_stored(jk: Jikim, forward: Callable[..., Any]) -> None:
    """The application's role counts through the judged statement alone: the part that counts is no function of its."""
    with psycopg.connect(jk.settings.dsns["live"]) as live, pytest.raises(psycopg.errors.InsufficientPrivilege):
        live.execute("SELECT live.statistic_close('UTC', 1, 1, '{}', 2, '2013-03-01', '{}', '[]', now())")
    assert stored(jk) == []


@pytest.mark.clause("2.3")
def test_the_page_is_for_whose_grant_names_the_purpose(office: Office) -> None:
    """A picture with its numbers in words, and a table; what no grant names is not offered, and asked for by address it
    shows nothing."""
    jk = office.jk
    jk.do(close_months)
    of = [jk.policy.number(*one) for one in (("purpose", "marketing.statistics"), ("record", "usage-history"))]
    cells = json.dumps([[1, jk.policy.number("channel", "automatic"), 2, 15]])
    by_item = json.dumps([[jk.policy.number("item", "country"), "JP", 10]])
    row = (*of, jk.now(), cells, by_item)
    with psycopg.connect(admin_of(jk), autocommit=True) as admin:
        admin.execute("INSERT INTO live.statistic VALUES (%s, %s, '2013-01-01', %s, 5, 2, %s, %s)", row)
        withheld = (*of, jk.now(), "[]", "[]")
        admin.execute("INSERT INTO live.statistic VALUES (%s, %s, '2012-12-01', %s, 5, 2, %s, %s)", withheld)
    page = office.worker("h-counts", "marketing.statistics").get(WHAT).text
    assert "회원의 이용 통계" in page
    assert "내부에서만 이용합니다" in page
    assert '<svg class="bars" role="img"' in page
    assert "2013년 1월 15" in page
    assert "2012년 12월" in page
    assert "2012년 12월 0" not in page
    assert ">2-4</td>" in page
    assert re.search(r">국가</td>\s*<td[^>]*>일본</td>\s*<td[^>]*>10</td>", page)
    assert "‘회원의 이용 통계’에 동의한 사람은 국가별로도 집계합니다" in page
    assert jk.policy.file.channels["automatic"].label["ko"] in page
    other = office.worker("h-no-counts", "support").get(WHAT).text
    assert "통계 목적의 권한이 없습니다" in other
    assert "<table" not in other


@pytest.mark.clause("2.3")
@pytest.mark.parametrize("prefix", ["", "/en"], ids=["ko", "en"])
def test_the_page_says_why_nothing_is_counted_by_age_or_gender(office: Office, prefix: str) -> None:
    """The demographic purpose is named with the reason: this policy takes neither age nor gender nor region for it."""
    page = office.officer("h-demographics").get(f"{prefix}/office/statistics").text
    label = office.jk.policy.file.purposes["marketing.demographics"].label["en" if prefix else "ko"]
    said = (
        f"no counts by age, gender or region for “{label}”"
        if prefix
        else f"‘{label}’ 목적의 나이·성별·지역별 집계는 없습니다"
    )
    assert said in page


def test_what_a_policy_takes_is_told_from_what_it_does_not(homepage: PolicyFile) -> None:
    """Of a policy that takes an age band for it, the page gives the other reason: its results may be more than sums. One
    whose results come out aggregated is counted."""
    assert ungrouped(homepage) == [("marketing.demographics", False)]
    country = homepage.items["country"].model_copy(update={"type": ItemType.AGE_BAND})
    file = homepage.model_copy(update={"items": {**homepage.items, "country": country}})
    assert ungrouped(file) == [("marketing.demographics", True)]
    sums = file.purposes["marketing.demographics"].model_copy(update={"aggregate": True})
    assert ungrouped(file.model_copy(update={"purposes": {**file.purposes, "marketing.demographics": sums}})) == []
    assert grouped(compile_policy(homepage)) == {"marketing.statistics": ["country"]}
