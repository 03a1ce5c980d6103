"""Files that a page hands out: kept by no browser and no proxy, each by a name that says nothing of whose it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from litestar.response import Response

from jikim.paper import Paper, pdf


def attachment(name: str) -> dict[str, str]:
    """The headers of a file that is saved and not shown."""
    return {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}


def as_file(name: str, media: str, content: bytes | str | dict[str, Any], **headers: str) -> Response[Any]:
    """A download. The charset of a text is UTF-8 and added to its type once."""
    return Response(content, media_type=media.partition(";")[0], headers={**attachment(name), **headers})


async def as_pdf(name: str, paper: Callable[[], Paper]) -> Response[bytes]:
    """A paper as a PDF, set aside of the event loop."""
    return as_file(name, "application/pdf", await asyncio.to_thread(lambda: pdf(paper())))
