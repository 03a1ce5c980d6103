"""Downloads: all of a person's data as JSON (for a machine, portability too), CSV (for a spreadsheet) and PDF (for a
drawer) (7.1).

Each is a look like any other, and so recorded; none is kept by a browser or a proxy; a file's name says nothing of
whose it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any
from uuid import UUID

from litestar import get
from litestar.response import Response, Stream

from jikim.accounts.sessions import Session
from jikim.answers import Card, RestingCard
from jikim.app import AsyncJikim
from jikim.errors import InvalidError
from jikim.uploads import File, unpack
from jikim.web.downloads import as_pdf, attachment
from jikim.web.member import as_csv, as_json
from jikim.web.member.as_paper import MOST, data_paper
from jikim.web.member.looking import Seen
from jikim.web.page import Page

CHUNK = 65_536


@get("/my/download")
async def download(page: Page, proven: Session) -> Response[Any]:
    """The three forms, and what each is for."""
    return page.show("my/download.html", most=MOST)


@get("/my/download/my-data.json")
async def download_json(page: Page, jk: AsyncJikim, seen: Seen) -> Response[Any]:
    """Everything, in pieces as it is read out."""
    return Stream(
        gathered(as_json.pieces(seen, jk.now(), attached(seen))),
        media_type="application/json",
        headers=attachment(f"my-data-{seen.today}.json"),
    )


@get("/my/download/my-data.zip")
async def download_csv(page: Page, jk: AsyncJikim, seen: Seen) -> Response[Any]:
    """Everything as CSV files in a ZIP, in pieces."""
    return Stream(
        as_csv.pieces(seen, jk.now(), attached(seen)),
        media_type="application/zip",
        headers=attachment(f"my-data-{seen.today}.zip"),
    )


@get("/my/download/my-data.pdf")
async def download_pdf(page: Page, jk: AsyncJikim, seen: Seen) -> Response[Any]:
    """Everything a paper can hold, set aside of the event loop."""
    return await as_pdf(f"my-data-{seen.today}.pdf", lambda: data_paper(seen, jk.now()))


def attached(seen: Seen) -> as_json.Attached:
    """The files of every record, each by its record and item. What is no package of files is left as it is."""
    found: dict[tuple[UUID, str], list[File]] = {}
    held: list[Card | RestingCard] = [*seen.dossier.cards, *seen.dossier.resting]
    for card in held:
        for item, value in card.values.items():
            if isinstance(value, bytes):
                with suppress(InvalidError):
                    found[card.ref.record, item] = unpack(value)
    return found


def gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces of a stream that are worth a message each."""
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) >= CHUNK:
            yield bytes(held)
            held.clear()
    yield bytes(held)
