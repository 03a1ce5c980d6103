"""The queue: mails that wait, as references. The address is read when a mail leaves, by a real `use` of its record.

So nobody who left, whose record is frozen, or who took back a consent is written to: the verb says no, and says so in the ledger. What a
letter needs beside the address (a reason, a date) waits sealed under the person's key, and is gone with it.
"""

from __future__ import annotations

from collections.abc import Mapping

from jikim.db.driver import Steps
from jikim.policy.model import Language
from jikim.store.holding import Ref
from jikim.verbs.house import House


def queue(house: House, ref: Ref, name: str, language: Language, facts: Mapping[str, str] | None = None) -> Steps[None]:
    """Queues a letter to the e-mail of a record. `facts` are the letter's own; links may begin with `/`."""
    raise NotImplementedError
    yield
