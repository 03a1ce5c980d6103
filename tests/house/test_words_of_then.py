"""What a row was called is asked of the version that the row names: no template or page asks today's policy for it."""

from __future__ import annotations

import re

import pytest
from tests.house.source import PACKAGE

from jikim.policy.compile import compile_policy
from jikim.policy.model import PolicyFile
from jikim.policy.numbers import Numbers
from jikim.policy.render.voice import Voice
from jikim.verbs.then import Named, Then

# A label asked of today's policy (`voice`, a page's or a book's) for something that a row carries (`one.kind`,
# `row.ref.kind`).
NAMES = r"(?:record|records|item|items|purpose|purposes|channels)"
WORDS = rf"voice\.{NAMES}\(\[?\s*\w+\.[\w.]+|voice\.text\(policy\.\w+\[\w+\.[\w.]+\]"
# In a template `voice` alone is today's; in Python it is a page's or a book's.
ASKED = {
    ".html": re.compile(rf"(?<![\w.])(?:book\.)?(?:{WORDS})"),
    ".py": re.compile(rf"(?<!\w)(?:page|book)\.(?:{WORDS})|right_name\(page\.policy, [\w.]+, \w+\.\w+"),
}
# What lives or rests now, and what is offered to be chosen now: today's policy says what that is.
TODAY = {
    "desk/ask.html", "office/requests/new.html",
    "account/join.html", "account/measures.py", "account/join_choose.html", "my/asked.html", "my/consents.html", "my/data.html", "my/edit.html",
    "office/calendar/holds.html", "office/disclosures/asking.html", "office/disclosures/demand.html", "office/intake/entry.html",
    "office/people/people.html", "office/review/observed.html", "office/systems/canaries.html", "office/systems/list.html",
    "member/correcting.py", "member/edit.py", "member/as_paper.py", "member/uses.py", "office/calendar/picture.py",
    "office/intake/entering.py", "office/people/reading.py", "office/people/saying.py", "office/requests/one.py",
    "office/disclosures/hand_over.html", "office/disclosures/handing.html", "office/disclosures/handing.py", "office/records/hand_on.html",
    "office/people/running.py", "office/records/kinds.html", "office/records/records.html", "parts/card.py",
}  # fmt: skip


def test_no_register_asks_todays_policy_for_the_words_of_a_row() -> None:
    """Only pages about what is there now do, and each of these still has a reason to be named here."""
    web = PACKAGE / "web"
    asking = {
        str(path.relative_to(web / "templates" if path.suffix == ".html" else web))
        for path in web.rglob("*")
        if path.suffix in ASKED and ASKED[path.suffix].search(path.read_text(encoding="utf-8"))
    }
    assert asking == TODAY


def test_what_is_named_by_its_version_is_no_name_for_another(homepage: PolicyFile) -> None:
    """A row's `Named` given to a voice of today is an error, and no label."""
    policy = compile_policy(homepage, Numbers())
    named = Named(Then(policy, 1), "record", "membership")
    voice = Voice(policy.file, "ko")
    for say in (voice.record, voice.purpose, voice.item):
        with pytest.raises(TypeError):
            say(named)  # type: ignore[arg-type]
