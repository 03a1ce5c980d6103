"""A person's data as tables: a ZIP of CSV files, one for each kind of record, in UTF-8 with a byte order mark so that
Excel reads Hangul, and of the files that the records hold.

INVARIANT: no cell begins like a formula; a spreadsheet runs nothing that somebody typed.
"""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from jikim.answers import Card
from jikim.uploads import File
from jikim.web.member import as_json
from jikim.web.member.looking import Seen
from jikim.web.parts.secret import secret_words

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
ABOUT = ("record", "state", "version", "collected", "ended", "channel", "partner", "purposes", "frozen", "held")
BATCH = 500


class _Sink(io.RawIOBase):
    """What a ZIP is written to, and taken from piece by piece."""

    def __init__(self) -> None:
        self.held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self.held += content
        return len(content)

    def take(self) -> bytes:
        taken = bytes(self.held)
        self.held.clear()
        return taken


def cell(value: Any) -> str:
    """A value as a cell: text as it is, but for what a spreadsheet would take for a formula, which gets an apostrophe;
    data as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime):
        return value.isoformat()
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def pieces(seen: Seen, at: datetime, files: as_json.Attached = as_json.NONE) -> Iterator[bytes]:
    """The ZIP, piece by piece."""
    sink = _Sink()
    stamp = at.astimezone(seen.page.zone).timetuple()[:6]
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, head, rows in _tables(seen, files):
            info = zipfile.ZipInfo(f"{name}.csv", stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=True) as out:
                out.write(b"\xef\xbb\xbf")
                for text in _lines(head, rows):
                    out.write(text)
                    if len(sink.held) > 65_536:
                        yield sink.take()
            yield sink.take()
        for (record, _item), listed in files.items():
            for n, file in enumerate(listed, 1):
                if file.content is not None:
                    info = zipfile.ZipInfo(_place(record, n, file), stamp)
                    info.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(info, file.content)
                    yield sink.take()
    yield sink.take()


def _place(record: UUID, n: int, file: File) -> str:
    """Where a file is in the ZIP: under its record, numbered, for two may have the same name."""
    return f"files/{record}/{n}-{file.name}"


def _lines(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(head)
    for n, row in enumerate(rows, 1):
        writer.writerow([cell(value) for value in row])
        if n % BATCH == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _tables(seen: Seen, files: as_json.Attached) -> Iterator[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]:
    """Each file's name, head and rows."""
    dossier, language = seen.dossier, seen.book.language
    by_kind: dict[str, list[Card]] = {}
    for card in dossier.cards:
        by_kind.setdefault(card.ref.kind, []).append(card)
    for kind, cards in by_kind.items():
        items = list(dict.fromkeys(item.removeprefix(f"{kind}.") for card in cards for item in card.items))
        rows = ([*_about(card), *(_named(card, item, files) for item in items)] for card in cards)
        yield kind, [*ABOUT, *items], rows
    tables: tuple[tuple[str, Iterable[dict[str, Any]]], ...] = (
        ("resting", (as_json.resting(part, files) for part in dossier.resting)),
        ("destroyed", (as_json.destroyed(one) for one in dossier.destroyed)),
        ("went", ({**as_json.went(one), "receiver": one.receiver(language)} for one in seen.telling.went)),
        ("requests", (as_json.request(one) for one in dossier.requests)),
    )
    for name, things in tables:
        listed = list(things)
        if listed:
            yield f"_{name}", list(listed[0]), ([_flat(value) for value in one.values()] for one in listed)
    head = (
        "at",
        "event",
        "actor",
        "kind",
        "record",
        "version",
        "items",
        "purpose",
        "to",
        "reason",
        "why",
        "clause",
        "policy",
    )
    uses = (
        [*(_flat(one.body.get(name)) for name in head), one.purpose(language), one.receiver(language)]
        for one in seen.telling.uses
    )
    yield "_uses", (*head, "purpose_label", "receiver"), uses
    consents = [("purpose", name) for name in seen.given] + [("recipient", name) for name in seen.given_to]
    yield "_consents", ("for", "name"), consents
    note = secret_words(korean=seen.page.policy.file.korean)
    yield "_note", ("note",), [(note[seen.page.visitor.language == "en"],)]


def _named(card: Card, item: str, files: as_json.Attached) -> Any:
    """A value; of files, where in the ZIP they are, or their names alone while they wait for the scanner."""
    listed = files.get((card.ref.record, item))
    if listed is None:
        return card.values.get(item)
    return "; ".join(
        file.name if file.content is None else _place(card.ref.record, n, file) for n, file in enumerate(listed, 1)
    )


def _about(card: Card) -> list[Any]:
    said = as_json.record(card)
    return [_flat(said[name]) for name in ABOUT]


def _flat(value: Any) -> Any:
    """A list of plain words in one cell."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "; ".join(value)
    return value
