"""How somebody comes in: a test that is marked `by_hand` begins at the sign-in page, any other may begin in a session.

It holds for whoever marks a test, since the sites' own browsers ask here.
"""

from __future__ import annotations

import httpx
import pytest

_running: list[pytest.Item] = []


def pytest_runtest_setup(item: pytest.Item) -> None:
    _running[:] = [item]


def by_page() -> bool:
    """Whether whoever comes in now, in the test that runs, comes by the page."""
    return any(item.get_closest_marker("by_hand") is not None for item in _running)


def typed(client: httpx.Client, path: str, **form: str) -> httpx.Response:
    """Posts a page's form, with the token that the page set."""
    token = client.get(path).text.partition('name="_csrf_token" value="')[2].partition('"')[0]
    return client.post(path, data={"_csrf_token": token, **form})
