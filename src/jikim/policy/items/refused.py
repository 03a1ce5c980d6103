"""Types that are never taken: what they would hold is not even looked at."""

from __future__ import annotations

from jikim.policy.items.answer import Accepted, refusal
from jikim.policy.model import ItemType

REFUSED = frozenset(
    {
        ItemType.BIRTH_DATE,
        ItemType.RESIDENT_NUMBER,
        ItemType.ALIEN_NUMBER,
        ItemType.PASSPORT,
        ItemType.DRIVER_LICENCE,
        ItemType.SENSITIVE,
    }
)


def refuse(value: object, country: str) -> Accepted:
    """Always raises ItemError `refused-type`."""
    raise refusal(
        "refused-type",
        ko=("받지 않는 정보입니다", "이 정보는 수집하지 않으니 지우고 진행해 주세요"),
        en=("this kind of data is never taken", "leave it out; it is not collected"),
    )


def mask_refused(value: str) -> str:
    return "***"
