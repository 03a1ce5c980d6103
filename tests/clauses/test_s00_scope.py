"""Section 0: who speaks, for which service, under which laws, about whom."""

from __future__ import annotations

import pytest

from clauses import facts
from conftest import Cast
from jikim.app import Jikim
from jikim.policy.model import PolicyFile
from jikim.policy.render import render_markdown


@pytest.mark.clause("0.1")
def test_the_policy_says_who_and_under_which_laws(homepage: PolicyFile) -> None:
    """Controller, service, laws and the kinds of people covered are in the file and in the document that people read."""
    service = facts.policy()["service"]
    assert service["under"] == ["kr.network-act", "kr.pipa"]
    assert service["covers"] == ["member", "corporate", "guest"]
    for language in ("ko", "en"):
        text = render_markdown(homepage, language)
        assert service["controller"][language] in text
        assert service["name"][language] in text


@pytest.mark.clause("0.1")
def test_a_guest_looks_up_corrects_and_leaves_like_a_member(jk: Jikim, cast: Cast) -> None:
    """Dan, who has no account, sees what is known of him, has it corrected and has it ended, as Alice could."""
    dan = jk.acting("member", str(cast.dan.subject))
    assert jk.show(cast.dan.subject, actor=dan).cards[0].values["email"] == "dan@example.org"
    asked = jk.ask_correction(cast.dan_enquiry, ["email"], actor=dan)
    jk.correct(asked, {"email": "daniel@example.org"}, actor=dan)
    assert jk.show(cast.dan.subject, actor=dan).cards[0].values["email"] == "daniel@example.org"
    jk.leave(cast.dan.subject, actor=dan)
    jk.sweep()
    assert jk.show(cast.dan.subject, actor=dan).cards == ()
    assert jk.find("email", "daniel@example.org") == []
