"""Finds in free text the numbers a policy never takes: positions only, never the text.

It guarantees: whatever is found is named by type and place in the *original* text, so that the caller can reject it
or `redact` it without copying it. It leaves to the caller which types the policy refuses.

Digits of any script and width count (NFKC, position by position), invisible characters do not. Found are

- resident and alien registration numbers (주민등록번호, 외국인등록번호): a real date, a seventh digit that gives its
  century, thirteen digits, with or without a separator between the sixth and the seventh, also when the last six are
  starred. No checksum: numbers issued since October 2020 have none.
- passport numbers (`M` and eight digits, since December 2021 `M123A4567`) and driver licence numbers (2-2-6-2).
- card numbers of 14 to 16 digits with a right Luhn digit (ISO/IEC 7812-1).
- birth dates, only where the text calls them that (생년월일, date of birth, 1990년 1월 1일생).

Missed: digits with something between each two of them, or broken over two lines; the date itself written with
separators (90-01-01-1234567) or with its century (19900101-1234567); thirteen digits starting 18xx (a seventh digit
of 9 or 0) run together with a wrong checksum, and any before 1860; driver licences without separators or with the
region's name; passports of other kinds and countries; cards in other groups or of 19 digits; numbers in words;
birthdays without a year; and any number that a label directly before it calls an order, invoice, account, approval
or corporation number (주문번호, 법인등록번호, order no, ORD-), unless it is grouped as a card.

Over-caught: an unlabelled number that has the shape by chance. That is mostly a corporation number (110111-1234567),
six digits of a date beside seven of anything but a sum of money (231201-1234567), a barcode or a millisecond time
stamp of 13 digits whose first six make a date; one in ten card-shaped numbers of a card scheme's range; `M` and eight
digits of a product code. For numbers that must not be kept at all, missing one is the worse mistake.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from jikim.policy.model import ItemType, Language


@dataclass(frozen=True, slots=True)
class Hit:
    """A refused number at `text[start:end]`, in code points of the text as it was given."""

    type: ItemType
    start: int
    end: int


# NFKC turns the Hangul letter ㅡ, which people type for a dash, into U+1173, and ㆍ into U+119E.
_DASH = "\\-‐‒–—―−ー─\u1173"
_POINT = "./_·・‧\u119e"
_BETWEEN = rf"(?:[ \t]{{0,3}}[{_DASH}{_POINT}]{{1,3}}[ \t]{{0,3}}|[ \t]{{1,3}}|)"
_GAP = rf"(?:[ \t]?[{_DASH}{_POINT}][ \t]?|[ \t]{{1,2}})"

_RESIDENT = re.compile(rf"(?<![0-9])([0-9]{{6}})({_BETWEEN})([0-9](?:[0-9]{{6}}|[*xX•●○∗＊]{{6}}))(?![0-9])")
_PASSPORT = re.compile(
    r"(?<![A-Za-z0-9_@/#])(?<![A-Za-z0-9_]-)[Mm](?:[0-9]{8}|[0-9]{3}[A-Za-z][0-9]{4})(?![A-Za-z0-9_@])(?!-[A-Za-z0-9])"
)
_LICENCE = re.compile(
    rf"(?<![0-9])(?<![0-9]-)[0-9]{{2}}{_GAP}[0-9]{{2}}{_GAP}[0-9]{{6}}{_GAP}[0-9]{{2}}(?![0-9])(?!-[0-9])"
)
_CARD = re.compile(
    rf"(?<![0-9])(?:[0-9]{{14,16}}|[0-9]{{4}}{_GAP}(?:[0-9]{{4}}{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}|[0-9]{{6}}{_GAP}[0-9]{{4,5}}))"
    r"(?![0-9])"
)

# What directly precedes a number and says that it is something else.
_LABEL = re.compile(
    r"(?:(?:주문|송장|운송장|승인|거래|접수|계좌|바코드|법인|법인등록)[ \t]?번호"
    r"|(?<![a-z])(?:order|ord|invoice|inv|tracking|transaction|approval|account|barcode|corporate registration)"
    r"(?:[ \t]?(?:no\.?|number|id|code))?)"
    r"(?:은|는|이|가|[ \t]is)?[ \t:#=(\-]{0,3}\Z",
    re.IGNORECASE,
)
_LABEL_REACH = 48
_AMOUNT = re.compile(r"[ \t]?(?:원|won|krw)", re.IGNORECASE)

_MONTH = r"(?:0?[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12][0-9]|3[01]|[1-9])"
_MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:(?:18|19|20)[0-9]{2})"
_DATE = (
    rf"(?<![0-9])(?:(?:{_YEAR}|[0-9]{{2}})[ ]?(?:년|[{_DASH}./])[ ]?{_MONTH}[ ]?(?:월|[{_DASH}./])[ ]?{_DAY}(?:[ ]?일)?"
    rf"|(?:{_YEAR}|[0-9]{{2}})(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    rf"|{_DAY}(?:st|nd|rd|th)?[ ](?:of[ ])?{_MONTH_NAME},?[ ]{_YEAR}"
    rf"|{_MONTH_NAME}[ ]{_DAY}(?:st|nd|rd|th)?,?[ ]{_YEAR}"
    rf"|{_DAY}[-./]{_DAY}[-./]{_YEAR})(?![0-9])"
)
_BIRTH = re.compile(
    r"(?:생년월일|(?<!학)생일|출생(?:일자?)?|태어난[ ]?날짜?"
    r"|(?<![a-z])(?:date\s+of\s+birth|birth[ -]?date|birthday|d\.?o\.?b\.?|born(?:\s+on)?))"
    r"(?:[ ]?\([^()\n]{0,16}\))?(?:은|는|이|가|을|를)?(?:[ ](?:is|was))?[\s:=(\['\"\-]{0,6}"
    rf"(?P<late>{_DATE})"
    rf"|(?P<early>{_DATE})[ ]?(?:생(?![가-힣])|생(?=입니다|이고|이며|이에요|이다|인[ ])|에?[ ]?태어|[ ]?출생)",
    re.IGNORECASE,
)
_ENOUGH_DIGITS = re.compile(r"[0-9](?:[^0-9]*[0-9]){3}")

# Century of birth by the seventh digit: 1-4 residents, 5-8 aliens, 9 and 0 residents born before 1900.
_CENTURY = {
    "9": 1800,
    "0": 1800,
    "1": 1900,
    "2": 1900,
    "3": 2000,
    "4": 2000,
    "5": 1900,
    "6": 1900,
    "7": 2000,
    "8": 2000,
}
_EARLIEST = 1860

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


def luhn(digits: str) -> bool:
    """Whether the last of these ASCII digits is the right check digit (ISO/IEC 7812-1, annex B)."""
    doubled = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
    total = sum(int(d) for d in digits[-1::-2]) + sum(doubled[int(d)] for d in digits[-2::-2])
    return total % 10 == 0


def scheme(digits: str) -> str | None:
    """The card scheme whose range these 14 to 16 digits are in, or None; says nothing of the check digit."""
    return next((name for name, pattern in _SCHEMES if pattern.fullmatch(digits)), None)


def find_refused(text: str) -> tuple[Hit, ...]:
    """All refused numbers in the text, in order and apart from each other. Linear in the text's length."""
    folded, where = _fold(text)
    if _ENOUGH_DIGITS.search(folded) is None:
        return ()
    spans = [
        *_residents(folded),
        *_cards(folded, labels=True),
        *((ItemType.DRIVER_LICENCE, m.start(), m.end()) for m in _LICENCE.finditer(folded)),
        *((ItemType.PASSPORT, m.start(), m.end()) for m in _PASSPORT.finditer(folded)),
        *_births(folded),
    ]
    # Where two overlap, the surer type (the order above) names the whole of both: no part stays uncovered.
    rank = {span: i for i, span in enumerate(spans)}
    named: list[tuple[int, Hit]] = []
    for span in sorted(spans, key=lambda s: s[1]):
        kind, start, end = span[0], where[span[1]], where[span[2] - 1] + 1
        if named and start < named[-1][1].end:
            best, last = named[-1]
            surer = last.type if best < rank[span] else kind
            named[-1] = (min(best, rank[span]), Hit(surer, last.start, max(last.end, end)))
        else:
            named.append((rank[span], Hit(kind, start, end)))
    return tuple(hit for _, hit in named)


