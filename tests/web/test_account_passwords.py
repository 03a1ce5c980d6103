"""Passwords changed and set anew, and the list of sessions."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.waiting import eventually
from tests.web.person import guardian_of
from tests.web.running import Running, plain
from tests.web.test_account_signing import _unproved, sign_in, steps, token_of

from jikim.accounts.credentials import account_of, changed_at
from jikim.accounts.sessions import begin_session, session_of
from jikim.app import Jikim
from jikim.errors import DeniedError
from jikim.policy.ask import Actor
from jikim.web.account import signing_in
from jikim.web.account.mailing import RUNNING
from jikim.web.account.sessions import browser_of

NEW = {"password_new": "four slow lanterns", "password_again": "four slow lanterns"}


def change(client: httpx.Client, **typed: str) -> httpx.Response:
    """Posts the form of whoever is signed in."""
    return client.post("/password", data={"_csrf_token": token_of(client, "/password"), **NEW, **typed})


@pytest.mark.clause("8.3")
@pytest.mark.clause("10.1")
def test_a_password_is_changed_by_who_knows_it(web: Running) -> None:
    """The old one is needed; the change is a correction, ends other sessions, is written of, and the old one is no
    longer right."""
    person, given = web.member()
    with web.signed_in(person) as client:
        assert change(client, password="not the old one").status_code == 422
        answer = change(client, password=given["password"])
        where = answer.headers["location"]
        assert where.startswith("/sessions?by=")
        assert "비밀번호를 변경했습니다" in client.get(where).text
    assert "비밀번호" in str(web.mails.to(given["email"])["subject"])
    with web.client() as other:
        assert sign_in(other, given["login_id"], given["password"]).status_code == 422
        assert sign_in(other, given["login_id"], NEW["password_new"]).status_code == 303
    web.jk.sequence()
    events = [use["event"] for use in web.jk.show(person.subject).uses]
    assert "record:correct:allowed" in events
    assert "record:match:denied" in events
    assert NEW["password_new"] not in str(web.jk.show(person.subject).uses)


@pytest.mark.parametrize(
    "typed",
    [
        {"password_new": "short"},
        {"password_new": "iloveyou2026!", "password_again": "iloveyou2026!"},
        {"password_again": "something else"},
        {"password_new": "", "password_again": ""},
    ],
)
def test_a_weak_password_changes_nothing(web: Running, typed: dict[str, str]) -> None:
    """What is wrong is said beside its field, nothing is frozen or changed, and nothing that was typed comes back."""
    person, given = web.member()
    with web.signed_in(person) as client:
        answer = change(client, password=given["password"], **typed)
        assert answer.status_code == 422
        assert not any(value and value in answer.text for value in (*typed.values(), given["password"]))
    (card,) = web.jk.show(person.subject).cards
    assert card.frozen is None
    with web.client() as client:
        assert sign_in(client, given["login_id"], given["password"]).status_code == 303


def test_a_password_is_not_made_of_what_others_know(web: Running) -> None:
    """No login ID or e-mail in it, and not the present one again."""
    person, given = web.member()
    with web.signed_in(person) as client:
        for own in (f"x{given['login_id']}y!", given["password"]):
            answer = change(client, password=given["password"], password_new=own, password_again=own)
            assert 'id="e-password_new"' in answer.text


@pytest.mark.clause("10.1")
def test_a_link_sets_a_new_password_once(web: Running) -> None:
    """The link comes by mail, opens once, ends every session, and the tries that failed are forgotten."""
    person, given = web.member()
    with web.signed_in(person) as client, web.client() as other:
        for _ in range(5):
            sign_in(other, given["login_id"], "a wrong one")
        sent = other.post("/forgot", data={"_csrf_token": token_of(other, "/forgot"), "name": given["email"]})
        assert "메일을 확인" in sent.text
        # Beside the letter about the tries that failed.
        letter = web.mails.newest(
            lambda mail: given["email"] in str(mail["to"]) and "/reset/" in plain(mail), "a new password"
        )
        path = "/reset/" + plain(letter).partition(f"{web.url}/reset/")[2].split()[0]
        token = token_of(other, path)
        weak = other.post(path, data={"_csrf_token": token, "password_new": "short", "password_again": "short"})
        assert weak.status_code == 422
        own = f"x{given['login_id']}y!"
        told = other.post(path, data={"_csrf_token": token, "password_new": own, "password_again": own})
        path = "/reset/" + told.text.partition('action="/reset/')[2].partition('"')[0]
        done = other.post(path, data={"_csrf_token": token, **NEW})
        assert done.headers["location"].startswith("/sign-in")
        assert other.post(path, data={"_csrf_token": token, **NEW}).status_code == 410
        assert "/sign-in" in client.get("/sessions").headers["location"]
        assert sign_in(other, given["login_id"], NEW["password_new"]).status_code == 303


@pytest.mark.clause("10.5")
@pytest.mark.usefixtures("costly_passwords")
def test_forgot_answers_alike_for_known_and_unknown(web: Running) -> None:
    """The same page by the same statements before it; only the mail differs, and its owner alone sees that."""
    made = [web.member()[1] for _ in range(8)]
    with web.client() as client:
        token = token_of(client, "/forgot")

        def once(name: str) -> tuple[list[str], str]:
            with steps(web) as names:
                answer = client.post("/forgot", data={"_csrf_token": token, "name": name})
                ran = list(names)
            eventually(lambda: not RUNNING)  # what follows the answer is no part of it, nor of the next
            return ran, answer.text

        once("warming-up@example.com")
        pairs = [(once(f"nobody{n:05d}@example.com"), once(one["email"])) for n, one in enumerate(made)]
    assert all(unknown[1] == known[1] for unknown, known in pairs)
    # The site's own work may put a statement in between now and then; most of the time it does not.
    unknown, known = (Counter(tuple(pair[side][0]) for pair in pairs).most_common(1)[0][0] for side in (0, 1))
    common = min(len(unknown), len(known))
    assert unknown[:common] == known[:common]
    assert "find" in unknown


@pytest.mark.clause("8.3")
def test_an_old_password_is_reminded_of(web: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who signs in with a password older than the policy's interval is asked to change it, and may go on without."""
    person, given = web.member()
    assert web.inside is not None
    later = web.jk.now() + timedelta(days=184)
    monkeypatch.setattr(type(web.inside), "now", lambda _: later)
    with web.client() as client:
        answer = sign_in(client, given["login_id"], given["password"], next="/orders")
        assert answer.headers["location"].startswith("/password?next=")
        assert "6개월" in client.get(answer.headers["location"]).text
    monkeypatch.undo()
    with web.client() as client:
        assert sign_in(client, given["login_id"], given["password"]).headers["location"] == "/my"
    ref = web.jk.driver.run(account_of(web.jk.house, person.subject))
    assert ref is not None
    assert web.jk.driver.run(changed_at(web.jk.house, ref, "password")) is not None
    assert signing_in.FROM_ONE_ADDRESS > 0


