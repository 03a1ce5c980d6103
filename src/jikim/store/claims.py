"""Who holds a value: what is asked of the blind index, and a claim that belongs to no record.

Guarantees: a question that the index answered under versions that no longer stand is asked again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.db.steps import value_of
from jikim.errors import ConflictError
from jikim.policy.outcome import Outcome
from jikim.store.directory import Ticket
from jikim.store.holding import Claim
from jikim.store.index import Index

Q = load("jikim.store")

TRIES = 5
NO_RECORD = UUID(int=0)


class Claims:
    """Values that are claimed, by the index that the holding writes."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def claim(self, subject: UUID, claim: Claim, at: datetime) -> Steps[Outcome]:
        """Claims a value for a person, of no record: TAKEN where somebody has it, GONE where nobody is here."""
        for _ in range(TRIES):
            ticket = Ticket(subject, NO_RECORD)
            claims = yield from self._index.claimed((claim,), ticket, at)
            [(answered,)] = yield from ticket.asked(Q["claim.person"](subject=subject, claims=claims))
            outcome = Outcome(answered)
            yield from ticket.over(made=outcome is Outcome.ALLOWED)
            if outcome is not Outcome.CONFLICT:
                return outcome
            self._index.forget()
        return Outcome.CONFLICT

    def held(self, claim: Claim) -> Steps[bool]:
        """Whether a record claims a value, one that rests too. Raises ConflictError where the index changes faster than
        it is asked."""
        for _ in range(TRIES):
            versions, tags = yield from self._index.asked(claim.item, claim.key)
            [(outcome,)] = yield Q["claim.held"](versions=versions, tags=tags)
            if outcome != Outcome.CONFLICT:
                return bool(outcome)
            self._index.forget()
        raise ConflictError.meanwhile()

    def held_since(self, subject: UUID, kind: int, item: int, key: str, since: datetime) -> Steps[bool]:
        """Whether somebody has a record of a kind, taken since a moment, that claims a value."""
        _, tags = yield from self._index.asked(item, key)
        return bool((yield from value_of(Q["claim.since"](subject=subject, kind=kind, tags=tags, since=since))))

    def find(self, claim: Claim, kinds: Sequence[int], *, away: bool = False) -> Steps[list[tuple[UUID, int]]]:
        """People who are here (`away`: or away) and hold a value in a record of these kinds, with their own kinds.

        Raises ConflictError where the index changes faster than it is asked.
        """
        rows = yield from self._found("find", claim, kinds=list(kinds), away=away)
        return [(subject, kind) for subject, kind in rows]

    def find_rows(
        self, claim: Claim, kinds: Sequence[int], keys: Sequence[str]
    ) -> Steps[tuple[set[tuple[int, str]], set[tuple[int, str]]]]:
        """Rows of an application that hold a value and whose records are sealed, by kind and key; and which of `keys` are
        sealed, so that their columns hold them no more. Raises as `find` does."""
        rows = yield from self._found("attached.find", claim, kinds=list(kinds), keys=list(keys))
        found, stale = [{(kind, key) for kind, key, here in rows if here is wanted} for wanted in (True, False)]
        return found, stale

    def _found(self, name: str, claim: Claim, **given: object) -> Steps[list[tuple[Any, ...]]]:
        for _ in range(TRIES):
            versions, tags = yield from self._index.asked(claim.item, claim.key)
            rows = yield Q[name](versions=versions, tags=tags, **given)
            if all(outcome == Outcome.ALLOWED for outcome, *_ in rows):
                return [tuple(row) for _, *row in rows]
            self._index.forget()
        raise ConflictError.meanwhile()