def holds_card_number(text: str) -> bool:
    """Whether a value of a payment holds a card number: no label excuses it, and no separator hides it."""
    folded, _ = _fold(text)
    digits = re.sub(r"[^0-9]", "", folded)
    if len(digits) < 14:
        return False
    if scheme(digits) is not None and luhn(digits):
        return True
    return next(_cards(folded, labels=False), None) is not None


_NOUNS: dict[ItemType, dict[Language, str]] = {
    ItemType.RESIDENT_NUMBER: {"ko": "주민등록번호", "en": "resident registration number"},
    ItemType.ALIEN_NUMBER: {"ko": "외국인등록번호", "en": "alien registration number"},
    ItemType.PASSPORT: {"ko": "여권번호", "en": "passport number"},
    ItemType.DRIVER_LICENCE: {"ko": "운전면허번호", "en": "driver licence number"},
    ItemType.CARD: {"ko": "카드번호", "en": "card number"},
    ItemType.BIRTH_DATE: {"ko": "생년월일", "en": "date of birth"},
}
_OTHER: dict[Language, str] = {"ko": "개인정보", "en": "personal data"}


def redact(text: str, hits: Iterable[Hit], *, language: Language = "ko") -> str:
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


# ASCII and whole Hangul syllables are in their plain form already.
_PLAIN = re.compile("[\x00-\x7f가-힣]*")


