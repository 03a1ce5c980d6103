"""Letters: each can be written in both languages, names whom to turn to, and lets no fact out of its place."""

from __future__ import annotations

import re
from datetime import date

import pytest

from jikim.errors import JikimError
from jikim.mail.letters import LANGUAGES, Letter, letter, names, source
from jikim.policy.compile import compile_policy
from jikim.policy.compiled import Policy
from jikim.policy.model import Language, PolicyFile, PurposeKind

TODAY = date(2026, 11, 27)

KINDS = {kind.value for kind in PurposeKind}


@pytest.fixture(scope="module")
def policy(homepage: PolicyFile) -> Policy:
    """The homepage's policy, compiled."""
    return compile_policy(homepage)


def facts(name: str, *, all: bool = True) -> dict[str, str]:
    """Something for each fact of a letter."""
    read = source(name)
    return {
        fact: "/somewhere?token=abc" if fact == "link" else f"«{fact}»"
        for fact in sorted(read.needed | (read.optional if all else frozenset()))
    }


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_can_be_written(policy: Policy, name: str, language: Language) -> None:
    """With all its facts and with the needed ones alone; each fact that was given is in the text, and the contacts are
    at its end."""
    for every in (True, False):
        given = facts(name, all=every)
        written = letter(policy, TODAY, language, name, site="https://rview.example", **given)
        assert written.subject
        assert "\n" not in written.subject
        for fact, value in given.items():
            said = f"https://rview.example{'/en' if language == 'en' else ''}{value}" if fact == "link" else value
            assert said in written.text + written.subject, fact
        assert "support.kr@rsupport.com" in written.text
        assert "070-7011-3900" in written.html
        assert "/complaint" in written.text
    assert set(source(name).purposes) <= KINDS


@pytest.mark.parametrize("name", names())
def test_a_letter_speaks_its_language(policy: Policy, name: str) -> None:
    """The Korean letter is Korean; the English one has no Korean word in it but the mark of an advertisement, and both say
    as much."""
    korean, english = (letter(policy, TODAY, language, name, **facts(name)) for language in LANGUAGES)
    assert re.search("[가-힣]", korean.subject)
    assert not re.search("[가-힣]", english.subject.removeprefix("(광고) ") + english.text)
    assert len(korean.text.split("\n\n")) == len(english.text.split("\n\n"))


@pytest.mark.parametrize("name", names())
def test_a_letter_fetches_nothing(policy: Policy, name: str) -> None:
    """No picture, style sheet, script or form; every link is one of the site."""
    html = letter(policy, TODAY, "en", name, site="https://rview.example", **facts(name)).html
    assert not re.search(r"<(?:img|link|script|style|form|iframe)|style=|src=", html)
    assert all(link.startswith("https://rview.example/en/") for link in re.findall(r'href="([^"]+)"', html))


def test_a_fact_stays_where_it_is_put(policy: Policy) -> None:
    """A fact that looks like a link, a heading, a header or a template is words in its sentence, escaped."""
    nasty = 'x\n\n@ https://evil.example | here\r\nBcc: a@example.com <b>{{ code }}</b>"'
    written = letter(policy, TODAY, "en", "request-refused", kind="a\r\nBcc: b@example.com", reason=nasty)
    assert "\n" not in written.subject
    assert "evil.example" not in re.findall(r'href="([^"]+)"', written.html)
    assert "<b>{{" not in written.html
    assert "&lt;b&gt;{{ code }}&lt;/b&gt;" in written.html


def test_a_link_leads_to_a_page(policy: Policy) -> None:
    """What is no web address is no link."""
    with pytest.raises(JikimError, match="leads nowhere"):
        letter(policy, TODAY, "en", "reset-link", link="javascript:alert(1)", minutes="30")


def test_facts_are_the_letters_own(policy: Policy) -> None:
    """A fact that is missing, one that the letter does not take, and a letter that there is not, are errors that say
    so."""
    with pytest.raises(JikimError, match="needs `code`"):
        letter(policy, TODAY, "en", "verify-code", minutes="10")
    with pytest.raises(JikimError, match="takes no `name`"):
        letter(policy, TODAY, "en", "verify-code", code="1", minutes="10", name="x")
    for name in ("no-such", "../texts/notice", "Notice"):
        with pytest.raises(JikimError, match="no letter"):
            letter(policy, TODAY, "en", name)


def test_an_advertisement_says_that_it_is_one(policy: Policy) -> None:
    """Each marketing letter bears the mark that the law asks for at the head of its subject, which is Korean in a letter of
    any language, and says how to stop it."""
    found: list[Letter] = [
        letter(policy, TODAY, language, name, **facts(name))
        for name in names()
        if source(name).kind == "marketing"
        for language in LANGUAGES
    ]
    assert found
    for one in found:
        assert one.subject.startswith("(광고) ")
        assert "/refuse/" in one.text
