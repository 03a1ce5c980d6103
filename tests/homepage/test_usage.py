"""The product's usage feed, and what an account sees of it."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import httpx
import pytest
from homepage.signing import webhook_headers
from tests.homepage.shop import Shop

import jikim

_serial = iter(range(1, 1000))
COMPANY = {"company": "주식회사 없는회사", "business_no": "101-01-00009"}


def corporate(rv: Shop) -> tuple[jikim.Person, dict[str, Any]]:
    """A new corporate member."""
    n = next(_serial)
    given = {
        "login_id": f"firm{n:04d}",
        "password": f"grey otter swims {n}",
        "name": "라마바",
        "email": f"firm{n}@example.com",
        **COMPANY,
    }
    ref = rv.jk.collect("corporate-membership", given, channel="homepage", subject="corporate", old_enough=True).ref
    return jikim.Person(ref.subject, "corporate"), given


def feed(rv: Shop, rows: list[Any], message: str, secret: str = "", body: bytes | None = None) -> httpx.Response:
    """Sends rows as the product does."""
    body = json.dumps({"rows": rows}).encode() if body is None else body
    secret = secret or rv.web.settings.endpoints["remoteview"].secret
    with rv.web.client() as client:
        return client.post("/hooks/usage", content=body, headers=webhook_headers(secret, message, body, rv.jk.now()))


@pytest.mark.clause("1.3")
def test_a_feed_is_taken_row_by_row(rv: Shop) -> None:
    """Good rows are taken, each of the others is answered with its number and why, without a value; a repeated message
    adds nothing."""
    person, given = corporate(rv)
    rows: list[Any] = [
        {"login_id": given["login_id"], "usage": {"sessions": 3, "minutes": 140}},
        {"login_id": "nobody.here", "usage": {"sessions": 1}},
        {"login_id": given["login_id"], "usage": {"sessions": 1}, "gender": "secret value"},
        "not a row",
        {"login_id": given["login_id"]},
    ]
    answer = feed(rv, rows, f"feed-{given['login_id']}")
    assert answer.status_code == 200
    said = answer.json()
    assert said["taken"] == 1
    assert [(row["row"], row["why"]) for row in said["refused"]] == [
        (2, "nobody"),
        (3, "undeclared-item"),
        (4, "form"),
        (5, "required-missing"),
    ]
    assert said["refused"][1]["clause"] == "1.1"
    assert "secret value" not in answer.text
    again = feed(rv, rows, f"feed-{given['login_id']}").json()
    assert again["repeated"] is True
    cards = [card for card in rv.jk.show(person.subject).cards if card.ref.kind == "usage-history"]
    assert [card.channel for card in cards] == ["automatic"]


def test_a_feed_that_is_not_the_products_is_refused(rv: Shop) -> None:
    """No signature, another's, another body, and what is no list of rows are refused, and nothing is taken."""
    assert feed(rv, [], "a", secret="not the secret").status_code == 401
    with rv.web.client() as client:
        assert client.post("/hooks/usage", content=b"{}").status_code == 401
    for body in (b"", b"[]", b'{"rows": 3}', b'{"rows": ["' + b"x" * 9 + b'"'):
        assert feed(rv, [], "b", body=body).status_code == 422


@pytest.mark.clause("5.2")
@pytest.mark.parametrize("en", [False, True], ids=["ko", "en"])
def test_a_company_sees_its_usage_and_takes_it_home(rv: Shop, en: bool) -> None:
    """A corporate account sees its own history and no other's, downloads it, and is told what rests and until when
    after a month, which it may ask for."""
    person, given = corporate(rv)
    stranger, _ = corporate(rv)
    feed(
        rv,
        [{"login_id": given["login_id"], "usage": {"sessions": n, "site": "=cmd()"}} for n in (11, 12)],
        f"firm-{given['login_id']}",
    )
    with rv.browser(person, en=en) as browser, rv.browser(stranger) as other, rv.browser() as nobody:
        page = browser.get("/my/usage")
        assert "sessions: 11" in page.text
        assert "sessions: 12" in page.text
        file = browser.get("/my/usage.csv")
        rows = list(csv.DictReader(io.StringIO(file.text.lstrip("\ufeff"))))
        assert sorted(row["sessions"] for row in rows) == ["11", "12"]
        assert rows[0]["site"] == "'=cmd()"
        assert "attachment" in file.headers["content-disposition"]
        assert "sessions:" not in other.get("/my/usage").text
        assert "/sign-in" in nobody.client.get("/my/usage").headers["location"]
    rv.later(days=32)
    rv.sweep()
    with rv.browser(person, en=en) as browser:
        page = browser.get("/my/usage").text
        assert "sessions: 11" not in page
        assert ("Archived records" if en else "분리 보관 중인 기록") in page
        assert '/my/usage/older"' in page
        (_, part) = [part for part in rv.jk.show(person.subject).resting if part.ref.kind == "usage-history"]
        omar = rv.handler("corporate-request")
        values = rv.jk.by(omar).consult(
            part.ref, purpose="corporate-request", reason_kind="dispute", reason="기업 고객의 요청"
        )
        assert values["usage"]["sessions"] in (11, 12)


def test_a_month_later_a_members_usage_is_gone(rv: Shop) -> None:
    """What only a company's own request would keep is not kept of a member."""
    person, given = rv.web.member()
    feed(rv, [{"login_id": given["login_id"], "usage": {"sessions": 1}}], f"member-{given['login_id']}")
    assert [card.ref.kind for card in rv.jk.show(person.subject).cards].count("usage-history") == 1
    rv.later(days=32)
    rv.sweep()
    dossier = rv.jk.show(person.subject)
    assert [card for card in dossier.cards if card.ref.kind == "usage-history"] == []
    assert [part for part in dossier.resting if part.ref.kind == "usage-history"] == []
