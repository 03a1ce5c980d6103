"""What left is judged by the versions that were in force by then: several versions hide no item that none of them
declares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from tests.conftest import Cast, Databases
from tests.prove.good import all_happened
from tests.publishing.revision import written

from jikim.app import Jikim
from jikim.app.publishing import proceed
from jikim.prove.evidence import Given
from jikim.prove.promises import judge

TODAY = date(2013, 2, 5)
DAY = TODAY + timedelta(days=30)
Left = Callable[[str, str, datetime], Given]


@pytest.fixture
def left(jk: Jikim, cast: Cast, databases: Databases, forward: Callable[..., Any], tmp_path: Path) -> Left:
    """A house in which a second version came into force: what the proof says of one item that left to a processor at a
    moment."""
    before = jk.now()
    jk.by(cast.omar).publish(written(tmp_path, TODAY, DAY))
    forward(to=datetime(2013, 3, 8, 9, tzinfo=UTC))
    proceed(jk)
    assert jk.house.versions.several
    assert before < jk.now()

    def one(processor: str, item: str, at: datetime) -> Given:
        with psycopg.connect(databases.admin["live"]) as conn:
            conn.execute("DELETE FROM live.disclosure")
            conn.execute(
                "INSERT INTO live.disclosure VALUES (%s, %s, %s, 1, 'processor', %s, %s, 0, false, %s)",
                (
                    uuid4(),
                    uuid4(),
                    uuid4(),
                    jk.policy.number("processor", processor),
                    [jk.policy.number("item", item)],
                    at,
                ),
            )
        return jk.prove().evidence.given[f"processor:{processor}"]

    return one


@pytest.mark.clause("4.1")
def test_an_item_that_no_version_declares_is_beyond(jk: Jikim, left: Left) -> None:
    """With two versions, an item that neither lets a processor have turns the promise red; one that the first or the
    second lets it have does not, and the words say what was compared."""
    assert left("kcp", "login_id", jk.now()).beyond == 1
    found = jk.prove().of("4.1")
    assert found.state == "broken"
    fine = left("kcp", "name", jk.now())
    assert (fine.beyond, fine.versions, fine.undeclared) == (0, 2, False)
    happened = replace(jk.prove().evidence, happened=all_happened(jk.policy))
    said = next(one for one in judge(happened, jk.policy) if one.clause == "4.1")
    assert said.state == "kept"
    assert "2 versions" in said.said("en")
    assert "버전(2개)" in said.said("ko")


@pytest.mark.clause("4.1")
def test_an_item_left_before_a_version_declared_it_is_beyond(jk: Jikim, left: Left) -> None:
    """What the second version alone lets a processor have may leave from its first minute on, and not before."""
    assert left("mailer", "name", jk.now()).beyond == 0
    assert left("mailer", "name", datetime(2013, 2, 20, tzinfo=UTC)).beyond == 1


@pytest.mark.clause("13.3")
def test_where_a_version_cannot_be_read_nothing_is_judged(jk: Jikim, left: Left, databases: Databases) -> None:
    """A version whose text is no policy any more, where it was not read before, leaves what left unproven, and is
    itself found broken."""
    assert left("kcp", "login_id", jk.now()).beyond == 1
    first = jk.house.versions.began()[0][1]
    with psycopg.connect(databases.admin["live"]) as conn:
        conn.execute("UPDATE live.policy_version SET text = '{}' WHERE number = %s", (first,))
    jk.house.versions._policies.pop(first)
    seen = jk.prove()
    assert seen.evidence.given["processor:kcp"].versions == 0
    assert seen.of("4.1").state == "unproven"
    assert seen.of("13.3").state == "broken"
