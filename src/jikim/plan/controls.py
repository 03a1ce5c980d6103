"""Which evidence of this house answers which control of ISMS-P (정보보호 및 개인정보보호 관리체계 인증기준).

A table (`controls.json`) for whoever prepares an audit: where the evidence is looked at, and how it leaves as a file. Numbers and names
of controls are those of the revision of 31 October 2023; their English names are translations of ours. Those of chapters 1 and 2 (but 2.7) and 3.5.3 were compared
with public lists of it, the others were not; none with the text of the notice itself.
"""

from __future__ import annotations

import csv
import io
from typing import NamedTuple

from jikim.policy.model import Language
from jikim.tables import table


class Control(NamedTuple):
    """A control, the evidence that answers it, and the office's room where it is."""

    number: str
    ko: str
    en: str
    room: str
    evidence_ko: str
    evidence_en: str


CONTROLS = tuple(Control(number, **said) for number, said in table(__package__, "controls").items())


def as_csv(language: Language) -> str:
    """The table as a CSV file in a language, with a mark for spreadsheets that its letters are UTF-8."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    if language == "ko":
        rows.writerow(("번호", "통제 항목", "증거", "확인 위치"))
        rows.writerows((one.number, one.ko, one.evidence_ko, one.room) for one in CONTROLS)
    else:
        rows.writerow(("Number", "Control", "Evidence", "Where"))
        rows.writerows((one.number, one.en, one.evidence_en, one.room) for one in CONTROLS)
    return "\ufeff" + out.getvalue()
