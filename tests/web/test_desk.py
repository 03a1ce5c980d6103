"""The desk's pages: requests, complaints, notices, guardians, guests, reports of impersonation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpx
import jikim
import pytest
from tests.web.running import Running

from jikim.accounts.sessions import begin_session
from jikim.answers import Ref
from jikim.desk.guardians import link_guardian
from jikim.desk.notices import post_notice
from jikim.desk.requests import requests_of
from jikim.policy.ask import Actor


@contextmanager
def signed_in(web: Running, person: jikim.Person, **more: Any) -> Iterator[httpx.Client]:
    """A browser in which a person is signed in and has just proved who they are."""
    token = web.jk.driver.run(begin_session(web.jk.house, person.subject, person.kind, **more))
    with web.client() as client:
        client.cookies.set("jikim_session", token, domain="127.0.0.1")
        yield client


def post(client: httpx.Client, page: str, to: str | None = None, **values: Any) -> httpx.Response:
    """Posts a form as its page would."""
    shown = client.get(page)
    token = re.search(r'name="_csrf_token" value="([^"]+)"', shown.text)
    assert token is not None, shown.text
    return client.post(to or page.partition("?")[0], data={"_csrf_token": token[1], **values})


@pytest.fixture(scope="module")
def officer(web: Running) -> Actor:
    """Omar, the officer, with a grant for everything."""
    jk = web.jk
    jk.grant("omar", list(jk.policy.file.purposes), jk.now() + timedelta(days=400), actor=jk.acting("system", "set-up"))
    return jk.handler("omar", kind="officer", origin="192.0.2.11")


@pytest.mark.parametrize("path", [
    "/my/requests", "/my/requests/new", "/my/requests/new?kind=access", "/my/requests/new?kind=correct", "/my/requests/new?kind=delete",
    "/my/requests/new?kind=withdraw", "/my/requests/new?kind=suspend", "/my/requests/new?kind=portability", "/my/guardian", "/complaint",
    "/notices", "/guest", "/report-impersonation",
])  # fmt: skip
@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_opens_in_both_languages(web: Running, path: str, language: str) -> None:
    """Each page of the desk answers in Korean and in English."""
    person, _ = web.member()
    with signed_in(web, person) as client:
        answer = client.get(language + path)
        assert answer.status_code == 200, answer.text
