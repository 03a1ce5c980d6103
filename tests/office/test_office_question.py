"""The office asks the policy by choices: the page offers what the policy declares, and its answer is the engine's."""

from __future__ import annotations

import re
from html import unescape

import httpx
import pytest
from tests.office.conftest import Office

from jikim.policy.may import may, question

PATH = "/office/policy/question"
ORDER = {"may": "use", "record": "order", "item": "phone", "purpose": "delivery"}


def asking(office: Office, handler: str) -> httpx.Client:
    """A handler's browser: who may do nothing themselves may ask what others may."""
    office.employ(handler, purposes=())
    return office.browser(handler)


def test_the_page_leads_from_choice_to_choice(office: Office) -> None:
    """First what is to be done, then what that needs; only what is declared is offered, and of a record what it holds."""
    worker = asking(office, "asks-by-choice")
    assert PATH in worker.get("/office/policy").text
    first = worker.get(PATH).text
    assert 'name="may"' in first
    assert 'name="record"' not in first
    second = worker.get(PATH, params={"may": "use", "record": "order"}).text
    offered = set(re.findall(r'name="item" value="([^"]+)"', second))
    held = office.jk.policy.file.records["order"].items
    assert offered == {*held.required, *held.optional, *held.contents}
    assert "선택해야 답할 수 있습니다: 어느 항목, 어떤 목적으로" in re.sub(r"\s+", " ", second)


@pytest.mark.parametrize(
    ("more", "yes"),
    [
        ({}, True),
        ({"ended": "7d"}, False),
        ({"item": ["phone", "mobile"]}, True),
        ({"grant": "none"}, False),
        ({"state": "frozen"}, False),
    ],
    ids=["live", "ended", "two items", "no grant", "frozen"],
)
def test_the_pages_answer_is_the_engines(office: Office, more: dict[str, str | list[str]], yes: bool) -> None:
    """Yes and no, in both languages, with the last link of the chain as `decide` says it."""
    asked = {**ORDER, **more}
    made, _ = question({part: [value] if isinstance(value, str) else value for part, value in asked.items()})  # type: ignore[misc]
    assert made is not None
    answer = may(office.jk.policy, made, office.jk.now())
    assert answer.yes is yes
    browser = asking(office, f"asks-{'-'.join(more) or 'live'}")
    for before, language, word in (("", "ko", "예" if yes else "아니요"), ("/en", "en", "Yes" if yes else "No")):
        page = unescape(browser.get(before + PATH, params=asked).text)
        assert f"<b>{word}</b>" in page
        assert answer.chain[-1].words[language] in page


def test_what_is_not_offered_is_not_asked(office: Office) -> None:
    """A name that the policy does not declare, a word that is no choice: the page asks for the choice again, and breaks
    nowhere."""
    browser = asking(office, "asks-wrong")
    for wrong in ({"item": "zebra-item"}, {"purpose": "zebra"}, {"may": "destroy"}, {"record": "<script>"}):
        page = browser.get(PATH, params={**ORDER, **wrong})
        assert page.status_code == 200
        assert not re.search("<b>(예|아니요)</b>", page.text)
        assert "zebra" not in page.text
        assert '<script>"' not in page.text


def test_a_consent_that_nobody_spoke_of_is_asked_for(office: Office) -> None:
    """Neither yes nor no, until the form says whether the person consented."""
    browser = asking(office, "asks-consent")
    asked = {"may": "use", "record": "membership", "item": "email", "purpose": "marketing.ads"}
    assert "아직 답할 수 없습니다" in browser.get(PATH, params=asked).text
    assert "<b>아니요</b>" in browser.get(PATH, params={**asked, "consent": "none"}).text
    assert "<b>예</b>" in browser.get(PATH, params={**asked, "consent": "marketing.ads"}).text
