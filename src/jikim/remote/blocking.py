"""`Remote`: the verbs of a house that runs elsewhere, on sync connections."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Self, TypeVar

import httpx

from jikim.answers import Deletion
from jikim.faces import Answering
from jikim.over_http import Declared, Verbs
from jikim.remote.calls import Call, call_of, page
from jikim.remote.problems import WithoutRows
from jikim.remote.sending import TIMEOUT, Language, again, answer_of, base_of, headers_of, request_of, unreachable

T = TypeVar("T")


def connect(url: str, key: str, *, language: Language = "en", transport: httpx.BaseTransport | None = None) -> Remote:
    """The house at an address, by a key that `jikim key new` made. Close it, or use it as a context.
    `language` is that of its errors."""
    return Remote(url, key, language=language, transport=transport)


class Remote(Verbs, WithoutRows, Answering):
    """Every verb that an application may ask for; each raises DeniedError with the clause where the policy says no."""

    def __init__(
        self, url: str, key: str, *, language: Language = "en", transport: httpx.BaseTransport | None = None
    ) -> None:
        self._language = language
        self._client = httpx.Client(
            base_url=base_of(url), headers=headers_of(key, language), timeout=TIMEOUT, transport=transport
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of connections."""
        self._client.close()

    def _ask(self, asked: Declared, given: Mapping[str, Any]) -> Any:
        return self._send(call_of(asked, given, self._language))

    def _send(self, call: Call[T]) -> T:
        request = request_of(self._client, call)
        tried = 0
        while True:
            response, failed = None, None
            try:
                response = self._client.send(request)
            except httpx.TransportError as error:
                failed = unreachable(error)
            pause = again(response, tried)
            if pause is None:
                if response is None:
                    assert failed is not None
                    raise failed from None
                return answer_of(call, response)
            time.sleep(pause)
            tried += 1

    def deletions(self) -> list[Deletion]:
        """What each receiver that was told to delete has answered."""
        found: list[Deletion] = []
        cursor = ""
        while True:
            rows, cursor = self._send(page("/deletions", Deletion, cursor))
            found += rows
            if not cursor:
                return found
