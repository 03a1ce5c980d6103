"""The door: headers, languages, sessions."""

from __future__ import annotations

import re

import pytest
from tests.web.routes import applications, routes
from tests.web.running import Running

from jikim.accounts.sessions import begin_session, end_session, parse_token, session_of
from jikim.errors import StoreError
from jikim.web import door
from jikim.web.door import SESSION_COOKIE
from jikim.web.problems import page_above


def test_every_answer_is_dressed(web: Running) -> None:
    """Pages, files and errors alike carry the headers that keep a browser safe, and no policy of them says `unsafe`."""
    with web.client() as client:
        for path in ("/policy", "/static/jikim.css", "/nowhere", "/en/nowhere"):
            answer = client.get(path)
            assert "unsafe" not in answer.headers["content-security-policy"]
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(("path", "language"), [("/nowhere", "ko"), ("/en/nowhere", "en")])
def test_a_page_is_in_its_addresses_language(web: Running, path: str, language: str) -> None:
    """Korean lies at the root and English under /en, errors too."""
    with web.client() as client:
        answer = client.get(path)
        assert answer.status_code == 404
        assert f'<html lang="{language}">' in answer.text


def test_a_session_ends_with_its_token(web: Running) -> None:
    """A token opens its session, another secret opens none, and an ended one is over."""
    person, _ = web.member()
    run = web.jk.driver.run
    token = run(begin_session(web.jk.house, person.subject, "member"))
    session = run(session_of(web.jk.house, token))
    assert session is not None
    assert session.subject == person.subject
    assert run(session_of(web.jk.house, token[:-4] + "AAAA")) is None
    assert parse_token("no token") is None
    assert run(end_session(web.jk.house, person.subject, session.session))
    assert run(session_of(web.jk.house, token)) is None


@pytest.mark.clause("8.3")
def test_one_account_runs_one_session(web: Running) -> None:
    """A second sign-in ends the first session: one account is not shared."""
    person, _ = web.member()
    run = web.jk.driver.run
    first, second = (run(begin_session(web.jk.house, person.subject, "member")) for _ in range(2))
    assert run(session_of(web.jk.house, first)) is None
    assert run(session_of(web.jk.house, second)) is not None


def test_the_address_of_a_form_leads_to_its_page(web: Running) -> None:
    """Whoever opens what forms alone are sent to (the link to the other language on a form's answer does) comes to the page
    above it, in their language; there is one above every such address."""
    with web.client() as client:
        for path, page in (("/measures/7K3QX-2MHVD", "/measures"), ("/sign-out", "/"), ("/my/consents/x", "")):
            answer = client.get(f"/en{path}")
            assert answer.headers.get("location", "") == (f"/en{page}".rstrip("/") if page else ""), path
            assert answer.status_code == (303 if page else 404)
    every = routes(web)
    opened = {route.path for route in every if route.method == "GET"}
    for route in every:
        if route.method == "POST" and route.path not in opened and (route.of_pages or route.path.startswith("/office")):
            path = re.sub(r"{[^}]+}", "x1", route.path)
            assert any(page_above(app, path) not in ("", "/") for app in applications(web.app)) or path.count("/") == 1


def test_nobody_is_signed_out_because_a_server_is_away(web: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """While nobody can say whose session it is, no page of theirs opens and none asks them to sign in; public ones do, the
    browser keeps its token, and once the server is back they are signed in."""

    def away(*_asked: object) -> None:
        raise StoreError("the database refused step `session.of`", ko=("DB가 `session.of` 단계를 거부했습니다", ""))

    with web.signed_in(web.member()[0]) as client:
        with monkeypatch.context() as patch:
            patch.setattr(door, "session_of", away)
            for path, status in (("/my", 503), ("/measures", 503), ("/policy", 200)):
                answer = client.get(path)
                assert answer.status_code == status, path
                assert SESSION_COOKIE not in answer.headers.get("set-cookie", "")
                assert "session.of" not in answer.text
        assert client.get("/my").status_code == 200
