"""Every two years whoever agreed to advertising is told that they did, on which day, and how to keep or withdraw it.

Network Act §50⑧ and its decree §62-3: before the day on which it becomes two years; who does not answer keeps the
consent. One that is good for a time (`purposes.*.good_for`) is told before it ends: who does not agree again has none
(`lapsing`). Found by dates alone. Each is marked first, so that of several processes one writes; the mail is in the ledger
once it has left.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from uuid import UUID

from jikim.accounts.reminders import PAGE, language_of
from jikim.accounts.sessions import Q
from jikim.db.driver import Steps
from jikim.errors import DeniedError
from jikim.mail.campaigns import purposes, refusal
from jikim.mail.queue import queue
from jikim.policy import statutes
from jikim.policy.model import Language
from jikim.policy.period import Period, day_of, due, due_from
from jikim.policy.render.voice import Voice
from jikim.store.holding import Ref
from jikim.verbs.house import House

LETTER = "consent-stands"
LEAD = timedelta(days=30)  # so that a mail that waits still comes in time
_NOBODY = UUID(int=0)


def reconfirm(house: House) -> Steps[int]:
    """Queues what is due by the policy's country, and by its own word. Answers how many were written to."""
    korean = house.policy.file.service.country == "KR"
    law = statutes.asking("marketing-reconfirm", ("kr",), house.today()) if korean else None
    written = 0
    for purpose, consent, kinds in _asked(house):
        lasts = house.policy.file.purposes[purpose].good_for
        known = [period for period in (lasts, law.every if law else None) if period is not None]
        every = min(known, key=Period.approximate_days, default=None)
        # What is good for no longer than the letter comes before its end is told where it is asked for, and not again.
        if every is None or every.approximate_days() <= LEAD.days:
            continue
        after, more = _NOBODY, True
        while more:
            what = f"consent {consent}"
            before = house.now() - timedelta(days=every.approximate_days()) + LEAD + timedelta(days=3)
            rows = yield Q["reconfirm.due"](
                what=what, consent=consent, kinds=list(kinds), before=before, after=after, limit=PAGE
            )
            for after, record, kind, since, told in rows:
                last = max(moment for moment in (since, told) if moment is not None)
                if house.today() > due(day_of(last, house.policy.zone), every) - LEAD:
                    [(marked,)] = yield Q["remind.mark"](
                        subject=after, what=what, before=last, at=house.now(), said=False
                    )
                    if marked:
                        until = due_from(since, house.policy.zone, lasts) if lasts else None
                        until = until if until is not None and until - LEAD < house.today() else None
                        day = day_of(since, house.policy.zone)
                        yield from _write(house, Ref(after, record, kinds[kind]), purpose, day, until)
                        written += 1
            more = len(rows) == PAGE
    return written


def _asked(house: House) -> Iterator[tuple[str, int, dict[int, str]]]:
    """What is advertised for under the law's consent: each purpose, its consent, and the accounts that hold an address."""
    policy = house.policy
    for purpose, kinds in purposes(policy).items():
        accounts = {number: name for number, name in kinds.items() if policy.records[name].single}
        if accounts:
            yield purpose, policy.purpose_consents[purpose], accounts


def _write(house: House, ref: Ref, purpose: str, day: date, until: date | None) -> Steps[None]:
    language: Language = "ko"
    # Where the settings are frozen or gone, the letter is written in Korean.
    with suppress(DeniedError):
        language = yield from language_of(house, ref.subject)
    voice = Voice(house.policy.file, language)
    refuse = yield from refusal(house, ref.subject, purpose)
    facts = {"purpose": voice.purpose(purpose), "when": voice.date(day), "refuse": refuse}
    if until is not None:
        facts["until"] = voice.date(until)
    yield from queue(house, ref, LETTER, language, facts)
