"""The notice page before another site: the policy does not reach there. It names the host in full, and leads on only
where we made the link."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from litestar import Request, get
from litestar.response import Response

from jikim.urls import host_of, is_link
from jikim.web.outside_links import named
from jikim.web.page import Page


@get("/out")
async def out(page: Page, request: Request[Any, Any, Any]) -> Response[str]:
    """What leaving means, on, and back. A link that is not ours is not offered."""
    url = request.query_params.get("to", "")
    ours = is_link(url) and (page.leads(url, request.query_params.get("by", "")) or url in named(page.policy.file))
    came = urlsplit(request.headers.get("referer", ""))
    here = (
        came.netloc == request.headers.get("host", "")
        and came.path.startswith("/")
        and not came.path.startswith(("//", "/out", "/en/out", "/ko/out"))
    )
    back = came.path + (f"?{came.query}" if came.query else "") if here else page.visitor.href("/")
    answer = page.show(
        "cookies/outside.html",
        status=200 if ours else 404,
        url=url if ours else "",
        host=host_of(url) if ours else "",
        plain=ours and urlsplit(url).scheme == "http",
        back=back,
        query=request.url.query,
    )
    answer.headers["referrer-policy"] = "no-referrer"
    return answer
