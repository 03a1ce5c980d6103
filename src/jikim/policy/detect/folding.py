"""Text in its plain form for the search: digits of every script as 0-9, widths and compositions one, what nobody sees
gone.

`fold` answers the plain text; `places` leads a position in it back to the text as it was given, and is asked only where
something was found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# ASCII and whole Hangul syllables are in their plain form already.
_PLAIN = re.compile("[\x00-\x7f가-힣]*")
# Hangul that macOS writes in pieces, so that a label is read in it too.
_PIECES = re.compile("[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?")
_IDEOGRAPHS = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True))
# Format and enclosing characters (zero-width space, keycap), accents and variation selectors stand beside a digit, and
# are none.
_UNSEEN = ("Cf", "Me", "Mn")


class _Folded(dict[int, str]):
    """What each character is in plain; found once for each, then looked up as `str.translate` does."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = char
        if code >= 0x80 and not "가" <= char <= "힣":
            plain = "" if unicodedata.category(char) in _UNSEEN else "".join(map(_digit, _composed(char)))
        self[code] = plain
        return plain


def _composed(char: str) -> str:
    # The letter ㅡ, which people type for a dash, would become a vowel's piece.
    return "-" if char in "ㅡ\u1173" else unicodedata.normalize("NFKC", char)


def _digit(char: str) -> str:
    digit = unicodedata.digit(char, -1)
    return _IDEOGRAPHS.get(char, char) if digit < 0 else str(digit)


_FOLDED = _Folded()


def fold(text: str) -> str:
    """The text in plain. Linear, and as it is where it is plain already."""
    if text.isascii() or _PLAIN.fullmatch(text):
        return text
    return _PIECES.sub(lambda found: unicodedata.normalize("NFC", found[0]), text).translate(_FOLDED)


def places(text: str, folded: str) -> Callable[[int], int]:
    """From a position in the folded text to the one in the text that it came from."""
    if folded is text:
        return lambda at: at
    where: list[int] = []
    at = 0
    while at < len(text):
        piece = _PIECES.match(text, at)
        end = at + 1 if piece is None else piece.end()
        where += [at] * (1 if piece is not None else len(_FOLDED[ord(text[at])]))
        at = end
    return where.__getitem__
