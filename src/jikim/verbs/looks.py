"""looks: values that rest, where the policy shows them to nobody alone (`second_person: values`): asked for, and
approved by another (5.8, 6.3).

An approval is for one asker, one purpose, and these items of one record; it stands for an hour. `consult` looks it up
in its own statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID, uuid4

from jikim.db.driver import Steps
from jikim.db.steps import value_of
from jikim.keys.sealed_words import seal_words, words_of
from jikim.ledger.entry import Entry
from jikim.policy.ask import Ask
from jikim.policy.compiled import Policy, RecordRules, mask_of
from jikim.policy.decide import Allowed, Denied, deny
from jikim.policy.outcome import Outcome
from jikim.policy.states import Verb
from jikim.store.holding import Ref, mask_text
from jikim.store.sealed import Q
from jikim.verbs.consult import asked_for
from jikim.verbs.destroy import destroy_now
from jikim.verbs.house import SYSTEM, By, House
from jikim.verbs.judged import Done, Prepared, judged
from jikim.verbs.then import Then

WAITS = timedelta(days=7)
STANDS = timedelta(hours=1)
SPACE = "look"
State = Literal["asked", "approved", "refused"]


class Look(NamedTuple):
    """A look that was asked for, as it stands. `until`: how long it waits, or once approved, stands. `reason` is empty
    where its key is gone."""

    number: UUID
    ref: Ref
    then: Then
    purpose: str
    items: tuple[str, ...]
    reason_kind: str
    reason: str
    statute: str
    document: str
    asker: str
    asked: datetime
    until: datetime
    state: State
    approver: str
    decided: datetime | None


def ask_look(
    by: By,
    ref: Ref,
    *,
    purpose: str,
    reason: str,
    items: Sequence[str] | None = None,
    reason_kind: str = "",
    statute: str = "",
    document: str = "",
) -> Steps[UUID]:
    """Asks that another person approves this look. Judged as the look itself; nothing is read. Answers its number.

    Raises DeniedError for what this actor may not consult with a second person either.
    """
    house, actor = by
    event, number = "archive:ask", uuid4()

    def prepare(policy: Policy, _by: Policy) -> Prepared[RecordRules]:
        return asked_for(policy, ref, purpose, items, actor, reason, reason_kind, statute, document)

    def act(allowed: Allowed, _rules: RecordRules, version: int, entry: Entry) -> Steps[Done[UUID]]:
        ask = allowed.ask
        words = {"reason": ask.reason, "statute": ask.statute, "document": ask.document}
        said = yield from seal_words(house.keyring, SPACE, number.bytes, b"reason", words)
        [(outcome, serving)] = yield Q["look.ask"](
            look=number,
            subject=ref.subject,
            record=ref.record,
            kind=ask.kind,
            policy=version,
            purpose=ask.purpose,
            items=mask_text(ask.items),
            reason_kind=reason_kind,
            said=said,
            by=(yield from value_of(Q["grant.whose"](grant=actor.grant))) or actor.id,
            until=entry.at + WAITS,
            entry=entry,
        )
        return Done(Outcome(outcome), serving, number)

    facts = {"purpose": purpose, "reason_kind": reason_kind}
    return (yield from judged(house, event, actor, prepare, act, record=ref.record, facts=facts, looks=True))


def decide_look(by: By, number: UUID, yes: bool) -> Steps[None]:
    """Another person, with a grant that reaches the same look, approves it (for an hour) or refuses it.

    Raises DeniedError for who asked and for who may not look themself, and ConflictError where it is settled or over.
    """
    house, actor = by
    event = "archive:approve" if yes else "archive:refuse"
    one = yield from look_of(house, number)
    if one is None:
        yield from house.refuse(event, house.policy, actor, deny(house.policy, "gone"))
        return
    policy = one.then.policy
    rules = policy.records[one.ref.kind]
    mask = mask_of(rules.names[name] for name in one.items)
    purpose = policy.number("archive", one.purpose) or 0
    ask = Ask(Verb.CONSULT, rules.number, mask, actor, purpose, reason=one.reason, reason_kind=one.reason_kind)
    answer = house.judge(policy, ask._replace(statute=one.statute, document=one.document))
    if isinstance(answer, Allowed) and not (actor.grant and (yield from house.grant_runs(actor))):
        answer = deny(policy, "grant")
    if isinstance(answer, Denied):
        yield from house.refuse(event, policy, actor, answer, ask, one.ref.subject, one.ref.record)
    entry = yield from house.entry(event, policy, actor, None, answer.clause, purpose=one.purpose)
    # INVARIANT: the archive has no grants. Who decides is whose grant it is, and not what an actor is called.
    whose = yield from value_of(Q["grant.whose"](grant=actor.grant))
    done = yield Q["look.decide"](
        look=number, yes=yes, by=whose, grant=actor.grant, until=entry.at + STANDS, entry=entry
    )
    house.expect(done, policy)


def looks(house: House, limit: int = 200) -> Steps[list[Look]]:
    """Looks that were asked for and are not forgotten, the newest first."""
    return (yield from _opened(house, None, limit))


def look_of(house: House, number: UUID) -> Steps[Look | None]:
    """One of them, by its number."""
    found = yield from _opened(house, number, 1)
    return found[0] if found else None


def forget_looks(house: House) -> Steps[int]:
    """What waited or stood long enough goes: the key of its reason first, then its row. Answers how many."""
    numbers = [look for (look,) in (yield Q["look.over"](at=house.now() - WAITS, limit=500))]
    for number in numbers:
        yield from destroy_now(house, "archive:forget-look", SPACE, number.bytes)
        entry = yield from house.note("archive:forget-look", SYSTEM, "irrecoverable")
        yield Q["look.forget"](look=number, entry=entry)
    return len(numbers)


def _opened(house: House, number: UUID | None, limit: int) -> Steps[list[Look]]:
    found = []
    for row in (yield Q["look.all"](look=number, limit=limit)):
        look, subject, record, kind, version, purpose, items, reason_kind, said, *rest = row
        asker, asked, until, state, approver, decided, _under = rest
        words = yield from words_of(house.keyring, SPACE, look.bytes, b"reason", said)
        policy = yield from house.versions.serving(version)
        ref, spoken = Ref(subject, record, policy.name("record", kind)), policy.by_number[kind].spoken
        names = tuple(spoken[item] for item in items)
        found.append(
            Look(
                *(look, ref, Then(policy, version), policy.name("archive", purpose), names, reason_kind),
                *(words.get("reason", ""), words.get("statute", ""), words.get("document", "")),
                *(asker, asked, until),
                *(state, approver or "", decided),
            )
        )
    return found
