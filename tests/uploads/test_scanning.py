"""Scanning with a real clamd (clause 10.3): what is found is refused, old signatures are told, and nobody takes silence
for a scan."""

from __future__ import annotations

import asyncio
import base64
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from tests.api.conftest import Served, served, shop  # noqa: F401
from tests.conftest import Cast
from tests.uploads import samples
from tests.uploads.scanner import EICAR, clamd
from tests.uploads.test_doors import WORDS, ways
from tests.waiting import PATIENCE
from tests.web.running import free_port

from jikim.app import Jikim
from jikim.errors import InvalidError
from jikim.policy.compile import compile_policy
from jikim.settings import Settings
from jikim.uploads import Accepted, accept, unpack
from jikim.uploads import clamd as client
from jikim.uploads.clamd import ScannerError, scan, version
from jikim.uploads.scanning import interval_of, scanner_of


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A clamd with signatures of today."""
    with clamd(tmp_path_factory.mktemp("c")) as address:
        yield address


def take(content: bytes, address: str | None, uploads: str = "refuse", name: str = "file.txt") -> Accepted:
    """What is accepted of a content, with a scanner at an address."""
    return asyncio.run(accept(Settings(directory=Path("nowhere"), clamd=address, uploads=uploads), name, content))


def state(address: str | None, **interval: float) -> str:
    """How a scanner stands."""
    found = scanner_of(Settings(directory=Path("nowhere"), clamd=address), timedelta(**interval or {"days": 1}))
    return asyncio.run(found).state


@pytest.mark.clause("10.3")
def test_what_the_scanner_finds_is_refused(scanner: str) -> None:
    """EICAR's test file is refused whatever it is called and whatever the settings say, and also inside a document;
    others are taken."""
    for uploads in ("refuse", "quarantine"):
        for content in (EICAR, samples.document(extra={"word/media/note.xml": EICAR})):
            with pytest.raises(InvalidError) as refused:
                take(content, scanner, uploads, "사진.jpg")
            assert "virus" in refused.value.said("en")
            assert "바이러스" in refused.value.said("ko")
    for content in (samples.PDF, samples.picture(), "안녕하세요".encode(), samples.document(), b"x" * 3_000_000):
        assert take(content, scanner).scanned is not None


@pytest.mark.clause("10.3")
def test_the_scanner_is_asked_over_tcp_too(tmp_path: Path) -> None:
    """A host and a port name a scanner as well as a path does."""
    with clamd(tmp_path, tcp=free_port()) as address:
        assert state(address) == "fresh"
        assert take(samples.PDF, address).scanned is not None
        assert asyncio.run(scan(address, EICAR)) == "Eicar-Test-Signature.UNOFFICIAL"


@pytest.mark.clause("10.3")
@pytest.mark.parametrize(("days", "stands"), [(0, "fresh"), (1, "fresh"), (3, "stale"), (30, "old"), (None, "unknown")])
def test_the_age_of_the_signatures_counts(tmp_path: Path, days: int | None, stands: str) -> None:
    """Past the safeguard's interval they are told as stale; a week old, or of no known age, a "nothing found" is no
    scan. A find stays a find."""
    with clamd(tmp_path, days=days) as address:
        assert state(address) == stands
        if stands in ("fresh", "stale"):
            assert take(samples.PDF, address).scanned is not None
        else:
            with pytest.raises(InvalidError) as refused:
                take(samples.PDF, address)
            assert "지금은" in refused.value.said("ko")
            assert take(samples.PDF, address, "quarantine").scanned is None
        with pytest.raises(InvalidError) as refused:
            take(EICAR, address, "quarantine")
        assert "virus" in refused.value.said("en")
        assert state(address, days=60) == ("fresh" if stands == "stale" else stands)


def test_the_interval_is_the_policys(homepage: object) -> None:
    """How often new signatures are wanted stands in the policy's safeguard."""
    assert interval_of(compile_policy(homepage)) == timedelta(days=1)  # type: ignore[arg-type]


@contextmanager
def pretender(*answers: bytes, wait: float = 0) -> Iterator[str]:
    """Something that listens where a scanner should, and says these words to whoever comes."""
    server = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve() -> None:
        for answer in answers:
            try:
                conn, _ = server.accept()
            except OSError:
                return
            with conn:
                over.wait(wait)
                conn.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"127.0.0.1:{server.getsockname()[1]}"
    over.set()
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(PATIENCE)


