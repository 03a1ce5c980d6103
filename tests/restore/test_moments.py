"""The ledger and the databases whose entries it holds are of different moments: it is told, nothing opens, and a replay
puts both right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from tests.conftest import ORDER, START
from tests.restore.restore_past import Past, past

import jikim
from jikim.alerts.raising import open_alerts
from jikim.app import Jikim
from jikim.db.keeper import ADMIN
from jikim.db.schema import Database
from jikim.errors import SealedError
from jikim.ledger.objects import Objects
from jikim.ledger.processes import FORGED, MISSING
from jikim.proof import Report, verify

__all__ = ["past"]


def _order(jk: Jikim) -> jikim.Ref:
    return jk.collect("order", ORDER, channel="homepage", subject="guest", old_enough=True).ref


def _verified(jk: Jikim) -> tuple[Report, bytes]:
    jk.driver.hurried(jk.word(False))
    jk.sequence()
    lines = b"".join(jk.export_ledger())
    return verify([lines], trusted_key=str(jk.signer.verifier)), lines


def _everywhere(jk: Jikim) -> jikim.Ref:
    """Entries in the inboxes of live, archive and keys."""
    ref = _order(jk)
    jk.event(ref, "settled")
    jk.sweep()
    return ref


@pytest.mark.parametrize("which", ["live", "archive", "keys"])
def test_a_database_behind_its_ledger_does_not_open(past: Past, which: Database) -> None:
    """What it recorded since has its position, and it knows nothing of that: the house is sealed until a replay, and
    then the ledger tells of all of it, forged and missing nothing."""
    with past.open() as jk:
        _everywhere(jk)
        jk.sequence()
    names = past.keep(which)
    with past.open() as jk:
        _everywhere(jk)
        size = jk.sequence().size
    with pytest.raises(SealedError, match=f"the {which} database"):
        Jikim(past.homepage, past.settings(names))
    past.replayed(names)
    with Jikim(past.homepage, past.settings(names)) as jk:
        _order(jk)
        report, lines = _verified(jk)
        assert report.ok, str(report)
        assert report.entries > size
        assert jk.driver.run(open_alerts(jk.house)) == []
    assert not any(event.encode() in lines for event in (MISSING, FORGED))


def test_what_waits_goes_into_a_ledger_that_was_put_back(past: Past) -> None:
    """A ledger behind its inboxes is another generation after the replay: what waited has its place there, once, and
    what had one before is said to be lost."""
    with past.open() as jk:
        _everywhere(jk)
        jk.sequence()
    names = past.keep("ledger")
    with past.open() as jk:
        lost = _order(jk)
        jk.sequence()
        kept = _order(jk)
    with pytest.raises(SealedError, match="an older database was put back"):
        Jikim(past.homepage, past.settings(names))
    past.replayed(names)
    with Jikim(past.homepage, past.settings(names)) as jk:
        jk.use(lost, purpose="delivery", items=["phone"])
        report, lines = _verified(jk)
        assert report.ok, str(report)
        assert [one.number for one in report.generations] == [2]
        assert jk.driver.run(open_alerts(jk.house)) == []
    told = lines.decode()
    assert told.count(str(kept.record)) == 1
    assert told.count(str(lost.record)) == 1  # the use; that it was collected is lost


def test_a_batch_that_stands_when_its_database_is_copied_is_placed_once(past: Past) -> None:
    """A sequencer was killed between placing and letting go; the inbox comes back with the batch that has its
    positions."""

    def cut(step: str, when: str) -> None:
        if (step, when) == ("ledger.drop_live", "before"):
            raise KeyboardInterrupt

    with past.open() as jk:
        _everywhere(jk)
        jk.driver.hook = cut
        with pytest.raises(KeyboardInterrupt):
            jk.sequence()
        jk.driver.hook = None
    names = past.keep("live")
    with past.open() as jk:
        jk.sequence()
    past.replayed(names)
    with Jikim(past.homepage, past.settings(names)) as jk:
        report, lines = _verified(jk)
        assert report.ok, str(report)
    assert not any(event.encode() in lines for event in (MISSING, FORGED))


def test_reads_of_a_batch_that_stands_are_counted_by_a_replay(past: Past) -> None:
    """A sequencer was killed between placing and counting, and a replay lets go of the batch: its reads are counted first,
    once."""

    def cut(step: str, when: str) -> None:
        if (step, when) == ("ledger.drop_live", "before"):
            raise KeyboardInterrupt

    with past.open() as jk:
        jk.sequence()
        jk.use(_order(jk), purpose="delivery", items=["phone"])
        jk.driver.hook = cut
        with pytest.raises(KeyboardInterrupt):
            jk.sequence()
    names = past.keep("live")
    for _ in range(2):
        past.replayed(names)
    with psycopg.connect(past.server.conninfo(names["live"], ADMIN)) as conn:
        assert conn.execute("SELECT sum(people) FROM live.read_count").fetchone() == (1,)


def test_what_a_database_lost_before_it_had_its_position_is_missing(past: Past) -> None:
    """The live database is put back alone, and what was vouched for since stands in no inbox and nowhere in the ledger: that
    is said by number, with an alert, and nothing is said to be forged."""
    with past.open() as jk:
        _everywhere(jk)
        jk.driver.hurried(jk.word(False))
        jk.sequence()
    names = past.keep("live")
    with past.open() as jk:
        lost = _order(jk)
        jk.driver.hurried(jk.word(True))
    # Its last batch is the ledger's: nothing that has a position was lost, and the house opens.
    with Jikim(past.homepage, past.settings(names)) as jk:
        report, lines = _verified(jk)
        assert report.ok, str(report)
        assert [one.kind for one in jk.driver.run(open_alerts(jk.house))] == ["ledger"]
    assert lines.count(MISSING.encode()) == 1
    assert FORGED.encode() not in lines
    assert str(lost.record).encode() not in lines


def _moved(jk: Jikim, place: Path) -> int:
    """A month later, its objects moved to a place."""
    jk.house = replace(jk.house, objects=Objects(str(place)))
    jk.move_clock(max(jk.now(), START.replace(month=3)))
    return jk.move_ledger(1)


@pytest.mark.parametrize("packed_before", [False, True])
def test_a_ledger_that_is_packed_comes_back(past: Past, packed_before: bool, tmp_path: Path) -> None:
    """A ledger is put back to before, or after, its first tile was packed, and that tile had moved to objects since: it
    goes on as another generation, is packed there once more, moves to a place of that generation's own, and is whole."""
    place = tmp_path / "objects"
    with past.open() as jk:
        ref = _everywhere(jk)
        guest = jikim.Person(_order(jk).subject, "guest")
        while jk.sequence().size < 256:
            jk.collect_many([jikim.Offer(guest, "order", ORDER, "homepage")] * 100, old_enough=True)
        if packed_before:
            assert jk.pack_ledger(1) == 256
    names = past.keep("ledger")
    with past.open() as jk:
        jk.pack_ledger(1)
        assert _moved(jk, place) == 256
        _order(jk)
        jk.sequence()
    past.replayed(names)
    with Jikim(past.homepage, past.settings(names)) as jk:
        assert _verified(jk)[0].ok
        jk._erasers = {"ledger": past.server.conninfo(names["ledger"], ADMIN)}
        assert jk.pack_ledger(1) == (0 if packed_before else 256)
        assert _moved(jk, place) == 256
        report, _lines = _verified(jk)
        assert report.ok, str(report)
        assert len(jk.show(ref.subject).uses) >= 1
    assert sorted(one.name for one in place.iterdir()) == ["1", "2", "ledger"]
