"""entrust: hand a processor what its task needs, and nothing else (clauses 4.1–4.7)."""

from __future__ import annotations

from collections.abc import Sequence

from jikim.db.driver import Steps
from jikim.store.holding import Ref
from jikim.verbs.hand_over import Message, hand
from jikim.verbs.house import By


def entrust(by: By, ref: Ref, *, to: str, purpose: str, items: Sequence[str] | None = None) -> Steps[Message]:
    """Queues an entrustment to a declared processor. It is judged again when it is sent."""
    return (yield from hand(by, "entrust", ref, to, purpose, items))
