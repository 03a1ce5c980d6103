"""A version that was announced after the backup: the older database hears of it from beside the ring, and it is in
force from its day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.conftest import ALICE
from tests.employed import employ, lasting, long_alone
from tests.publishing.revision import written
from tests.restore.restore_past import Past, past  # noqa: F401

from jikim.app import Jikim, read_policy
from jikim.app.publishing import proceed
from jikim.errors import PolicyError
from jikim.publishing.version_consents import questions_of

TODAY = date(2013, 2, 5)
DAY = TODAY + timedelta(days=30)
MINUTE = datetime(2013, 3, 7, tzinfo=ZoneInfo("Asia/Seoul"))


def test_an_announcement_outlives_an_older_database(past: Past, tmp_path: Path) -> None:  # noqa: F811
    """Put back from before it, the house opens with the announced file, serves it from its minute and asks again; a
    withdrawn one opens nothing."""
    with past.open() as jk:
        employ(jk, "omar", "officer")
        lasting(jk, "omar")
        long_alone(jk, "omar")
        alice = jk.collect("membership", ALICE, channel="homepage", old_enough=True).ref
    names = past.keep("live", "archive", "ledger")
    kept = written(tmp_path, TODAY, DAY)
    gone = written(tmp_path, TODAY, DAY + timedelta(days=1), name="withdrawn.yaml")
    with past.open() as jk:
        omar = jk.handler("omar", kind="officer")
        first = jk.by(omar).publish(gone)
        jk.by(omar).withdraw_publication(first.number, "오타가 있었습니다")
        jk.by(omar).publish(kept)
        jk.move_clock(MINUTE)
        proceed(jk)
    assert past.replayed(names).replayed.by_what["announce"] == 2
    settings = past.settings(names)
    with pytest.raises(PolicyError, match="never announced"):
        Jikim(read_policy(gone), settings)
    with Jikim(read_policy(kept), settings) as jk:
        assert jk.policy.file == past.homepage
        jk.move_clock(MINUTE)
        assert jk.policy.file == read_policy(kept)
        assert proceed(jk)["switched"] == 1
        (asked,) = jk.driver.run(questions_of(jk.house, alice.subject))
        assert (asked.question.name, asked.given) == ("marketing.partner-news", None)
        assert jk.use(alice, purpose="notices", items=["email"])["email"] == ALICE["email"]
