"""Pages of an account: joining, signing in and out, sessions, the proof of who one is."""

from __future__ import annotations

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
from jikim.web.routes import routes_of

PAGES = routes_of(joining, guardian, terms, signing_in, away, measures, signing_out, passwords, sessions, handing, oidc)
