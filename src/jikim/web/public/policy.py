"""The policy as the document people read."""

from __future__ import annotations

from litestar import get
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.policy.render import render_html
from jikim.policy.render.html import STYLE_HASH
from jikim.web.visitor import Visitor


@get("/policy")
async def policy(jk: AsyncJikim, visitor: Visitor) -> Response[str]:
    """The version in force. The document brings its own style sheet, which the header allows by its hash."""
    headers = {"content-security-policy": f"default-src 'none'; style-src '{STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"}  # fmt: skip
    return Response(render_html(jk.policy.file, visitor.language), media_type="text/html", headers=headers)


PAGES = [policy]
