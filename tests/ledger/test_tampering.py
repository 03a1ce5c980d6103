"""The database's owner changes the ledger in the database: an export shows it, at the entry itself."""

from __future__ import annotations

import psycopg
import pytest
from tests.conftest import Cast, Databases

from jikim.app import Jikim
from jikim.proof import Report, verify

MORE = (
    "INSERT INTO ledger.inbox (entry, at, fact, who, subject, record, outcome) SELECT f.entry, f.at, f.fact, f.who, "
    "i.subject, i.record, 0 FROM (SELECT * FROM ledger.inbox WHERE strpos(fact, 'record:use') > 0 ORDER BY seq DESC LIMIT 1) i, "
    "generate_series(1, 560) AS n, ledger.further((i.entry, i.at, i.fact, i.who, 0), n) AS f"
)


@pytest.fixture
def live(jk: Jikim, cast: Cast, databases: Databases) -> psycopg.Connection[tuple[object, ...]]:
    """The database's owner, and a ledger of two full tiles and more, signed."""
    jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        conn.execute(MORE.encode())
    jk.sequence()
    return psycopg.connect(databases.admin["ledger"], autocommit=True)


def _report(jk: Jikim) -> Report:
    return verify(jk.export_ledger(), trusted_key=str(jk.signer.verifier))


def test_a_leaf_changed_in_the_database_is_found_at_its_place(
    jk: Jikim, live: psycopg.Connection[tuple[object, ...]]
) -> None:
    """Leaf and body of an entry are replaced by another's: the stored tiles name the entry, though one checkpoint
    covers hundreds."""
    with live:
        assert _report(jk).ok
        live.execute("UPDATE ledger.leaf SET commitment = sha256(commitment) WHERE position = 300")
        live.execute("UPDATE ledger.body SET sealed = NULL WHERE position = 300")
        report = _report(jk)
    (fault,) = [fault for fault in report.faults if fault.kind == "root"]
    assert fault.position == 300
    assert "the tiles show where: entry 300: another entry than was signed stands here" in fault.text


def test_leaves_swapped_in_the_database_are_found_at_both_places(
    jk: Jikim, live: psycopg.Connection[tuple[object, ...]]
) -> None:
    """Two leaves change places: both are named, and so is where each was signed. Their bodies open at no other place."""
    with live:
        live.execute("CREATE TEMP TABLE kept AS SELECT * FROM ledger.leaf WHERE position IN (40, 45)")
        live.execute(
            "UPDATE ledger.leaf l SET commitment = k.commitment FROM kept k WHERE l.position = 85 - k.position AND l.position IN (40, 45)"
        )
        report = _report(jk)
        assert [(fault.kind, fault.position) for fault in report.faults if fault.kind == "commitment"] == [
            ("commitment", 40),
            ("commitment", 45),
        ]
        (fault,) = [fault for fault in report.faults if fault.kind == "root"]
        assert "entry 40: the entry that was signed at 45 stands here" in fault.text
        assert "entry 45: the entry that was signed at 40 stands here" in fault.text
        live.execute("CREATE TEMP TABLE bodies AS SELECT * FROM ledger.body WHERE position IN (40, 45)")
        live.execute("UPDATE ledger.body b SET sealed = k.sealed FROM bodies k WHERE b.position = 85 - k.position")
        assert [fault.position for fault in _report(jk).faults if fault.kind == "body"] == [40, 45]


def test_a_tile_changed_in_the_database_accuses_no_entry(
    jk: Jikim, live: psycopg.Connection[tuple[object, ...]]
) -> None:
    """A stored tile that was changed is wrong itself, as the checkpoint after it agrees with the entries."""
    with live:
        live.execute(
            "UPDATE ledger.subtree SET leaves = set_byte(leaves, 100, get_byte(leaves, 100) # 1) WHERE level = 0 AND n = 0"
        )
        report = verify(jk.export_ledger())
    assert [(fault.kind, fault.position) for fault in report.faults] == [("tile", 3)]
