"""What staff typed goes through the proof of who they are (`tests/web/test_typed.py` has the members')."""

from __future__ import annotations

import html
import re

import httpx
import psycopg
import pytest
from tests.employed import admin_of
from tests.office.conftest import Office, next_code, post
from tests.office.test_office_known import PASSWORD, begun
from tests.web.test_typed import field


def late(office: Office, handler: str) -> tuple[httpx.Client, str]:
    """An officer who proved more than ten minutes ago who they are, with the secret of their code."""
    browser, secret = begun(office, handler)
    with psycopg.connect(admin_of(office.jk), autocommit=True) as admin:
        admin.execute(
            "UPDATE live.handler_session SET proved = proved - interval '20 minutes' WHERE handler = %s", (handler,)
        )
    return browser, secret


@pytest.mark.clause("10.6")
def test_what_staff_typed_goes_on_after_the_proof(office: Office) -> None:
    """A form that is sent after the ten minutes asks who it is, shows nothing of it meanwhile, also after a wrong
    password, and then sends what was typed; no password travels in it."""
    browser, secret = late(office, "h-typing")
    typed = {"handler": "h-newcomer", "name": "신입 예시", "email": "newcomer@example.com", "password": "never kept"}
    asked = post(browser, "/office/handlers/new", **typed)
    assert asked.status_code == 403
    assert "입력하신 내용은 확인 후 그대로 이어집니다" in asked.text
    assert "newcomer@example.com" not in asked.text
    wrong = post(browser, "/office/prove", password="not mine", code="000000", kept=field(asked.text, "kept"))
    assert wrong.status_code == 422
    assert field(wrong.text, "kept") == field(asked.text, "kept")
    code = next_code(secret)
    on = post(browser, "/office/prove", password=PASSWORD, code=code, kept=field(wrong.text, "kept"))
    assert on.status_code == 200, on.text
    again = {
        name: html.unescape(value)
        for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', on.text)
        if not name.startswith("_")
    }
    assert again == {name: value for name, value in typed.items() if name != "password"}
    made = post(browser, "/office/handlers/new", **again)
    assert made.status_code == 303
    assert made.headers["location"].endswith("/office/handlers/h-newcomer")


@pytest.mark.clause("10.6")
def test_what_somebody_else_typed_goes_on_for_nobody(office: Office) -> None:
    """What was kept of one officer's form is nothing in another's session."""
    asked = post(
        late(office, "h-typing-late")[0],
        "/office/handlers/new",
        handler="h-theirs",
        name="남의 예시",
        email="theirs@example.com",
    )
    other, secret = begun(office, "h-typing-other")
    code = next_code(secret)
    on = post(other, "/office/prove", password=PASSWORD, code=code, next="/office", kept=field(asked.text, "kept"))
    assert on.status_code == 303
    assert "theirs@example.com" not in on.text
