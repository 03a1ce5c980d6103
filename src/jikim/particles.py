"""Korean particles, chosen by how the preceding word sounds at its end.

은/는, 이/가, 을/를, 과/와, 으로/로 and their kin depend on whether the word before ends in a consonant. Hangul says
so by its code point; digits are read as Sino-Korean numbers; Latin letters are read by name when they form an
initialism (`KCP`), else by the usual transcription of an English word, which is a good guess and no more.
What stands in brackets at the end of a word does not count (국립국어원: the particle follows the word itself).

>>> eun("주문"), eun("쿠키"), euro("이메일"), gwa("PayPal"), i_ga("KCP")
('주문은', '쿠키는', '이메일로', 'PayPal과', 'KCP가')
"""

from __future__ import annotations

import re
from typing import Literal

Ending = Literal["vowel", "rieul", "consonant"]

_CLOSERS = " \t\"'`”’」』》〉*.,:;!?"
_BRACKETED = re.compile(r"\s*[(\[（][^()\[\]（）]*[)\]）]$")
_DIGITS: dict[str, Ending] = {
    "0": "consonant",  # 영, and 십, 백, 천, 만
    "1": "rieul",
    "2": "vowel",
    "3": "consonant",
    "4": "vowel",
    "5": "vowel",
    "6": "consonant",
    "7": "rieul",
    "8": "rieul",
    "9": "vowel",
}
_LETTER_NAMES: dict[str, Ending] = {"l": "rieul", "r": "rieul", "m": "consonant", "n": "consonant"}
# English words as they are usually transcribed; tried in order, the first that fits wins.
_WORD_ENDINGS: tuple[tuple[re.Pattern[str], Ending], ...] = (
    (re.compile(r"(l|le)$"), "rieul"),  # email, Google
    (re.compile(r"(m|n|ng|gn|me|ne)$"), "consonant"),  # Epsilon, game, phone
    (re.compile(r"(ck|ook|[^aeiou]?[aeiou][kpt]|[^aeiou]ic)$"), "consonant"),  # Slack, Facebook, net, map, Basic
)


def ending(word: str) -> Ending:
    """How the word ends in speech: in a vowel, in ㄹ, or in another consonant. Unknown: a vowel."""
    text = word.rstrip(_CLOSERS)
    while (shorter := _BRACKETED.sub("", text).rstrip(_CLOSERS)) not in ("", text):
        text = shorter
    text = text.rstrip(_CLOSERS + ")]）")
    if not text:
        return "vowel"
    last = text[-1]
    if "가" <= last <= "힣":
        match (ord(last) - ord("가")) % 28:
            case 0:
                return "vowel"
            case 8:
                return "rieul"
            case _:
                return "consonant"
    if last in _DIGITS:
        return _DIGITS[last]
    if last.isascii() and last.isalpha():
        return _latin(text)
    return "vowel"


def _latin(text: str) -> Ending:
    found = re.search(r"[A-Za-z]+$", text)
    word = found[0] if found else ""
    if word.isupper() or len(word) == 1:
        return _LETTER_NAMES.get(word[-1].lower(), "vowel")
    for pattern, sound in _WORD_ENDINGS:
        if pattern.search(word.lower()):
            return sound
    return "vowel"


def _after(word: str, consonant: str, vowel: str) -> str:
    return word + (vowel if ending(word) == "vowel" else consonant)


def eun(word: str) -> str:
    """`word` as the topic: 은 or 는."""
    return _after(word, "은", "는")


def i_ga(word: str) -> str:
    """`word` as the subject: 이 or 가."""
    return _after(word, "이", "가")


def eul(word: str) -> str:
    """`word` as the object: 을 or 를."""
    return _after(word, "을", "를")


def gwa(word: str) -> str:
    """`word` joined to the next: 과 or 와."""
    return _after(word, "과", "와")


def euro(word: str) -> str:
    """By, to or as `word`: 으로 or 로. A word that ends in ㄹ takes 로."""
    return word + ("으로" if ending(word) == "consonant" else "로")


def renamed(text: str, word: str, own: str) -> str:
    """`text` with another word in the place of one, and the particle that it takes: `의원은` for `회사는`."""
    particles = {"은": eun, "는": eun, "이": i_ga, "가": i_ga, "을": eul, "를": eul}
    found = re.compile(rf"(?<![가-힣]){word}([은는이가을를의에]?)(?![가-힣])")
    return found.sub(lambda one: particles[one[1]](own) if one[1] in particles else own + one[1], text)
