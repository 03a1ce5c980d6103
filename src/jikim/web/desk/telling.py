"""Telling: the letters that go with what the desk does, queued to an address of the person's own. A letter that can't be queued undoes nothing."""

from __future__ import annotations

from uuid import UUID

from jikim.app import AsyncJikim
from jikim.desk.requests import Request, address_of
from jikim.errors import JikimError
from jikim.mail.queue import queue
from jikim.policy.compiled import Policy
from jikim.policy.model import Language
from jikim.policy.render.voice import Voice
from jikim.store.holding import Ref

GUARDIAN = ("법정대리인 연결", "Link as a guardian")


def right_name(policy: Policy, language: Language, kind: str) -> str:
    """A right by the policy's own name."""
    if kind == "guardian":
        return GUARDIAN[0] if language == "ko" else GUARDIAN[1]
    right = policy.file.rights.get(kind)  # type: ignore[call-overload]
    if right is not None:
        return Voice(policy.file, language).text(right.label)
    ko, en = UNDECLARED.get(kind, (kind, kind))
    return ko if language == "ko" else en


# Rights that a policy may not declare, by the names that people know them by.
UNDECLARED = {
    "access": ("열람", "Look up"), "correct": ("정정", "Correct"), "delete": ("삭제", "Delete"), "withdraw": ("동의 철회와 탈퇴", "Withdraw and leave"),
    "suspend": ("처리정지", "Suspend processing"), "portability": ("내려받기(전송)", "Take my data with me"),
}  # fmt: skip


async def tell(jk: AsyncJikim, ref: Ref | None, name: str, language: Language, **facts: str) -> None:
    """Queues a letter to the e-mail of a record."""
    if ref is None:
        return
    try:
        await jk.driver.run(queue(jk.house, ref, name, language, facts))
    except JikimError:
        return


async def tell_of_request(jk: AsyncJikim, made: Request, name: str, **facts: str) -> None:
    """A letter about one request: it is received, answered, refused or postponed."""
    subject: UUID = made.subject
    ref = await jk.driver.run(address_of(jk.house, subject, made.wording))
    await tell(jk, ref, name, made.language, kind=right_name(jk.policy, made.language, made.kind), **facts)


def day(jk: AsyncJikim, language: Language, made: Request) -> str:
    """The day until which an answer is in time, in words."""
    return Voice(jk.policy.file, language).date(made.due)
