"""Twins: what an application's columns hold of a record, sealed beside it, while its kind moves (`moves/sealing.py`).

What this file guarantees: a value is sealed before it becomes a parameter; a record is cut over only by a twin that was made
of it at the version and under the key that stand; nothing is written without the `Allowed` that the policy gave for its row.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from msgspec import Raw

from jikim.crypto import SealContext, derived, keyed, open_items, seal
from jikim.db.driver import Steps
from jikim.keys.keyring import Keyring, person_name
from jikim.ledger.entry import Entry
from jikim.policy.decide import Allowed
from jikim.policy.outcome import Outcome
from jikim.store.directory import Ticket
from jikim.store.encoded import encode, raw_json
from jikim.store.holding import Claim, Ref
from jikim.store.index import Index
from jikim.store.sealed import Q

_LABEL = b"jikim columns v1"


class Mark(NamedTuple):
    """What the columns of a record that was cut over said then: by column, as a digest under its person's key of that
    generation. `going`: that they are being given back, or emptied."""

    subject: UUID
    record: UUID
    generation: int
    digest: Mapping[str, str]
    going: str | None

    def differing(self, key: bytes | None, columns: Mapping[str, Any]) -> frozenset[str]:
        """The columns that say something else now. Without the key, which has gone: all."""
        now = {} if key is None else digests(key, self.record, columns)
        return frozenset(column for column in columns if column not in now or now[column] != self.digest.get(column))


def digests(key: bytes, record: UUID, columns: Mapping[str, Any]) -> dict[str, str]:
    """What a row's columns say, each as a digest."""
    own = derived(key, _LABEL)
    said = {column: json.dumps(value, default=str, sort_keys=True) for column, value in columns.items()}
    return {column: keyed(own, f"{record}\0{column}\0{text}".encode())[:16].hex() for column, text in said.items()}


class Stood(NamedTuple):
    """A record as it is held. `open`: it may be written now; `version` and `generation`: the record's, and that of
    its person's key; `sealed`: whether it is sealed, and its columns hold it no more; `values`: its twin's or its own;
    `newer`: the items that were corrected in it since the cut, None where its columns are its own, or are empty; `mark`: what
    these said at the cut, and `key` the key of that."""

    open: bool
    version: int
    generation: int
    sealed: bool
    values: Mapping[int, bytes] | None
    newer: Sequence[int] | None = None
    mark: Mark | None = None
    key: bytes | None = None


class Looked(NamedTuple):
    """A record as `live.twin_look` answers it. `held`: its generation, 0 where its columns hold it; `twin` and `under`: the
    version and generation of its sealed values, where there are some."""

    n: int
    open_: bool
    version: int
    generation: int
    held: int
    twin: int
    under: int | None
    items: list[int]
    head: bytes
    body: list[bytes]
    newer: list[int] | None
    cut_under: int | None
    digest: dict[str, str] | None
    going: str | None


class Twin(NamedTuple):
    """A row that the policy allows, and what it holds: checked, and as it stands in its `columns`."""

    allowed: Allowed
    ref: Ref
    key: str
    stood: Stood
    values: Mapping[int, bytes]
    claims: tuple[Claim, ...]
    columns: Mapping[str, Any]


