"""A paper in the cabinet: where it lies, when it is due, and who may touch it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.policy.ask import Actor, Ask
from jikim.policy.decide import deny
from jikim.policy.states import Verb
from jikim.store.holding import Ref
from jikim.verbs.house import House
from jikim.verbs.then import Named

Q = load("jikim.cabinet")


DESK = "desk"  # whose keys go with their person (`verbs/destroy.py`)


WITHIN = timedelta(days=5)  # the standard guideline's "without delay"


class Paper(NamedTuple):
    """One paper. `due` is the day from which on it is to go; none while its record lives. `held`: a legal hold keeps
    it. `rests`: since when its record rests; `apart`: since when it lies in a separate cabinet for that, by whose hand
    (`moved_by`).

    `of` is its kind of record, by the words of the version under which it was entered.
    """

    paper: UUID
    number: int
    kind: str
    cabinet: str
    shelf: str
    received: date
    linked: bool
    due: date | None
    held: bool
    state: Literal["kept", "destroyed"]
    entered: datetime
    by: str
    method: str
    destroyed: date | None
    witness: str
    done_by: str
    ref: Ref | None
    of: Named
    rests: date | None = None
    apart: date | None = None
    moved_by: str = ""
    note: str = ""

    @property
    def mixed(self) -> bool:
        """Whether it still lies among papers in use although its record rests."""
        return self.state == "kept" and self.rests is not None and self.apart is None

    @property
    def label(self) -> str:
        """What stands on its label."""
        return f"J-{self.number:06d}"

    def __repr__(self) -> str:
        return f"<Paper {self.label} {self.state}>"


def may_handle(house: House, event: str, actor: Actor, kind: str) -> Steps[None]:
    """An officer, or a handler whose grant reaches the record kind and names a purpose of it."""
    policy = house.policy
    rules = policy.records.get(kind)
    if actor.kind not in ("handler", "officer"):
        yield from house.refuse(event, policy, actor, deny(policy, "not-confirmed"))
    if not actor.grant or not (yield from house.manned(actor)):
        yield from house.refuse(event, policy, actor, deny(policy, "grant"))
    if rules is not None and actor.kind == "handler":
        reads = any(actor.purposes >> number & 1 for number, of in policy.reading if of == rules.number)
        if not reads or not actor.kinds >> rules.number & 1:
            yield from house.refuse(
                event, policy, actor, deny(policy, "beyond-grant"), Ask(Verb.USE, rules.number, 0, actor)
            )
