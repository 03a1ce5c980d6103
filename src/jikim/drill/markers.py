"""Marks: words that exist nowhere else, and every form in which a copy of one could lie in a file.

Each mark begins with the stem of its drill, so that one pass for a handful of stems finds every mark there is, and what
is left of one whose end was overwritten.
"""

from __future__ import annotations

import base64
import secrets
import string
from collections.abc import Mapping
from typing import NamedTuple

_HANGUL_FIRST, _HANGUL = 0xAC00, 11_172
_STEM, _TAIL = 10, 10
_HANGUL_STEM, _HANGUL_TAIL = 4, 4


def _letters(count: int) -> str:
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(count))


def _syllables(count: int) -> str:
    return "".join(chr(_HANGUL_FIRST + secrets.randbelow(_HANGUL)) for _ in range(count))


class Stem(NamedTuple):
    """How the marks of one drill begin: 10 Latin letters (45 bits), or 4 Korean syllables (53 bits)."""

    latin: str
    korean: str

    @classmethod
    def new(cls) -> Stem:
        # The first letter's hexadecimal has a letter: else both cases of it could be the same bytes, and found twice.
        return cls(secrets.choice("jklmnoz") + _letters(_STEM - 1), _syllables(_HANGUL_STEM))

    def mark(self) -> str:
        """A new mark of 20 Latin letters: it may stand in a name, a login ID or an address."""
        return self.latin + _letters(_TAIL)

    def korean_mark(self) -> str:
        """A new mark of 8 Korean syllables."""
        return self.korean + _syllables(_HANGUL_TAIL)

    def needles(self) -> dict[str, bytes]:
        """What to search for: form to bytes."""
        return {
            f"{name}, {script}": needle
            for script, text in zip(("Latin", "Korean"), self, strict=True)
            for name, needle in forms(text).items()
        }


def forms(text: str) -> Mapping[str, bytes]:
    """Every form of a text that is searched for: UTF-8, UTF-16, hexadecimal of either case, base64 at each alignment,
    escaped as in JSON."""
    raw = text.encode()
    found = {"UTF-8": raw, "hex": raw.hex().encode(), "HEX": raw.hex().upper().encode()}
    if text.isascii():
        found["upper case"] = raw.upper()
        # Little and big endian alike hold the bytes from the first letter to the last one.
        found["UTF-16"] = text.encode("utf-16-le")[:-1]
    else:
        found["UTF-16-LE"] = text.encode("utf-16-le")
        found["UTF-16-BE"] = text.encode("utf-16-be")
        escaped = "".join(f"\\u{ord(char):04x}" for char in text)
        found["JSON"] = escaped.encode()
        found["JSON, HEX"] = escaped.upper().replace("\\U", "\\u").encode()
    for shift in range(3):
        found[f"base64 at {shift}"] = base64_core(raw, shift)
    return found


def base64_core(raw: bytes, shift: int) -> bytes:
    """The part of the base64 of anything that holds `raw` at an offset of `shift` (mod 3) that its neighbours have no
    hand in."""
    text = base64.b64encode(b"\x00" * shift + raw)
    begin = (0, 2, 3)[shift]
    rest = (shift + len(raw)) % 3
    return text[begin : len(text) - (0, 3, 2)[rest]]
