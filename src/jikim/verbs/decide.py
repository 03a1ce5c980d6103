"""decide: what the policy says of an act that is not done: nothing is read, kept or recorded.

It is what the policy alone can say. What depends on a person (live consents, a freeze, a record's state) is in no answer
of it but as the consents that the act would ask for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from jikim.answers import Decision
from jikim.db.driver import Steps
from jikim.policy.ask import Ask
from jikim.policy.compiled import Policy
from jikim.policy.decide import Allowed, Denied, deny
from jikim.policy.states import Verb
from jikim.verbs.house import By
from jikim.verbs.use import items_asked

Act = Literal["collect", "use", "correct", "destroy"]


def decide(
    by: By,
    act: Act,
    kind: str,
    *,
    items: Sequence[str] = (),
    purpose: str = "",
    channel: str = "",
    of: str = "",
    who: Literal["application", "handler"] = "application",
    reason: str = "",
    old_enough: bool | None = None,
) -> Steps[Decision]:
    """What the policy in force would say of an act on items of a record kind. `of`: whose record it would be, by kind of
    person; without it the first that the record names. `who`: judged as the application, or as a handler of its own."""
    yield from ()
    policy = by.house.policy
    answer = _ask(policy, by, act, kind, items, purpose, channel, of, who, reason, old_enough)
    if isinstance(answer, Ask):
        judged = by.house.judge(policy, answer)
        if isinstance(judged, Allowed):
            return Decision(
                True,
                judged.clause,
                "",
                (),
                tuple(policy.name("consent", one) for group in judged.needs for one in group),
            )
        answer = judged
    return Decision(False, answer.clause, answer.why, answer.about, ())


def _ask(
    policy: Policy, by: By, act: Act, kind: str, items: Sequence[str], purpose: str, channel: str, of: str, who: str,
    reason: str, old_enough: bool | None,
) -> Ask | Denied:  # fmt: skip
    rules = policy.records.get(kind)
    if rules is None:
        return deny(policy, "record-kind")
    number = policy.number("purpose", purpose) if purpose else 0
    if number is None:
        return deny(policy, "purpose")
    by_channel = policy.number("channel", channel) if channel else 0
    if by_channel is None:
        return deny(policy, "channel")
    mask = items_asked(policy, rules, items, 0)
    if isinstance(mask, Denied):
        return mask
    actor = by.actor._replace(kind="handler") if who == "handler" else by.actor
    subject = policy.people.get(of or rules.record.of[0], 0)
    return Ask(
        Verb(act),
        rules.number,
        mask,
        actor,
        number,
        by_channel,
        subject_kind=subject,
        reason=reason,
        old_enough=old_enough,
    )
