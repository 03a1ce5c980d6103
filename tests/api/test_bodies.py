"""How a body is read: to its end, and without waiting for the end to be told where its length was."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from jikim.api.bodies import read
from jikim.api.problems import ProblemError

HALVES = [(b"ab", True), (b"cd", True), (b"", False)]


def reads(parts: list[tuple[bytes, bool]], **headers: bytes) -> tuple[bytes, int]:
    """What is read of a body that comes in these parts, and how many of them were asked for."""
    asked = iter(parts)

    async def receive() -> Any:
        body, more = next(asked)
        return {"type": "http.request", "body": body, "more_body": more}

    found = asyncio.run(read(receive, {name.replace("_", "-").encode(): value for name, value in headers.items()}, 6))
    return found, len(parts) - len(list(asked))


@pytest.mark.parametrize(
    ("headers", "parts"),
    [
        ({"content_length": b"4"}, 2),
        ({}, 3),
        # Whoever says both has said nothing (RFC 9112, 6.3), and what is no length is none.
        ({"content_length": b"2", "transfer_encoding": b"chunked"}, 3),
        ({"content_length": b"9" * 5_000}, 3),
    ],
)
def test_a_body_ends_with_its_last_byte(headers: dict[str, bytes], parts: int) -> None:
    """Of a body whose length was said no more is waited for than that; of any other, its end."""
    assert reads(HALVES, **headers) == (b"abcd", parts)


def test_a_body_without_a_byte_is_not_waited_for() -> None:
    """Of a body whose length is none, nothing is asked."""
    assert reads(HALVES, content_length=b"0") == (b"", 0)


def test_a_body_of_too_many_bytes_is_refused() -> None:
    """Whatever length was said, more than a route takes is refused."""
    with pytest.raises(ProblemError):
        reads([(b"abcdefg", True)], content_length=b"7")
