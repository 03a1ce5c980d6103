"""A list as an Excel file under a password: agile encryption (ECMA-376, MS-OFFCRYPTO), which Excel and LibreOffice open.

Guarantees: no cell is taken for a formula, a link or a number; without the password nothing of it is read. The password
is the house's, never somebody's choice: it is shown on the page before the file is made and stands in no file, no mail
and no ledger.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from jikim.on_demand import on_demand

if TYPE_CHECKING:
    import xlsxwriter
    from msoffcrypto.format import ooxml
else:
    xlsxwriter, ooxml = on_demand("xlsxwriter"), on_demand("msoffcrypto.format.ooxml")

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is read for another
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LONGEST = 32_767  # what a cell takes


def new_password() -> str:
    """Eighty bits, in groups that can be read out over a telephone."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(4))


def workbook(title: str, rows: Iterable[Sequence[Any]], password: str) -> bytes:
    """One sheet of text, encrypted."""
    plain, sealed = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(plain, {"in_memory": True, **_PLAIN}) as book:
        sheet = book.add_worksheet("".join(one for one in title if one not in "[]:*?/\\'")[:31] or "1")
        for n, row in enumerate(rows):
            for m, value in enumerate(row):
                sheet.write_string(n, m, str(value)[:_LONGEST])
    ooxml.OOXMLFile(plain).encrypt(password, sealed)
    return sealed.getvalue()
