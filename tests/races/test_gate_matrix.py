"""Inside a statement: one party stands with its transaction open, the other is started and is seen to wait or to pass.
Both orders of every pair.

What each pair races over stands in `matrix.py`; that no pair is missing is shown here.
"""

from __future__ import annotations

import pytest
from tests.drawn import sampled
from tests.faults.counting import Tally
from tests.races import matrix
from tests.races.judging import World
from tests.races.matrix import OPPONENTS, PAIRS, RESTRICTIONS, WHY_NOT
from tests.races.pairing import SEVERAL, Pairing

from jikim.keys.keyring import Q as KEYS
from jikim.store.sealed import Q

# A damaged claim of the blind index is mended from one value, which goes nowhere else; a password's hash is compared
# and goes nowhere.
NOT_READ_OUT = {"index.source", "check"}
# Somebody comes under the next version with a statement that touches them: there is one only where one was announced
# (tests/publishing).
OF_PUBLISHING = {"version.take_over"}
# The races' policy has no grace and no dormancy: these are played in tests/restore, one after the other.
OF_BEING_AWAY = {"leave_for_now", "come_back", "dormant", "leave_in_the_end"}
# Nor does it let a processor keep anything for a time alone (tests/restore/test_time_with_processor.py).
OF_A_TIME = {"call_back_in_time"}
# Who moves in is new; who moves out is locked before anything of theirs is read (tests/moves).
OF_MOVING = {"move_in", "move_out"}
# A bar keeps newcomers out, what lifts it reads nothing, and who leaves under one leaves as everybody (tests/desk/test_rejoining.py).
OF_BARRING = {"bar.lift", "bar.stand", "leave_barred"}
# Grants that a pause ends are over as revoked ones are, by the lock of each (tests/office/test_read_limits.py).
OF_PAUSING = {"reads.stop"}
# The races' policy holds nothing in an application's own tables (tests/attach/test_attached_erasure.py,
# test_attached_reads.py).
OF_ATTACHED = {"attached.gone", "attached.batch_end", "attached.use", "attached.use_many", "twin.look"}


@pytest.mark.drawn
@pytest.mark.parametrize("restriction", sampled(RESTRICTIONS, one_in=5))
def test_both_orders_of_each_pair(races: World, raced: Tally, restriction: str) -> None:
    """Whoever comes second waits or passes; nothing old is read or sent after a restriction, and each ends as in a
    serial order."""
    for pair in PAIRS:
        if pair[0] != restriction:
            continue
        pairing = Pairing(races, pair, raced, warm=True)
        if restriction not in SEVERAL:
            pairing.known()
        for opponent_first in (False, True):
            pairing.inside(opponent_first=opponent_first)


def test_no_pair_is_missing() -> None:
    """Every restriction meets every reader, sender and sweeper, or a sentence says why it cannot; the table is what is
    played."""
    assert set(PAIRS) | set(WHY_NOT) == {(one, two) for one in RESTRICTIONS for two in OPPONENTS}
    assert not set(PAIRS) & set(WHY_NOT)
    assert len(set(WHY_NOT.values())) <= 10
    assert [line for line in matrix.table() if line not in (matrix.__doc__ or "")] == []
    assert {two for _, two in PAIRS} == set(OPPONENTS)
    assert {one for one, _ in PAIRS} == set(RESTRICTIONS)


def test_no_statement_is_missing(races: World, raced: Tally) -> None:
    """Every statement that restricts, and every one that hands out sealed values, is a step of some pair."""
    met: set[str] = set()
    for pair in [
        *((one, next(two for one_, two in PAIRS if one_ == one)) for one in RESTRICTIONS),
        ("end", "rest"),
        ("revoke", "consult"),
        ("withdraw", "show"),
        ("leave", "provide"),
        ("withdraw", "deliver"),
        ("hold", "destroy-day"),
        ("release", "destroy-day"),
        ("go", "renew"),
        ("freeze", "use-many"),
    ]:
        pairing = Pairing(races, pair, raced, warm=False)
        pairing.serial()
        met |= pairing.steps
    queries = {**Q, **KEYS}
    restricting = {name for name, query in queries.items() if query.restricts}
    opening = set()
    for database in ("live", "archive"):
        for (function,) in races.ring.watch.rows(
            database,
            "SELECT p.proname::text FROM pg_proc p WHERE p.pronamespace = %s::regnamespace AND 'body' = ANY (p.proargnames[p.pronargs + 1 :])",
            (database,),
        ):
            opening |= {name for name, query in Q.items() if f"{database}.{function}(" in query.text}
    assert opening >= {"use", "show", "dispatch", "archive.consult"}
    elsewhere = (
        NOT_READ_OUT | OF_PUBLISHING | OF_BEING_AWAY | OF_A_TIME | OF_MOVING | OF_BARRING | OF_PAUSING | OF_ATTACHED
    )
    assert sorted((restricting | opening) - met - elsewhere) == []