class Twins:
    """The twins of one kind, under an approved move."""

    def __init__(self, keyring: Keyring, move: UUID, kind: int) -> None:
        self._keyring, self._index, self._move, self._kind = keyring, Index(keyring), move, kind

    def look(self, refs: Sequence[Ref], entry: Entry) -> Steps[list[Stood | None]]:
        """How records are held, in their order; None for one that is not here, or no more. A twin whose key has gone is
        none."""
        rows = [{"n": n, "subject": ref.subject, "record": ref.record} for n, ref in enumerate(refs)]
        found = yield Q["twin.look"](move=self._move, kind=self._kind, rows=raw_json(encode(rows)), entry=entry)
        looked = [Looked._make(row) for row in found]
        names = {one.n: person_name(refs[one.n].subject, one.under) for one in looked if one.under is not None}
        cut = {one.n: person_name(refs[one.n].subject, one.cut_under) for one in looked if one.cut_under is not None}
        keys = yield from self._keyring.open_many("person", list(dict.fromkeys((*names.values(), *cut.values()))))
        stood: list[Stood | None] = [None] * len(refs)
        for one in looked:
            values = None
            if one.under is not None and (key := keys.get(names[one.n])) is not None:
                place = SealContext(refs[one.n].subject, refs[one.n].record, one.twin, one.under)
                values = open_items(key, place, one.head, zip(one.items, one.body, strict=True))
            mark = None
            if one.cut_under is not None:
                mark = Mark(*refs[one.n][:2], one.cut_under, one.digest or {}, one.going)
            key = keys.get(cut[one.n]) if mark is not None else None
            stood[one.n] = Stood(one.open_, one.version, one.generation, one.held > 0, values, one.newer, mark, key)
        return stood

    def put(self, twins: Sequence[Twin], entry: Entry) -> Steps[set[int]]:
        """Seals them beside their records. Answers the places of those that stand now."""
        names = [person_name(one.ref.subject, one.stood.generation) for one in twins]
        keys = dict(zip(names, (yield from self._keyring.ensure_many("person", names)), strict=True))
        given = []
        for n, (one, name) in enumerate(zip(twins, names, strict=True)):
            place = SealContext(one.ref.subject, one.ref.record, one.stood.version + 1, one.stood.generation)
            sealed = seal(keys[name], place, one.values)
            given.append(
                {**_place(n, one), "key": one.key, "version": place.version, "generation": place.generation,
                 "items": sealed.items, "head": sealed.head, "body": sealed.body}
            )  # fmt: skip
        rows = yield Q["twin.put"](move=self._move, kind=self._kind, rows=raw_json(encode(given)), entry=entry)
        return {n for (n,) in rows}

    def cut(self, twins: Sequence[Twin], entry: Entry) -> Steps[list[Outcome]]:
        """They are sealed from here on, each with its own outcome: TAKEN where somebody else holds a value that is one
        person's, CONFLICT where its twin is no more of it as it stands."""
        # Whoever was killed here comes again to the same records, and goes on at once.
        names = [person_name(one.ref.subject, one.stood.generation) for one in twins]
        keys = dict(zip(names, (yield from self._keyring.ensure_many("person", names)), strict=True))
        given, tickets = [], [Ticket(*one.ref[:2], waits=True, again=True) for one in twins]
        for n, one in enumerate(twins):
            claims = yield from self._index.claimed(one.claims, tickets[n], entry.at)
            digest = digests(keys[names[n]], one.ref.record, one.columns)
            given.append(
                {**_place(n, one), "version": one.stood.version + 1, "claims": Raw(claims.encode()), "digest": digest}
            )
        outcomes = yield from self._each("twin.cut", given, entry)
        for ticket, outcome in zip(tickets, outcomes, strict=True):
            yield from ticket.over(made=outcome is Outcome.ALLOWED)
        if Outcome.CONFLICT in outcomes:
            self._index.forget()
        return outcomes

    def seen(self, ref: Ref, stood: Stood, columns: Mapping[str, Any]) -> Steps[None]:
        """What these columns of a record that was cut over say now is in the sealed record, too."""
        if stood.mark is not None and stood.key is not None:
            given = [{"subject": ref.subject, "record": ref.record, "digest": digests(stood.key, ref.record, columns)}]
            yield Q["twin.seen"](move=self._move, kind=self._kind, rows=raw_json(encode(given)))

    def back(self, twins: Sequence[tuple[Ref, Stood]], entry: Entry) -> Steps[list[Outcome]]:
        """Their columns hold them again: they were given what was sealed at this version."""
        given = [
            {"n": n, "subject": ref.subject, "record": ref.record, "version": stood.version}
            for n, (ref, stood) in enumerate(twins)
        ]
        return (yield from self._each("twin.back", given, entry))

    def _each(self, name: str, given: list[dict[str, Any]], entry: Entry) -> Steps[list[Outcome]]:
        outcomes = [Outcome.CONFLICT] * len(given)
        rows = raw_json(encode(given))
        for n, outcome in (yield Q[name](move=self._move, kind=self._kind, rows=rows, entry=entry)):
            outcomes[n] = Outcome(outcome)
        return outcomes


def _place(n: int, one: Twin) -> dict[str, Any]:
    return {"n": n, "subject": one.ref.subject, "record": one.ref.record}
