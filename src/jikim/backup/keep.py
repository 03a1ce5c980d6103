"""How many sets are kept: `14` (the newest fourteen), `30d` (those of thirty days), `14,30d` (what either rule lets go,
goes).

A backup that is kept longer than it is needed is a risk without a use; the newest one always stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jikim.backup.sets import Set
from jikim.errors import JikimError
from jikim.particles import eun
from jikim.policy.period import Period, day_of, destroyed_from


class Keep(NamedTuple):
    """At most so many, none older than this; None sets no bound."""

    sets: int | None
    age: Period | None


DEFAULT = Keep(14, None)


def parse_keep(text: str) -> Keep:
    """Reads `14`, `30d` or `14,30d`. Raises JikimError for anything else."""
    count: int | None = None
    age: Period | None = None
    try:
        for part in text.split(","):
            word = part.strip()
            if word.isascii() and word.isdigit() and int(word) > 0 and count is None:
                count = int(word)
            elif age is None:
                age = Period.parse(word)
            else:
                raise ValueError(word)
    except ValueError:
        raise JikimError(
            f"`{text}` does not say how many backups to keep",
            hint="14 keeps the newest fourteen, 30d those of thirty days, 14,30d both",
            ko=(
                f"{eun(f'`{text}`')} 백업을 몇 개 남길지 알려 주지 않습니다",
                "14는 최근 14개, 30d는 30일 동안의 것, 14,30d는 둘 다 남깁니다",
            ),
        ) from None
    return Keep(count, age)


def over(age: Period, begun: datetime, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a set that was begun then has reached an age; days are those of the policy's time zone."""
    if age.unit in ("mo", "y"):
        return day_of(now, zone) >= destroyed_from(day_of(begun, zone), age)
    return now >= begun + age.delta()


def superfluous(sets: Sequence[Set], keep: Keep, now: datetime, zone: ZoneInfo) -> list[Set]:
    """The sets that go, the oldest first. INVARIANT: the newest never goes."""
    older = sorted(sets, key=lambda one: one.number)[:-1]
    spare = len(sets) - keep.sets if keep.sets is not None else 0
    return [
        one
        for place, one in enumerate(older)
        if place < spare or (keep.age is not None and over(keep.age, one.begun, now, zone))
    ]
