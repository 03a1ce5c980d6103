"""The REST API of an opened Jikim, as an ASGI application of its own beside the pages.

The paths are fixed, so a route is found in one look; what several requests ask at the same time goes to the database
together. Guarantees for every route: nothing before the gate but what is published, no plain HTTP from elsewhere, a
limit on size, time and number, and problems that repeat nothing of a request. What an application may is decided by the
verbs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

from litestar.types import HTTPScope, Receive, Send

from jikim.api import idempotency, pages
from jikim.api.bodies import body_of, encode, query_of, read
from jikim.api.call import Call
from jikim.api.feeds import Sent
from jikim.api.metrics import Metrics
from jikim.api.problems import MEDIA, ProblemError, problem_of
from jikim.api.route import Route
from jikim.api.routes import route_of
from jikim.api.service import Service
from jikim.api.this_machine import secure
from jikim.api.time_limit import Limit
from jikim.app import AsyncJikim
from jikim.clock import machine_seconds
from jikim.db.driver import Steps
from jikim.errors import ConflictError, DeniedError, InvalidError, JikimError, StoreError
from jikim.policy.ask import Actor
from jikim.policy.model import Language
from jikim.wire import plain

SECONDS = 30.0
JSON = b"application/json"
HSTS = (b"strict-transport-security", b"max-age=63072000; includeSubDomains")
# Of these it is known that nothing was done.
UNDONE = (ProblemError, DeniedError, InvalidError, ConflictError)


class Api(Service):
    """Answers every request below /api."""

    def __init__(self, jk: AsyncJikim, metrics: Metrics | None = None) -> None:
        super().__init__(jk, metrics or Metrics())
        self._doubting: set[asyncio.Task[None]] = set()
        self._limit = Limit(SECONDS)
        # What every answer carries besides; said by whoever stands before it.
        self.dress: list[tuple[bytes, bytes]] = []

    def language(self, headers: Mapping[bytes, bytes]) -> Language:
        """The language that a request wants its problems in, else the policy's first."""
        return asked_for(headers.get(b"accept-language", b""), self.jk.policy.file.service.languages[0])

    async def __call__(self, scope: HTTPScope, receive: Receive, send: Send) -> int:
        """Answers one request, and says with which status."""
        begun = machine_seconds()
        path = scope["path"]
        route = route_of(path)
        headers: Mapping[bytes, bytes] = dict(scope["headers"])
        more: list[tuple[bytes, bytes]] = []
        try:
            if route is not None:
                scope["path_template"] = route.full
                with self._limit:
                    status, media, body = await self._answer(route, scope, headers, receive, more)
            else:
                status, media, body = await pages.answer(self, scope, headers)
        except Exception as error:
            problem = problem_of(error, self.jk.policy)
            if problem.status >= 500:
                self.metrics.failed(type(error).__name__)
            status, media, body = problem.status, MEDIA.encode(), encode(problem.body(self.language(headers)))
            more = [(name.encode(), value.encode()) for name, value in problem.headers.items()]
            more.append((b"vary", b"accept-language"))
        start = [(b"content-type", media), (b"content-length", str(len(body)).encode()), *more, *self.dress]
        if status == 204:
            start = [*more, *self.dress]
        if scope["scheme"] == "https":
            start.append(HSTS)
        await send({"type": "http.response.start", "status": status, "headers": start})
        await send({"type": "http.response.body", "body": body, "more_body": False})
        self.metrics.answered(str(scope.get("path_template") or "other"), status, machine_seconds() - begun)
        return status

    async def _answer(
        self,
        route: Route,
        scope: HTTPScope,
        headers: Mapping[bytes, bytes],
        receive: Receive,
        more: list[tuple[bytes, bytes]],
    ) -> tuple[int, bytes, bytes]:
        if scope["method"] != route.method:
            raise ProblemError.of("method", headers={"allow": route.method})
        client = scope["client"]
        origin = client[0] if client else ""
        if not secure(scope["scheme"], origin):
            raise ProblemError.of("insecure")
        call = await self._call(route, scope, headers, origin)
        if route.method == "GET":
            return 200, JSON, _encoded(call, await route.act(call, **query_of(route, scope["query_string"]).named()))
        content = await read(receive, headers, route.largest)
        if route.needs == "signature":
            partner = scope["path"].rpartition("/")[2]
            sent = Sent(partner, headers, content, lambda: body_of(route, headers, content))
            return _said(call, await route.act(call, sent))
        asked = body_of(route, headers, content).named()
        named = headers.get(b"idempotency-key")
        if named is not None and route.changes:
            return await self._once(route, call, named.decode("latin-1"), content, asked, more)
        return _said(call, await route.act(call, **asked))

    async def _call(self, route: Route, scope: HTTPScope, headers: Mapping[bytes, bytes], origin: str) -> Call:
        language = self.language(headers)
        if route.needs in ("nothing", "signature"):
            return Call(self, None, Actor("outsider", "visitor", 0, origin), language)
        application = await self.gate.application(headers.get(b"authorization"))
        scope["jikim.key"] = application.name  # type: ignore[typeddict-unknown-key]
        waits = self.gate.counted(application)
        if waits is not None:
            await waits
        return Call(self, application, application.actor(origin), language)

    async def _once(
        self,
        route: Route,
        call: Call,
        named: str,
        content: bytes,
        asked: dict[str, Any],
        more: list[tuple[bytes, bytes]],
    ) -> tuple[int, bytes, bytes]:
        """An act that is done once, however often its Idempotency-Key comes."""
        assert call.application is not None
        place = await call.run(idempotency.reserve(call.house, str(call.application.grant), named, route.path, content))
        if isinstance(place, idempotency.Answered):
            # An answer of before is given to a key that still stands, and to no other.
            await call.stands("api:replay")
            more.append((b"idempotency-replayed", b"true"))
            return place.status, JSON, place.body
        try:
            status, media, body = _said(call, await route.act(call, **asked))
        except UNDONE:
            await self._free(idempotency.drop(place))
            raise
        except BaseException as error:
            if isinstance(error, JikimError) and not isinstance(error, StoreError):
                await self._free(idempotency.drop(place))
            else:
                # In a task of its own: this one may be cancelled.
                task = asyncio.get_running_loop().create_task(self._free(idempotency.doubt(place)))
                self._doubting.add(task)
                task.add_done_callback(self._doubting.discard)
            raise
        await self._free(idempotency.keep(place, status, body))
        return status, media, body

    async def _free(self, steps: Steps[None]) -> None:
        """A place's last step. Where it can't be written the place stays taken, and is told to be of unknown outcome:
        that is true."""
        try:
            await self.jk.driver.run(steps)
        except StoreError:
            self.metrics.failed("kept-answer")


@lru_cache(maxsize=1_000)
def asked_for(header: bytes, first: Language) -> Language:
    """The language of an `Accept-Language` (RFC 9110); `first`, where it wants neither more than the other."""
    wanted = {"en": 0.0, "ko": 0.0}
    for one in header.decode("latin-1").split(","):
        name, _, weight = one.strip().partition(";q=")
        with suppress(ValueError):
            said = name.strip().lower()[:2]
            if said in wanted:
                wanted[said] = max(wanted[said], float(weight or 1))
    return first if wanted["ko"] == wanted["en"] else "ko" if wanted["ko"] > wanted["en"] else "en"


def _encoded(call: Call, answer: Any) -> bytes:
    return encode(plain(answer, call.named))


def _said(call: Call, answer: Any) -> tuple[int, bytes, bytes]:
    return (204, JSON, b"") if answer is None else (200, JSON, _encoded(call, answer))
