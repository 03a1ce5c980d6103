"""How long the ledger may say who did what: each month's bodies lie in three lots, each under a key of its own, with a
time of its own.

- access: who used whose data, and everything else about people. Access records (safety notice §8): 1 year; 2 years
  where there are 50,000 people or more, unique identifiers or sensitive data, or where a telecom operator keeps them.
- grants: what was granted to handlers and revoked: 3 years (safety notice §5③).
- house: the house's own steps, which name no one: for good.

Where the policy states a longer time for such a record (`lasts` of a safeguard), that one. A time starts at the end of
the month.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import IntEnum

from jikim.policy import statutes
from jikim.policy.model import PolicyFile
from jikim.policy.period import Period, due

MANY_PEOPLE = 50_000
_TELECOM = "kr.comms-secrets"


class Lot(IntEnum):
    """What a body goes with, as `ledger.body` numbers it."""

    ACCESS = 0
    GRANTS = 1
    HOUSE = 2


# The safeguard of the catalogue that states how long a lot is kept.
SAFEGUARD = {Lot.ACCESS: "access-records", Lot.GRANTS: "access-grants"}


def lot_of(event: str, who: Mapping[str, str], about: bool) -> Lot:
    """The lot of an entry, by its event, who acted, and whether it is about a person or record."""
    if event.startswith("handler:"):
        return Lot.GRANTS
    if not about and len(who) == 1 and who["actor"].startswith("system:"):
        return Lot.HOUSE
    return Lot.ACCESS


def label(month: date, lot: Lot) -> str:
    """A month's lot as the ledger and its exports name it: `2013-02/access`."""
    return f"{month:%Y-%m}/{lot.name.lower()}"


def key_name(month: date, lot: Lot) -> bytes:
    """The name of the key that a month's lot is sealed under, in the space `ledger-month`."""
    name = month.isoformat() if lot is Lot.ACCESS else f"{month.isoformat()}/{lot.name.lower()}"
    return name.encode()


def periods(policy: PolicyFile, people: int) -> dict[Lot, Period]:
    """How long each lot is kept: what the law asks of a house of this size, or what the policy states where that is
    longer."""
    found: dict[Lot, Period] = {}
    for lot, safeguard in SAFEGUARD.items():
        known = next(one for one in statutes.well_known() if one.name == safeguard)
        law = statutes.get(known.statute)
        assert law is not None
        assert law.minimum is not None
        stated = [
            one.lasts
            for name, one in policy.safeguards.items()
            if one.lasts is not None and (name in known.names or one.law == law.id)
        ]
        asked = [law.minimum]
        if lot is Lot.ACCESS and _two_years(policy, people):
            asked.append(Period(2, "y"))
        found[lot] = max([*asked, *stated], key=Period.approximate_days)
    return found


def _two_years(policy: PolicyFile, people: int) -> bool:
    return people >= MANY_PEOPLE or bool(policy.guarded) or _TELECOM in policy.service.under


def interval(period: Period) -> str:
    """A period as the database counts it: by the calendar where it is of months or years."""
    units = {"min": "minutes", "h": "hours", "d": "days", "w": "weeks", "mo": "months", "y": "years"}
    return f"{period.count} {units[period.unit]}"


def is_over(month: date, period: Period, today: date) -> bool:
    """Whether the time of the last entry of a month is over."""
    last = (month.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return today > due(last, period)
