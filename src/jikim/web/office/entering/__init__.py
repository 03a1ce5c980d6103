"""Coming in: signing in, the first time, renewing, proving once more, leaving."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.entering import begin, company, proving, sign_in
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [
    sign_in.sign_in, sign_in.by_password, sign_in.by_passkey, begin.begin, begin.begun, proving.prove, proving.proved,
    proving.proved_by_passkey, proving.renew, proving.renewed, proving.renewed_by_passkey, proving.sign_out, *company.PAGES,
]  # fmt: skip
TODOS: list[Source] = []
