"""A page tells what was done to whoever did it: an address that anybody else made tells nothing."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.web.running import Running
from tests.web.test_account_passwords import change

from jikim.web.door import SESSION_COOKIE

CHANGING = re.compile(r'(name="_csrf_token" value|content|value)="[^"]*"|\?[^"]*|\d+')


def bare(text: str) -> str:
    """A page without what differs from one answer to the next."""
    return CHANGING.sub("", text)


@pytest.mark.parametrize(
    "query",
    [
        "password=changed",
        "said=password-changed",
        "said=password-changed&by=AAAAAAAAAAAAAAAAAAAAAAAA",
        "done=saved",
        "done=deleted",
        "said=saved",
        "due=yes",
        "new=yes",
        "said=new",
        "said=%ED%95%9C&by=%ED%95%9C",
    ],
)
def test_no_link_makes_a_page_tell_that_something_was_done(web: Running, query: str) -> None:
    """Signing in, the devices, a password's form and the cookies are the same by any address."""
    person, _ = web.member()
    with web.client() as anybody:
        for path in ("/sign-in", "/cookies", "/complaint"):
            anybody.get(path)
            assert bare(anybody.get(f"{path}?{query}").text) == bare(anybody.get(path).text), path
    with web.signed_in(person) as client:
        for path in ("/sessions", "/password"):
            client.get(path)
            assert bare(client.get(f"{path}?{query}").text) == bare(client.get(path).text), path


def test_what_was_done_is_told_in_the_browser_that_did_it(web: Running) -> None:
    """The address that tells of a changed password tells it in that browser, on that page, and nowhere else."""
    person, given = web.member()
    with web.signed_in(person) as client:
        done = change(client, password=given["password"])
        where = done.headers["location"]
        assert "비밀번호를 변경했습니다" in client.get(where).text
        with web.client() as other:
            other.cookies.set(SESSION_COOKIE, client.cookies[SESSION_COOKIE])
            other.get("/sessions")
            assert "비밀번호를 변경했습니다" not in other.get(where).text
        assert "비밀번호를 변경했습니다" not in client.get(where.replace("/sessions", "/sign-in")).text


def test_what_was_done_is_told_on_a_page_with_a_query(web: Running) -> None:
    """Where a changed password leads on to a page with a query of its own, that query stays as it was."""
    person, given = web.member()
    with web.signed_in(person) as client:
        done = change(client, password=given["password"], next="/my/requests/new?kind=access")
        query = parse_qs(urlsplit(done.headers["location"]).query)
        assert (query["kind"], query["said"]) == (["access"], ["password-changed"])
