"""What the office writes, read back: the words of a PDF, and a mail that arrived."""

from __future__ import annotations

import io

from pypdf import PdfReader
from tests.waiting import eventually
from tests.web.running import Running, plain


def text_of(pdf: bytes) -> str:
    """All of its words."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def arrived(run: Running, address: str, words: str) -> bool:
    """Waits for a mail with these words to an address, as the site's own jobs may be sending it."""

    def came() -> bool:
        run.jk.mails()
        return any(address in str(mail["to"]) and words in plain(mail) for mail in run.mails.mails)

    return eventually(came, f"a mail to {address}: {words}")
