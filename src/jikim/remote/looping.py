"""`AsyncRemote`: the same verbs on an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Self, TypeVar

import httpx

from jikim.answers import Deletion
from jikim.faces import Awaiting
from jikim.over_http import Declared, Verbs
from jikim.remote.calls import Call, call_of, page
from jikim.remote.problems import WithoutRows
from jikim.remote.sending import TIMEOUT, Language, again, answer_of, base_of, headers_of, request_of, unreachable

T = TypeVar("T")


def connect_async(
    url: str, key: str, *, language: Language = "en", transport: httpx.AsyncBaseTransport | None = None
) -> AsyncRemote:
    """As `connect`, on an event loop: `async with jikim.connect_async(url, key) as jk`."""
    return AsyncRemote(url, key, language=language, transport=transport)


class AsyncRemote(Verbs, WithoutRows, Awaiting):
    """The same verbs on an event loop."""

    def __init__(
        self, url: str, key: str, *, language: Language = "en", transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._language = language
        self._client = httpx.AsyncClient(
            base_url=base_of(url), headers=headers_of(key, language), timeout=TIMEOUT, transport=transport
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Lets go of connections."""
        await self._client.aclose()

    async def _ask(self, asked: Declared, given: Mapping[str, Any]) -> Any:
        return await self._send(call_of(asked, given, self._language))

    async def _send(self, call: Call[T]) -> T:
        request = request_of(self._client, call)
        tried = 0
        while True:
            response, failed = None, None
            try:
                response = await self._client.send(request)
            except httpx.TransportError as error:
                failed = unreachable(error)
            pause = again(response, tried)
            if pause is None:
                if response is None:
                    assert failed is not None
                    raise failed from None
                return answer_of(call, response)
            await asyncio.sleep(pause)
            tried += 1

    async def deletions(self) -> list[Deletion]:
        """What each receiver that was told to delete has answered."""
        found: list[Deletion] = []
        cursor = ""
        while True:
            rows, cursor = await self._send(page("/deletions", Deletion, cursor))
            found += rows
            if not cursor:
                return found
