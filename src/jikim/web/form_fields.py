"""A form's fields: read in small steps, and kept by nobody once the request is over.

One large form is read after another, a few thousand bytes at a time, and everybody else's requests go on in between.
The framework's own reader does it in one go, and keeps the last thousand forms, passwords and all. The bytes and the
number of fields are bounded already (`bounds`).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import unquote_to_bytes

# What is read in one step, in bytes: a fraction of a millisecond's work. A field takes as long as so many bytes, however
# short it is.
STEP = 8 * 1024
FIELD = 64


async def pairs(body: bytes) -> AsyncIterator[tuple[str, str]]:
    """The fields of an urlencoded body, in their order; what is no UTF-8 is replaced."""
    since = 0
    for field in body.split(b"&"):
        if field:
            name, _, value = field.partition(b"=")
            yield await _text(name), await _text(value)
            since += len(field) + FIELD
        if since >= STEP:
            since = 0
            await asyncio.sleep(0)


async def _text(coded: bytes) -> str:
    if len(coded) <= STEP:
        return unquote_to_bytes(coded.replace(b"+", b" ")).decode("utf-8", "replace")
    found, place = bytearray(), 0
    while place < len(coded):
        end = place + STEP
        # An escape (`%EA`) is not cut in two.
        end -= next((back for back in (1, 2) if coded[end - back : end - back + 1] == b"%"), 0)
        found += unquote_to_bytes(coded[place:end].replace(b"+", b" "))
        place = end
        await asyncio.sleep(0)
    return found.decode("utf-8", "replace")
