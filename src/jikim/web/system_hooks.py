"""What the company's own systems say by themselves: that they have done what they were told (OpenDSR 2.0 §8.6). Their
signature alone says whose word it is; who has none learns nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.accounts.rate_limits import within
from jikim.app import AsyncJikim
from jikim.jobs.system_requests import called_back
from jikim.web.visitor import Visitor

MOST, PER = 600, timedelta(minutes=10)


@post("/hooks/systems/{subject:uuid}/{message:uuid}", status_code=202)
async def answered(
    jk: AsyncJikim, visitor: Visitor, request: Request[Any, Any, Any], subject: FromPath[UUID], message: FromPath[UUID]
) -> Response[None]:
    """202 where it is that system's word, else 403 (§8.8)."""
    if not await jk.do(within, "system-word", visitor.address, MOST, PER):
        return Response(None, status_code=429)
    headers = {name.lower(): value for name, value in request.headers.items()}
    known = await jk.do(called_back, jk.settings.endpoints, subject, message, headers, await request.body())
    return Response(None, status_code=202 if known else 403)
