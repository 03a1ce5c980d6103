"""How somebody comes in: a test that is marked `by_hand` begins at the sign-in page, any other may begin in a session;
and by which browser they act.

It holds for whoever marks a test, since the sites' own browsers ask here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zlib import crc32

import httpx
import pytest
from tests.web import browser

_running: list[pytest.Item] = []
# The real browser of the test that runs, where it has one.
REAL: list[Any] = []
SAMPLE = 12  # of the tests by hand, one in so many goes through it in the short run
# What can be done once in a house that others share: by the real one alone.
ONCE = {"test_a_revision_is_published_while_the_server_runs"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What is shown by hand is shown twice: by a browser without a screen, and by a real one."""
    if not browser.HERE or metafunc.definition.get_closest_marker("by_hand") is None:
        return
    name = metafunc.function.__name__
    often = name in ONCE or crc32(name.encode()) % SAMPLE == 0
    real = pytest.param("chromium", marks=pytest.mark.drawn if often else pytest.mark.long)
    metafunc.fixturenames.append("through")
    metafunc.parametrize("through", [real] if name in ONCE else ["plain", real], indirect=True)


@pytest.fixture(scope="session")
def real_browser() -> Iterator[Any]:
    """A Chromium in a thread of its own."""
    from tests.in_chromium import chromium

    with chromium() as one:
        yield one


@pytest.fixture
def through(request: pytest.FixtureRequest) -> Iterator[None]:
    """What the browsers of the test that runs are."""
    if request.param == "plain":
        yield
        return
    from tests.in_chromium import close_windows

    one = request.getfixturevalue("real_browser")
    REAL[:] = [one]
    yield
    REAL.clear()
    assert close_windows(one) > 0, "nobody went through the real browser"


def pytest_runtest_setup(item: pytest.Item) -> None:
    _running[:] = [item]


def by_page() -> bool:
    """Whether whoever comes in now, in the test that runs, comes by the page."""
    return any(item.get_closest_marker("by_hand") is not None for item in _running)


def running() -> pytest.Item | None:
    """The test that runs."""
    return next(iter(_running), None)


def typed(client: httpx.Client, path: str, **form: str) -> httpx.Response:
    """Posts a page's form, with the token that the page set."""
    token = client.get(path).text.partition('name="_csrf_token" value="')[2].partition('"')[0]
    return client.post(path, data={"_csrf_token": token, **form})
