"""A text without the numbers that were found in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from jikim.policy.model import ItemType, Language

_NOUNS: dict[ItemType, dict[Language, str]] = {
    ItemType.RESIDENT_NUMBER: {"ko": "주민등록번호", "en": "resident registration number"},
    ItemType.ALIEN_NUMBER: {"ko": "외국인등록번호", "en": "alien registration number"},
    ItemType.PASSPORT: {"ko": "여권번호", "en": "passport number"},
    ItemType.DRIVER_LICENCE: {"ko": "운전면허번호", "en": "driver licence number"},
    ItemType.CARD: {"ko": "카드번호", "en": "card number"},
    ItemType.BIRTH_DATE: {"ko": "생년월일", "en": "date of birth"},
}
_OTHER: dict[Language, str] = {"ko": "개인정보", "en": "personal data"}
_BIRTH = ("생년월일 6자리와 뒤 7자리", "six digits of a birth date and seven more")
_FORMS = {
    ItemType.RESIDENT_NUMBER: _BIRTH,
    ItemType.ALIEN_NUMBER: _BIRTH,
    ItemType.PASSPORT: ("M으로 시작하는 9자리", "nine characters that begin with M"),
    ItemType.DRIVER_LICENCE: ("2-2-6-2로 나눈 12자리", "twelve digits as 2-2-6-2"),
    ItemType.CARD: ("14~16자리", "14 to 16 digits"),
}


class Found(Protocol):
    """A hit: what was found, and where."""

    @property
    def type(self) -> ItemType: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def form_of(type: ItemType, language: Language) -> str:
    """What a number that is never taken looks like, with what it is: `주민등록번호(생년월일 6자리와 뒤 7자리)`."""
    noun, form = _NOUNS.get(type, _OTHER)[language], _FORMS.get(type, ("", ""))[language != "ko"]
    gap = "" if language == "ko" else " "
    return f"{noun}{gap}({form})" if form else noun


def redact(text: str, hits: Iterable[Found], *, language: Language = "ko") -> str:
    """The text with each hit replaced by a marker: `［주민등록번호 삭제됨］`, `［card number removed］`.

    The marker holds no digit, so a redacted text has nothing left to find. Overlapping hits become one marker each
    for what they add.
    """
    parts: list[str] = []
    at = 0
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if hit.end <= at:
            continue
        parts.append(text[at : hit.start])
        noun = _NOUNS.get(hit.type, _OTHER)[language]
        parts.append(f"［{noun} 삭제됨］" if language == "ko" else f"［{noun} removed］")
        at = hit.end
    parts.append(text[at:])
    return "".join(parts)
