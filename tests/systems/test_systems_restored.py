"""A backup of an earlier moment is put back: the company's own systems are told again of what was destroyed since."""

from __future__ import annotations

from collections import Counter

from tests.lost import person
from tests.restore.restore_past import Past
from tests.restore.restore_past import past as past

from jikim.app import Jikim
from jikim.db.steps import rows_of
from jikim.systems.standing import Q


def told(jk: Jikim) -> Counter[tuple[str, str]]:
    """How many messages each system has, by what they say."""
    rows = jk.driver.run(rows_of(Q["system.messages"](zone="UTC")))
    return Counter({(jk.policy.name("system", target), topic): n for target, topic, _, _, n in rows})


def test_what_the_systems_were_told_since_the_backup_they_are_told_again(past: Past) -> None:
    """One person took a consent back and another left; the backup knows of neither."""
    with past.open() as jk:
        stays, _ = person(jk, 1, "marketing.ads")
        leaves, _ = person(jk, 2)
    names = past.keep("live", "archive", "ledger")
    with past.open() as jk:
        jk.by(jk.acting("member", str(stays.subject))).consent(stays.subject, withdraw=["marketing.ads"])
        jk.by(jk.acting("member", str(leaves.subject))).leave(leaves.subject)
        jk.sweep()
        before = told(jk)
    past.replayed(names)
    with Jikim(past.homepage, past.settings(names)) as jk:
        jk.sweep()
        after = told(jk)
    wanted = {("mailer", "withdrawn"), ("mailer", "delete"), ("search", "delete")}
    assert wanted <= before.keys()
    assert wanted <= after.keys()
