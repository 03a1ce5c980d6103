"""What `provide` and `entrust` share: decided now, queued by reference, decided again when it is sent
(`jobs/outbox.py`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, NoReturn
from uuid import UUID, uuid4

from jikim.answers import Message as Message
from jikim.db.driver import Steps
from jikim.keys.sealed_words import words_of
from jikim.ledger.entry import Entry
from jikim.policy.ask import Ask
from jikim.policy.compiled import Handing, Policy
from jikim.policy.condition import finishing
from jikim.policy.decide import Allowed, Denied, deny
from jikim.policy.numbers import Space
from jikim.policy.outcome import Outcome
from jikim.policy.states import Verb
from jikim.store.holding import Ref, flat, mask_text
from jikim.store.sealed import Q
from jikim.verbs.house import By, House, error_of
from jikim.verbs.judged import Done, Prepared, judged
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
    """What an approved demand says (3.3): read from its own row, never taken from a caller. Whether it covers what
    leaves, the statement looks up."""
    rows = (yield Q["demand_terms"](demand=demand)) if demand is not None else []
    if demand is None or not rows:
        return Terms()
    sealed, statute, decided = rows[0]
    said = yield from words_of(house.keyring, DEMAND, demand.bytes, b"said", sealed)
    return Terms() if not said else Terms(said["authority"], statute, said["document"], f"officer:{decided}")


def hand(
    by: By,
    topic: Topic,
    ref: Ref,
    to: str,
    purpose: str,
    items: Sequence[str] | None,
    demand: UUID | None = None,
    message: UUID | None = None,
    *,
    act_by: Literal["authorise", "may_leave", "name_party"] = "authorise",
) -> Steps[Message]:
    """Decides and queues. No value moves here. `message`: a number that was fixed before, under which it is queued
    once.

    `may_leave`: only whether it would be; a refusal is recorded nowhere. `name_party`: only says who the other party
    of an order is that named none, so that it may be.
    """
    house, actor = by
    event, number = "record:name-party" if act_by == "name_party" else f"record:{topic}", message or uuid4()
    space: Space = "recipient" if topic == "provide" else "processor"
    verb = Verb.PROVIDE if topic == "provide" else Verb.ENTRUST
    terms = yield from terms_of(house, demand)
    # Every entry about a demand names it, refusals too: by it the demand is kept secret, where it is (`verbs.entries`).
    about = {"demand": str(demand)} if demand is not None else {}

    def prepare(policy: Policy, by: Policy) -> Prepared[None]:
        rules, receiver, why = (
            policy.records.get(ref.kind),
            policy.meant(space, to, by),
            policy.meant("purpose", purpose, by),
        )
        if rules is None or receiver is None or why is None:
            return deny(policy, "record-kind" if rules is None else "no-recipient" if receiver is None else "purpose")
        table: Mapping[tuple[int, int, int], Handing] = policy.providing if topic == "provide" else policy.entrusting
        handing = table.get((receiver, why, rules.number))
        mask = items_asked(policy, rules, items, handing.items & ~policy.unreadable if handing is not None else 0)
        if isinstance(mask, Denied):
            return mask
        return Ask(verb, rules.number, mask, actor, why, to=receiver, **terms._asdict()), None

    def act(allowed: Allowed, _: None, version: int, entry: Entry) -> Steps[Done[Message]]:
        ask = allowed.ask
        asked: dict[str, Any] = {
            "subject": ref.subject,
            "record": ref.record,
            "kind": ask.kind,
            "policy": version,
            "items": mask_text(allowed.items),
            "needs": flat(allowed.needs),
            "finishes": finishing(allowed.policy, ask),
            "grant": actor.grant,
            "message": number,
            "topic": topic,
            "space": space,
            "target": ask.to,
            "purpose": ask.purpose,
            "demand": demand,
        }
        rows = yield Q[act_by](**asked, **({"at": entry.at} if act_by == "may_leave" else {"entry": entry}))
        outcome, serving, blocker = rows[0]
        return Done(Outcome(outcome), serving, Message(ref.subject, number, to), blocker)

    def refuse(policy: Policy, denied: Denied, ask: Ask | None) -> Steps[NoReturn]:
        if act_by == "may_leave":
            raise error_of(denied)
        return house.refuse(event, policy, actor, denied, ask, ref.subject, ref.record, **about)

    facts = {"to": to, **about}
    return (yield from judged(house, event, actor, prepare, act, subject=ref.subject, facts=facts, refuse=refuse))
