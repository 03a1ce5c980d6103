"""The law behind a part of the policy file: the articles that ask for what stands there, or why none does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from jikim.policy import statutes
from jikim.policy.finding import Path, Words
from jikim.policy.form import Spot, spot_at
from jikim.policy.meanings import law_behind
from jikim.policy.statutes import Statute


class PartLaw(NamedTuple):
    """The rows of the catalogue that stand behind a part, of the policy's own acts; `why`: why none does."""

    rows: tuple[Statute, ...]
    why: Words


def law_of(path: Path, under: Iterable[str], at: date) -> PartLaw:
    """The law in force on a day behind the part at a path, or the parts that it has several of. A right has that of its
    own request too."""
    spot, acts = spot_at(path), tuple(under)
    if spot is not None and spot.several:
        spot = Spot(spot.named[1] if spot.named else spot.listed)
    if spot is None or spot.part is None:
        return PartLaw((), {})
    topics = law_behind(spot.part.__name__)
    if not isinstance(topics, list):
        return PartLaw((), topics)
    found = [statutes.asking(topic, acts, at) for topic in topics]
    if path[:1] == ("rights",) and len(path) == 2:
        found += [row for row in statutes.answering(str(path[1]), acts) if row.in_force(at)]
    return PartLaw(tuple({row.id: row for row in found if row is not None}.values()), {})
