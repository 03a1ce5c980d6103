"""Joining: what is asked, what is proven before anything is stored, and what a stranger does not learn."""

from __future__ import annotations

import dataclasses
import itertools
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest
from tests.listening import listening
from tests.web.running import Running

from jikim.policy.identity import key_of
from jikim.proof.export import Entry, read_line
from jikim.settings import Endpoint
from jikim.web.account import joining

_serial = itertools.count(1)
FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def hidden(text: str) -> dict[str, str]:
    """The hidden fields of the page's own form."""
    return dict(FIELD.findall(text.partition("<main")[2]))


def newcomer(**more: str) -> dict[str, str]:
    """What somebody invented types into the first step."""
    n = next(_serial)
    return {
        "old_enough": "yes",
        "login_id": f"newcomer{n:04d}",
        "name": "가나다",
        "email": f"newcomer{n:04d}@example.com",
        "terms": "yes",
        **more,
    }


def first(client: httpx.Client, typed: dict[str, str], kind: str = "member") -> httpx.Response:
    """Opens the form and posts the first step."""
    page = client.get("/join", params={"kind": kind})
    return client.post("/join", data={**hidden(page.text), **typed})


def second(client: httpx.Client, page: httpx.Response, step: str = "2", **typed: str) -> httpx.Response:
    """Posts the second step with what the first left in the form."""
    return client.post("/join", data={**hidden(page.text), "step": step, **typed})


def held(web: Running, typed: dict[str, str]) -> list[Any]:
    """Who is found by what was typed."""
    return web.jk.find("login_id", typed["login_id"])


def entries(web: Running) -> list[dict[str, Any]]:
    """Every entry of the ledger."""
    web.jk.sequence()
    lines = b"".join(web.jk.export_ledger()).splitlines(keepends=True)
    found = [one for one in map(read_line, lines) if isinstance(one, Entry) and one.body is not None]
    return [json.loads(one.body or "") for one in found]


PASSWORD = {"password": "seven blue kettles", "password_again": "seven blue kettles"}


@pytest.mark.clause("1.1")
@pytest.mark.clause("8.5")
def test_a_member_joins(web: Running) -> None:
    """Two steps; nothing is stored before the second; then a session runs, the consents are those ticked, and the
    ledger has the terms."""
    typed = newcomer(**{"consent.marketing.ads": "yes", "mobile": "010-0000-1234"})
    with web.client() as client:
        assert client.get("/join").text.count("?kind=") == 2
        page = first(client, typed)
        assert page.status_code == 200
        assert held(web, typed) == []
        assert "확인하지 않고 저장합니다" in page.text
        done = second(client, page, code=web.mails.code(typed["email"]), **PASSWORD)
        assert done.headers["location"] == "/join/done"
        assert "가입이 완료되었습니다" in client.get("/join/done").text
    (person,) = held(web, typed)
    seen = web.jk.show(person.subject)
    assert [key_of(consent.split(":")[1]) for consent in seen.consents] == ["marketing.ads"]
    web.jk.sequence()
    assert any(
        "accepted" in use and use["event"] == "record:collect:allowed" for use in web.jk.show(person.subject).uses
    )


@pytest.mark.clause("2.3")
def test_what_was_agreed_to_about_advertising_is_told_at_joining(web: Running) -> None:
    """With the purpose and the moment, by mail (Network Act §50⑦); whoever agreed to nothing of it gets no such
    letter."""
    agreed, silent = newcomer(**{"consent.marketing.ads": "yes"}), newcomer()
    for typed in (agreed, silent):
        with web.client() as client:
            second(client, first(client, typed), code=web.mails.code(typed["email"]), **PASSWORD)
    web.jk.mails()
    told = web.mails.text(agreed["email"])
    assert "동의의 처리 결과를 알려 드립니다" in told
    assert "동의한 항목: 행사 소식과 광고" in told
    assert "동의의 처리 결과를 알려 드립니다" not in web.mails.text(silent["email"])


