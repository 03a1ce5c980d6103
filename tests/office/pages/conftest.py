"""The browser at the office's pages. The tests of this folder are left out where there is no Chromium; the report says
so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.web.browser import FLAGS, HERE, PROGRAM

collect_ignore_glob = [] if HERE else ["test_*.py"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A Chromium that finds no host but this machine."""
    with sync_playwright() as driver:
        flags = [*FLAGS, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]
        browser = driver.chromium.launch(executable_path=PROGRAM, args=flags)
        yield browser
        browser.close()
