"""The desk's other pages: complaints, notices, guests, guardians, reports of impersonation."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import re
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from tests.employed import employ, lasting
from tests.listening import listening
from tests.web.desk_forms import post, signed_in
from tests.web.running import Running, plain

import jikim
from jikim.answers import Ref
from jikim.desk.guardians import link_guardian
from jikim.desk.notices import post_notice
from jikim.desk.requests import requests_of
from jikim.policy.ask import Actor
from jikim.settings import Endpoint
from jikim.web.desk.reaching import address_of
from jikim.web.desk.reaching import post as send


@pytest.fixture(scope="module")
def officer(web: Running) -> Actor:
    """Omar, the officer, with a grant for everything."""
    jk = web.jk
    employ(jk, "omar", "officer")
    lasting(jk, "omar")
    return jk.handler("omar", kind="officer", origin="192.0.2.11")


# ---- complaints


@pytest.mark.clause("11.2")
def test_a_guest_complains_and_follows_it_by_its_number(web: Running) -> None:
    """Anybody gets a number and a deadline; the number alone shows how it stands and no word of it."""
    with web.client() as client:
        form = {"name": "Guest Example", "email": "complains@example.org", "text": "제 이메일로 광고가 옵니다"}
        assert post(client, "/complaint", **form).status_code == 422  # nobody said how old they are
        answer = post(client, "/complaint", **form, age="yes")
        assert answer.status_code == 303, answer.text
        shown = client.get(answer.headers["location"]).text
        assert "접수" in shown
        assert "남았습니다" in shown
        assert "광고" not in shown
        number = re.search(r"/complaint/([0-9A-Z-]+)", answer.headers["location"])
        assert number is not None
        assert (
            client.get("/complaint", params={"number": number[1].lower().replace("-", " ")})
            .headers["location"]
            .endswith(number[1])
        )
        assert client.get("/complaint/AAAAA-AAAAA").status_code == 404


@pytest.mark.clause("1.2")
def test_a_number_is_taken_out_of_what_goes_back_and_the_writer_asked_once(web: Running) -> None:
    """The form comes back without the number, says how to name another one, and what it shows is taken as it stands."""
    form = {"name": "Guest Example", "email": "masked@example.org", "age": "yes"}
    with web.client() as client:
        answer = post(client, "/complaint", **form, text="제 번호 900101-1234567 로 조회가 안 됩니다")
        assert answer.status_code == 422
        assert "1234567" not in answer.text
        assert "번호의 종류를 앞에 적고" in answer.text
        shown = re.search(r"제 번호 [^<]* 로 조회가 안 됩니다", answer.text)
        assert shown is not None
        assert shown[0] == "제 번호 ［주민등록번호 삭제됨］ 로 조회가 안 됩니다"
        assert post(client, "/complaint", **form, text=shown[0]).status_code == 303
        named = {**form, "email": "named@example.org", "text": "주문번호 231201-1234567 로 조회가 안 됩니다"}
        assert post(client, "/complaint", **named).status_code == 303


@pytest.mark.clause("11.3")
def test_the_bodies_are_listed_with_todays_numbers(web: Running) -> None:
    """Each body of the policy stands at the complaint page, with today's number beside one that is out of date."""
    with web.client() as client:
        shown = client.get("/complaint").text
        for number in ("1833-6972", '<s class="soft">1336</s>', "118", "02-3480-2000", "<b>182</b>"):
            assert number in shown


# ---- notices


@pytest.mark.clause("13.1")
def test_a_notice_is_posted_read_and_in_the_feed(web: Running, officer: Actor) -> None:
    """What an officer posts stands on the board in both languages, and in the feed; no part of it is markup."""
    jk = web.jk
    made = jk.driver.run(
        post_notice(
            jk.house,
            title_ko="점검 안내 <b>",
            title_en="Maintenance",
            body_ko="첫 문단\n\n둘째 문단",
            body_en="One\n\nTwo",
            actor=officer,
            kind="important",
        )
    )
    with web.client() as client:
        assert "점검 안내 &lt;b&gt;" in client.get("/notices").text
        assert client.get(f"/en/notices/{made.number}").text.count("<p>") >= 2
        assert client.get("/notices/999999").status_code == 404
        feed = client.get("/notices.xml")
        assert feed.headers["content-type"].startswith("application/atom+xml")
        assert f"/notices/{made.number}" in feed.text
    with pytest.raises(jikim.DeniedError):
        jk.driver.run(
            post_notice(
                jk.house, title_ko="가", title_en="a", body_ko="나", body_en="b", actor=Actor("member", "someone")
            )
        )


