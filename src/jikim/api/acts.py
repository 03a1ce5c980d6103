"""What the verbs' routes do: each is its verb, with the application as its actor.

What acts for a person asks for a key that may.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from jikim.accounts.hand_off import LIFE
from jikim.accounts.hand_off import hand_off as handed
from jikim.accounts.sessions import session_of
from jikim.answers import Collected, Consented, Person, Read, Ref, Values
from jikim.api.call import Call
from jikim.api.problems import ProblemError
from jikim.clock import machine_moment
from jikim.desk.requests import person_of
from jikim.errors import DeniedError
from jikim.over_http import Declared, HandOff, Session
from jikim.verbs.mistaken import explained

Act = Callable[..., Awaitable[Any]]


async def _collect(call: Call, **named: Any) -> Collected:
    return await call.api.collect(call.actor, named)


async def _use(call: Call, ref: Ref, purpose: str, items: list[str] | None, reason: str) -> Values:
    return await call.api.uses((call.actor, reason), Read(ref, purpose, items))


async def _consent(call: Call, subject: UUID, **named: Any) -> Consented:
    await call.for_person("subject:consent", subject, None)
    return await call.jk.by(call.actor).consent(subject, **named)


async def _session(call: Call, token: str) -> Session:
    await call.for_person("session:look", kind=None)
    found = await call.run(session_of(call.house, token))
    if found is None:
        raise ProblemError.of(
            "unknown",
            ("their session is over: have them sign in again", "세션이 끝났습니다. 다시 로그인하게 해 주세요"),
            detail=("this token is of no session", "이 토큰의 세션이 없습니다"),
        )
    return Session(Person(found.subject, found.kind), found.guardian, found.begun, found.seen, found.fresh)


async def _hand_off(call: Call, subject: UUID) -> HandOff:
    await call.for_person("session:hand-off", subject)
    person = await call.run(person_of(call.house, subject))
    if person is None:
        raise ProblemError.of("unknown", detail=("nobody here has this number", "이 번호의 사람이 여기에 없습니다"))
    token = await call.run(handed(call.house, person.subject, person.kind, call.actor))
    return HandOff(f"{call.api.site}/hand-off?{urlencode({'token': token})}", machine_moment() + LIFE)


_BY_HAND: Mapping[str, Act] = {
    "collect": _collect,
    "use": _use,
    "consent": _consent,
    "session": _session,
    "hand_off": _hand_off,
}


def act_of(declared: Declared) -> Act:
    """What a verb's route does."""
    first = next(iter(declared.parameters))

    async def act(call: Call, **named: Any) -> Any:
        await _may(call, declared, named[first])
        answer = await getattr(call.jk.by(call.actor), declared.name)(**named)
        if declared.within == "answers":
            answer = [call.api.outcome(one, call.language) for one in answer]
        return {declared.within: answer} if declared.within else answer

    done: Act = _BY_HAND.get(declared.name, act)

    async def told(call: Call, **named: Any) -> Any:
        try:
            return await done(call, **named)
        except DeniedError as error:
            explained(error, call.house.policy, declared.name, named)
            raise

    return told


async def _may(call: Call, declared: Declared, about: Any) -> None:
    """Goes on where this key may. `about`: a person, a record or its correction."""
    if declared.needs == "people":
        if isinstance(about, UUID):
            await call.for_person(declared.event, about)
        else:
            ref = about if isinstance(about, Ref) else about.ref
            await call.for_person(declared.event, ref.subject, ref.kind)
    elif declared.needs == "evidence":
        call.allowed("evidence")
        await call.stands(declared.event)
