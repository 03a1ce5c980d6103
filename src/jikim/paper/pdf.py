"""Sets a paper as PDF with Typst: A4, tagged so that a screen reader reads it in order (PDF/UA-1 where it can be), fonts embedded.

The template takes the paper as JSON and puts each text in as text, so nothing in it is ever read as markup. The fonts beside this
file hold the Hangul of KS X 1001 and Latin; a rarer syllable is set in a font of the machine, where there is one.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Literal

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
        # Where no font of this machine has a character, the standard would have no paper at all: then it is tagged, but shows a box.
        made = _set(paper, content, "ua-1") or _set(paper, content, None)
    if made is None:
        raise JikimError("the paper could not be set as PDF", hint="take the data as JSON or CSV instead")
    return made


def _set(paper: Paper, content: str, standard: Literal["ua-1"] | None) -> bytes | None:
    try:
        made = typst.compile(
            str(_HERE / "paper.typ"), root=str(_HERE), font_paths=_fonts[0], format="pdf", sys_inputs={"paper": content},
            pdf_standards=standard, timestamp=int(paper.at.timestamp()),
        )  # fmt: skip
    except RuntimeError:
        # Its message may quote the text, so it ends here.
        return None
    return made if isinstance(made, bytes) else None