# ---- guests


@pytest.mark.clause("0.1")
def test_a_guest_opens_what_they_left_by_a_link_once(web: Running) -> None:
    """A link is mailed to the address that was left, opens a guest's own data once, and the answer is the same for an
    address nobody left."""
    jk = web.jk
    left = jk.collect(
        "enquiry",
        {"name": "Dan Example", "email": "dan.guest@example.org", "text": "묻습니다"},
        channel="board",
        subject="guest",
        old_enough=True,
    ).ref
    with web.client() as client:
        known = post(client, "/guest", address="dan.guest@example.org")
        unknown = post(client, "/guest", address="nobody.here@example.org")
        assert known.status_code == unknown.status_code == 200
        assert strip(known.text) == strip(unknown.text)
        link = httpx.URL(web.mails.link("dan.guest@example.org"))
        assert not any("nobody.here" in str(mail["to"]) for mail in web.mails.mails)
        assert client.get(link.path).status_code == 200  # a program that looks at links uses nothing up
        assert post(client, link.path).headers["location"] == "/my"
        assert client.get("/my/requests").status_code == 200
        answer = post(client, "/my/requests/new?kind=delete", kind="delete", records=str(left.record))
        assert answer.status_code == 303, answer.text
        assert post(client, link.path).status_code == 410
    assert [card.state for card in jk.show(left.subject).cards if card.ref == left] == ["ended"]


@pytest.mark.clause("0.1")
def test_what_one_address_left_twice_is_reached_and_stays_apart(web: Running) -> None:
    """Two guests of one address are both reached by its link, each by itself, and by nobody else."""
    for text in ("하나", "둘"):
        web.jk.collect(
            "enquiry",
            {"name": "Dan Example", "email": "twice@example.org", "text": text},
            channel="board",
            subject="guest",
            old_enough=True,
        )
    with web.client() as client:
        post(client, "/guest", address="twice@example.org")
        link = httpx.URL(web.mails.link("twice@example.org"))
        landing = f"{link.path}?{link.query.decode()}"
        sealed = link.params["s"]
        answer = post(client, landing, link.path, s=sealed)
        where = answer.headers["location"]
        shown = client.get(where).text
        subjects = re.findall(r'name="of" value="([0-9a-f]{32})"', shown)
        assert len(subjects) == 2
        first = client.cookies["jikim_session"]
        assert post(client, where, s=sealed, of=subjects[1]).headers["location"] == "/my"
        assert client.cookies["jikim_session"] != first
    with web.client() as stranger:
        assert stranger.get(where).headers["location"] == "/guest"


def strip(page: str) -> str:
    """A page without what differs each time."""
    return re.sub(r'name="_csrf_token" value="[^"]+"', "", page)


# ---- guardians


@pytest.mark.clause("7.1")
def test_a_guardian_acts_for_a_child_through_a_confirmed_link(web: Running, officer: Actor) -> None:
    """A guardian asks, an officer confirms, the guardian opens the child's data and acts in the child's name; ended by
    the child, it closes at once."""
    jk = web.jk
    parent, _ = web.member()
    child, given = web.member()
    with signed_in(web, parent) as client:
        answer = post(client, "/my/guardian", name="가나다", child=given["login_id"], relation="어머니")
        assert answer.status_code == 303, answer.text
        assert (
            post(client, "/my/guardian", "/my/guardian/open", child=str(child.subject)).headers["location"]
            == "/my/guardian"
        )
        jk.driver.run(link_guardian(jk.house, child.subject, parent.subject, actor=officer))
        assert post(client, "/my/guardian", "/my/guardian/open", child=str(child.subject)).headers["location"] == "/my"
        assert "자녀를 대신하여" in client.get("/my/guardian").text
        asked = post(client, "/my/requests/new?kind=access", kind="access")
        assert asked.status_code == 303
        [made] = jk.driver.run(requests_of(jk.house, child.subject))
        assert made.state == "answered"
        with signed_in(web, child) as own:
            assert "법정대리인 1" in own.get("/my/guardian").text
            ended = post(
                own, "/my/guardian", "/my/guardian/end", child=str(child.subject), guardian=str(parent.subject)
            )
            assert ended.status_code == 303
            assert "연결된 법정대리인이 없습니다" in own.get("/my/guardian").text
        assert client.get("/my/requests").headers["location"].startswith("/sign-in")
    jk.sequence()
    told = [str(use["event"]) for use in jk.show(parent.subject).uses]
    assert "guardian:link:allowed" in told
    assert "guardian:unlink:allowed" in told


