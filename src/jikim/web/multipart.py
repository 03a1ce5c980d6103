"""Forms with files: read piece by piece into memory, within bounds, and never onto a disk (clause 6.1).

A body is read for a route that takes files alone (`opt=FILES`, or `FILES_OF_A_PERSON` where nobody but who is signed in
may send any), and no byte of a file before the form's token, which stands in front of it, was found right. All that is
being read at one moment is bounded, in bytes and in time: who sends slowly, or a great deal at once, takes no memory
from others.
"""

from __future__ import annotations

import asyncio
import hmac
import io
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Final, NoReturn, cast

from litestar import Request
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.enums import RequestEncodingType
from litestar.exceptions import ClientException, HTTPException, PermissionDeniedException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.types import Empty
from litestar.utils.scope.state import ScopeState
from multipart import MultipartError, MultipartSegment, PushMultipartParser

from jikim.web.form_fields import pairs
from jikim.web.request_limits import SECONDS, TEXT_BYTES
from jikim.web.visitor import Visitor, visitor_of

_OPT = "jikim.files"
FILES: Final[Mapping[str, Any]] = {_OPT: "anybody"}
FILES_OF_A_PERSON: Final[Mapping[str, Any]] = {_OPT: "person"}

TOKEN, HEADER = "_csrf_token", "x-csrf-token"
PARSING = "jikim.parsing"  # the lock under which a site reads one form at a time, in the request
MOST_PARTS = 200
BEFORE_TOKEN = 16_384
AT_ONCE = 64 * 1024 * 1024


class Upload(UploadFile):
    """A file that came, in memory: there is nothing beneath it that would go to a disk."""

    def __init__(self, filename: str, content_type: str, content: bytearray) -> None:
        self.filename, self.content_type, self.headers = filename, content_type, {}
        self.file = io.BytesIO(content)  # type: ignore[assignment]


class _Held:
    """How many bytes of forms this process is reading now."""

    now = 0


class PageRequest(Request[Any, Any, Any]):
    """A request of the pages: its forms are read here, and not by the framework, which spools what is larger than a
    mebibyte to a file."""

    async def form(self) -> FormMultiDict:
        content_type, options = self.content_type
        state = ScopeState.from_scope(self.scope)
        if content_type == RequestEncodingType.MULTI_PART and state.form is Empty:
            _expect(self)
            state.form = await _read(self, options.get("boundary", ""))
        elif content_type == RequestEncodingType.URL_ENCODED and state.form is Empty:
            body = await self.body()
            async with cast("dict[str, Any]", self.scope)[PARSING]:
                state.form = _grouped([pair async for pair in pairs(body)])
        return await super().form()


def _expect(request: PageRequest) -> None:
    """Refuses what this route, or this visitor, may not send, before anything of it is read."""
    whose = request.route_handler.opt.get(_OPT)
    if whose is None:
        raise HTTPException(status_code=415, detail="this form takes no files")
    if whose == "person" and visitor_of(request.scope).session is None:
        raise PermissionDeniedException("nobody is signed in")
    if _Held.now + (request.content_length or 0) > AT_ONCE:
        raise HTTPException(status_code=503, detail="too much is being sent")


async def _read(request: PageRequest, boundary: str) -> dict[str, Any]:
    held = 0

    async def counted() -> AsyncIterator[bytes]:
        nonlocal held
        async for chunk in request.stream():
            held += len(chunk)
            _Held.now += len(chunk)
            if _Held.now > AT_ONCE:
                raise HTTPException(status_code=503, detail="too much is being sent")
            yield chunk

    try:
        async with asyncio.timeout(SECONDS):
            return await _parts(counted(), boundary, _Forgery(request))
    except TimeoutError:
        raise HTTPException(status_code=408, detail="it came too slowly") from None
    except (MultipartError, UnicodeDecodeError, LookupError):
        raise ClientException("this form can't be read") from None
    finally:
        _Held.now -= held


def _grouped(fields: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """As the framework wants it: a field that came twice has a list."""
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for name, value in fields:
        found[name].append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def expect_token(token: object, visitor: Visitor) -> None:
    """Raises PermissionDeniedException for what is not the token of this visitor's forms."""
    if not isinstance(token, str) or not hmac.compare_digest(token.encode("utf-8", "replace"), visitor.token.encode()):
        raise PermissionDeniedException("this form has no token of this session")


class _Forgery:
    """Whether a form's token is right; what it says before a file is what counts."""

    def __init__(self, request: PageRequest) -> None:
        self._visitor = visitor_of(request.scope)
        # A token in a header was found right before the body is asked for.
        self.fine = HEADER in request.headers
        if not (self.fine or self._visitor.proves):
            self.refuse()

    def look(self, token: str) -> None:
        if not self.fine:
            expect_token(token, self._visitor)
        self.fine = True

    def refuse(self) -> NoReturn:
        raise PermissionDeniedException("this form has no token of this session")


async def _parts(chunks: AsyncIterator[bytes], boundary: str, forgery: _Forgery) -> dict[str, Any]:
    found: list[tuple[str, Any]] = []
    part: MultipartSegment | None = None
    data, text, came = bytearray(), 0, 0
    with PushMultipartParser(boundary, max_segment_count=MOST_PARTS) as parser:
        async for chunk in chunks:
            for event in parser.parse(chunk):
                if isinstance(event, MultipartSegment):
                    part, data = event, bytearray()
                    if part.filename is not None and not forgery.fine:
                        forgery.refuse()
                elif event:
                    assert part is not None
                    data += event
                    text += len(event) if part.filename is None else 0
                    if text > TEXT_BYTES:
                        raise RequestEntityTooLarge
                elif part is not None:
                    found.append((part.name, _value(part, data)))
                    if part.name == TOKEN:
                        forgery.look(found[-1][1])
            came += len(chunk)
            if not forgery.fine and came > BEFORE_TOKEN:
                forgery.refuse()
            if parser.closed:
                break
    return _grouped(found)


def _value(part: MultipartSegment, data: bytearray) -> str | Upload:
    if part.filename is None:
        return data.decode(part.charset or "utf-8")
    return Upload(part.filename, part.content_type or "text/plain", data)
