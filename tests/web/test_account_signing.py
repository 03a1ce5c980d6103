"""Signing in: who is let in, who waits, and that nobody learns from it who is here."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from tests.web.running import Running

from jikim import passwords
from jikim.alerts.raising import open_alerts
from jikim.web import door
from jikim.web.account import signing_in


def token_of(client: httpx.Client, path: str = "/sign-in") -> str:
    """The hidden field that makes a form one of this site's."""
    text = client.get(path).text
    return text.partition('name="_csrf_token" value="')[2].partition('"')[0]


def sign_in(client: httpx.Client, name: str, password: str, **more: str) -> httpx.Response:
    """Posts the form."""
    data = {"name": name, "password": password, "_csrf_token": token_of(client), **more}
    return client.post("/sign-in", data=data)


@contextmanager
def steps(web: Running) -> Iterator[list[str]]:
    """The names of the statements that the site runs meanwhile. It looks for no other version of the policy, as it does
    every few seconds."""
    names: list[str] = []
    assert web.inside is not None
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(door, "LOOK_SECONDS", math.inf)
        patched.setattr(web.inside.driver, "hook", lambda name, when: names.append(name) if when == "before" else None)
        yield names


@pytest.mark.clause("10.1")
def test_a_member_signs_in_and_out(web: Running) -> None:
    """By login ID or e-mail, in whatever case, and out again; the session is over on the server too."""
    _, given = web.member()
    for name in (given["login_id"], given["email"].upper()):
        with web.client() as client:
            answer = sign_in(client, name, given["password"], next="/sessions")
            assert answer.status_code == 303
            assert answer.headers["location"] == "/sessions"
            cookie = client.cookies["jikim_session"]
            set_cookie = next(one for one in answer.headers.get_list("set-cookie") if one.startswith("jikim_session"))
            assert "HttpOnly" in set_cookie
            assert "Max-Age" not in set_cookie  # ends with the browser (clause 8.4)
            assert client.get("/step-up").status_code == 303
            client.post("/sign-out", data={"_csrf_token": token_of(client, "/cookies")})
        with web.client() as client:
            client.cookies.set("jikim_session", cookie)
            assert "/sign-in" in client.get("/step-up").headers["location"]


@pytest.mark.parametrize(
    "elsewhere", ["https://example.com/", "//example.com", "/\\example.com", "javascript:1", "/en//example.com"]
)
def test_nobody_is_led_elsewhere(web: Running, elsewhere: str) -> None:
    """After signing in one goes on within this site, whatever a link asked for."""
    _, given = web.member()
    with web.client() as client:
        assert sign_in(client, given["login_id"], given["password"], next=elsewhere).headers["location"] == "/my"


def test_a_wrong_password_is_not_let_in(web: Running) -> None:
    """What was typed as a name stays, the password does not, and the answer is the one for a name that nobody has."""
    _, given = web.member()
    with web.client() as client:
        known = sign_in(client, given["login_id"], "not the right one")
        unknown = sign_in(client, "nobody-at-all", "not the right one")
    assert known.status_code == unknown.status_code == 422
    assert given["login_id"] in known.text
    assert "not the right one" not in known.text
    mark = known.text.replace(given["login_id"], "NAME")
    assert mark.partition("<section")[2] == unknown.text.replace("nobody-at-all", "NAME").partition("<section")[2]


