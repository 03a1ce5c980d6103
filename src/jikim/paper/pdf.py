"""Sets a paper as PDF with Typst: A4, tagged so that a screen reader reads it in order (PDF/UA-1), fonts embedded.

The template takes the paper as JSON and puts each text in as text, so nothing in it is ever read as markup. The fonts beside this
file hold the Hangul of KS X 1001 and Latin; a rarer syllable is set in a font of the machine, where there is one.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path

import typst

from jikim.errors import JikimError
from jikim.paper.document import Paper

_HERE = Path(__file__).parent
# A compiler keeps its fonts and is not for two threads at once.
_lock = threading.Lock()
_fonts: list[typst.Fonts] = []


def pdf(paper: Paper) -> bytes:
    """The paper as a PDF file. Takes some milliseconds a page; call it in a thread of its own from an event loop."""
    content = json.dumps(paper.as_json(), ensure_ascii=False)
    with _lock:
        if not _fonts:
            _fonts.append(typst.Fonts(font_paths=[str(_HERE)]))
        try:
            made = typst.compile(
                str(_HERE / "paper.typ"), root=str(_HERE), font_paths=_fonts[0], format="pdf", sys_inputs={"paper": content},
                pdf_standards=["ua-1"], timestamp=int(paper.at.timestamp()),
            )  # fmt: skip
        except RuntimeError:
            # Its message may quote the text.
            made = None
    if not isinstance(made, bytes):
        raise JikimError("the paper could not be set as PDF", hint="take the data as JSON or CSV instead")
    return made
