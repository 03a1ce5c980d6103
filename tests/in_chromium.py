"""A real browser in a thread of its own: `pressed.Hands` has it go to pages and press the buttons of the forms in them,
and reads what the server answered.

Guarantees that a field is filled by what a person does at it, that what a summary hides is opened first, and that a form
leaves by one of its own buttons. What was forged to be refused leaves beside the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
from playwright.sync_api import Browser, Error, Locator, Page, sync_playwright
from tests.web.browser import FLAGS, PROGRAM

if TYPE_CHECKING:
    from tests.pressed import ServedForm

T = TypeVar("T")
_NO_HOST = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
# One thread for all windows: the driver's loop would bear no other beside it.
_THREAD = ThreadPoolExecutor(1)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium that finds no host but this machine."""
    driver = _THREAD.submit(sync_playwright().start).result()
    browser = _THREAD.submit(lambda: driver.chromium.launch(executable_path=PROGRAM, args=[*FLAGS, _NO_HOST])).result()
    try:
        yield browser
    finally:
        _THREAD.submit(browser.close).result()
        _THREAD.submit(driver.stop).result()


def close_windows(browser: Browser) -> int:
    """Closes every window. Answers how many there were."""

    def close() -> int:
        contexts = browser.contexts
        for one in contexts:
            one.close()
        return len(contexts)

    return _THREAD.submit(close).result()


class Window:
    """One window of it, with cookies of its own."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.base = base
        self._last: tuple[str, httpx.Response] | None = None
        self._page: Page = self._do(lambda: browser.new_context(base_url=base).new_page())
        self._do(lambda: self._page.on("dialog", lambda dialog: dialog.accept()))

    def _do(self, what: Callable[[], T]) -> T:
        return _THREAD.submit(what).result()

    def sent(self, method: str, url: httpx.URL, form: ServedForm | None, more: Mapping[str, Any]) -> httpx.Response:
        """Goes to a page; fills a form where it stands and sends it; or sends what no form holds, beside the page."""
        given = {name: value for name, value in (more.get("data") or {}).items() if value is not None}
        if form is not None:
            return self._do(lambda: self._press(form, given, more.get("files")))
        if method == "POST":
            return self._do(
                lambda: _read(self._page.context.request.post(str(url), form=_flat(given), max_redirects=0), "POST")
            )
        # Where a form has just led there, its page is open already.
        if self._last is not None and self._last[0] == str(httpx.URL(self.base).join(url)):
            return self._last[1]
        return self._do(lambda: self._get(str(url)))

    def cookies(self) -> dict[str, str]:
        return {one["name"]: one["value"] for one in self._do(self._page.context.cookies)}

    def _get(self, path: str) -> httpx.Response:
        try:
            with self._page.expect_response(lambda one: one.request.is_navigation_request()) as first:
                self._page.goto(path)
        except Error:  # a file, which is no page
            return _read(self._page.context.request.get(path, max_redirects=0), "GET")
        return self._kept(first.value)

    def _press(self, form: ServedForm, given: Mapping[str, Any], files: Any) -> httpx.Response:
        if self._page.url.partition("#")[0] != form.at.partition("#")[0] or self._stale(form):
            self._page.goto(form.at)
        here = self._page.locator("form").nth(form.n)
        here.evaluate("form => { form.noValidate = true }")  # what the server says of it is what is looked at
        for name, value in given.items():
            self._fill(here, form, name, value)
        for name, file in files.items() if isinstance(files, Mapping) else files or ():
            called, content, kind = file if len(file) == 3 else (*file, "application/octet-stream")
            content = content if isinstance(content, bytes) else content.read()
            self._control(here, form, name).set_input_files({"name": called, "mimeType": kind, "buffer": content})
        named = [name for name in given if form.controls[name].kind == "submit"]
        chosen = "".join(f'[name="{name}"][value="{given[name]}"]' for name in named)
        chosen += f'[formaction="{form.by}"]' if form.by else ":not([formaction])"
        button = self._all(here, form, f"button{chosen}:not([type=button]), input[type=submit]{chosen}").first
        _open(button)
        with self._page.expect_response(lambda one: one.request.is_navigation_request()) as first:
            button.click()
        return self._kept(first.value)

    def _stale(self, form: ServedForm) -> bool:
        return self._page.locator("form").nth(form.n).count() == 0

    def _all(self, here: Locator, form: ServedForm, selector: str) -> Locator:
        found = here.locator(selector)
        return (
            found.or_(self._page.locator(f'[form="{form.id}"]').and_(self._page.locator(selector)))
            if form.id
            else found
        )

    def _control(self, here: Locator, form: ServedForm, name: str) -> Locator:
        return self._all(here, form, f'[name="{name}"]')

    def _fill(self, here: Locator, form: ServedForm, name: str, value: Any) -> None:
        kind, control = form.controls[name].kind, self._control(here, form, name)
        values = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
        if kind in ("hidden", "submit"):
            return
        _open(control.first)
        if kind == "select":
            control.first.select_option([one for one in values if one])
        elif kind in ("checkbox", "radio"):
            for one in control.all():
                if kind == "checkbox" or one.get_attribute("value") in values:
                    one.set_checked((one.get_attribute("value") or "on") in values, force=True)
        else:
            control.first.fill(values[0])

    def _kept(self, first: Any) -> httpx.Response:
        """The first answer; the page that it led to in the end is open now."""
        self._page.wait_for_load_state()
        answer = _read(first, first.request.method)
        self._last = None
        if answer.status_code in (302, 303):
            last = first.request
            while last.redirected_to is not None:
                last = last.redirected_to
            page = last.response()
            if page is not None:
                self._last = (str(page.url), _read(page, "GET"))
        return answer


def _open(one: Locator) -> None:
    """Presses the summaries that it is hidden behind, the outermost first."""
    closed = one.locator("xpath=ancestor::details[not(@open)]").first
    while closed.count():
        closed.locator("> summary").click()


def _flat(given: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in given.items()}


def _read(answer: Any, method: str) -> httpx.Response:
    """An answer as the tests read one."""
    headers = {name: value for name, value in answer.headers.items() if name != "content-encoding"}
    body = b"" if answer.status in (301, 302, 303) else answer.body()
    return httpx.Response(answer.status, headers=headers, content=body, request=httpx.Request(method, answer.url))
