"""Sealed values and rows as parameters of a statement: as JSON, or as arrays' literals, which the server reads faster."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any

import msgspec
from psycopg.types.json import Json

from jikim.crypto import Sealed
from jikim.ledger.entry import Entry
from jikim.policy.decide import Allowed
from jikim.store.holding import Ref, flat, mask_text

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


def reads_json(rows: Iterable[tuple[Allowed, Ref, Entry]], policy: int) -> Json:
    """Reads as `live.use_many` takes them: what many say alike once, by a number."""
    numbers: dict[tuple[object, ...], int] = {}
    asks: list[dict[str, Any]] = []
    each: list[tuple[str, str, str, str]] = []
    for allowed, ref, entry in rows:
        number = numbers.setdefault((id(allowed), *entry[1:4]), len(asks))
        each.append((str(number), ref.subject.hex, ref.record.hex, entry.entry.hex))
        if number == len(asks):
            asks.append(
                {
                    "ask": number,
                    "kind": allowed.ask.kind,
                    "policy": policy,
                    "items": mask_text(allowed.items),
                    "needs": flat(allowed.needs),
                    "finishes": allowed.policy.by_number[allowed.ask.kind].finishes,
                    "granted": allowed.ask.actor.grant,
                    "at": entry.at,
                    "fact": entry.fact,
                    "who": entry.who,
                }
            )
    places = map(array_text, zip(*each, strict=True))
    return raw_json(encode({"asks": asks, **dict(zip(("ask", "subjects", "records", "entries"), places, strict=True))}))


def part_json(sealed: Sealed) -> tuple[str, list[str]]:
    """Head and body of a sealed part as base64, for a JSON parameter."""
    return base64.b64encode(sealed.head).decode(), [base64.b64encode(part).decode() for part in sealed.body]
