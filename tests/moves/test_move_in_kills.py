"""An import that is killed goes on where it stood: every row once, and none that was set aside is lost."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest
from tests.employed import admin_of
from tests.moves.conftest import Moving
from tests.moves.old_shop import customer, order, written

from jikim.moves import importing


class Killed(BaseException):
    """The process ends here."""


class Killer:
    """Ends the process at the n-th moment around a commit of the import's own."""

    def __init__(self, after: int) -> None:
        self._left = after

    def __call__(self, step: str, when: str) -> None:
        if step in ("move_run", "move_read", "move_in", "key.put_many", "taken.take", "taken.over", "taken.settle"):
            self._left -= 1
            if self._left < 0:
                raise Killed


def test_killed_anywhere_it_goes_on(moving: Moving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before and after each commit of its own, and each time begun again, it ends as one that nobody killed, on
    however many servers people lie."""
    monkeypatch.setattr(importing, "BATCH", 3)
    people = [customer(n, **({"hp": "010-1"} if n % 4 == 0 else {})) for n in range(1, 9)]
    orders = [order(100 + n, n) for n in range(1, 9)]
    shop, aside = written(tmp_path / "dump", people, orders), tmp_path / "aside.jsonl"
    number, jk = moving.approved(), moving.jk
    kills, ended = 0, False
    while not ended:
        jk.driver.hook = Killer(kills)
        try:
            moving.bring(number, shop, aside)
            ended = True
        except Killed:
            kills += 1
        finally:
            jk.driver.hook = None
        assert kills < 60
    assert kills > 10
    with psycopg.connect(admin_of(jk)) as admin:
        counted = admin.execute("SELECT kind, count(*) FROM live.record GROUP BY 1 ORDER BY 2").fetchall()
        strays = admin.execute(
            "SELECT count(*) FROM live.subject s WHERE NOT EXISTS (SELECT 1 FROM live.record r WHERE r.subject = s.subject)"
        )
        assert strays.fetchone() == (0,)
    assert [number for _, number in counted] == [6, 6]
    told = [json.loads(line) for line in aside.read_text(encoding="utf-8").splitlines()]
    assert sorted((one["table"], *one["key"]) for one in told) == [
        ("public.customer", "4"),
        ("public.customer", "8"),
        ("public.purchase", "104"),
        ("public.purchase", "108"),
    ]
