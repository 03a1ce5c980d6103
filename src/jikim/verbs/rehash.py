"""rehash: a password that was just right, and whose hash is another system's or of another cost, is hashed as ours.

Nothing but the hash changes: nobody asked for a correction, and none is noted. What hinders it (a freeze, a change at the
same moment) leaves the hash as it is, for the next time.
"""

from __future__ import annotations

from jikim.db.driver import Aside, Steps
from jikim.passwords import hash_password, outdated
from jikim.policy.ask import Ask
from jikim.policy.compiled import numbers_of
from jikim.policy.decide import Allowed, Denied
from jikim.policy.states import Verb
from jikim.store.holding import Ref
from jikim.verbs.house import House


def rehash(house: House, checked: Allowed, version: int, ref: Ref, secret: str, hashed: str | None) -> Steps[None]:
    """Stores the hash anew where that is due, for who was allowed to check it."""
    if not outdated(hashed):
        return
    actor, policy = checked.ask.actor, checked.policy
    ask = Ask(Verb.CORRECT, checked.ask.kind, checked.items, actor, of=ref.subject)
    answer = house.judge(policy, ask)
    if isinstance(answer, Denied):
        return
    made = yield Aside(lambda: hash_password(secret), "password")
    changes = {number: made.encode() for number in numbers_of(checked.items)}
    looks = house.resealing("rehash", actor)
    entry = yield from house.own_look("record:rehash", policy, actor, ask, answer.clause)
    yield from house.holding.correct(answer, version, ref, None, changes, (), entry, looks, now=True)
