"""A walk through the office: every page that its own links lead to, in both languages, on a phone and at a desk, light
and dark, with axe; and by keyboard."""

from __future__ import annotations

from zlib import crc32

import pytest
from playwright.sync_api import Browser
from tests.office.conftest import Office
from tests.office.pages.following import FILES, Finder
from tests.office.work import open_work
from tests.web.pages.seeing import Eyes, Look, Theme, eyes
from tests.web.routes import routes

from jikim.web.office.door import OFFICE_COOKIE

LOOKS = [Look("ko", "phone"), Look("en", "desk"), Look("ko", "desk"), Look("en", "phone")]
# Daily each language and each width, axe at half of the pages in the one and at the other half in the other; in the
# long form all at all.
WALKS = [
    *(pytest.param(look, half, id=f"{look.language}-{look.width}") for half, look in enumerate(LOOKS[:2])),
    *(pytest.param(look, None, id=f"{look.language}-{look.width}-all", marks=pytest.mark.long) for look in LOOKS),
]
MOST = 150


@pytest.fixture(scope="module")
def worked(office: Office) -> str:
    """An office with open work of every kind, and the session of its officer."""
    open_work(office)
    return str(office.officer("h-walker").cookies[OFFICE_COOKIE])


def _sign_in(window: Eyes, token: str) -> None:
    window.context.add_cookies(
        [{"name": OFFICE_COOKIE, "value": token, "url": window.site.url, "httpOnly": True, "sameSite": "Strict"}]
    )


@pytest.mark.parametrize(("look", "half"), WALKS)
def test_every_page_of_the_office_is_whole(
    office: Office, chromium: Browser, worked: str, look: Look, half: int | None
) -> None:
    """Each page is reached by links from the first; one heading, a title, labels, nothing wider than the screen; axe
    finds nothing."""
    ours = [route for route in routes(office) if route.method == "GET" and route.path.startswith("/office")]
    finder = Finder()
    theme: Theme = "light" if look.width == "desk" else "dark"
    wrong: list[str] = []
    seen: set[str] = set()
    waiting = ["/office", "/office/sign-in", "/office/renew", "/office/prove"]
    with eyes(office, chromium, look._replace(theme=theme)) as window:
        _sign_in(window, worked)
        while waiting and len(seen) < MOST:
            path = waiting.pop(0)
            template = finder.route(path)
            if template in seen or template in NOT_BY_LINK:
                continue
            seen.add(template)
            status = window.open(path)
            found = ([] if status == 200 else [f"answers {status}"]) + window.faults()
            if half is None or crc32(template.encode()) % 2 == half:
                found += window.axe(theme)
            wrong += [f"{path} ({look.language}, {look.width}): {one}" for one in found]
            waiting += [one for one in finder.links(window) if finder.route(one) not in seen]
        wrong += window.wrong
    missed = {route.path for route in ours if not FILES.search(route.path)} - seen - NOT_BY_LINK
    assert not wrong, "\n" + "\n".join(wrong)
    assert not missed, f"no link leads to {sorted(missed)}"


# Reached by a mail, after a form, or only in a state that the open work has not.
NOT_BY_LINK = {
    "/office/begin/{token}",
    "/office/cabinet/find",
    "/office/calendar/{day}",
    "/office/disclosures/demands/{demand}/scan/{n}",
    "/office/handlers/{handler}/paper/{paper}/{n}",
    "/office/plan/versions/{number}",
    "/office/policy/{number}",
    "/office/processors/scan/{paper}/{n}",
    "/office/promises/systems/{system}",
    "/office/promises/systems/{system}/{number}",
    "/office/people/{subject}/read",
}


def test_the_office_works_by_keyboard(office: Office, chromium: Browser, worked: str) -> None:
    """From the first page, Tab and Enter alone lead to a room and open its first form's field."""
    with eyes(office, chromium, Look("ko", "desk")) as window:
        _sign_in(window, worked)
        window.open("/office")
        page = window.page
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("() => document.activeElement.getAttribute('href')") == "/office/handlers":
                break
        page.keyboard.press("Enter")
        page.wait_for_url("**/office/handlers")
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("() => document.activeElement.getAttribute('href')") == "/office/handlers/new":
                break
        page.keyboard.press("Enter")
        page.wait_for_url("**/office/handlers/new")
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("() => document.activeElement.name") == "handler":
                break
        page.keyboard.type("h-typed")
        assert page.input_value("input[name=handler]") == "h-typed"
