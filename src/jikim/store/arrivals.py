"""Arrivals: records that an application held before, with the dates that they have there.

A value is sealed before it becomes a parameter, and a person's key is durable before it; each statement takes many rows,
each with its own outcome.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from msgspec import Raw

from jikim.crypto import SealContext, seal
from jikim.db.driver import Servers, Steps
from jikim.db.queries import load
from jikim.errors import ConflictError, JikimError
from jikim.keys.keyring import Keyring, person_name
from jikim.ledger.entry import Entry
from jikim.policy.decide import Allowed
from jikim.policy.outcome import Outcome
from jikim.store.bars import Bars
from jikim.store.claims import TRIES
from jikim.store.directory import Ticket, fell, taken_up
from jikim.store.encoded import encode, raw_json
from jikim.store.holding import New, flattened
from jikim.store.index import MOVED, Index

Q = load("jikim.store")

UNUSED = 100  # keys of refused newcomers that are kept for the next, at most


class Arrived(NamedTuple):
    """A person who came in by a source: their number, kind and key's generation; and the record that is known by it."""

    subject: UUID
    kind: int
    generation: int
    record: UUID


class Dates(NamedTuple):
    """What an application knew of a record's life: since when each consent of `New.consents` stands, and the moments of
    events by their number, as the database reads a number in JSON."""

    collected: datetime
    ended: datetime | None
    events: Mapping[str, datetime]
    consents: tuple[datetime, ...]


class ReadTo(NamedTuple):
    """How far a part of a source was read: so many rows, and the sealed number of the last."""

    rows: int = 0
    last: bytes | None = None


class Arrival(NamedTuple):
    """An import that runs: its approval, which run of it, and what the entries of a statement share."""

    move: UUID
    run: UUID | None
    at: datetime
    who: bytes
    grant: int


MoveIn = tuple[Allowed, New, Entry, Dates, int]  # the last: the generation of the person's key


class Arrivals:
    """What moves in, by the index and the keys that the holding writes with."""

    def __init__(self, keyring: Keyring, index: Index, bars: Bars, unused: list[UUID]) -> None:
        self._keyring, self._index, self._bars, self._unused = keyring, index, bars, unused

    def moved(self, keys: Sequence[str]) -> Steps[dict[str, Arrived]]:
        """Of rows of a source, by their keys there, those that are here already, each with its person."""
        for _ in range(TRIES):
            versions, tags = yield from self._index.asked_many(MOVED, keys)
            rows = yield Q["moved"](versions=list(versions), tags=list(tags))
            if all(outcome == Outcome.ALLOWED for outcome, *_ in rows):
                return {keys[n]: Arrived(*rest) for _, n, *rest in rows}
            self._index.forget()
        raise ConflictError.meanwhile()

    def begin(self, move: UUID) -> Steps[UUID | None]:
        """A run of an import begins. Where people lie on several servers one before it takes nothing any more, and what it
        was taking when it was cut off is taken, or free. Answers the run; None where they lie on one."""
        run = uuid4() if len((yield Servers()).servers) > 1 else None
        yield Q["move_run"](move=move, run=run)
        if run is not None:
            yield from taken_up(self._index.standing, move, run)
        return run

    def move_in(self, run: Arrival, rows: Sequence[MoveIn], policy: int) -> Steps[list[Outcome]]:
        """Stores records that an application held, one round trip and one commit on each server that their people lie
        on, each with its own outcome. CONFLICT is also what another attempt holds a value of, which was cut off, and
        each row of a run that is the import's last no more."""
        tickets: dict[int, Ticket] = {}
        try:
            return (yield from self._move_in(run, rows, policy, tickets))
        except JikimError:
            yield from fell(tickets.values())
            raise

    def _move_in(
        self, run: Arrival, rows: Sequence[MoveIn], policy: int, tickets: dict[int, Ticket]
    ) -> Steps[list[Outcome]]:
        fresh = [n for n, (_, new, *_) in enumerate(rows) if new.is_new]
        keys = dict(
            zip(
                fresh,
                (yield from self._keyring.ensure_many("person", [person_name(rows[n][1].subject, 1) for n in fresh])),
                strict=True,
            )
        )
        names = {
            new.subject: person_name(new.subject, generation) for _, new, _, _, generation in rows if not new.is_new
        }
        opened = yield from self._keyring.open_many("person", list(names.values()))
        outcomes, given, inside = [Outcome.CONFLICT] * len(rows), [], []
        for n, (allowed, new, entry, dates, generation) in enumerate(rows):
            key = keys[n] if new.is_new else opened.get(names[new.subject])
            if key is None:
                continue
            sealed = seal(key, SealContext(new.subject, new.record, 1, generation), new.values)
            bars = (yield from self._bars.asked(new.barring)) if new.barring else None
            tickets[n] = Ticket(new.subject, new.record, waits=True, move=run.move)
            claims = yield from self._index.claimed(new.claims, tickets[n], entry.at, bars)
            inside.append(entry.entry)
            given.append(
                {
                    "n": n,
                    "new": new.is_new,
                    "subject": new.subject,
                    "subject_kind": new.subject_kind,
                    "consents": list(new.consents),
                    "since": dates.consents,
                    "record": new.record,
                    "kind": allowed.ask.kind,
                    "needs": [*flattened(allowed.needs)],
                    "items": sealed.items,
                    "generation": generation,
                    "head": sealed.head,
                    "body": sealed.body,
                    "channel": new.channel,
                    "single": new.single,
                    "claims": Raw(claims.encode()),
                    "collected": dates.collected,
                    "ended": dates.ended,
                    "over_from": new.over_from,
                    "events": dates.events,
                    "entry": entry.entry,
                    "fact": entry.fact,
                }
            )
        answers = yield Q["move_in"](
            inside,
            move=run.move,
            run=run.run,
            rows=raw_json(encode(given)),
            policy=policy,
            at=run.at,
            who=run.who,
            grant=run.grant,
        )
        for n, outcome in answers:
            outcomes[n] = Outcome(outcome)
            if fresh and outcomes[n] is not Outcome.ALLOWED and rows[n][1].is_new and len(self._unused) < UNUSED:
                # As in `collect`: nothing was ever sealed under this key that stayed.
                self._unused.append(rows[n][1].subject)
        for n, ticket in tickets.items():
            yield from ticket.over(made=outcomes[n] is Outcome.ALLOWED)
        if Outcome.CONFLICT in outcomes:
            self._index.forget()
            # As in `collect`.
            if any(new.barring for _, new, *_ in rows):
                yield from self._bars.known()
        return outcomes
