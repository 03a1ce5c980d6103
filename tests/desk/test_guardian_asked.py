"""A child whose guardian never answered is nobody here: the sweep takes what was given, and then the bare number."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.conftest import START, Databases

from jikim.app import Jikim, read_policy
from jikim.store.rows import person_row

ACADEMY = Path(__file__).parents[1] / "policy" / "others" / "academy.yaml"


def test_nothing_is_left_of_a_child_whose_guardian_never_answered(databases: Databases, tmp_path: Path) -> None:
    """Within five days the record lives; after them a sweep destroys it, and of its person nothing is known."""
    with Jikim(read_policy(ACADEMY), databases.settings(tmp_path), demo_start=START) as jk:
        given = {"guardian_name": "Gail Invented", "guardian_email": "gail@example.com"}
        ref = jk.collect("guardian", given, channel="site", old_enough=False).ref
        jk.sweep()
        assert [card.ref for card in jk.show(ref.subject).cards] == [ref]
        jk.move_clock(jk.now() + timedelta(days=6))
        for _ in range(2):
            jk.sweep()
        left = jk.driver.run(person_row(ref.subject))
        assert left is None or left.state != 1
