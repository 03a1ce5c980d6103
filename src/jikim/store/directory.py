"""What is unique across people, where they lie on several servers (decision 25): the house's list of exclusive claims.

house:   taken.take    the values are this record's, under a ticket, for an hour
person:  the verb      claims them, as on one server
house:   taken.over    they were claimed, or refused and are free again

A verb that fails in between looks what stands where the person lies, once nothing that it sent can run there any more.
Killed in between, or where that server is away, the ticket's time runs out, and a job looks; the next run of an import looks
at once, as it first shuts out those before it. A claim that goes is written down there in its own commit (`live.freed`) and
taken off the list at once (`free`), or by the same job. With one server nobody is asked, and nothing stands here.

INVARIANT: a claim that stands on any server is listed: it is listed before it is made, and taken off after it went. While
the index goes to another version, the list goes first: what stands is looked for under each version (`Index.standing`),
after the list was read, and what has gone on since is not taken off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from jikim.db.driver import Rows, Servers, Statement, Steps
from jikim.db.everywhere import through
from jikim.db.queries import load
from jikim.db.spread import HOUSE, Spread
from jikim.db.steps import value_of
from jikim.errors import JikimError, KeyGoneError, SealError, StoreError
from jikim.policy.outcome import Outcome
from jikim.store.holding import Claim

Q = load("jikim.store")

LEASE = timedelta(hours=1)  # longer than any statement may take
PAGE = 500
TURNS = 5  # in which the list goes to another version between two looks, at most

# The tags under which a record's exclusive claims stand.
Standing = Callable[[UUID, UUID], Steps[set[bytes]]]


class Ticket:
    """One attempt to claim values of a record. None are asked for: it is no ticket, and costs nothing."""

    def __init__(
        self, subject: UUID, record: UUID, *, waits: bool = False, again: bool = False, move: UUID | None = None
    ) -> None:
        """`waits`: what another attempt is at is no refusal, but a conflict, for who comes again. `again`: this may be the
        second attempt at a record that is known before, and goes on with the ticket of the first. `move`: the import that it
        is for, whose next run looks what came of it (`taken_up`)."""
        self.subject, self.record, self._waits, self._again, self._move = subject, record, waits, again, move
        self.number: UUID | None = None

    def take(self, claims: Iterable[Claim], given: str, at: datetime, standing: Standing) -> Steps[str]:
        """Asks the house for the exclusive ones. Answers claims as `live.stake` takes them: where another has one, they
        say so."""
        self._standing = standing
        if not any(claim.exclusive for claim in claims) or len((yield Servers()).servers) == 1:
            return given
        self.number = self.number or uuid4()
        asked = Q["taken.take"](
            claims=given,
            whose=self.subject,
            record=self.record,
            ticket=self.number,
            lease=at + LEASE,
            waits=self._waits,
            again=self._again,
            move=self._move,
        )
        [(outcome,)] = yield from self._answered(asked, lambda: HOUSE)
        if outcome == Outcome.ALLOWED:
            return given
        self.number = None
        return f'{given[:-1]},"refused":{outcome}}}'

    def asked(self, statement: Statement) -> Steps[Rows]:
        """The verb's statement, which claims them or refuses."""
        if self.number is None:
            rows: Rows = yield statement
            return rows
        servers: Spread = yield Servers()
        return (yield from self._answered(statement, lambda: servers.of(self.subject)))

    def _answered(self, statement: Statement, server: Callable[[], str]) -> Steps[Rows]:
        """What fails may have been done all the same: once nothing of before runs on its server, the claims that stand say
        so. What is not seen in time the lease ends."""
        try:
            rows: Rows = yield statement
        except JikimError:
            # INVARIANT: where its person lies now, as they may have moved while it was asked. Nobody leaves a server before
            # what runs there is through.
            yield from self._fell(server())
            raise
        return rows

    def _fell(self, server: str) -> Steps[None]:
        # INVARIANT: another attempt at the same record may claim them yet, so that none of several lets go of them.
        if self._again:
            return
        with suppress(StoreError):
            if (yield from through(server)):
                yield from self.looked()

    def looked(self) -> Steps[None]:
        """Lists what stands of it, where nothing that was sent for it can run any more."""
        rows = yield Q["taken.of"](whose=self.subject, record=self.record)
        own = [(tag, ticket) for tag, ticket, _ in rows if ticket == self.number]
        yield from _settled(self._standing, self.subject, self.record, own)
        self.number = None

    def over(self, *, made: bool) -> Steps[None]:
        """The verb claimed them, or was refused."""
        if self.number is not None and (made or not self._again):
            yield Q["taken.over"](whose=self.subject, record=self.record, ticket=self.number, made=made)
        self.number = None


