"""Refuses numbers that have strayed into an item of another kind: a resident number typed into the address."""

from __future__ import annotations

from jikim.policy.detect import find_refused
from jikim.policy.items.answer import refusal
from jikim.policy.model import ItemType

# A login ID may well look like a passport number, so only the types with a check of their own count here.
_STRANGERS = frozenset({ItemType.RESIDENT_NUMBER, ItemType.ALIEN_NUMBER, ItemType.CARD})
_SHORTEST = 13


def refuse_numbers(*lines: str) -> None:
    """Raises ItemError `holds-refused-number` where a line holds a resident, alien or card number."""
    for line in lines:
        if len(line) >= _SHORTEST and any(hit.type in _STRANGERS for hit in find_refused(line)):
            raise refusal(
                "holds-refused-number",
                ko=(
                    "주민등록번호, 외국인등록번호 또는 카드번호로 보이는 숫자가 들어 있습니다",
                    "그 번호를 지우고 다시 입력해 주세요",
                ),
                en=(
                    "the value holds what looks like a resident, alien or card number",
                    "remove that number and try again",
                ),
            )
