"""Arriving from elsewhere: with an account of an OpenID provider, or by the company's own hand-off."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from joserfc.jwk import ECKey
from tests.web.oidc_provider import CLIENT, SECRET, Provider, provider
from tests.web.running import Running
from tests.web.test_account_signing import token_of

from jikim.accounts import hand_off


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
    there = client.get(path)
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
        assert client.get("/sessions").status_code == 200
    web.jk.leave(person.subject)
    with web.client() as client:
        assert "연결된 계정이 없습니다" in round_trip(client).text


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
