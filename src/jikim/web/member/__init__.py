"""Pages of the people whose data it is: members, guests, guardians. Each asks first that they just proved who they are."""

from __future__ import annotations

from typing import Any

from jikim.web.member import consents, correcting, data, download, edit, leave, receipt, uses, went

PAGES: list[Any] = [
    data.my, data.record, uses.uses, went.went, consents.consents, consents.change, consents.receipt, consents.answer_asked, consents.answered,
    edit.edit, edit.change, edit.prefer, edit.confirm,
    correcting.correction, correcting.correct, leave.leaving, leave.leave, receipt.receipt, receipt.receipt_json, receipt.receipt_pdf,
    download.download, download.download_json, download.download_csv, download.download_pdf,
]  # fmt: skip
