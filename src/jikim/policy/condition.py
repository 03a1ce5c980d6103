"""The condition under which a policy allows something, judged on facts: consents, freeze, state, grant and version.

INVARIANT: the store's functions test in this order and give these outcomes.
"""

from __future__ import annotations

from jikim.policy.ask import Ask, Facts
from jikim.policy.compiled import Needs, Policy
from jikim.policy.reasons import Why
from jikim.policy.states import State, Verb, permits


def unmet(policy: Policy, ask: Ask, needs: Needs, facts: Facts) -> Why | None:
    """Why what the policy allows may not be done to this person now; None where it may."""
    if facts.state is State.DESTROYED:
        return "gone"
    if facts.state is State.ARCHIVED and ask.verb not in (Verb.CONSULT, Verb.COLLECT):
        # Of what rests no row is left here that could say more.
        return "resting"
    if not facts.same_version:
        return "other-version"
    if ask.actor.grant and not facts.grant_live:
        return "grant"
    if facts.subject_left and ask.verb is not Verb.CONSULT and not finishing(policy, ask):
        return "left"
    if ask.verb is not Verb.COLLECT:
        if not permits(facts.state, ask.verb):
            return "ended" if facts.state is State.ENDED else "resting"
        if not permits(facts.state, ask.verb, frozen=facts.frozen):
            return "frozen"
    if not all(any(facts.consents >> consent & 1 for consent in group) for group in needs):
        return "no-consent"
    return None


def finishing(policy: Policy, ask: Ask) -> bool:
    """Whether what is asked may still be done after its subject has left: what was begun may be finished, and nothing
    new is begun.

    Who gets data until the subject leaves (clauses 4.1-4.6) gets none after: whoever held any was told to delete it by
    then.
    """
    rules = policy.by_number.get(ask.kind)
    if rules is None or not rules.finishes or ask.verb in (Verb.COLLECT, Verb.CHECK):
        return False
    if ask.verb not in (Verb.PROVIDE, Verb.ENTRUST):
        return True
    table = policy.providing if ask.verb is Verb.PROVIDE else policy.entrusting
    handing = table.get((ask.to, ask.purpose, ask.kind))
    return handing is not None and not handing.until_withdrawal
