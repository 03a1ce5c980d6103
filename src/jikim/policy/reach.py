"""What a grant reaches: no record kind, item, channel, event or consent but those that it names, to read or to write (10.6)."""

from __future__ import annotations

from jikim.policy.ask import EVERYTHING, Actor, Ask
from jikim.policy.compiled import Policy, numbers_of
from jikim.policy.states import Verb

_REACH = Actor._fields.index("kinds")
_UNBOUNDED = (EVERYTHING,) * len(Actor._fields[_REACH:])


def beyond(policy: Policy, ask: Ask, items: int) -> tuple[str, ...] | None:
    """The names of what lies beyond the actor's grant; None where nothing does.

    All of a person (a look at everything, leaving) is within a grant for every record kind and item of the policy
    alone.
    """
    actor = ask.actor
    if actor[_REACH:] == _UNBOUNDED:
        return None
    if not ask.kind and ask.verb in (Verb.SHOW, Verb.LEAVE) and not whole(policy, actor):
        return ()
    if ask.kind and not actor.kinds >> ask.kind & 1:
        return (policy.name("record", ask.kind),)
    if over := (ask.items | items) & ~actor.items:
        return tuple(policy.name("item", number) for number in numbers_of(over))
    if ask.verb is Verb.COLLECT and not actor.channels >> ask.channel & 1:
        return (policy.name("channel", ask.channel),)
    if ask.verb is Verb.EVENT and not actor.events >> ask.to & 1:
        return (policy.name("event", ask.to),)
    if over := ask.consents & ~actor.consents:
        return tuple(consent_name(policy, number) for number in numbers_of(over))
    return None


def whole(policy: Policy, actor: Actor) -> bool:
    """Whether an actor's grant reaches all that is known of a person: every record kind of the policy, and every item."""
    return actor.items == EVERYTHING and all(actor.kinds >> kind & 1 for kind in policy.by_number)


def consent_name(policy: Policy, number: int) -> str:
    """What callers call a consent: its purpose (`marketing.events`), or its recipient and purpose (`acme/marketing`)."""
    named = {**policy.purpose_consents, **policy.recipient_consents}
    return next((name for name, one in named.items() if one == number), policy.name("consent", number))
