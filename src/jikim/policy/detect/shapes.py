"""The shapes of the numbers never taken, and what of them is arithmetic: dates, centuries, check digits, card schemes.

Everything here works on folded text (`folding.py`).
"""

from __future__ import annotations

import calendar
import re
from typing import NamedTuple

DASH = "\\-‐‒–—―−ー─"
POINT = "./_·・‧\u119e"
# What may stand between the two halves of a number: anything that is no letter and no digit, broken lines and brackets
# too.
JOIN = r"[^0-9A-Za-z가-힣]{0,8}"
_GAP = rf"(?:[ \t]?[{DASH}{POINT}][ \t]?|[ \t]{{1,2}})"
_WIDE = r"[^0-9A-Za-z가-힣]{1,4}"
_PART = rf"[ \t]?[{DASH}{POINT} 년월][ \t]?"

DASHES = frozenset("-‐‒–—―−ー─")
STARS = "*xX•●○∗"
# Each pattern begins with the digit that a number begins with, and looks back from there: the engine skips fast to it.
_FIRST = r"[0-9](?<![0-9][0-9])"
RESIDENT = re.compile(
    rf"{_FIRST}(?:"
    r"(?P<plain>(?:(?:(?<=1)[89]|(?<=2)0)[0-9]{2}|[0-9])(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))"
    rf"|(?P<parted>(?:(?:(?<=1)[89]|(?<=2)0)[0-9]{{2}}|[0-9]){_PART}(?:0?[1-9]|1[0-2]){_PART}(?:0[1-9]|[12][0-9]|3[01]|[1-9](?![0-9])))[ \t]?일?"
    rf")(?P<join>{JOIN})(?P<serial>[0-9](?:[0-9]{{6}}|[{DASH} \t][0-9]{{6}}|[0-9{STARS}]{{6}}|(?:[ \t]{{1,2}}[0-9]){{6}}))(?![0-9])"
)
# Each digit by itself, and all of them: 9 0 0 1 0 1 - 1 2 3 4 5 6 7.
SINGLES = re.compile(rf"{_FIRST}(?:{_WIDE}[0-9](?![0-9])){{12,}}+")
# A line that is broken between two digits.
BREAK = re.compile(r"\n(?<=[0-9]\n)[ \t]{0,8}(?=[0-9])")
LONG_BREAK = re.compile(r"\r\n(?<=[0-9]\r\n)[ \t]{0,8}(?=[0-9])")

PASSPORT = re.compile(
    r"[Mm](?<![A-Za-z0-9_@/#].)(?<![A-Za-z0-9_]-.)(?:[0-9]{8}|[0-9]{3}[A-Za-z][0-9]{4})(?![A-Za-z0-9_@])(?!-[A-Za-z0-9])",
    re.DOTALL,
)
LICENCE = re.compile(
    rf"{_FIRST}(?<![0-9]-[0-9])[0-9]{_GAP}[0-9]{{2}}{_GAP}[0-9]{{6}}{_GAP}[0-9]{{2}}(?![0-9])(?!-[0-9])"
)
CARD = re.compile(
    rf"{_FIRST}(?:(?P<run>(?<=[2-69])[0-9]{{13,15}})"
    rf"|[0-9]{{3}}{_GAP}(?:[0-9]{{4}}{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}|[0-9]{{6}}{_GAP}[0-9]{{4,5}})"
    rf"|(?P<wide>(?<=[2-69])[0-9]{{3}}(?:{_WIDE}(?:[0-9]{{4}}{_WIDE}[0-9]{{4}}{_WIDE}[0-9]{{4}}|[0-9]{{6}}{_WIDE}[0-9]{{4,5}}|[0-9]{{4}}{_WIDE}[0-9]{{8}})"
    rf"|[0-9]{{4}}{_WIDE}[0-9]{{8}})))(?![0-9])"
)

_MONTH = r"(?:0?[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12][0-9]|3[01]|[1-9])"
_MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:(?:18|19|20)[0-9]{2})"
_DATE = (
    rf"(?<![0-9])(?:(?:{_YEAR}|[0-9]{{2}})[ ]?(?:년|[{DASH}{POINT}])[ ]?{_MONTH}[ ]?(?:월|[{DASH}{POINT}])[ ]?{_DAY}(?:[ ]?일)?"
    rf"|(?:{_YEAR}|[0-9]{{2}})(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    rf"|{_DAY}(?:st|nd|rd|th)?[ ](?:of[ ])?{_MONTH_NAME},?[ ]{_YEAR}"
    rf"|{_MONTH_NAME}[ ]{_DAY}(?:st|nd|rd|th)?,?[ ]{_YEAR}"
    rf"|{_DAY}[-./]{_DAY}[-./]{_YEAR})(?![0-9])"
)
_BIRTH_WORDS = ("생", "태어", "birth", "dob", "d.o.b", "d.ob", "do.b", "born")
BIRTH_BEFORE = re.compile(
    r"(?:생년월일|(?<!학)생일|출생(?:일자?)?|태어난[ ]?날짜?"
    r"|(?<![a-z])(?:date[\s_]+of[\s_]+birth|birth[ _-]?(?:date|day)?|d\.?o\.?b\.?|born(?:\s+on)?)|(?-i:[a-z](?:Birth(?:Date|day|Day)?|Dob)))"
    r"(?:[ ]?\([^()\n]{0,16}\))?(?:은|는|이|가|을|를)?(?:[ ](?:is|was))?[\s:=(\['\"\-]{0,6}"
    rf"(?P<date>{_DATE})",
    re.IGNORECASE,
)
BIRTH_AFTER = re.compile(
    rf"(?P<date>{_DATE})[ ]?(?:생(?![가-힣])|생(?=입니다|이고|이며|이에요|이다|인[ ])|에?[ ]?태어|[ ]?출생)",
    re.IGNORECASE,
)
AMOUNT = re.compile(r"[ \t]?(?:원|won|krw)", re.IGNORECASE)

