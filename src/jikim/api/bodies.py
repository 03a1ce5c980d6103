"""Bodies in and out: read up to a size, decoded without repeating anything of them in an error, encoded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, get_args
from urllib.parse import parse_qsl

import msgspec
from litestar.types import Receive
from msgspec.inspect import is_struct_type
from msgspec.structs import fields

from jikim.api.problems import ProblemError
from jikim.api.route import Route
from jikim.particles import i_ga
from jikim.policy.nearest import nearest

encode = msgspec.json.Encoder().encode


@cache
def _decoder(shape: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(shape)


async def read(receive: Receive, headers: Mapping[bytes, bytes], largest: int) -> bytes:
    """A request's body. Raises ProblemError for one that is too large, before it is all here.

    One that says its length ends with its last byte: to be told so by the server too takes another turn of two threads.
    """
    length = b"" if b"transfer-encoding" in headers else headers.get(b"content-length", b"")
    found, more = bytearray(), True
    while more and b"%d" % len(found) != length:
        message: Any = await receive()
        if message["type"] != "http.request":
            raise ProblemError.of("body", detail=("the body ended early", "본문이 중간에 끊겼습니다"))
        found += message.get("body", b"")
        more = message.get("more_body", False)
        if len(found) > largest:
            raise ProblemError.of(
                "too-large", detail=(f"at most {largest // 1024} KiB", f"{largest // 1024}KiB까지 보낼 수 있습니다")
            )
    return bytes(found)


def body_of(route: Route, headers: Mapping[bytes, bytes], content: bytes) -> Any:
    """The body that a route takes."""
    if headers.get(b"content-type", b"").partition(b";")[0].strip().lower() != b"application/json":
        raise ProblemError.of("not-json")
    try:
        return _decoder(route.takes).decode(content)
    except msgspec.ValidationError as error:
        raise _wrong(error, route.takes, "body") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise ProblemError.of("body", detail=("the body is not JSON", "본문이 JSON이 아닙니다")) from None


def query_of(route: Route, query: bytes) -> Any:
    """The query that a route takes."""
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, strict_parsing=bool(query), max_num_fields=20)
        given = dict(pairs)
        if len(given) != len(pairs):
            raise ValueError
        return msgspec.convert(given, route.takes, strict=False)
    except msgspec.ValidationError as error:
        raise _wrong(error, route.takes, "query") from None
    except ValueError:
        raise ProblemError.of("query", detail=("the query can't be read", "쿼리를 읽을 수 없습니다")) from None


def _wrong(error: msgspec.ValidationError, shape: type[msgspec.Struct], code: str) -> ProblemError:
    """Where a body is wrong and what belongs there, without the words of whoever sent it: our fields' names alone are
    said."""
    text, _, path = str(error).partition(" - at `")
    where = path.rstrip("`").removeprefix("$").removeprefix(".").replace("[...]", "[]")
    en, ko = (f"`{where}`",) * 2 if where else ("the body", "본문") if code == "body" else ("the query", "쿼리")
    if found := re.match(r"Object contains unknown field `(.*)`", text, re.DOTALL):
        known = _fields(shape, where)
        meant = nearest(found[1], known)
        listed = ", ".join(f"`{one}`" for one in known)
        hint = (f"its fields are {listed}", f"쓸 수 있는 필드: {listed}") if known else ("", "")
        return ProblemError.of(
            code,
            (f"did you mean `{meant}`?", f"혹시 `{meant}`인가요?") if meant else hint,
            detail=(f"{en} has a field that this route does not know", f"{ko}에 이 경로가 모르는 필드가 있습니다"),
            field=where,
            meant=meant,
        )
    if found := re.match(r"Object missing required field `([a-z_]+)`", text):
        field = f"{where}.{found[1]}" if where else found[1]
        return ProblemError.of(
            "missing", detail=(f"`{field}` is missing", f"{i_ga(f'`{field}`')} 빠졌습니다"), field=field
        )
    if found := re.match(r"Expected `([a-z_ |`]+?)`(?: of length [<>=]+ \d+|(?:, got .*))?$", text):
        return ProblemError.of(
            code, detail=(f"{en}: expected {found[1]}", f"{ko}: {found[1]} 형식이어야 합니다"), field=where
        )
    if text == "Invalid UUID":
        return ProblemError.of(code, detail=(f"{en}: expected a UUID", f"{ko}: UUID여야 합니다"), field=where)
    return ProblemError.of(code, detail=(f"{en}: another form is expected", f"{ko}: 형식이 다릅니다"), field=where)


def _fields(shape: Any, where: str) -> list[str]:
    """The fields of a body, or of the part of it at a place."""
    for name in re.findall(r"[a-z_]+", where):
        found = [one.type for one in fields(shape) if one.encode_name == name]
        parts = found
        while parts and not any(is_struct_type(one) for one in parts):
            parts = [inner for one in parts for inner in get_args(one)]
        shape = next((one for one in parts if is_struct_type(one)), None)
        if shape is None:
            return []
    return [one.encode_name for one in fields(shape)]
