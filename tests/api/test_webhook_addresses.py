"""Where a webhook may lead: nowhere into the company's own network, whatever its name says today or said when it was
added."""

from __future__ import annotations

import http.server
import socket
from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

import httpx
import pytest
from tests.api.conftest import Served
from tests.api.receiving import Receiver, receiver
from tests.listening import listening

import jikim
from jikim.clock import machine_moment
from jikim.errors import JikimError
from jikim.jobs import outbound_addresses
from jikim.jobs.outbound_addresses import Outward, opened
from jikim.jobs.webhooks import add_webhook, call_webhooks, webhooks
from jikim.settings import Endpoint, Settings

NONE = Outward()
HERE = Outward((ip_network("127.0.0.0/8"),))


@pytest.fixture
def ear() -> Iterator[Receiver]:
    """A receiver."""
    with receiver() as one:
        yield one


INWARD = [
    "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1",
    "192.0.0.1", "198.18.0.1", "240.0.0.1", "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[ff02::1]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]",
    "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::127.0.0.1]", "0x7f.1", "2130706433", "017700000001", "127.1", "localhost", "localhost.",
]  # fmt: skip


@pytest.mark.parametrize("host", INWARD)
def test_no_webhook_leads_inwards(jk: jikim.Jikim, host: str) -> None:
    """An address of loopback, a private network, link-local, multicast or reserved, in whatever notation, is refused
    when it is added."""
    with pytest.raises(JikimError) as refused:
        jk.driver.run(add_webhook(jk.house, "shop", f"https://{host}/hook", ["*"], NONE))
    assert "JIKIM_WEBHOOK_NETWORKS" in str(refused.value.hint)


FORMS = [
    "http://127.0.0.1:99999/", "http://203.0.113.7/hunter2", "https://user:hunter2@example.com/", "ftp://example.com/hunter2",
    "https://example.com/\r\nhunter2", "https://example.com/hunter2 x", "https://[v1.x]/hunter2", "https://hunter2..example/",
]  # fmt: skip


@pytest.mark.parametrize("url", FORMS)
def test_no_webhook_has_another_form(served: Served, shop: httpx.Client, url: str) -> None:
    """Plain HTTP off this machine, a user's name, another scheme, a line's end, a space, a host of no known form: refused
    in words, nothing is kept, and what was asked for is not repeated."""
    jk = served.jk
    before = jk.driver.run(webhooks(jk.house))
    with pytest.raises(JikimError) as refused:
        jk.driver.run(add_webhook(jk.house, "shop", url, ["*"], HERE))
    assert "hunter2" not in str(refused.value)
    for language, told in (("en", "https://host/path"), ("ko", "적어 주세요" if url != FORMS[1] else "사용해 주세요")):
        asked = {"url": url, "events": ["subject:leave"]}
        answer = shop.post("/webhooks/add", json=asked, headers={"accept-language": language})
        assert answer.status_code == 400, answer.text
        assert told in answer.json()["hint"]
        assert answer.json()["detail"] == refused.value.words(language).reason
        assert "hunter2" not in answer.text
    assert jk.driver.run(webhooks(jk.house)) == before


def left(jk: jikim.Jikim, login_id: str) -> None:
    """Something happens that webhooks are told of."""
    given = {
        "login_id": login_id,
        "password": "quiet heron walks",
        "name": "가나다",
        "email": f"{login_id}@example.com",
    }
    jk.collect("membership", given, channel="homepage", old_enough=True)
    jk.sequence()


