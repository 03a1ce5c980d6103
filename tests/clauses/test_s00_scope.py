"""Section 0: who speaks, for which service, under which laws, about whom."""

from __future__ import annotations

import pytest
from tests.clauses import facts
from tests.conftest import Cast

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
    assert jk.by(dan).show(cast.dan.subject).cards[0].values["email"] == "dan@example.org"
    asked = jk.by(dan).ask_correction(cast.dan_enquiry, ["email"])
    jk.by(dan).correct(asked, {"email": "daniel@example.org"})
    assert jk.by(dan).show(cast.dan.subject).cards[0].values["email"] == "daniel@example.org"
    jk.by(dan).leave(cast.dan.subject)
    jk.sweep()
    assert jk.by(dan).show(cast.dan.subject).cards == ()
    assert jk.find("email", "daniel@example.org") == []
