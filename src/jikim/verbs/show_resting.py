"""What rests is still its person's (PIPA §35, E-Commerce Act §6②): shown to themself with its values, and to nobody
else.

Guarantees: a look is recorded in the archive in the statement that returns the rows. Staff read what rests by `consult`
alone, and find a person there by an exact value for a rule's own purpose, with a reason (`find_resting`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from jikim.answers import RestingCard
from jikim.db.driver import Steps
from jikim.ledger.entry import Entry
from jikim.policy.ask import Actor, Ask
from jikim.policy.compiled import Policy
from jikim.policy.decide import Allowed, Denied, deny
from jikim.policy.items import ItemError, accept
from jikim.policy.states import Verb
from jikim.store.holding import Ref
from jikim.store.resting import Own
from jikim.verbs.account import part_of
from jikim.verbs.house import By, House
from jikim.verbs.values import spoken_values

OWN = ("member", "guardian")


class Rested(NamedTuple):
    """Somebody whom an exact value found: a record of theirs that rests, until when."""

    ref: Ref
    until: Any


def show_resting(by: By, subject: UUID, *, record: UUID | None = None) -> Steps[tuple[RestingCard, ...]]:
    """All that rests of a person, or of one record, with its values, for themself or who acts for them. Raises
    DeniedError for anybody else."""
    house, actor = by
    event, policy = "archive:show", house.policy
    ask = Ask(Verb.SHOW, 0, 0, actor, of=subject)
    answer = house.judge(policy, ask)
    if isinstance(answer, Allowed) and actor.kind not in OWN:
        answer = deny(policy, "archive-purpose")
    if isinstance(answer, Denied):
        return (yield from house.refuse(event, policy, actor, answer, ask, subject, record))
    entry = yield from house.entry(event, policy, actor, ask, answer.clause)
    return (yield from opened(house, subject, record, entry))


def opened(house: House, subject: UUID, record: UUID | None, entry: Entry) -> Steps[tuple[RestingCard, ...]]:
    """The same for whom the caller judged: the entry says for whom and why."""
    policy, found = house.policy, []
    for part in (yield from house.archive.own(subject, record, house.today(), entry)):
        found.append(_card(subject, part, (yield from house.versions.serving(part.row.policy)), policy))
    return tuple(found)


def _card(subject: UUID, part: Own, served: Policy, policy: Policy) -> RestingCard:
    rules = served.by_number.get(part.row.kind)
    readable = {item: value for item, value in part.values.items() if not served.unreadable >> item & 1}
    values: Mapping[str, Any] = spoken_values(served, rules, readable) if rules is not None else {}
    return part_of(policy, subject, part.row, served.digest_hex, values)


def find_resting(
    by: By, item: str, value: str, *, purpose: str, reason: str, reason_kind: str = ""
) -> Steps[list[Rested]]:
    """Who is found among what rests by an item's exact value, for the purpose of a rule that keeps it. Recorded on each
    who is found, without the value.

    Raises DeniedError as `consult` does, and InvalidError for a value that the item never has.
    """
    house, actor = by
    event, policy = "archive:find", house.policy
    number, target = policy.number("item", item), policy.number("archive", purpose)
    declared = policy.file.items.get(item)
    if target is None:
        return (yield from house.refuse(event, policy, actor, deny(policy, "archive-purpose")))
    if declared is None or number is None or not (declared.lookup or declared.unique):
        return (yield from house.refuse(event, policy, actor, deny(policy, "undeclared-item")))
    kinds, rules, no = _reached(house, actor, number, target, reason, reason_kind)
    if kinds and not (yield from house.grant_runs(actor)):
        kinds, no = [], deny(policy, "grant")
    ask = Ask(Verb.CONSULT, 0, 1 << number, actor, target, reason=reason, reason_kind=reason_kind)
    if not kinds:
        yield from house.refuse(event, policy, actor, no or deny(policy, "archive-purpose"), ask)
    try:
        key = accept(declared.type, value, country=policy.file.service.country).key
    except ItemError as error:
        raise error.beside(item) from None
    kind = {"reason_kind": reason_kind} if reason_kind else {}
    entry = yield from house.entry(event, policy, actor, ask, policy.clause("kept-alone"), by=item, **kind)
    found = yield from house.archive.find(kinds, rules, number, key or "", house.today(), entry)
    # INVARIANT: as in `consult`: a grant that stands after the look stood when it was recorded.
    if not (yield from house.grant_runs(actor)):
        yield from house.refuse(event, policy, actor, deny(policy, "grant"), ask)
    return [Rested(Ref(subject, record, policy.name("record", kind)), due) for subject, record, kind, due in found]


def _reached(
    house: House, actor: Actor, item: int, purpose: int, reason: str, reason_kind: str
) -> tuple[list[int], Sequence[int], Denied | None]:
    """The record kinds, and the rules, of which this actor may read the item for this purpose; else the last refusal."""
    policy, kinds, rules, no = house.policy, [], [], None
    for kind in policy.records.values():
        fitting = [rule.number for rule in kind.keep if rule.purpose == purpose and rule.items >> item & 1]
        if not fitting:
            continue
        ask = Ask(Verb.CONSULT, kind.number, 1 << item, actor, purpose, reason=reason, reason_kind=reason_kind)
        answer = house.judge(policy, ask)
        if isinstance(answer, Denied):
            no = answer
            continue
        kinds.append(kind.number)
        rules += fitting
    return kinds, rules, no