# ---- impersonation


@pytest.mark.clause("8.2")
def test_a_report_of_impersonation_needs_the_address_and_stops_the_account(web: Running) -> None:
    """Without the code nothing happens; with it every session of the account ends, none begins, and its records are
    frozen."""
    person, given = web.member()
    ref = web.jk.show(person.subject).cards[0].ref
    with signed_in(web, person) as victim, web.client() as client:
        assert post(client, "/report-impersonation", address="no address").status_code == 422
        first = post(client, "/report-impersonation", address=given["email"])
        sealed = re.search(r'name="sealed" value="([^"]+)"', first.text)
        assert sealed is not None
        wrong = post(client, "/report-impersonation", "/report-impersonation/code", sealed=sealed[1], code="000000")
        assert wrong.status_code == 422
        assert victim.get("/my/requests").status_code == 200
        code = web.mails.code(given["email"])
        done = post(client, "/report-impersonation", "/report-impersonation/code", sealed=sealed[1], code=code)
        assert "계정을 정지했습니다" in done.text
        assert victim.get("/my/requests").headers["location"].startswith("/sign-in")
        signing = post(client, "/sign-in", name=given["login_id"], password=given["password"])
        assert signing.headers["location"].startswith("/stopped")
        assert "책임자에게 알려 주세요" in client.get("/stopped").text
    with signed_in(web, person) as again:
        assert again.get("/my/requests").headers["location"].startswith("/sign-in")
    with pytest.raises(jikim.DeniedError, match="correction"):
        web.jk.use(Ref(*ref), purpose="member-services")
    # A freeze after a report is no request of theirs.
    assert web.jk.driver.run(requests_of(web.jk.house, person.subject)) == []


def test_a_phone_is_reached_by_a_signed_text(web: Running) -> None:
    """A phone number is reached by a POST to the sender that the settings name, signed as every message that leaves the
    house."""
    taken: list[tuple[dict[str, str], bytes]] = []

    class Sender(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - its name
            taken.append((dict(self.headers), self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Sender)
    with listening(server):
        sms = Endpoint(f"http://127.0.0.1:{server.server_port}/texts", "a secret")
        jk: Any = SimpleNamespace(policy=web.jk.policy, house=web.jk.house, settings=replace(web.settings, sms=sms))
        address = address_of(jk, "010-0000-1234")
        assert address is not None
        assert not address.mail
        asyncio.run(send(jk, address, "guest-link", "ko", link="https://rview.example/guest/x", minutes="30"))
    headers, body = taken[0]
    said = json.loads(body)
    assert said["to"].endswith("1000001234") or said["to"].endswith("01000001234")
    assert "https://rview.example/guest/x" in said["text"]
    low = {name.lower(): value for name, value in headers.items()}
    signed = f"{low['webhook-id']}.{low['webhook-timestamp']}.".encode() + body
    assert (
        low["webhook-signature"] == "v1," + base64.b64encode(hmac.digest(b"a secret", signed, hashlib.sha256)).decode()
    )
    assert address_of(jk, "no address at all") is None


@pytest.mark.clause("10.3")
def test_an_upload_that_nobody_can_scan_stops_no_complaint(web: Running) -> None:
    """Without a scanner an upload is left out, as the settings say; the complaint stands, and its writer reads so on the
    next page and in a letter."""
    with web.client() as client:
        shown = client.get("/complaint").text
        token = re.search(r'name="_csrf_token" value="([^"]+)"', shown)
        assert token is not None
        data = {
            "_csrf_token": token[1],
            "name": "Guest Example",
            "email": "filed@example.org",
            "text": "보세요",
            "age": "yes",
        }
        answer = client.post("/complaint", data=data, files={"files": ("a.txt", b"plain", "text/plain")})
        assert answer.status_code == 303
        assert "바이러스 검사를 할 수 없어" in client.get(answer.headers["location"]).text
    web.jk.mails()
    assert any("바이러스 검사를 할 수 없어" in plain(one) for one in web.mails.all_to("filed@example.org"))
    assert len(web.jk.find("email", "filed@example.org")) == 1
