"""The files of a look: a style sheet of the company's colours, and its logo."""

from __future__ import annotations

from litestar import get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Response

from jikim.web.look import OWN
from jikim.web.page import Page


@get("/look/{of:str}/{name:str}")
async def look_file(page: Page, of: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """A file of a look, by the name of whose it is."""
    found = page.templates.look("" if of == OWN else of, page.policy.file)
    if found.of != of or name not in found.files:
        raise NotFoundException
    media, content = found.files[name]
    return Response(content, media_type=media)
