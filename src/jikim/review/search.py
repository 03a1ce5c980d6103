"""Searching the ledger: by person, handler, purpose, event and time. An officer's act, itself on the record (safety
notice §8)."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from jikim.db.driver import Steps
from jikim.ledger.export import newest_of
from jikim.ledger.searching import looked_through, span
from jikim.ledger.stored import EVERYWHERE
from jikim.policy.ask import Actor
from jikim.store.sealed import Q as STORE
from jikim.verbs.approve import only_officers
from jikim.verbs.house import House
from jikim.verbs.then import FIELDS, meant

PAGE = 50
NEWEST = 1_000  # so many entries of a person are opened for a page


class Wanted(NamedTuple):
    """What is looked for; empty: anything. `handler` is the short name, `purpose` a purpose as this version names it;
    `refused`: what was refused alone."""

    since: datetime
    until: datetime
    subject: UUID | None = None
    handler: str = ""
    purpose: str = ""
    event: str = ""
    refused: bool = False

    def fitting(self, purposes: Container[tuple[str, str]]) -> Callable[[Mapping[str, Any]], bool]:
        """Whether an entry is one of these. `purposes`: by what version and name an entry names the purpose."""
        since, until, subject = written(self.since), written(self.until), str(self.subject)

        def fits(body: Mapping[str, Any]) -> bool:
            return (
                since <= str(body["at"]) < until
                and (self.subject is None or body.get("subject") == subject)
                and (not self.handler or str(body.get("actor", "")).partition(":")[2] == self.handler)
                and (not self.purpose or (str(body.get("policy")), str(body.get("purpose"))) in purposes)
                and (not self.event or str(body["event"]).startswith(self.event))
                and (not self.refused or str(body["event"]).endswith(":denied"))
            )

        return fits


class Found(NamedTuple):
    """A page of entries, the newest first, and the position to go on below; None: there are no more. Of a person that is
    also where few of their newest fit: the others are not opened yet."""

    entries: list[dict[str, Any]]
    below: int | None


def search(house: House, wanted: Wanted, *, actor: Actor, below: int | None = None, most: int = PAGE) -> Steps[Found]:
    """Entries of the ledger that fit. Raises DeniedError, recorded, for anybody but an officer with a grant that
    stands."""
    event = "ledger:search"
    yield from only_officers(house, event, actor)
    policy = house.policy
    more = {
        name: value
        for name, value in (("by_handler", wanted.handler), ("by_purpose", wanted.purpose), ("by_event", wanted.event))
        if value
    }
    entry = yield from house.note(
        event, actor, "audit", since=wanted.since.isoformat(), until=wanted.until.isoformat(), **more
    )
    yield STORE["note"](entry=entry, subject=wanted.subject, record=None, items=None)
    fits = wanted.fitting((yield from meant(house, wanted.purpose, *FIELDS["purpose"])))
    low, high = yield from span(wanted.since, wanted.until)
    if wanted.subject is not None:
        # What waited long for its position may lie behind the checkpoint after it: only the next page ends the search.
        within = range(low, EVERYWHERE.stop if below is None else below)
        every, older = yield from newest_of(
            house.keyring, house.objects, policy.zone, wanted.subject, house.names(), NEWEST, within
        )
        fitting = [one for one in reversed(every) if fits(one)]
        placed = sorted((one for one in fitting if "position" in one), key=_place, reverse=True)
        waiting = [one for one in fitting if "position" not in one]
        return Found([*waiting, *placed[:most]], _place(placed[most - 1]) if len(placed) > most else older)
    high = high if below is None else min(high, below)
    found, stopped = yield from looked_through(house.keyring, house.objects, low, high, fits, most=most)
    return Found(found, stopped if stopped > low else None)


def _place(body: Mapping[str, Any]) -> int:
    return int(body["position"])


def written(moment: datetime) -> str:
    """A moment as entries write it, so that two compare as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
