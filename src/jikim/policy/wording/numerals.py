"""Numbers in words: `다섯`, `십오`, `thirty`; and the words that are a length of time by themselves (`보름`, `매년`)."""

from __future__ import annotations

_ONES = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9}
_NATIVE_TENS = {"열": 10, "스물": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70, "여든": 80, "아흔": 90}
NATIVE: dict[str, int] = {
    **_ONES,
    "석": 3,
    "서": 3,
    "넉": 4,
    "스무": 20,
    **_NATIVE_TENS,
    **{f"{ten}{one}": tens + ones for ten, tens in _NATIVE_TENS.items() for one, ones in _ONES.items()},
}
_DIGITS = {"일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9}
_PLACES = {"십": 10, "백": 100, "천": 1000}
SINO_LETTERS = "".join((*_DIGITS, *_PLACES))

_UNITS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred")
ENGLISH: dict[str, int] = {
    **{word: count for count, word in enumerate(_UNITS, start=1)},
    **{word: 10 * count for count, word in enumerate(_TENS, start=2)},
}

# Words that are a period: the measure is months, days or minutes.
SPANS_KO: dict[str, tuple[str, int]] = {
    "반년": ("mo", 6), "하루": ("d", 1), "이틀": ("d", 2), "사흘": ("d", 3), "나흘": ("d", 4), "닷새": ("d", 5), "엿새": ("d", 6),
    "이레": ("d", 7), "여드레": ("d", 8), "아흐레": ("d", 9), "열흘": ("d", 10), "보름": ("d", 15), "매년": ("mo", 12), "해마다": ("mo", 12),
    "매월": ("mo", 1), "매달": ("mo", 1), "달마다": ("mo", 1), "매주": ("d", 7), "매일": ("d", 1), "날마다": ("d", 1), "분기마다": ("mo", 3),
    "반기마다": ("mo", 6),
}  # fmt: skip
SPANS_EN: dict[str, tuple[str, int]] = {
    "half a year": ("mo", 6), "every year": ("mo", 12), "each year": ("mo", 12), "yearly": ("mo", 12), "annually": ("mo", 12),
    "every month": ("mo", 1), "each month": ("mo", 1), "monthly": ("mo", 1), "every week": ("d", 7), "weekly": ("d", 7),
    "every day": ("d", 1), "each day": ("d", 1), "daily": ("d", 1), "quarterly": ("mo", 3), "a fortnight": ("d", 14),
}  # fmt: skip


def sino(word: str) -> int | None:
    """`십오` is 15; None for what is no number."""
    total = digit = 0
    for letter in word:
        if letter in _DIGITS and not digit:
            digit = _DIGITS[letter]
        elif letter in _PLACES:
            total += (digit or 1) * _PLACES[letter]
            digit = 0
        else:
            return None
    return total + digit or None


def number(word: str) -> int | None:
    """A number as it is written: in digits, in Korean of either kind, in English."""
    plain = word.replace(",", "").strip().lower()
    if plain.isdecimal():
        return int(plain)
    if plain in NATIVE:
        return NATIVE[plain]
    if plain in ENGLISH:
        return ENGLISH[plain]
    tens, _, ones = plain.replace(" ", "-").partition("-")
    if tens in ENGLISH and ones in ENGLISH:
        return ENGLISH[tens] + ENGLISH[ones]
    return sino(plain)
