"""Clause 10.2: frequent backups, and what does not come back with them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.conftest import ORDER
from tests.employed import employ, lasting
from tests.lost import Lost, lost, person, why

from jikim.app.restoring import restore
from jikim.errors import SealedError, StoreError

__all__ = ["lost"]


@pytest.mark.clause("10.2")
def test_a_lost_house_comes_back_without_what_was_destroyed(lost: Lost) -> None:
    """What was there at the backup and may still be opens again; who left and what was withdrawn does not; what came
    later is counted as lost."""
    with lost.open() as jk:
        leaver, leaver_ref = person(jk, 1)
        stayer, _ = person(jk, 2, "marketing.events")
        order = jk.collect("order", ORDER, channel="homepage", subject=stayer, old_enough=True).ref
        rested = jk.collect("order", ORDER, channel="homepage", subject=stayer, old_enough=True).ref
        jk.event(rested, "settled")
        assert jk.sweep().retired == {"order": 1}
        assert jk.backups.due() is None or jk.backups.due() <= jk.now()
        jk.backups.make()
        due = jk.backups.due()
        assert due is not None
        assert jk.now() < due <= jk.now() + timedelta(days=1)
        # Later than the backup:
        jk.leave(leaver.subject)
        jk.consent(stayer.subject, withdraw=["marketing.events"])
        swept = jk.sweep()
        assert swept.destroyed["membership"] == 1
        person(jk, 3)
        jk.backups.keys()
    lost.lose()
    with pytest.raises(SealedError):
        # An empty house beside a ring that knows more is not opened either.
        lost.open()
    lost.lose()
    restored = restore(lost.homepage, lost.settings, lost.set("data"), lost.set("keys"))
    assert restored.databases == ("live", "archive", "keys", "ledger")
    assert restored.replayed.people_lost == 1
    with lost.open() as jk:
        assert why(jk, leaver_ref, "member-services") in ("gone", "left")
        assert not jk.find("login_id", "person1")
        assert not jk.show(stayer.subject).consents
        assert why(jk, order) == "allowed"
        assert why(jk, rested) == "resting"
        employ(jk, "omar", "officer")
        lasting(jk, "omar")
        omar = jk.handler("omar", kind="officer")
        assert jk.by(omar).consult(
            rested, purpose="legal-evidence", reason_kind="dispute", reason="a dispute about the contract"
        )["name"]
        assert jk.find("login_id", "person2")
        again, _ = person(jk, 1)
        assert again.subject != leaver.subject
        jk.sweep()
        # The key store lets go of the person who is lost once a backup of the restored house was verified.
        jk.backups.make()
        assert jk.sweep().keys_waiting == 0
    with pytest.raises(StoreError, match="not empty"):
        restore(lost.homepage, lost.settings, lost.set("data"), lost.set("keys"))
