"""Arriving from elsewhere: with an account of an OpenID provider, or by the company's own hand-off."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import httpx
import pytest
from joserfc.jwk import ECKey
from tests.desk.test_rejoining import officer, suspended
from tests.employed import admin_of
from tests.kept_connections import looking
from tests.web.oidc_provider import CLIENT, SECRET, Provider, provider
from tests.web.running import Running
from tests.web.test_account_signing import token_of

import jikim
from jikim.accounts import hand_off
from jikim.accounts.sessions import session_of
from jikim.clock import machine_moment

HOURS = 9 * 3600


@pytest.fixture
def outside(web: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A provider that the site knows."""
    assert web.inside is not None
    with provider() as one:
        told = {
            "issuer": one.issuer,
            "client_id": CLIENT,
            "client_secret": SECRET,
            "label": {"ko": "가나다 계정으로 로그인", "en": "Sign in with Ganada"},
        }
        monkeypatch.setattr(web.inside, "settings", dataclasses.replace(web.inside.settings, oidc={"ganada": told}))
        yield one


def round_trip(client: httpx.Client, path: str = "/sign-in/ganada?next=/orders") -> httpx.Response:
    """To the provider and back, as a browser goes."""
    return came_back(client, client.get(path))


def came_back(client: httpx.Client, there: httpx.Response) -> httpx.Response:
    """The answer to a browser that was sent to the provider, and came back."""
    assert there.status_code == 303
    return client.get(httpx.get(there.headers["location"]).headers["location"])


def prove(client: httpx.Client, page: httpx.Response, password: str) -> httpx.Response:
    """The password that the page asks for."""
    sealed = page.text.partition('name="sealed" value="')[2].partition('"')[0]
    data = {"_csrf_token": token_of(client), "sealed": sealed, "password": password, "next": "/orders"}
    return client.post("/sign-in/ganada/prove", data=data)


def test_an_account_elsewhere_is_linked_by_the_password_once(web: Running, outside: Provider) -> None:
    """The first time asks for the password; a wrong one links nothing; from then on the provider's word is enough,
    until they leave."""
    person, given = web.member()
    outside.email, outside.subject = given["email"], f"outside-{given['login_id']}"
    with web.client() as client:
        assert "가나다 계정으로 로그인" in client.get("/sign-in").text
        page = round_trip(client)
        assert "비밀번호를 한 번 확인" in page.text
        assert "jikim_session" not in client.cookies
        assert prove(client, page, "not the right one").status_code == 422
        assert prove(client, page, given["password"]).headers["location"] == "/orders"
    outside.email, outside.verified = "elsewhere@example.com", False
    with web.client() as client:
        answer = round_trip(client)
        assert answer.headers["location"] == "/orders"
        assert "jikim_session" in client.cookies
    web.jk.leave(person.subject)
    with web.client() as client:
        assert "연결된 계정이 없습니다" in round_trip(client).text


def linked(web: Running, outside: Provider) -> tuple[jikim.Person, dict[str, Any]]:
    """A member whom the provider signs in."""
    person, given = web.member()
    outside.email, outside.subject = given["email"], f"outside-{given['login_id']}"
    with web.client() as client:
        assert prove(client, round_trip(client), given["password"]).headers["location"] == "/orders"
        assert client.get("/my").status_code == 200, "the password was a proof"
    return person, given


@pytest.mark.clause("7.2")
@pytest.mark.clause("10.1")
def test_a_sign_in_elsewhere_is_no_proof(web: Running, outside: Provider) -> None:
    """Who came by the provider is signed in, and sees, changes and ends nothing of theirs before they were sent there to
    be asked anew; one that remembers them, or does not say when it asked them, proves nothing."""
    linked(web, outside)
    outside.claims["auth_time"] = int(machine_moment().timestamp()) - HOURS
    with web.client() as client:
        assert round_trip(client).headers["location"] == "/orders"
        session = web.jk.driver.run(session_of(web.jk.house, client.cookies["jikim_session"]))
        assert session is not None
        assert not session.fresh, "what the API tells a company's own back end"
        step_up = client.get("/my").headers["location"]
        [again] = re.findall(r'href="(/sign-in/ganada[^"]+)"', client.get(step_up).text)
        for asked in (int(machine_moment().timestamp()) - HOURS, None):
            outside.claims["auth_time"] = asked
            assert "로그인하지 못했습니다" in round_trip(client, html.unescape(again)).text, asked
        del outside.claims["auth_time"]
        assert round_trip(client, html.unescape(again)).headers["location"] == "/my"
        assert client.get("/my").status_code == 200


