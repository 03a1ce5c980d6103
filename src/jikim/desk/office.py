"""The desk's own steps on requests, for an officer or a handler who acts by a grant: file for somebody, confirm who they are, answer, refuse, postpone.

A refusal and a postponement state their reason, and a refusal the way on: the bodies that hear complaints (11.3), which the page adds. What happens is in
the ledger with who did it; the words are sealed for the person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from jikim.db.driver import Statement, Steps
from jikim.desk.allowed import at_desk
from jikim.desk.requests import Kind, Q, Request, Way, file_request, freeze, requests_of, step
from jikim.desk.states import STEPS
from jikim.errors import InvalidError
from jikim.policy.ask import Actor
from jikim.policy.decide import deny
from jikim.policy.model import Language
from jikim.policy.period import Period, day_of, due
from jikim.store.holding import Ref
from jikim.verbs.house import House

# A postponement runs at most as long again as the time that was given, from the day it is told.
POSTPONED = Period(10, "d")


class Waiting(NamedTuple):
    """A request that waits for the desk, without a word of it."""

    subject: UUID
    request: UUID
    kind: str
    state: str
    by: str
    opened: datetime
    due: date


def file_for(
    house: House, subject: UUID, kind: Kind, record: Ref | None, by: Way, *, actor: Actor,
    items: Sequence[str] = (), words: Mapping[str, Any] | None = None, language: Language = "ko",
) -> Steps[Request]:  # fmt: skip
    """Files what somebody asked by letter, phone or e-mail (7.3). Nothing is frozen or done before it is known that it was they (`confirm`)."""
    yield from at_desk(house, "request:file", subject, actor)
    return (
        yield from file_request(
            house, subject, kind, record, by, actor, items=items, words=words, confirmed=False, language=language
        )
    )


def confirm(house: House, subject: UUID, request: UUID, *, actor: Actor, items: Sequence[str] = ()) -> Steps[Request]:
    """It was the person who asked: the request is open, and a correction freezes its record."""
    yield from at_desk(house, "request:confirm", subject, actor)
    found = yield from step(house, subject, request, "confirm", actor)
    if found.kind == "correct" and found.record is not None:
        yield from freeze(house, found.record, items, actor, request)
    return found


def answer(house: House, subject: UUID, request: UUID, text: str, *, actor: Actor) -> Steps[Request]:
    """Answers a request."""
    yield from at_desk(house, "request:answer", subject, actor)
    return (yield from step(house, subject, request, "answer", actor, said=_said(text)))


def carry_out(house: House, subject: UUID, request: UUID, text: str = "", *, actor: Actor) -> Steps[Request]:
    """What was asked for is done. A correction is done by the verb `correct` first: until then this is refused."""
    yield from at_desk(house, "request:do", subject, actor)
    return (yield from step(house, subject, request, "do", actor, said=text or None))


def refuse(house: House, subject: UUID, request: UUID, reason: str, *, actor: Actor) -> Steps[Request]:
    """Refuses a request with its reason, within its time; a freeze ends."""
    yield from at_desk(house, "request:refuse", subject, actor)
    yield from _reasoned(house, subject, "refuse", reason, actor)
    return (yield from step(house, subject, request, "refuse", actor, said=reason))


def postpone(
    house: House, subject: UUID, request: UUID, reason: str, *, actor: Actor, until: date | None = None
) -> Steps[Request]:
    """Postpones a request with its reason: at most by as long again as the right gives. A correction's freeze stays."""
    yield from at_desk(house, "request:postpone", subject, actor)
    yield from _reasoned(house, subject, "postpone", reason, actor)
    found = next((one for one in (yield from requests_of(house, subject)) if one.request == request), None)
    right = found.kind if found is not None else ""
    declared = house.policy.file.rights.get(right)  # type: ignore[call-overload]
    longest = due(day_of(house.now(), house.policy.zone), declared.within if declared else POSTPONED)
    if until is not None and not house.today() < until <= longest:
        raise InvalidError(
            "`until`: a postponement runs at most as long again", item="until", hint=f"a day up to {longest}",
            ko=("미루는 기간이 너무 깁니다", f"{longest}까지로 정해 주세요"),
        )  # fmt: skip
    return (yield from step(house, subject, request, "postpone", actor, said=reason, due=until or longest))


def waiting(house: House, *, actor: Actor, limit: int = 200) -> Steps[list[Waiting]]:
    """The requests that wait, the most pressing first."""
    yield from at_desk(house, "request:list", None, actor)
    rows = yield Statement(Q["asked.waiting"], (limit,))
    return [Waiting(*row) for row in rows]


def _said(text: str) -> str:
    if not text.strip():
        raise InvalidError(
            "`text`: an answer says something",
            item="text",
            hint="write the answer",
            ko=("답변이 비어 있습니다", "답변을 적어 주세요"),
        )
    return text


def _reasoned(house: House, subject: UUID, name: str, reason: str, actor: Actor) -> Steps[None]:
    assert name in STEPS
    if not reason.strip():
        yield from house.refuse(f"request:{name}", house.policy, actor, deny(house.policy, "reason"), None, subject)
