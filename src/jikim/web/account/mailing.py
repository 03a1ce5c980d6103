"""Mails that a person waits for (a code, a link), or should see at once (a lock): sent now, beside the answer.

The address of somebody who is here is read by a real `use` for the purpose of the letter. What follows an answer is
done in a task of its own, so that the answer takes no longer for a name that somebody has.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from jikim.app import AsyncJikim
from jikim.errors import JikimError
from jikim.mail.letters import letter, site_of, source
from jikim.mail.purposes import email_of, purpose_of
from jikim.mail.queue import brand_behind
from jikim.mail.returned import back_to
from jikim.mail.sending import MailError, send
from jikim.policy.model import Language
from jikim.store.holding import Ref

RUNNING: set[asyncio.Task[None]] = set()


def afterwards(work: Coroutine[Any, Any, object]) -> None:
    """Does it beside the answer. What goes wrong is in the ledger or with the server that takes mails, and is told to
    nobody else."""

    async def quietly() -> None:
        try:
            await work
        except JikimError:
            return

    task = asyncio.get_running_loop().create_task(quietly())
    RUNNING.add(task)
    task.add_done_callback(RUNNING.discard)


async def write_to_address(
    jk: AsyncJikim, to: str, name: str, language: Language, /, back: str = "", **facts: str
) -> None:
    """A letter to an address that somebody has just typed. Raises MailError."""
    words = letter(jk.policy, jk.house.today(), language, name, site=site_of(jk.settings, jk.policy), **facts)
    await send(jk.settings, to, replace(words, back=back))


def why_unsent(error: JikimError) -> tuple[str, str]:
    """What somebody can do who waits for a letter or a code that was not taken, in Korean and English. The address is
    doubted only where the server knows no such one."""
    if isinstance(error, MailError) and error.doubtful:
        return "주소를 확인하고 다시 시도해 주세요", "check the address and try again"
    return (
        "입력하신 주소의 문제가 아니라 지금 이 사이트에서 보낼 수 없는 상태입니다. 나중에 다시 시도해 주세요",
        "this site cannot send at the moment, and your address is not the reason: try again later",
    )


async def write_to(jk: AsyncJikim, ref: Ref, name: str, language: Language, **facts: str) -> None:
    """A letter to the address of a record, which is read for the letter's own purpose. It is written to although mail
    came back from there before: its person waits for it, and none of it is mailed by itself. Raises DeniedError and
    MailError."""
    back = await jk.do(back_to, ref)
    if (address := await address_of(jk, ref, name)) is not None:
        brand = await jk.do(brand_behind, ref)
        await write_to_address(jk, address, name, language, back, **{"brand": brand, **facts})


async def address_of(jk: AsyncJikim, ref: Ref, name: str) -> str | None:
    """The address of a record, read for a letter's own purpose and recorded; None where it has none. Raises
    DeniedError."""
    item, purpose = email_of(jk.policy, ref.kind), purpose_of(jk.policy, ref.kind, source(name))
    if item is None or purpose is None:
        return None
    values = await jk.by(jk.actor).use(ref, purpose=purpose, items=[item])
    return str(values[item]) if values.get(item) else None
