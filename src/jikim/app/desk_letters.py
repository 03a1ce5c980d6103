"""The desk's steps with the letter that tells of each: what an officer does is done and said in one.

A letter is queued to an address of the person's own, in the language in which they asked, and leaves by a real `use` of
that record. One that can't be queued (nobody left an address) undoes nothing: the answer stands on the person's page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Concatenate, ParamSpec
from uuid import UUID

from jikim.cases import cases
from jikim.cases.cases import Case
from jikim.cases.register import Register
from jikim.db.driver import Steps
from jikim.desk import guardians, request_steps
from jikim.desk.deadlines import putting_off
from jikim.desk.request_register import SERVED
from jikim.desk.requests import Request, address_of
from jikim.errors import JikimError
from jikim.mail.queue import queue
from jikim.policy.ask import Actor
from jikim.policy.model import Language
from jikim.policy.period import day_of
from jikim.policy.render.voice import Voice
from jikim.store.holding import Ref
from jikim.uploads import Accepted, lines_of, told_of
from jikim.uploads.quarantine import wait_for_scan
from jikim.verbs.house import House

Given = ParamSpec("Given")


def tell(
    house: House, ref: Ref | None, name: str, language: Language, answers: UUID | None = None, /, **facts: str
) -> Steps[None]:
    """Queues a letter to the e-mail of a record, where there is one. `answers`: the request that reaches its person by it."""
    if ref is None:
        return
    try:
        yield from queue(house, ref, name, language, facts, answers=answers)
    except JikimError:
        return


def attach(house: House, /, ref: Ref, item: str, files: Sequence[Accepted], language: Language) -> Steps[int]:
    """Files that came with somebody's words, whose record is there now: what nobody could scan waits for a scan (answers
    how many), and what was not taken as it came is told to their sender."""
    waiting = yield from wait_for_scan(house, ref, item, files)
    if lines := lines_of(told_of(files), language):
        to = yield from address_of(house, ref.subject, ref)
        yield from tell(house, to, "files-told", language, files=" ".join(lines))
    return waiting


def tell_of(house: House, made: Request, name: str, answers: UUID | None = None, /, **facts: str) -> Steps[None]:
    """A letter about one request."""
    ref = yield from address_of(house, made.subject, made.wording)
    kind = made.right(made.language)
    yield from tell(house, ref, name, made.language, answers, kind=kind, **facts)


def day(house: House, language: Language, when: date) -> str:
    """A day in words."""
    return Voice(house.policy.file, language).date(when)


def _told(
    step: Callable[Concatenate[House, Given], Steps[Request]], name: str, said: str
) -> Callable[Concatenate[House, Given], Steps[Request]]:
    """The same step of the desk, and a letter to the request's person. `said`: what the words of the step are called
    there."""

    def told(house: House, /, *given: Given.args, **more: Given.kwargs) -> Steps[Request]:
        made = yield from step(house, *given, **more)
        answers = made.request if made.kind == "access" and made.state in SERVED else None
        yield from tell_of(house, made, name, answers, **({said: made.answer(made.language)} if made.said else {}))
        return made

    return told


answer = _told(request_steps.answer, "request-answered", "answer")
carry_out = _told(request_steps.carry_out, "request-answered", "answer")
# The letter of a refusal has the bodies to turn to.
refuse = _told(request_steps.refuse, "request-refused", "reason")


def hand_over(
    house: House, subject: UUID, request: UUID, text: str, *, actor: Actor, seen: int | None = None
) -> Steps[Request]:
    """What is known is handed over by post or in person: the letter says so, and if it comes back nothing is open again."""
    made = yield from request_steps.carry_out(house, subject, request, text, actor=actor, seen=seen)
    yield from tell_of(house, made, "request-answered", answer=made.answer(made.language))
    return made


def postpone(
    house: House,
    subject: UUID,
    request: UUID,
    reason: str,
    *,
    actor: Actor,
    until: date | None = None,
    seen: int | None = None,
) -> Steps[Request]:
    """Puts a request off; the letter has the reason, the day, and where to object, and says whether the law moves the
    deadline or not."""
    made = yield from request_steps.postpone(house, subject, request, reason, actor=actor, until=until, seen=seen)
    may = putting_off(house.policy, made.kind, made.due)
    name = "request-extended" if may is not None and may.extended else "request-postponed"
    yield from tell_of(house, made, name, reason=reason, due=day(house, made.language, made.due))
    return made


def act(
    house: House,
    register: Register,
    case: Case,
    step: str,
    given: Mapping[str, str],
    files: bytes = b"",
    *,
    actor: Actor,
) -> Steps[None]:
    """A step of a case, and its letter where the register declares one. An answer itself waits behind the proof of who
    one is."""
    yield from cases.act(house, register, case, step, given, files, actor=actor)
    letter = next((one.letter for one in register.steps if one.name == step and one.letter), "")
    if letter:
        ref = yield from address_of(house, case.subject, Ref(case.subject, case.id, register.reads))
        number = case.number
        yield from tell(house, ref, letter, case.language, number=number, link=register.link.format(number=number))


def link_guardian(
    house: House, child: UUID, guardian: UUID, *, actor: Actor, language: Language = "ko"
) -> Steps[guardians.Link]:
    """Confirms a guardian, and writes to the child's address; the guardian hears by the letter of their request."""
    link = yield from guardians.link_guardian(house, child, guardian, actor=actor)
    when = day(house, language, day_of(link.linked, house.policy.zone))
    yield from tell(house, (yield from address_of(house, child)), "guardian-linked", language, when=when)
    return link
