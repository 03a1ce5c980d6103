"""Mails about what a person just did: queued to the e-mail of a record of theirs, and read by the job that sends them.

A mail that cannot be queued holds nothing up: what was done stands, and the page has said it.
"""

from __future__ import annotations

from jikim.answers import Card
from jikim.app import AsyncJikim
from jikim.errors import JikimError
from jikim.mail.queue import queue
from jikim.policy.compiled import Policy
from jikim.policy.model import ItemType
from jikim.web.page import Page


def email_of(policy: Policy, card: Card) -> str:
    """The name of the item by which a record holds an e-mail address, where it holds one; else ""."""
    items = policy.file.items
    return next((name for name in card.values if name in items and items[name].type is ItemType.EMAIL), "")


async def tell(page: Page, jk: AsyncJikim, card: Card | None, letter: str, **facts: str) -> bool:
    """Queues a letter to the e-mail of a record. Answers whether there was an address and the queue took it."""
    if card is None or not email_of(page.policy, card):
        return False
    try:
        await jk.do(queue, card.ref, letter, page.visitor.language, facts)
    except JikimError:
        return False
    return True
