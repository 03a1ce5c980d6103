"""Sealed values and rows as JSON parameters of a statement."""

from __future__ import annotations

import base64

import msgspec
from psycopg.types.json import Json

from jikim.crypto import Sealed

encode = msgspec.json.Encoder().encode


def raw_json(content: bytes) -> Json:
    """Encoded JSON as a parameter."""
    return Json(None, dumps=lambda _: content)


def part_json(sealed: Sealed) -> tuple[str, list[str]]:
    """Head and body of a sealed part as base64, for a JSON parameter."""
    return base64.b64encode(sealed.head).decode(), [base64.b64encode(part).decode() for part in sealed.body]
