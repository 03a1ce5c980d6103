"""The delivery: wishes for it, and where the box is, asked of whoever brings it by the number of the message alone."""

from __future__ import annotations

from jikim import AsyncJikim

from . import providers
from .books import Books
from .order_history import Order


async def track(jk: AsyncJikim, order: Order) -> bool:
    """Asks the carrier and the seller. Once all of it has come, the order and the wishes for it are delivered. Answers
    whether so."""
    if not order.sent or "delivered" in order.events or order.gone:
        return "delivered" in order.events
    for sent in order.sent:
        to, _, message = sent.partition(" ")
        answer = await providers.asked(jk, to, "deliveries", {"messages": [message]})
        if message not in (answer or {}).get("delivered", {}):
            return False
    await jk.event(order.ref, "delivered")
    books = Books.of(jk)
    for ref, _ in books.still_open("delivery-request", order.number):
        await jk.event(ref, "delivered")
        books.shut(ref)
    return True
