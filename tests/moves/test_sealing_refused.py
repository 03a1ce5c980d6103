"""What an application's transaction wrote too late, and what the policy refuses of it by then."""

from __future__ import annotations

from tests.moves.sealed_orders import NEW, Moving
from tests.moves.test_sealing import made, moving, waiting

__all__ = ["made", "moving"]


def test_a_late_write_that_is_refused_holds_up_no_other(moving: Moving) -> None:  # noqa: F811
    """A correction is asked for between the look and the write: that record stays as it is, and the next row of the outbox
    is followed in the same run; both leave it."""
    moving.cut_over()
    for key in (8, 12):
        waiting(moving, key, "address", NEW)
    with moving.shop.application() as conn:
        ref = moving.here.on(conn).ref("order", 8)

    def meanwhile(step: str, when: str) -> None:
        if (step, when) == ("twin.late", "before"):
            moving.jk.driver.hook = None
            moving.jk.ask_correction(ref, ["name"])

    moving.jk.driver.hook = meanwhile
    assert moving.here.take(moving.shop.address).taken == 2
    assert moving.read(12)["address"] == NEW
    assert moving.here.take(moving.shop.address).taken == 0
