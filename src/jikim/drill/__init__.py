"""The drill: erasure shown on this machine, attack included, in a house of its own that is thrown away.

It plants invented people whose every text carries a mark, backs everything up, steals it, erases, turns the epoch, and
then attacks what was stolen with every key that exists, restores the oldest backup, and looks at every byte that was
left behind for the marks. INVARIANT: no check that cannot fail: each zero has a control beside it, which must not be
zero. It touches no house of anybody's, and no clock but its own demo's; what it leaves to others is
`docs/explanation/erasure.md`'s list.
"""

from __future__ import annotations

from jikim.drill.report import Finding, Report
from jikim.drill.staging import run
from jikim.drill.story import PEOPLE, Drill

__all__ = ["PEOPLE", "Drill", "Finding", "Report", "run"]
