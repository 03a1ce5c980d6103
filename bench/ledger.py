"""The ledger: entries integrated a second by the sequencer, and verified a second from the export."""

from __future__ import annotations

from bench.records import VISIT
from bench.stage import Figure, Stage, seconds, spent
from jikim.proof.verify import verify

FILL = """INSERT INTO ledger.inbox (entry, at, fact, who, subject, record, version, items, outcome)
    SELECT gen_random_uuid(), i.at, i.fact, i.who, i.subject, i.record, i.version, i.items, i.outcome
      FROM (SELECT * FROM ledger.inbox ORDER BY seq DESC LIMIT 1) i, generate_series(1, %s)"""


def ledger(stage: Stage) -> list[Figure]:
    """The inbox is filled with copies of one real entry, so that the sequencer alone is measured."""
    jk, entries = stage.jk, stage.size(200_000, 5_000)
    jk.sequence()
    made = jk.collect("visit", VISIT, channel="automatic", subject=stage.person, old_enough=True)
    assert made.ref.record
    with stage.admin() as conn:
        conn.execute(FILL, (entries - 1,))
    runs: list[float] = []
    limits = spent(stage, lambda: runs.append(seconds(jk.sequence)), entries)
    [took] = runs
    pieces = list(jk.export_ledger())
    report = verify(pieces)
    assert report.ok, str(report)
    checked = seconds(lambda: verify(pieces))
    total = report.entries
    return [
        Figure(
            "ledger entries integrated",
            entries / took,
            "/s",
            goal="150,000/s",
            met=entries / took >= 150_000,
            limits=limits,
        ),
        Figure(
            "ledger entries verified, bodies and all",
            total / checked,
            "/s",
            goal="400,000/s",
            met=total / checked >= 400_000,
        ),
    ]
