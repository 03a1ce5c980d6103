"""Section 9: the cookies, as the document lists them and as the running homepage sets them."""

from __future__ import annotations

import html
import re

import pytest
from tests.clauses import facts
from tests.clauses.sites import paths
from tests.homepage.shop import Shop
from tests.web.cookie_site import Browsing, asks_first, question, set_in

from jikim.policy.model import Language, PolicyFile
from jikim.policy.render import render_markdown


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_document_lists_every_cookie(homepage: PolicyFile, language: Language) -> None:
    """Each declared cookie stands in the document with its purpose and who sets it, beside what cookies are and how to
    refuse them."""
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


def essential() -> set[str]:
    """The cookies that ask for nothing."""
    return {name for name, one in facts.policy()["cookies"]["table"].items() if one["purpose"] == "essential"}


@pytest.mark.clause("9.1")
@pytest.mark.parametrize(("path", "language"), [("/cookies", "ko"), ("/en/cookies", "en")])
def test_the_page_is_made_from_the_policy_and_deletes_at_any_time(browse: Browsing, path: str, language: str) -> None:
    """What cookies are, and of each its name, purpose, who sets it and life; refusing and deleting work whenever
    somebody wants to."""
    browser, cookies = browse(), facts.policy()["cookies"]
    text = html.unescape(browser.get(path).text)
    assert " ".join(cookies["what"][language].split()) in " ".join(text.split())
    for name, cookie in cookies["table"].items():
        for part in (name, cookies["purposes"][cookie["purpose"]]["label"][language], cookie["set_by"][language]):
            assert part in text
        assert str(cookie["life"])[0] in text
    for _ in range(2):
        browser.choose("all")
        browser.get("/thing/trail")
        assert "rv_trail" in browser.names()
        browser.choose("none")
        assert browser.names() <= essential()
        browser.post("/cookies/delete")
        assert browser.names() == set()


@pytest.mark.clause("9.2")
def test_nothing_that_is_not_essential_is_set_before_consent(rv: Shop, browse: Browsing) -> None:
    """Every page of the homepage is opened by somebody who has not chosen, and by a guest who refused: only essential
    cookies come back."""
    stated = facts.policy()["cookies"]["purposes"]
    assert {one["purpose"] for one in stated.values() if "purpose" in one} <= set(facts.policy()["purposes"])
    every = paths(rv.web)
    assert len(every) > 40
    for choice in ("", "none"):
        browser = browse()
        if choice:
            browser.choose(choice)
        for path in every:
            set_now = {name for name, one in set_in(browser.get(path)).items() if one.get("max-age") != "0"}
            assert set_now <= essential(), path
        assert browser.names() <= essential()


@pytest.mark.by_hand
@pytest.mark.clause("9.2")
@pytest.mark.clause("9.3")
def test_there_are_three_choices_and_the_server_keeps_to_them(browse: Browsing) -> None:
    """All, ask each time, none: exactly these, changeable at any time; what is undeclared or not allowed is stripped,
    the browser's signal honoured."""
    browser = browse()
    assert asks_first(browser.get("/")) == facts.policy()["cookies"]["choices"] == ["all", "ask", "none"]
    assert "rv_trail" not in set_in(browser.get("/thing/trail"))
    browser.choose("all")
    out = set_in(browser.get("/thing/raw"))
    assert set(out) <= set(facts.policy()["cookies"]["table"])
    assert "rv_ad" in out
    # What "all" sets these days is named where it is chosen, and of the table no more.
    for page in (browser.get("/cookies"), browse().get("/")):
        named = re.search(r"지금 설정하는 쿠키: ([^.]*)\.", page.text)
        assert named is not None
        labels = {name: one["label"]["ko"] in named[1] for name, one in facts.policy()["cookies"]["table"].items()}
        assert (labels["rv_visit"], labels["rv_ad"], labels["rv_tailor"]) == (True, True, False)
        assert not {name for name in essential() if labels[name]}
    browser.choose("ask")
    browser.post("/cookies/answer", purpose="frequency", answer="no")
    answer = browser.get("/thing/trail")
    assert question(answer) == "trail"
    assert "rv_trail" not in set_in(answer)
    browser.post("/cookies/answer", purpose="trail", answer="yes")
    assert "rv_trail" in set_in(browser.get("/thing/trail"))
    browser.choose("none")
    assert not {"rv_trail", "rv_ad", "rv_event"} & browser.names()
    assert facts.policy()["cookies"]["limits"]["ko"] in browser.get("/cookies").text
    signal = browse(signal=True)
    assert "GPC" in signal.get("/").text
    signal.get("/thing/raw")
    assert signal.names() <= essential()


@pytest.mark.clause("9.4")
@pytest.mark.parametrize(("path", "language"), [("/help/cookies", "ko"), ("/en/help/cookies", "en")])
def test_a_page_helps_with_todays_browsers(browse: Browsing, path: str, language: str) -> None:
    """How to set it is told for each of today's browsers, and for Internet Explorer in the policy's own words; the
    cookie page leads there."""
    browser = browse()
    assert f'href="{path}"' in browser.get("/cookies" if language == "ko" else "/en/cookies").text
    text = browser.get(path).text
    for name in ("Chrome", "Edge", "Safari", "Firefox", "Samsung Internet", "Internet Explorer"):
        assert name in text
    assert " ".join(facts.policy()["cookies"]["browser_help"][language].split()) in " ".join(
        html.unescape(text).split()
    )