@pytest.mark.clause("2.2")
def opens_by_a_proof_alone(web: Running, outside: Provider, shown: str) -> httpx.Client:
    """A browser that was sent back to the provider: a sign-in of hours ago opens nothing, one of now what is shown."""
    outside.claims["auth_time"] = int(machine_moment().timestamp()) - HOURS
    client = web.client()
    there = round_trip(client)
    assert "prompt=login" in there.headers["location"]
    assert "로그인하지 못했습니다" in came_back(client, there).text
    del outside.claims["auth_time"]
    assert shown in came_back(client, round_trip(client)).text
    return client


def test_what_stands_against_an_account_opens_to_a_proof_alone(web: Running, outside: Provider) -> None:
    """Whose account is suspended is sent back to the provider for a proof before they read why."""
    person, _ = linked(web, outside)
    suspended(web.jk, person, officer(web.jk, "omar"))
    with closing(opens_by_a_proof_alone(web, outside, "번갈아")) as client:
        assert "jikim_session" not in client.cookies


def test_who_is_away_comes_back_by_a_proof_alone(web: Running, outside: Provider) -> None:
    """Who left a short while ago is sent back to the provider for a proof before they can have all of it erased."""
    person, _ = linked(web, outside)
    with looking(admin_of(web.jk)) as admin:
        admin.execute(
            "UPDATE live.subject SET state = 3, away = 'leaving', until = %s WHERE subject = %s",
            (web.jk.now() + timedelta(days=30), person.subject),
        )
    opens_by_a_proof_alone(web, outside, "지금 파기하기").close()


@pytest.mark.parametrize(
    "lie",
    [
        {"iss": "https://elsewhere.example.com"},
        {"aud": "another-client"},
        {"exp": 1},
        {"nonce": "another"},
        {"azp": "another-client"},
        {"aud": [CLIENT, "another-client"]},
        {"sub": None},
    ],
    ids=lambda lie: next(iter(lie)),
)
def test_what_a_provider_says_is_verified(web: Running, outside: Provider, lie: dict[str, Any]) -> None:
    """A token for another issuer, client, time or browser signs nobody in."""
    _, given = web.member()
    outside.email, outside.claims = given["email"], lie
    with web.client() as client:
        assert "로그인하지 못했습니다" in round_trip(client).text
        assert "jikim_session" not in client.cookies


def test_a_signature_is_of_the_providers_key(web: Running, outside: Provider) -> None:
    """A token that another key signed is not believed."""
    outside.published = ECKey.generate_key("P-256", {"kid": "one"})
    with web.client() as client:
        assert "로그인하지 못했습니다" in round_trip(client).text


def test_the_way_back_belongs_to_one_browser(web: Running, outside: Provider) -> None:
    """Without its cookie, with another's state, or a second time, the way back opens nothing."""
    with web.client() as one, web.client() as other:
        there = one.get("/sign-in/ganada")
        back = httpx.get(there.headers["location"]).headers["location"]
        assert "로그인하지 못했습니다" in other.get(back).text
        assert "로그인하지 못했습니다" in one.get(back.replace("state=", "state=x")).text
        assert "로그인하지 못했습니다" in one.get(back).text
        assert one.get("/sign-in/nobody").status_code == 404


def test_an_unverified_address_links_nothing(web: Running, outside: Provider) -> None:
    """An address that the provider has not verified is taken for none."""
    _, given = web.member()
    outside.email, outside.verified, outside.subject = given["email"], False, "unverified"
    with web.client() as client:
        assert "연결된 계정이 없습니다" in round_trip(client).text


def test_a_provider_that_is_down_is_said(web: Running, outside: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says so and offers the password."""
    assert web.inside is not None
    told = {**web.inside.settings.oidc["ganada"], "issuer": "http://127.0.0.1:9"}
    monkeypatch.setattr(web.inside, "settings", dataclasses.replace(web.inside.settings, oidc={"ganada": told}))
    with web.client() as client:
        assert "로그인하지 못했습니다" in client.get("/sign-in/ganada").text


def test_a_hand_off_signs_in_once(web: Running) -> None:
    """The link that the company's server was given signs its person in, once; a second time, or another link, nobody."""
    person, _ = web.member()
    token = web.jk.driver.run(hand_off.hand_off(web.jk.house, person.subject, person.kind, web.jk.actor))
    with web.client() as client, web.client() as other:
        assert client.get(f"/hand-off/{token}", params={"next": "/orders"}).headers["location"] == "/orders"
        assert client.get("/sessions").status_code == 200
        assert other.get(f"/hand-off/{token}").status_code == 410
        assert other.get("/hand-off", params={"token": token}).status_code == 410
    web.jk.driver.run(hand_off.hand_off(web.jk.house, person.subject, person.kind, web.jk.actor))
    assert hand_off.LIFE.total_seconds() == 60
