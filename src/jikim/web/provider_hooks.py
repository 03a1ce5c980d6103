"""What the company's own OpenID Connect provider says by itself of who signs in to the office by it: that they signed
out there (Back-Channel Logout 1.0 §2.5), and that their account there was closed (a security event token, RFC 8935 §2).

It is taken from everywhere, the office's networks or not: the provider's signature alone says whose word it is.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from litestar import Request, post
from litestar.exceptions import NotFoundException
from litestar.response import Response

from jikim.accounts.rate_limits import within
from jikim.app import AsyncJikim
from jikim.handlers.company import heard
from jikim.openid import ProviderError, word_of
from jikim.web.visitor import Visitor

MOST, PER = 600, timedelta(minutes=10)


@post("/hooks/company/logout", status_code=200)
async def logout(jk: AsyncJikim, visitor: Visitor, request: Request[Any, Any, Any]) -> Response[Any]:
    """A logout token, in a form's field."""
    token = (await request.form()).get("logout_token")
    return await _heard(jk, visitor, token if isinstance(token, str) else "", 200)


@post("/hooks/company/events", status_code=202)
async def event(jk: AsyncJikim, visitor: Visitor, request: Request[Any, Any, Any]) -> Response[Any]:
    """A security event token, as the body."""
    return await _heard(jk, visitor, (await request.body()).decode("ascii", "replace").strip(), 202)


async def _heard(jk: AsyncJikim, visitor: Visitor, token: str, status: int) -> Response[Any]:
    provider = jk.settings.office_oidc
    if not provider:
        raise NotFoundException
    # Each word makes us ask the provider for its keys.
    if not await jk.do(within, "company-word", visitor.address, MOST, PER):
        return Response(None, status_code=429)
    try:
        word = await word_of(provider, token)
    except ProviderError as error:
        return Response(
            {"err": "invalid_request", "error": "invalid_request", "description": str(error)}, status_code=400
        )
    # Of whom nobody here is, and of an event that asks for nothing, the provider learns nothing.
    if word is not None:
        await jk.do(heard, provider["issuer"], word)
    return Response(None, status_code=status)
