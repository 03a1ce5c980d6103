"""The statute catalogue: what a policy may cite, and the outside bodies it may name, with the days they hold.

The rows are data (`kr.yaml`), read once when this module is imported; afterwards every function here is pure. A row
says whether its period was read in the statute's own text (`verified`). Facts, not advice.

>>> statute = get("kr.ecommerce.contract")
>>> str(statute.minimum), statute.in_force(date(2013, 2, 5))
('5y', True)
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from jikim.policy.model import RecordClass
from jikim.policy.period import Period

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Clock:
    """What starts a statute's period, in words, and the policy events that are that start."""

    text: Words
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statute:
    """One row. A row without `covers` and `deadline` is an act as a whole."""

    id: str
    label: Words
    act: Words
    article: str | None
    minimum: Period | None
    maximum: Period | None
    covers: frozenset[RecordClass]
    deadline: Period | None
    rights: tuple[str, ...]
    binds: Words | None
    clock: Clock | None
    verified: bool
    in_force_from: date
    in_force_until: date | None
    ended_by: Words | None
    source: str

    def in_force(self, at: date) -> bool:
        """Whether it is law on this day. `in_force_until` is the first day on which it is not."""
        return self.in_force_from <= at and (self.in_force_until is None or at < self.in_force_until)

    @property
    def period(self) -> Period | None:
        """The period it names, whether a minimum or a maximum."""
        return self.minimum or self.maximum

    @property
    def keeps(self) -> bool:
        """Whether the row asks that some class of record be kept; an act as a whole, or a deadline, does not."""
        return bool(self.covers)

    def name(self, language: str) -> str:
        """`Enforcement Decree of the E-Commerce Act §6①2`."""
        return f"{self.act[language]} {self.article}" if self.article else self.act[language]


@dataclass(frozen=True, slots=True)
class Body:
    """An outside body's number on the days from `since` (inclusive) to `until` (exclusive).

    `phone` is None where the catalogue knows that the number changed and not to what.
    """

    kind: str
    label: Words
    phone: str | None
    url: str | None
    since: date | None
    until: date | None
    verified: bool
    source: str

    def current(self, at: date) -> bool:
        """Whether these are the body's numbers on this day."""
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class WellKnown:
    """A safeguard that most policies name, the names it goes by, and the statute that asks for it."""

    name: str
    label: Words
    names: frozenset[str]
    statute: str


def get(id: str) -> Statute | None:
    """The row with this id, or None."""
    return _STATUTES.get(id)


def all() -> tuple[Statute, ...]:
    """Every row, in the catalogue's order: acts as a whole first."""
    return tuple(_STATUTES.values())


def covering(record: RecordClass, at: date) -> tuple[Statute, ...]:
    """The rows in force on a day that speak of this class of record."""
    return tuple(row for row in _STATUTES.values() if record in row.covers and row.in_force(at))


def answering(right: str) -> tuple[Statute, ...]:
    """The rows that say how soon a request under this right is answered."""
    return tuple(row for row in _STATUTES.values() if right in row.rights)


def rows_of(act: str) -> tuple[Statute, ...]:
    """The rows that stand under an act: `kr.ecommerce` has `kr.ecommerce.contract` and others."""
    return tuple(row for id, row in _STATUTES.items() if id.startswith(f"{act}.") and row.keeps)


def bodies(kind: str, at: date) -> Body | None:
    """The numbers of the body of this kind on a day; None if the catalogue does not know the kind."""
    return next((body for body in _BODIES.get(kind, ()) if body.current(at)), None)


def history(kind: str) -> tuple[Body, ...]:
    """All numbers that the catalogue knows of a kind of body, oldest first."""
    return _BODIES.get(kind, ())


def body_kinds() -> tuple[str, ...]:
    """The kinds of body that the catalogue knows."""
    return tuple(_BODIES)


def well_known() -> tuple[WellKnown, ...]:
    """The safeguards that most policies name."""
    return _SAFEGUARDS


def suggest(text: str) -> tuple[str, ...]:
    """Ids that the writer may have meant, nearest first, at most three: by the id's spelling, then by its names."""
    wanted = text.strip().lower()
    found = difflib.get_close_matches(wanted, list(_STATUTES), n=3, cutoff=0.6)
    for id, row in _STATUTES.items():
        names = (*row.label.values(), *row.act.values(), id)
        if len(wanted) >= 2 and any(wanted in name.lower() for name in names) and id not in found:
            found.append(id)
    if not found:
        # A right last part under a wrong act (`kr.network.visit-log`) still says what is meant.
        last = wanted.rsplit(".", 1)[-1]
        ends = {id: id.rsplit(".", 1)[-1] for id in _STATUTES}
        found = [id for id, end in ends.items() if difflib.SequenceMatcher(None, last, end).ratio() > 0.8]
    return tuple(found[:3])


def _period(row: Mapping[str, Any], key: str) -> Period | None:
    return Period.parse(row[key]) if key in row else None


def _statute(id: str, row: Mapping[str, Any]) -> Statute:
    clock = row.get("clock")
    return Statute(
        id=id,
        label=row["label"],
        act=row["act"],
        article=row.get("article"),
        minimum=_period(row, "minimum"),
        maximum=_period(row, "maximum"),
        covers=frozenset(RecordClass(name) for name in row.get("covers", ())),
        deadline=_period(row, "deadline"),
        rights=tuple(row.get("rights", ())),
        binds=row.get("binds"),
        clock=clock and Clock({"ko": clock["ko"], "en": clock["en"]}, tuple(clock["events"])),
        verified=row["verified"],
        in_force_from=row["in_force_from"],
        in_force_until=row.get("in_force_until"),
        ended_by=row.get("ended_by"),
        source=row["source"],
    )


def _bodies(kind: str, row: Mapping[str, Any]) -> tuple[Body, ...]:
    return tuple(
        Body(
            kind=kind,
            label=row["label"],
            phone=numbers.get("phone"),
            url=numbers.get("url"),
            since=numbers.get("from"),
            until=numbers.get("until"),
            verified=numbers["verified"],
            source=numbers["source"],
        )
        for numbers in row["numbers"]
    )


def _load() -> Mapping[str, Any]:
    text = files(__name__).joinpath("kr.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = YAML(typ="safe", pure=True).load(text)
    return loaded


_DATA = _load()
_STATUTES: Mapping[str, Statute] = {id: _statute(id, row) for id, row in _DATA["statutes"].items()}
_BODIES: Mapping[str, tuple[Body, ...]] = {kind: _bodies(kind, row) for kind, row in _DATA["bodies"].items()}
_SAFEGUARDS: tuple[WellKnown, ...] = tuple(
    WellKnown(name, row["label"], frozenset(row["names"]), row["statute"]) for name, row in _DATA["safeguards"].items()
)
