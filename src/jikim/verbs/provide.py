"""provide: hand data to a third party. Denied by default; only a declared recipient with its ground passes (clauses
3.1–3.7).

To an authority only an approved demand sends (3.3): the caller names its number, and authority, statute, document and
approver are read from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jikim.db.driver import Steps
from jikim.store.holding import Ref
from jikim.verbs.hand_over import Message, hand
from jikim.verbs.house import By


def provide(
    by: By,
    ref: Ref,
    *,
    to: str,
    purpose: str,
    items: Sequence[str] | None = None,
    demand: UUID | None = None,
    message: UUID | None = None,
) -> Steps[Message]:
    """Queues a provision to a declared recipient. It is judged again when it is sent.

    `demand`: the approved demand by law that names this record with exactly these items; `message` is the number that
    it fixed for it.
    """
    return (yield from hand(by, "provide", ref, to, purpose, items, demand, message))


def name_party(by: By, ref: Ref, *, to: str, purpose: str) -> Steps[None]:
    """Says who the other party of an order is that named none when it was taken in (3.6), by whoever may provide to it
    for this purpose. A party that is named stays: another is refused."""
    yield from hand(by, "provide", ref, to, purpose, None, act_by="name_party")
