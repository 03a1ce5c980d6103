"""Sealed values and rows as parameters of a statement: as JSON, or as arrays' literals, which the server reads faster."""

from __future__ import annotations

import base64
from collections.abc import Iterable

import msgspec
from psycopg.types.json import Json

from jikim.crypto import Sealed

encode = msgspec.json.Encoder().encode


def raw_json(content: bytes) -> Json:
    """Encoded JSON as a parameter."""
    return Json(None, dumps=lambda _: content)


def array_text(elements: Iterable[str]) -> str:
    """An array's literal, of elements that are written as they stand in one."""
    return "{" + ",".join(elements) + "}"


def bytes_text(content: bytes) -> str:
    """Bytes as an element of a bytea array's literal."""
    return f'"\\\\x{content.hex()}"'


def part_json(sealed: Sealed) -> tuple[str, list[str]]:
    """Head and body of a sealed part as base64, for a JSON parameter."""
    return base64.b64encode(sealed.head).decode(), [base64.b64encode(part).decode() for part in sealed.body]
