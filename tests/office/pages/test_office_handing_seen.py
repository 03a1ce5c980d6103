"""Handing on as a handler does it in a browser: from the list to the confirmation by keyboard, at a desk and on a
phone, in both languages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.office.conftest import Office
from tests.office.test_office_handing import KIS, entered, opened_bytes, unpaid
from tests.web.pages.seeing import Eyes, Look, eyes

from jikim.web.office.door import OFFICE_COOKIE


def _whole(window: Eyes, name: str, look: Look) -> None:
    """Nothing wider than the screen, one heading, labels; axe finds nothing."""
    assert not window.faults()
    assert not window.axe(look.theme)
    if shots := os.environ.get("JIKIM_SHOTS"):
        window.page.screenshot(path=str(Path(shots) / f"{name}-{look.language}-{look.width}.png"), full_page=True)


@pytest.mark.clause("4.6")
@pytest.mark.parametrize(
    "look",
    [Look("ko", "desk"), pytest.param(Look("en", "phone", "dark"), marks=pytest.mark.long)],
    ids=["ko-desk", "en-phone"],
)
@pytest.mark.long
def test_a_record_is_handed_on_by_keyboard(office: Office, chromium: Browser, look: Look) -> None:
    """The record is ticked, the receiver chosen, an item left out; the file is made and opened by its receiver; its
    delivery is confirmed."""
    entered(office)
    ref, name = unpaid(office)
    browser = office.worker(f"h-seen-{look.language}", "debt-collection")
    with eyes(office, chromium, look) as window:
        window.context.add_cookies(
            [
                {
                    "name": OFFICE_COOKIE,
                    "value": str(browser.cookies[OFFICE_COOKIE]),
                    "url": office.url,
                    "httpOnly": True,
                    "sameSite": "Strict",
                }
            ]
        )
        page, keys = window.page, window.page.keyboard
        window.open("/office/records/order")
        _whole(window, "records", look)
        window.open(f"/office/records/order?record={ref.subject}/{ref.record}")
        page.focus('input[name="to"][value="processor/kis/debt-collection"]')
        keys.press("Space")
        keys.press("Tab")
        with page.expect_navigation():
            keys.press("Enter")
        _whole(window, "before", look)
        assert name not in page.content()
        page.focus('input[name="item"][value="phone"]')
        keys.press("Space")
        page.focus("form .actions button.grave")
        with page.expect_navigation():
            keys.press("Enter")
        _whole(window, "queued", look)
        page.focus('[role="status"] a')
        with page.expect_navigation():
            keys.press("Enter")
        _whole(window, "waiting", look)
        page.focus('form[action$="/file"] .actions button')
        with page.expect_download() as made:
            keys.press("Enter")
        inside = opened_bytes(Path(made.value.path()).read_bytes())["data.csv"].decode()
        assert name in inside
        assert "02-555-0160" not in inside
        window.open(KIS)
        _whole(window, "given", look)
        page.focus('input[name="how"][value="post"]')
        keys.press("Space")
        page.focus('form[action$="/given"] .actions button')
        with page.expect_navigation():
            keys.press("Enter")
        assert page.locator('[role="status"]').is_visible()
        _whole(window, "confirmed", look)
        window.open("/office/handing")
        _whole(window, "lots", look)
