"""A letter names the bodies of the day it is sent, and leads a guest to the guests' door."""

from __future__ import annotations

from datetime import date

import pytest
from tests.conftest import Cast

from jikim.app import Jikim
from jikim.mail.letters import LANGUAGES, letter, names, source
from jikim.mail.queue import address, due, queue
from jikim.policy.bodies import bodies_of
from jikim.policy.model import Language


@pytest.mark.clause("11.3")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_names_the_bodies_as_they_are_reached_that_day(jk: Jikim, language: Language) -> None:
    """In 2013 the policy's own numbers, in 2026 today's: of each letter there is, in each language."""
    changed = [body for body in bodies_of(jk.policy.file, date(2026, 11, 27)) if body.phone_now]
    assert changed
    for name in names():
        facts = {fact: "/x" if fact == "link" else "3" for fact in source(name).needed}
        then = letter(jk.policy, date(2013, 2, 6), language, name, **facts).text
        now = letter(jk.policy, date(2026, 11, 27), language, name, **facts).text
        for body in changed:
            assert body.phone in then, (name, body.phone)
            assert body.phone_now in now, (name, body.phone_now)


@pytest.mark.clause("0.1")
def test_a_guests_mail_leads_to_the_guests_door(jk: Jikim, cast: Cast) -> None:
    """A guest has no password: no mail to them leads to a page behind one; a member's does."""
    asked = {"name": "가나다", "email": "guest@example.com", "subject": "질문", "text": "여쭙니다"}
    guest = jk.collect("enquiry", asked, channel="board", subject="guest", old_enough=True).ref
    facts = {"kind": "열람", "due": "3월 1일"}
    for ref in (guest, cast.alice_membership):
        jk.driver.run(queue(jk.house, ref, "request-received", "ko", facts))
    texts = {}
    for row in jk.driver.run(due(jk.house, 50)):
        found = jk.driver.run(address(jk.house, row, "https://rview.example"))
        assert found is not None
        texts[found.to] = found.letter.text
    assert "https://rview.example/guest" in texts["guest@example.com"]
    assert "/my" not in texts["guest@example.com"]
    assert "https://rview.example/my/requests" in texts["alice@example.com"]
