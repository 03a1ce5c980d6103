"""An existing policy becomes a draft: cut into sentences, its facts proposed, each sentence bound to what it states.

Text, web pages and Word documents are read (`read`), in Korean and, less surely, in English. What a document says is data:
nothing in it is followed or run. Pure: the bytes are passed in.
"""

from __future__ import annotations

from jikim.policy.importing.blocks import Block, UnreadableError
from jikim.policy.importing.document import read_docx
from jikim.policy.importing.draft import Draft, draft
from jikim.policy.importing.facts import Facts
from jikim.policy.importing.gather import gather
from jikim.policy.importing.page import read_html
from jikim.policy.importing.plain import decoded, read_text
from jikim.policy.importing.report import as_json, as_markdown

__all__ = ["Block", "Draft", "Facts", "UnreadableError", "as_json", "as_markdown", "draft", "gather", "read"]


def read(content: bytes, name: str) -> tuple[Block, ...]:
    """The blocks of a document, by what it is: a Word document, a web page or text. Raises UnreadableError."""
    if content.startswith(b"PK"):
        return read_docx(content)
    if content.startswith((b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise UnreadableError("a PDF or an old Word file is not read; save it as docx, HTML or text")
    start = content[:2048].lstrip().lower()
    if (
        name.lower().endswith((".html", ".htm", ".xhtml"))
        or start.startswith((b"<!doctype html", b"<html"))
        or b"<body" in start
    ):
        return read_html(content)
    return read_text(decoded(content))
