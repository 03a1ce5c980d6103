"""Every order of two parties' statements: a restriction against whatever reads, sends or sweeps, each on a fresh
record.

Every order is played of every pair that has no more than 600 (with cold caches: 200), and of the others 15 by each of 20
seeds: an erasure against a person's own look, say, has 14 million. `test_some_orders.py` plays some.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.conftest import Databases
from tests.faults.counting import Tally
from tests.races.judging import World, world
from tests.races.matrix import PAIRS, RESTRICTIONS
from tests.races.pairing import Pairing

from jikim.policy.model import PolicyFile

ALL_WARM, ALL_COLD = 600, 200
SEEDS, EACH = 20, 15


@pytest.fixture
def fresh(databases: Databases, homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world for one test that plays thousands."""
    with world(databases, homepage, tmp_path_factory.mktemp("races")) as made:
        yield made
        made.sound()


@pytest.mark.long
@pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
@pytest.mark.parametrize("restriction", RESTRICTIONS)
def test_every_order_of_each_pair(fresh: World, raced: Tally, restriction: str, warm: bool) -> None:
    """The same in every order, or by twenty seeds where there are too many; with keys in the reader's cache and
    without."""
    for pair in PAIRS:
        if pair[0] == restriction:
            Pairing(fresh, pair, raced, warm=warm).every(ALL_WARM if warm else ALL_COLD, SEEDS, EACH)
