"""Every order of two parties' statements: a restriction against whatever reads, sends or sweeps, each on a fresh
record.

In the short form every eighth pair of a row is played (all of them stand inside a statement in `test_gate_matrix.py`),
and one with many orders is sampled: the serial ones, those where one party is cut into once, then
others by a seed. The long form plays every order of every pair that has no more than 600 (with cold caches: 200), and
of the others 15 by each of 20 seeds: an erasure against a person's own look, say, has 14 million.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.conftest import Databases, emptied
from tests.faults.counting import Tally
from tests.races.judging import World, world
from tests.races.matrix import PAIRS, RESTRICTIONS
from tests.races.pairing import Pairing

from jikim.policy.model import PolicyFile

SHORT = 3
ALL_WARM, ALL_COLD = 600, 200
SEEDS, EACH = 20, 15


@pytest.fixture(scope="module")
def races(cloned: Databases, homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One world for all that is played here; what must hold of the whole of it is asked at the end."""
    with world(emptied(cloned), homepage, tmp_path_factory.mktemp("races")) as made:
        yield made
        made.sound()


@pytest.fixture
def fresh(databases: Databases, homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world for one test that plays thousands."""
    with world(databases, homepage, tmp_path_factory.mktemp("races")) as made:
        yield made
        made.sound()


@pytest.mark.parametrize("restriction", RESTRICTIONS)
def test_some_orders_of_each_pair(races: World, raced: Tally, restriction: str) -> None:
    """Whatever the order, nothing old is read or sent after a restriction, and each party ends as in some serial order."""
    row = list(RESTRICTIONS).index(restriction)
    for n, pair in list(enumerate(pair for pair in PAIRS if pair[0] == restriction))[row % 8 :: 8]:
        Pairing(races, pair, raced, warm=n % 4 < 2).some(1, SHORT)


@pytest.mark.long
@pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
@pytest.mark.parametrize("restriction", RESTRICTIONS)
def test_every_order_of_each_pair(fresh: World, raced: Tally, restriction: str, warm: bool) -> None:
    """The same in every order, or by twenty seeds where there are too many; with keys in the reader's cache and
    without."""
    for pair in PAIRS:
        if pair[0] == restriction:
            Pairing(fresh, pair, raced, warm=warm).every(ALL_WARM if warm else ALL_COLD, SEEDS, EACH)
