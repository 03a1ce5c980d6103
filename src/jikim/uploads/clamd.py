"""clamd, the scanner of ClamAV, over its socket: how old its signatures are, and whether a content holds a virus.

The two commands are spoken here (clamd(8)): `VERSION`, and `INSTREAM` with chunks of a length (4 bytes, big endian) and
so many bytes, ended by a length of 0. A scanner that does not answer in time, or in other words, has scanned nothing.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from jikim.errors import JikimError

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 30.0
_CHUNK = 64 * 1024
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1
    )
}
_BUILT = re.compile(r"ClamAV ([^/]+)(?:/(\d+)/\w{3} (\w{3}) +(\d+) (\d\d):(\d\d):(\d\d) (\d{4}))?")


class ScannerError(JikimError):
    """The scanner could not be asked, or did not say what it found."""


@dataclass(frozen=True)
class Version:
    """What a scanner says of itself: its engine, and when its signatures were made (None: it does not say)."""

    engine: str
    signatures: datetime | None


async def version(address: str) -> Version:
    """Asks for the version. Raises ScannerError."""
    said = await _ask(address, b"zVERSION\0", ())
    found = _BUILT.match(said)
    if found is None:
        raise ScannerError(
            "the virus scanner answers in other words",
            hint="does JIKIM_CLAMD name clamd's socket?",
            ko=("바이러스 검사기의 응답을 읽을 수 없습니다", "JIKIM_CLAMD에 clamd의 소켓을 적었는지 확인해 주세요"),
        )
    engine, number, month, day, hour, minute, second, year = found.groups()
    made = None
    if number is not None and month in _MONTHS:
        # clamd writes its machine's local time; hours do not matter to an age in days.
        with suppress(ValueError):
            made = datetime(int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second), tzinfo=UTC)
    return Version(engine.strip(), made)


async def scan(address: str, content: bytes) -> str | None:
    """The name of what is in a content, or None for nothing. Raises ScannerError where it could not be scanned."""
    chunks = [content[at : at + _CHUNK] for at in range(0, len(content), _CHUNK)]
    said = await _ask(address, b"zINSTREAM\0", (*(len(chunk).to_bytes(4, "big") + chunk for chunk in chunks), bytes(4)))
    if said == "stream: OK":
        return None
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return said.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerError(
        "the virus scanner did not scan it",
        hint="look at clamd's log (StreamMaxLength, MaxScanSize)",
        ko=("바이러스 검사를 하지 못했습니다", "clamd의 로그를 확인해 주세요 (StreamMaxLength, MaxScanSize)"),
    )


async def _ask(address: str, command: bytes, more: tuple[bytes, ...]) -> str:
    writer = None
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            reader, writer = await _connect(address)
        async with asyncio.timeout(ANSWER_SECONDS):
            with suppress(ConnectionError):
                # It may have said no, and hung up, before all was sent: its answer is read all the same.
                writer.write(command)
                for piece in more:
                    writer.write(piece)
                    await writer.drain()
            said = await reader.read(4096)
    except (OSError, TimeoutError, ValueError):
        raise ScannerError(
            "the virus scanner does not answer",
            hint="is clamd running where JIKIM_CLAMD says?",
            ko=(
                "바이러스 검사기가 응답하지 않습니다",
                "JIKIM_CLAMD가 가리키는 곳에서 clamd가 실행 중인지 확인해 주세요",
            ),
        ) from None
    finally:
        if writer is not None:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


async def _connect(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if address.startswith("/"):
        return await asyncio.open_unix_connection(address)
    host, _, port = address.rpartition(":")
    return await asyncio.open_connection(host.strip("[]"), int(port))
