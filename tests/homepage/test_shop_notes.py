"""Notes and messages of the shop's partners: genuine and of about now, or none; whatever stands where the moment
should."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from homepage.signing import genuine, read, sign, webhook_headers

AT = datetime(2026, 11, 28, 3, tzinfo=UTC)
STAMPS = ["9" * 5_000, "9" * 400, "", "-1", "٣" * 10, "1e5", "0"]


@pytest.mark.parametrize("stamp", STAMPS)
def test_a_moment_that_is_none_makes_no_note(stamp: str) -> None:
    """No number of any length breaks the reading of it."""
    body, _, mac = sign("secret", "pay", {"amount": 1}, AT).split(".")
    assert read("secret", "pay", f"{body}.{stamp}.{mac}", AT) is None


@pytest.mark.parametrize("stamp", STAMPS)
def test_a_moment_that_is_none_makes_no_message(stamp: str) -> None:
    """The same of a webhook's header."""
    headers = {**webhook_headers("secret", "m", b"{}", AT), "webhook-timestamp": stamp}
    assert not genuine("secret", headers, b"{}", AT)


def test_a_note_and_a_message_of_now_are_genuine_and_old_ones_are_not() -> None:
    """By their time alone."""
    note, headers = sign("secret", "pay", {"amount": 1}, AT), webhook_headers("secret", "m", b"{}", AT)
    assert read("secret", "pay", note, AT) == {"amount": 1}
    assert genuine("secret", headers, b"{}", AT)
    later = AT + timedelta(days=30)
    assert read("secret", "pay", note, later) is None
    assert not genuine("secret", headers, b"{}", later)
