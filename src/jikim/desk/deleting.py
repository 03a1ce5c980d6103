"""Deleting on request: what may go at once goes, what the law keeps rests, and what is still being carried out stays;
the same plan tells it before and does it.

The plan is `policy.plan`'s, of the records as if they ended now. A membership ends by leaving; an order, a payment and
what else is carried out to its end (`leaving: finishes`) is not cut off by a deletion, and a legal hold stops it as it
stops any.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from jikim.cases.who_may import own
from jikim.db.driver import Steps
from jikim.desk.requests import Q
from jikim.desk.sealed_messages import in_both
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy
from jikim.policy.decide import deny
from jikim.policy.model import PolicyFile
from jikim.policy.outcome import Outcome
from jikim.policy.plan import plan
from jikim.policy.planned import Resting, Step
from jikim.policy.render.voice import Voice
from jikim.policy.states import State
from jikim.store.holding import Ref
from jikim.verbs.house import House
from jikim.verbs.leave import inventory_of

Fate = Literal["goes", "rests", "leaving", "finishes", "frozen", "held", "over"]


class Deletable(NamedTuple):
    """One record and what a deletion would do: `goes` or `rests` now; the other words say why it can't be deleted now."""

    ref: Ref
    fate: Fate
    items: int
    gone: int
    parts: tuple[Resting, ...]
    clause: str
    collected: datetime

    @property
    def may(self) -> bool:
        return self.fate in ("goes", "rests")


def deletion_plan(house: House, subject: UUID) -> Steps[list[Deletable]]:
    """What deleting would do to each record of a person. Reads no value."""
    facts, policy, here = yield from inventory_of(house, subject)
    if not here:
        return []
    now = house.now()
    found = []
    for row in facts:
        step = plan(policy, [row if row.ended else row._replace(ended=now, state=State.ENDED)], now).steps[0]
        found.append(_deletable(policy, row.state, step))
    return found


def _deletable(policy: Policy, state: State, step: Step) -> Deletable:
    facts = step.facts
    rules = policy.by_number.get(facts.kind)
    fate: Fate = "rests" if step.fate == "rests" else "goes"
    clause = step.clause
    if state is not State.LIVE:
        fate = "over"
    elif facts.held:
        fate = "held"
    elif facts.frozen:
        fate, clause = "frozen", policy.clause("frozen")
    elif rules is not None and rules.finishes:
        fate, clause = "finishes", rules.clause
    elif rules is not None and "left" in rules.record.ends.on:
        fate, clause = "leaving", rules.clause
    ref = Ref(facts.subject, facts.record, policy.name("record", facts.kind))
    return Deletable(ref, fate, facts.items, step.destroyed, step.parts, clause, facts.collected)


def delete_records(house: House, subject: UUID, records: Collection[UUID], *, actor: Actor) -> Steps[list[Deletable]]:
    """Deletes these records of a person, those of them that may go: hidden from here on, destroyed or archived by the
    next sweep. Answers which."""
    policy = house.policy
    yield from own(house, "record:delete", subject, actor)
    if "delete" not in policy.file.rights:
        yield from house.refuse("record:delete", policy, actor, deny(policy, "right"), None, subject)
    done = []
    for one in (yield from deletion_plan(house, subject)):
        if one.ref.record not in records or not one.may:
            continue
        entry = yield from house.entry("record:delete", policy, actor, None, policy.file.rights["delete"].clause or "")
        [(outcome,)] = yield Q["asked.delete"](subject=subject, record=one.ref.record, entry=entry)
        # Someone else ended, froze or held it in between: then it is as that left it.
        if Outcome(outcome) is Outcome.ALLOWED:
            done.append(one)
    return done


def deletion_said(policy: PolicyFile, gone: Collection[Deletable]) -> str:
    """What went at once and what rests, in plain words and both languages: the receipt of a deletion."""
    return in_both(_said(Voice(policy, "ko"), gone), _said(Voice(policy, "en"), gone))


def _said(voice: Voice, gone: Collection[Deletable]) -> str:
    lines = []
    for one in gone:
        name = voice.record(one.ref.kind)
        if one.fate == "goes":
            lines.append(voice.say(f"{name}: 삭제했습니다.", f"{name}: deleted."))
            continue
        until = voice.date(max(part.due for part in one.parts))
        lines.append(
            voice.say(
                f"{name}: 삭제했습니다. 법령에 따라 보관하는 항목은 {until}까지 분리 보관한 뒤 파기합니다.",
                f"{name}: deleted. What the law requires is archived until {until}, then destroyed.",
            )
        )
    if not lines:
        return voice.say(
            "선택하신 기록은 그사이 이용이 종료되었습니다.", "The records that were chosen had already ended."
        )
    lines.append(
        voice.say(
            "삭제한 기록은 누구도 열람하거나 이용할 수 없으며, 다음 파기 작업에서 복구할 수 없게 파기합니다.",
            "Nobody can see or use it from now on, and the next destruction run destroys it beyond recovery.",
        )
    )
    return "\n".join(lines)
