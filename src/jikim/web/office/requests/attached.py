"""What came with a request or a complaint: a file is handed out one by one, by a recorded use, and never before it was
scanned."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.cases.cases import may
from jikim.cases.listing import case_by
from jikim.desk.complaints import COMPLAINTS, KIND, ref_of
from jikim.handlers.sessions import Signed
from jikim.store.holding import Ref
from jikim.uploads import unpack
from jikim.web.downloads import as_file
from jikim.web.office.me import actor_of
from jikim.web.office.requests.one import OF, Found
from jikim.web.office.requests.words import read
from jikim.web.page import Page


async def _file(
    page: Page, jk: AsyncJikim, me: Signed, ref: Ref | None, reason: str, name: str, request: UUID | None = None
) -> Response[Any]:
    values, _ = await read(jk, me, ref, reason, ("files",), request)
    packed = values.get("files")
    found = unpack(packed) if isinstance(packed, bytes) else []
    one = next((file for file in found if file.number.hex() == name), None)
    if one is None or one.content is None:
        raise page.missing("office/requests/no_file.html")
    # Whatever it is, the browser saves it and opens nothing of it.
    ending = one.name.rpartition(".")[2] if one.name.isascii() else "bin"
    sandbox = {"content-security-policy": "sandbox"}
    return as_file(f"{name[:8]}.{ending}", "application/octet-stream", one.content, **sandbox)


@post("/office/requests/{subject:uuid}/{number:uuid}/files/{name:str}", status_code=200, dependencies=OF)
async def file_of_request(page: Page, jk: AsyncJikim, me: Signed, found: Found, name: FromPath[str]) -> Response[Any]:
    """One file of a request."""
    made = found.made
    return await _file(page, jk, me, made.wording, f"request {made.number}", name, made.request)


@post("/office/complaints/{number:str}/files/{name:str}", status_code=200)
async def file_of_complaint(
    page: Page, jk: AsyncJikim, me: Signed, number: FromPath[str], name: FromPath[str]
) -> Response[Any]:
    """One file of a complaint."""
    one = await jk.do(case_by, COMPLAINTS, number)
    if one is None:
        raise page.missing("office/cases/none.html", register=COMPLAINTS)
    await jk.do(may, COMPLAINTS, "look", one.subject, await actor_of(jk, me, kind=KIND))
    return await _file(page, jk, me, ref_of(one), f"complaint {one.number}", name)
