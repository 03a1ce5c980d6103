"""The office by keyboard: search, rows and the list of keys; nothing of it needed by who has no scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from tests.office.conftest import Office
from tests.office.work import open_work
from tests.web.pages.seeing import Eyes, Look, eyes

from jikim.web.office.door import OFFICE_COOKIE


def come_in(window: Eyes, office: Office, handler: str) -> None:
    """Gives the window the session of an officer."""
    token = str(office.officer(handler).cookies[OFFICE_COOKIE])
    window.context.add_cookies(
        [{"name": OFFICE_COOKIE, "value": token, "url": window.site.url, "httpOnly": True, "sameSite": "Strict"}]
    )


@pytest.mark.parametrize(
    "look",
    [Look("ko", "desk"), pytest.param(Look("en", "phone", "dark"), marks=pytest.mark.long)],
    ids=["ko-desk", "en-phone"],
)
def test_the_morning_is_gone_through_by_keyboard(office: Office, chromium: Browser, look: Look) -> None:
    """j and k go through the matters, Enter opens one, / searches from anywhere, ? shows the keys; axe finds nothing
    wrong with the results."""
    open_work(office)
    with eyes(office, chromium, look) as window:
        come_in(window, office, f"h-keys-{look.language}")
        window.open("/office")
        page, keys = window.page, window.page.keyboard
        rows = page.locator("[data-row]")
        keys.press("j")
        keys.press("j")
        assert rows.nth(1).evaluate("one => one === document.activeElement")
        keys.press("k")
        assert rows.nth(0).evaluate("one => one === document.activeElement")
        press = "([key, code]) => document.dispatchEvent(new KeyboardEvent('keydown', {key, code, bubbles: true}))"
        page.evaluate(press, ["ㅓ", "KeyJ"])  # the keyboard writes Korean
        assert rows.nth(1).evaluate("one => one === document.activeElement")
        page.evaluate(press, ["ㅏ", "KeyK"])
        assert rows.nth(0).evaluate("one => one === document.activeElement")
        keys.press("?")
        assert page.locator("#keys").is_visible()
        keys.press("Escape")
        assert not page.locator("#keys").is_visible()
        keys.press("/")
        keys.type("kcp j?")
        assert page.input_value("#f-q") == "kcp j?"
        page.fill("#f-q", "kcp" if look.language == "en" else "점검")
        with page.expect_navigation():
            keys.press("Enter")
        assert page.locator("#page [data-row]").count()
        assert not window.faults()
        assert not window.axe()


def test_the_search_needs_no_script(office: Office, chromium: Browser) -> None:
    """Typed and sent with the form's own button."""
    with eyes(office, chromium, Look("en"), scripts=False) as window:
        come_in(window, office, "h-no-script")
        window.open("/office")
        window.page.fill("#f-q", "register")
        with window.page.expect_navigation():
            window.page.click(".office-search button")
        assert window.page.locator("#page [data-row]").count()


def test_escape_closes_what_is_open(office: Office, chromium: Browser) -> None:
    """A menu, from any link of it, and a part that unfolds: closed, with the focus where it was opened. Not while one
    types."""
    with eyes(office, chromium, Look("en", "phone")) as window:
        come_in(window, office, "h-escapes")
        page, keys = window.page, window.page.keyboard
        for summary, inside in ((".office-menu summary", ".office-places a"), ("main details summary", "")):
            window.open("/office/cabinet")
            page.locator(summary).first.click()
            assert page.locator(f"details[open] > {summary.split()[-1]}").count() == 1
            if inside:
                page.locator(inside).first.focus()
            keys.press("Escape")
            assert page.locator("details[open]").count() == 0
            assert page.locator(summary).first.evaluate("one => one === document.activeElement")
        page.locator("main details summary").first.click()
        page.locator("main details :is(input, textarea):visible").first.focus()
        keys.press("Escape")
        assert page.locator("main details[open]").count() == 1