@pytest.mark.clause("10.3")
def test_nobody_takes_silence_for_a_scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a scanner, with one that is gone, slow, or speaks in other words, an upload is refused, or waits in
    quarantine, as set."""
    monkeypatch.setattr(client, "ANSWER_SECONDS", 0.2)
    good = b"ClamAV 1.4.6/27000/Wed Nov 25 08:00:00 2026\0"
    with (
        pretender(b"", b"") as mute,
        pretender(good, b"stream: nonsense\0", good, b"INSTREAM size limit exceeded. ERROR\0") as odd,
    ):
        for address in (None, str(tmp_path / "nobody"), f"127.0.0.1:{free_port()}", "nonsense", mute, odd):
            assert state(address) != "fresh" or address == odd
            with pytest.raises(InvalidError):
                take(samples.PDF, address)
    with pretender(good, b"too late", wait=5) as slow, pytest.raises(ScannerError):
        asyncio.run(version(slow))
    with pretender(b"HTTP/1.1 400 Bad Request\r\n\r\n") as web, pytest.raises(ScannerError):
        asyncio.run(version(web))
    assert take(samples.PDF, None, "quarantine").scanned is None


def test_a_content_larger_than_the_scanner_takes_is_not_scanned(tmp_path: Path) -> None:
    """Where clamd hangs up in the middle, its refusal is read and nothing counts as scanned."""
    with clamd(tmp_path) as address:
        conf = tmp_path / "clamd.conf"
        assert conf.exists()
    conf.write_text(conf.read_text() + "StreamMaxLength 100K\n")
    import subprocess

    from tests.uploads import scanner as made

    process = subprocess.Popen(
        [made.PROGRAM or "", "-c", str(conf)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        made._wait(process, address)
        with pytest.raises(ScannerError):
            asyncio.run(scan(address, bytes(5_000_000)))
        with pytest.raises(InvalidError):
            take(b"x" * 3_000_000, address)
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.mark.clause("10.3")
def test_no_way_leads_around_the_scan(jk: Jikim, cast: Cast, tmp_path: Path) -> None:
    """By every way of the SDK, what the scanner finds, what is not on the list and what holds a number never taken is left
    out, and nothing of it kept, while what was written stands; the rest is scanned."""
    with clamd(tmp_path / "clamd") as address:
        jk.settings = replace(jk.settings, clamd=address, uploads="refuse")
        for way in ways(jk, cast).values():
            for content, why in (
                (EICAR, "virus"), (b"MZ\x90\x00" + bytes(100), "type"), (b"<!DOCTYPE html><p>", "type"), (b"900101-1234568", "number"),
            ):  # fmt: skip
                done = way(content)
                assert done.files == (why,)
                values = jk.use(done.ref, purpose="support")
                assert values["text"]
                assert (content in values["files"]) is False
                assert [(file.left_out, file.content) for file in unpack(values["files"])] == [(why, None)]
            ref = way("안녕하세요".encode()).ref
            [file] = unpack(jk.use(ref, purpose="support", items=["files"])["files"])
            assert (file.name, file.content, file.scanned is not None) == ("file.txt", "안녕하세요".encode(), True)


@pytest.mark.clause("10.3")
def test_what_comes_by_rest_is_scanned(
    served: Served, shop: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same door: what the scanner finds is left out, and the answer says so; nothing of it is kept."""
    person, _ = served.member()
    body = {
        "kind": "enquiry",
        "channel": "board",
        "subject": {"subject": str(person.subject), "kind": "member"},
        "old_enough": True,
    }
    with clamd(tmp_path / "clamd") as address:
        inside = served.inside
        monkeypatch.setattr(inside, "settings", replace(served.settings, clamd=address, uploads="refuse"))
        for content, told in ((EICAR, ["virus"]), ("안녕하세요".encode(), [])):
            files = {"files": base64.b64encode(content).decode()}
            answer = shop.post("/collect", json={**body, "values": WORDS, "files": files})
            assert (answer.status_code, answer.json()["files"]) == (200, told), answer.text
    shown = served.jk.show(person.subject)
    assert [
        [file.left_out for file in unpack(card.values["files"])] for card in shown.cards if card.ref.kind == "enquiry"
    ] == [["virus"], [None]]
