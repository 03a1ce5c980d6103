"""Omar announces alone: he has been the only officer for long."""

from __future__ import annotations

import pytest
from tests.conftest import Cast
from tests.employed import long_alone

from jikim.app import Jikim


@pytest.fixture
def cast(cast: Cast, jk: Jikim) -> Cast:
    """The cast, whose officer has been alone for more than 30 days."""
    long_alone(jk, "omar")
    return cast
