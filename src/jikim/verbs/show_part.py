"""show_part: one page of what is known of a person. As much work for who has 100,000 records as for who has ten, but for
what rests and what went, which are told whole, and for who used it, of which all entries are asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from math import ceil
from typing import Any, NamedTuple
from uuid import UUID

from jikim.answers import Card, Dossier, RestingCard
from jikim.db.driver import Steps
from jikim.policy.planned import Plan
from jikim.store.sealed import Q
from jikim.verbs.account import Account
from jikim.verbs.entries import held_back, told_of
from jikim.verbs.house import By, House
from jikim.verbs.show import dossier_of, looked, opened_live, resting_of


class Wanted(NamedTuple):
    """Which page of what a person has is asked for: `size` a page, numbered from 1; live records by their kinds in
    `order`, then what rests.

    `kinds`: of these alone; None: of all. `frozen`: what is frozen alone. `used`: what an entry that this accepts names.
    `rests`: which of the parts that rest. `newest`: so many entries about the person are told, the newest, `below` a position
    where one is given. `main`: kinds of which the first record is shown beside the page.
    """

    order: Sequence[int]
    kinds: Sequence[int] | None
    frozen: bool
    used: Callable[[Mapping[str, Any]], bool] | None
    rests: Callable[[RestingCard], bool]
    number: int
    size: int
    newest: int
    main: Sequence[int]
    below: int | None = None


class Counted(NamedTuple):
    """How many live records of a kind there are: all, the frozen, those that were listed, those that began and ended
    since a moment; and the first, of kinds for which that was asked."""

    kind: int
    records: int
    frozen: int
    listed: int
    begun: int
    ended: int
    first: UUID | None


class Part(NamedTuple):
    """One page of what is known of a person. The dossier has its cards, the first of the `main` kinds and those that were
    asked for beside it; all that rests; and the newest entries. `older`: the position below which there are more; None: there are none."""

    dossier: Dossier
    page: tuple[Card | RestingCard, ...]
    number: int
    total: int
    counts: tuple[Counted, ...]
    older: int | None


def show_part(by: By, subject: UUID, wanted: Wanted, beside: Collection[UUID] = ()) -> Steps[Part]:
    """The same, of what one page shows, and of the records `beside` it: as much work for who has 100,000 records as for
    who has ten. Nothing is said of leaving."""
    house = by.house
    answer, serving, person = yield from looked(by, subject)
    resting = yield from resting_of(by, subject)
    used = None
    if wanted.used is not None:
        # Who used what is asked of all entries there are.
        uses = yield from told_of(house, subject, (yield from held_back(house, subject)))
        used = [UUID(use["record"]) for use in uses if "record" in use and wanted.used(use)]
    archived = list({one.ref.record for one in resting})
    counts = yield from counted(house, subject, used, wanted.frozen, archived, main=wanted.main)
    live = sum(one.listed for one in counts if wanted.kinds is None or one.kind in wanted.kinds)
    places = {number: place for place, number in enumerate(wanted.order)}

    def place(kind: str) -> int:
        return places.get(house.policy.number("record", kind) or 0, len(places))

    apart = sorted(
        (one for one in resting if wanted.rests(one) and (used is None or one.ref.record in used)),
        key=lambda one: (place(one.ref.kind), one.collected),
    )
    total = live + len(apart)
    number = min(max(wanted.number, 1), max(ceil(total / wanted.size), 1))
    skip = (number - 1) * wanted.size
    rows = yield Q["page_of"](
        subject=subject, order=list(wanted.order), kinds=None if wanted.kinds is None else list(wanted.kinds), records=used,
        frozen=wanted.frozen, archived=archived, skip=skip, limit=wanted.size,
    )  # fmt: skip
    page = [record for (record,) in rows]
    only = {*page, *beside, *(one.first for one in counts if one.first is not None)}
    rows, cards = yield from opened_live(house, serving, answer, subject, person, sorted(only))
    found = {card.ref.record: card for card in cards}
    account = Account(subject, serving, person, tuple(rows), ())
    told = yield from dossier_of(house, account, cards, resting, Plan(house.now(), ()), wanted.newest, wanted.below)
    first = max(skip - live, 0)
    shown: tuple[Card | RestingCard, ...] = (
        *(found[one] for one in page if one in found),
        *apart[first : first + wanted.size - len(page)],
    )
    return Part(told.dossier, shown, number, total, tuple(counts), told.older)


def counted(
    house: House,
    subject: UUID,
    records: Sequence[UUID] | None = None,
    frozen: bool = False,
    archived: Sequence[UUID] = (),
    since: datetime | None = None,
    main: Sequence[int] = (),
) -> Steps[list[Counted]]:
    """How many live records a person has, by kind, but those that are
    among the `archived` already; of `Counted.listed` those among `records` (None: all), the frozen alone
    where that is asked; of `begun` and `ended` those after `since` (None: none); of `first` that of the `main` kinds."""
    rows = yield Q["counted_of"](
        subject=subject,
        records=records,
        frozen=frozen,
        archived=list(archived),
        since=since,
        now=house.now(),
        main=list(main),
    )
    return [Counted._make(row) for row in rows]
