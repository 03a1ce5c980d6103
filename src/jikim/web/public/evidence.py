"""The promises as they stand, for a page that anybody opens as often as they like: proved at most twice a minute, and no more than that."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from jikim.app import AsyncJikim
from jikim.clock import machine_seconds
from jikim.policy.period import day_of
from jikim.prove.proving import Proven

KEPT_SECONDS = 30.0


class Kept:
    """What was proved last of one house."""

    def __init__(self) -> None:
        self.found: Proven | None = None
        self.made = 0.0


_houses: WeakKeyDictionary[AsyncJikim, Kept] = WeakKeyDictionary()


async def kept_of(jk: AsyncJikim, *, anew: bool = False) -> Proven:
    """The promises, of half a minute ago at most. `anew`: proved now."""
    kept = _houses.setdefault(jk, Kept())
    fresh = machine_seconds() - kept.made < KEPT_SECONDS
    found = kept.found
    if found is None or anew or not fresh or found.evidence.today != day_of(jk.now(), jk.policy.zone):
        found = kept.found = await jk.prove()
        kept.made = machine_seconds()
    return found
