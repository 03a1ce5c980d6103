"""Section 5.7: a visit's record, a month in use and then archived for five years from the day of the visit, as its person
reads it year by year."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from tests.clauses.sites import homepage_site
from tests.homepage.shop import Browser, Shop
from tests.office.conftest import Office

from jikim.policy.model import PolicyFile

# In Korea: the day of the visit, the last on which its record is in use, and the last of its archive.
VISITED, MONTH, LAST = date(2026, 11, 25), date(2026, 12, 25), date(2031, 11, 25)
DAY = timedelta(days=1)


def words(page: str) -> str:
    """What a page says."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))


def on_page(browser: Browser) -> str:
    """What one's own page says."""
    return words(browser.get("/my").text)


def comes(rv: Shop, day: date, at: str = "09:00") -> None:
    """It is that day, and the machines have done what is due."""
    rv.jk.move_clock(datetime.fromisoformat(f"{day}T{at}:00+09:00"))
    rv.sweep()


@pytest.mark.by_hand
@pytest.mark.clause("5.7")
def test_a_visit_is_read_year_by_year_and_gone_after_the_fifth(homepage: PolicyFile, tmp_path: Path) -> None:
    """Its person agrees to being counted, visits, and takes it back: a card in use for a month, then archived until one
    and the same day, each year anew; on the day after, their page has nothing of it, and the office a certificate."""
    with homepage_site(homepage, tmp_path) as rv:
        person, _ = rv.web.member()
        with rv.browser(person) as browser:
            browser.client.headers["accept"] = "text/html"
            browser.post("/my/consents", {"consent": "marketing.frequency", "do": "give"})
            browser.post("/cookies/choose", {"choice": "all"}, page="/cookies")
            browser.get("/events")
            browser.post("/cookies/choose", {"choice": "none"}, page="/cookies")
            visited = on_page(browser)
            assert "보유 중인 기록 기록 3건" in visited
            assert "방문 기록 2026년 11월 25일 수집" in visited
            comes(rv, MONTH, "23:59")
            assert "분리 보관 중인 기록 없습니다" in on_page(browser)
            for day, at in [(MONTH + DAY, "00:00"), *((date(year, 11, 25), "23:59") for year in range(2027, 2032))]:
                comes(rv, day, at)
                page = on_page(browser)
                assert "분리 보관 중인 기록 1건" in page
                assert "2031년 11월 26일부터 차례로 파기합니다" in page
            comes(rv, LAST + DAY, "00:00")
            page = on_page(browser)
            assert "분리 보관 중인 기록 없습니다" in page
            assert "방문 기록" not in page
        officer = Office(**vars(rv.web)).officer("h-visits")
        listed = words(officer.get("/office/destruction").text)
        officer.close()
        assert "2031년 11월 26일 00:00 방문 기록 분리 보관 기록 1 확인됨" in listed
