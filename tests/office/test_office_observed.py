"""The page of what was observed in the application's own database."""

from __future__ import annotations

import psycopg
from tests.employed import admin_of
from tests.office.conftest import Office

from jikim.answers import Observed
from jikim.verbs.house import By
from jikim.verbs.modes import rule

ROWS = [
    Observed("shop_order", "address", "read", "refused", 3, "label", "delivery", "2.1", "purpose-not-covering"),
    Observed("shop_member", "email", "read", "gap", 12, "birthdays", "", "", "purpose-not-named"),
]


def test_an_officer_sees_what_would_break_in_their_language(office: Office) -> None:
    """Nothing yet; then each point with its view, columns and clause, in Korean and in English."""
    page = office.officer("h-observed")
    with psycopg.connect(admin_of(office.jk), autocommit=True) as admin:
        admin.execute("DELETE FROM live.observed")
        admin.execute("DELETE FROM live.observed_lost")
    assert "아직 관찰한 것이 없습니다" in page.get("/office/observed").text
    office.jk.observe(ROWS, lost=1)
    said = page.get("/office/observed").text
    for words in ("label", "shop_order: address", "목적을 밝히지 않았습니다", "처리방침을 적용하면 거부될 것"):
        assert words in said
    said = page.get("/en/office/observed").text
    for words in ("no purpose was named", "Would be refused", "2.1"):
        assert words in said


def test_it_says_what_is_enforced(office: Office) -> None:
    """While nothing was ever enforced it says that nothing was blocked; then it names each record kind, its purpose and
    what its statements meet, and does not say so."""
    page, omar = office.officer("h-observed"), office.jk.handler("h-observed", kind="officer")
    with psycopg.connect(admin_of(office.jk), autocommit=True) as admin:
        admin.execute("DELETE FROM live.mode")
        assert "실제로 막은 것은 없습니다" in page.get("/office/observed").text
        office.jk.do(lambda house: rule(By(house, omar), "order", "enforce"))
        office.jk.do(lambda house: rule(By(house, omar), "order", "observe", purpose="delivery"))
        korean, english = page.get("/office/observed").text, page.get("/en/office/observed").text
        admin.execute("DELETE FROM live.mode")
    assert "실제로 막은 것은 없습니다" not in korean
    assert "Nothing was blocked" not in english
    label = office.jk.policy.file.purposes["delivery"].label
    assert all(word in korean for word in ("적용 상태", "모든 목적", label["ko"]))
    assert all(word in english for word in ("enforced", "every purpose", label["en"]))


def test_it_is_officers_alone(office: Office) -> None:
    """A handler is refused."""
    assert office.worker("h-observing").get("/office/observed").status_code == 403
