"""The report of what was observed: what would break, what nobody named, and a list that shrinks."""

from __future__ import annotations

from jikim.answers import Observed
from jikim.observed.report import report
from jikim.policy.model import PolicyFile

TABLES = {"shop_order": {"address": "address", "recipient": "name"}}
ROWS = [
    Observed("shop_order", "address", "read", "refused", 3, "label", "delivery", "2.1", "purpose-not-covering"),
    Observed("shop_order", "recipient", "update", "refused", 2, "label", "delivery", "2.1", "purpose-not-covering"),
    Observed("letter", "*", "read", "gap", 1, "", "", "", "unmapped-table"),
    Observed("shop_order", "address", "read", "allowed", 9, "label", "delivery", "2.1", ""),
]


def test_points_by_view_and_clause(homepage: PolicyFile) -> None:
    """Rows of one view, table and clause are one point; what is settled is in it no more."""
    told = report(homepage, ROWS, 4, TABLES)
    [refused] = told.refused
    assert (refused.view, refused.clause, refused.columns, refused.times) == (
        "label",
        "2.1",
        ("address", "recipient"),
        5,
    )
    assert [one.said("en") for one in told.gaps] == ["the table is in no mapping"]
    assert "delivery" not in told.unused
    assert told.unread == ("name",)  # it was written, and read by nobody
    assert (told.seen, told.lost, told.open) == (15, 4, 2)
    assert report(homepage, ROWS[3:], 0, TABLES).open == 0


def test_without_a_mapping_nothing_is_said_of_items(homepage: PolicyFile) -> None:
    """What is not known is not called none; a reason is told in the reader's language."""
    told = report(homepage, ROWS)
    assert told.unread is None
    assert told.refused[0].said("ko") != told.refused[0].said("en")