@pytest.mark.clause("8.4")
def test_sessions_are_listed_and_ended(web: Running) -> None:
    """Browser, address and times are shown to their person; ending one, or all, is at once."""
    _, given = web.member()
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Whale/4.0 Safari/537.36"
    with web.client(headers={"user-agent": agent}) as client:
        sign_in(client, given["login_id"], given["password"])
        page = client.get("/sessions").text
        assert "Whale, Windows" in page
        assert "127.0.0.1" in page
        assert "현재 기기" in page
        assert (
            client.post(
                "/sessions/end", data={"_csrf_token": token_of(client, "/sessions"), "session": "no"}
            ).status_code
            == 303
        )
        client.post("/sessions/end", data={"_csrf_token": token_of(client, "/sessions"), "session": "all"})
        assert "/sign-in" in client.get("/sessions").headers["location"]
    assert browser_of("curl/8") == ""


@pytest.mark.clause("7.5")
def test_sessions_vanish_with_their_person(web: Running) -> None:
    """Who leaves is signed out everywhere at once."""
    person, _ = web.member()
    with web.signed_in(person) as client:
        assert client.get("/sessions").status_code == 200
        web.jk.leave(person.subject)
        assert "/sign-in" in client.get("/sessions").headers["location"]


@pytest.mark.clause("10.1")
@pytest.mark.parametrize("kind", ["handler", "officer", "guardian", "partner", "outsider", "system"])
def test_nobody_else_tries_a_password(web: Running, kind: Any) -> None:
    """Whoever is not its owner, nor the application on their behalf, is refused by clause 10.1 before anything is
    looked at."""
    person, given = web.member()
    ref = web.jk.driver.run(account_of(web.jk.house, person.subject))
    assert ref is not None
    with pytest.raises(DeniedError) as refused:
        web.jk.by(Actor(kind, "somebody", -1)).check(ref, "password", given["password"], purpose="identification")
    assert refused.value.why in ("unreadable", "not-confirmed")


def test_check_says_yes_no_and_nothing_else(jk: Jikim, cast: Any) -> None:
    """Right, wrong, for an item that is no secret, for somebody else's purpose, frozen and left."""
    given = {"login_id": "checked1", "password": "quiet heron walks", "name": "가나다", "email": "checked1@example.com"}
    ref = jk.collect("membership", given, channel="homepage", old_enough=True).ref
    owner = Actor("member", str(ref.subject))
    assert jk.by(owner).check(ref, "password", given["password"], purpose="identification") is True
    assert jk.check(ref, "password", "another", purpose="identification") is False
    for item, purpose, actor, why in (
        ("email", "identification", owner, "no-secret"),
        ("password", "notices", owner, "purpose-not-covering"),
        ("password", "identification", Actor("member", str(cast.alice.subject)), "not-yours"),
        ("password", "identification", Actor("application", "none"), "grant"),
        ("address", "identification", owner, "undeclared-item"),
    ):
        with pytest.raises(DeniedError) as refused:
            jk.by(actor).check(ref, item, given["password"], purpose=purpose)
        assert refused.value.why == why
    jk.ask_correction(ref, ["name"])
    assert jk.check(ref, "password", given["password"], purpose="identification")
    jk.leave(ref.subject)
    with pytest.raises(DeniedError) as refused:
        jk.check(ref, "password", given["password"], purpose="identification")
    assert refused.value.why == "left"


@pytest.mark.clause("7.1")
def test_who_acts_for_a_child_touches_no_session_or_password_of_theirs(web: Running) -> None:
    """A guardian's session is led to their own account, sees its own sessions alone, and ends no other."""
    child, given = web.member()
    run, house, parent = web.jk.driver.run, web.jk.house, guardian_of(web, child)
    token = run(begin_session(house, parent.subject, child.kind, ward=child.subject))
    with web.signed_in(child) as own, web.client(cookies={"jikim_session": token}) as acting:
        run(_unproved(run(session_of(house, token))))
        assert acting.get("/step-up").headers["location"] == "/my/guardian"
        data = {"_csrf_token": token_of(acting, "/cookies"), "password": given["password"]}
        assert acting.post("/step-up", data=data).headers["location"] == "/my/guardian"
        assert acting.post("/password", data={**data, **NEW}).headers["location"].startswith("/sign-in")
        acting.post("/sessions/end", data={**data, "session": "all"})
        assert own.get("/sessions").status_code == 200
        assert run(session_of(house, token)) is None
