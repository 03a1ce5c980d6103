"""A walk through the office: every page that its own links lead to, in both languages, on a phone and at a desk, light
and dark, with axe; and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from zlib import crc32

import pytest
from playwright.sync_api import Browser
from tests.office.conftest import Office, post
from tests.office.pages.following import FILES, Finder
from tests.office.test_office_disclosures import membership_of, prepared
from tests.office.test_office_editor import approved, step, undone
from tests.office.work import open_work
from tests.web.pages.emptied import Kind, forms, sent_empty
from tests.web.pages.seeing import Eyes, Look, Theme, eyes
from tests.web.routes import routes

from jikim.disclosures.demands import approve
from jikim.web.office.door import OFFICE_COOKIE

LOOKS = [Look("ko", "phone"), Look("en", "desk"), Look("ko", "desk"), Look("en", "phone")]
MOST = 150


@pytest.fixture(scope="module")
def with_work(office: Office) -> Office:
    """An office with open work of every kind."""
    writer, second = office.officer("h-walks-writing"), office.officer("h-walks-second")
    undone(office, step(second, approved(office, writer, second, 4_321), "announce"), "h-walks-second")
    system = {
        "system": "mail-provider",
        "kind": "outside",
        "ko": "메일 발송 대행사",
        "en": "the mailer",
        "clauses": "6.2",
    }
    assert post(second, "/office/promises/systems", **system).status_code == 303
    # Afterwards: the newest proposal is one with a published text beside it.
    open_work(office)
    return office


@pytest.fixture
def worked(with_work: Office) -> str:
    """The same, and the session of an officer of it who proved a moment ago who they are."""
    return str(with_work.officer("h-walker").cookies[OFFICE_COOKIE])


def _sign_in(window: Eyes, token: str) -> None:
    window.context.add_cookies(
        [{"name": OFFICE_COOKIE, "value": token, "url": window.site.url, "httpOnly": True, "sameSite": "Strict"}]
    )


def _walk(office: Office, windows: Sequence[Eyes], look_at: Callable[[Eyes, str], list[str]], every: int = 1) -> None:
    """Each page is reached by links from the first, and looked at in one of the windows, or one of so many is."""
    ours = [route for route in routes(office) if route.method == "GET" and route.path.startswith("/office")]
    finder = Finder()
    wrong: list[str] = []
    seen: set[str] = set()
    waiting = ["/office", "/office/sign-in", "/office/renew", "/office/prove"]
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        template = finder.route(path)
        if template in seen or template in NOT_BY_LINK:
            continue
        seen.add(template)
        number = crc32(template.encode())
        window = windows[number % len(windows)]
        if number // 2 % every:
            status, links = finder.read(window, path)
            found = []
        else:
            status = window.open(path)
            found, links = look_at(window, template), finder.links(window)
        found += [] if status == 200 else [f"answers {status}"]
        wrong += [f"{path} ({window.look.language}, {window.look.width}): {one}" for one in found]
        waiting += [one for one in links if finder.route(one) not in seen]
    for window in windows:
        wrong += window.wrong
    missed = {route.path for route in ours if not FILES.search(route.path)} - seen - NOT_BY_LINK
    assert not wrong, "\n" + "\n".join(wrong)
    assert not missed, f"no link leads to {sorted(missed)}"


def test_every_page_of_the_office_is_whole(office: Office, chromium: Browser, worked: str) -> None:
    """Each page is reached by links from the first, half of them in Korean and half in English. A twelfth of them is looked
    at (the long form: all): one heading, a title, labels, nothing wider than a phone's screen or a desk's; axe finds
    nothing, dark on the phone or light at the desk, where an element is of a kind that none before it had."""
    known: tuple[set[str], set[str]] = set(), set()

    def look(window: Eyes, path: str) -> list[str]:
        theme = crc32(path.encode()) // 4 % 2
        new = window.kinds() - known[theme]
        known[theme].update(new)
        return window.at_both_widths(theme if new else None)

    with (
        eyes(office, chromium, Look("ko", "phone"), sharp=False) as ko,
        eyes(office, chromium, Look("en", "phone"), sharp=False) as en,
    ):
        for window in (ko, en):
            _sign_in(window, worked)
        _walk(office, (ko, en), look, every=12)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_warning_stays_within_a_phone(office: Office, chromium: Browser, worked: str, language: str) -> None:
    """A sentence in the words of what is late breaks its line as any other does, on its own or after a label."""
    officer, person = office.employ(f"h-warns-{language}", "officer"), office.member()[0]
    alone = prepared(office.jk, person, membership_of(office, person), officer, ground="danger")
    office.jk.driver.run(approve(office.jk.house, alone, alone.digest, actor=officer))
    with eyes(office, chromium, Look(language, "phone"), sharp=False) as window:
        _sign_in(window, worked)
        for path, said in (("systems/canaries", "p.late"), (f"disclosures/demands/{alone.demand}", "dd .late")):
            assert window.open(f"/office/{path}") == 200
            assert window.page.locator(said).count() == 1
            assert window.faults() == []


@pytest.mark.long
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.language}-{look.width}")
def test_every_page_of_the_office_is_whole_everywhere(
    office: Office, chromium: Browser, worked: str, look: Look
) -> None:
    """The same of every page in both languages and at both widths, with axe at each."""
    theme: Theme = "light" if look.width == "desk" else "dark"
    with eyes(office, chromium, look._replace(theme=theme)) as window:
        _sign_in(window, worked)
        _walk(office, (window,), lambda window, _path: window.faults() + window.axe(theme))


@pytest.mark.long
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_form_of_the_office_says_what_is_missing(
    office: Office, chromium: Browser, worked: str, language: str
) -> None:
    """Each form of each page, sent with nothing in it: the fields that a browser insists on are those that the server says
    are missing, in the page's language."""
    finder, found, wrong = Finder(), dict[Kind, str](), list[str]()
    with eyes(office, chromium, Look(language, "desk"), sharp=False) as window:
        _sign_in(window, worked)

        def look(window: Eyes, path: str) -> list[str]:
            found.update((kind, window.page.url) for kind, _ in forms(window, finder.route) if kind not in found)
            return []

        _walk(office, (window,), look)
        # Where one sends another's away (a proposal that another follows), the page below is sent first.
        for kind in sorted(found, reverse=True):
            window.page.goto(found[kind])
            here = dict(forms(window, finder.route))
            if kind in here:
                wrong += [f"{kind.action} on {found[kind]}: {one}" for one in sent_empty(window, here[kind])]
    assert not wrong, "\n" + "\n".join(wrong)


