"""Records of many people at once, a part to each server that they lie on (decision 25): each part is one statement and one
commit, and where one server does not answer, the others' parts stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from jikim.crypto import Sealed
from jikim.db.driver import Row, Servers, Steps
from jikim.db.queries import load
from jikim.db.spread import Spread
from jikim.errors import ElsewhereError, StoreError
from jikim.ledger.entry import Entry
from jikim.ledger.numbers import EntryId
from jikim.policy.compiled import Needs
from jikim.policy.decide import Allowed
from jikim.store.encoded import array_text, bytes_text, encode, raw_json
from jikim.store.holding import New, flattened

Q = load("jikim.store")
T = TypeVar("T")


def by_server(
    people: Sequence[UUID], ask: Callable[[str, list[int]], Steps[Sequence[T]]]
) -> Steps[list[T | StoreError]]:
    """What each server answers of those who lie on it (`ask`: their places in the list); or why it does not, where another
    does. Who has moved meanwhile is asked of where they are."""
    spread: Spread = yield Servers()
    answers: dict[int, T | StoreError] = {}
    left, failed = list(range(len(people))), list[StoreError]()
    while left:
        (server, there), *others = spread.groups([people[n] for n in left]).items()
        places = [left[n] for n in there]
        left = [left[n] for _server, group in others for n in group]
        try:
            found: Sequence[T | StoreError] = yield from ask(server, places)
        except StoreError as error:
            if isinstance(error, ElsewhereError) and spread.groups([people[n] for n in places]).keys() != {server}:
                left += places
                continue
            failed.append(error)
            found = [error] * len(places)
        answers.update(zip(places, found, strict=True))
    if failed and all(isinstance(one, StoreError) for one in answers.values()):
        raise failed[0]
    return [answers[n] for n in range(len(people))]


class _Alike(NamedTuple):
    """What many records say alike: it is sent once, by a number."""

    needs: Needs
    kind: int
    subject_kind: int
    items: tuple[int, ...]
    channel: int
    source: int
    party: int
    over_from: datetime | None
    fact: str


class Records:
    """Sealed records on their way to `live.collect_many`."""

    def __init__(self, policy: int, at: datetime, who: bytes, grant: int) -> None:
        self._shared: dict[str, Any] = {"policy": policy, "at": at, "who": who, "grant": grant}
        self._alike: dict[_Alike, int] = {}
        self._entries: list[EntryId] = []
        self._given: list[tuple[str, ...]] = []
        self.people: list[UUID] = []

    def add(self, allowed: Allowed, new: New, entry: Entry, sealed: Sealed, generation: int) -> None:
        alike = _Alike(
            allowed.needs,
            allowed.ask.kind,
            new.subject_kind,
            sealed.items,
            new.channel,
            new.source,
            new.party,
            new.over_from,
            entry.fact,
        )
        number = self._alike.setdefault(alike, len(self._alike))
        body = array_text(map(bytes_text, sealed.body))
        places = str(number), new.subject.hex, new.record.hex, str(generation), bytes_text(sealed.head), body
        self.people.append(new.subject)
        self._entries.append(entry.entry)
        self._given.append((*places, entry.entry.hex))

    def on(self, server: str, places: Sequence[int]) -> Steps[list[Row]]:
        """Stores those in these places, in one commit. Answers an outcome for each."""
        sort, subjects, records, generations, heads, bodies, entries = zip(
            *(self._given[n] for n in places), strict=True
        )
        sorts = [
            {"number": number, **one._asdict(), "needs": [*flattened(one.needs)]} for one, number in self._alike.items()
        ]
        asked = Q["collect_many"](
            [self._entries[n] for n in places],
            sorts=raw_json(encode(sorts)),
            sort=array_text(sort),
            subjects=array_text(subjects),
            records=array_text(records),
            generations=array_text(generations),
            heads=array_text(heads),
            bodies="|".join(bodies),
            entries=array_text(entries),
            **self._shared,
        )
        answers: list[Row] = yield asked.on(server, [self.people[n] for n in places])
        return answers