@pytest.mark.clause("1.2")
def test_a_child_leaves_nothing(web: Running) -> None:
    """A "no" to the age question keeps nothing, says so kindly, and the ledger does not know from where it came. No
    more does a look for a free name."""
    typed = newcomer(old_enough="no")
    before = len(entries(web))
    with web.client() as client:
        page = first(client, typed)
        first(client, newcomer())
    asked = entries(web)[before:]
    assert {entry["event"].rpartition(":")[0] for entry in asked} >= {"record:collect", "subject:find"}
    assert not [entry for entry in asked if "127.0.0.1" in json.dumps(entry)]
    assert "저장하지 않았습니다" in page.text
    assert typed["email"] not in page.text
    assert held(web, typed) == []


@pytest.mark.clause("2.3")
def test_no_box_is_ticked_beforehand(web: Running, homepage: Any) -> None:
    """Each optional consent is a box of its own, empty, with items, purpose, period and the right to refuse, the period
    emphasised."""
    with web.client() as client:
        text = client.get("/join", params={"kind": "member"}).text
    assert " checked" not in text
    optional = [name for name, purpose in homepage.purposes.items() if purpose.optional]
    assert len(optional) == 8
    assert all(f'name="consent.{name}"' in text for name in optional)
    assert text.count('<span class="emphasis">동의를 철회하거나 탈퇴하실 때까지') == 8
    assert text.count("거부하셔도 불이익이 없습니다") == len(optional)


def test_mistakes_are_said_beside_their_fields(web: Running) -> None:
    """All of them at once, in the page's language, and what was typed is still there; nothing is sent."""
    typed = newcomer(login_id="7", email="nobody", name="가나다라", mobile="12", terms="", old_enough="")
    with web.client() as client:
        page = client.get("/en/join", params={"kind": "member"})
        answer = client.post("/en/join", data={**hidden(page.text), **typed})
    assert answer.status_code == 422
    for name in ("login_id", "email", "mobile", "terms", "old_enough"):
        assert f'id="e-{name}"' in answer.text
    assert 'value="가나다라"' in answer.text
    assert "please choose one" in answer.text


def test_a_wrong_code_and_a_weak_password_keep_what_was_typed(web: Running) -> None:
    """The second step says both; once the code was right it is not asked again; the password is never sent back."""
    typed = newcomer()
    with web.client() as client:
        page = first(client, typed)
        code = web.mails.code(typed["email"])
        wrong = second(
            client,
            page,
            code=f"{(int(code) + 1) % 1_000_000:06d}",
            password="password123",
            password_again="password123",
        )
        assert 'id="e-code"' in wrong.text
        assert 'id="e-password"' in wrong.text
        assert "password123" not in wrong.text
        own = f"{typed['login_id']} and more"
        weak = second(client, wrong, code=code, password=own, password_again=own)
        assert 'id="e-password"' in weak.text
        assert "확인되었습니다" in weak.text
        back = second(client, weak, step="back")
        assert f'value="{typed["login_id"]}"' in back.text
        assert second(client, weak, **PASSWORD).headers["location"] == "/join/done"


def test_another_address_is_not_proven_by_a_code(web: Running) -> None:
    """A form whose address was changed after its code is refused: what is stored is what was proven."""
    typed = newcomer()
    with web.client() as client:
        page = first(client, typed)
        answer = second(
            client, page, code=web.mails.code(typed["email"]), email="somebody-else@example.com", **PASSWORD
        )
        assert 'id="e-code"' in answer.text
    assert held(web, typed) == []


