"""provide: hand data to a third party. Denied by default; only a declared recipient with its ground passes (clauses 3.1–3.7)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jikim.db.driver import Steps
from jikim.policy.ask import Actor
from jikim.store.holding import Ref
from jikim.verbs.hand import Message, Terms, hand
from jikim.verbs.house import House


def provide(
    house: House,
    ref: Ref,
    *,
    to: str,
    purpose: str,
    actor: Actor,
    items: Sequence[str] | None = None,
    terms: Terms | None = None,
    message: UUID | None = None,
) -> Steps[Message]:
    """Queues a provision to a declared recipient. A demand by law needs its `terms`. It is judged again when it is sent."""
    return (yield from hand(house, "provide", ref, to, purpose, items, actor, terms or Terms(), message))
