"""Whatever is typed into any field of any page: no answer is an error of the server, and nothing typed comes back as
markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote_from_bytes, urlsplit

import pytest
from tests.drawn import sampled
from tests.homepage.shop import Shop, shop
from tests.web.arranged import Everybody, everybody
from tests.web.asking import Asker
from tests.web.matrix import ONCE
from tests.web.routes import Route, routes

from jikim.policy.model import PolicyFile

MARK = b"<jikim-mark onload=x>"
HOSTILE = {
    "markup": b"\"'>" + MARK + b"{{7*7}}${7*7}",
    "long": b"a" * 70_000,
    "nul": b"a\x00b",
    "surrogate": b"\xed\xa0\x80\xff\xfe",
    "right to left": "\u202e\u05de\u05e9\u05d4\u05d5\u200f\u061c\ufdfd\u200b".encode(),
    "sql": b"'; DROP TABLE live.record; -- \" ) %s $1 \\",
    "lines": b"a\r\nBcc: x@example.com\r\n\r\n<script>alert(1)</script>",
    "number": b"-1e309",
    "emoji": ("👩‍👩‍👧‍👦" * 40).encode(),
}


@dataclass
class Form:
    """A form of a page: where it goes, what it holds, and which of its fields somebody types into."""

    action: str
    fixed: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)


class Forms(HTMLParser):
    """The forms of a page that are posted."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(said.get("action", "")) if said.get("method", "").lower() == "post" else None
            if self._open is not None:
                self.forms.append(self._open)
        elif self._open is not None and said.get("name"):
            kind = said.get("type", "text" if tag == "input" else tag)
            if tag in ("textarea", "select") or (tag == "input" and kind not in ("hidden", "file", "submit")):
                self._open.typed.append(said["name"])
            elif tag in ("input", "button") and kind != "file":
                self._open.fixed.setdefault(said["name"], said.get("value", ""))
            if kind in ("radio", "checkbox"):
                self._open.fixed.setdefault(said["name"], said.get("value", "on"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def encoded(values: dict[str, bytes]) -> bytes:
    """A form's body as a browser would not send it: any bytes at all."""
    return "&".join(
        f"{quote_from_bytes(name.encode())}={quote_from_bytes(value)}" for name, value in values.items()
    ).encode()


@pytest.fixture(scope="module")
def rv(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A homepage of this file's own."""
    with shop(homepage, tmp_path_factory.mktemp("hostile")) as one:
        yield one


@pytest.fixture(scope="module")
def made(rv: Shop) -> Everybody:
    """Everybody who may stand at a page."""
    return everybody(rv)


def _shown(ask: Asker, made: Everybody) -> Iterator[tuple[Route, str]]:
    for route in routes(made.shop.web):
        if route.method == "GET" and route.of_pages and route not in ONCE:
            answer = ask(route)
            if answer.headers.get("content-type", "").startswith("text/html"):
                yield route, answer.text


def _forms(ask: Asker, made: Everybody) -> dict[tuple[str, ...], Form]:
    """Every form that somebody finds on any page, once."""
    found: dict[tuple[str, ...], Form] = {}
    for _route, text in _shown(ask, made):
        parser = Forms()
        parser.feed(text)
        for form in parser.forms:
            if form.typed:
                found.setdefault((form.action, *form.typed), form)
    return found


@pytest.mark.drawn
@pytest.mark.parametrize("who", ["nobody", "member"])
def test_no_field_of_any_form_breaks_a_page(made: Everybody, who: str) -> None:
    """Each hostile text in all fields at once, and markup in each field alone (the short form: markup in all at once, and
    the rest in every fifth form): no answer is 5xx, and no mark comes back as markup, there or anywhere later."""
    wrong = []
    with Asker(made, who) as ask:
        forms = _forms(ask, made)
        assert len(forms) >= 8
        whole = sampled(forms)
        for at, form in forms.items():
            path = urlsplit(form.action).path
            tries = {what: dict.fromkeys(form.typed, value) for what, value in HOSTILE.items()}
            tries |= {f"markup in {name}": {name: HOSTILE["markup"]} for name in form.typed}
            if at not in whole:
                tries = {"markup": tries["markup"]}
            for what, typed in tries.items():
                values = {name: value.encode() for name, value in form.fixed.items()} | typed
                answer = ask(Route("POST", path), body=encoded(values), at=form.action)
                if answer.status_code >= 500:
                    wrong.append(f"{form.action}: {what}: {answer.status_code}")
                if MARK.decode() in answer.text or "<script>alert" in answer.text:
                    wrong.append(f"{form.action}: {what} comes back as markup")
        for route, text in _shown(ask, made):
            if MARK.decode() in text:
                wrong.append(f"{route} shows the mark as markup")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.drawn
def test_no_address_breaks_a_page(made: Everybody) -> None:
    """Hostile text in the place of each parameter of every fifth address (the long form: of each), and in the queries that
    pages read: no answer is 5xx, and no mark comes back."""
    wrong = []
    with Asker(made, "member") as ask:
        pages = [one for one in routes(made.shop.web) if one.method == "GET" and one.of_pages]
        for route in sampled(pages):
            places = []
            for what, value in HOSTILE.items():
                text = quote_from_bytes(value[:2000], safe="")
                for name in route.parameters:
                    address = route.path.replace("{" + name + "}", text)
                    for other in route.parameters:
                        address = address.replace("{" + other + "}", "0")
                    places.append((what, address))
            if not route.parameters and route not in ONCE:
                for what in ("markup", "surrogate", "nul", "number"):
                    text = quote_from_bytes(HOSTILE[what], safe="")
                    names = (
                        "next",
                        "said",
                        "number",
                        "to",
                        "kind",
                        "q",
                        "page",
                        "from",
                        "s",
                        "token",
                        "due",
                        "before",
                        "why",
                        "who",
                    )
                    places.append((what, route.path + "?" + "&".join(f"{name}={text}" for name in names)))
            for what, address in places:
                answer = ask.client.get(address)
                if answer.status_code >= 500:
                    wrong.append(f"{route}: {what}: {answer.status_code}")
                if MARK.decode() in answer.text and answer.headers.get("content-type", "").startswith("text/html"):
                    wrong.append(f"{route}: {what} comes back as markup")
    assert not wrong, "\n" + "\n".join(wrong)