def fell(tickets: Iterable[Ticket]) -> Steps[None]:
    """A statement of many failed: what stands where each lies is looked at, as `Ticket.asked` does for one."""
    servers, there = (yield Servers()), dict[str, list[Ticket]]()
    for one in tickets:
        if one.number is not None:
            there.setdefault(servers.of(one.subject), []).append(one)
    for server, asked in there.items():
        with suppress(StoreError):
            if (yield from through(server)):
                for one in asked:
                    yield from one.looked()


def taken_up(standing: Standing, move: UUID, run: UUID) -> Steps[None]:
    """Lists what stands of what an import's earlier runs were taking. INVARIANT: none of them can take it any more
    (`move_run`)."""
    for whose, record in (yield Q["taken.tickets_of"](move=move, run=run, limit=PAGE)):
        listed = yield Q["taken.of"](whose=whose, record=record)
        yield from _settled(standing, whose, record, [(tag, ticket) for tag, ticket, _ in listed])


def settle(standing: Standing, at: datetime) -> Steps[int]:
    """Lists what stands: of tickets whose time is over, and of claims that went. Answers of how many records."""
    if len((yield Servers()).servers) == 1:
        return 0
    done = yield from _each(
        lambda: Q["taken.tickets_over"](at=at, limit=PAGE), lambda whose, record: _listed(standing, whose, record, at)
    )
    return done + (
        yield from _each(
            lambda: Q["freed.records"](limit=PAGE),
            lambda whose, record, marks: _freed(standing, whose, record, marks, at),
        )
    )


def _each(page: Callable[[], Statement], settled: Callable[..., Steps[bool]]) -> Steps[int]:
    """Page by page, as long as one gets shorter: whose ticket somebody has stays for the next run. Answers how many are settled."""
    done, before = 0, -1
    while before < done:
        before = done
        for row in (yield page()):
            done += yield from settled(*row)
    return done


def free(standing: Standing, subject: UUID, at: datetime) -> Steps[None]:
    """Takes off the list what somebody claims no more: others have it at once; by the sweep, where a server is away meanwhile."""
    if len((yield Servers()).servers) == 1:
        return
    # What they did stands, and its answer does not hang on a server that has nothing of theirs.
    with suppress(StoreError):
        for record, marks in (yield Q["freed.of"](subject=subject)):
            for _ in range(TURNS):
                if (yield from _freed(standing, subject, record, marks, at)):
                    break


def _freed(standing: Standing, subject: UUID, record: UUID, marks: Sequence[int], at: datetime) -> Steps[bool]:
    done = yield from _listed(standing, subject, record, at)
    if done:
        yield Q["freed.known"](subject=subject, record=record, marks=marks)
    return done


def _listed(standing: Standing, subject: UUID, record: UUID, at: datetime) -> Steps[bool]:
    """Lists a record as it stands. Answers whether all of it is so: not while somebody has a ticket."""
    listed = yield Q["taken.of"](whose=subject, record=record)
    over = [(tag, ticket) for tag, ticket, lease in listed if lease is None or lease < at]
    return bool((yield from _settled(standing, subject, record, over)) == len(listed))


def _settled(standing: Standing, subject: UUID, record: UUID, listed: Sequence[tuple[bytes, UUID]]) -> Steps[int]:
    """Lists what stands of these, and takes off the list what does not. Answers of how many that is so now."""
    if not listed:
        return 0
    try:
        stand = yield from standing(subject, record)
    except (KeyGoneError, SealError):
        # Its version has ended meanwhile, or it is damaged: nobody knows now.
        return 0
    settled: int = yield from value_of(
        Q["taken.settle"](
            tags=[tag for tag, _ in listed],
            tickets=[ticket for _, ticket in listed],
            standing=[bytes(tag) in stand for tag, _ in listed],
        )
    )
    return settled
