"""Mails: sends what waits in the mail queue.

A mail whose server is not reached, or says "later", is tried again after a growing pause, and given up after the last.
One that is refused for good is given up at once; where the server knows no such address, the record's address is in
doubt. What may not be read is not sent, and nothing to a canary, who is nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from jikim.clock import machine_seconds
from jikim.db.driver import Driver
from jikim.errors import DeniedError
from jikim.mail import campaigns, queue
from jikim.mail.letters import Letter, site_of
from jikim.mail.sending import MailError, send_now
from jikim.settings import Settings
from jikim.verbs.house import House
from jikim.verbs.planted import planted

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=1),
    timedelta(days=1),
)
FROZEN = timedelta(hours=6)
HOLDS_SECONDS = 30.0

Send = Callable[[Settings, str, Letter], None]


class Mailed(NamedTuple):
    """What one run did, by number of mails. `dropped` may not leave any more, `later` waits for a correction, its
    person or the morning."""

    sent: int = 0
    failed: int = 0
    dropped: int = 0
    later: int = 0
    given_up: int = 0
    waiting: int = 0
    dead: int = 0


def mails(driver: Driver, house: House, settings: Settings, send: Send = send_now, limit: int = 200) -> Mailed:
    """Sends every mail whose time has come. Safe in any number of processes: each mail is taken by one."""
    driver.run(campaigns.fan_out(house))
    done = Mailed()
    nobody = set(driver.run(planted(house)))
    for row in driver.run(queue.due(house, limit)) if settings.smtp is not None else ():
        pause = PAUSES[min(row.tries, len(PAUSES) - 1)]
        if not driver.run(queue.take(house, row, pause)):
            continue
        if row.subject in nobody:
            driver.run(queue.drop(house, row))
            done = done._replace(dropped=done.dropped + 1)
            continue
        name, reached = _one(driver, house, settings, send, row)
        done = done._replace(**{name: getattr(done, name) + 1})
        if not reached:
            break  # The others would wait for the same server.
    waiting, dead = driver.run(queue.counts(house))
    return done._replace(waiting=waiting, dead=dead)


def _one(driver: Driver, house: House, settings: Settings, send: Send, row: queue.Waiting) -> tuple[str, bool]:
    """One mail that was taken: what became of it, and whether the server was reached."""
    if (until := queue.night_until(house, row)) is not None:
        driver.run(queue.later(house, row, until))
        return "later", True
    asked = machine_seconds()
    try:
        found = driver.run(queue.address(house, row, site_of(settings, house.policy)))
    except DeniedError as error:
        if error.why == "frozen":
            driver.run(queue.later(house, row, house.now() + FROZEN))
            return "later", True
        if error.why == "left" and driver.run(queue.waits(house, row)):
            return "later", True
        driver.run(queue.drop(house, row))
        return "dropped", True
    except queue.OVER:
        driver.run(queue.drop(house, row))
        return "dropped", True
    if found is None:
        driver.run(queue.drop(house, row))
        return "dropped", True
    if machine_seconds() - asked > HOLDS_SECONDS:
        return "failed", True  # This process stood still since: the next try asks again.
    try:
        send(settings, found.to, found.letter)
    except MailError as error:
        if error.permanent or row.tries + 1 > len(PAUSES):
            why = "refused" if error.permanent else "not reached"
            driver.run(queue.die(house, row, why, found.version if error.doubtful else 0))
            return "given_up", True
        return "failed", error.reached
    driver.run(queue.sent(house, row))
    return "sent", True