# Century of birth by the seventh digit: 1-4 residents, 5-8 aliens, 9 and 0 residents born before 1900.
_CENTURY = {"9": 1800, "0": 1800, "1": 1900, "2": 1900, "3": 2000, "4": 2000, "5": 1900, "6": 1900, "7": 2000, "8": 2000}  # fmt: skip
_EARLIEST, _LATEST = 1860, 2059  # nobody who lives while this is in use was born before or after

_SCHEMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("Visa", re.compile(r"4[0-9]{15}")),
    ("Mastercard", re.compile(r"(?:5[1-5][0-9]{2}|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720)[0-9]{12}")),
    ("American Express", re.compile(r"3[47][0-9]{13}")),
    ("JCB", re.compile(r"35(?:2[89]|[3-8][0-9])[0-9]{12}")),
    ("Diners Club", re.compile(r"3(?:0[0-5]|[689][0-9])[0-9]{11}|36[0-9]{14}")),
    ("UnionPay", re.compile(r"62[0-9]{14}")),
    ("Discover", re.compile(r"6(?:011|4[4-9][0-9]|5[0-9]{2})[0-9]{12}")),
    ("Maestro", re.compile(r"5[0678][0-9]{14}")),
    ("domestic", re.compile(r"9[0-9]{15}")),  # Korean cards that work in Korea only
)
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


# A number that a program drew at random: a UUID (RFC 9562 §4), or the same 128 bits run together; two digits of it at
# least are letters.
_DRAWN = re.compile(
    r"(?<![0-9a-z])(?:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|[0-9a-f]{32})(?![0-9a-z])",
    re.IGNORECASE,
)
# The approval number of a tax invoice: its day, who registered it with the tax office, eight digits of base 16.
_APPROVED = re.compile(
    r"(?<![0-9a-z])20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])-4100[0-9]{4}-[0-9a-f]{8}(?![0-9a-z]|-[0-9a-z])",
    re.IGNORECASE,
)
_HEX_LETTER = re.compile("[a-f]", re.IGNORECASE)


def without_drawn(text: str) -> str:
    """The text with every number that a program drew, or approved an invoice by, as so many dots, which part what
    stands beside it."""
    text = _DRAWN.sub(lambda found: "." * len(found[0]) if len(_HEX_LETTER.findall(found[0])) > 1 else found[0], text)
    return _APPROVED.sub(lambda found: "." * len(found[0]), text)


def speaks_of_births(text: str) -> bool:
    """Whether a word stands in a text without which nothing in it is called a birth date."""
    lower = text.lower()
    return any(word in lower for word in _BIRTH_WORDS)


class Born(NamedTuple):
    """What a resident or alien number says: the year of birth, whether an alien's, and whether its check digit is
    right."""

    year: int
    alien: bool
    checked: bool


def born(digits: str, parts: tuple[int, int] | None = None) -> Born | None:
    """What 13 digits (or 15, with the year in full) say as a resident number; None where there is no such day. Stars
    count as digits.

    `parts`: month and day, where they were written apart.
    """
    serial = digits[-7:]
    date = digits[:-7]
    year = _CENTURY[serial[0]] + int(date[-6:-4])
    if len(date) == 8 and int(date[:4]) != year:
        return None
    month, day = parts or (int(date[-4:-2]), int(date[-2:]))
    if not _EARLIEST <= year <= _LATEST or not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return Born(year, serial[0] in "5678", _check_digit(date[-6:] + serial))


def _check_digit(number: str) -> bool:
    """Whether the last digit is what numbers had until October 2020. Aliens' have an offset of 2, in the last digit
    too."""
    if not number.isdigit():
        return False
    total = sum(int(d) * w for d, w in zip(number, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=False))
    right = (11 - total % 11) % 10
    return int(number[12]) == ((right + 2) % 10 if number[6] in "5678" else right)


def luhn(digits: str) -> bool:
    """Whether the last of these ASCII digits is the right check digit (ISO/IEC 7812-1, annex B)."""
    total = sum(map(int, digits[-1::-2])) + sum(_DOUBLED[int(d)] for d in digits[-2::-2])
    return total % 10 == 0


def scheme(digits: str) -> str | None:
    """The card scheme whose range these 14 to 16 digits are in, or None; says nothing of the check digit."""
    return next((name for name, pattern in _SCHEMES if pattern.fullmatch(digits)), None)


def is_barcode(digits: str) -> bool:
    """Whether 13 or 14 digits are a GTIN: weights 3 and 1 from the right (GS1 General Specifications, 7.9)."""
    total = sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(reversed(digits)))
    return len(digits) in (13, 14) and total % 10 == 0


def is_corporation(digits: str) -> bool:
    """Whether 13 digits are a corporation's registration number: weights 1 and 2 (법인등기 규칙)."""
    total = sum(int(d) * (1 + n % 2) for n, d in enumerate(digits[:12]))
    return len(digits) == 13 and digits.isdigit() and (10 - total % 10) % 10 == int(digits[12])
