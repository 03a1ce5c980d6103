"""Decisions a second in one thread: Ask and Allowed built for each."""

from __future__ import annotations

from bench.stage import Figure, Stage, alternating, seconds
from jikim.policy.ask import Ask
from jikim.policy.compiled import mask_of
from jikim.policy.decide import Allowed, decide
from jikim.policy.states import Verb


def decisions(stage: Stage) -> list[Figure]:
    policy, actor = stage.jk.policy, stage.jk.actor
    purpose = policy.number("purpose", "delivery")
    rules = policy.records["order"]
    assert purpose is not None
    items = mask_of([rules.names["name"], rules.names["phone"], rules.names["address"]])
    kind, verb, count = rules.number, Verb.USE, stage.size(300_000, 20_000)
    assert isinstance(decide(policy, Ask(verb, kind, items, actor, purpose)), Allowed)

    def ours() -> None:
        for _ in range(count):
            decide(policy, Ask(verb, kind, items, actor, purpose))

    def building() -> None:
        for _ in range(count):
            Ask(verb, kind, items, actor, purpose)

    rate, bare = alternating(5, lambda: count / seconds(ours), lambda: count / seconds(building))
    return [
        Figure(
            "a decision, Ask and Allowed built",
            rate,
            "/s",
            bare,
            "(building the Ask alone)",
            "700,000/s",
            rate >= 700_000,
        )
    ]
