"""The negative corpus: of thousands of false proofs, notes and exports, neither of two independent verifiers accepts
one."""

from __future__ import annotations

from collections import Counter
from itertools import islice

import pytest
from tests.proof.corpus import Case, cases


def _judge(seed: int, count: int) -> Counter[str]:
    """Judges so many false cases and the true ones they come from. Answers the false ones by what they are."""
    judged: Counter[str] = Counter()
    wrong: list[str] = []
    for true, false in cases(seed):
        for case in (true, *false):
            expected = case is true
            if case.first() is not expected:
                wrong.append(f"ours {'refuses' if expected else 'accepts'} {case.name}")
            if case.second() is not expected:
                wrong.append(f"the reference {'refuses' if expected else 'accepts'} {case.name}")
        judged.update(case.name for case in false)
        if judged.total() >= count:
            break
    assert wrong == []
    return judged


def test_no_false_proof_is_accepted_by_either_verifier() -> None:
    """At least 5,000 mutated proofs, notes and exports, of more than a hundred kinds: none passes, and every true one
    does."""
    judged = _judge(20130205, 5_000)
    assert judged.total() >= 5_000
    assert len(judged) > 80
    for what in ("inclusion", "consistency", "note", "export"):
        assert sum(count for name, count in judged.items() if name.startswith(what)) > 500


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_no_false_proof_is_accepted_over_twenty_seeds(seed: int) -> None:
    """The same with 10,000 for each of twenty seeds."""
    assert _judge(seed, 10_000).total() >= 10_000


def test_the_same_seed_makes_the_same_cases() -> None:
    """The corpus is the same each time, so that what fails can be made again."""
    names = [[(true.name, [case.name for case in false]) for true, false in islice(cases(7), 30)] for _ in range(2)]
    assert names[0] == names[1]
    assert isinstance(next(cases(7))[0], Case)
