"""Letters to processors that have only an address: what to delete, by reference, and a link through which they confirm,
once; and what was corrected, whose value they take through the link (`jobs/handing_over_by_hand.py`), judged again and
recorded as it leaves.

A letter holds no name and no value: the references are those under which the data was sent. It is sent again after a
growing pause until it is answered. The link's token is stored as a hash, and sealed for the reminders.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from itertools import product
from typing import Any, Literal, NamedTuple
from uuid import UUID, uuid4

from jikim.crypto import token_bytes
from jikim.db.driver import Servers, Steps
from jikim.db.steps import value_of
from jikim.ledger.entry import Entry
from jikim.policy.ask import Actor
from jikim.policy.decide import deny
from jikim.policy.identity import key_of
from jikim.policy.model import Partner, Processor, Recipient
from jikim.processors.contracts import Contract, Q, Space, clause_of, contracts, open_words, seal_words
from jikim.processors.deletion_answers import duty
from jikim.verbs.house import SYSTEM, House, error_of
from jikim.verbs.then import then

MOST = 200  # references in one letter
Topic = Literal["delete", "corrected"]
TOPICS: tuple[Topic, ...] = ("delete", "corrected")
PAUSES = (timedelta(days=3), timedelta(days=5), timedelta(days=8), timedelta(days=13), timedelta(days=21))
AT_LAST = timedelta(days=30)
CUT_OFF = timedelta(hours=1)  # by then whoever began a letter has filled it


class Telling(NamedTuple):
    """A letter whose time has come: to whom, the link's token, and how often it was sent."""

    telling: UUID
    topic: Topic
    space: Space
    to: str
    token: str
    made: datetime
    tries: int
    lines: int


class LetterLine(NamedTuple):
    """One deletion or correction of a letter: its own reference, and those under which the data was sent."""

    subject: UUID
    message: UUID
    items: tuple[str, ...]
    asked: datetime
    state: str
    about: tuple[UUID, ...]


class Behind(NamedTuple):
    """What stands behind a link."""

    telling: UUID
    topic: Topic
    space: Space
    to: str
    made: datetime
    answered: datetime | None
    lines: tuple[LetterLine, ...]


def _hash(token: str) -> bytes | None:
    raw = token_bytes(token)
    return hashlib.sha256(raw).digest() if len(raw) == 33 else None


def by_letter(house: House) -> Steps[dict[tuple[Space, str], Contract]]:
    """Those that are told by letter, as the newest paper of each says."""
    every = yield from contracts(house)
    return {key: papers[0] for key, papers in every.items() if papers[0].told == "email" and papers[0].email}


def gather(house: House) -> Steps[int]:
    """Puts what those who are told by letter have not been told into letters. Answers how many deletions and
    corrections. For the daily work."""
    gathered, at = 0, house.now()
    for (space, to), topic in product((yield from by_letter(house)), TOPICS):
        number = house.policy.known(space, to)
        if number is None:
            continue
        whose: dict[str, Any] = {"topic": topic, "space": space, "target": number, "at": at}
        while (yield from value_of(Q["telling.waits"](**whose))):
            raw, telling = os.urandom(33), uuid4()
            sealed = yield from seal_words(house, space, number, b"link" + telling.bytes, raw)
            yield Q["telling.open"](telling=telling, token=hashlib.sha256(raw).digest(), sealed=sealed, **whose)
            lines = yield from value_of(Q["telling.gather"](telling=telling, limit=MOST, **whose))
            gathered += lines
            if not lines:
                yield Q["telling.drop"](telling=telling)
                break
    return gathered


def due(house: House, limit: int = 100) -> Steps[list[Telling]]:
    """The letters and reminders whose time has come. One that nothing came into, since it was cut off, goes."""
    rows, found = (yield Q["telling.due"](at=house.now(), limit=limit)), []
    counted = dict((yield Q["telling.counts"](tellings=[telling for telling, *_ in rows])))
    for telling, topic, space, target, sealed, made, tries in rows:
        lines = counted.get(telling, 0)
        if not lines and not tries:
            if made < house.now() - CUT_OFF:
                yield Q["telling.drop"](telling=telling)
            continue
        to = house.policy.name(space, target)
        raw = yield from open_words(house, space, target, b"link" + telling.bytes, bytes(sealed))
        token = base64.urlsafe_b64encode(raw).decode()
        found.append(Telling(telling, topic, space, to, token, made, tries, lines))
    return found