def test_an_address_from_before_ends_no_others_calls(
    jk: jikim.Jikim, ear: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A webhook that was added before its form was looked at reaches nobody, and the others are told."""
    with monkeypatch.context() as before:
        before.setattr("jikim.jobs.webhooks.expect_outward", lambda *_: None)
        jk.driver.run(add_webhook(jk.house, "", "https://example.com/a b", ["record:*"], HERE))
    jk.driver.run(add_webhook(jk.house, "", ear.url, ["record:*"], HERE))
    left(jk, "before")
    done = call_webhooks(jk.driver, jk.house, "https://example.com/jikim", HERE, at=machine_moment())
    assert (done.told, done.failed, len(ear.taken)) == (1, 1, 1)


def test_an_address_is_called_with_its_query(jk: jikim.Jikim, ear: Receiver) -> None:
    """What stands behind `?` in a webhook's address is asked for too."""
    jk.driver.run(add_webhook(jk.house, "", f"{ear.url}?shop=7", ["record:*"], HERE))
    left(jk, "query")
    call_webhooks(jk.driver, jk.house, "https://example.com/jikim", HERE, at=machine_moment())
    assert ear.asked == ["/hooks?shop=7"]


def named(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
    """The name service says these addresses, one list at each look; the last goes on."""
    said = list(answers)

    def look(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        found = said.pop(0) if len(said) > 1 else said[0]
        return [
            (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found
        ]

    monkeypatch.setattr(outbound_addresses.socket, "getaddrinfo", look)


@pytest.mark.parametrize("answers", [["10.0.0.5"], ["203.0.113.5", "127.0.0.1"], ["2001:4860::1", "::1"]])
def test_a_name_that_leads_inwards_is_not_called(monkeypatch: pytest.MonkeyPatch, answers: list[str]) -> None:
    """Every address that a name has is looked at, when it is called: one that leads inwards among others is enough."""
    named(monkeypatch, answers)
    with pytest.raises(OSError, match="leads inwards"):
        opened(Endpoint("https://example.com/hook"), NONE, 1.0)


def test_what_was_checked_is_what_is_called(monkeypatch: pytest.MonkeyPatch, ear: Receiver) -> None:
    """The connection goes to the address that was looked at: a name that says another one a moment later leads nowhere
    else."""
    named(monkeypatch, ["127.0.0.1"], ["127.0.0.2"])
    connection = opened(Endpoint(f"http://localhost:{ear.port}/hook"), HERE, 1.0)
    connection.connect()
    assert connection.sock.getpeername() == ("127.0.0.1", ear.port)
    connection.close()


def test_no_port_of_the_house_itself_is_called(ear: Receiver) -> None:
    """Not even where the network is allowed: the port on which the house serves, or its own databases listen, is none
    for a webhook."""
    mine = Outward((ip_network("127.0.0.0/8"),), frozenset({ear.port}))
    with pytest.raises(OSError, match="house"):
        opened(Endpoint(f"http://127.0.0.1:{ear.port}/api/v1/use"), mine, 1.0)


def test_a_redirect_is_not_followed(jk: jikim.Jikim, ear: Receiver) -> None:
    """Whoever answers with another address has not taken it: nothing is sent there, and it is a failure."""
    heard: list[str] = []

    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - the library's name
            heard.append(self.path)
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(307)
            self.send_header("location", ear.url)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    with listening(server):
        url = f"http://127.0.0.1:{server.server_address[1]}/hook"
        jk.driver.run(add_webhook(jk.house, "", url, ["record:*"], HERE))
        left(jk, "redirects")
        done = call_webhooks(jk.driver, jk.house, "https://example.com/jikim", HERE, at=machine_moment())
    assert (done.told, done.failed, heard, ear.taken) == (0, 1, ["/hook"], [])


def test_what_was_added_before_is_looked_at_when_it_is_called(jk: jikim.Jikim, ear: Receiver) -> None:
    """A webhook into a network that the settings no longer name is not called; the message waits, and nothing arrives."""
    jk.driver.run(add_webhook(jk.house, "", ear.url, ["record:*"], HERE))
    left(jk, "networks")
    done = call_webhooks(jk.driver, jk.house, "https://example.com/jikim", NONE, at=machine_moment())
    assert (done.told, done.failed, ear.taken) == (0, 1, [])


def test_the_settings_name_the_companys_own_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing inwards unless it is named; then these networks and no others."""
    assert Settings.from_environment().webhook_networks == ()
    monkeypatch.setenv("JIKIM_WEBHOOK_NETWORKS", "10.1.0.0/16, fd00:1::/64")
    assert Settings.from_environment().webhook_networks == ("10.1.0.0/16", "fd00:1::/64")
