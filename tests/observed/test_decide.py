"""`decide` says what the policy would say and does nothing, in process and over HTTP; counts go in, and no text does."""

from __future__ import annotations

import pytest
from tests.api.conftest import Served, served  # noqa: F401
from tests.conftest import Cast

import jikim
from jikim.answers import Observed
from jikim.app import Jikim
from jikim.observed.counts import observations
from jikim.policy.ask import Actor
from jikim.policy.compiled import mask_of

ASKS = [
    ({"act": "use", "kind": "order", "items": ["name", "address"], "purpose": "delivery"}, True, ""),
    ({"act": "use", "kind": "order", "items": ["name"], "purpose": "nothing-of-it"}, False, "purpose"),
    ({"act": "use", "kind": "nothing-of-it"}, False, "record-kind"),
    ({"act": "collect", "kind": "order", "items": ["name"], "channel": "homepage", "old_enough": True}, False, "required-missing"),
    ({"act": "collect", "kind": "order", "channel": "nothing-of-it"}, False, "channel"),
    ({"act": "destroy", "kind": "order"}, False, "not-confirmed"),
]  # fmt: skip
SEEN = Observed("shop_order", "address", "read", "allowed", 3, "label", "delivery", "2.1")


def test_decide_is_the_same_in_process_and_over_http(served: Served) -> None:  # noqa: F811
    """Yes and no with clause and code, for one key; what no version declares is refused and is no error."""
    purposes = ("delivery", "support")
    mask = mask_of(served.jk.policy.number("purpose", name) or 0 for name in purposes)
    inside, (_, key) = served.jk.by(Actor("application", "shop", mask)), served.key(*purposes)
    with jikim.connect(served.url, key) as outside:
        for ask, allowed, why in ASKS:
            answers = [face.decide(**ask) for face in (inside, outside)]
            assert answers[0] == answers[1]
            assert (answers[0].allowed, answers[0].why) == (allowed, why)
            assert answers[0].clause
        before, _ = served.jk.driver.run(observations(served.jk.house))
        outside.observe([SEEN, SEEN], lost=2)
        after, lost = served.jk.driver.run(observations(served.jk.house))
    assert before == []
    assert after == [SEEN._replace(times=6)]
    assert lost == 2


def test_deciding_leaves_no_trace(jk: Jikim, cast: Cast) -> None:
    """No entry of the ledger, no row: it is a question."""
    before = jk.sequence()
    jk.decide("use", "order", items=["name"], purpose="delivery")
    assert (jk.sequence().placed, before.size) == (0, jk.sequence().size)
    assert cast


@pytest.mark.parametrize(
    "wrong",
    [{"view": "rin@example.com said: hello!"}, {"deed": "looked"}, {"verdict": "perhaps"}, {"times": 0}, {"why": "x" * 201}],
)  # fmt: skip
def test_what_is_no_count_is_refused(jk: Jikim, wrong: dict[str, object]) -> None:
    """A text that could hold a value is taken by no column, and none of the batch is kept."""
    with pytest.raises(jikim.JikimError, match="no count"):
        jk.observe([SEEN, SEEN._replace(**wrong)])  # type: ignore[arg-type]
    assert jk.driver.run(observations(jk.house)) == ([], 0)


def test_counts_older_than_a_quarter_go(jk: Jikim, forward: object) -> None:
    """What is kept has an end, and hours add up until then."""
    jk.observe([SEEN])
    jk.observe([SEEN], lost=1)
    forward(days=100)  # type: ignore[operator]
    jk.observe([SEEN._replace(view="later")])
    rows, lost = jk.driver.run(observations(jk.house))
    assert [one.view for one in rows] == ["later"]
    assert lost == 0
