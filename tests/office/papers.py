"""What the office writes, read back: the words of a PDF, and a mail that arrived."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

from pypdf import PdfReader

if TYPE_CHECKING:
    from tests.web.running import Running


def text_of(pdf: bytes) -> str:
    """All of its words."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def arrived(run: Running, address: str, words: str, wait: float = 10.0) -> bool:
    """Whether a mail with these words came to an address; waits for it, as the site's own jobs may be sending it."""
    end = time.monotonic() + wait
    while True:
        run.jk.mails()
        for mail in run.mails.mails:
            body = mail.get_body(("plain",))
            if address in str(mail["to"]) and body is not None and words in str(body.get_content()):
                return True
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
