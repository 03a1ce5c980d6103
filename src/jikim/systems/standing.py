"""How each of the company's own systems stands: what it was told, what it has answered, and what is late."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.policy.model.systems import System
from jikim.policy.period import Period, due
from jikim.verbs.house import House

Q = load("jikim.systems")
_OVER = ("done", "kept")


class SystemStanding(NamedTuple):
    """One system: how many messages it was `told`, has `answered`, and how many that it has not are `late` (past its own
    time) or `broken` (as long again). `declared`: as the policy in force says; None: it does so no more. `by`: the last
    day on which the oldest that waits is in time."""

    name: str
    declared: System | None
    told: int = 0
    answered: int = 0
    late: int = 0
    broken: int = 0
    by: date | None = None

    @property
    def waiting(self) -> int:
        return self.told - self.answered


def system_standings(house: House) -> Steps[list[SystemStanding]]:
    """Every system that the policy declares, and those that older versions did and that have not answered."""
    policy, today = house.policy, house.today()
    found = {name: SystemStanding(name, one) for name, one in policy.file.systems.items()}
    for target, _topic, asked, state, messages in (yield Q["system.messages"](zone=policy.file.service.time_zone)):
        name = policy.name("system", target)
        one = found.get(name, SystemStanding(name, policy.file.systems.get(name)))
        within = one.declared.within if one.declared is not None else Period(5, "d")
        last = due(asked, within)
        one = one._replace(told=one.told + messages)
        if state in _OVER:
            one = one._replace(answered=one.answered + messages)
        else:
            broken = today > due(last, within)
            one = one._replace(
                late=one.late + (messages if last < today and not broken else 0),
                broken=one.broken + (messages if broken else 0),
                by=min(one.by or last, last),
            )
        found[name] = one
    return [one for one in found.values() if one.declared is not None or one.waiting]
