"""Consents that the policy says are good for a time: on the day after it, each is over as if its person had withdrawn it.

Found by dates alone, once a day. INVARIANT: the database ends none that was given anew meanwhile (`live.consent`).
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from jikim.accounts.reminders import PAGE
from jikim.app.dormancy import first_after
from jikim.db.driver import Steps
from jikim.errors import DeniedError
from jikim.store.sealed import Q
from jikim.verbs.consent import consent_over
from jikim.verbs.house import SYSTEM, By, House

_NOBODY = UUID(int=0)


def lapse(house: House) -> Steps[int]:
    """Ends what is over. Answers how many."""
    policy, done = house.policy, 0
    for name, purpose in policy.file.purposes.items():
        if purpose.good_for is None:
            continue
        before = house.now() - timedelta(days=max(0, purpose.good_for.approximate_days() - 3))
        after, more = _NOBODY, True
        while more:
            number = policy.purpose_consents[name]
            rows = yield Q["consent.over"](consent=number, before=before, after=after, limit=PAGE)
            for after, since in rows:
                if house.now() >= first_after(house, since, purpose.good_for):
                    # Whom another version serves, who has just left or gave it anew: theirs is not ended here.
                    with suppress(DeniedError):
                        yield from consent_over(By(house, SYSTEM), after, name, since)
                        done += 1
            more = len(rows) == PAGE
    return done
