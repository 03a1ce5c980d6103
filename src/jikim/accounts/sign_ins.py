"""Sign-ins: from where an account was signed in to, once for each day and address, so that abuse is seen (2.2).

Which record they are is read from the policy: one that arises by itself, of an IP address and an access log, and that
serves nothing but to stop abuse (`RecordRules.address`). It waits for nobody's consent, and nothing else reads it. Of a
policy without such a record nothing is noted.
"""

from __future__ import annotations

from jikim.db.driver import Steps
from jikim.policy.ask import Actor
from jikim.policy.items import ItemError, accept
from jikim.policy.model import ChannelKind, ItemType
from jikim.policy.period import start_of
from jikim.verbs.collect import Person, collect
from jikim.verbs.house import House

NOTED = Actor("application", "sign-ins")


def note_sign_in(house: House, person: Person, address: str) -> Steps[None]:
    """Notes that somebody signed in from an address, once a day. What is no address is not noted."""
    policy = house.policy
    rules = policy.sign_ins(person.kind)
    if rules is None:
        return
    try:
        key = accept(ItemType.IP_ADDRESS, address).key or ""
    except ItemError:
        return
    since = start_of(house.today(), policy.zone)
    if (yield from house.holding.claims.held_since(person.subject, rules.number, rules.address, key, since)):
        return
    file = policy.file
    channel = next(name for name in rules.record.via if file.channels[name].kind is ChannelKind.AUTOMATIC)
    log = next(name for name in rules.record.items.required if file.items[name].type is ItemType.ACCESS_LOG)
    values = {policy.name("item", rules.address): address, log: {"event": "sign-in"}}
    yield from collect(house.by(NOTED), rules.name, values, channel=channel, subject=person, old_enough=True)
