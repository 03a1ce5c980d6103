"""The statute catalogue: what a policy may cite, what it is held to, and the outside bodies it may name, day by day.

The rows are data (the YAML files beside this one; `acts.yaml` says what a row is), read and validated once, when first
asked for; every function here is pure. A row says whether it was read in the statute's own text (`verified`), and since
when it is law, as far as that is known. Facts, not advice.

>>> statute = get("kr.ecommerce.contract")
>>> str(statute.minimum), statute.in_force(date(2013, 2, 5))
('5y', True)
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from datetime import date
from functools import cache

from jikim.policy.model import RecordClass
from jikim.policy.statutes.catalogue import Catalogue, load
from jikim.policy.statutes.row import Asked, Body, Clock, Statute, Sure, Threshold, WellKnown


@cache
def _catalogue() -> Catalogue:
    return load()


def get(id: str) -> Statute | None:
    """The row with this id, or None."""
    return _catalogue().statutes.get(id)


def all() -> tuple[Statute, ...]:
    """Every row, in the catalogue's order: acts as a whole first."""
    return tuple(_catalogue().statutes.values())


def covering(record: RecordClass, at: date) -> tuple[Statute, ...]:
    """The rows in force on a day that speak of this class of record."""
    return tuple(row for row in all() if record in row.covers and row.in_force(at))


def answering(right: str, under: Iterable[str] = ("kr",)) -> tuple[Statute, ...]:
    """The rows, of these acts or families of acts, that say how soon a request under this right is answered."""
    acts = tuple(under)
    return tuple(row for row in all() if right in row.rights and any(_of(row.id, act) for act in acts))


def asking(topic: str, under: Iterable[str], at: date) -> Statute | None:
    """The row in force on a day that stands behind a topic, of the first of these acts that has one; None where none
    does."""
    for act in under:
        for row in all():
            if topic in row.topics and _of(row.id, act) and row.in_force(at):
                return row
    return None


def topics() -> frozenset[str]:
    """The topics that rows stand behind."""
    return frozenset(topic for row in all() for topic in row.topics)


def sections() -> tuple[Statute, ...]:
    """The guideline's sections, in their order."""
    return tuple(row for row in all() if row.asked is not None)


def rows_of(act: str) -> tuple[Statute, ...]:
    """The rows that stand under an act and ask for keeping: `kr.ecommerce` has `kr.ecommerce.contract` and others."""
    return tuple(row for row in all() if row.id.startswith(f"{act}.") and row.keeps)


def bodies(kind: str, at: date) -> Body | None:
    """The numbers of the body of this kind on a day; None if the catalogue does not know the kind, or no number of it."""
    return next((body for body in history(kind) if body.current(at)), None)


def history(kind: str) -> tuple[Body, ...]:
    """All numbers that the catalogue knows of a kind of body, oldest first."""
    return _catalogue().bodies.get(kind, ())


def body_kinds() -> tuple[str, ...]:
    """The kinds of body that the catalogue knows."""
    return tuple(_catalogue().bodies)


def body_label(kind: str) -> dict[str, str]:
    """What a kind of body is called. Raises KeyError for a kind that the catalogue does not know."""
    return dict(_catalogue().labels[kind])


def well_known() -> tuple[WellKnown, ...]:
    """The safeguards that most policies name."""
    return _catalogue().safeguards


def in_eea(country: str) -> bool:
    """Whether a country is of the European Economic Area, between whose countries nothing is a transfer abroad."""
    return country in _catalogue().eea


def suggest(text: str) -> tuple[str, ...]:
    """Ids that the writer may have meant, nearest first, at most three: by the id's spelling, then by its names."""
    wanted = text.strip().lower()
    rows = _catalogue().statutes
    found = difflib.get_close_matches(wanted, list(rows), n=3, cutoff=0.6)
    for id, row in rows.items():
        names = (*row.label.values(), *row.act.values(), id)
        if len(wanted) >= 2 and any(wanted in name.lower() for name in names) and id not in found:
            found.append(id)
    if not found:
        # A right last part under a wrong act (`kr.network.visit-log`) still says what is meant.
        last = wanted.rsplit(".", 1)[-1]
        ends = {id: id.rsplit(".", 1)[-1] for id in rows}
        found = [id for id, end in ends.items() if difflib.SequenceMatcher(None, last, end).ratio() > 0.8]
    return tuple(found[:3])


def _of(id: str, act: str) -> bool:
    return id == act or id.startswith(f"{act}.")


__all__ = [
    "Asked",
    "Body",
    "Clock",
    "Statute",
    "Sure",
    "Threshold",
    "WellKnown",
    "all",
    "answering",
    "asking",
    "bodies",
    "body_kinds",
    "body_label",
    "covering",
    "get",
    "history",
    "in_eea",
    "rows_of",
    "sections",
    "suggest",
    "topics",
    "well_known",
]
