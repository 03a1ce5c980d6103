"""check: whether a secret is the one behind its hash. The hash is opened, compared and forgotten; nobody is ever
answered it (clause 10.1).

Two entries say what happened: that the hash was opened, before it is; and whether the secret was the right one. What is
denied takes the same steps and the same time as a wrong secret, so that the answer alone tells who is here. One that was
right and whose hash is another system's is then hashed as ours (`rehash`).
"""

from __future__ import annotations

from typing import Any

from jikim.db.driver import Aside, Steps
from jikim.ledger.entry import Entry
from jikim.passwords import check_password
from jikim.policy.ask import Ask
from jikim.policy.compiled import Policy, RecordRules
from jikim.policy.decide import Allowed, Denied, deny
from jikim.policy.outcome import Outcome
from jikim.policy.states import Verb
from jikim.store.holding import Ref, mask_text
from jikim.store.sealed import Q
from jikim.verbs.house import By
from jikim.verbs.judged import Done, Prepared, judged
from jikim.verbs.rehash import rehash
from jikim.verbs.use import items_asked


def check(by: By, ref: Ref, item: str, secret: str, *, purpose: str) -> Steps[bool]:
    """Whether `secret` is the one that a record holds as `item` (a password), for the person it belongs to or the
    application on their behalf.

    Raises DeniedError with the clause: no secret, not theirs, no such purpose, ended, left, or gone. A freeze does not
    keep its owner out.
    """
    return (yield from check_at_the_door(by, ref, item, secret, purpose=purpose, away=False))


def check_at_the_door(by: By, ref: Ref, item: str, secret: str, *, purpose: str, away: bool = True) -> Steps[bool]:
    """The same, of who is away too: for who lets them in, and nobody else."""
    house, actor = by

    def prepare(policy: Policy, by: Policy) -> Prepared[RecordRules]:
        number, rules = policy.meant("purpose", purpose, by), policy.records.get(ref.kind)
        if number is None or rules is None:
            return deny(policy, "purpose" if number is None else "record-kind")
        mask = items_asked(policy, rules, (item,), 0)
        if isinstance(mask, Denied):
            return mask
        return Ask(Verb.CHECK, rules.number, mask, actor, number, of=ref.subject), rules

    def act(allowed: Allowed, _rules: RecordRules, version: int, entry: Entry) -> Steps[Done[bool]]:
        found = yield from house.holding.check(allowed, version, ref, entry, away=away)
        if found.outcome is Outcome.OTHER_VERSION:
            return Done(found.outcome, found.policy, False)
        hashed = next((value.decode() for value in found.values.values()), None)
        right = bool((yield Aside(lambda: check_password(secret, hashed), "password")))
        more = {} if right else {"why": "wrong-secret"}
        matched = yield from house.entry("record:match", allowed.policy, actor, allowed.ask, allowed.clause, **more)
        here = found.outcome is Outcome.ALLOWED
        about: dict[str, Any] = {
            "entry": matched,
            "subject": ref.subject if here else None,
            "record": ref.record if here else None,
            "items": mask_text(allowed.items),
        }
        yield Q["note"](**about) if right else Q["deny"](**about, outcome=Outcome.REFUSED)
        if right and here and house.holding.hashes_as_ours(allowed):
            yield from rehash(house, allowed, version, ref, secret, hashed)
        return Done(found.outcome, found.policy, right)

    return (yield from judged(house, "record:check", actor, prepare, act, subject=ref.subject, record=ref.record))
