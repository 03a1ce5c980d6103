"""Reads what came in as a line, a text or a set of fields; refuses the rest with a reason.

Lengths are in code points. Text is NFC, as Unicode advises for storage; a line has single spaces and no control or
direction-changing characters.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import msgspec

from jikim.policy.items.answer import ItemError, refusal

Scalar = str | int | float | bool | None

LONGEST_TEXT = 10_000
MOST_FIELDS = 64
LONGEST_FIELD = 2_000
LARGEST_FIELDS = 8_192  # bytes of canonical JSON
_LARGEST_NUMBER = 2**63 - 1

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def not_text() -> ItemError:
    return refusal(
        "not-text",
        ko=("글자로 된 값이 아닙니다", "글자로 입력해 주세요"),
        en=("the value is not text", "give it as text"),
    )


def empty() -> ItemError:
    return refusal(
        "empty",
        ko=("값이 비어 있습니다", "값을 입력해 주세요"),
        en=("the value is empty", "enter a value, or leave the item out"),
    )


def too_long(most: int, *, unit: str = "characters") -> ItemError:
    korean = {"characters": "자", "bytes": "바이트", "fields": "개"}[unit]
    return refusal(
        "too-long",
        ko=("값이 너무 깁니다", f"{most}{korean} 이내로 줄여 주세요"),
        en=("the value is too long", f"keep it to {most} {unit}"),
    )


def bad_characters() -> ItemError:
    return refusal(
        "characters",
        ko=("쓸 수 없는 글자가 들어 있습니다", "보이지 않는 글자나 기호를 지워 주세요"),
        en=("the value has characters that cannot be used here", "remove invisible characters and symbols"),
    )


def bad_fields(allowed: tuple[str, ...]) -> ItemError:
    names = ", ".join(allowed)
    return refusal(
        "fields",
        ko=("값의 항목 구성이 맞지 않습니다", f"쓸 수 있는 항목: {names}"),
        en=("the value does not have the right fields", f"fields are {names}"),
    )


def read_line(value: object, longest: int) -> str:
    """One line of 1 to `longest` characters, trimmed. Raises ItemError."""
    if not isinstance(value, str):
        raise not_text()
    if len(value) > 4 * longest + 64:
        raise too_long(longest)
    line = value if value.isascii() else unicodedata.normalize("NFC", value)
    line = " ".join(line.split())
    if not line:
        raise empty()
    if len(line) > longest:
        raise too_long(longest)
    # Persian and Indic names need the zero-width (non-)joiner, which does not count as printable.
    if not line.isprintable() and not line.replace("\u200c", "").replace("\u200d", "").isprintable():
        raise bad_characters()
    return line


def read_code(value: object, longest: int) -> str:
    """A number or code of 1 to `longest` characters in its plain form (NFKC: full-width digits become ASCII)."""
    line = read_line(value, longest)
    return line if line.isascii() else unicodedata.normalize("NFKC", line)


def read_text(value: object, longest: int = LONGEST_TEXT) -> str:
    """Text of several lines, 1 to `longest` characters, line ends as `\\n`. Raises ItemError."""
    if not isinstance(value, str):
        raise not_text()
    if len(value) > 4 * longest:
        raise too_long(longest)
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        raise empty()
    if len(text) > longest:
        raise too_long(longest)
    if _CONTROL.search(text):
        raise bad_characters()
    return text


def read_fields(value: Mapping[Any, Any]) -> dict[str, Scalar]:
    """A mapping of JSON scalars, no deeper, within this module's bounds. Raises ItemError."""
    if not value:
        raise empty()
    if len(value) > MOST_FIELDS:
        raise too_long(MOST_FIELDS, unit="fields")
    return {read_line(name, 64): _read_scalar(field) for name, field in value.items()}


def _read_scalar(field: object) -> Scalar:
    if field is None or isinstance(field, bool):
        return field
    if isinstance(field, str):
        return read_text(field, LONGEST_FIELD) if field.strip() else ""
    if isinstance(field, int) and abs(field) <= _LARGEST_NUMBER:
        return int(field)
    if isinstance(field, float) and math.isfinite(field):
        return float(field)
    raise refusal(
        "not-scalar",
        ko=("항목 값은 글자, 숫자, 참·거짓, 빈 값만 됩니다", "안에 든 목록이나 묶음을 풀어 주세요"),
        en=("a field is not text, a number, true, false or null", "flatten what is nested"),
    )


_canonical = msgspec.json.Encoder(order="sorted").encode


def canonical(fields: Mapping[str, Scalar]) -> str:
    """The one JSON text for these fields. Raises ItemError where it is too large."""
    encoded = _canonical(fields)
    if len(encoded) > LARGEST_FIELDS:
        raise too_long(LARGEST_FIELDS, unit="bytes")
    return encoded.decode()


def third(value: str, most: int) -> str:
    """A mask: at most `most` and at most a third of the characters, then three stars whatever the length."""
    return value[: min(most, len(value) // 3)] + "***"
