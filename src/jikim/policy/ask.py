"""ask: the question that `decide` answers, who asks it, and what is known of the person and the record. Values only; it
judges nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from jikim.policy.states import State, Verb

ActorKind = Literal["member", "guardian", "handler", "officer", "application", "partner", "system", "outsider"]

EVERY_PURPOSE = -1  # a mask with every bit set
EVERYTHING = EVERY_PURPOSE  # the same, of kinds, items, channels, events and consents


_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")  # letters by their category that show nothing


def blank(text: str) -> bool:
    """Whether a reason says nothing: no letter and no digit, whatever spaces, dots or invisible characters it is made
    of."""
    return not any(char.isalnum() and char not in _FILLERS for char in text)


class Actor(NamedTuple):
    """Who acts, from where, and what its grant reaches: purposes, record kinds, items, channels, events and consents
    (masks of numbers)."""

    kind: ActorKind
    id: str
    purposes: int = 0
    origin: str = ""
    grant: int = 0
    until: datetime | None = None
    kinds: int = EVERYTHING
    items: int = EVERYTHING
    channels: int = EVERYTHING
    events: int = EVERYTHING
    consents: int = EVERYTHING
    keeping: int = 0  # the purposes of keeping for which it may consult the archive


class Ask(NamedTuple):
    """One question. Numbers are the policy's; `items` is a mask; `to` is a recipient, processor or partner;
    `of` is whose data it is about, where the actor may be that person; `consents` are given or withdrawn (a mask)."""

    verb: Verb
    kind: int
    items: int
    actor: Actor
    purpose: int = 0
    channel: int = 0
    to: int = 0
    subject_kind: int = 0
    reason: str = ""
    old_enough: bool | None = None
    statute: str = ""
    document: str = ""
    authority: str = ""
    approved_by: str = ""
    of: UUID | None = None
    consents: int = 0
    reason_kind: str = ""


class Facts(NamedTuple):
    """What is known of the person and the record at the moment of the statement. A record whose time is over has ended."""

    consents: int
    subject_left: bool = False
    state: State = State.LIVE
    frozen: bool = False
    held: bool = False
    grant_live: bool = True
    same_version: bool = True
