"""Finds in any text the numbers a policy never takes: type, place and certainty, never the text.

It guarantees: whatever is found is named by type and place in the *original* text, so that the caller can reject it or
`redact` it without copying it. It leaves to the caller which types the policy refuses. A text is searched in time that
grows with its length; one with more digits, or more that looks like such a number, than any honest text has, is not
searched: `SearchError`.

Digits of any script and width count, invisible characters do not (`folding.py`). Found are

- resident and alien registration numbers (주민등록번호, 외국인등록번호): a day that there was, its year in two digits or in four,
  run together or with separators; a seventh digit that gives the century; seven digits, or one and stars. Between the
  halves stands anything that is no letter and no digit, up to eight of it, broken lines too. Each digit may stand by
  itself, and one line break anywhere. No check digit clears a number: those issued since October 2020 have none.
- passport numbers (`M` and eight digits, since December 2021 `M123A4567`) and driver licence numbers (2-2-6-2).
- card numbers of 14 to 16 digits with a right Luhn digit (ISO/IEC 7812-1), in the usual groups, across lines too.
- birth dates, where the text or a field's key calls them that (생년월일, birth_date, 1990년 1월 1일생).

A UUID (RFC 9562) and a run of 32 hexadecimal digits are numbers that a program drew: what their digits happen to look
like is nothing. So is the approval number of a tax invoice (`20261125-41000000-12345678`: a day, a code that begins
4100, eight digits of base 16). A label directly before a number (`labels.py`) says that it is something else and is
believed: an order, a barcode, an account, a time. It is not believed of a number that tells of a birth between 1940 and
2012 and is written as resident numbers are (900101-1234567), or has a resident's check digit; but a barcode or
corporation number whose own check digit is right is one. Labels excuse no card in groups.

`certain` says that the check digit is right or that a label calls it so; what is not certain only has the shape.

Missed: numbers in words or with letters in place of digits; letters between the two halves; halves in two fields;
digits in other groups than these; thirteen digits starting 18xx run together with a wrong check digit, and any before
1860; driver licences without separators or with the region's name; passports of other kinds and countries; cards in
other groups or of 19 digits, and one that begins 4100 in two groups of eight after a day and a hyphen; birthdays without a year.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial

from jikim.policy.detect import labels, shapes
from jikim.policy.detect.folding import fold, places
from jikim.policy.detect.redacting import form_of, redact
from jikim.policy.detect.shapes import luhn, scheme
from jikim.policy.model import ItemType

__all__ = [
    "MOST",
    "Hit",
    "SearchError",
    "excuses",
    "find_refused",
    "form_of",
    "holds_card_number",
    "luhn",
    "redact",
    "scheme",
]

excuses = labels.excuses

MOST = 20_000  # things that look like one, in one text
MOST_DIGITS = 2_000_000
_WINDOW, _LONGEST = 64 * 1024, 512  # a search that holds the interpreter is short; no match is longer
# The shortest number has seven digits (and stars); a birth date has four, beside a word that calls it so.
_FOUR = re.compile(r"[0-9](?:[^0-9]*[0-9]){3}")
# Within one there is no wider gap than ten: a day's sign, and the eight characters between the halves.
_SEVEN = re.compile(r"[0-9](?:[^0-9*xX•●○∗]{0,12}[0-9*xX•●○∗]){6}")
_NO_DIGIT = re.compile(r"[^0-9]")
_LETTERS = re.compile(r"[^\W\d_]+")
_NO_SIGN = re.compile(rf"[^0-9{shapes.STARS}]")
_PLAUSIBLE = range(1940, 2013)


class SearchError(ValueError):
    """The text holds more that looks like numbers than is searched."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A refused number at `text[start:end]`, in code points of the text as it was given. `certain`: more than its shape
    says so."""

    type: ItemType
    start: int
    end: int
    certain: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class _Span:
    type: ItemType
    start: int
    end: int
    certain: bool


class _Text:
    """A folded text under search, with what it may still cost."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.left = MOST
        self._said: dict[str, labels.Meaning] = {"": ""}

    @cached_property
    def _lists(self) -> list[tuple[int, int, labels.Meaning]]:
        return labels.lists(self.folded)

    def meaning(self, start: int) -> labels.Meaning:
        """What a label says of the number that starts here."""
        words = labels.words_before(self.folded, start)
        if words not in self._said:
            self._said[words] = labels.meaning(words)
        if directly := self._said[words]:
            return directly
        at = bisect_right(self._lists, start, key=lambda one: one[0]) - 1
        return self._lists[at][2] if at >= 0 and start < self._lists[at][1] else ""

    def each(
        self, pattern: re.Pattern[str], judge: Callable[[re.Match[str]], _Span | None], *, whole: bool = False
    ) -> Iterator[_Span]:
        """What is judged to be one; after one that is not, the search goes on from its second character, or from its
        end (`whole`)."""
        size, at = len(self.folded), 0
        for begin in range(0, size, _WINDOW):
            end = begin + _WINDOW
            at = max(at, begin)
            while (found := pattern.search(self.folded, at, min(size, end + _LONGEST))) and found.start() < end:
                self.left -= 1
                if self.left < 0:
                    raise SearchError
                span = judge(found)
                if span is not None:
                    yield span
                at = found.end() if whole or span is not None else found.start() + 1

    def spans(self) -> list[_Span]:
        """All of it, the surest type first."""
        return [
            *self.in_halves(),
            *self.each(shapes.SINGLES, self._singles, whole=True),
            *self.cards(),
            *self._others(),
        ]

    def in_halves(self) -> Iterator[_Span]:
        return self.each(shapes.RESIDENT, self._resident)

    def cards(self, *, believed: bool = True) -> Iterator[_Span]:
        return self.each(shapes.CARD, partial(self._card, believed=believed))

    def _others(self) -> Iterator[_Span]:
        yield from self.each(shapes.LICENCE, partial(_span, ItemType.DRIVER_LICENCE))
        yield from self.each(shapes.PASSPORT, partial(_span, ItemType.PASSPORT))
        if shapes.speaks_of_births(self.folded):
            yield from self.each(shapes.BIRTH_BEFORE, _birth)
            yield from self.each(shapes.BIRTH_AFTER, _birth)

    def _resident(self, found: re.Match[str]) -> _Span | None:
        serial = _NO_SIGN.sub("", found["serial"])
        if found["parted"] is None:
            born = shapes.born(self.folded[found.start() : found.end("plain")] + serial)
            is_run = found["join"] == "" and len(found["serial"]) == 7
        else:
            year, *day = map(int, re.findall("[0-9]+", self.folded[found.start() : found.end("parted")]))
            long = year > 99
            written = f"{year:04d}" if long else f"{year:02d}"
            born = shapes.born(f"{written}{day[0]:02d}{day[1]:02d}{serial}", (day[0], day[1]))
            is_run = False
        if born is None:
            return None
        if is_run and self.folded[found.start() - 1 : found.start()] == "+":
            return None  # an international telephone number
        # Serial numbers of the form date and 0000001 are common; these people's numbers all have a check digit.
        if serial[0] in "90" and (is_run or len(found["serial"]) > 7) and not born.checked:
            return None
        if found["join"].isspace() and shapes.AMOUNT.match(self.folded, found.end()):
            return None  # a date, then a sum of money
        meaning = self.meaning(found.start())
        if meaning not in ("", "never"):
            digits = _NO_DIGIT.sub("", found[0])
            if meaning == "barcode" and is_run and shapes.is_barcode(digits):
                return None
            if meaning == "corporation" and shapes.is_corporation(digits):
                return None
            is_written_so = found["parted"] is None and found["join"].strip() in shapes.DASHES
            if born.year not in _PLAUSIBLE or not (is_written_so or (born.checked and not born.alien)):
                return None
        certain = born.checked or meaning != ""
        return _span(ItemType.ALIEN_NUMBER if born.alien else ItemType.RESIDENT_NUMBER, found, certain=certain)

    def _singles(self, found: re.Match[str]) -> _Span | None:
        digits = _NO_DIGIT.sub("", found[0])
        if len(digits) in (13, 15) and (born := shapes.born(digits)) is not None:
            type = ItemType.ALIEN_NUMBER if born.alien else ItemType.RESIDENT_NUMBER
            return _span(type, found, certain=born.checked)
        if len(digits) > 13 and scheme(digits) is not None and luhn(digits):
            return _span(ItemType.CARD, found, certain=True)
        return None

    def _card(self, found: re.Match[str], *, believed: bool) -> _Span | None:
        digits = _NO_DIGIT.sub("", found[0])
        if not luhn(digits) or digits.strip("0") == "":
            return None
        known = scheme(digits) is not None
        # Run together, or parted by other signs, only a scheme's own range tells a card from any other long number.
        if not known and (found["run"] or found["wide"]):
            return None
        if found["run"] and believed and self.meaning(found.start()) not in ("", "never"):
            return None
        return _span(ItemType.CARD, found, certain=known)


