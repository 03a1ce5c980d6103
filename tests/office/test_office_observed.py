"""The page of what was observed in the application's own database."""

from __future__ import annotations

import psycopg
from tests.employed import admin_of
from tests.office.conftest import Office

from jikim.answers import Observed, Overdue
from jikim.observed.counts import keep_overdue
from jikim.verbs.house import By
from jikim.verbs.modes import rule

ROWS = [
    Observed("shop_order", "address", "read", "refused", 3, "label", "delivery", "2.1", "purpose-not-covering"),
    Observed("shop_member", "email", "read", "gap", 12, "birthdays", "", "", "purpose-not-named"),
]


def _unobserved(office: Office) -> None:
    """As before anything was observed, whichever test came first."""
    with psycopg.connect(admin_of(office.jk), autocommit=True) as admin:
        admin.execute("DELETE FROM live.observed")
        admin.execute("DELETE FROM live.observed_lost")


def test_an_officer_sees_what_would_break_in_their_language(office: Office) -> None:
    """Nothing yet; then each point with its view, columns and clause, in Korean and in English."""
    page = office.officer("h-observed")
    _unobserved(office)
    assert "아직 관찰한 것이 없습니다" in page.get("/office/observed").text
    office.jk.observe(ROWS, lost=1)
    said = page.get("/office/observed").text
    for words in ("label", "shop_order: address", "목적을 밝히지 않았습니다", "처리방침을 적용하면 거부될 것"):
        assert words in said
    said = page.get("/en/office/observed").text
    for words in ("no purpose was named", "Would be refused", "2.1"):
        assert words in said


def test_items_that_nobody_reads_stand_there(office: Office) -> None:
    """Those of the mapping that the settings name: read by nobody in the last 31 days, by their labels in both languages."""
    page = office.officer("h-observed")
    _unobserved(office)
    office.jk.observe(ROWS)
    items = office.jk.policy.file.items
    for path, head, language in (
        ("/office/observed", "아무도 읽지 않은 항목", "ko"),
        ("/en/office/observed", "Items that nobody read", "en"),
    ):
        said = page.get(path).text.partition(head)[2].partition("</section>")[0]
        assert items["mobile"].label[language] in said
        assert items["address"].label[language] not in said


def test_rows_past_their_period_stand_with_their_clause(office: Office) -> None:
    """Nothing before they were counted; then each table, with what is due there, in both languages."""
    page = office.officer("h-observed")
    assert "Rows past their period" not in page.get("/en/office/observed").text
    found = [
        Overdue("public.orders", "order", "rests", "5.3", 1203),
        Overdue("public.posts", "order", "goes", "5.1", None),
    ]
    office.jk.do(keep_overdue, found)
    english, korean = page.get("/en/office/observed").text, page.get("/office/observed").text
    for words in ("Rows past their period", "1,203 rows are to rest in the archive", "could not be read in time"):
        assert words in english
    for words in ("보존기간이 지난 행", "1,203행: 분리 보관해야 합니다"):
        assert words in korean
    office.jk.do(keep_overdue, [])
    assert "None." in page.get("/en/office/observed").text


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
