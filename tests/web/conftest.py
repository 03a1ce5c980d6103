"""One running site for the session's tests of the pages: each makes people of its own in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.web.running import Running, running

from jikim.policy.model import PolicyFile


@pytest.fixture(scope="session")
def web(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The site of the homepage's policy, running."""
    with running(homepage, tmp_path_factory.mktemp("site")) as one:
        yield one
