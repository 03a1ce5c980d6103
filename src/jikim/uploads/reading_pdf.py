"""The text of a PDF, read by a process of its own: `python -I reading_pdf.py SECONDS BYTES < file`, which writes it to
its output.

A PDF can make its reader compute and grow without end; this one has so many seconds and so much memory, and nothing of
Jikim in it. It answers with the text, a line with `pictures` or `none` first; with anything else it could not be read.
It needs pypdf alone.
"""

from __future__ import annotations

import io
import logging
import resource
import sys

MOST_PAGES = 500
MOST_CHARACTERS = 4_000_000


def main() -> int:
    seconds, most = int(sys.argv[1]), int(sys.argv[2])
    content = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable()
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(content)).pages
    if len(pages) > MOST_PAGES:
        return 3
    texts, has_pictures, size = [], False, 0
    for page in pages:
        text = page.extract_text()
        size += len(text)
        if size > MOST_CHARACTERS:
            return 3
        texts.append(text)
        resources = page.get("/Resources")
        has_pictures |= "/XObject" in (resources.get_object() if resources is not None else {})
        for note in page.get("/Annots", ()) or ():
            said = note.get_object()
            texts += [str(said[key]) for key in ("/Contents", "/V", "/TU") if key in said]
    answer = ("pictures" if has_pictures else "none", *texts)
    with open(1, "wb") as out:
        out.write("\n".join(answer).encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
