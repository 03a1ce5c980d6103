"""`/.well-known/gpc.json`: that this site abides by Global Privacy Control, for who looks it up
(https://www.w3.org/TR/gpc/, 5)."""

from __future__ import annotations

from typing import Any

from litestar import get
from litestar.response import Response

from jikim.app import AsyncJikim


@get("/.well-known/gpc.json", media_type="application/json")
async def gpc(jk: AsyncJikim) -> Response[dict[str, Any]]:
    """Whether the signal is honoured, and since when the policy has said so."""
    cookies, version = jk.policy.file.cookies, jk.policy.file.version
    honoured = cookies is None or cookies.honour_gpc
    return Response({"gpc": honoured, "lastUpdate": version.effective.isoformat()}, media_type="application/json")
