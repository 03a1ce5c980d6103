"""Who may do what at the desk. A person asks for themselves, and a guardian for a child; the desk's own steps are an
officer's or a handler's by a grant."""

from __future__ import annotations

from typing import NoReturn
from uuid import UUID

from jikim.db.driver import Steps
from jikim.policy.ask import EVERYTHING, Actor, Ask
from jikim.policy.decide import Denied, deny
from jikim.policy.outcome import Outcome
from jikim.policy.states import Verb
from jikim.verbs.house import House
from jikim.verbs.judged import permit

WORDING = "rights-request"


def own(house: House, event: str, subject: UUID, actor: Actor) -> Steps[str]:
    """Whether this actor speaks for the person: by the same judgement as looking at their data. Answers the clause.

    A handler does so at the desk, by a grant for what is written there.
    """
    ask = Ask(Verb.SHOW, 0, 0, actor, of=subject)
    answer = yield from permit(house, event, ask, subject, looks=True)
    if actor.kind in ("handler", "officer"):
        yield from at_desk(house, event, subject, actor)
    return answer.clause


def at_desk(
    house: House, event: str, subject: UUID | None, actor: Actor, kind: str = WORDING, *, officer: bool = False
) -> Steps[None]:
    """Whether this actor works at the desk: an officer with a grant that stands, or (not `officer`) a handler whose
    grant reads what people write there.

    With no `kind` it is the whole office: every handler's grant will do.
    """
    if (denied := (yield from kept_out(house, actor, kind, officer=officer))) is not None:
        yield from house.refuse(event, house.policy, actor, denied, None, subject)


def kept_out(house: House, actor: Actor, kind: str = WORDING, *, officer: bool = False) -> Steps[Denied | None]:
    """Why `at_desk` would refuse an actor; None where it would not. It depends on the grant alone, and records nothing:
    a page asks it to know what to list."""
    if actor.kind not in ("officer", "handler", "system") or (officer and actor.kind == "handler"):
        return deny(house.policy, "not-confirmed")
    if (
        (actor.kind == "handler" and kind and not _reads(house, kind, actor))
        or (actor.until is not None and house.now() >= actor.until)
        or not (yield from house.manned(actor))
    ):
        return deny(house.policy, "grant")
    return None


def _reads(house: House, kind: str, actor: Actor) -> bool:
    rules = house.policy.records.get(kind)
    return (
        rules is not None
        and bool(actor.kinds >> rules.number & 1)
        and any(actor.purposes >> number & 1 for number, of in house.policy.reading if of == rules.number)
    )


def at_work(house: House, event: str, actor: Actor) -> Steps[None]:
    """Goes on for a handler or officer with a grant that stands, and for the system."""
    yield from at_desk(house, event, None, actor, "")


def narrow(actor: Actor | None) -> bool:
    """Whether somebody's grant is for some record kinds or items: of the house's cases they read and step their own,
    and take on none (10.6)."""
    return actor is not None and actor.kind == "handler" and (actor.kinds, actor.items) != (EVERYTHING, EVERYTHING)


def who_of(actor: Actor) -> str:
    """Who takes a step, for its history: the kind of actor, and a handler's short name beside it."""
    return f"{actor.kind}:{actor.id}" if actor.kind in ("handler", "officer") else actor.kind


def settled(house: House, outcome: int, about: UUID) -> NoReturn:
    """Raises what a step found: someone was faster, or there is nothing of that number."""
    house.denied(house.policy, None, Outcome(outcome), about)
