"""Section 2: why. Nothing is read without a purpose, and a purpose reads its own items."""

from __future__ import annotations

from jikim.prove.mechanism import Asked, Finding, Mechanism, all_of, held, refusals


def purposes(asked: Asked) -> Finding:
    records = asked.policy.file.records
    kinds = [kind for kind, record in records.items() if any(name in record.for_ for name in asked.names)]
    return all_of(refusals(asked, *(f"purpose:{name}" for name in asked.names)), held(asked, kinds))


MECHANISMS = (Mechanism("purposes", purposes, "/office/ledger"),)
