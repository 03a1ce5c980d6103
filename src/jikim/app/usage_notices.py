"""The yearly letters of use and provision: batch by batch, each person once, in their language; a run that was cut off
goes on where it was."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

from jikim.accounts.reminders import language_of
from jikim.db.driver import Steps
from jikim.errors import DeniedError, JikimError
from jikim.mail.letters import source
from jikim.mail.purposes import purpose_of
from jikim.mail.queue import POST, queue
from jikim.policy.model import Language
from jikim.reports.usage import Run, go_on, mark, next_people, notice, runs
from jikim.store.holding import Ref
from jikim.store.rows import record_rows
from jikim.verbs.house import House

if TYPE_CHECKING:
    from jikim.app.blocking import Jikim

LETTER = "usage-notice"
BATCH = 200


def notice_usage(jk: Jikim, batches: int = 10) -> dict[str, int]:
    """Queues the next batches of a run that is under way. Answers how many letters, and how many people they were
    among."""
    done = {"letters": 0, "people": 0}
    for _ in range(batches):
        run = next((one for one in jk.do(runs) if one.state == "running"), None)
        if run is None:
            break
        people, letters = _batch(jk, run)
        done["people"] += people
        done["letters"] += letters
    return done


def _batch(jk: Jikim, run: Run) -> tuple[int, int]:
    house, letters = jk.house, 0
    people = jk.driver.run(next_people(house, run, BATCH))
    for one in people:
        if one.noticed:
            continue
        # What was queued is marked at once: a run that is killed in between writes to one person twice at most.
        if jk.driver.run(write_to(house, one.subject, run.year)):
            letters += 1
        jk.driver.run(mark(house, one.subject, run.year))
    over = len(people) < BATCH
    jk.driver.run(
        go_on(house, run, people[-1].subject if people else run.after, len(people), letters, over=over, actor=POST)
    )
    return len(people), letters


def write_to(house: House, subject: UUID, year: int) -> Steps[bool]:
    """Queues one person's letter to their address, where they left one that the notice may go to. Answers whether."""
    ref = yield from _addressed(house, subject)
    if ref is None:
        return False
    language: Language = "ko"
    with suppress(DeniedError):
        language = yield from language_of(house, subject)
    found = yield from notice(house, subject, year)
    facts = {"year": str(year)}
    if used := found.used_said(language):
        facts["used"] = used
    if went := found.went_said(language):
        facts["went"] = went
    try:
        yield from queue(house, ref, LETTER, language, facts)
    except JikimError:
        return False
    return True


def _addressed(house: House, subject: UUID) -> Steps[Ref | None]:
    """A live record of theirs whose address the letter may go to: what makes them a member before any other."""
    policy = house.policy
    found = []
    for row in (yield from record_rows(subject, house.now())):
        kind = policy.name("record", row.kind)
        if row.state == 1 and purpose_of(policy, kind, source(LETTER)) is not None:
            found.append((not policy.records[kind].single, row.collected, row.record, kind))
    if not found:
        return None
    *_, record, kind = min(found)
    return Ref(subject, record, kind)
