"""Who may not join again, on two servers: whoever joins is judged by what bars on each, also while it is on its way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import HOMEPAGE
from tests.db.two_servers import BOTH, Two, copied_later, number, of_the_office, ring, servers  # noqa: F401
from tests.desk.test_rejoining import join, refused
from tests.waiting import PATIENCE, eventually

from jikim.app import Jikim, read_policy
from jikim.desk.barring import lift_bar
from jikim.policy.model import Rejoining
from jikim.store.bars import Q

pytestmark = pytest.mark.long


@pytest.fixture
def jk(servers: Two, ring: Path) -> Iterator[Jikim]:  # noqa: F811
    bar = Rejoining.model_validate({"items": ["email"], "for": "1y", "clause": "5.1"})
    policy = read_policy(HOMEPAGE).model_copy(update={"rejoining": bar})
    with Jikim(policy, servers.settings(ring)) as opened:
        yield opened


def _next(jk: Jikim, server: str) -> None:
    """Whoever joins next lies there."""
    jk.house.holding._unused.append(number(server))


def _barred(jk: Jikim, server: str, email: str) -> None:
    """Somebody who lay there left, and is barred by measure 7, which nari ended."""
    _next(jk, server)
    gone, bars = join(jk, login_id=f"first-{email[:4]}", email=email).subject, jk.house.holding.bars
    due = jk.now().astimezone(jk.policy.zone).date() + timedelta(days=90)
    drawn = json.loads(jk.driver.run(bars.drawn(gone, [jk.policy.number("item", "email") or 0], due)))
    jk.leave(gone)
    said = {"due": drawn["due"], "number": "7", "by": "nari", "at": jk.now().isoformat()}

    def stand() -> Any:
        yield Q["bar.stand"](
            rows=json.dumps([{"item": one["item"], "tag": one["tag"], **said} for one in drawn["rows"]])
        )

    jk.driver.run(stand())
    assert refused(jk, login_id=f"again-{email[:4]}", email=email) == "barred"


@pytest.mark.parametrize("server", BOTH)
def test_what_is_lifted_is_lifted_where_it_is_answered(servers: Two, jk: Jikim, server: str) -> None:  # noqa: F811
    """While a server does not know yet neither who lifts a bar nor who joins is answered; then they are
    taken in."""
    omar = of_the_office(jk)
    email = f"bar{BOTH.index(server)}@example.com"
    _barred(jk, server, email)
    looks: list[str] = []
    jk.driver.hook = lambda step, _: looks.append(step)
    with ThreadPoolExecutor(2) as threads:
        with copied_later(servers):
            lifted = threads.submit(jk.do, lift_bar, "7", "이의가 옳음", actor=omar)
            assert eventually(lambda: looks.count("rules.stand") > 9)
            looks.clear()
            _next(jk, "live")
            joins = threads.submit(refused, jk, login_id=f"another-{email[:4]}", email=email)
            assert eventually(lambda: looks.count("bar.days") > 0)
            assert eventually(lambda: looks.count("rules.stand") > 99)
            assert not lifted.done()
            assert not joins.done()
        assert lifted.result(PATIENCE) is None
        assert joins.result(PATIENCE) == ""
