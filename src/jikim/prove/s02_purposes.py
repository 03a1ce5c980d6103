"""Section 2: why. Nothing is read without a purpose, and a purpose reads its own items."""

from __future__ import annotations

from jikim.prove.mechanism import Asked, Finding, Mechanism, all_of, held, refusals


def purposes(asked: Asked) -> Finding:
    records = asked.policy.file.records
    kinds = [kind for kind, record in records.items() if any(name in record.for_ for name in asked.names)]
    return all_of(refusals(asked, *(f"purpose:{name}" for name in asked.names)), held(asked, kinds))


MECHANISMS = (
    Mechanism(
        "purposes",
        "이용 목적을 지정해야 열람할 수 있고, 그 목적의 항목만 열람되며, 열람할 때마다 기록합니다.",
        "Data can be read only for a stated purpose, only the items of that purpose, and every access is recorded.",
        purposes,
        "/office/ledger",
    ),
)
