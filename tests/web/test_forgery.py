"""A form's token is one session's: of no other, of nobody before signing in, and of no browser that was only given a
cookie."""

from __future__ import annotations

import re

import httpx
import pytest
from tests.api.test_front import ask
from tests.web.person import signed_in
from tests.web.running import Running
from tests.web.test_account_signing import sign_in, token_of

from jikim.web import host_cookies
from jikim.web.csrf import Tokens

FORM = {"name": "가나다", "email": "forged@example.com", "text": "광고가 자꾸 옵니다"}


def refused(client: httpx.Client, token: str, cookie: str | None = None) -> bool:
    """Whether a form with this token is turned away, in a browser that has this cookie."""
    if cookie is not None:
        client.cookies.delete("jikim_csrf", domain="127.0.0.1")
        client.cookies.set("jikim_csrf", cookie, domain="127.0.0.1")
    return client.post("/sign-out", data={"_csrf_token": token}).status_code == 403


def test_a_token_from_before_signing_in_is_over(web: Running) -> None:
    """What a form carried before somebody signed in is refused afterwards; what the next page carries is not."""
    _, given = web.member()
    with web.client() as client:
        before = token_of(client)
        kept = client.cookies["jikim_csrf"]
        assert sign_in(client, given["login_id"], given["password"]).status_code == 303
        after = token_of(client, "/policy")
        assert after != before
        assert refused(client, before)
        assert refused(client, before, kept)
    with web.client() as client:
        sign_in(client, given["login_id"], given["password"])
        assert not refused(client, token_of(client, "/policy"))


def test_a_token_of_another_session_is_none_here(web: Running) -> None:
    """Whoever can set cookies in another's browser has no token for their session: neither an own one, nor nobody's,
    nor one made up."""
    mine, theirs = web.member()[0], web.member()[0]
    with signed_in(web, theirs) as other, web.client() as nobody:
        tokens = [
            token_of(other, "/policy"),
            token_of(nobody, "/policy"),
            "0" * 96,
            "",
            "f" * 96,
            token_of(nobody, "/policy")[:-1],
        ]
    with signed_in(web, mine) as client:
        for token in tokens:
            assert refused(client, token, token or None), token
        assert client.get("/my").status_code == 200


def test_the_offices_tokens_are_of_the_office(web: Running) -> None:
    """The office has a key of its own: a token of the pages opens none of its forms."""
    with web.client() as client:
        token = token_of(client, "/policy")
        client.cookies.set("jikim_office_csrf", token, domain="127.0.0.1")
        assert client.post("/office/sign-in", data={"_csrf_token": token, "handler": "h"}).status_code == 403
        page = client.get("/office/sign-in").text
        own = re.search(r'name="_csrf_token" value="([^"]+)"', page)
        assert own is not None
        assert client.post("/office/sign-in", data={"_csrf_token": own[1], "handler": "h"}).status_code != 403


def test_a_token_says_nothing_and_is_one_keys() -> None:
    """Two tokens of a session differ, both are good, and with another key or session neither is."""
    one, other = Tokens(b"k" * 32), Tokens(b"l" * 32)
    first, second = one.of("", "s"), one.of("", "s")
    assert first != second
    for token in (first, second):
        assert one.of(token, "s") == token
        assert one.of(token, "t") != token
        assert other.of(token, "s") != token


@pytest.mark.parametrize(
    ("came", "seen"),
    [
        (b"__Host-jikim_session=a; other=b", b"jikim_session=a; other=b"),
        (b"jikim_session=evil", b""),
        (b"jikim_session=evil; __Host-jikim_session=mine", b"jikim_session=mine"),
        (b"__Host-jikim_session=mine; jikim_session=evil", b"jikim_session=mine"),
        (b"rv_cart=theirs; __Host-rv_cart=mine", b"rv_cart=mine"),
        (b"jikim_csrf=evil; jikim_office=evil; jikim_office_csrf=evil", b""),
        (b"", b""),
    ],
)
def test_over_tls_another_hosts_cookie_is_not_ours(came: bytes, seen: bytes) -> None:
    """What another host of the domain set under our names is left out, and never stands before what this host set."""
    assert host_cookies.came(came) == seen


def test_over_tls_a_cookie_is_this_hosts_alone() -> None:
    """A cookie for the whole site leaves as `__Host-`, secure; one that deletes does so under both names; in the clear
    nothing is changed."""
    line = b"jikim_session=x; Path=/; HttpOnly; SameSite=Lax"
    assert host_cookies.goes(line) == [b"__Host-" + line + b"; Secure"]
    assert host_cookies.goes(line + b"; Secure") == [b"__Host-" + line + b"; Secure"]
    over = b"jikim_session=; Path=/; Max-Age=0; Secure"
    assert host_cookies.goes(over) == [b"__Host-" + over, over]
    assert host_cookies.goes(b"a=b; Path=/my; Secure") == [b"a=b; Path=/my; Secure"]
    assert host_cookies.goes(b"a=b; Path=/; Domain=example.com; Secure") == [b"a=b; Path=/; Domain=example.com; Secure"]
    assert ask("127.0.0.1", {})[2] == [(b"set-cookie", b"a=b; HttpOnly")]


def test_a_form_that_is_turned_away_leads_back_to_its_page(web: Running) -> None:
    """Who sent it opens its page again, with its query; no page of another host is led to."""
    with web.client() as client:
        for came, led in ((f"{web.url}/complaint?from=help", "/complaint?from=help"), ("https://a.example/b", None)):
            answer = client.post("/complaint", data={**FORM, "_csrf_token": "x"}, headers={"referer": came})
            assert answer.status_code == 403
            found = re.search(r'<a class="button" href="([^"]+)">페이지 다시 열기', answer.text)
            assert (found and found[1]) == led
