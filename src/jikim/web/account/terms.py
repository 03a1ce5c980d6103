"""The terms of use: a page with a version. Which version somebody accepted is in the ledger, with the policy under
which they joined (clause 8.5).

They are the template `account/terms_text.html`, which a company's own templates may replace; the version is then its
own digest, so that no wording changes under a version. No page shows it: it says nothing to who reads.
"""

from __future__ import annotations

import hashlib

from litestar import get
from litestar.response import Response

from jikim.web.page import Page, Templates

TEXT = "account/terms_text.html"


def version_of(templates: Templates) -> str:
    """The version of the terms as they stand: a digest of their text in both languages, short."""
    loader = templates.env.loader
    assert loader is not None
    text, _, _ = loader.get_source(templates.env, TEXT)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@get("/terms")
async def terms(page: Page) -> Response[str]:
    """The terms, as they stand."""
    return page.show("account/terms.html")
