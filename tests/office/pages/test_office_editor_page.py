"""The policy's editor in a browser: read, filled in and saved at a desk and on a phone, in both languages; axe finds
nothing wrong."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from tests.office.conftest import Office
from tests.office.pages.test_office_keys import come_in
from tests.web.pages.seeing import Look, eyes


@pytest.mark.parametrize(
    "look",
    [Look("ko", "desk"), pytest.param(Look("en", "phone", "dark"), marks=pytest.mark.long)],
    ids=["ko-desk", "en-phone"],
)
def test_a_field_is_filled_in_and_saved(office: Office, chromium: Browser, look: Look) -> None:
    """Begun by a button, a part chosen from the list, a field filled in: what saving would change stands beside it, and then the text
    says so."""
    with eyes(office, chromium, look) as window:
        come_in(window, office, f"h-editor-{look.language}")
        window.open("/office/policy")
        page = window.page
        with page.expect_navigation():
            page.click("main form[action$=proposals] button")
        assert not window.axe()
        with page.expect_navigation():
            page.click("main a[href$='?at=items']")
        with page.expect_navigation():
            page.click("main a[href$='?at=items/email']")
        assert not window.axe()
        page.fill("[name='items/email/note/ko']", "두 줄이\n아닌 글")
        page.locator("#live .changed-lines", has_text="아닌 글").wait_for()  # as one types, before anything is saved
        assert "아닌 글" not in page.input_value("#f-text")
        with page.expect_navigation():
            page.click("main button[value=save]")
        assert "아닌 글" in page.input_value("#f-text")
        assert page.input_value("[name='items/email/note/ko']") == "두 줄이\n아닌 글"
        assert not window.faults()
