"""modes: whether the policy observes an application's own statements on a record kind, or stops what it refuses.

Said by kind, or by kind and purpose, which goes before the kind's own; there and back by one line, each in the ledger.
A verb is always judged: no mode lets one read what the policy refuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from jikim.db.driver import Steps
from jikim.policy.decide import deny
from jikim.store.sealed import Q
from jikim.verbs.grant import office_only
from jikim.verbs.house import By, House, error_of

Mode = Literal["observe", "enforce"]


class KindMode(NamedTuple):
    """What statements on a record kind meet, for a purpose or (empty) for every one, and since when."""

    kind: str
    purpose: str
    mode: Mode
    since: datetime


def rule(by: By, kind: str, mode: Mode, *, purpose: str = "") -> Steps[None]:
    """Says what statements on a record kind meet from here on. Raises DeniedError for whoever is no officer, and for what
    the policy does not declare."""
    house, actor = by
    event, policy = f"attach:{mode}", house.policy
    yield from office_only(house, event, actor)
    rules, number = policy.records.get(kind), policy.number("purpose", purpose) if purpose else 0
    if rules is None or number is None:
        raise error_of(deny(policy, "record-kind" if rules is None else "purpose"))
    more = {"purpose": purpose} if purpose else {}
    entry = yield from house.note(event, actor, "grant", kind=kind, **more)
    yield Q["mode.set"](kind=rules.number, purpose=number, enforced=mode == "enforce", entry=entry)


def modes(house: House) -> Steps[list[KindMode]]:
    """What was said; what was not is observed."""
    policy = house.policy
    return [
        KindMode(
            policy.name("record", kind),
            policy.name("purpose", purpose) if purpose else "",
            "enforce" if enforced else "observe",
            at,
        )
        for kind, purpose, enforced, at in (yield Q["modes"]())
    ]


def met(said: Mapping[tuple[str, str], Mode], kind: str, purpose: str) -> Mode:
    """What a statement on a kind for a purpose meets."""
    return said.get((kind, purpose)) or said.get((kind, "")) or "observe"
