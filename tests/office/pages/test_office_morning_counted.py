"""The demo's open morning costs its people no more acts than it did when it was counted last."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from tests.office.pages.morning import walked, with_scanner

# As counted: twenty matters in 89 acts, of which fifteen minutes give ten seconds to each.
MOST = {"The officer": 52, "The back office": 12, "From filing to end": 25}
MATTERS = 20


@pytest.mark.long
def test_a_morning_costs_no_more_than_it_did(chromium: Browser) -> None:
    """Every open matter of the officer and of the back office is gone through by what is on the pages, and what is
    still listed then waits for somebody else or for a day."""
    matters = 0
    with with_scanner() as site:
        for title, rows, over in walked(site, chromium):
            matters += len(rows)
            spent = sum(one.acts for one in rows)
            assert 0 < spent <= MOST[title], (title, rows)
            assert len(over) <= sum(bool(one.waits) for one in rows), (title, over)
    assert matters >= MATTERS