@pytest.mark.clause("10.5")
def test_a_known_address_is_told_to_its_owner_alone(web: Running) -> None:
    """The page is the same as for a new address; its owner is written to, and no code is right."""
    _, given = web.member()
    with web.client() as client:
        known, new = newcomer(email=given["email"]), newcomer()
        pages = [first(client, typed) for typed in (known, new)]
        told = web.mails.text(given["email"])
        assert re.search(r"(?<!\d)\d{6}(?!\d)", told) is None
        shown = [
            FIELD.sub("", page.text.replace(typed["email"], "E").replace(typed["login_id"], "L")).partition("<main")[2]
            for page, typed in zip(pages, (known, new), strict=True)
        ]
        assert shown[0] == shown[1]
        assert 'id="e-code"' in second(client, pages[0], code="123456", **PASSWORD).text


def test_a_taken_login_id_is_said_and_only_so_often(web: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a login ID is free may be asked, not tried through a list."""
    _, given = web.member()
    with web.client() as client:
        assert "이미 사용 중인 아이디" in first(client, newcomer(login_id=given["login_id"].upper())).text
        monkeypatch.setattr(joining, "FROM_ONE_ADDRESS", 0)
        answer = first(client, newcomer(login_id=given["login_id"]))
        assert "이미 사용 중인" not in answer.text
        assert "횟수를 초과" in answer.text


@pytest.mark.clause("8.2")
def test_a_colleague_is_asked_and_not_refused(web: Running) -> None:
    """The second sign-up under a registration number is asked about, with the way to report it."""
    company = {"company": "가나다 주식회사", "business_no": "220-81-62517"}
    with web.client() as client:
        page = first(client, one := newcomer(**company), "corporate")
        assert second(client, page, code=web.mails.code(one["email"]), **PASSWORD).status_code == 303
    with web.client() as client:
        two = newcomer(**company)
        asked = first(client, two, "corporate")
        assert "직원이라면" in asked.text
        assert "/report-impersonation" in asked.text
        page = client.post("/join", data={**hidden(asked.text), **two, "colleague": "yes"})
        assert second(client, page, code=web.mails.code(two["email"]), **PASSWORD).status_code == 303
    assert held(web, two)[0].kind == "corporate"


def test_terms_that_changed_are_read_again(web: Running) -> None:
    """An old version that is posted is not accepted as the new one."""
    with web.client() as client:
        answer = first(client, newcomer(terms_version="000000000000"))
        assert "약관이 변경되었습니다" in answer.text
        assert hidden(answer.text)["terms_version"] != "000000000000"


@contextmanager
def texts() -> Iterator[tuple[int, list[dict[str, str]]]]:
    """A real server that takes text messages."""
    taken: list[dict[str, str]] = []

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["webhook-signature"].startswith("v1,")
            taken.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Taker)
    with listening(server):
        yield server.server_port, taken


def test_a_mobile_number_is_verified_where_texts_are_sent(web: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a sender the number is proven by a code of its own; the wrong one joins nobody."""
    assert web.inside is not None
    with texts() as (port, taken), web.client() as client:
        endpoint = Endpoint(f"http://127.0.0.1:{port}/", "a secret")
        monkeypatch.setattr(web.inside, "settings", dataclasses.replace(web.inside.settings, sms=endpoint))
        typed = newcomer(mobile="010-0000-4321")
        page = first(client, typed)
        sent = re.search(r"\d{6}", taken[0]["text"])
        assert sent is not None
        wrong = second(client, page, code=web.mails.code(typed["email"]), text_code="x", **PASSWORD)
        assert 'id="e-text_code"' in wrong.text
        assert second(client, wrong, text_code=sent[0], **PASSWORD).status_code == 303


def test_who_cannot_be_written_to_is_not_told_to_check_the_address(
    web: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a server for mails the page says that it is the site's; of an address that the server does not know, that it
    is the address."""
    typed = newcomer()
    web.mails.unknown.add(typed["email"])
    with web.client() as client:
        assert "주소를 확인하고" in first(client, typed).text
        assert web.inside is not None
        monkeypatch.setattr(web.inside, "settings", dataclasses.replace(web.inside.settings, smtp=None))
        page = first(client, newcomer())
        assert "주소를 확인하고" not in page.text
        assert "입력하신 주소의 문제가 아니라" in page.text
