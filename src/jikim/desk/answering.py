"""The answer to a person's own request (PIPA §35, §38): what it takes is read by no limit of the plan's.

Guarantees: it is read for a request that the database has of that very person, whose identity is confirmed, and that is
open or was settled a few days ago; nobody else's data is. Each entry names the request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from jikim.answers import Dossier, Read, Values
from jikim.db.driver import Steps
from jikim.desk.request_register import STEPS
from jikim.desk.requests import Q
from jikim.errors import JikimError
from jikim.policy.decide import deny
from jikim.store.holding import Ref
from jikim.verbs.house import By, House
from jikim.verbs.read_limits import Exempt
from jikim.verbs.show import EVENT, shown
from jikim.verbs.use import each_of, opened_values

SHOWS = ("access", "portability")
LATELY = timedelta(days=7)  # in which the letter of a settled request is printed


class Answering(Exempt, tuple[UUID, UUID, bool]):
    """The right to read what answers a request: whose, its number, and whether it asks for all that is known and is open.
    INVARIANT: only `_answering` makes one."""

    __slots__ = ()

    @property
    def marks(self) -> Mapping[str, str]:
        return {"answers": str(self[1])}

    def covers(self, subject: UUID, kind: str = "") -> bool:
        return subject == self[0] and (kind != "" or self[2])


def _answering(house: House, subject: UUID, number: UUID) -> Steps[Answering | None]:
    for request, kind, state, *_, closed, _said, _language in (yield Q["asked.of"](subject=subject)):
        is_open = state in STEPS["answer"].from_
        if request == number and (is_open or (closed is not None and closed > house.now() - LATELY)):
            return tuple.__new__(Answering, (subject, number, is_open and kind in SHOWS))
    return None


def show_asked(by: By, subject: UUID, request: UUID) -> Steps[Dossier]:
    """All that is known of a person, for their open request to see it or to take it elsewhere. Raises DeniedError where
    they have none of that number."""
    house, actor = by
    exempt = yield from _answering(house, subject, request)
    if exempt is None or not exempt.covers(subject):
        yield from house.refuse(EVENT, house.policy, actor, deny(house.policy, "gone"), None, subject)
    return (yield from shown(by, subject, exempt))


def use_asked(by: By, ref: Ref, request: UUID, *, purpose: str, items: Sequence[str], reason: str) -> Steps[Values]:
    """As `use`, of a record of who asked: by no limit where their request is one to be answered, and by the plan's
    before that."""
    exempt = yield from _answering(by.house, ref.subject, request)
    reads = [Read(ref, purpose, items)]
    [found] = yield from each_of(by, reads, reason, "", lambda read, *one: opened_values(read.ref, *one), exempt)
    if isinstance(found, JikimError):
        raise found
    return found
