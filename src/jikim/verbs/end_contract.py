"""end_contract: a processor's contract is over. It is told to delete all it holds, and from then on nothing goes to it
(4.1–4.6).

A new contract with the same company is a new processor of the policy, under a name of its own.
"""

from __future__ import annotations

from datetime import datetime

from jikim.db.driver import Servers, Steps
from jikim.db.steps import value_of
from jikim.policy.decide import deny
from jikim.policy.identity import key_of
from jikim.store.sealed import Q
from jikim.verbs.house import By
from jikim.verbs.then import then


def end_contract(by: By, processor: str) -> Steps[int]:
    """Answers how many records the processor is told to delete; its confirmations are awaited in the outbox. For an
    officer.

    A processor that today's policy no longer names is ended too, by its name as `Policy.name` writes it (`carrier#1`).
    """
    house, actor = by
    policy = house.policy
    numbers = policy.bearing("processor", processor)
    if not numbers:
        yield from house.refuse("processor:end", policy, actor, deny(policy, "no-recipient"))
    if actor.kind not in ("officer", "system"):
        yield from house.refuse("processor:end", policy, actor, deny(policy, "not-confirmed"))
    if not (yield from house.manned(actor)):
        yield from house.refuse("processor:end", policy, actor, deny(policy, "grant"))
    told = 0
    # One that today's policy does not name bears the name it had: of several, all.
    for number in numbers:
        was = yield from then(house, house.now(), "processor", number)
        key = key_of(was.name("processor", number))
        declared = was.policy.file.processors.get(key)
        clause = (declared.clause if declared is not None else None) or f"processors.{key}"
        entry = yield from house.entry("processor:end", policy, actor, None, clause, to=processor)
        rows = yield Q["end_contract"](space="processor", target=number, entry=entry)
        [asked] = house.expect(rows, policy)
        told += int(asked) + (yield from recall(number, entry.at))
    return told


def recall(number: int, at: datetime) -> Steps[int]:
    """Tells a processor whose contract has ended to delete what it was given on each of several servers, once. Answers how
    many records."""
    told, spread = 0, (yield Servers())
    for server in spread.several:
        told += yield from value_of(Q["contract.recall"](space="processor", target=number, at=at).on(server))
    return told
