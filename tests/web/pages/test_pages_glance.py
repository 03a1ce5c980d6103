"""The member's ninety seconds: one line a record, five places, and what changed since the last visit first."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from tests.homepage.shop import Shop
from tests.web.pages.seeing import Look, eyes

import jikim
from jikim.web.member.glance import PAUSE, _waiting, last_visit

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
MOST_PIXELS = {"desk": 1_700, "phone": 2_800}  # without the question about cookies, which is as long as what it names


@given(st.lists(st.integers(0, 10_000), max_size=30))
def test_the_last_visit_ended_before_a_pause(minutes: list[int]) -> None:
    """The look that it ended with is the newest that has a pause of half an hour after it."""
    looks = [NOW - timedelta(minutes=one) for one in minutes]
    found = last_visit(looks, NOW)
    after = [(later - one, one) for one, later in pairwise([*sorted(looks), NOW])]
    assert found == max((one for gap, one in after if gap > PAUSE), default=None)


@pytest.mark.clause("7.1")
@pytest.mark.parametrize("en", [False, True], ids=["ko", "en"])
def test_what_changed_since_the_last_visit_stands_first(rv: Shop, en: bool) -> None:
    """A first visit says nothing of one before; the next tells what was done meanwhile, each with its way there, and a
    third that nothing was."""
    person, _ = rv.web.member()
    since = "Since your last visit" if en else "지난 방문 이후"
    with rv.browser(person, en=en) as browser:
        assert since not in browser.get("/my").text
        rv.later(hours=1)
        number = rv.order(browser, name="가나다", phone="02-555-0101")
        rv.paid(browser, number)
        first = browser.get("/my").text
        said = re.search(rf"<dt>{since}</dt><dd>(.*?)</dd>", first)
        assert said is not None
        assert first.index(since) < first.index("What we hold" if en else "보유 중인 기록")
        assert ("2 new records" if en else "새 기록 2건") in said[1]
        assert f'href="{"/en" if en else ""}/my/uses?what=used"' in said[1]
        rv.later(hours=1)
        assert ("Nothing has changed since" if en else "방문 이후 달라진 점이 없습니다") in browser.get("/my").text


@pytest.mark.clause("7.1")
@pytest.mark.parametrize("en", [False, True], ids=["ko", "en"])
def test_each_number_is_the_length_of_the_list_that_it_leads_to(rv: Shop, en: bool) -> None:
    """Uses, counts for statistics among them, and refusals stand at the glance as often as on their page."""
    person, _ = rv.web.member()
    with rv.browser(person, en=en) as browser:
        order = rv.order(browser, name="가나다", phone="02-555-0101")
        ref = next(card.ref for card in rv.jk.show(person.subject).cards if card.ref.kind == "order")
        for _ in range(3):
            rv.jk.use(ref, purpose="delivery", items=["phone"])
        for _ in range(2):
            with pytest.raises(jikim.DeniedError):
                rv.jk.use(ref, purpose="marketing.ads", items=["phone"])
        with pytest.raises(jikim.DeniedError):
            rv.jk.by(rv.jk.acting("member", "nobody")).show(person.subject)
        rv.jk.sequence()
        assert order
        page = browser.get("/my").text
        said = re.search(rf"<dt>{'How it was used' if en else '개인정보 이용 내역'}</dt><dd>(.*?)</dd>", page)
        assert said is not None
        links = re.findall(r'href="(?:/en)?(/my/uses\?what=\w+)"[^>]*>([^<]*?(\d+)[^<]*)<', said[1])
        assert [path for path, *_ in links] == ["/my/uses?what=used", "/my/uses?what=refused"]
        for path, words, number in links:
            assert browser.get(path).text.count('<th scope="row">') == int(number), words


@pytest.mark.clause("7.2")
@pytest.mark.parametrize(
    "look",
    [
        pytest.param(Look("ko", "desk"), id="desk", marks=pytest.mark.long),
        pytest.param(Look("en", "phone"), id="phone"),
    ],
)
def test_eight_records_take_a_line_each(rv: Shop, chromium: Browser, look: Look) -> None:
    """A line a record until it is opened, five places, and both 회원정보수정 and 회원탈퇴 one click away."""
    person, _ = rv.web.member()
    with rv.browser(person) as browser:
        for _ in range(7):
            rv.order(browser, name="가나다", phone="02-555-0101")
        token = browser.client.cookies["jikim_session"]
    with eyes(rv.web, chromium, look) as window:
        window.as_somebody(token)
        window.open("/my")
        page = window.page
        assert page.locator("article.folded").count() == 8
        assert page.locator("nav.own-ways a").count() == 5
        for to in ("/my/edit", "/my/leave"):
            assert page.locator(f"main .actions a[href$='{to}']").is_visible()
        page.locator("#cookies button[value=none]").click()
        page.wait_for_selector("#cookies button", state="detached")
        assert page.evaluate("document.documentElement.scrollHeight") < MOST_PIXELS[look.width]
        assert not page.locator("article.folded .values").first.is_visible()
        page.locator("article.folded summary").first.click()
        assert page.locator("article.folded .values").first.is_visible()


@pytest.mark.parametrize("look", [Look("ko", "desk"), Look("en", "phone")], ids=["desk", "phone"])
def test_the_question_about_cookies_leaves_the_screen_to_the_page(rv: Shop, chromium: Browser, look: Look) -> None:
    """Whoever comes for the first time sees the page's own heading without scrolling; the question takes less than a
    quarter of the screen."""
    with eyes(rv.web, chromium, look) as window:
        window.open("/")
        page = window.page
        screen = page.viewport_size
        assert screen is not None
        box = page.locator("#cookies").bounding_box()
        assert box is not None
        assert box["height"] < screen["height"] / 4
        heading = page.locator("h1").bounding_box()
        assert heading is not None
        assert heading["y"] + heading["height"] < screen["height"]
        page.emulate_media(media="print")
        assert not page.locator("#cookies").is_visible()  # what is filed asks nobody


@pytest.mark.parametrize(("days", "said"), [(0, "까지 답변드립니다"), (-1, "이 지났습니다")])
def test_a_day_that_is_over_is_promised_to_nobody(days: int, said: str) -> None:
    """While an answer's day is to come the page promises it; after it, it says that it is over."""
    today = date(2026, 11, 28)
    book = SimpleNamespace(say=lambda ko, _en: ko, voice=SimpleNamespace(date=str))
    seen: Any = SimpleNamespace(
        book=book,
        dossier=SimpleNamespace(cards=[]),
        today=today,
        page=SimpleNamespace(visitor=SimpleNamespace(href=str)),
    )
    asked: Any = [SimpleNamespace(waiting=True, due=today + timedelta(days=days))]
    assert said in str(_waiting(seen, asked, ()))
