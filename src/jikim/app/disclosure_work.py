"""The daily work around what is given away and what lies on paper.

- whoever was asked for a new consent is written to (3.7);
- processors that have only an address are told what to delete, and asked again until they answer (4.1-4.7);
- demands by authorities of which everything has left are closed (3.3), and the keys of releases whose purpose is over
  go (3.5);
- papers are reckoned anew, and one that is due becomes a task (6.2, 6.4).
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from jikim.accounts.rate_limits import within
from jikim.accounts.reminders import language_of
from jikim.cabinet.paper_register import HIGHEST, papers, stirred
from jikim.cabinet.paper_tasks import file_tasks, note_reckoned
from jikim.cabinet.papers import settle_ties
from jikim.cabinet.reckoning import reckon
from jikim.db.driver import Steps
from jikim.desk.requests import address_of
from jikim.disclosures import demand_register, demands, new_consents, pseudonyms
from jikim.errors import DeniedError
from jikim.jobs.clock_doubt import forgotten
from jikim.mail.letters import letter, site_of
from jikim.mail.queue import queue
from jikim.mail.sending import MailError, send_now
from jikim.policy.model import Language
from jikim.policy.render.consent import receiver
from jikim.policy.render.voice import Voice
from jikim.processors import deletion_letters
from jikim.processors.deletion_answers import recall_again
from jikim.verbs.house import House

if TYPE_CHECKING:
    from jikim.app.blocking import Jikim

PAGE = 200


def give(jk: Jikim) -> dict[str, int]:
    """Runs all of it. Answers how many of each."""
    run, house = jk.driver.run, jk.house
    run(recall_again(house))
    run(deletion_letters.end_again(house))
    return {
        "asked": run(write_to_asked(house)),
        "told": run(deletion_letters.gather(house)),
        "letters": send_letters(jk),
        "demands": run(demands.settle(house)),
        "releases": run(forgotten(house, pseudonyms.end_releases)),
        "forgotten": run(forgotten(house, demand_register.forget)),
        "papers": run(reckon_papers(house)),
    }


def write_to_asked(house: House) -> Steps[int]:
    """Queues the letters to people who were asked for a new consent, in each one's language. Who left no address finds
    the question on their page."""
    written = 0
    for one in (yield from new_consents.unmailed(house)):
        ref = yield from address_of(house, one.subject)
        if ref is not None:
            language: Language = "ko"
            with suppress(DeniedError):
                language = yield from language_of(house, one.subject)
            to, _, purpose = one.name.partition("/")
            recipient, voice = house.policy.file.recipients[to], Voice(house.policy.file, language)
            facts = {
                "to": receiver(voice, recipient),
                "purpose": voice.purpose(purpose),
                "items": voice.items(recipient.items),
                "why": one.why_ko if language == "ko" else one.why_en,
                "until": voice.date(one.until),
            }
            yield from queue(house, ref, "consent-asked", language, facts)
            written += 1
        yield from new_consents.mailed(house, one)
    return written


def send_letters(jk: Jikim) -> int:
    """Sends the letters and reminders to processors that are due. Where no mail server is named, they wait. Answers how
    many left."""
    house, sent = jk.house, 0
    if jk.settings.smtp is None:
        return 0
    papers_of = jk.driver.run(deletion_letters.by_letter(house))
    for one in jk.driver.run(deletion_letters.due(house)):
        contract = papers_of.get((one.space, one.to))
        if contract is None or not jk.driver.run(deletion_letters.take(house, one)):
            continue
        found = jk.driver.run(deletion_letters.addressed(house, one))
        name = Voice(house.policy.file, "ko").text(found.label) if found is not None else one.to
        written = letter(
            house.policy,
            house.today(),
            "ko",
            f"processor-{one.topic}",
            site=site_of(jk.settings, house.policy),
            name=name,
            count=str(one.lines),
            number=str(one.telling)[:8].upper(),
            link=f"/confirm-deletion/{one.token}",
        )
        try:
            send_now(jk.settings, contract.email, written)
        except MailError:
            # It is tried again with the next reminder; what is not answered in time is shown as overdue.
            continue
        jk.driver.run(deletion_letters.sent(house, one))
        sent += 1
    return sent


def reckon_papers(house: House) -> Steps[int]:
    """Reckons the days of papers that may have changed, and once a day of all; files a task for one that is due.
    Answers how many days changed."""
    changed, before = 0, HIGHEST
    yield from settle_ties(house)
    every = yield from within(house, "papers", house.today().isoformat(), 1, timedelta(days=2))
    while page := (yield from papers(house, before=before, limit=PAGE) if every else stirred(house, before, PAGE)):
        for one in page:
            now = yield from reckon(house, one.kind, one.received, one.ref, one.linked)
            changed += yield from note_reckoned(house, one, now)
            if every:
                yield from file_tasks(house, one, now)
        before = page[-1].number
    return changed
