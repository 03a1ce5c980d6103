"""One running homepage for the session's tests: each makes its own people and orders in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.homepage.shop import Shop, shop

from jikim.policy.model import PolicyFile


@pytest.fixture(scope="session")
def rv(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The RemoteView homepage and its stand-in."""
    with shop(homepage, tmp_path_factory.mktemp("rv")) as one:
        yield one
