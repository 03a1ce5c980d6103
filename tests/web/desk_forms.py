"""A browser at the desk's pages, for tests: signed in without its forms, and posting a form as its page would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from tests import entering
from tests.web.person import post as post_to
from tests.web.person import signed_in as by_session
from tests.web.running import Running

import jikim


@contextmanager
def signed_in(web: Running, person: jikim.Person, **more: Any) -> Iterator[httpx.Client]:
    """A browser in which a person is signed in and has just proved who they are."""
    if entering.by_page():
        with web.signed_in(person) as client:
            yield client
        return
    with by_session(web, person, **more) as client:
        yield client


def post(client: httpx.Client, page: str, to: str | None = None, **values: Any) -> httpx.Response:
    """Posts a form as its page would, without what the page was asked with."""
    return post_to(client, page, to or page.partition("?")[0], **values)
