"""A passkey in a real browser: made at the first sign-in, used at the next, worth nothing once its handler has left.
The key itself is Chromium's virtual one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Browser
from tests.office.conftest import Office

from jikim.handlers.invitations import invite
from jikim.handlers.register import enter_worker, worker


@pytest.mark.clause("10.6")
def test_a_passkey_from_the_invitation_to_leaving(office: Office, chromium: Browser) -> None:
    """By an invitation a browser makes a passkey and is in; signed out, it comes in with it; after the handler has left
    it opens nothing."""
    assert office.inside is not None
    before = office.inside.settings
    url = office.url.replace("127.0.0.1", "localhost")
    office.inside.settings = replace(before, url=url)
    jk = office.jk
    jk.driver.run(enter_worker(jk.house, "h-passkey", name="가나다", email="passkey@example.com"))
    token = jk.driver.run(invite(jk.house, "h-passkey"))
    try:
        page = chromium.new_context().new_page()
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        devtools.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        page.goto(f"{url}/office/begin/{token}")
        page.check("input[name=pledge]")
        page.click("button[data-make]")
        page.wait_for_url(f"{url}/office")
        assert jk.driver.run(worker(jk.house, "h-passkey")).proofs == ("passkey",)
        page.click("form[action='/office/sign-out'] button")
        page.wait_for_url(f"{url}/office/sign-in")
        page.click("form.passkey button")
        page.wait_for_url(f"{url}/office")
        jk.by(jk.acting("system", "set-up")).leave_duty("h-passkey")
        page.goto(f"{url}/office")
        page.wait_for_url(f"{url}/office/sign-in")
        page.click("form.passkey button")
        page.wait_for_selector("[role=alert]:not([hidden])")
        assert "/office/sign-in" in page.url
    finally:
        office.inside.settings = before
