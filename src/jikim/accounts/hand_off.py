"""Hand-off: the company's own server, where somebody is signed in already, sends them here by a one-time link that
lives for a minute."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from jikim.accounts.links import new_link, take_link
from jikim.accounts.sessions import Q
from jikim.db.driver import Steps
from jikim.policy.ask import Actor
from jikim.verbs.collect import Person
from jikim.verbs.house import House

USE, LIFE = "hand-off", timedelta(seconds=60)


def hand_off(house: House, subject: UUID, kind: str, actor: Actor) -> Steps[str]:
    """A token that signs this person in once, for a minute: the page is `/hand-off/` and the token. Recorded, by the
    program's grant."""
    policy = house.policy
    token, row = new_link(subject, kind, USE, LIFE)
    entry = yield from house.note("session:hand-off", actor, "grant")
    done = yield Q["link.hand"](**row, entry=entry)
    house.expect(done, policy)
    return token


def take_hand_off(house: House, token: str) -> Steps[Person | None]:
    """Who arrives; None for a token that is used or over."""
    return (yield from take_link(house, token, USE))
