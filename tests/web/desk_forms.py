"""A browser at the desk's pages, for tests: signed in without its forms, and posting a form as its page would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from tests import entering
from tests.web.running import Running

import jikim
from jikim.accounts.sessions import begin_session


@contextmanager
def signed_in(web: Running, person: jikim.Person, **more: Any) -> Iterator[httpx.Client]:
    """A browser in which a person is signed in and has just proved who they are."""
    if entering.by_page():
        with web.signed_in(person) as client:
            yield client
        return
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