def addressed(house: House, one: Telling | Behind) -> Steps[Recipient | Processor | Partner | None]:
    """Whom a letter calls upon, as the policy of when it was made declares it: also a company whose name there is
    another's today."""
    at = yield from then(house, one.made, one.space, *house.policy.bearing(one.space, one.to))
    return at.declared(one.space, key_of(one.to))


def take(house: House, one: Telling) -> Steps[bool]:
    """Takes one letter for this process, and sets when it is sent again if nobody answers."""
    pause = PAUSES[one.tries] if one.tries < len(PAUSES) else AT_LAST
    [(done,)] = yield Q["telling.take"](telling=one.telling, tries=one.tries, next=house.now() + pause)
    return bool(done)


def sent(house: House, one: Telling) -> Steps[None]:
    """It left: recorded."""
    event = "processor:remind" if one.tries else "processor:tell"
    entry = yield from house.entry(
        event, house.policy, SYSTEM, None, clause_of(house, one.space, one.to), to=one.to, lines=one.lines
    )
    yield Q["telling.sent"](telling=one.telling, entry=entry)


def behind(house: House, token: str) -> Steps[Behind | None]:
    """What a link asks for; None for one that is none."""
    hashed = _hash(token)
    rows = (yield Q["telling.look"](token=hashed)) if hashed is not None else []
    if not rows:
        return None
    telling, topic, space, target, made, answered = rows[0]
    policy = house.policy
    lines = tuple(
        LetterLine(subject, message, tuple(policy.name("item", item) for item in items), asked, state, tuple(about))
        for subject, message, items, asked, state, about in (yield Q["telling.lines"](telling=telling))
    )
    return Behind(telling, topic, space, policy.name(space, target), made, answered, lines)


def answer(
    house: House, token: str, *, kept: Collection[UUID] = (), statute: str = "", until: str = "", origin: str = ""
) -> Steps[tuple[int, int]]:
    """A processor confirms, once: all deleted, but (`kept`) what a duty of its own makes it keep. Answers how many of
    each.

    A letter of corrections is answered when every value of it was taken.

    Raises InvalidError where a duty is not named, and ConflictError for a letter that was answered.
    """
    one = yield from behind(house, token)
    if one is None:
        raise error_of(deny(house.policy, "gone"))
    mine = {line.message for line in one.lines}
    held = sorted(mine & set(kept))
    kept_receipt = duty(statute, until, house.today()) if held else ""
    actor = Actor("outsider", f"{one.space}:{one.to}", 0, origin)
    entry = yield from house.entry(f"record:{one.topic}-receipt", house.policy, actor, None, "", to=one.to, by="letter")
    receipt = json.dumps({"receipt": f"letter {str(one.telling)[:8].upper()}"})
    said: dict[str, Any] = {"kept": held, "receipt": receipt, "kept_receipt": kept_receipt}
    waits = any(line.state in ("waiting", "sending") for line in one.lines)
    done, still = house.expect((yield Q["telling.answer"](token=_hash(token), waits=waits, entry=entry, **said)))
    more, kept_more = yield from _end(one.telling, entry, said)
    return int(done) + more, int(still) + kept_more


def _end(telling: UUID, entry: Entry, said: Mapping[str, Any]) -> Steps[tuple[int, int]]:
    """Ends the lines of an answered letter on each of several servers. Answers how many are done, and are kept."""
    ended, spread = (0, 0), (yield Servers())
    for server in spread.several:
        [(done, kept)] = yield Q["telling.end"](telling=telling, entry=entry.another(), **said).on(server)
        ended = ended[0] + int(done), ended[1] + int(kept)
    return ended


def end_again(house: House) -> Steps[None]:
    """Ends what a kill left of an answer on any of several servers. For the daily work."""
    spread = yield Servers()
    for server in spread.several:
        open_ = [telling for (telling,) in (yield Q["telling.opened"]().on(server))]
        for telling, space, target, *answer_ in (yield Q["telling.answered"](tellings=open_)):
            to = house.policy.name(space, target)
            entry = yield from house.entry("record:delete-receipt", house.policy, SYSTEM, None, "", to=to, by="letter")
            yield from _end(telling, entry, dict(zip(("kept", "receipt", "kept_receipt"), answer_, strict=True)))
