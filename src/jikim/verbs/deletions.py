"""deletions: what each receiver has answered to being told to delete (clauses 4.1–4.6). Numbers only, no name.

A receiver is *asked* until it answers; then it has *deleted*, or it has *kept* what a duty of its own makes it keep. An
answer that does not say so, signed, is *unclear*. One that has not answered clearly in time is *overdue*; the outbox
goes on asking both.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from jikim.answers import Deletion as Deletion
from jikim.answers import DeletionStanding as DeletionStanding
from jikim.db.driver import Steps
from jikim.policy.period import Period, due
from jikim.store.sealed import Q
from jikim.verbs.house import House

# How long "without delay" may take: the five days that the Korean standard guideline on personal data recommends (표준
# 개인정보 보호지침 §10).
PROMPT = Period(5, "d")


def standing_of(state: str, asked: date, today: date) -> DeletionStanding:
    """A deletion's standing on a day, from its message's state."""
    if state == "done":
        return "deleted"
    if state == "kept":
        return "kept"
    if today > due(asked, PROMPT):
        return "overdue"
    return "unclear" if state == "unclear" else "asked"


def deletions(house: House) -> Steps[list[Deletion]]:
    """Every receiver that was told to delete, with what it answered."""
    policy, today = house.policy, house.today()
    rows = yield Q["deletions"](zone=policy.file.service.time_zone)
    found: Counter[tuple[str, date, DeletionStanding]] = Counter()
    for space, target, asked, state, messages in rows:
        found[policy.name(space, target), asked, standing_of(state, asked, today)] += messages
    return [Deletion(to, since, standing, messages) for (to, since, standing), messages in sorted(found.items())]
