"""A browser without a screen as a person uses it: in a test that is marked `by_hand` it goes where a page that was
served leads to, and sends forms that were served, with what stands in them.

Guarantees for whatever succeeds: its address stood in a page, an answer or a mail; its form stood in a page that this
browser was served; each field was on the form, each choice among those offered; what the form brought along (a token, a
hidden or a filled-in field) was sent with it; no field was empty that the page has a browser insist on. A test that
goes straight to a page is led there from the first page by the links between, and fails where there are none. What is
refused, or sent within `forged`, may stand on no page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
from tests import entering
from tests.in_chromium import Window

# Where somebody begins who knows nothing but the company's address and, of its staff, the office's.
FIRST = ("/", "/en", "/office", "/en/office", "/office/sign-in", "/en/office/sign-in")
BY_MACHINES = ("/hooks/", "/api/", "/v1/")
TOKENS = {"_csrf_token"}
FREE = {"text", "email", "tel", "number", "date", "password", "search", "url", "textarea", "time", "month", "color"}


@dataclass
class Control:
    """A field of a form by its kind, what can be chosen, what is sent where nobody touches it, and whether a browser
    insists on it."""

    kind: str
    offered: list[str] = field(default_factory=list)
    stands: list[str] = field(default_factory=list)
    required: bool = False

    def takes(self, value: str) -> bool:
        return self.kind in FREE or value in ("", *self.offered)


@dataclass
class ServedForm:
    """A form as it stood in a page: the page's address, which of its forms it was, and the button that sends it elsewhere
    (`by`, its formaction)."""

    at: str
    n: int
    id: str
    action: str
    method: str
    controls: dict[str, Control] = field(default_factory=dict)
    by: str = ""
    checked: bool = True  # by the browser, before it sends
    unchecked: set[str] = field(default_factory=set)  # values of the buttons that send it as it is

    def takes(self, names: Mapping[str, Any]) -> bool:
        """Whether all of this could be sent by it."""
        return all(
            name in self.controls and (name in TOKENS or all(map(self.controls[name].takes, _values(value))))
            for name, value in names.items()
        )

    def takes_files(self, files: Any) -> bool:
        """Whether files of these names could be."""
        names = files if isinstance(files, Mapping) else [name for name, _ in files]
        return all(name in self.controls and self.controls[name].kind == "file" for name in names)

    def whole(self, names: Mapping[str, Any]) -> dict[str, Any]:
        """What a browser sends: this, and what stands in the rest of the form."""
        stands = {name: one.stands for name, one in self.controls.items() if one.kind != "submit" and one.stands}
        return {**stands, **names}

    def unfilled(self, names: Mapping[str, Any], files: Any) -> list[str]:
        """The fields that keep a browser from sending this."""
        if not self.checked or any(str(value) in self.unchecked for value in names.values()):
            return []
        sent = {**self.whole(names), **dict(files)}
        return [name for name, one in self.controls.items() if one.required and not any(_values(sent.get(name, "")))]


class _Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.at, self.links, self.forms = at, set[str](), list[ServedForm]()
        self._open: ServedForm | None = None
        self._named: dict[str, ServedForm] = {}
        self._of: list[tuple[str, str, dict[str, str]]] = []  # controls that name their form
        self._select: tuple[Control, bool] | None = None
        self._area: Control | None = None
        self._counted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        match tag:
            case "a" | "area":
                self.links.add(_path(urljoin(self.at, said.get("href", ""))))
            case "form":
                action = _path(urljoin(self.at, said.get("action") or self.at))
                self._open = ServedForm(
                    self.at, self._counted, said.get("id", ""), action, said.get("method", "get").lower()
                )
                self._open.checked = "novalidate" not in said
                self._counted += 1
                self.forms.append(self._open)
                self._named[self._open.id] = self._open
                self.links.add(action)
            case "input" | "button" | "select" | "textarea":
                self._control(tag, said)
            case "option" if self._select is not None:
                control, chosen = self._select
                control.offered.append(said.get("value", ""))
                if "selected" in said or (not chosen and not control.stands):
                    control.stands = [said.get("value", "")]
            case _:
                pass

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.stands = ["".join([*self._area.stands, data])]

    def _control(self, tag: str, said: dict[str, str]) -> None:
        form, name = self._named.get(said["form"]) if "form" in said else self._open, said.get("name", "")
        if form is not None and "formaction" in said:
            elsewhere = _path(urljoin(self.at, said["formaction"]))
            checked = form.checked and "formnovalidate" not in said
            self.forms.append(replace(form, action=elsewhere, by=said["formaction"], checked=checked))
        if form is None or not name or "disabled" in said:
            return
        kind = {"input": said.get("type", "text"), "button": said.get("type", "submit")}.get(tag, tag)
        control = form.controls.setdefault(name, Control(kind))
        control.required |= "required" in said
        if "formnovalidate" in said:
            form.unchecked.add(said.get("value", ""))
        value = said.get("value", "on" if kind in ("checkbox", "radio") else "")
        if tag == "select":
            self._select = (control, "multiple" in said)
        elif tag == "textarea":
            self._area = control
        elif kind in ("checkbox", "radio"):
            control.offered.append(value)
            control.stands += [value] if "checked" in said else []
        elif kind in ("hidden", "submit"):
            control.offered.append(value)
            control.stands += [value]
        elif kind != "file":
            control.stands = [value] if value else []


def _values(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def _path(url: str) -> str:
    return urlsplit(url).path or "/"


@dataclass
class _Seen:
    """What the test that runs has seen: where pages led to, whoever saw them; and whether it forges."""

    test: object = None
    led: set[str] = field(default_factory=set)
    forging: bool = False


_seen = _Seen()


def lead_to(path: str) -> None:
    """Something outside the site leads there: a provider's page, a paper, a page of another's."""
    _seen.led.add(_path(path))


@contextmanager
def forged() -> Iterator[None]:
    """What is sent now stands on no page, and is to change nothing."""
    _seen.forging = True
    try:
        yield
    finally:
        _seen.forging = False


class Hands(httpx.Client):
    """One browser. `mails` are what its person may have read."""

    _window: Window | None

    def __init__(self, mails: list[Any], **more: Any) -> None:
        super().__init__(**more)
        self.mails, self.forms, self._test = mails, list[ServedForm](), entering.running()
        self._window, self._plain = None, bool(more.keys() - {"base_url", "timeout"})

    def request(self, method: str, url: Any, **more: Any) -> httpx.Response:
        path = _path(str(url))
        if not entering.by_page() or path.startswith(BY_MACHINES):
            return super().request(method, url, **more)
        if _seen.test is not entering.running():
            _seen.test, _seen.led = entering.running(), set(FIRST)
        if self._test is not _seen.test:
            self._test, self.forms, self._window = _seen.test, [], None
        found, form, data = True, None, more.get("data") or {}
        if method == "GET":
            found = self._reached(path)
        elif not _seen.forging:
            form = self._form(path, data, more.get("files") or {})
            found = form is not None
        unfilled = form.unfilled(data, more.get("files") or {}) if form is not None else []
        answer = self._read(self._send(method, url, form, **more))
        if form is not None and answer.status_code in (302, 303):
            self.forms.remove(form)  # its page has given way to another
        assert found or answer.status_code >= (300 if method == "GET" else 400), (
            f"no page that was served leads to {method} {path} with {sorted(data)}, and it is answered {answer.status_code}"
        )
        assert not unfilled or answer.status_code >= 400, f"a browser sends no {path} without {unfilled}"
        return answer

    def _send(self, method: str, url: Any, form: ServedForm | None, **more: Any) -> httpx.Response:
        """Has it sent: by the window of a real browser where the test has one, unless this one has another's address or
        says what no browser does."""
        if entering.REAL and not self._plain:
            self._window = self._window or Window(entering.REAL[0], str(self.base_url).rstrip("/"))
            answer = self._window.sent(method, httpx.URL(url, params=more.get("params")), form, more)
            for name, value in self._window.cookies().items():
                self.cookies.set(name, value, domain="127.0.0.1")
            return answer
        if form is not None:
            more["data"] = form.whole(more.get("data") or {})
        return super().request(method, url, **more)

    def _read(self, answer: httpx.Response) -> httpx.Response:
        """What a page offers from now on."""
        _seen.led.add(_path(answer.headers.get("location", "/")))
        if answer.headers.get("content-type", "").startswith("text/html"):
            page = _Page(str(answer.url))
            page.feed(answer.text)
            _seen.led |= page.links
            self.forms = [*page.forms, *self.forms]
        return answer

    def _open(self, path: str) -> None:
        """Goes to a page, and to where it leads on by itself."""
        answer = self._read(self._send("GET", path, None))
        if answer.status_code in (302, 303):
            self._read(self._send("GET", answer.headers["location"], None))

    def _reached(self, path: str) -> bool:
        """Whether something leads there; else the pages on the way are gone through."""
        if path in _seen.led or any(path in _text(mail) for mail in self.mails):
            return True
        for on_the_way in _towards(path):
            if on_the_way in _seen.led:
                self._open(on_the_way)
                if path in _seen.led:
                    return True
        return False

    def _form(self, path: str, data: Mapping[str, Any], files: Any) -> ServedForm | None:
        """The form that this would be sent by, the newest first; the pages that may hold it are opened where no page that
        is open does."""
        for at in (None, path, *reversed(list(_towards(path)))):
            if at is not None and self._reached(at):
                self._open(at)
            for form in self.forms:
                if (form.action, form.method) == (path, "post") and form.takes(data) and form.takes_files(files):
                    return form
        return None


def _towards(path: str) -> Iterator[str]:
    """The pages that may lie on the way to a path, the nearest to the first page first."""
    language = "/en" if path.startswith("/en/") else ""
    parts = path.removeprefix(language).strip("/").split("/")
    yield language or "/"
    if parts[0] != "office":
        yield f"{language}/my"
    for n in range(1, len(parts)):
        yield f"{language}/" + "/".join(parts[:n])


def _text(mail: Any) -> str:
    body = mail.get_body(("plain",))
    return "" if body is None else str(body.get_content())
