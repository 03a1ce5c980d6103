"""Sending: one letter to one address, over SMTP, now.

Guarantees: off loopback the mail travels over TLS with a verified certificate; a server that does not answer is given
up after a time; no address and no fact can add a header or a second recipient; no error repeats the address.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from jikim.clock import machine_moment
from jikim.errors import JikimError
from jikim.mail.letters import Letter
from jikim.on_demand import on_demand
from jikim.settings import Settings

if TYPE_CHECKING:
    import aiosmtplib
    import email_validator
else:
    aiosmtplib, email_validator = on_demand("aiosmtplib"), on_demand("email_validator")

TIMEOUT_SECONDS = 20.0
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class MailError(JikimError):
    """A mail was not taken. `permanent`: it never will be. `doubtful`: because the server knows no such address.
    `reached`: the server spoke."""

    def __init__(
        self,
        message: str,
        *,
        hint: str,
        ko: tuple[str, str],
        permanent: bool = False,
        doubtful: bool = False,
        reached: bool = True,
    ) -> None:
        super().__init__(message, hint=hint, ko=ko)
        self.permanent = permanent
        self.doubtful = doubtful
        self.reached = reached


class Server(NamedTuple):
    """Who takes mails, out of `JIKIM_SMTP`."""

    host: str
    port: int
    tls: bool
    start_tls: bool
    username: str | None
    password: str | None


def server_of(settings: Settings) -> Server:
    """The server that takes mails. Raises MailError where there is none, or one to which the mail would travel in the
    clear."""
    if settings.smtp is None:
        raise MailError(
            "no mail leaves: no server is named",
            hint="set JIKIM_SMTP",
            ko=("메일 서버를 알 수 없어 메일을 보내지 않습니다", "JIKIM_SMTP를 설정해 주세요"),
        )
    try:
        url = urlsplit(settings.smtp)
        host, port = url.hostname, url.port or PORTS.get(url.scheme, 0)
    except ValueError:
        host, port = None, 0
    if not host or not port:
        raise MailError(
            "JIKIM_SMTP names no mail server",
            hint="write smtps://user:password@host, smtp+starttls://… or smtp://127.0.0.1:25",
            ko=(
                "JIKIM_SMTP에 메일 서버가 없습니다",
                "smtps://user:password@host, smtp+starttls://… 또는 smtp://127.0.0.1:25처럼 적어 주세요",
            ),
        )
    if url.scheme == "smtp" and not is_loopback(host):
        raise MailError(
            "a mail does not travel in the clear off this machine",
            hint="write smtp+starttls://… or smtps://… in JIKIM_SMTP",
            ko=(
                "이 컴퓨터 밖으로는 메일을 암호화하지 않고 보내지 않습니다",
                "JIKIM_SMTP에 smtp+starttls://… 또는 smtps://…를 적어 주세요",
            ),
        )
    username = unquote(url.username) if url.username else None
    password = unquote(url.password) if url.password else None
    return Server(host, port, url.scheme == "smtps", url.scheme == "smtp+starttls", username, password)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def compose(sender: str, to: str, letter: Letter) -> EmailMessage:
    """The message of a letter; answers to it go to the officer. Raises MailError for an address that is none."""
    own, theirs = _address(sender, letter.company), _address(to)
    international = not theirs.addr_spec.isascii() or not own.addr_spec.isascii()
    message = EmailMessage(policy=SMTPUTF8 if international else SMTP)
    message["From"], message["To"] = own, theirs
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(machine_moment())
    message["Message-ID"] = f"<{uuid4()}@{own.domain}>"
    if sender != letter.officer:
        message["Reply-To"] = _address(letter.officer)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    message["Content-Language"] = letter.language
    return message


def _address(text: str, name: str = "") -> Address:
    """An address by its parts, the domain in ASCII: nothing else of the text survives."""
    try:
        found = email_validator.validate_email(
            text, check_deliverability=False, globally_deliverable=False, allow_smtputf8=True
        )
    except email_validator.EmailNotValidError:
        raise MailError(
            "that is no mail address",
            hint="it needs one @ and a domain",
            ko=("메일 주소가 아닙니다", "@와 도메인이 하나씩 있어야 합니다"),
            permanent=True,
            doubtful=True,
        ) from None
    return Address(
        " ".join(name.split()), username=found.ascii_local_part or found.local_part, domain=found.ascii_domain
    )


async def send(settings: Settings, to: str, letter: Letter) -> None:
    """Sends a letter. Raises MailError where it was not taken; then nothing was sent."""
    client = _client(server_of(settings))
    message = compose(settings.mail_from or letter.officer, to, letter)
    with _refusals():
        async with client:
            await client.send_message(message, sender=letter.back or None)


async def greet(settings: Settings) -> None:
    """Connects and signs in, and sends nothing. Raises MailError where that cannot be."""
    client = _client(server_of(settings))
    with _refusals():
        async with client:
            await client.noop()


def _client(server: Server) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.tls,
        start_tls=server.start_tls,
        username=server.username,
        password=server.password,
        timeout=TIMEOUT_SECONDS,
        tls_context=_tls() if server.tls or server.start_tls else None,
    )


@contextmanager
def _refusals() -> Iterator[None]:
    """What the server, or the way to it, says no with, as MailError."""
    try:
        yield
    except aiosmtplib.SMTPRecipientsRefused as error:
        code = error.recipients[0].code if error.recipients else 450
        raise _refused(code, doubtful=code >= 500) from None
    except aiosmtplib.SMTPAuthenticationError:
        raise MailError(
            "the mail server did not let us in",
            hint="check the user and password in JIKIM_SMTP",
            ko=("메일 서버가 로그인을 거부했습니다", "JIKIM_SMTP의 계정과 비밀번호를 확인해 주세요"),
            reached=False,
        ) from None
    except aiosmtplib.SMTPNotSupported:
        raise MailError(
            "the mail server takes no such mail",
            hint="it must know STARTTLS, and SMTPUTF8 for such addresses",
            ko=(
                "메일 서버가 이런 메일을 받지 않습니다",
                "서버가 STARTTLS를, 그리고 이런 주소에는 SMTPUTF8을 지원해야 합니다",
            ),
            permanent=True,
        ) from None
    except aiosmtplib.SMTPResponseException as error:
        raise _refused(error.code) from None
    except (aiosmtplib.SMTPException, OSError, ValueError):
        raise unreached() from None


def send_now(settings: Settings, to: str, letter: Letter) -> None:
    """`send`, where no event loop runs."""
    asyncio.run(send(settings, to, letter))


def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def unreached() -> MailError:
    """Nobody answered in time, or at all."""
    return MailError(
        "the mail server was not reached",
        hint="check JIKIM_SMTP",
        ko=("메일 서버에 연결되지 않습니다", "JIKIM_SMTP를 확인해 주세요"),
        reached=False,
    )


def _refused(code: int, *, doubtful: bool = False) -> MailError:
    later = code < 500
    return MailError(
        f"the mail server refused it ({code})",
        hint="it is tried again" if later else "it is not tried again",
        ko=(f"메일 서버가 거부했습니다 ({code})", "다시 시도합니다" if later else "다시 시도하지 않습니다"),
        permanent=not later,
        doubtful=doubtful,
    )
