"""A record of a visit may be a text, which begins as its application likes: with a bracket, as JSON does."""

from __future__ import annotations

import pytest
from tests.conftest import Cast

from jikim.app import Jikim


@pytest.mark.parametrize("line", ["[12/Nov/2026:09:00:00 +0900] GET /", "{", '{"a": 1} GET /'])
def test_a_text_that_begins_like_json_is_shown_as_it_was_taken(jk: Jikim, cast: Cast, line: str) -> None:
    """It is read, and shown to its person, as the text that it is, and keeps nothing else from being shown."""
    values = {"ip": "192.0.2.1", "access_log": line}
    ref = jk.collect("visit", values, channel="automatic", subject=cast.alice, old_enough=True).ref
    assert jk.use(ref, purpose="abuse-prevention", items=["access_log"])["access_log"] == line
    [shown] = [card for card in jk.show(cast.alice.subject).cards if card.ref == ref]
    assert shown.values["access_log"] == line
