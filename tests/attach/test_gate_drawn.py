"""Whatever an application's tables are like, one of two thousand people is erased and nobody else's row changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, Phase, example, given
from tests.attach.django_shop import database
from tests.attach.drawn_shop import Drawn, Key, Shop, mark, shops
from tests.drawn import drawn

from jikim.app import Jikim
from jikim.app.attached import AttachedDatabase
from jikim.db.embedded import Embedded
from jikim.errors import JikimError

PLAIN = Drawn(-1, "CASCADE", False, False, False, (), "up", "")
# One of each outcome, whatever is drawn: somebody else's row names one of theirs, and waits for it or would go with it.
GONE, WAITS, REFUSED = (
    ((PLAIN, replace(PLAIN, also=tuple(Key(0, action, "one") for action in also))), 0, 5, "")
    for also in ((), ("NO ACTION",), ("CASCADE",))
)
QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large)


def test_nobody_elses_row_changes_and_nothing_mapped_stays(jk: Jikim, server: Embedded, tmp_path: Path) -> None:
    """An erasure is refused and no row changed; or nobody else's did, and of theirs nothing stays in any table or in a dump, but
    what is said to wait. Each of these happens."""
    owner, address = database(server)
    outcomes, first = Counter[str](), count(1_000_000, 1_000_000)

    @drawn(150, deadline=None, suppress_health_check=QUIET, phases=[Phase.explicit, Phase.generate])
    @given(shops())
    @example(GONE)
    @example(WAITS)
    @example(REFUSED)
    def one(given: tuple[tuple[Drawn, ...], int, int, str]) -> None:
        shop = Shop(owner, *given, next(first))
        (path := tmp_path / "attached.yaml").write_text(shop.mapping)
        before = shop.rows()
        theirs = shop.theirs(before)
        try:
            done = AttachedDatabase(jk, path).erase(address, shop.person)
        except JikimError as refused:
            outcomes[type(refused).__name__] += 1
            assert shop.rows() == before, "refused, and yet something changed"
            return
        after = shop.rows()
        for table, rows in before.items():
            for key, row in rows.items():
                if key not in theirs[table]:
                    assert after[table].get(key) == row, f"{table} {key} is somebody else's"
            assert after[table].keys() <= rows.keys()
        outcomes["waits" if done.waiting else "gone"] += 1
        if not done.waiting:
            assert not [(table, key) for table, keys in theirs.items() for key in keys & after[table].keys()]
            dump = shop.dumped()
            assert not [key for table, keys in theirs.items() for key in keys if mark(table, key) in dump]

    one()
    assert {"gone", "waits", "GateError"} <= outcomes.keys(), outcomes
