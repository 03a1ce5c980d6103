"""A company's usage by the office's hand (5.2), where it asks by letter or phone: every account's under its registration
number in one list, on screen and as a file, with who asked and how that was made sure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jikim.web import Form, HandlerJikim, Page, Response, Visitor, get, post

from ..site.company_usage import UsageRow, file_of, usage_of

PATH = "/office/shop/company-usage"


@get(PATH)
async def company_usage(page: Page, visitor: Visitor) -> Response[str]:
    return _show(page, Form(visitor))


@post(PATH, status_code=200)
async def worked(page: Page, jk: HandlerJikim, form: Form) -> Response[Any]:
    """Reads it; `file`: as a table to be given to the company."""
    form.need("business_no", "reason")
    if not form.fine:
        return _show(page, form)
    with form.catching():
        rows = await usage_of(jk, form["business_no"].replace("-", ""), form["reason"])
        return file_of(page, rows) if form["do"] == "file" else _show(page, form, rows)
    return _show(page, form)


def _show(page: Page, form: Form, rows: Sequence[UsageRow] | None = None) -> Response[str]:
    return page.show("staff/company_usage.html", form=form, rows=rows, path_of=PATH)


PAGES = [company_usage, worked]
PLACE = (PATH, "회사의 이용 기록", "A company’s usage", "usage-history")
