"""Section 10.3: the scanning of uploads, with a real clamd. Left out, and said so, where this machine has none."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.clauses import facts
from tests.uploads import samples
from tests.uploads.scanner import EICAR, clamd
from tests.web.running import free_port

import jikim
from jikim.app import Jikim
from jikim.uploads import accept, pack, unpack
from jikim.uploads.quarantine import rescan, wait_for_scan
from jikim.uploads.scanning import interval_of, scanner_of


@pytest.mark.clause("10.3")
def test_each_upload_is_scanned_refused_or_kept_closed(jk: Jikim, tmp_path: Path) -> None:
    """Scanned where a scanner is set; where none answers, refused or kept closed as the settings say; and a virus is
    never taken."""
    none = replace(jk.settings, clamd=str(tmp_path / "nobody"), uploads="refuse")
    for content in (samples.PDF, EICAR):
        with pytest.raises(jikim.InvalidError):
            asyncio.run(accept(none, "a.pdf", content))
    waiting = asyncio.run(accept(replace(none, uploads="quarantine"), "a.pdf", samples.PDF))
    values = {"name": "가나다", "email": "dan@example.org", "files": pack([waiting])}
    ref = jk.collect("enquiry", values, channel="board", subject="guest", old_enough=True).ref
    jk.driver.run(wait_for_scan(jk.house, ref, "files", [waiting]))

    def opened() -> bytes | None:
        packed = jk.use(ref, purpose="support", items=["files"], reason="to answer")["files"]
        return unpack(packed)[0].content

    assert opened() is None
    with clamd(tmp_path / "c", tcp=free_port()) as address:
        there = replace(jk.settings, clamd=address)
        assert asyncio.run(accept(there, "a.pdf", samples.PDF)).scanned is not None
        with pytest.raises(jikim.InvalidError) as refused:
            asyncio.run(accept(there, "a.pdf", EICAR))
        assert "virus" in refused.value.said("en")
        assert rescan(jk.driver, jk.house, there).clean == 1
    assert opened() == samples.PDF


@pytest.mark.clause("10.3")
def test_the_age_of_the_signatures_is_checked(jk: Jikim, tmp_path: Path) -> None:
    """Signatures older than the policy's safeguard wants are told as stale; with old ones "nothing found" counts as no
    scan."""
    stated = next(one["every"] for one in facts.policy()["safeguards"].values() if one["clause"] == "10.3")
    assert (stated, interval_of(jk.policy)) == ("1d", timedelta(days=1))
    for days, state in ((0, "fresh"), (4, "stale"), (40, "old")):
        with clamd(tmp_path / state, days=days) as address:
            settings = replace(jk.settings, clamd=address, uploads="refuse")
            found = asyncio.run(scanner_of(settings, interval_of(jk.policy)))
            assert (found.state, found.scans) == (state, state != "old")
            if state == "old":
                with pytest.raises(jikim.InvalidError):
                    asyncio.run(accept(settings, "a.pdf", samples.PDF))