def _span(type: ItemType, found: re.Match[str], group: str | int = 0, *, certain: bool = False) -> _Span:
    return _Span(type, found.start(group), found.end(group), certain)


def _birth(found: re.Match[str]) -> _Span:
    return _span(ItemType.BIRTH_DATE, found, "date", certain=True)


def _has_digits(folded: str) -> bool:
    """Whether a text has as many as the shortest number."""
    return _SEVEN.search(folded) is not None or (_FOUR.search(folded) is not None and shapes.speaks_of_births(folded))


def find_refused(text: str) -> tuple[Hit, ...]:
    """All refused numbers in the text, in order and apart from each other. Linear in the text's length. Raises
    SearchError."""
    plain = fold(text)
    # What a program drew is only taken out: where it stands in the text, too, nothing is to be found.
    if not _has_digits(plain) or not _has_digits(folded := shapes.without_drawn(plain)):
        return ()
    if len(folded) > MOST_DIGITS and sum(map(folded.count, "0123456789")) > MOST_DIGITS:
        raise SearchError
    spans = _Text(folded).spans()
    if "\n" in folded:
        spans += _across_lines(folded, shapes.LONG_BREAK if "\r\n" in folded else shapes.BREAK)
    return _apart(spans, places(text, plain)) if spans else ()


