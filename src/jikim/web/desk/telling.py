"""Telling: the letters that go with what a page does at the desk."""

from __future__ import annotations

from jikim.app import AsyncJikim
from jikim.app.desk_letters import day, tell, tell_of
from jikim.desk.requests import Request
from jikim.policy.model import Language
from jikim.store.holding import Ref


async def write(jk: AsyncJikim, ref: Ref, name: str, language: Language, **facts: str) -> None:
    """Queues a letter to the e-mail of a record."""
    await jk.do(tell, ref, name, language, **facts)


async def write_received(jk: AsyncJikim, made: Request) -> None:
    """A request came in: until when it is answered."""
    await jk.do(tell_of, made, "request-received", due=day(jk.house, made.language, made.due))


async def write_answered(jk: AsyncJikim, made: Request) -> None:
    """A request was answered by the page itself."""
    await jk.do(tell_of, made, "request-answered", answer=made.answer(made.language))
