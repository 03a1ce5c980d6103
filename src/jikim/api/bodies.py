"""Bodies in and out: read up to a size, decoded without repeating anything of them in an error, encoded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from litestar.types import Receive

from jikim.api.problems import ProblemError
from jikim.api.route import Route

encode = msgspec.json.Encoder().encode


@cache
def _decoder(shape: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(shape)


async def read(receive: Receive, largest: int) -> bytes:
    """A request's body. Raises ProblemError for one that is too large, before it is all here."""
    found = bytearray()
    while True:
        message: Any = await receive()
        if message["type"] != "http.request":
            raise ProblemError.of("body", detail="the body ended early")
        part: bytes = message.get("body", b"")
        found += part
        if len(found) > largest:
            raise ProblemError.of("too-large", detail=f"at most {largest // 1024} KiB")
        if not message.get("more_body", False):
            return bytes(found)


def body_of(route: Route, headers: Mapping[bytes, bytes], content: bytes) -> Any:
    """The body that a route takes."""
    if headers.get(b"content-type", b"").partition(b";")[0].strip().lower() != b"application/json":
        raise ProblemError.of("not-json")
    try:
        return _decoder(route.takes).decode(content)
    except msgspec.ValidationError as error:
        raise ProblemError.of("body", detail=_where(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise ProblemError.of("body", detail="the body is not JSON") from None


def query_of(route: Route, query: bytes) -> Any:
    """The query that a route takes."""
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, strict_parsing=bool(query), max_num_fields=20)
        given = dict(pairs)
        if len(given) != len(pairs):
            raise ValueError
        return msgspec.convert(given, route.takes, strict=False)
    except msgspec.ValidationError as error:
        raise ProblemError.of("query", detail=_where(error)) from None
    except ValueError:
        raise ProblemError.of("query", detail="the query can't be read") from None


def _where(error: msgspec.ValidationError) -> str:
    """Where a body is wrong and what belongs there, without the words of whoever sent it: our fields' names alone are
    said."""
    text, _, path = str(error).partition(" - at `")
    place = f"at `{path.rstrip('`')}`" if path else "at its top"
    if text.startswith("Object contains unknown field"):
        return f"{place}: a field that this route does not know"
    if found := re.match(r"Object missing required field `([a-z_]+)`", text):
        return f"{place}: `{found[1]}` is missing"
    if found := re.match(r"Expected `([a-z_ |`]+?)`(?: of length [<>=]+ \d+|(?:, got .*))?$", text):
        return f"{place}: expected {found[1]}"
    return f"{place}: another form is expected"
