"""hand_back: a processor is told to delete what it has had for as long as the policy lets it (`processors.*.for`).

The day counts from the day on which it left, or from the day on which its person did (`from: leaving`), as every period
does. What left is told of once; what leaves anew has its own time. A restore tells again what a backup does not know to have
been told.
"""

from __future__ import annotations

from datetime import timedelta

from jikim.db.driver import Steps
from jikim.policy.period import over_before, start_of
from jikim.store.sealed import Q
from jikim.verbs.house import SYSTEM, House

PAGE = 500


def call_back_in_time(house: House) -> Steps[int]:
    """Answers how many records processors are told to delete."""
    policy, told = house.policy, 0
    for name, processor in policy.file.processors.items():
        target = policy.number("processor", name)
        if processor.for_ is None or target is None:
            continue
        before = start_of(over_before(house.today(), processor.for_) + timedelta(days=1), policy.zone)
        more = PAGE
        while more == PAGE:
            clause = processor.clause or f"processors.{name}"
            entry = yield from house.entry("processor:recall", policy, SYSTEM, None, clause, to=name)
            [(found,)] = yield Q["call_back_in_time"](
                target=target, before=before, departed=processor.from_ == "leaving", limit=PAGE, entry=entry
            )
            more = found or 0
            told += more
    return told