@pytest.mark.clause("10.5")
@pytest.mark.usefixtures("costly_passwords")
def test_known_and_unknown_names_cost_the_same(web: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """The statements are the same ones in the same order, and of each name one hash of the same cost is checked."""
    made = [web.member()[1] for _ in range(12)]
    hashing, checked = passwords._HASH, list[str]()

    class Counted:
        def verify(self, password: str, hashed: str) -> bool:
            checked.append(hashed.split("$")[3])
            return hashing.verify(password, hashed)

    monkeypatch.setattr(passwords, "_HASH", Counted())
    with web.client() as client:
        token = token_of(client)

        def once(name: str) -> list[str]:
            with steps(web) as names:
                answer = client.post("/sign-in", data={"name": name, "password": "wrong one", "_csrf_token": token})
            assert answer.status_code == 422
            return names

        once("warming-up")
        pairs = [(once(one["login_id"]), once(f"unknown{n:05d}")) for n, one in enumerate(made)]
    # The site's own work may put a statement in between now and then; most of the time it does not.
    (known_steps, many), (unknown_steps, more) = (
        Counter(tuple(pair[side]) for pair in pairs).most_common(1)[0] for side in (0, 1)
    )
    assert known_steps == unknown_steps
    assert min(many, more) > len(pairs) / 2, pairs
    assert "check" in pairs[0][0]
    assert checked == ["m=19456,t=2,p=1"] * (1 + 2 * len(pairs))


@pytest.mark.clause("10.5")
def test_who_guesses_has_to_wait_and_its_person_is_told(web: Running) -> None:
    """After a few tries not even the right password is looked at, and a mail goes out, once; names that nobody has wait
    alike."""
    _, given = web.member()
    with web.client() as client:
        for name in (given["login_id"], "nobody-waits"):
            for _ in range(5):
                sign_in(client, name, "a wrong one")
            for _ in range(7):
                waiting = sign_in(client, name, given["password"])
                assert "여러 번 잘못 입력하여" in waiting.text
    assert "일시 제한" in str(web.mails.to(given["email"])["subject"])


def test_one_address_tries_only_so_often(web: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names tried one after the other from one address come to an end too, and the officers are alerted."""
    monkeypatch.setattr(signing_in, "FROM_ONE_ADDRESS", 0)
    _, given = web.member()
    with web.client() as client:
        assert "여러 번" in sign_in(client, given["login_id"], given["password"]).text
    assert "member-sign-in" in {one.kind for one in web.jk.do(open_alerts)}


@pytest.mark.clause("8.3")
def test_who_is_displaced_is_told_why(web: Running) -> None:
    """Signing in elsewhere ends the earlier session, and its next page says so once."""
    person, given = web.member()
    with web.signed_in(person) as first, web.client() as second:
        sign_in(second, given["login_id"], given["password"])
        assert first.get("/step-up").status_code == 303
        assert "다른 기기에서 로그인하여" in first.get("/sign-in").text
        assert "다른 기기에서 로그인하여" not in first.get("/sign-in").text


@pytest.mark.clause("7.2")
def test_viewing_asks_for_the_password_again(web: Running) -> None:
    """A session whose proof is older than ten minutes leads to the password first, and back."""
    person, given = web.member()
    with web.signed_in(person) as client:
        session = web.jk.driver.run(_session(web, client.cookies["jikim_session"]))
        web.jk.driver.run(_unproved(session))
        page = client.get("/step-up", params={"next": "/my"})
        assert "비밀번호를 한 번 더" in page.text
        token = token_of(client, "/step-up")
        wrong = client.post("/step-up", data={"password": "wrong", "next": "/my", "_csrf_token": token})
        assert wrong.status_code == 422
        right = client.post("/step-up", data={"password": given["password"], "next": "/my", "_csrf_token": token})
        assert right.headers["location"] == "/my"
        assert client.get("/step-up").status_code == 303


def _session(web: Running, token: str) -> Any:
    from jikim.accounts.sessions import session_of

    return session_of(web.jk.house, token)


def _unproved(session: Any) -> Any:
    from datetime import timedelta

    from jikim.accounts.sessions import STEP_UP, Q
    from jikim.clock import machine_moment

    at = machine_moment() - STEP_UP - timedelta(seconds=1)
    return (yield Q["session.step"](subject=session.holder, session=session.session, at=at))


def test_a_form_of_elsewhere_signs_nobody_in(web: Running) -> None:
    """A post without this site's own token is refused."""
    _, given = web.member()
    with web.client() as client:
        answer = client.post("/sign-in", data={"name": given["login_id"], "password": given["password"]})
        assert answer.status_code == 403
        assert "jikim_session" not in client.cookies
