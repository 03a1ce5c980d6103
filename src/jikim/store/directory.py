"""What is unique across people, where they lie on several servers (decision 25): the house's list of exclusive claims.

house:   taken.take    the values are this record's, under a ticket, for an hour
person:  the verb      claims them, as on one server
house:   taken.over    they were claimed, or refused and are free again

Killed in between, the ticket's time runs out, and a job lists what stands where the person lies. A claim that goes is
written down there in its own commit (`live.freed`), and the same job takes it off the list. With one server nobody is
asked, and nothing stands here.

INVARIANT: a claim that stands on any server is listed: it is listed before it is made, and taken off after it went.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from jikim.db.driver import Servers, Steps
from jikim.db.queries import load
from jikim.db.steps import value_of
from jikim.policy.outcome import Outcome
from jikim.store.holding import Claim

Q = load("jikim.store")

LEASE = timedelta(hours=1)  # longer than any statement may take
PAGE = 500


class Ticket:
    """One attempt to claim values of a record. None are asked for: it is no ticket, and costs nothing."""

    def __init__(self, subject: UUID, record: UUID, *, waits: bool = False) -> None:
        """`waits`: what another attempt is at is no refusal, but a conflict, for who comes again."""
        self.subject, self.record, self._waits = subject, record, waits
        self.number: UUID | None = None

    def take(self, claims: Iterable[Claim], given: str, at: datetime) -> Steps[str]:
        """Asks the house for the exclusive ones. Answers claims as `live.stake` takes them: where another has one, they
        say so."""
        if not any(claim.exclusive for claim in claims) or len((yield Servers()).servers) == 1:
            return given
        number = self.number or uuid4()
        outcome = yield from value_of(
            Q["taken.take"](
                claims=given, whose=self.subject, record=self.record, ticket=number, lease=at + LEASE, waits=self._waits
            )
        )
        if outcome == Outcome.ALLOWED:
            self.number = number
            return given
        return f'{given[:-1]},"refused":{outcome}}}'

    def over(self, *, made: bool) -> Steps[None]:
        """The verb claimed them, or was refused."""
        if self.number is not None:
            yield Q["taken.over"](whose=self.subject, record=self.record, ticket=self.number, made=made)
            self.number = None


def settle(at: datetime) -> Steps[int]:
    """Lists what stands: of tickets whose time is over, and of claims that went. Answers of how many records.

    Not while the index goes to another version: its claims and the list go one after the other.
    """
    [(versions, _due)] = yield Q["index.state"]()
    if len((yield Servers()).servers) == 1 or len(versions) > 1:
        return 0
    done = 0
    for whose, record in (yield Q["taken.tickets_over"](at=at, limit=PAGE)):
        done += yield from _listed(whose, record, at)
    for subject, record, marks in (yield Q["freed.records"](limit=PAGE)):
        if (yield from _listed(subject, record, at)):
            yield Q["freed.known"](subject=subject, record=record, marks=marks)
            done += 1
    return done


def _listed(subject: UUID, record: UUID, at: datetime) -> Steps[bool]:
    """Lists a record as it stands. Answers whether all of it is so: not while somebody has a ticket."""
    listed = yield Q["taken.of"](whose=subject, record=record)
    standing = {bytes(tag) for (tag,) in (yield Q["claim.standing"](subject=subject, record=record))}
    rows = [(tag, ticket, bytes(tag) in standing) for tag, ticket, lease in listed if lease is None or lease < at]
    if not rows:
        return not listed
    tags, tickets, stand = (list(column) for column in zip(*rows, strict=True))
    settled = yield from value_of(Q["taken.settle"](tags=tags, tickets=tickets, standing=stand))
    return bool(settled == len(listed))
