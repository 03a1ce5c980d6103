"""Section 11 at the homepage: on each page, in each letter, and where complaints are made."""

from __future__ import annotations

import html
from datetime import date

import pytest
from tests.clauses import facts
from tests.clauses.at_home import complains, enquires, mail_to, orders, sign_in
from tests.clauses.sites import paths
from tests.homepage.shop import Shop

from jikim.mail.letters import LANGUAGES, letter, names, source
from jikim.policy.compile import compile_policy
from jikim.policy.model import Language, PolicyFile

TODAY = date(2026, 11, 27)

DRESSED = "text/html"


def named(language: str) -> list[str]:
    """What a reader must find of the officer and of the handler in charge."""
    found = [(one["title"][language], one["phone"], one["email"]) for one in facts.policy()["officers"].values()]
    assert len(found) == 2
    return [part for one in found for part in one]


@pytest.mark.clause("11.1")
def test_every_page_ends_with_both_contacts(rv: Shop) -> None:
    """Officer and handler in charge, with title, phone and e-mail, stand at the foot of every page in its language,
    errors included."""
    person, given = rv.web.member()
    seen = 0
    with rv.browser(person) as own, rv.browser() as nobody:
        for path in [*paths(rv.web), "/nowhere", "/en/nowhere", "/complaint/AAAAA-AAAAA", "/my/record/none"]:
            language = "en" if path.startswith("/en") else "ko"
            for browser in (own, nobody):
                answer = browser.client.get(path)
                if not answer.headers.get("content-type", "").startswith(DRESSED) or answer.status_code == 303:
                    continue
                seen += 1
                foot = html.unescape(answer.text.partition('<footer class="site">')[2])
                assert all(part in foot for part in named(language)), path
    assert seen > 120
    with rv.browser() as browser:
        wrong = sign_in(browser, {**given, "password": "not the right one"})
        assert all(part in html.unescape(wrong.text.partition("<footer")[2]) for part in named("ko"))


@pytest.mark.clause("11.1")
def test_every_letter_that_arrives_names_both(rv: Shop) -> None:
    """What the homepage sends of a membership, an order, a forgotten password and a complaint has both contacts, in
    plain text and in HTML."""
    person, given = rv.web.member()
    with rv.browser(person) as browser:
        orders(rv, browser, given["email"])
        enquires(browser, given["email"])
        complains(browser, given["email"])
        browser.post("/my/edit", {"login_id": given["login_id"], "name": "고친이름", "email": given["email"]})
    with rv.browser() as browser:
        browser.post("/forgot", {"name": given["email"]})
        mail_to(rv, given["email"], "/reset/")
    rv.jk.mails()
    mine = [mail for mail in rv.web.mails.mails if given["email"] in str(mail["to"])]
    assert len(mine) > 3
    for mail in mine:
        for kind in ("plain", "html"):
            body = mail.get_body((kind,))
            assert body is not None
            assert all(part in html.unescape(body.get_content()) for part in named("ko")), mail["subject"]


@pytest.mark.clause("11.1")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_is_without_them(homepage: PolicyFile, language: Language) -> None:
    """Each letter that there is, in both languages."""
    policy = compile_policy(homepage)
    assert len(list(names())) > 20
    for name in names():
        made = letter(
            policy, TODAY, language, name, **{fact: "/x" if fact == "link" else "3" for fact in source(name).needed}
        )
        for text in (made.text, html.unescape(made.html)):
            assert all(part in text for part in named(language)), name


@pytest.mark.clause("11.3")
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_four_bodies_stand_where_one_complains(rv: Shop, language: Language) -> None:
    """Each with its number, its address through the notice page, and today's number beside one that is out of date;
    after a complaint too."""
    stated, before = facts.policy()["bodies"], "/en" if language == "en" else ""
    assert len(stated) == 4
    with rv.browser(en=language == "en") as browser:
        page = html.unescape(browser.get("/complaint").text)
        policy = html.unescape(browser.get("/policy").text)
        for name, body in stated.items():
            assert body["label"][language] in page
            assert body["phone"] in page
            assert f"{before}/out?to=" in page
            for part in (body["label"][language], body["phone"], body["url"].partition("//")[2].strip("/")):
                assert part in policy, name
        for number in ("1833-6972", "182"):
            assert number in page
        done = html.unescape(complains(browser, f"complains.{language}@example.com").text)
        assert all(body["label"][language] in done for body in stated.values())
