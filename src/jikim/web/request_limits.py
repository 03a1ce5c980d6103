"""Bounds: how much a request may bring. They are looked at before anything of it is: before forms' tokens, sessions and
counts by account.

The head is refused at once, and so is a body that says beforehand that it is too large; one that does not is refused
while it comes, by its bytes, the number of its fields and the time it takes. What the REST API takes is bounded by each
of its routes, behind its key.
"""

from __future__ import annotations

import asyncio
from html import escape
from typing import NamedTuple

from litestar.exceptions import HTTPException
from litestar.types import HTTPReceiveMessage, HTTPScope, Receive

from jikim.clock import machine_seconds
from jikim.uploads.limits import LIMITS, MIB

HEADERS, HEAD_BYTES = 100, 32 * 1024
TARGET_BYTES, QUERY_FIELDS = 16 * 1024, 100
# A form's text, and a form with files: what they hold together, and something for what stands around them.
TEXT_BYTES, FORM_BYTES = MIB, LIMITS.together + 3 * MIB
FIELDS = 1_000
SECONDS = 60.0
TEXT, FILES = b"application/x-www-form-urlencoded", b"multipart/form-data"


class Refusal(NamedTuple):
    """What is too much, as a status (RFC 9110, RFC 6585), a field of a problem, and what people read."""

    status: int
    title: str
    ko: tuple[str, str]
    en: tuple[str, str]

    def page(self, language: str) -> bytes:
        """A page of its own, that asks nothing of any other room."""
        what, hint = self.ko if language == "ko" else self.en
        return (
            f'<!doctype html><html lang="{language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f"<title>{escape(what)}</title><body><main><h1>{escape(what)}</h1><p>{escape(hint)}</p></main></body></html>"
        ).encode()


HEAD = Refusal(
    431,
    "the headers are too large",
    ("요청에 딸린 정보가 너무 큽니다.", "이 사이트의 쿠키를 지우고 다시 열어 주세요."),
    ("The request's headers are too large.", "Please delete this site's cookies and open it again."),
)
TARGET = Refusal(
    414,
    "the address is too long",
    ("주소가 너무 깁니다.", "주소를 확인하고 다시 열어 주세요."),
    ("The address is too long.", "Please check it and open it again."),
)
NOWHERE = Refusal(
    404,
    "there is nothing at this address",
    ("찾으시는 페이지가 없습니다.", "주소를 확인해 주세요."),
    ("There is no such page.", "Please check its address."),
)
BODY = Refusal(
    413,
    "the body is too large",
    (
        "보내신 내용이 너무 큽니다.",
        f"글은 {TEXT_BYTES // MIB}MB, 파일은 모두 합쳐 {LIMITS.together // MIB}MB까지 받습니다. 줄이거나 나누어 보내 주세요.",
    ),
    (
        "What you sent is too large.",
        f"Text may have {TEXT_BYTES // MIB} MB, files {LIMITS.together // MIB} MB together. Please send less, or in parts.",
    ),
)


def too_much(scope: HTTPScope, *, api: bool) -> Refusal | None:
    """What of a request's head is too much, or of the body that it announces; None where nothing is."""
    headers, target = list(scope["headers"]), scope["path"]
    if len(headers) > HEADERS or sum(len(name) + len(value) for name, value in headers) > HEAD_BYTES:
        return HEAD
    if "\0" in target:
        return NOWHERE
    query = scope["query_string"]
    if len(target) + len(query) > TARGET_BYTES or query.count(b"&") >= QUERY_FIELDS:
        return TARGET
    if not api:
        most = _most(scope)
        for name, value in headers:
            if name == b"content-length" and value.isdigit() and int(value) > most:
                return BODY
    return None


def bounded(scope: HTTPScope, receive: Receive) -> Receive:
    """The same body, and no more of it than is taken. What comes too much, or too slowly, ends the reading with an
    HTTPException."""
    form, most = _is(scope, TEXT), _most(scope)
    end = machine_seconds() + SECONDS
    size, fields, more = 0, 0, True

    async def next_part() -> HTTPReceiveMessage:
        nonlocal size, fields, more
        if not more:
            # The body is here: what is waited for now is that the client goes away.
            return await receive()  # type: ignore[return-value]
        try:
            async with asyncio.timeout(max(0.0, end - machine_seconds())):
                message = await receive()
        except TimeoutError:
            raise HTTPException(status_code=408) from None
        part: bytes = message.get("body", b"")  # type: ignore[assignment]
        more = bool(message.get("more_body", False))
        size += len(part)
        fields += part.count(b"&") if form else 0
        if size > most or fields >= FIELDS:
            raise HTTPException(status_code=BODY.status)
        return message  # type: ignore[return-value]

    return next_part


def _is(scope: HTTPScope, media: bytes) -> bool:
    return any(name == b"content-type" and value.lower().startswith(media) for name, value in scope["headers"])


def _most(scope: HTTPScope) -> int:
    return FORM_BYTES if _is(scope, FILES) else TEXT_BYTES
