"""Answering an enquiry, as a handler does it: read for advice with a reason, answered by mail, and then it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jikim import Jikim, Ref
from jikim.web import write_now

from .books import NAME, Books

if TYPE_CHECKING:
    from typing import Any, Literal


def answer(jk: Jikim, ref: Ref, text: str, *, actor: Any, reason: str, language: Literal["ko", "en"] = "ko") -> None:
    """Sends the answer, then ends the enquiry. A mail that does not leave ends nothing. `actor` is a handler with a grant for `support`."""
    asked = jk.use(ref, purpose="support", items=["email", "subject"], actor=actor, reason=reason)
    write_now(jk, asked["email"], "enquiry-answered", language, answer=text, subject=asked.get("subject", ""))
    jk.event(ref, "answered", actor=actor)
    Books(jk.settings.directory / NAME).shut(ref)
