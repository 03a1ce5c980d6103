"""Labels for papers: a sheet of A4 with three times eight, each a QR code, a number in plain letters, and up to two
lines.

The code holds an address of the office, so that a phone opens the paper's page and a scanner types its number. It is
drawn as SVG and set by Typst.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from jikim.on_demand import on_demand
from jikim.paper.document import Language
from jikim.paper.pdf import typeset

if TYPE_CHECKING:
    import segno
else:
    segno = on_demand("segno")


@dataclass(frozen=True)
class Label:
    """One label: its number, the address that its code holds, and the lines under the number."""

    number: str
    address: str
    lines: Sequence[str] = ()

    def as_json(self) -> dict[str, object]:
        out = io.BytesIO()
        segno.make(self.address, error="m").save(out, kind="svg", border=2, xmldecl=False)
        return {"number": self.number, "code": out.getvalue().decode(), "lines": [line[:40] for line in self.lines]}


def label_sheet(labels: Sequence[Label], language: Language, at: datetime) -> bytes:
    """The sheets as a PDF."""
    title = "라벨" if language == "ko" else "Labels"
    content = {"title": title, "language": language, "labels": [label.as_json() for label in labels]}
    return typeset("labels", content, at)
