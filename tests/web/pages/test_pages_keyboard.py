"""Without a mouse, and without scripts: from joining to leaving with Tab, Space, Enter and the letters alone."""

from __future__ import annotations

import itertools

import pytest
from playwright.sync_api import Browser
from tests.homepage.shop import Shop
from tests.web.pages.seeing import Eyes, Look, eyes

_serial = itertools.count(1)
MOST = 120  # so many times is Tab pressed before one gives up


def tab_to(window: Eyes, what: str) -> None:
    """Presses Tab until what is looked for has the focus: a CSS selector."""
    for _ in range(MOST):
        window.page.keyboard.press("Tab")
        if window.page.locator(f":focus:is({what})").count():
            return
    raise AssertionError(f"Tab never comes to {what} at {window.page.url}")


def fill(window: Eyes, **fields: str) -> None:
    """Types into fields, in the page's order."""
    for name, value in fields.items():
        tab_to(window, f"[name='{name}']")
        window.page.keyboard.type(value)


def press(window: Eyes, what: str, key: str = "Enter") -> None:
    """Comes to a button or a link, presses it, and waits for where that leads."""
    tab_to(window, what)
    with window.page.expect_navigation():
        window.page.keyboard.press(key)


@pytest.mark.clause("7.2")
@pytest.mark.parametrize(
    ("look", "scripts"), [(Look("ko", "desk"), True), (Look("en", "phone", "dark"), False)], ids=["scripts", "none"]
)
@pytest.mark.long
def test_from_joining_to_leaving(rv: Shop, chromium: Browser, look: Look, scripts: bool) -> None:
    """Somebody joins, proves their address, gives a consent, signs out and in, sees their data, takes the consent back
    and leaves, and nothing of it asks for a mouse or a script."""
    name = f"keys{next(_serial):04d}"
    address, secret = f"{name}@example.com", "quiet heron walks by night"
    with eyes(rv.web, chromium, look, scripts=scripts) as window:
        page = window.page
        window.open("/join")
        press(window, "a[href*='kind=member']")
        tab_to(window, "#old-yes")
        page.keyboard.press("Space")
        fill(window, login_id=name, name="남궁서리", email=address)
        tab_to(window, "[name=terms]")
        page.keyboard.press("Space")
        tab_to(window, "[name='consent.marketing.events']")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.wait_for_selector("[name=code]")
        fill(window, code=rv.web.mails.code(address), password=secret, password_again=secret)
        page.keyboard.press("Enter")
        page.wait_for_url("**/join/done")

        press(window, "form[action$='/sign-out'] button")
        window.open("/sign-in")
        fill(window, name=name, password=secret)
        page.keyboard.press("Enter")
        page.wait_for_url("**/my")
        assert "남**" not in page.locator("main").inner_text()
        tab_to(window, "article.folded summary")
        page.keyboard.press("Enter")
        assert "남**" in page.locator("main").inner_text()

        window.open("/my/consents")
        withdraw = "form:has([value='marketing.events']) button[value=withdraw]"
        press(window, withdraw, "Space")
        page.wait_for_selector(".said[role=status]")
        assert page.locator(withdraw).count() == 0

        window.open("/my/leave")
        fill(window, password=secret)
        press(window, "main form button.grave")
        page.wait_for_selector("a[href*='/receipt/']")
        window.open("/my")
        assert "/sign-in" in page.url


def test_the_first_tab_leads_past_the_frame(rv: Shop, chromium: Browser) -> None:
    """On every page the first thing that Tab comes to is the way to the page itself, and it leads there."""
    with eyes(rv.web, chromium, Look()) as window:
        window.open("/products")
        press(window, "a.skip")
        assert window.page.locator("main:focus").count() == 1


@pytest.mark.long
def test_a_sentence_of_the_policy_says_how_it_is_kept(rv: Shop, chromium: Browser) -> None:
    """Without scripts and mouse: the number beside a sentence opens how it is kept, one at a time, and leads to its
    evidence."""
    with eyes(rv.web, chromium, Look("en", "phone", "dark"), scripts=False) as window:
        page = window.page
        window.open("/policy")
        first, second = (page.locator(f"[id='{name}'] details") for name in ("c0.1", "service.covers"))
        words = first.locator("summary").get_attribute("title")
        assert words
        assert not page.locator("details.how[open]").count()
        tab_to(window, "[id='c0.1'] summary")
        page.keyboard.press("Enter")
        assert words in first.locator("div").inner_text()
        tab_to(window, "[id='service.covers'] summary")
        page.keyboard.press("Space")
        assert second.get_attribute("open") is not None
        assert first.get_attribute("open") is None
        press(window, "[id='service.covers'] a.evidence")
        assert page.url.endswith("/promises#p0.1")
        assert page.locator("[id='p0.1']").is_visible()
