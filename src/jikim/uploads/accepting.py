"""One file at the door: its size, what it is, the scan, and what of it is kept.

`accept` takes a file or says why not, and then nothing of it is kept. `take` is for files that come with what somebody
asks for: what they wrote stands whatever their file is, and one that is not taken is left out, with its reason.
"""

from __future__ import annotations

import asyncio

from jikim.clock import machine_moment
from jikim.policy.detect import SearchError, find_refused
from jikim.settings import Settings
from jikim.uploads.images import redrawn
from jikim.uploads.kinds import Kind, as_text, kind_of
from jikim.uploads.limits import LIMITS
from jikim.uploads.names import clean_name
from jikim.uploads.office_documents import rewritten
from jikim.uploads.packing import Accepted
from jikim.uploads.pdf import said_in
from jikim.uploads.refusals import FileError
from jikim.uploads.scanning import found_in


async def accept(settings: Settings, name: str, content: bytes, *, item: str = "files") -> Accepted:
    """Takes a file as it came. Raises FileError, which names `item` and says in both languages what is wrong and what
    helps.

    What nobody could scan is refused, or with `JIKIM_UPLOADS=quarantine` accepted as one that nobody opens before a
    later scan.
    """
    if len(content) > LIMITS.each:
        raise FileError(item, "too-large")
    kind = kind_of(content, item)
    scanned, found = await found_in(settings, content)
    if found is not None:
        raise FileError(item, "virus")
    if not scanned and settings.uploads != "quarantine":
        raise FileError(item, "unscanned")
    kept, kind, notes = await asyncio.to_thread(_kept, content, kind, item)
    if len(kept) > LIMITS.each:
        raise FileError(item, "too-large")
    when = machine_moment() if scanned else None
    return Accepted(clean_name(name, kind.ending), kind.media, kept, when, notes)


async def take(settings: Settings, name: str, content: bytes, *, item: str = "files") -> Accepted:
    """The same, of a file that stops nothing: one that is not taken is left out. Its name and the reason stay, and
    nothing of its content."""
    try:
        return await accept(settings, name, content, item=item)
    except FileError as error:
        return left_out(name, error.reason)


def left_out(name: str, reason: str) -> Accepted:
    """A file that is not handed on, for a reason of `REASONS`."""
    ending = name.rpartition(".")[2].lower()
    ending = ending if ending.isascii() and ending.isalnum() and len(ending) <= 5 else "bin"
    return Accepted(clean_name(name, ending), "application/octet-stream", b"", None, left_out=reason)


def _kept(content: bytes, kind: Kind, item: str) -> tuple[bytes, Kind, tuple[str, ...]]:
    match kind.family:
        case "image":
            drawn, notes = redrawn(content, kind, item)
            return drawn, kind, (*notes, "pictures-unread")
        case "zip":
            document = rewritten(content, item)
            _search(document.text, item)
            if document.refused is not None:
                raise FileError(item, document.refused)
            return document.content, document.kind, document.notes
        case "text":
            text = as_text(content) or ""
            _search(text, item)
            return text.encode(), kind, ()
        case "pdf":
            # No library that is needed for anything else rewrites a PDF soundly: what it says of its maker stays, and
            # the page says so.
            said = said_in(content, item)
            _search(said.text, item)
            if said.refused is not None:
                raise FileError(item, said.refused)
            return content, kind, ("metadata-kept", *(["pictures-unread"] if said.has_pictures else []))


def _search(text: str, item: str) -> None:
    """Raises FileError for a text that holds a number that is never taken, or more of them than can be searched."""
    try:
        if not find_refused(text):
            return
    except SearchError:
        raise FileError(item, "numbers") from None
    raise FileError(item, "number")
