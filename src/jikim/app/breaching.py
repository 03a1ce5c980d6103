"""Letters of a breach: to each person at an address of their own, by the queue; who has none is noted as not reached,
so that a posting is put up.

Works through a case in lots: killed anywhere, the next run goes on, and nobody is written to twice.
"""

from __future__ import annotations

from uuid import UUID

from jikim.app.desk_letters import day
from jikim.breach.cases import Case, Reached, case_of, cases, people_of, told
from jikim.breach.facts import FACTS, happened, remedies, title_of
from jikim.db.driver import Steps
from jikim.desk.requests import address_of
from jikim.errors import JikimError
from jikim.mail.queue import queue
from jikim.policy.ask import EVERY_PURPOSE, Actor
from jikim.policy.model import Language
from jikim.policy.period import day_of
from jikim.store.holding import Ref
from jikim.store.rows import person_row
from jikim.verbs.house import House

TELLER = Actor("system", "breach", EVERY_PURPOSE)
LOT = 200


def tell_breaches(house: House, most: int = 1_000) -> Steps[dict[str, int]]:
    """Writes to people of every case whose letters are to be written, at most so many. Answers how many were written to
    and how many not reached."""
    done = {"written": 0, "unreached": 0}
    for case in [one for one in (yield from cases(house)) if one.telling and not one.closed and one.untold]:
        while most > 0 and (people := (yield from people_of(house, case, most=min(LOT, most), untold=True))):
            # Looked at anew for each lot: what is corrected meanwhile goes into the letters that are still to be
            # written.
            case = yield from case_of(house, case.breach)
            for one in people:
                reached = yield from _tell(house, case, one)
                done["written" if reached else "unreached"] += 1
            most -= len(people)
    return done


def _tell(house: House, case: Case, one: Reached) -> Steps[bool]:
    language: Language = house.policy.file.service.languages[0]
    file = house.policy.file
    items = ", ".join(item.label(language) for item in one.items)
    facts = {name: case.what[name] for name in FACTS if case.what.get(name)}
    facts["happened"] = happened(case.what, language)
    facts["title"] = title_of(case.what, language)
    if told_of := remedies(file, language, house.today()):
        facts["remedies"] = told_of
    facts.setdefault("when", day(house, language, day_of(case.known, house.policy.zone)))
    facts["items"] = items or ("기록의 내용" if language == "ko" else "contents of a record")
    reached = False
    ref = yield from _address(house, one.subject)
    if ref is not None:
        try:
            yield from queue(house, ref, "breach-notice", language, facts)
            # To who is away it waits until they are back, and to who has left it goes only from a record that is still
            # open: the posting tells them.
            person = yield from person_row(one.subject)
            reached = person is not None and person.away is None and person.left_at is None
        except JikimError:
            # An address that may not be used (its record is frozen) reaches nobody.
            reached = False
    yield from told(house, case.breach, one.subject, "mail" if reached else "none", actor=TELLER)
    return reached


def _address(house: House, subject: UUID) -> Steps[Ref | None]:
    try:
        return (yield from address_of(house, subject))
    except JikimError:
        return None
