"""Section 9: the cookies, as the document lists them."""

from __future__ import annotations

import pytest

from clauses import facts
from jikim.policy.model import Language, PolicyFile
from jikim.policy.render import render_markdown


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_document_lists_every_cookie(homepage: PolicyFile, language: Language) -> None:
    """Each declared cookie stands in the document with its purpose and who sets it, beside what cookies are and how to refuse them."""
    text, cookies = render_markdown(homepage, language), facts.policy()["cookies"]
    for name, cookie in cookies["table"].items():
        assert name.replace("_", "\\_") in text or name in text
        assert cookies["purposes"][cookie["purpose"]]["label"][language] in text
        assert cookie["set_by"][language] in text
    assert cookies["choices"] == ["all", "ask", "none"]
    assert cookies["limits"][language] in text


def test_no_cookie_but_the_essential_ones_is_without_a_purpose_that_asks() -> None:
    """Every cookie purpose that is not essential serves a purpose of section 2 that waits for a consent."""
    for purpose in facts.policy()["cookies"]["purposes"].values():
        assert purpose.get("essential") or facts.by_consent(purpose["purpose"])
