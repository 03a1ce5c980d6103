"""Pages of an account: joining, signing in and out, sessions, the proof of who one is."""

from __future__ import annotations

from typing import Any

from jikim.web.account import (
    away,
    guardian,
    handing,
    joining,
    measures,
    oidc,
    passwords,
    sessions,
    signing_in,
    signing_out,
    terms,
)

PAGES: list[Any] = [
    *joining.PAGES,
    *guardian.PAGES,
    *terms.PAGES,
    *signing_in.PAGES,
    *away.PAGES,
    *measures.PAGES,
    *signing_out.PAGES,
    *passwords.PAGES,
    *sessions.PAGES,
    *handing.PAGES,
    *oidc.PAGES,
]
