"""One file at the door: its size, what it is, the scan, and what of it is kept. Nothing is kept of one that is refused."""

from __future__ import annotations

import asyncio

from jikim.clock import machine_moment
from jikim.errors import InvalidError
from jikim.policy.detect import SearchError, find_refused
from jikim.settings import Settings
from jikim.uploads.images import redrawn
from jikim.uploads.kinds import Kind, as_text, kind_of
from jikim.uploads.limits import LIMITS, MIB, Limits, refused
from jikim.uploads.names import clean_name
from jikim.uploads.office_documents import rewritten
from jikim.uploads.packing import Accepted
from jikim.uploads.pdf import said_in
from jikim.uploads.scanning import found_in


async def accept(
    settings: Settings, name: str, content: bytes, *, item: str = "files", limits: Limits = LIMITS
) -> Accepted:
    """Takes a file as it came. Raises InvalidError, which names `item` and says in both languages what is wrong and
    what helps.

    What nobody could scan is refused, or with `JIKIM_UPLOADS=quarantine` accepted as one that nobody opens before a
    later scan.
    """
    if len(content) > limits.each:
        raise refused(
            item,
            ("파일이 너무 큽니다", f"하나에 {limits.each // MIB}MB까지 받습니다"),
            ("the file is too large", f"at most {limits.each // MIB} MB each"),
        )
    kind = kind_of(content, item)
    scanned, found = await found_in(settings, content)
    if found is not None:
        raise refused(
            item,
            ("바이러스가 발견되어 받지 않았습니다", "기기를 백신으로 검사해 주세요. 파일은 남기지 않았습니다"),
            ("a virus was found in it, so it was not taken", "scan your device; nothing of the file was kept"),
        )
    if not scanned and settings.uploads != "quarantine":
        raise refused(
            item,
            (
                "지금은 바이러스 검사를 할 수 없어 파일을 받지 못합니다",
                "파일 없이 보내시거나 잠시 뒤에 다시 시도해 주세요",
            ),
            (
                "files can't be scanned for viruses now, so none is taken",
                "send it without files, or try again in a while",
            ),
        )
    kept, kind, notes = await asyncio.to_thread(_kept, content, kind, item)
    if len(kept) > limits.each:
        raise refused(
            item,
            ("파일이 너무 큽니다", "사진이면 가로와 세로를 줄여 주세요"),
            ("the file is too large", "if it is a picture, scale it down"),
        )
    when = machine_moment() if scanned else None
    return Accepted(clean_name(name, kind.ending), kind.media, kept, when, notes)


def _kept(content: bytes, kind: Kind, item: str) -> tuple[bytes, Kind, tuple[str, ...]]:
    match kind.family:
        case "image":
            drawn, notes = redrawn(content, kind, item)
            return drawn, kind, (*notes, "pictures-unread")
        case "zip":
            document = rewritten(content, item)
            _search(document.text, item)
            return document.content, document.kind, document.notes
        case "text":
            return _plain(content, item), kind, ()
        case "pdf":
            # No library that is needed for anything else rewrites a PDF soundly: what it says of its maker stays, and
            # the page says so.
            text, has_pictures = said_in(content, item)
            _search(text, item)
            return content, kind, ("metadata-kept", *(["pictures-unread"] if has_pictures else []))


def _plain(content: bytes, item: str) -> bytes:
    text = as_text(content) or ""
    _search(text, item)
    return text.encode()


def _search(text: str, item: str) -> None:
    """Raises InvalidError for a text that holds a number that is never taken, or more of them than can be searched."""
    try:
        if not find_refused(text):
            return
    except SearchError:
        raise refused(
            item,
            ("검사할 수 있는 것보다 많은 숫자가 들어 있습니다", "나누어 보내 주세요"),
            ("it holds more numbers than can be searched", "send it in parts"),
        ) from None
    raise _number(item)


def _number(item: str) -> InvalidError:
    return refused(
        item,
        ("주민등록번호나 카드번호처럼 받지 않는 번호가 들어 있습니다", "그 번호를 지우고 다시 보내 주세요"),
        (
            "it holds a number that is never taken, such as a resident registration or card number",
            "remove it and send it again",
        ),
    )
