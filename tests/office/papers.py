"""Papers of the office, read back: the words of a PDF."""

from __future__ import annotations

import io

from pypdf import PdfReader


def text_of(pdf: bytes) -> str:
    """All of its words."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
