"""grant: handlers are named people with the purposes they may name, until a day. Given and revoked by an officer,
recorded (10.6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal, cast

from jikim.db.driver import Steps
from jikim.errors import InvalidError
from jikim.policy.ask import EVERYTHING, Actor, ActorKind
from jikim.policy.compiled import mask_of
from jikim.policy.decide import deny
from jikim.policy.outcome import Outcome
from jikim.policy.period import due, start_of
from jikim.policy.reasons import Why
from jikim.policy.render.voice import date_in
from jikim.store.sealed import Q
from jikim.verbs.house import By, House


def office_only(house: House, event: str, actor: Actor) -> Steps[None]:
    """Lets pass an officer with a grant that stands, and the house itself. Raises DeniedError, recorded, for anyone
    else."""
    if actor.kind not in ("officer", "system"):
        yield from house.refuse(event, house.policy, actor, deny(house.policy, "not-confirmed"))
    if not (yield from house.manned(actor)):
        yield from house.refuse(event, house.policy, actor, deny(house.policy, "grant"))


def last_day(house: House) -> date:
    """The last day of a grant that is given to a handler today: then it is renewed, in the policy's interval (10.6)."""
    return due(house.today(), house.every("grant-renewal"))


def give_grant(
    by: By,
    handler: str,
    purposes: Sequence[str],
    until: datetime | None = None,
    *,
    kinds: Sequence[str] | None = None,
    items: Sequence[str] | None = None,
    channels: Sequence[str] | None = None,
    events: Sequence[str] | None = None,
    consents: Sequence[str] | None = None,
) -> Steps[int]:
    """Gives a grant: for these purposes (of keeping too, by name), record kinds, items, channels, events and consents
    (None: every one). Answers its number.

    It runs `until` then; a handler's to the end of `last_day` at most, which it does where nothing is said. Raises
    DeniedError for what the policy does not declare, for somebody who is not in the register of handlers, has left, or
    has signed no pledge (10.6, 10.9), and for an officer who gives it to themself while another could; InvalidError for
    an end that is over or too late. An application, whose name has a colon, is no person and signs none; its grant
    names all that it reaches, and ends when its key does. A handler's grant for some record kinds or items gives and
    withdraws no consent, unless it names it.
    """
    house, actor = by
    policy = house.policy
    event = "handler:grant"
    yield from office_only(house, event, actor)
    last = last_day(house)
    longest = start_of(last + timedelta(days=1), policy.zone)
    until = longest if until is None else until
    if until <= house.now() or (until > longest and ":" not in handler):
        raise InvalidError(
            f"`until`: a grant runs from now to {date_in(last, 'en')} at most",
            item="until",
            hint="give an earlier day, and renew it then",
            ko=(f"권한은 지금부터 {date_in(last, 'ko')}까지 줄 수 있습니다", "그 안의 날로 정하고, 그때 갱신해 주세요"),
        )
    if consents is None and (kinds is not None or items is not None):
        consents = ()
    keeping = [
        name for name in purposes if policy.number("purpose", name) is None and name in policy.file.archive.purposes
    ]
    using = [name for name in purposes if name not in keeping]
    numbers = yield from _numbers(house, actor, "purpose", using, "purpose")
    reach: dict[str, list[int] | None] = {}
    reached: tuple[tuple[str, _Space, Sequence[str] | None, Why], ...] = (
        ("kinds", "record", kinds, "record-kind"),
        ("items", "item", items, "undeclared-item"),
        ("channels", "channel", channels, "channel"),
        ("events", "event", events, "event"),
        ("consents", "consent", consents, "purpose"),
        ("keeping", "archive", keeping, "archive-purpose"),
    )
    for name, space, names, why in reached:
        reach[name] = None if names is None else (yield from _numbers(house, actor, space, names, why))
    said = {"kinds": kinds, "items": items, "channels": channels, "events": events, "consents": consents}
    more = {name: ",".join(given) for name, given in said.items() if given is not None}
    entry = yield from house.note(
        event, actor, "grant", handler=handler, purposes=",".join(purposes), until=until.isoformat(), **more
    )
    rows = yield Q["grant_give"](
        handler=handler, purposes=numbers, **reach, until=until, grant=actor.grant, entry=entry
    )
    number, outcome = rows[0]
    if outcome:
        house.denied(policy, None, Outcome(outcome))
    return int(number)


_Space = Literal["purpose", "archive", "record", "item", "channel", "event", "consent"]


def _numbers(house: House, actor: Actor, space: _Space, names: Sequence[str], why: Why) -> Steps[list[int]]:
    """What the policy numbers by these names; items that are contents as `record.name`, consents as callers name them."""
    policy, found = house.policy, []
    consents = {**policy.purpose_consents, **policy.recipient_consents}
    for name in names:
        number = consents.get(name) if space == "consent" else policy.number(space, name)
        if number is None:
            return (yield from house.refuse("handler:grant", policy, actor, deny(policy, why)))
        found.append(number)
    return sorted(found)


def end_grant(by: By, number: int) -> Steps[tuple[bool, datetime | None]]:
    """Ends a grant at once: every later statement under it is denied. Answers whether it stood.

    An officer's that somebody else revokes ends in a day; then its end is answered too, and whoever calls tells the
    officers (`handlers.officers`).
    """
    house, actor = by
    policy = house.policy
    yield from office_only(house, "handler:revoke", actor)
    entry = yield from house.own_look("handler:revoke", policy, actor, None, policy.clause("grant"), grant=number)
    # It may be the officer's own: the statement looks for it before it ends it.
    rows = yield Q["grant_revoke"](number=number, grant=actor.grant, entry=entry)
    done, ends, outcome = rows[0]
    if outcome:
        house.denied(policy, None, Outcome(outcome))
    return bool(done), ends


def grants_of(
    house: House,
    handler: str,
    *,
    kind: ActorKind | None = None,
    origin: str = "",
    purpose: str | None = None,
    grant: int | None = None,
) -> Steps[Actor]:
    """The actor that a handler is now: the newest grant that runs (and names this purpose), or one that may name no
    purpose. `grant`: by that one alone.

    Whether they are a handler or an officer is what the register says: who is asked for as an officer and is none has
    no grant.
    """
    rows = yield Q["grants_of"](handler=handler)
    now = house.now()
    wanted = None if purpose is None else house.policy.number("purpose", purpose)
    word = next((said for *_, said in rows), "handler")
    said = cast("ActorKind", word) if word in ("handler", "officer") else "handler"
    if kind == "officer" and said != "officer":
        return Actor(kind, handler, 0, origin)
    said = kind or said
    for number, purposes, *reach, until, revoked, _ in reversed(rows):
        if grant not in (None, number):
            continue
        if revoked is None and until > now and (wanted is None or wanted in purposes):
            masks = (EVERYTHING if one is None else mask_of(one) for one in reach)
            return Actor(said, handler, mask_of(purposes), origin, number, until, *masks)
    return Actor(said, handler, 0, origin)
