"""What a person is told of the ledger's entries about them.

Guarantees: what a warrant or a statute keeps secret is held back until its day, wherever a person is told of what was
done; who of the office acted is named by their duty at that moment, never by the name that grants know them by, and
without the address they acted from. The ledger itself says all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from jikim.db.driver import Steps, aside
from jikim.keys.sealed_words import words_of
from jikim.ledger.export import newest_of
from jikim.ledger.stored import EVERYWHERE
from jikim.store.sealed import Q
from jikim.verbs.house import House

# What somebody did in the office until a moment, the oldest first; None: until now.
Duties = Mapping[str, Sequence[tuple[datetime | None, str]]]
HANDLERS = "handler"  # the space of the keys under which handlers' names, addresses and duties lie
OFFICE = ("handler", "officer")


def held_back(house: House, subject: UUID) -> Steps[frozenset[str]]:
    """The numbers of the demands, and of the messages, that this person may not be told of today."""
    rows = yield Q["held_back"](subject=subject, today=house.today())
    return frozenset(str(about) for (about,) in rows)


def told_of(house: House, subject: UUID, held: frozenset[str]) -> Steps[list[dict[str, Any]]]:
    """Every entry about a person that they may be told of, oldest first."""
    found, _ = yield from told_lately(house, subject, held, None)
    return found


def told_lately(
    house: House, subject: UUID, held: frozenset[str], newest: int | None, below: int | None = None
) -> Steps[tuple[list[dict[str, Any]], int | None]]:
    """The same of the newest so many (None: all) below a position (None: of all there are), and the position below which older
    ones are; None: there are none."""
    within = EVERYWHERE if below is None else range(below)
    every, older = yield from newest_of(
        house.keyring, house.objects, house.policy.zone, subject, house.names(), newest, within
    )
    duties = yield from duties_of(house, _office(every))
    return (yield from aside(len(every), partial(_told, every, held, duties))), older


def duties_of(house: House, handlers: Collection[str]) -> Steps[Duties]:
    """What each of these people of the office does there and did before, as the register says it."""
    found: dict[str, list[tuple[datetime | None, str]]] = {}
    if handlers:
        for handler, until, said in (yield Q["handler_words"]()):
            if handler in handlers:
                words = yield from said_of(house, handler, said)
                found.setdefault(handler, []).append((until, words.get("duty", "")))
    return found


def said_of(house: House, handler: str, said: bytes, what: bytes = b"who") -> Steps[dict[str, str]]:
    """What lies sealed of somebody of the office; nothing where their key is gone."""
    return words_of(house.keyring, HANDLERS, handler.encode(), what, said)


def _office(every: Iterable[Mapping[str, Any]]) -> set[str]:
    named = (str(body.get(who, "")).partition(":") for body in every for who in ("actor", "approved_by"))
    return {name for kind, _, name in named if kind in OFFICE}


def _told(every: Sequence[dict[str, Any]], held: frozenset[str], duties: Duties) -> list[dict[str, Any]]:
    told = []
    for body in every:
        if held and not held.isdisjoint((body.get("about"), body.get("demand"))):
            continue
        kind = body["actor"].partition(":")[0]
        if "approved_by" in body:
            body["approved_by"] = _by_duty(body["approved_by"], body["at"], duties)
        if kind in OFFICE:
            body["actor"] = _by_duty(body["actor"], body["at"], duties)
            body.pop("from", None)
        told.append(body)
    return told


def _by_duty(who: str, at: str, duties: Duties) -> str:
    kind, _, name = who.partition(":")
    moment = datetime.fromisoformat(at)
    duty = next((duty for until, duty in duties.get(name, ()) if until is None or moment < until), "")
    return f"{kind}:{duty}" if duty else kind