def _fold(text: str) -> tuple[str, range | list[int]]:
    """The text with every digit and dash in its plain form, and for each of its characters the place it came from."""
    if text.isascii() or _PLAIN.fullmatch(text):
        return text, range(len(text))
    out: list[str] = []
    where: list[int] = []
    for i, char in enumerate(text):
        if char < "\x80" or "가" <= char <= "힣":
            out.append(char)
            where.append(i)
            continue
        # Format and enclosing characters (zero-width space, keycap) and variation selectors are invisible.
        if unicodedata.category(char) in ("Cf", "Me") or "\ufe00" <= char <= "\ufe0f":
            continue
        for plain in unicodedata.normalize("NFKC", char):
            digit = unicodedata.decimal(plain, -1)
            out.append(plain if digit < 0 else str(digit))
            where.append(i)
    return "".join(out), where


_Span = tuple[ItemType, int, int]


def _each(pattern: re.Pattern[str], text: str, sound: Callable[[re.Match[str]], bool]) -> Iterator[re.Match[str]]:
    """Matches that are sound; after one that is not, the search goes on from its second character."""
    found = pattern.search(text)
    while found is not None:
        good = sound(found)
        if good:
            yield found
        found = pattern.search(text, found.end() if good else found.start() + 1)


def _labelled(text: str, start: int) -> bool:
    return _LABEL.search(text, max(0, start - _LABEL_REACH), start) is not None


def _residents(text: str) -> Iterator[_Span]:
    def sound(found: re.Match[str]) -> bool:
        date, between, rest = found.groups()
        year = _CENTURY[rest[0]] + int(date[:2])
        month, day = int(date[2:4]), int(date[4:])
        if year < _EARLIEST or not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
            return False
        if between == "":
            if text[found.start() - 1 : found.start()] == "+":
                return False  # an international telephone number
            # Serial numbers of the form date and 0000001 are common; these people's numbers all have a checksum.
            if rest[0] in "90" and not _old_checksum(date + rest):
                return False
        if between.isspace() and _AMOUNT.match(text, found.end()):
            return False  # a date, then a sum of money
        return not _labelled(text, found.start())

    for found in _each(_RESIDENT, text, sound):
        alien = found[3][0] in "5678"
        yield ItemType.ALIEN_NUMBER if alien else ItemType.RESIDENT_NUMBER, found.start(), found.end()


def _old_checksum(number: str) -> bool:
    if not number.isdigit():
        return False
    total = sum(int(d) * w for d, w in zip(number, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=False))
    return (11 - total % 11) % 10 == int(number[12])


def _cards(text: str, *, labels: bool) -> Iterator[_Span]:
    def sound(found: re.Match[str]) -> bool:
        digits = re.sub(r"[^0-9]", "", found[0])
        # Run together, only a scheme's own range tells a card from any other long number.
        if len(digits) == len(found[0]) and (scheme(digits) is None or (labels and _labelled(text, found.start()))):
            return False
        return luhn(digits) and digits.strip("0") != ""

    for found in _each(_CARD, text, sound):
        yield ItemType.CARD, found.start(), found.end()


def _births(text: str) -> Iterator[_Span]:
    for found in _BIRTH.finditer(text):
        group = "late" if found["late"] is not None else "early"
        yield ItemType.BIRTH_DATE, found.start(group), found.end(group)
