"""One running homepage for the session's tests: each makes its own people and orders in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.homepage.shop import Shop, shop
from tests.office.conftest import Office

from jikim.policy.model import PolicyFile


@pytest.fixture(scope="session")
def rv(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The RemoteView homepage and its stand-in."""
    with shop(homepage, tmp_path_factory.mktemp("rv")) as one:
        yield one


@pytest.fixture(scope="session")
def back(rv: Shop) -> Office:
    """The same homepage's back office: `worker` answers a browser in which a handler has signed in."""
    return Office(**vars(rv.web))
