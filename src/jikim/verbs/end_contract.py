"""end_contract: a processor's contract is over. It is told to delete all it holds, and from then on nothing goes to it (4.1–4.6).

A new contract with the same company is a new processor of the policy, under a name of its own.
"""

from __future__ import annotations

from jikim.db.driver import Statement, Steps
from jikim.policy.ask import Actor
from jikim.policy.decide import deny
from jikim.policy.outcome import Outcome
from jikim.store.sealed import Q
from jikim.verbs.house import House


def end_contract(house: House, processor: str, *, actor: Actor) -> Steps[int]:
    """Answers how many records the processor is told to delete; its confirmations are awaited in the outbox. For an officer."""
    policy = house.policy
    number = policy.number("processor", processor)
    if number is None:
        yield from house.refuse("processor:end", policy, actor, deny(policy, "no-recipient"))
    if actor.kind not in ("officer", "system"):
        yield from house.refuse("processor:end", policy, actor, deny(policy, "not-confirmed"))
    if not (yield from house.manned(actor)):
        yield from house.refuse("processor:end", policy, actor, deny(policy, "grant"))
    declared = policy.file.processors[processor]
    entry = yield from house.entry(
        "processor:end", policy, actor, None, declared.clause or f"processors.{processor}", to=processor
    )
    rows = yield Statement(Q["end_contract"], ("processor", number, actor.grant, *entry))
    outcome, told = rows[0]
    if outcome:
        house.denied(policy, None, Outcome(outcome))
    return int(told)
