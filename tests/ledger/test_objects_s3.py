"""Past months in a bucket, over the protocol of S3, by a real server of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from tests.conftest import START, Cast
from tests.ledger.s3_server import serving
from tests.ledger.test_objects import BODIES, altered
from tests.ledger.test_packed import Owner, faults, lines, owner

from jikim.app import Jikim
from jikim.errors import StoreError
from jikim.ledger.objects import Objects, bundle_path

__all__ = ["owner"]


@pytest.mark.long
def test_a_bucket_holds_past_months(
    jk: Jikim,
    cast: Cast,
    owner: Owner,
    forward: Callable[..., datetime],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Moved into a bucket, the ledger is read as before; what is altered there is named; a lot's end takes its objects;
    without the server, and with a wrong secret, whoever reads is told so."""
    bucket = tmp_path / "s3" / "bucket"
    bucket.mkdir(parents=True)
    jk.pack_ledger(2)
    forward(to=START.replace(month=3))
    before, uses = lines(jk), jk.show(cast.alice.subject).uses
    with serving(bucket.parent) as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        jk.house = replace(jk.house, objects=Objects("s3://bucket/ledger"))
        assert jk.move_ledger(2) == 512
        assert lines(jk)[: len(before) - 30] == before[: len(before) - 30]
        assert jk.show(cast.alice.subject).uses[: len(uses) - 1] == uses[:-1]
        altered(bucket / "ledger" / bundle_path(1, 1), 34 * 44 + 7)
        assert faults(jk) == [("commitment", 300), ("root", 300)]
        altered(bucket / "ledger" / bundle_path(1, 1), 34 * 44 + 7)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
        jk.house = replace(jk.house, objects=Objects("s3://bucket/ledger"))
        with pytest.raises(StoreError, match="cannot be reached"):
            jk.show(cast.alice.subject)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", environment["AWS_SECRET_ACCESS_KEY"])
        jk.house = replace(jk.house, objects=Objects("s3://bucket/ledger"))
        forward(to=START.replace(year=2014, month=3))
        jk.expire()
        assert jk.move_ledger(2) == 0
        assert not (bucket / "ledger" / BODIES).exists()
        assert (bucket / "ledger" / bundle_path(1, 0)).exists()
        assert faults(jk) == []
    with pytest.raises(StoreError, match="cannot be reached"):
        lines(jk)
