"""A stand-in for everybody's mailbox: an SMTP server on loopback that keeps what it is given, in memory, and delivers
nothing.

It speaks enough of RFC 5321 for a real client, and keeps the newest mails alone.
"""

from __future__ import annotations

import asyncio
import email
import email.policy
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Self

from jikim.errors import StoreError

MOST = 200
LONGEST = 2_000_000
_PATIENCE = 30.0


@dataclass(frozen=True)
class Mail:
    """One mail as it arrived. `number` counts from 1."""

    number: int
    to: str
    sender: str
    subject: str
    text: str


class Mailbox:
    """Runs while its `with` block does, in a thread of its own. `told` is called there with each mail that arrives."""

    def __init__(self, told: Callable[[Mail], None] | None = None) -> None:
        self._told = told
        self._mails: deque[Mail] = deque(maxlen=MOST)
        self._count = 0
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._thread = threading.Thread(target=self._main, daemon=True)
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(_PATIENCE) or not self.port:
            raise StoreError("the stand-in mailbox did not start", ko=("임시 메일함을 시작하지 못했습니다", ""))
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE)

    @property
    def url(self) -> str:
        """What `JIKIM_SMTP` would say."""
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def mails(self) -> list[Mail]:
        """What is kept, the newest first."""
        return list(reversed(self._mails))

    def mail(self, number: int) -> Mail | None:
        return next((one for one in self._mails if one.number == number), None)

    def _main(self) -> None:
        loop = self._loop
        asyncio.set_event_loop(loop)
        try:
            self._server = loop.run_until_complete(asyncio.start_server(self._talk, "127.0.0.1", 0, limit=LONGEST))
            self.port = int(self._server.sockets[0].getsockname()[1])
            self._ready.set()
            loop.run_forever()
        finally:
            self._ready.set()
            if self._server is not None:
                self._server.close()
            for task in (talking := asyncio.all_tasks(loop)):
                task.cancel()
            loop.run_until_complete(asyncio.gather(*talking, return_exceptions=True))
            loop.run_until_complete(asyncio.sleep(0))  # what they closed is closed
            loop.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(60):
                await self._answer(reader, writer)
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(text: str) -> None:
            writer.write(f"{text}\r\n".encode())
            await writer.drain()

        await say("220 stand-in mailbox: nothing is delivered")
        to: list[str] = []
        while line := await reader.readline():
            said = line.decode("utf-8", "replace").strip()
            verb = said[:4].upper()
            match verb:
                case "EHLO":
                    await say(f"250-stand-in\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE {LONGEST}")
                case "HELO" | "NOOP":
                    await say("250 stand-in")
                case "MAIL" | "RSET":
                    to.clear()
                    await say("250 yes")
                case "RCPT":
                    to.append(said.partition(":")[2].strip().partition(">")[0].lstrip("<"))
                    await say("250 yes")
                case "DATA" if to:
                    await say("354 go on, and end with a dot")
                    content = await self._data(reader)
                    self._keep(to, content)
                    await say("250 kept, and delivered to nobody")
                case "QUIT":
                    await say("221 bye")
                    return
                case _:
                    await say("500 not here")

    async def _data(self, reader: asyncio.StreamReader) -> bytes:
        lines: list[bytes] = []
        size = 0
        while (line := await reader.readline()) not in (b".\r\n", b".\n", b""):
            size += len(line)
            if size > LONGEST:
                raise ValueError("too long")
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def _keep(self, to: list[str], content: bytes) -> None:
        message = email.message_from_bytes(content, policy=email.policy.SMTPUTF8)
        if not isinstance(message, EmailMessage):
            return
        body = message.get_body(("plain",))
        text = str(body.get_content()) if body is not None else ""
        self._count += 1
        mail = Mail(self._count, ", ".join(to), str(message["from"] or ""), str(message["subject"] or ""), text)
        self._mails.append(mail)
        if self._told is not None:
            self._told(mail)
