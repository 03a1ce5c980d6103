"""Every page of the homepage opens, in both languages, and the site is made of the public SDK alone."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.homepage.shop import Shop

import homepage
from jikim.settings import Endpoint

HERE = Path(homepage.__file__).parent
PAGES = ("/", "/products", "/products/personal-1y", "/products/business-box", "/products/install-visit", "/cart", "/board", "/board/write", "/events",
         "/events/farthest-desk", "/help")  # fmt: skip


def imports(path: Path) -> list[str]:
    """Every module that a file imports from."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.append(node.module or "")
    return found


def test_the_homepage_uses_the_public_sdk_alone() -> None:
    """Of Jikim, the site imports `jikim` and `jikim.web` and their public names; the stand-in imports nothing of it."""
    import jikim
    import jikim.web

    for path in sorted(HERE.rglob("*.py")):
        ours = [name for name in imports(path) if name.split(".")[0] == "jikim"]
        assert {path.name: [name for name in ours if name not in ("jikim", "jikim.web")]} == {path.name: []}
        if "sandbox" in path.parts:
            assert ours == []
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module in ("jikim", "jikim.web"):
                public = jikim.__all__ if node.module == "jikim" else jikim.web.__all__
                assert [alias.name for alias in node.names if alias.name not in public] == []
            # What is behind the public face is reached by no detour either.
            assert not (isinstance(node, ast.Attribute) and node.attr in ("house", "driver", "keyring", "holding"))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_in_both_languages(rv: Shop, path: str) -> None:
    """Korean at the root and English under /en, with the same parts, and no sentence of the other language in the body."""
    with rv.browser() as ko, rv.browser(en=True) as en:
        korean, english = ko.get(path), en.get(path if path != "/" else "")
        assert (korean.status_code, english.status_code) == (200, 200)
        assert '<html lang="ko">' in korean.text
        assert '<html lang="en">' in english.text
        body = english.text.split("<main", 1)[1].split("</main>")[0]
        assert not any("가" <= letter <= "힣" for letter in body)
        assert "style=" not in body
        assert "onclick" not in body


def test_what_is_not_there_is_said(rv: Shop) -> None:
    """A product, an event, an order or a post that there is not answers 404 and says where to go on."""
    with rv.browser() as browser:
        for path in ("/products/none", "/events/none", "/orders/" + "0" * 32, "/board/" + "0" * 32):
            assert browser.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/help", "/guest", "/rested", "/report-impersonation"])
def test_a_page_promises_a_text_where_texts_leave(rv: Shop, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """Where nobody sends text messages, no page says that a code or a link comes to a telephone."""
    promised = re.compile(r"(?:send|link sent)[^.]* number")
    with rv.browser() as browser:
        assert not promised.search(browser.get("/en" + path).text)
        assert rv.web.inside is not None
        sms = Endpoint("http://127.0.0.1:9/texts", "a secret")
        monkeypatch.setattr(rv.web.inside, "settings", replace(rv.web.inside.settings, sms=sms))
        assert promised.search(browser.get("/en" + path).text)


@pytest.mark.clause("12.1")
def test_links_that_lead_out_pass_through_the_notice(rv: Shop) -> None:
    """The law's text is linked through the notice page, never directly."""
    with rv.browser() as browser:
        text = browser.get("/help").text.split("<main", 1)[1].split("</main>")[0]
        assert "https://" not in text
        assert "/out?" in text


@pytest.mark.clause("9.2")
def test_the_basket_is_a_declared_cookie_and_reads_as_nothing(rv: Shop) -> None:
    """The one cookie that the homepage sets is in the policy's table, goes with the browser, and is sealed."""
    with rv.browser() as browser:
        browser.post("/cart", {"add": "personal-1y", "personal-1y": "2", "then": "cart"}, page="/products/personal-1y")
        (cookie,) = [one for one in browser.client.cookies.jar if one.name.startswith("rv_")]
        assert cookie.name == "rv_cart"
        assert cookie.name in rv.jk.policy.file.cookies.table
        assert cookie.expires is None
        assert "personal" not in (cookie.value or "")
        browser.client.cookies.clear()
        browser.client.cookies.set("rv_cart", (cookie.value or "")[:-8] + "AAAAAAA=", domain="127.0.0.1")
        assert "personal-1y" not in browser.get("/cart").text.split("<main", 1)[1]
