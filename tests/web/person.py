"""A person at their browser, for tests of their own pages: signed in, forms posted as the page would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from tests.employed import employ, lasting
from tests.web.running import Running

import jikim
from jikim.accounts.sessions import begin_session
from jikim.answers import Ref
from jikim.desk.guardians import link_guardian


def guardian_of(web: Running, child: jikim.Person) -> jikim.Person:
    """Another member, confirmed as a child's guardian."""
    employ(web.jk, "gwen", "officer")
    lasting(web.jk, "gwen")
    parent, _ = web.member()
    officer = web.jk.handler("gwen", kind="officer", origin="192.0.2.14")
    web.jk.do(link_guardian, child.subject, parent.subject, actor=officer)
    return parent


@contextmanager
def signed_in(web: Running, person: jikim.Person, **more: Any) -> Iterator[httpx.Client]:
    """A browser in which a person is signed in, or a guardian for their `ward`, and has just proved who they are."""
    token = web.jk.driver.run(begin_session(web.jk.house, person.subject, person.kind, **more))
    with web.client() as client:
        client.cookies.set("jikim_session", token, domain="127.0.0.1")
        yield client


def post(client: httpx.Client, page: str, to: str | None = None, **values: Any) -> httpx.Response:
    """Posts a form as its page would."""
    shown = client.get(page)
    token = re.search(r'name="_csrf_token" value="([^"]+)"', shown.text)
    assert token is not None, shown.text
    return client.post(to or page, data={"_csrf_token": token[1], **values})


def order(web: Running, person: jikim.Person, **values: Any) -> Ref:
    """An order of an invented person."""
    given = {
        "name": "가나다",
        "phone": "02-555-0101",
        "address": {"postcode": "04524", "line1": "서울특별시 가상구 없는로 1"},
        "lines": [{"product": "remoteview-1y", "quantity": 1}],
        **values,
    }
    return web.jk.collect("order", given, channel="homepage", subject=person, old_enough=True).ref
