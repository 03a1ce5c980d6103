"""Reaching an address that somebody typed: whether it is an e-mail or a phone number, and sending a letter or a text
there, aside of the answer.

What is sent, and whether anything is, shows in no answer and in no time: the answer has left before.
"""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import replace
from typing import NamedTuple
from uuid import uuid4

from jikim.app import AsyncJikim
from jikim.clock import machine_moment
from jikim.errors import JikimError
from jikim.jobs.outbox import post as post_signed
from jikim.mail.letters import letter, site_of
from jikim.mail.sending import send
from jikim.policy.items import ItemError, accept
from jikim.policy.model import ItemType, Language
from jikim.web.forms import Form


class Address(NamedTuple):
    """An address as it is written to, the policy's items that may hold it, and the form in which it is counted and
    found."""

    text: str
    items: tuple[str, ...]
    key: str

    @property
    def mail(self) -> bool:
        return "@" in self.text


def address_of(jk: AsyncJikim, typed: str) -> Address | None:
    """What was typed, as an e-mail or a phone number; None for neither, or where the policy finds nobody by it."""
    types = (ItemType.EMAIL,) if "@" in typed else (ItemType.MOBILE, ItemType.PHONE)
    items, key = [], ""
    for name, item in jk.policy.file.items.items():
        if item.type in types and (item.lookup or item.unique):
            try:
                key = accept(item.type, typed, country=jk.policy.file.service.country).key or key
            except ItemError:
                continue
            items.append(name)
    return Address(key if "@" not in typed else typed.strip(), tuple(items), key) if items and key else None


def texts_leave(jk: AsyncJikim) -> bool:
    """Whether texts can be sent from here."""
    return jk.settings.sms is not None


def address_in(jk: AsyncJikim, form: Form, ko: str, en: str) -> Address | None:
    """The address that a form names; None where it names none that can be reached, which the form then says.

    `ko` and `en`: what to do where no texts leave.
    """
    address = address_of(jk, form["address"]) if form.need("address") else None
    if form.fine and address is None:
        form.wrong(
            "address",
            "이메일 주소나 전화번호의 형식이 아닙니다",
            "that is neither an e-mail address nor a phone number",
        )
    elif address is not None and not address.mail and not texts_leave(jk):
        form.wrong("address", f"현재 문자를 보낼 수 없습니다. {ko}", f"texts cannot be sent right now: please {en}")
    return address if form.fine else None


async def post(jk: AsyncJikim, to: Address, name: str, language: Language, /, back: str = "", **facts: str) -> bool:
    """Sends a letter by mail, or its plain words as a text, and answers whether it left. Where it can't, nobody is told,
    and nothing else fails. `back`: where a mail comes back to, of an address that a record holds."""
    said = letter(jk.policy, jk.house.today(), language, name, site=site_of(jk.settings, jk.policy), **facts)
    try:
        if to.mail:
            await send(jk.settings, to.text, replace(said, back=back))
        elif jk.settings.sms is not None:
            await _text(jk, to.text, said.subject, facts)
        return to.mail or jk.settings.sms is not None
    except JikimError:
        return False


async def _text(jk: AsyncJikim, to: str, subject: str, facts: dict[str, str]) -> None:
    endpoint = jk.settings.sms
    assert endpoint is not None
    words = " ".join([subject, *(facts[name] for name in ("code", "link") if name in facts)])
    body = json.dumps({"to": to, "text": re.sub(r"\s+", " ", words)}, ensure_ascii=False).encode()
    # Signed as every message that leaves the house (Standard Webhooks).
    await asyncio.to_thread(post_signed, endpoint, str(uuid4()), body, machine_moment())
