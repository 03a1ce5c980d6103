"""What `provide` and `entrust` share: decided now, queued by reference, decided again when it is sent (`jobs/outbox.py`)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple
from uuid import UUID, uuid4

from jikim.answers import Message as Message
from jikim.crypto import unwrap
from jikim.db.driver import Statement, Steps
from jikim.errors import KeyGoneError, SealError
from jikim.policy.ask import Actor, Ask
from jikim.policy.compiled import Handing, Policy
from jikim.policy.decide import Allowed, Denied, decide, deny, finishing
from jikim.policy.outcome import Outcome
from jikim.policy.states import Verb
from jikim.store.holding import Ref, flat, mask_text
from jikim.store.sealed import Q
from jikim.verbs.house import House
from jikim.verbs.use import items_asked

Topic = Literal["provide", "entrust"]
DEMAND = "demand"  # the space of the keys under which demands by law lie sealed


class Terms(NamedTuple):
    """The particulars of a demand by law, as the ledger keeps them sealed. Empty where there is none."""

    authority: str = ""
    statute: str = ""
    document: str = ""
    approved_by: str = ""


def terms_of(house: House, demand: UUID | None) -> Steps[Terms]:
    """What an approved demand says (3.3): read from its own row, never taken from a caller. Whether it covers what leaves, the statement looks up."""
    rows = (yield Statement(Q["demand_terms"], (demand,))) if demand is not None else []
    if demand is None or not rows:
        return Terms()
    sealed, statute, decided = rows[0]
    try:
        key = yield from house.keyring.open(DEMAND, demand.bytes)
        said = json.loads(unwrap(key, b"said", bytes(sealed)))
    except (KeyGoneError, SealError):
        return Terms()
    return Terms(said["authority"], statute, said["document"], f"officer:{decided}")


def ask_of(
    policy: Policy, topic: Topic, ref: Ref, to: str, purpose: str, items: Sequence[str] | None, actor: Actor,
    terms: Terms, *, by: Policy,
) -> Ask | Denied:  # fmt: skip
    """The ask behind a hand-over, from names as the version in force (`by`) means them."""
    receiver = policy.meant("recipient" if topic == "provide" else "processor", to, by)
    number = policy.meant("purpose", purpose, by)
    rules = policy.records.get(ref.kind)
    if rules is None:
        return deny(policy, "record-kind")
    if receiver is None:
        return deny(policy, "no-recipient")
    if number is None:
        return deny(policy, "purpose")
    table: Mapping[tuple[int, int, int], Handing] = policy.providing if topic == "provide" else policy.entrusting
    handing = table.get((receiver, number, rules.number))
    mask = items_asked(policy, ref.kind, items, handing.items & ~policy.unreadable if handing is not None else 0)
    if isinstance(mask, Denied):
        return mask
    verb = Verb.PROVIDE if topic == "provide" else Verb.ENTRUST
    return Ask(
        verb, rules.number, mask, actor, number, to=receiver, authority=terms.authority, statute=terms.statute,
        document=terms.document, approved_by=terms.approved_by,
    )  # fmt: skip


def hand(
    house: House, topic: Topic, ref: Ref, to: str, purpose: str, items: Sequence[str] | None, actor: Actor,
    demand: UUID | None = None, message: UUID | None = None,
) -> Steps[Message]:  # fmt: skip
    """Decides and queues. No value moves here. `message`: a number that was fixed before, under which it is queued once."""
    now_in_force, version = house.in_force()
    policy = now_in_force
    event = f"record:{topic}"
    terms = yield from terms_of(house, demand)
    # Every entry about a demand names it, refusals too: by it the demand is kept secret, where it is (`verbs.entries`).
    by = {"demand": str(demand)} if demand is not None else {}
    for _ in range(3):
        ask = ask_of(policy, topic, ref, to, purpose, items, actor, terms, by=now_in_force)
        answer = ask if isinstance(ask, Denied) else decide(policy, ask, now=house.now())
        if isinstance(answer, Denied) and (other := (yield from house.elsewhere(ref.subject, version))) is not None:
            policy, version = other
            continue
        if isinstance(answer, Denied):
            yield from house.refuse(
                event, policy, actor, answer, None if isinstance(ask, Denied) else ask, ref.subject, ref.record, **by
            )
        assert isinstance(answer, Allowed)
        asked = answer.ask
        entry = yield from house.entry(event, policy, actor, asked, answer.clause, to=to, **by)
        message = message or uuid4()
        rows = yield Statement(
            Q["authorise"],
            (
                ref.subject, ref.record, asked.kind, version, mask_text(answer.items), flat(answer.needs),
                finishing(policy, asked), actor.grant, message, topic,
                "recipient" if topic == "provide" else "processor", asked.to, asked.purpose,
                demand, *entry,
            ),
        )  # fmt: skip
        outcome, serving, blocker = Outcome(rows[0][0]), rows[0][1], rows[0][2]
        if outcome is Outcome.OTHER_VERSION:
            policy, version = yield from house.served(ref.subject, serving)
            continue
        if outcome is not Outcome.ALLOWED:
            house.denied(policy, answer, outcome, blocker)
        return Message(ref.subject, message, to)
    house.denied(policy, None, Outcome.CONFLICT)
