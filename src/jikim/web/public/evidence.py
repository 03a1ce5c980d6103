"""The promises as they stand, for a page that anybody opens as often as they like: proved twice a minute at most, by
one at a time.

In a house so large that a proof takes long, it is kept for twenty times as long as it took: proving never takes more
than a twentieth of the time.
"""

from __future__ import annotations

import asyncio
from weakref import WeakKeyDictionary

from jikim.app import AsyncJikim
from jikim.clock import machine_seconds
from jikim.policy.period import day_of
from jikim.prove.proving import Proven

KEPT_SECONDS = 30.0
SHARE = 20.0


class LastProof:
    """What was proved last of one house, and until when that is shown."""

    def __init__(self) -> None:
        self.found: Proven | None = None
        self.until = 0.0
        self.lock = asyncio.Lock()


_houses: WeakKeyDictionary[AsyncJikim, LastProof] = WeakKeyDictionary()


async def last_proof(jk: AsyncJikim, *, anew: bool = False) -> Proven:
    """The promises, of half a minute ago at most. `anew`: proved now."""
    kept = _houses.setdefault(jk, LastProof())
    async with kept.lock:
        begun, found = machine_seconds(), kept.found
        if found is None or anew or begun > kept.until or found.evidence.today != day_of(jk.now(), jk.policy.zone):
            found = kept.found = await jk.prove()
            ended = machine_seconds()
            kept.until = ended + max(KEPT_SECONDS, SHARE * (ended - begun))
        return found
