"""Generations: a ledger that was put back from a backup goes on under a new name, and says where and after what.

The first generation of `shop.example/jikim` has that name, the second `shop.example/jikim/2`. All of them are signed by
the same key, each under its own name. The first entry of a later one (event `ledger:continue:allowed`) names the last
checkpoint of the one before it, as it stood beside the key ring: what was signed there and is not here is lost, and
said to be.

    {"at":"2026-…","event":"ledger:continue:allowed","generation":2,"last_generation":1,"last_root":"q0Fv…=","last_size":1000,…}

A number is never used twice: where the second generation itself is lost, the third follows the first.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from jikim.proof.checkpoint import VerifierKey

CONTINUE = "ledger:continue"
_LATER = re.compile(r"(.+)/([2-9]|[1-9][0-9]{1,8})")


def origin_of(base: str, generation: int) -> str:
    """The origin of a generation (from 1) of the ledger whose first origin is `base`."""
    return base if generation == 1 else f"{base}/{generation}"


def split_origin(origin: str) -> tuple[str, int]:
    """The first generation's origin, and which generation this is.

    >>> split_origin("shop.example/jikim/2")
    ('shop.example/jikim', 2)
    """
    later = _LATER.fullmatch(origin)
    return (later[1], int(later[2])) if later else (origin, 1)


def key_of(key: VerifierKey, generation: int) -> VerifierKey:
    """The same key under the name of another generation."""
    return VerifierKey(origin_of(split_origin(key.name)[0], generation), key.public)


class Generation(NamedTuple):
    """One that was continued: its number, the position of its first entry, and the last checkpoint signed before it.

    `last_size` less `start` entries were lost, where that is above 0; `last_root` is in base64.
    """

    number: int
    start: int
    after: int
    last_size: int
    last_root: str

    @property
    def lost(self) -> int:
        return max(self.last_size - self.start, 0)

    def __str__(self) -> str:
        begun = f"{self.number} begins at entry {self.start}: a backup was put back"
        if self.lost:
            return f"{begun}; {self.last_size} entries were signed before, the last {self.lost} of them are lost"
        return f"{begun}; nothing that was signed is lost"
