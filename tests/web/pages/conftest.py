"""The browser, and the homepage with everybody in it. The tests of this folder are left out where there is no Chromium;
the report says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.homepage.shop import Shop, shop
from tests.web.arranged import Everybody, everybody
from tests.web.browser import FLAGS, HERE, PROGRAM

from jikim.policy.model import PolicyFile

collect_ignore_glob = [] if HERE else ["test_*.py"]


# One for each file: while it runs, this thread has an event loop that no other file's tests could live with.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A Chromium that finds no host but this machine."""
    with sync_playwright() as driver:
        flags = [*FLAGS, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--force-color-profile=srgb"]
        browser = driver.chromium.launch(executable_path=PROGRAM, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def rv(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The RemoteView homepage and its stand-in."""
    with shop(homepage, tmp_path_factory.mktemp("rv")) as one:
        yield one


@pytest.fixture(scope="session")
def made(rv: Shop) -> Everybody:
    """Everybody who may stand at a page."""
    return everybody(rv)
