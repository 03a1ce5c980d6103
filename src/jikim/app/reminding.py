"""Reminding: whoever is due by the policy's duties (8.1, 8.3), or agreed to advertising two years ago (2.3), is written
to, once; an account that nobody uses rests; and what is over of sessions and links goes."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

from jikim.accounts.reminders import DUTIES, LETTERS, due_reminders, first_today, language_of, mark
from jikim.accounts.sessions import clean
from jikim.app.dormancy import rest_unused
from jikim.app.lapsing import lapse
from jikim.app.reconfirming import reconfirm
from jikim.errors import DeniedError
from jikim.mail.queue import queue
from jikim.policy.model import Language

if TYPE_CHECKING:
    from jikim.app.blocking import Jikim


def remind(jk: Jikim) -> dict[str, int]:
    """Queues the reminders of this day, in each person's language. Answers how many of each, and how many rows were
    over."""
    run, house = jk.driver.run, jk.house
    done: dict[str, int] = dict.fromkeys((*DUTIES, "reconfirmed"), 0)
    done["over"] = run(clean(house))
    if not run(first_today(house)):
        return done
    for what in DUTIES:
        after: UUID | None = UUID(int=0)
        while after is not None:
            found, after = run(due_reminders(house, what, after))
            for one in found:
                if run(mark(house, one)):
                    language: Language = "ko"
                    # Where the settings are frozen or gone, the letter is written in Korean.
                    with suppress(DeniedError):
                        language = run(language_of(house, one.ref.subject))
                    run(queue(house, one.ref, LETTERS[what], language))
                    done[what] += 1
    done["reconfirmed"] = run(reconfirm(house))
    if any(one.good_for for one in house.policy.file.purposes.values()):
        done["lapsed"] = run(lapse(house))
    if house.policy.file.dormancy is not None:
        done["dormant"] = run(rest_unused(house))
    return done
