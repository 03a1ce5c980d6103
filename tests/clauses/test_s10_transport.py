"""Section 10.4: the homepage over TLS, behind a proxy, and refused in the clear."""

from __future__ import annotations

import asyncio
import os
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from homepage.site import addition
from tests.certificates import self_signed
from tests.clauses.at_home import sign_in
from tests.conftest import HOMEPAGE, Databases
from tests.homepage.shop import Browser, Shop
from tests.over_tls import postgres_over_tls
from tests.waiting import PATIENCE, answered
from tests.web.running import free_port

from jikim.cli import main
from jikim.db.spread import variable_of
from jikim.web.running import Site
from jikim.web.site import site


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 and its key."""
    return self_signed(tmp_path_factory.mktemp("tls"))


@contextmanager
def another_door(rv: Shop, pair: tuple[Path, Path] | None = None, proxies: Sequence[str] = ()) -> Iterator[str]:
    """The same homepage by another server: with a certificate, or behind a proxy. Answers its address."""
    port = free_port()
    cert, key = pair or (None, None)

    async def make(jk: Any) -> Any:
        return await site(jk, addition())

    settings = replace(rv.web.settings, trusted_proxies=tuple(proxies))
    running = Site(rv.jk.policy.file, settings, make, port=port, jobs=None, cert=cert, key=key, jk=rv.jk)
    thread = threading.Thread(target=lambda: asyncio.run(running.run()), daemon=True)
    thread.start()
    url, verify = f"{'https' if cert else 'http'}://127.0.0.1:{port}", _trust(cert)
    answered(f"{url}/policy", verify=verify)
    try:
        yield url
    finally:
        running.stop()
        thread.join(PATIENCE)


def _trust(cert: Path | None) -> ssl.SSLContext | bool:
    return ssl.create_default_context(cafile=str(cert)) if cert else True


def kept_safe(rv: Shop, client: httpx.Client) -> None:
    """Somebody chooses their cookies and signs in: every answer wants TLS from now on, and every cookie travels by it
    alone."""
    _, given = rv.web.member()
    answers: list[httpx.Response] = []
    client.event_hooks["response"].append(answers.append)
    browser = Browser(client)
    browser.get("/")
    browser.post("/cookies/choose", {"choice": "all", "back": "/"}, page="/cookies")
    sign_in(browser, given)
    browser.get("/static/jikim.css")
    browser.get("/nowhere")
    assert len(answers) > 5
    names = set()
    for answer in answers:
        assert "max-age=63072000" in answer.headers["strict-transport-security"]
        for cookie in answer.headers.get_list("set-cookie"):
            assert "; secure" in cookie.lower(), cookie
            names.add(cookie.partition("=")[0])
    assert {"__Host-jikim_session", "__Host-jikim_csrf", "__Host-jikim_cookies"} <= names


@pytest.mark.clause("10.4")
def test_over_tls_every_answer_and_cookie_stays_there(rv: Shop, certificate: tuple[Path, Path]) -> None:
    """With a certificate the site speaks TLS and nothing else; HSTS is on every answer, and every cookie is secure."""
    with another_door(rv, certificate) as url, httpx.Client(base_url=url, verify=_trust(certificate[0])) as client:
        kept_safe(rv, client)
        with pytest.raises(httpx.TransportError):
            httpx.get(url.replace("https", "http") + "/policy", timeout=PATIENCE)


@pytest.mark.clause("10.4")
def test_behind_a_proxy_that_is_named_tls_is_asked_of_it(rv: Shop) -> None:
    """A named proxy's word counts: by TLS it is as above, in the clear from elsewhere it is refused; where none is
    named, what is said is nothing."""
    said = {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https"}
    clear = {**said, "x-forwarded-proto": "http"}
    with another_door(rv, proxies=["127.0.0.1"]) as url:
        # Cookies are secure here, and a browser sends them: to the proxy it spoke TLS.
        with httpx.Client(base_url=url, headers=said) as client:
            answer = client.get("/cookies")
            assert "max-age=63072000" in answer.headers["strict-transport-security"]
            assert all("; secure" in one.lower() for one in answer.headers.get_list("set-cookie"))
            assert answer.headers.get_list("set-cookie")
        for path in ("/", "/sign-in", "/my", "/policy", "/api/v1/use", "/static/jikim.css"):
            assert httpx.get(url + path, headers=clear).status_code == 403, path
    # Where none is named, whoever comes with a proxy's headers is not this machine.
    assert httpx.get(f"{rv.web.url}/policy", headers=said).status_code == 403


@contextmanager
def serving(
    place: Path, pair: tuple[Path, Path], dsns: Mapping[str, str]
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`jikim serve` with a certificate, as a process of its own. Answers it and its address."""
    port = free_port()
    named = {variable_of(name): dsn for name, dsn in dsns.items()} | {"JIKIM_RING_DIR": str(place / "ring")}
    command = [sys.executable, "-m", "jikim", "serve", str(HOMEPAGE), "--dir", str(place), "--port", str(port)]
    command += ["--cert", str(pair[0]), "--key", str(pair[1])]
    with subprocess.Popen(command, env=os.environ | named, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process, f"https://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.mark.clause("10.4")
def test_a_process_speaks_tls_to_people_and_to_its_databases(
    databases: Databases, certificate: tuple[Path, Path], tmp_path: Path
) -> None:
    """`jikim serve` answers by TLS alone, and reaches databases elsewhere by TLS alone, in each of its processes; a
    database with another certificate than the one that is trusted gets no word."""
    other = self_signed(_made(tmp_path / "other"))
    with postgres_over_tls(databases.dsns["live"], certificate) as door:
        dsns = {name: door.dsn(dsn) for name, dsn in databases.dsns.items()}
        with serving(_made(tmp_path / "one"), certificate, dsns) as (process, url):
            page = answered(f"{url}/sign-in", lambda: process.poll() is not None, verify=_trust(certificate[0]))
            assert page.status_code == 200
            assert "max-age=63072000" in page.headers["strict-transport-security"]
            assert all("; secure" in one.lower() for one in page.headers.get_list("set-cookie"))
            with pytest.raises(httpx.TransportError):
                httpx.get(f"{url.replace('https', 'http')}/policy", timeout=PATIENCE)
            with pytest.raises(httpx.TransportError):
                httpx.get(f"{url}/policy", timeout=PATIENCE, verify=_trust(other[0]))
        assert (set(door.by_tls) <= {"TLSv1.2", "TLSv1.3"}, door.in_clear) == (True, [])
        assert door.by_tls
        door.by_tls.clear()
        dsns = {name: door.dsn(dsn, other[0]) for name, dsn in databases.dsns.items()}
        with serving(_made(tmp_path / "two"), certificate, dsns) as (process, _):
            assert process.wait(PATIENCE) == 1
            assert process.stderr is not None
            assert "cannot be reached" in process.stderr.read()
        assert (door.by_tls, door.in_clear) == ([], [])


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.mark.clause("10.4")
@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])
def test_it_is_not_served_off_this_machine_in_the_clear(
    host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`jikim serve` refuses an address off loopback without a certificate or a named proxy, and says what to give."""
    monkeypatch.delenv("JIKIM_TRUSTED_PROXIES", raising=False)
    status = main(["serve", str(HOMEPAGE), "--host", host, "--dir", str(tmp_path)])
    assert status == 2
    told = capsys.readouterr().err
    assert "does not travel in the clear" in told
    assert "--cert" in told
    assert list(tmp_path.iterdir()) == []
