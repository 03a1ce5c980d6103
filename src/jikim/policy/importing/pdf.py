"""A PDF as blocks: the text of its pages, lines joined to the sentence that they are of. No form, link, script or
attachment is followed.

A PDF keeps no tables, only where letters stand: what stood in one is text here, and no rule reads a fact out of it.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from jikim.on_demand import on_demand
from jikim.policy.importing.blocks import MAX_BYTES, MAX_LETTERS, Block, UnreadableError
from jikim.policy.importing.plain import mark_of, read_text

if TYPE_CHECKING:
    import pypdf
    from pypdf import errors
else:
    pypdf, errors = on_demand("pypdf"), on_demand("pypdf.errors")

_MOST_PAGES = 200
_ENDS = re.compile(r"(?:[.!?:]|다|요|음|함)\s*$")


def read_pdf(content: bytes) -> tuple[Block, ...]:
    """The blocks of a PDF. Raises UnreadableError for what is none, is locked, or holds pictures alone."""
    if len(content) > MAX_BYTES:
        raise UnreadableError("the file is too large for a policy")
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise UnreadableError("the PDF is locked by a password")
        if len(reader.pages) > _MOST_PAGES:
            raise UnreadableError("the PDF has more pages than a policy")
        lines: list[str] = []
        for page in reader.pages:
            lines += page.extract_text().splitlines()
            if sum(map(len, lines)) > MAX_LETTERS:
                raise UnreadableError("the text is too long for a policy")
    except (
        errors.PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
    ) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError("the PDF's text can't be read") from None
    if not any(line.strip() for line in lines):
        raise UnreadableError("the PDF holds no text: its pages are pictures")
    return read_text("\n".join(_joined(lines)).replace("\t", " "))


def _joined(lines: list[str]) -> list[str]:
    """Lines that were broken to fit the page, as one."""
    made: list[str] = []
    for line in lines:
        goes_on = made and made[-1].strip() and not _ENDS.search(made[-1]) and len(made[-1]) > 40
        if goes_on and line.strip() and not mark_of(line.strip())[1]:
            made[-1] = f"{made[-1].rstrip()} {line.strip()}"
        else:
            made.append(line)
    return made
