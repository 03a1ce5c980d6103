"""`/.well-known/security.txt` (RFC 9116): whom to tell of a weakness."""

from __future__ import annotations

from datetime import timedelta

from litestar import get
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.clock import machine_moment
from jikim.mail.letters import site_of


@get("/.well-known/security.txt")
async def security(jk: AsyncJikim) -> Response[str]:
    """The privacy officer is the contact. It says again each time that it holds for another half a year."""
    ends = (machine_moment() + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    site, file = site_of(jk.settings, jk.policy), jk.policy.file
    lines = [
        f"Contact: {file.officers.officer.form or f'mailto:{file.officers.email}'}",
        f"Expires: {ends:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(file.service.languages)}",
        f"Canonical: {site}/.well-known/security.txt",
        f"Policy: {site}/policy",
    ]
    return Response("\n".join(lines) + "\n", media_type="text/plain")
