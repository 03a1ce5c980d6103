"""Looking is not doing: whoever opens the office's first page, and each page that its menu leads to, is refused nothing."""

from __future__ import annotations

import re
from typing import Any

import psycopg
import pytest
from tests.employed import admin_of
from tests.office.conftest import Office


def refusals(office: Office) -> list[Any]:
    """Every refusal that waits for its place in the ledger: what was asked, and why not."""
    with psycopg.connect(admin_of(office.jk)) as conn:
        return conn.execute(
            "SELECT seq, fact::json ->> 'event', fact::json ->> 'why' FROM ledger.inbox WHERE outcome <> 0 ORDER BY seq"
        ).fetchall()


@pytest.mark.parametrize(
    ("handler", "kind", "purposes"),
    [
        ("h-looks-narrow", "handler", ("support",)),
        ("h-looks-delivery", "handler", ("delivery",)),
        ("h-looks-wide", "handler", None),
        ("h-looks-officer", "officer", None),
        ("h-looks-officer-narrow", "officer", ("complaints",)),
    ],
)
def test_opening_the_menu_records_no_refusal(office: Office, handler: str, kind: Any, purposes: Any) -> None:
    """Every page that somebody's own menu leads to opens, and the ledger has no refusal in their name."""
    office.employ(handler, kind, purposes)
    browser = office.browser(handler)
    before = refusals(office)
    first = browser.get("/office")
    assert first.status_code == 200
    for href in sorted(set(re.findall(r'href="(/office/[a-z-]+)"', first.text)) - {"/office/sign-out"}):
        assert browser.get(href).status_code == 200, href
    assert [" ".join(map(str, one[1:])) for one in refusals(office)[len(before) :]] == []
