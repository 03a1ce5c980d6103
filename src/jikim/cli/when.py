"""Days and moments as people type them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jikim.cli.exits import UsageError
from jikim.clock import WallClock
from jikim.particles import eun


def day(text: str) -> date:
    """`2026-11-24`. Raises UsageError for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"`{text}` is no day",
            hint="write it as 2026-11-24",
            ko=(f"{eun(f'`{text}`')} 날짜가 아닙니다", "2026-11-24처럼 적어 주세요"),
        ) from None


def moment(text: str, zone: tzinfo) -> datetime:
    """`2026-11-24`, `2026-11-24T09:30` or with an offset; without one, in this zone. Raises UsageError otherwise."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"`{text}` is no time",
            hint="write it as 2026-11-24, 2026-11-24T09:30 or 2026-11-24T09:30+09:00",
            ko=(
                f"{eun(f'`{text}`')} 시각이 아닙니다",
                "2026-11-24, 2026-11-24T09:30 또는 2026-11-24T09:30+09:00처럼 적어 주세요",
            ),
        ) from None
    return found if found.tzinfo is not None else found.replace(tzinfo=zone)


def today(zone_name: str | None) -> date:
    """The day it is in a policy's time zone; in UTC for a policy whose zone can't be read."""
    zone: tzinfo = UTC
    if zone_name:
        with suppress(ZoneInfoNotFoundError, ValueError, OSError):
            zone = ZoneInfo(zone_name)
    return WallClock().now().astimezone(zone).date()
