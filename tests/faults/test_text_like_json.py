"""A record of a visit may be a text, which begins as its application likes: with a bracket, as JSON does."""

from __future__ import annotations

import pytest
from tests.conftest import Cast

from jikim.app import Jikim
from jikim.web.parts.book import Book
from jikim.web.parts.values import plain


@pytest.mark.parametrize("line", ["[12/Nov/2026:09:00:00 +0900] GET /", "{", '{"a": 1} GET /'])
def test_a_text_that_begins_like_json_is_shown_as_it_was_taken(jk: Jikim, cast: Cast, line: str) -> None:
    """It is read, and shown to its person, as the text that it is, and keeps nothing else from being shown."""
    values = {"ip": "192.0.2.1", "access_log": line}
    ref = jk.collect("visit", values, channel="automatic", subject=cast.alice, old_enough=True).ref
    assert jk.use(ref, purpose="abuse-prevention", items=["access_log"])["access_log"] == line
    [shown] = [card for card in jk.show(cast.alice.subject).cards if card.ref == ref]
    assert shown.values["access_log"] == line


def test_a_page_says_whatever_a_record_of_use_holds(jk: Jikim, cast: Cast) -> None:
    """Brackets without end, and what only looks like a payment: the page of its person is there all the same."""
    book = Book(jk.policy.file, "en", jk.policy.zone, str)
    deep = "[" * 4_000 + "]" * 4_000
    for line, said in (
        (deep, deep),
        ('{"amount": 3, "plan": "a"}', "amount: 3, plan: a"),
        ('{"amount": "3", "method": [], "currency": "KRW"}', "amount: 3, method: , currency: KRW"),
        ('{"amount": 3000, "method": "card", "currency": "KRW"}', "3,000 KRW · card"),
    ):
        values = {"ip": "192.0.2.1", "access_log": line}
        ref = jk.collect("visit", values, channel="automatic", subject=cast.alice, old_enough=True).ref
        shown = jk.use(ref, purpose="abuse-prevention", items=["access_log"])["access_log"]
        assert plain(book, "access_log", shown) == said