# No page leads there: a letter does (an invitation), a scanner types the address, and a plan that is approved stays on the
# site that all share, of which another file needs that it has none. A money paper needs an order that is paid: tests/homepage.
# The homepage's policy takes no children and bars nobody from joining again, and its office has no provider of its own:
# tests/desk/test_guardian_consent.py, tests/desk/test_rejoining.py, tests/office/test_office_company.py.
NOT_BY_LINK = {
    "/office/begin/{token}",
    "/office/cabinet/find",
    "/office/guardian-consents",
    "/office/plan/versions/{number}",
    "/office/prove/company",
    "/office/rejoining",
    "/office/shop/invoices/{subject}/{record}",
    "/office/shop/receipts/{subject}/{record}",
    "/office/sign-in/company",
    "/office/sign-in/company/back",
    "/office/sign-in/company/done",
}


@pytest.mark.long
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


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_is_wrong_with_one_filter_moves_no_other(
    office: Office, chromium: Browser, worked: str, language: str
) -> None:
    """What stands below a field that cannot be read leaves every field of the line where it was, its button too."""
    with eyes(office, chromium, Look(language, "desk"), sharp=False) as window:
        _sign_in(window, worked)
        tops = {}
        for query in ("", "?person=12ab"):
            window.open(f"/office/disclosures{query}")
            fields = window.page.locator("main .filters :is(select, input:not([type=hidden]))").all()
            tops[query] = {box["y"] for one in fields if (box := one.bounding_box()) is not None}
        assert [len(found) for found in tops.values()] == [1, 1]


def test_a_page_is_printed_in_ink_on_paper(office: Office, chromium: Browser, worked: str) -> None:
    """Whoever looks in dark prints as anybody does: dark letters on white, and no filters."""
    with eyes(office, chromium, Look("en", "desk", "dark"), sharp=False) as window:
        _sign_in(window, worked)
        window.open("/office/disclosures")
        ink = "() => getComputedStyle(document.body).color.match(/\\d+/g).every(one => one < 128)"
        assert not window.page.evaluate(ink)
        assert window.page.locator(".filters").first.is_visible()
        window.page.emulate_media(media="print")
        assert window.page.evaluate(ink)
        assert not window.page.locator(".filters").first.is_visible()
