"""A site that runs, for tests: the real server on loopback with a database of its own, a real SMTP receiver, and a sync
Jikim to arrange things."""

from __future__ import annotations

import email
import email.policy
import itertools
import random
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from aiosmtpd.controller import Controller
from tests import entering, servers, unsynced
from tests.pressed import Hands
from tests.waiting import PATIENCE, answered, eventually

import jikim
from jikim.accounts.sessions import begin_session
from jikim.app import AsyncJikim, Jikim
from jikim.db.keeper import ADMIN
from jikim.policy.model import PolicyFile
from jikim.settings import Settings
from jikim.web.door import SESSION_COOKIE
from jikim.web.running import Made, Site
from jikim.web.site import site

_serial = itertools.count(1)
# The browsers of a file of tests: each keeps a connection on both sides until it is closed.
OPENED: list[httpx.Client] = []
# Below those that a system gives to connections, in an order that no other process of tests has.
_ports = itertools.cycle(random.SystemRandom().sample(range(10_000, 32_000), 22_000))


def close_browsers(of: str = "") -> None:
    """Closes what was opened, at one site or at all."""
    for browser in [one for one in OPENED if str(one.base_url).startswith(of)]:
        browser.close()
        OPENED.remove(browser)


def free_port() -> int:
    """A port that nobody listens on, and that nobody is given until it is used."""
    for port in _ports:
        with suppress(OSError), socket.socket() as one:
            one.bind(("127.0.0.1", port))
            break
    return port


def plain(mail: EmailMessage) -> str:
    """A mail's plain text."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@dataclass
class Mailbox:
    """What a real SMTP receiver took. `unknown` are addresses that it says it does not have."""

    port: int
    mails: list[EmailMessage] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if address in self.unknown:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        mail["Return-Path"] = envelope.mail_from
        self.mails.append(mail)
        return "250 OK"

    def all_to(self, address: str) -> list[EmailMessage]:
        """The mails to an address that have come."""
        return [mail for mail in self.mails if address in str(mail["to"])]

    def newest(self, meant: Callable[[EmailMessage], bool], what: str) -> EmailMessage:
        """The newest mail that is meant; waits for it."""
        return eventually(lambda: next(filter(meant, reversed(self.mails)), None), f"a mail {what}")  # type: ignore[return-value]

    def to(self, address: str) -> EmailMessage:
        """The newest mail to an address; waits for it."""
        return self.newest(lambda mail: address in str(mail["to"]), f"to {address}")

    def text(self, address: str) -> str:
        """The plain text of the newest mail to an address."""
        return plain(self.to(address))

    def text_at(self, address: str) -> str:
        """The plain text of the newest mail to exactly this address; waits for it."""
        return plain(self.newest(lambda mail: parseaddr(str(mail["to"]))[1] == address, f"to exactly {address}"))

    def link(self, address: str) -> str:
        """The first link in the newest mail to an address."""
        found = re.search(r"https?://\S+", self.text(address))
        assert found is not None
        return found[0]

    def code(self, address: str) -> str:
        """The six digits in the newest mail to an address."""
        found = re.search(r"(?<!\d)\d{6}(?!\d)", self.text(address))
        assert found is not None
        return found[0]


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A real SMTP server on loopback."""
    box = Mailbox(free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@dataclass
class Running:
    """A running site. `jk` is a sync Jikim on the same data and clock, for arranging and looking; `app` the ASGI
    application that answers, `inside` the Jikim that it runs on."""

    url: str
    jk: Jikim
    mails: Mailbox
    settings: Settings
    app: Any = None
    inside: AsyncJikim | None = None
    given: dict[UUID, dict[str, Any]] = field(default_factory=dict)  # what each member gave

    def client(self, **more: Any) -> httpx.Client:
        """A browser without a screen: keeps cookies, follows nothing by itself."""
        OPENED.append(Hands(self.mails.mails, base_url=self.url, timeout=PATIENCE, **more))
        return OPENED[-1]

    def member(self, **values: Any) -> tuple[jikim.Person, dict[str, Any]]:
        """A new invented member, made through the SDK. Answers the person and what they gave."""
        n = next(_serial)
        given = {
            "login_id": f"member{n:05d}",
            "password": f"quiet heron walks {n}",
            "name": "가나다",
            "email": f"member{n:05d}@example.com",
            **values,
        }
        ref = self.jk.collect("membership", given, channel="homepage", old_enough=True).ref
        self.given[ref.subject] = given
        return jikim.Person(ref.subject, "member"), given

    def sign_in(self, client: httpx.Client, person: jikim.Person) -> None:
        """Signs somebody in by the page, with what they gave."""
        given = self.given[person.subject]
        came = entering.typed(client, "/sign-in", name=given["login_id"], password=given["password"])
        assert came.status_code == 303, came.text

    def signed_in(self, person: jikim.Person, **more: Any) -> httpx.Client:
        """A browser in which a person has just signed in: their session runs, and they have proved who they are."""
        client = self.client(**more)
        if entering.by_page():
            self.sign_in(client, person)
            return client
        token = self.jk.driver.run(begin_session(self.jk.house, person.subject, person.kind))
        client.cookies.set(SESSION_COOKIE, token, domain="127.0.0.1")
        return client


@contextmanager
def running(
    file: PolicyFile,
    directory: Path,
    *,
    make: Made | None = None,
    demo_start: Any = None,
    jobs: float | None = None,
    **settings: Any,
) -> Iterator[Running]:
    """Starts the server in a thread, on an embedded PostgreSQL in `directory`, and stops it."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with mailbox() as box, unsynced.start(directory) as server:
        settings["people"] = servers.beside(server.conninfo("live", ADMIN), demo=demo_start is not None)
        chosen = Settings(
            directory=directory, url=url, smtp=f"smtp://127.0.0.1:{box.port}", mail_from="jikim@example.com", **settings
        )
        with Jikim(file, chosen, "test", demo_start) as jk:
            made: list[Any] = []

            async def kept(opened: AsyncJikim) -> Any:
                made.extend((await (make or site)(opened), opened))
                return made[0]

            running = Site(file, chosen, kept, port=port, jobs=jobs, jk=jk)
            failed: list[BaseException] = []

            def main() -> None:
                import asyncio

                try:
                    asyncio.run(running.run())
                except BaseException as error:
                    failed.append(error)

            thread = threading.Thread(target=main, daemon=True)
            thread.start()
            answered(f"{url}/policy", lambda: failed)
            try:
                yield Running(url, jk, box, chosen, *made[:2])
            finally:
                close_browsers(url)
                running.stop()
                thread.join(PATIENCE)
    unsynced.over(directory)
