"""A mail server for tests that takes mails, or refuses them as it is told."""

from __future__ import annotations

import email
import email.policy
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from tests.web.running import free_port


@dataclass
class Post:
    """What the server took. `rcpt` and `data` are what it says to each recipient and each mail."""

    port: int = 0
    rcpt: str = "250 OK"
    data: str = "250 OK"
    mails: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    users: list[bytes] = field(default_factory=list)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.data.startswith("250"):
            mail = email.message_from_bytes(envelope.content, policy=email.policy.SMTPUTF8)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
            self.to += envelope.rcpt_tos
        return self.data

    def enter(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, said: Any) -> AuthResult:
        self.users.append(said.login)
        right = said.password == b"s3:cret/"
        return AuthResult(success=right, handled=right)


@contextmanager
def post(
    *, tls: ssl.SSLContext | None = None, start_tls: ssl.SSLContext | None = None, auth: bool = False
) -> Iterator[Post]:
    """A server on loopback; with `tls` from the first byte, with `start_tls` on request."""
    box = Post(free_port())
    more: dict[str, Any] = (
        {"authenticator": box.enter, "auth_required": True, "auth_require_tls": tls is None} if auth else {}
    )
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=box.port,
        ssl_context=tls,
        enable_SMTPUTF8=True,
        **({"tls_context": start_tls, "require_starttls": True} if start_tls else {}),
        **more,
    )
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
