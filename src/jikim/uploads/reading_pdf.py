"""What a PDF says, and what it would do, read by a process of its own: `python -I reading_pdf.py SECONDS BYTES < file`,
which writes it to its output.

A PDF can make its reader compute and grow without end; this one has so many seconds and so much memory, and nothing of
Jikim in it. It answers with the text, and a line in front of it: `pdf`, and of `password`, `pictures`, `runs` and
`fetches` what is so. With anything else it could not be read. It needs pypdf alone.
"""

from __future__ import annotations

import io
import logging
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any

MOST_PAGES = 500
MOST_CHARACTERS = 4_000_000
# Keys, and kinds of action (ISO 32000-1, 12.6), that run something, or fetch it; whatever is done without being asked for
# (/AA). An action /URI is a hyperlink, where the document does not begin with it.
_RUNS = frozenset(
    {
        "/JS",
        "/JavaScript",
        "/Launch",
        "/EmbeddedFiles",
        "/EmbeddedFile",
        "/RichMedia",
        "/RichMediaExecute",
        "/XFA",
        "/Rendition",
        "/AA",
    }
)
_FETCHES = frozenset(
    {"/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Movie", "/Sound", "/Thread", "/OPI", "/SpiderInfo", "/FFilter"}
)
# The same in what is written outside of streams: an older version of an object is read by nobody, or by some.
_PLAIN = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoTo[RE])\b")
_STREAM = re.compile(rb"\bstream\r?\n.*?\bendstream\b", re.DOTALL)


def main() -> int:
    seconds, most = int(sys.argv[1]), int(sys.argv[2])
    content = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable()
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    found, texts = {"pdf"}, list[str]()
    if reader.is_encrypted:
        found.add("password")
    elif not _read(reader, found, texts):
        return 3
    elif _PLAIN.search(_STREAM.sub(b"", _unescaped(content))):
        found.add("runs")
    with open(1, "wb") as out:
        out.write("\n".join((" ".join(sorted(found)), *texts)).encode("utf-8", "replace"))
    return 0


def _unescaped(content: bytes) -> bytes:
    """A name may be written with its characters as #xx (7.3.5)."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), content)


def _read(reader: Any, found: set[str], texts: list[str]) -> bool:
    """The text of the pages and what the objects do. False for more than is read."""
    if len(reader.pages) > MOST_PAGES:
        return False
    size = 0
    for page in reader.pages:
        texts.append(page.extract_text())
        size += len(texts[-1])
        if size > MOST_CHARACTERS:
            return False
        resources = page.get("/Resources")
        if "/XObject" in (resources.get_object() if resources is not None else {}):
            found.add("pictures")
        for note in page.get("/Annots", ()) or ():
            said = note.get_object()
            texts += [str(said[key]) for key in ("/Contents", "/V", "/TU") if key in said]
    for one in _objects(reader):
        found |= _does(one)
    return True


def _objects(reader: Any) -> Iterator[dict[str, Any]]:
    """Every dictionary of the document, those in streams of objects too; without those that nothing can refer to."""
    from pypdf.generic import IndirectObject

    numbers = {(number, generation) for generation, table in reader.xref.items() for number in table}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    waiting: list[Any] = [reader.trailer]
    waiting += [IndirectObject(number, generation, reader) for number, generation in sorted(numbers)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            one = one.get_object()
        if isinstance(one, dict):
            yield one
            waiting += [value for value in one.values() if not isinstance(value, IndirectObject)]
        elif isinstance(one, list):
            waiting += [value for value in one if not isinstance(value, IndirectObject)]


def _does(one: dict[str, Any]) -> set[str]:
    """What the reader of a dictionary would do. An action names its kind under /S, an annotation under /Subtype."""
    said = {*one, *(str(_plain(one.get(key))) for key in ("/S", "/Subtype"))}
    found = {name for name, words in (("runs", _RUNS), ("fetches", _FETCHES)) if not words.isdisjoint(said)}
    # A stream whose bytes are in another file; a page that is in another; a file at an address.
    if (
        (hasattr(one, "get_data") and "/F" in one)
        or "/F" in (_plain(one.get("/Ref")) or ())
        or _plain(one.get("/FS")) == "/URL"
    ):
        found.add("fetches")
    opening = _plain(one.get("/OpenAction"))
    if isinstance(opening, dict) and ("/Next" in opening or _plain(opening.get("/S")) not in ("/GoTo", "/Named")):
        found.add("fetches")
    return found


def _plain(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


if __name__ == "__main__":
    sys.exit(main())
