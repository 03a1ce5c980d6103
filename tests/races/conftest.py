"""A world that all races of a file are played in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.conftest import Databases, emptied
from tests.races.judging import World, world

from jikim.policy.model import PolicyFile


@pytest.fixture(scope="module")
def races(cloned: Databases, homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One world for all that is played in a file, which no test beside it may empty; what must hold of the whole of it is asked at the end."""
    with world(emptied(cloned), homepage, tmp_path_factory.mktemp("races")) as made:
        yield made
        made.sound()
