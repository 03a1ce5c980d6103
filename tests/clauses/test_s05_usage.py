"""Section 5.2: a company's usage history, kept a year to be given to it when it asks."""

from __future__ import annotations

import csv
import io
from typing import Any

import httpx
import pytest
from tests.clauses.at_home import place_of
from tests.homepage.shop import Browser, Shop
from tests.homepage.test_usage import corporate, feed


def asked(browser: Browser) -> httpx.Response:
    """Presses the button for what rests."""
    return browser.post("/my/usage/older", {}, page="/my/usage")


def rows(answer: httpx.Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))


@pytest.mark.clause("5.2")
def test_a_companys_administrator_asks_for_the_year_and_gets_it(rv: Shop) -> None:
    """What rests is on no page; asked for, it is given as a file, its own company's alone, with an entry for each; a
    year later it is gone."""
    (person, given), (other, others) = corporate(rv), corporate(rv)
    member, membership = rv.web.member()
    sent: list[dict[str, Any]] = [
        {"login_id": given["login_id"], "usage": {"sessions": n, "site": "=cmd()"}} for n in (71, 72)
    ]
    sent += [{"login_id": one["login_id"], "usage": {"sessions": 99}} for one in (others, membership)]
    assert feed(rv, sent, f"year-{given['login_id']}").json()["taken"] == 4
    rv.later(days=32)
    rv.sweep()
    with rv.browser(person) as browser:
        page = browser.get("/my/usage").text
        assert "sessions: 71" not in page
        assert 'action="/my/usage/older"' in page
        file = asked(browser)
        assert "attachment" in file.headers["content-disposition"]
        assert sorted(row["sessions"] for row in rows(file)) == ["71", "72"]
        assert rows(file)[0]["site"] == "'=cmd()"
    rv.jk.sequence()
    looks = [use for use in rv.jk.show(person.subject).uses if use["event"] == "archive:consult:allowed"]
    assert len(looks) == 2
    assert {(use["purpose"], use["actor"]) for use in looks} == {("corporate-request", "system:usage-request")}
    assert all("administrator asked" in str(use["reason"]) for use in looks)
    with rv.browser(other) as browser:
        assert [row["sessions"] for row in rows(asked(browser))] == ["99"]
    with rv.browser(member) as browser:
        token = browser.get("/my/usage").text.partition('name="_csrf_token" value="')[2].partition('"')[0]
        answer = browser.client.post("/my/usage/older", data={"_csrf_token": token})
        assert (answer.status_code, answer.headers["location"]) == (303, "/my/usage")
    with rv.browser() as nobody:
        assert place_of(nobody.post("/my/usage/older", {}, page="/cookies")) == "/sign-in"
    rv.later(days=370)
    rv.sweep()
    with rv.browser(person) as browser:
        assert "/my/usage/older" not in browser.get("/my/usage").text
    assert [part for part in rv.jk.show(person.subject).resting if part.ref.kind == "usage-history"] == []
