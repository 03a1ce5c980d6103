"""Sets a paper as PDF with Typst: A4, tagged so that a screen reader reads it in order (PDF/UA-1 where it can be),
fonts embedded.

The template takes the paper as JSON and puts each text in as text, so nothing in it is ever read as markup. The fonts
beside this file hold the Hangul of KS X 1001 and Latin; a rarer syllable is set in a font of the machine, where there
is one.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from jikim.errors import JikimError
from jikim.on_demand import on_demand
from jikim.paper.document import Paper

if TYPE_CHECKING:
    import typst
else:
    typst = on_demand("typst")

_HERE = Path(__file__).parent
# A compiler keeps its fonts and is not for two threads at once.
_lock = threading.Lock()
_fonts: list[typst.Fonts] = []


def pdf(paper: Paper) -> bytes:
    """The paper as a PDF file. Takes some milliseconds a page; call it in a thread of its own from an event loop."""
    return typeset("paper", paper.as_json(), paper.at)


def policy_pdf(document: Mapping[str, Any], at: datetime) -> bytes:
    """A policy's document (`policy.render.sheet`) as a PDF file with contents, labels and page numbers, dated `at`."""
    return typeset("policy", document, at)


def typeset(template: Literal["paper", "policy", "labels"], content: Mapping[str, Any], at: datetime) -> bytes:
    """A template with its content as a PDF file. Raises JikimError."""
    text = json.dumps(content, ensure_ascii=False)
    with _lock:
        if not _fonts:
            _fonts.append(typst.Fonts(font_paths=[str(_HERE)]))
        # Where no font of this machine has a character, the standard would have no paper at all: then it is tagged, but
        # shows a box.
        made = _set(template, text, at, "ua-1") or _set(template, text, at, None)
    if made is None:
        raise JikimError(
            "the paper could not be set as PDF",
            hint="take the data as JSON or CSV instead",
            ko=("문서를 PDF로 만들지 못했습니다", "JSON이나 CSV로 받아 주세요"),
        )
    return made


def _set(template: str, content: str, at: datetime, standard: Literal["ua-1"] | None) -> bytes | None:
    try:
        made = typst.compile(
            str(_HERE / f"{template}.typ"),
            root=str(_HERE),
            font_paths=_fonts[0],
            format="pdf",
            sys_inputs={"paper": content},
            pdf_standards=standard,
            timestamp=int(at.timestamp()),
        )
    except RuntimeError:
        # Its message may quote the text, so it ends here.
        return None
    return made if isinstance(made, bytes) else None
