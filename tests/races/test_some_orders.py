"""Orders of two parties' statements: a restriction against whatever reads, sends or sweeps, each on a fresh record.

Every eighth pair of a row is played (all of them stand inside a statement in `test_gate_matrix.py`), and one with many
orders is sampled: the serial ones, those where one party is cut into once, then others by a seed.
`test_every_order.py` plays every order.
"""

from __future__ import annotations

import pytest
from tests.faults.counting import Tally
from tests.races.judging import World
from tests.races.matrix import PAIRS, RESTRICTIONS
from tests.races.pairing import Pairing

SHORT = 3


@pytest.mark.parametrize("restriction", RESTRICTIONS)
def test_some_orders_of_each_pair(races: World, raced: Tally, restriction: str) -> None:
    """Whatever the order, nothing old is read or sent after a restriction, and each party ends as in some serial order."""
    row = list(RESTRICTIONS).index(restriction)
    for n, pair in list(enumerate(pair for pair in PAIRS if pair[0] == restriction))[row % 8 :: 8]:
        Pairing(races, pair, raced, warm=n % 4 < 2).some(1, SHORT)
