"""What left, to whom, and whether a version that was in force by then let it: what the judges of provision and of
processors look at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.errors import PolicyError, StoreError
from jikim.prove.checking import declared_items
from jikim.prove.evidence import Given, Told
from jikim.verbs.house import House

Q = load("jikim.prove")
LEFT = load("jikim.disclosures")
FIRST, NIL = datetime(1, 1, 2, tzinfo=UTC), UUID(int=0)

# How long "without delay" may take: the five days of the Korean standard guideline on personal data (표준 개인정보 보호지침 §10).
PROMPT = timedelta(days=5)


def giving(house: House) -> Steps[dict[str, Any]]:
    """The counts by receiver."""
    policy = house.policy
    declared, whole = yield from _declared(house)
    given: dict[str, Given] = {}
    for space, target, many, bare, items in (yield Q["prove.given"]()):
        name = f"{space}:{policy.name(space, target)}"
        if not whole:
            given[name] = Given(many, bare, 0, undeclared=name.endswith(f":#{target}"), versions=0)
            continue
        beyond = 0
        for item in items:
            since = next((since for since, may in declared if may.get(name, 0) >> item & 1), None)
            # What the first version lets it have it may have had ever since.
            if since is None or (since != declared[0][0] and (yield from _left_before(space, target, item, since))):
                beyond += 1
        of_nobody = all(name not in may for _, may in declared)
        given[name] = Given(many, bare, beyond, undeclared=of_nobody, versions=len(declared))
    told: dict[str, dict[str, Told]] = {topic: {} for topic in ("provide", "entrust", "corrected", "delete")}
    for space, target, topic, waiting, late in (yield Q["prove.outbox"](before=house.now() - PROMPT)):
        if topic in told:
            told[topic][f"{space}:{policy.name(space, target)}"] = Told(waiting, late)
    handed = {**told["provide"], **told["entrust"]}  # one is of recipients, the other of processors
    return {"given": given, "handed": handed, "corrected": told["corrected"], "deleted": told["delete"]}


def _declared(house: House) -> Steps[tuple[list[tuple[datetime, Mapping[str, int]]], bool]]:
    """What each version that was in force until now lets each receiver have, with since when, the oldest first; and
    whether all of them could be read.

    A person may be served by any of them, and which one served whom is in the ledger alone: so what left is judged by
    all that were in force by then.
    """
    found: list[tuple[datetime, Mapping[str, int]]] = []
    for since, number in house.versions.began():
        try:
            found.append((since, declared_items((yield from house.versions.serving(number)))))
        except (StoreError, PolicyError, ValueError):
            return found, False
    return found, True


def _left_before(space: str, target: int, item: int, until: datetime) -> Steps[bool]:
    """Whether an item left to a receiver before a moment."""
    rows = yield LEFT["left.page"](
        subject=None,
        space=space,
        target=target,
        item=item,
        from_=FIRST,
        to=until,
        before=until,
        before_message=NIL,
        limit=1,
    )
    return bool(rows)
