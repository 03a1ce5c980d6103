"""/office/plan/controls: which evidence answers which control of ISMS-P, also as a file."""

from __future__ import annotations

from litestar import get
from litestar.response import Response

from jikim.plan.controls import CONTROLS, as_csv
from jikim.web.downloads import as_file
from jikim.web.page import Page


@get("/office/plan/controls")
async def controls(page: Page) -> Response[str]:
    """The table."""
    return page.show("office/plan/controls.html", controls=CONTROLS)


@get("/office/plan/controls.csv")
async def controls_csv(page: Page) -> Response[str]:
    """The same as CSV."""
    return as_file("isms-p.csv", "text/csv", as_csv(page.visitor.language))
