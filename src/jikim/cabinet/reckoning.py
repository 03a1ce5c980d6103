"""When a paper is due: by the same `plan` that moves and destroys its record, so that paper and file never differ.

While its record lives, a paper lives; while the record rests, it rests until the last of its days; where nothing keeps
the record, the paper is due at once. A legal hold or an open correction stops it. A paper that hangs on no record
counts its kind's rules from the day it came.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from jikim.db.driver import Steps
from jikim.policy.model import Keep
from jikim.policy.period import start_of
from jikim.policy.plan import carried_out, plan, resting
from jikim.policy.planned import RecordFacts
from jikim.policy.states import State
from jikim.store.holding import Ref
from jikim.verbs.house import House
from jikim.verbs.leave import inventory_of
from jikim.verbs.then import Then, then


class Reckoned(NamedTuple):
    """The day from which on a paper is to go (None: not yet), whether a hold keeps it, and whether its record rests."""

    due: date | None
    held: bool
    rests: bool = False


def reckon(house: House, kind: str, received: date, ref: Ref | None, linked: bool = False) -> Steps[Reckoned]:
    """When a paper is due as things stand. `linked` says that it hung on a person: one of whom nothing is known any
    more keeps no paper."""
    today = house.today()
    if ref is None:
        return Reckoned(today if linked else _by_kind(house, kind, received), False)
    facts, policy, here = yield from inventory_of(house, ref.subject)
    for one in facts:
        if one.record != ref.record:
            continue
        step = plan(policy, [one], house.now(), leaving=not here).steps[0]
        if one.held:
            return Reckoned(None, True)
        if step.fate in ("stays", "waits"):
            return Reckoned(None, False)
        if step.fate == "rests":
            return Reckoned(max(part.due for part in step.parts) + timedelta(days=1), False, True)
        return Reckoned(today, False)
    mine = [part for part in (yield from house.archive.parts_of(ref.subject, today)) if part.record == ref.record]
    if any(part.held for part in mine):
        return Reckoned(None, True, True)
    return Reckoned(
        max((part.due for part in mine), default=today - timedelta(days=1)) + timedelta(days=1), False, bool(mine)
    )


def retention_of(house: House, kind: str, ref: Ref | None) -> Steps[list[tuple[Then, Keep]]]:
    """The rules that keep a paper, each by its version: of a record that lives, those that serve its person; of one
    that rests, those it rests under."""
    facts, policy, _ = (yield from inventory_of(house, ref.subject)) if ref is not None else ([], house.policy, True)
    rules = policy.records.get(kind)
    if ref is None or any(one.record == ref.record for one in facts):
        version = (yield from house.versions.with_digests({policy.digest_hex}))[policy.digest_hex]
        return [(Then(policy, version), rule.keep) for rule in rules.keep] if rules is not None else []
    found: dict[int, tuple[Then, Keep]] = {}
    for part in (yield from house.archive.parts_of(ref.subject, house.today())):
        own = Then((yield from house.versions.serving(part.policy)), part.policy)
        for number in part.rules if part.record == ref.record else ():
            # Given under one version, it may have come to rest under the rule of a later one.
            newest = yield from then(house, house.now(), "rule", number)
            of = own if own.policy.declares("rule", number) else newest
            told = of.policy.by_number[part.kind].keep if part.kind in of.policy.by_number else ()
            found.update((rule.number, (of, rule.keep)) for rule in told if rule.number == number)
    return list(found.values())


def _by_kind(house: House, kind: str, received: date) -> date:
    """The day from which on a paper of a kind is to go, counted from the day it came as if its record had ended then."""
    policy = house.policy
    rules = policy.records.get(kind)
    if rules is None:
        return received
    moment = start_of(received, policy.zone) + timedelta(hours=12)  # it came in the course of that day
    nobody, happened = UUID(int=0), carried_out(rules, moment)
    days = [received - timedelta(days=1)]
    for number in policy.people.values():
        facts = RecordFacts(nobody, nobody, rules.number, number, State.ENDED, rules.items, moment, happened, moment)
        days += [part.due for part in resting(policy, rules, facts, moment)]
    return max(days) + timedelta(days=1)
