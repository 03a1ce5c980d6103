"""People are listed for a declared purpose, page by page, each page recorded: who may be read for it, and nobody else."""

from __future__ import annotations

import pytest
from tests.conftest import Cast
from tests.employed import employ, lasting

from jikim.app import Jikim
from jikim.errors import DeniedError
from jikim.reading.for_purpose import Listed, listed


def whole(jk: Jikim, kind: str, purpose: str, limit: int) -> list[Listed]:
    """All pages."""
    found: list[Listed] = []
    while page := jk.by(jk.actor).do(listed, kind, purpose=purpose, after=found[-1] if found else None, limit=limit):
        assert len(page) <= limit
        found += page
    return found


def test_pages_hold_everybody_once(jk: Jikim, cast: Cast) -> None:
    """However long a page is; what is frozen or whose person has left is on none, and each that is listed may be read."""
    members = whole(jk, "membership", "notices", 1)
    assert {one.ref.subject for one in members} >= {cast.alice.subject, cast.bob.subject}
    assert whole(jk, "membership", "notices", 100) == members
    jk.ask_correction(cast.alice_order, ["phone"])
    assert cast.alice_order not in [one.ref for one in whole(jk, "order", "delivery", 2)]
    jk.by(jk.acting("member", str(cast.bob.subject))).leave(cast.bob.subject)
    left = [one.ref.subject for one in whole(jk, "membership", "notices", 1)]
    assert left == [one.ref.subject for one in members if one.ref.subject != cast.bob.subject]


def test_a_consent_that_nobody_gave_lists_nobody(jk: Jikim, cast: Cast) -> None:
    """A purpose that asks for a consent lists those who gave it, and after a withdrawal they are listed no more."""
    before = [one.ref.subject for one in whole(jk, "membership", "marketing.ads", 10)]
    jk.consent(cast.bob.subject, give=["marketing.ads"])
    assert cast.bob.subject in [one.ref.subject for one in whole(jk, "membership", "marketing.ads", 10)]
    jk.consent(cast.bob.subject, withdraw=["marketing.ads"])
    assert cast.bob.subject not in [one.ref.subject for one in whole(jk, "membership", "marketing.ads", 10)]
    assert cast.bob.subject not in before


def test_another_purpose_and_a_handler_list_nobody(jk: Jikim, cast: Cast) -> None:
    """A purpose that does not read the kind, one that only counts, and a handler, who reads of many with another's word."""
    for kind, purpose in (("order", "marketing.ads"), ("order", "nothing"), ("nothing", "delivery")):
        with pytest.raises(DeniedError):
            jk.by(jk.actor).do(listed, kind, purpose=purpose)
    employ(jk, "hana")
    lasting(jk, "hana")
    with pytest.raises(DeniedError):
        jk.by(jk.handler("hana")).do(listed, "order", purpose="delivery")