def _across_lines(folded: str, broken: re.Pattern[str]) -> Iterator[_Span]:
    """What a broken line parts at any place: searched in the text without these breaks."""
    joined = broken.sub("", folded)
    if len(joined) == len(folded):
        return
    text = _Text(joined)
    spans = [*text.in_halves(), *text.cards()]
    if not spans:
        return
    # Where each piece between two breaks begins, joined and as it was.
    begins, was = [0], [0]
    for found in broken.finditer(folded):
        begins.append(begins[-1] + found.start() - was[-1])
        was.append(found.end())

    def back(at: int) -> int:
        piece = bisect_right(begins, at) - 1
        return was[piece] + at - begins[piece]

    for span in spans:
        start, end = back(span.start), back(span.end - 1) + 1
        if end - start > span.end - span.start:
            yield _Span(span.type, start, end, span.certain)


def _apart(spans: list[_Span], place: Callable[[int], int]) -> tuple[Hit, ...]:
    """As hits of the original text. Where two overlap, the surer type (the one found first) names the whole of both: no
    part stays uncovered."""
    named: list[tuple[int, Hit]] = []
    for rank, span in sorted(enumerate(spans), key=lambda one: one[1].start):
        hit = Hit(span.type, place(span.start), place(span.end - 1) + 1, span.certain)
        if named and hit.start < named[-1][1].end:
            best, last = named[-1]
            surer = last.type if best < rank else hit.type
            both = Hit(surer, last.start, max(last.end, hit.end), last.certain or hit.certain)
            named[-1] = (min(best, rank), both)
        else:
            named.append((rank, hit))
    return tuple(hit for _, hit in named)


def holds_card_number(text: str) -> bool:
    """Whether a value of a payment holds a card number: no label excuses it, and no separator but letters hides it.
    Raises SearchError."""
    folded = shapes.without_drawn(fold(text))
    parts = [digits for part in _LETTERS.split(folded) if len(digits := _NO_DIGIT.sub("", part)) >= 14]
    if any(scheme(digits) is not None and luhn(digits) for digits in parts):
        return True
    return bool(parts) and next(_Text(folded).cards(believed=False), None) is not None
