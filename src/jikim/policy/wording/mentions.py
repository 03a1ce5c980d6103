"""reading: what a sentence names, in the order of its letters: periods, numbers, dates, contacts, and parts of the
policy.

A period is its measure, so that `1년`, `12개월`, `열두 달` and `one year` are one; a week is seven days; but a day is not
24 hours, which end at another moment. Citations (`제6조`, `Article 6`, `§6`) and references to a section are no numbers.
Names are found as words: in Korean with the particles that may follow, in English without regard to case and plural.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from jikim.policy.model import Language
from jikim.policy.wording.numerals import ENGLISH, NATIVE, SINO_LETTERS, SPANS_EN, SPANS_KO, number

Kind = Literal["period", "number", "date", "phone", "email", "url", "name"]
Value = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """One thing that a sentence names. `value` is what it comes to; for a name, the parts of the file it may mean."""

    kind: Kind
    value: Value
    text: str
    start: int


# ---- names

_PARTICLES = (
    "은|는|이|가|을|를|의|와|과|로|으로|에|에서|에게|께|께서|도|만|까지|부터|라|이라|라는|이라는|라고|이라고|나|이나|며|이며|고|이고|하고|랑|이랑|"
    "등|등을|등의|등은|등이|등에|및|인|인데|일|뿐|보다|처럼|마다|별|들|들은|들이|들을|들의|이다|입니다|란|이란|인지|에는|에도|에만|로는|로도|로만|"
    "으로는|으로도|으로만|에서는|에서도|에서만|에게는|에게도|에게만|와의|과의|와는|과는|에의|로의|으로의|뿐만|만을|만은|만이|까지는|까지만|까지도|부터는|이므로|이어서"
)
_AFTER = rf"(?=(?:{_PARTICLES})?(?![가-힣A-Za-z0-9]))"


_VERB = re.compile(r"\s+(?:the|an?|who|whom|what|each|its|their|them|itself)\b", re.IGNORECASE)


class Names:
    """The names of parts of one policy, in one language, each with the parts that it may mean."""

    def __init__(self, spelled: Mapping[str, Iterable[str]], language: Language) -> None:
        self._parts: dict[str, tuple[str, ...]] = {}
        for name, parts in spelled.items():
            plain = _plain(name)
            self._parts[plain] = tuple(dict.fromkeys((*self._parts.get(plain, ()), *parts)))
        longest = sorted(self._parts, key=len, reverse=True)
        written = "|".join(_spelling(name, language) for name in longest)
        if language == "ko":
            pattern = rf"(?<![가-힣A-Za-z0-9])(?:{written}){_AFTER}"
        else:
            pattern = rf"(?<![A-Za-z0-9])(?:{written})(?:['’]s|s|es)?(?![A-Za-z0-9])"
        self._pattern = re.compile(pattern, re.IGNORECASE) if longest else None

    def find(self, text: str) -> Iterator[Token]:
        """The names in a text, the longest at each place."""
        for found in self._pattern.finditer(text) if self._pattern else ():
            parts = self.parts(found[0])
            # `it names the recipient`: one word of an item before an article is a verb.
            if (
                parts[0].startswith("items.")
                and found[0].isascii()
                and found[0].isalpha()
                and _VERB.match(text, found.end())
            ):
                continue
            yield Token("name", parts, found[0], found.start())

    def parts(self, written: str) -> tuple[str, ...]:
        """The parts that a name as it is written may mean."""
        plain = _plain(written)
        for ending in ("", "'s", "’s", "s", "es"):
            if plain.endswith(ending) and (found := self._parts.get(plain.removesuffix(ending))):
                return found
        return ()


def _plain(name: str) -> str:
    return re.sub(r"[\s-]+", "", name).lower()


def _spelling(plain: str, language: Language) -> str:
    # Spaces and hyphens may stand between any two letters, since `_plain` took them out: `이메일주소`, `e mail address`.
    gap = r"\s*" if language == "ko" else r"[\s-]*"
    return gap.join(re.escape(letter) for letter in plain)


# ---- times and numbers

_UNITS: dict[str, tuple[str, int]] = {
    "개월": ("mo", 1), "달": ("mo", 1), "년": ("mo", 12), "해": ("mo", 12), "주일": ("d", 7), "주": ("d", 7), "일": ("d", 1), "시간": ("min", 60),
    "분": ("min", 1), "yr": ("mo", 12), "y": ("mo", 12), "mo": ("mo", 1), "wk": ("d", 7), "w": ("d", 7), "d": ("d", 1), "hr": ("min", 60),
    "h": ("min", 60), "min": ("min", 1), "minute": ("min", 1), "hour": ("min", 60), "day": ("d", 1), "week": ("d", 7), "month": ("mo", 1), "year": ("mo", 12),
}  # fmt: skip
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NATIVE = "|".join(sorted(NATIVE, key=len, reverse=True))
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORDS = rf"(?:(?:{_TENS})[ -](?:one|two|three|four|five|six|seven|eight|nine)|{'|'.join(sorted(ENGLISH, key=len, reverse=True))})"
_DIGITS = r"\d{1,3}(?:,\d{3})+|\d+"

Found = Callable[[re.Match[str]], "tuple[Kind, Value] | None"]


def _period(found: re.Match[str]) -> tuple[Kind, Value] | None:
    count, (measure, length) = number(found[1]), _UNITS[found[2].lower()]
    return None if count is None else ("period", (measure, count * length))


def _years_and_months(found: re.Match[str]) -> tuple[Kind, Value] | None:
    years, months = number(found[1]), number(found[2])
    return None if years is None or months is None else ("period", ("mo", 12 * years + months))


def _and_a_half(found: re.Match[str]) -> tuple[Kind, Value] | None:
    years = 1 if found[1].lower() in ("a", "an") else number(found[1])
    return None if years is None else ("period", ("mo", 12 * years + 6))


def _said_twice(found: re.Match[str]) -> tuple[Kind, Value] | None:
    """`five (5) years`: one number, where the two are one; else what no fact is."""
    first, second = number(found[1]), number(found[2])
    if first is None or first != second:
        return "number", (found[0],)
    measure, length = _UNITS[found[3].lower()]
    return "period", (measure, first * length)


def _long(months: int) -> Found:
    """So many decades or centuries."""

    def made(found: re.Match[str]) -> tuple[Kind, Value] | None:
        count = 1 if found[1].lower() in ("a", "an") else number(found[1])
        return None if count is None else ("period", ("mo", months * count))

    return made


def _dozen(found: re.Match[str]) -> tuple[Kind, Value] | None:
    count = {"half a": 6, "a": 12}.get(found[1].lower()) or 12 * (number(found[1]) or 0)
    measure, length = _UNITS[found[2].lower()]
    return "period", (measure, length * count)


def _vague(_: re.Match[str]) -> tuple[Kind, Value]:
    """`several years`, `수년`: a length of time that is none, which no fact states."""
    return "period", ("some",)


def _odd(found: re.Match[str]) -> tuple[Kind, Value]:
    """A number in signs that nobody counts with: as it is written, so that it is no other."""
    return "number", (found[0],)


def _span(found: re.Match[str]) -> tuple[Kind, Value] | None:
    return "period", {**SPANS_KO, **SPANS_EN}[re.sub(r"\s+", " ", found[0].lower())]


def _date(found: re.Match[str]) -> tuple[Kind, Value] | None:
    return "date", tuple(int(part) for part in found.groups() if part)


def _english_date(found: re.Match[str]) -> tuple[Kind, Value] | None:
    groups = found.groupdict()
    month = _MONTHS.lower().split("|").index(groups["month"].lower()) + 1
    return "date", (int(groups["year"]), month, int(groups["day"]))


def _phone(found: re.Match[str]) -> tuple[Kind, Value] | None:
    return "phone", (digits(found[0]),)


def _number(found: re.Match[str]) -> tuple[Kind, Value] | None:
    text = found[1].replace(",", "")
    counted = number(text)
    return "number", (str(counted) if counted is not None else text,)


def _nothing(_: re.Match[str]) -> None:
    return None


def digits(text: str) -> str:
    """A telephone number by its digits, a Korean one without its country."""
    found = "".join(letter for letter in text if letter.isdigit())
    return f"0{found[2:].removeprefix('0')}" if text.lstrip("( ").startswith("+82") else found


def host(url: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", url.lower()).split("/")[0].split(":")[0]


_ANY: tuple[tuple[str, Found], ...] = (
    (r"(?:https?://|www\.)[A-Za-z0-9._~:/?#@!$&'*+,;=%-]*[A-Za-z0-9/]", lambda found: ("url", (host(found[0]),))),
    (r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", lambda found: ("email", (found[0].lower(),))),
)
_CITED: tuple[tuple[str, Found], ...] = (
    (r"제\s*[13삼]\s*자", _nothing),
    (r"제\s*\d+\s*(?:조|항|호|목|절|장|관)(?:의\s*\d+)?", _nothing),
    (r"§+\s*\d+(?:-\d+)?(?:[①-⑳]\d*|\(\d+\)\d*)*", _nothing),
    (r"\b(?:Articles?|Arts?\.|Sections?|Paragraphs?|Act No\.|No\.)\s*\d+(?:[-.]\d+)*(?:\(\d+\))*\d*", _nothing),
    (r"(?<![\d.])\d{1,2}(?:번|절|조|항|호)(?![가-힣]*(?:째|안))(?=[은는이가을를의와과에로 ,.)]|$)", _nothing),
    # The number of a list at the head of a sentence.
    (r"^\s*(?:\(?\d{1,2}[.)]|[①-⑳])(?=\s)", _nothing),
)
_DATES: tuple[tuple[str, Found], ...] = (
    (r"(?<!\d)(\d{4})\s*년\s*(\d{1,2})\s*월(?:\s*(\d{1,2})\s*일)?", _date),
    (r"(?<!\d)((?:19|20)\d{2})\s*[.\-/]\s*(\d{1,2})\s*[.\-/]\s*(\d{1,2})(?!\d)\.?", _date),
    (r"(?<!\d)((?:19|20)\d{2})\s*년", _date),
    (r"(?<!\d)(\d{1,2})\s*월\s*(\d{1,2})\s*일", _date),
    (rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{_MONTHS}),?\s+(?P<year>\d{{4}})", _english_date),
    (rf"(?P<month>{_MONTHS})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})", _english_date),
)
_PHONES: tuple[tuple[str, Found], ...] = (
    (r"(?<![\d-])(?:\+\d{1,3}[ -]?)?\(?0?\d{1,3}\)?[ -]\d{3,4}[ -]\d{4}(?![\d-])", _phone),
    (r"(?<![\d-])0\d{1,2}\)\s?\d{3,4}-\d{4}(?![\d-])", _phone),
    (r"(?<![\d-])1[3-9]\d{2}-\d{4}(?![\d-])", _phone),
    (r"\+\d{1,3}(?:[ -]\d{2,5}){2,4}(?![\d-])", _phone),
)
_SIGNS = "①-⑳⑴-⒇Ⅰ-ⅿ½¼¾一二三四五六七八九十百千"
_END = r"(?=간|동안|[은는이을를의도만까 .,)]|$)"
_KOREAN: tuple[tuple[str, Found], ...] = (
    (rf"(?:{_DIGITS})?[{_SIGNS}]+\s?(?:개년|년|개월|달|일|주일|시간|年|個月|日){_END}", _odd),
    (rf"(?<![A-Za-z0-9])\d+[OoIl]+\d*\s*(?:년|개월|달|일|주일|시간){_END}", _odd),
    (rf"(?<![가-힣])(?:수|수십|수백)(?:년|개월|일\s*간|주\s*간){_END}", _vague),
    (
        rf"(?<![가-힣])(?:(?:몇|여러|한두|두세|서너|네댓|대여섯|이삼|삼사|사오|오륙|육칠|칠팔|팔구)\s*(?:년|해|개월|달|주|일)|며칠){_END}",
        _vague,
    ),
    (rf"(?<![\d.,가-힣])({_DIGITS}|[{SINO_LETTERS}]+)\s*년\s*반(?=동안|간|이|을|의|[ .,)]|$)", _and_a_half),
    (rf"(?<![\d.,가-힣])({_DIGITS})\s*\(\s*([{SINO_LETTERS}]+)\s*\)\s*(년|개월|일|시간)", _said_twice),
    (rf"(?<![\d.,가-힣])([{SINO_LETTERS}]+)\s*\(\s*({_DIGITS})\s*\)\s*(년|개월|일|시간)", _said_twice),
    (rf"(?<![\d.,가-힣])({_DIGITS}|{_NATIVE}|[{SINO_LETTERS}]+)\s*세기", _long(1200)),
    (rf"(?<![\d.,가-힣])({_DIGITS}|[{SINO_LETTERS}]+)\s*년\s*({_DIGITS}|[{SINO_LETTERS}]+)\s*개월", _years_and_months),
    (rf"(?<![\d.,])({_DIGITS})\s*(개월|년|주일|일|시간|분|달)(?![생차]|(?<=분)[의기류])", _period),
    (rf"(?<![\d.,])({_DIGITS})\s*(주)(?![년소문체요간])", _period),
    (rf"(?<![\d.,])({_DIGITS})\s*(주)(?=간)", _period),
    (rf"(?<![가-힣])({_NATIVE})\s*(달|해|주일|주|시간)(?![소문체요결])", _period),
    (rf"(?<![가-힣])([{SINO_LETTERS}]+)\s*(개월|년|주일|시간)(?![대도])", _period),
    (rf"(?<![가-힣])([{SINO_LETTERS}]{{2,}})\s+(일|분)(?![가-힣]*(?:하|을))", _period),
    (rf"(?<![가-힣])([{SINO_LETTERS}]*[십백][{SINO_LETTERS}]*)(일)(?=[ 이간을은동안.,]|$)", _period),
    (rf"(?<![가-힣])({_NATIVE}|[{SINO_LETTERS}]+)\s*(?:살|세)(?=[ 가-힣]*(?:미만|이상|이하|아동|초과))", _number),
    # After the counted ones: `열두 달마다` is twelve months, `달마다` one.
    (rf"(?<![가-힣])(?:{'|'.join(sorted(SPANS_KO, key=len, reverse=True))})(?![가-힣]*(?:살이))", _span),
)
_UNIT = r"(minute|hour|day|week|month|year)s?\b"
_LENGTHENED = r"(?:full|more|whole|further|additional|calendar|consecutive|other|long|or (?:more|so|less|fewer))"
_ENGLISH: tuple[tuple[str, Found], ...] = (
    (rf"(?<![\d.,])\b({_WORDS})\s*\(\s*({_DIGITS})\s*\)[ -]*{_UNIT}", _said_twice),
    (rf"(?<![\d.,])\b({_DIGITS})\s*\(\s*({_WORDS})\s*\)[ -]*{_UNIT}", _said_twice),
    (rf"(?<![\d.,])\b({_DIGITS}|{_WORDS})[ -]and[ -]a[ -]half[ -]years?\b", _and_a_half),
    (rf"(?<![\d.,])\b({_DIGITS}|{_WORDS}|an?)[ -]years? and a half\b", _and_a_half),
    (rf"\b(half a|a|{_WORDS}|{_DIGITS}) dozen {_UNIT}", _dozen),
    (rf"(?<![\d.,])\b({_DIGITS}|{_WORDS}|an?)[ -]decades?\b", _long(120)),
    (rf"(?<![\d.,])\b({_DIGITS}|{_WORDS}|an?)[ -]centur(?:y|ies)\b", _long(1200)),
    (rf"(?<![\d.,])\b({_DIGITS}|{_WORDS}) {_LENGTHENED} {_UNIT}", _period),
    (rf"(?<![\d.,])\b({_DIGITS})\s?(yr|mo|wk|hr|min)s?\b", _period),
    (rf"(?<![\d.,])\b({_DIGITS})(?-i:(y|w|d|h))\b", _period),
    (r"\b(?:several|a few|many|a couple of|a number of) (?:minute|hour|day|week|month|year|decade)s\b", _vague),
    (r"(?-i:\b[IVXLC]{1,6}) (?:minute|hour|day|week|month|year)s?\b", _odd),
    (rf"\b({_DIGITS}|{_WORDS})[ -]years?,? (?:and )?({_DIGITS}|{_WORDS})[ -]months?\b", _years_and_months),
    (rf"\b({_DIGITS}|{_WORDS})[ -]years?[ -](?:old|of age)\b", _number),
    (rf"\b(?:age of|aged|under|below)\s+({_WORDS})\b(?! (?:minute|hour|day|week|month|year))", _number),
    (rf"\b(?:{'|'.join(sorted(SPANS_EN, key=len, reverse=True))})\b", _span),
    (rf"(?<![\d.,])\b({_DIGITS}|{_WORDS})(?:\s+|-)(minute|hour|day|week|month|year)s?\b", _period),
    (r"\b(an?)\s+(minute|hour|day|week|month|year)\b", lambda found: ("period", (_UNITS[found[2].lower()]))),
)
_LEFT: tuple[tuple[str, Found], ...] = (
    (rf"(?<![A-Za-z0-9_.])({_DIGITS}(?![\d,])(?:\.\d+)*)(?![A-Za-z0-9_])", _number),
)


# What turns a clause: it says that something is not so.
_NOT = re.compile(
    r"(?:하|되|받|지|보|쓰|두)?지\s*(?:는\s*|도\s*)?(?:않|아니|못)|아닙|(?<!국번)(?<!국번 )없(?:습|이|으|다|음)|금지|제외"
    r"|\b(?:not|never|no|nor|neither|without|none)\b|n['’]t\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"(?<=[고며나])\s*,\s*|(?<=지만),?\s+|(?<=으나),?\s+|[;|]\s*|\.\s+|,\s+(?:but|and|however)\s+|\s+but\s+",
    re.IGNORECASE,
)


def negated(text: str, place: int) -> bool:
    """Whether the clause around a place says that something is not so."""
    start, end = 0, len(text)
    for stop in _CLAUSE.finditer(text):
        if stop.end() <= place:
            start = stop.end()
        elif stop.start() >= place:
            end = stop.start()
            break
    return _NOT.search(text, start, end) is not None


@cache
def _patterns(language: Language) -> tuple[tuple[re.Pattern[str], Found], ...]:
    times = _KOREAN + _ENGLISH if language == "ko" else _ENGLISH
    rows = _CITED + _DATES + _PHONES + times + _LEFT
    return tuple((re.compile(pattern, re.IGNORECASE), made) for pattern, made in rows)


@cache
def _first() -> tuple[tuple[re.Pattern[str], Found], ...]:
    return tuple((re.compile(pattern), made) for pattern, made in _ANY)


@lru_cache(maxsize=8192)
def read(text: str, language: Language, names: Names) -> tuple[Token, ...]:
    """Everything that a text names, in its order; each letter belongs to one token at most."""
    found: list[Token] = []
    left = text

    def take(tokens: Iterable[tuple[int, int, tuple[Kind, Value] | None]]) -> str:
        rest = list(left)
        for start, end, made in tokens:
            if made is not None:
                found.append(Token(made[0], made[1], text[start:end], start))
            rest[start:end] = "\x00" * (end - start)
        return "".join(rest)

    for pattern, made in _first():
        left = take([(one.start(), one.end(), made(one)) for one in pattern.finditer(left)])
    left = take([(token.start, token.start + len(token.text), ("name", token.value)) for token in names.find(left)])
    for pattern, made in _patterns(language):
        left = take([(one.start(), one.end(), made(one)) for one in pattern.finditer(left)])
    return tuple(sorted(found, key=lambda token: token.start))
