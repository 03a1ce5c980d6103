"""Reminders: to look whether one's data is still right (8.1), and to change one's password (8.3), at the intervals of
the policy's duties.

Who is due is found by the dates of records and of their corrections; no value is read. Whoever sends the reminders
(`app/reminding.py`) marks each person first, so that of several processes one writes, and writes by a real `use` of the
address.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from jikim.accounts.credentials import secrets_of
from jikim.accounts.rate_limits import within
from jikim.accounts.sessions import Q
from jikim.db.driver import Steps
from jikim.policy.model import Duty, Language
from jikim.policy.period import Period, day_of, due
from jikim.store.holding import Ref
from jikim.store.rows import record_rows
from jikim.verbs.house import SYSTEM, House
from jikim.verbs.use import use

What = Literal["data", "password"]
# The duty behind each reminder, and the letter that is sent.
DUTIES: dict[What, str] = {"data": "current-data", "password": "credentials"}
LETTERS: dict[What, str] = {"data": "data-reminder", "password": "password-reminder"}
PAGE = 500
_FIRST = UUID(int=0)


class Reminder(NamedTuple):
    """Somebody who is to be reminded: of what, and by which record."""

    ref: Ref
    what: What
    before: datetime


def first_today(house: House) -> Steps[bool]:
    """Whether nobody has looked yet on this policy day: looking is for one process, once."""
    return (yield from within(house, "remind", house.today().isoformat(), 1, timedelta(days=2)))


def due_reminders(house: House, what: What, after: UUID = _FIRST) -> Steps[tuple[list[Reminder], UUID | None]]:
    """One page of those who are due, and where the next begins; None for no next one."""
    duty: Duty | None = house.policy.file.duties.get(DUTIES[what])
    secrets = secrets_of(house.policy)
    if duty is None or duty.every is None or not secrets:
        return [], None
    policy, now = house.policy, house.now()
    item = policy.number("item", next(iter(secrets.values())).item) if what == "password" else 0
    kinds = [policy.records[name].number for name in secrets]
    before = now - timedelta(days=int(duty.every.approximate_days()) - 3)
    rows = yield Q["remind.due"](what=what, kinds=kinds, item=item or 0, before=before, after=after, limit=PAGE)
    found, subject = [], after
    for subject, record, kind, since, reminded in rows:
        last = max(moment for moment in (since, reminded) if moment is not None)
        if _is_due(house, last, duty.every):
            found.append(Reminder(Ref(subject, record, policy.name("record", kind)), what, last))
    return found, subject if len(rows) == PAGE else None


def _is_due(house: House, last: datetime, every: Period) -> bool:
    return house.today() > due(day_of(last, house.policy.zone), every)


def mark(house: House, reminder: Reminder) -> Steps[bool]:
    """Notes that somebody is reminded now. False where another process was quicker, or they left."""
    [(done,)] = yield Q["remind.mark"](
        subject=reminder.ref.subject, what=reminder.what, before=reminder.before, at=house.now(), said=False
    )
    return bool(done)


def kept_current(house: House, subject: UUID) -> Steps[None]:
    """Somebody said by themselves that their data is right: the year begins anew."""
    now = house.now()
    yield Q["remind.mark"](subject=subject, what="data", before=now, at=now, said=True)


def language_of(house: House, subject: UUID) -> Steps[Language]:
    """The language that somebody chose for mails, read for the purpose that covers it; where they chose none, Korean, or
    English where the policy has no Korean."""
    policy = house.policy
    usual: Language = "ko" if "ko" in policy.file.service.languages else "en"
    name = next((name for name, rules in policy.records.items() if "language" in rules.record.items.contents), None)
    if name is None:
        return usual
    item = f"{name}.language"
    purpose = next((one for one in policy.records[name].record.for_ if item in policy.file.purposes[one].items), None)
    rows = yield from record_rows(subject, house.now())
    number = policy.records[name].number
    record = next((row.record for row in rows if row.kind == number and row.state == 1), None)
    if record is None or purpose is None:
        return usual
    values = yield from use(house.by(SYSTEM), Ref(subject, record, name), purpose=purpose, items=["language"])
    return "en" if values.get("language") == "en" else "ko"
