"""The walking whole in one test: one order from collection to a destroyed archive, proven at the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.conftest import Cast

import jikim
from jikim.app import Jikim
from jikim.proof.verify import verify


def test_one_order_lives_rests_and_is_destroyed(jk: Jikim, cast: Cast, forward: Callable[..., datetime]) -> None:
    """An order is used, frozen, corrected, ended, rests, is consulted for its rule alone, destroyed on its day, and the
    ledger verifies."""
    order = cast.alice_order
    assert jk.use(order, purpose="delivery", items=["phone"])["phone"] == "+8225550101"
    correction = jk.ask_correction(order, ["phone"])
    with pytest.raises(jikim.DeniedError) as frozen:
        jk.use(order, purpose="delivery", items=["phone"])
    assert frozen.value.clause == "7.4a"
    assert str(correction.request) in str(frozen.value)
    jk.correct(correction, {"phone": "02-555-0102"})
    assert jk.use(order, purpose="delivery", items=["phone"])["phone"] == "+8225550102"
    assert jk.event(order, "settled")
    with pytest.raises(jikim.DeniedError, match="purpose is fulfilled"):
        jk.use(order, purpose="delivery")
    assert jk.sweep().retired == {"order": 1}
    with pytest.raises(jikim.DeniedError) as resting:
        jk.use(order, purpose="delivery")
    assert resting.value.why == "resting"
    read = jk.by(cast.omar).consult(
        order, purpose="legal-evidence", reason_kind="dispute", reason="a dispute about the contract"
    )
    assert read["name"] == "가나다"
    forward(to=datetime.fromisoformat("2018-02-05T23:59:00+09:00"))
    assert jk.sweep().parts == 0
    forward(to=datetime.fromisoformat("2018-02-06T00:00:00+09:00"))
    swept = jk.sweep()
    assert swept.parts == 1
    assert swept.certificate is not None
    with pytest.raises(jikim.DeniedError):
        jk.by(cast.omar).consult(order, purpose="legal-evidence", reason_kind="dispute", reason="too late")
    report = verify(jk.export_ledger())
    assert report.ok, str(report)
