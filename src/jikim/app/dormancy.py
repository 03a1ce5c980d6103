"""Accounts that nobody uses: their person is told in time, and then they are set apart or end, as the policy says.

Found by dates alone, once a day. INVARIANT: the database lets nobody go whom somebody saw since, or who was not told in
time (`live.dormant`); a letter that is late makes it later.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

from jikim.accounts.reminders import PAGE, language_of
from jikim.accounts.sessions import Q
from jikim.db.driver import Steps
from jikim.errors import DeniedError
from jikim.mail.purposes import email_of
from jikim.mail.queue import queue
from jikim.policy.model import Dormancy, Language
from jikim.policy.outcome import Outcome
from jikim.policy.period import Period, day_of, due_from, start_of
from jikim.policy.render.voice import Voice
from jikim.store.holding import Ref
from jikim.store.sealed import Q as STORE
from jikim.verbs.house import SYSTEM, House

WHAT = "dormancy"
LETTERS = {"apart": "account-unused", "leaves": "account-ends"}
NEVER = datetime.max.replace(tzinfo=UTC)
_NOBODY = UUID(int=0)


def rest_unused(house: House) -> Steps[int]:
    """Tells who is due to be told, and sets apart (or lets leave) who was told and still was not seen. Answers how many."""
    dormancy = house.policy.file.dormancy
    if dormancy is None:
        return 0
    policy, done, after, more = house.policy, 0, _NOBODY, True
    finishing = [rules.number for rules in policy.records.values() if rules.finishes]
    kinds = {rules.number: name for name, rules in policy.records.items() if rules.single and email_of(policy, name)}
    since = yield from _since(house)
    early = dormancy.after.approximate_days() - dormancy.told.approximate_days() - 3
    while more:
        rows = yield STORE["unused"](
            kinds=[policy.people[who] for who in dormancy.of if who in policy.people],
            accounts=list(kinds),
            before=house.now() - timedelta(days=max(0, early)),
            after=after,
            limit=PAGE,
        )
        for after, record, kind, last, told in rows:
            over = first_after(house, max(last, since), dormancy.after)
            if told is None:
                if house.now() >= over - _lead(dormancy.told):
                    done += yield from _tell(house, Ref(after, record, kinds[kind]), dormancy, over)
            elif house.now() >= max(over, first_after(house, told, dormancy.told)):
                done += yield from _rest(house, after, dormancy, last, told, finishing)
        more = len(rows) == PAGE
    entry = yield from house.entry("house:apart", policy, SYSTEM, None, dormancy.clause or "dormancy")
    [(again,)] = yield STORE["apart_again"](finishing=finishing, entry=entry)
    return done + int(again)


def _since(house: House) -> Steps[datetime]:
    """From when on use is written down: no time before a version that first has dormancy counts as unused."""
    since = datetime.min.replace(tzinfo=UTC)
    for began, number in reversed(house.versions.began()):
        if (yield from house.versions.serving(number)).file.dormancy is None:
            return since
        since = began
    return datetime.min.replace(tzinfo=UTC)


def first_after(house: House, start: datetime, period: Period) -> datetime:
    """The first moment at which a period that ran from a moment is over."""
    return start_of(due_from(start, house.policy.zone, period) + timedelta(days=1), house.policy.zone)


def _lead(told: Period) -> timedelta:
    """How long before its day somebody is told: never shorter than the policy says, and a day for the mail."""
    return timedelta(days=int(told.approximate_days()) + 3)


def _tell(house: House, ref: Ref, dormancy: Dormancy, over: datetime) -> Steps[int]:
    now = house.now()
    language: Language = house.policy.file.service.languages[0]
    # Where the settings are frozen or gone, the letter is written in the policy's first language.
    with suppress(DeniedError):
        language = yield from language_of(house, ref.subject)
    when = max(over, first_after(house, now, dormancy.told))
    said = Voice(house.policy.file, language).date(day_of(when, house.policy.zone))
    # First the letter: a kill between the two writes to them twice, and lets nobody rest untold.
    yield from queue(house, ref, LETTERS[dormancy.then], language, {"when": said})
    [(marked,)] = yield Q["remind.mark"](subject=ref.subject, what=WHAT, before=now, at=now, said=False)
    return int(marked)


def _rest(
    house: House, subject: UUID, dormancy: Dormancy, last: datetime, told: datetime, finishing: Sequence[int]
) -> Steps[int]:
    until = None
    if dormancy.then == "apart":
        until = NEVER if dormancy.for_ is None else first_after(house, house.now(), dormancy.for_)
    event = "subject:leave" if until is None else "subject:dormant"
    entry = yield from house.entry(event, house.policy, SYSTEM, None, dormancy.clause or "dormancy")
    [(outcome,)] = yield STORE["dormant"](
        subject=subject, until=until, unused=last, told=told, finishing=list(finishing), entry=entry
    )
    return int(Outcome(outcome) is Outcome.ALLOWED)
