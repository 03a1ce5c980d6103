"""`jikim key`, `jikim webhook` and the journal of `jikim serve`, as they are typed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests import unsynced
from tests.conftest import HOMEPAGE
from tests.waiting import PATIENCE, answered
from tests.web.running import free_port

from jikim.app import Jikim
from jikim.cli import main
from jikim.policy.model import PolicyFile
from jikim.settings import Settings

pytestmark = pytest.mark.usefixtures("ready_clusters")


def _said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(list(words)) == code
    found = capsys.readouterr()
    return found.out if code == 0 else found.err


@pytest.fixture
def house(homepage: PolicyFile, tmp_path: Path) -> Iterator[Path]:
    """A directory with a house in it, whose server stands while commands come and go."""
    with unsynced.start(tmp_path):
        with Jikim(homepage, Settings(directory=tmp_path)):
            pass
        yield tmp_path


def test_keys_and_webhooks_are_made_listed_and_ended(
    house: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key is printed once and its purposes are listed; a revoked one is listed as that; a webhook likewise, with its
    secret once."""
    policy, where = str(HOMEPAGE), ("--dir", str(house))
    key = _said(
        capsys, "key", "new", policy, "shop", "--purposes", "delivery,billing", "--may", "people", "--records", "order", "--channels", "all",
        "--events", "paid", "--consents", "marketing.events", *where
    ).strip()  # fmt: skip
    assert key.startswith("jk_")
    assert len(key) == 67
    rows: list[dict[str, Any]] = json.loads(_said(capsys, "key", "list", policy, "--json", *where))
    assert [(one["name"], one["purposes"], one["may"], one["revoked"]) for one in rows] == [
        ("shop", ["billing", "delivery"], ["people"], None)
    ]
    assert [rows[0][what] for what in ("records", "events", "consents")] == [["order"], ["paid"], ["marketing.events"]]
    assert {"homepage", "automatic"} <= set(rows[0]["channels"])
    assert not {"paper", "phone", "fax", "partner"} & set(rows[0]["channels"])
    assert key not in _said(capsys, "key", "list", policy, *where)
    number = str(rows[0]["number"])
    assert f"key {number} is revoked" in _said(capsys, "key", "revoke", policy, number, *where)
    assert "revoked before" in _said(capsys, "key", "revoke", policy, number, *where, code=2)
    assert "no key number 99" in _said(capsys, "key", "revoke", policy, "99", *where, code=1)
    assert "revoked" in _said(capsys, "key", "list", policy, *where)
    assert "no purpose `flying`" in _said(capsys, "key", "new", policy, "shop", "--purposes", "flying", *where, code=1)

    assert "leads inwards" in _said(
        capsys, "webhook", "add", policy, "http://127.0.0.1:9/hooks", "--events", "*", *where, code=1
    )
    monkeypatch.setenv("JIKIM_WEBHOOK_NETWORKS", "127.0.0.0/8")
    secret = _said(
        capsys, "webhook", "add", policy, "http://127.0.0.1:9/hooks", "--events", "subject:leave,record:*", *where
    ).strip()
    assert secret.startswith("whsec_")
    hook = json.loads(_said(capsys, "webhook", "list", policy, "--json", *where))[0]
    assert (hook["url"], hook["events"], hook["waiting"]) == (
        "http://127.0.0.1:9/hooks",
        ["record:*", "subject:leave"],
        0,
    )
    assert secret not in _said(capsys, "webhook", "list", policy, *where)
    assert _said(capsys, "webhook", "dead", policy, *where) == ""
    assert "0 messages" in _said(capsys, "webhook", "replay", policy, hook["webhook"], *where)
    assert "is over" in _said(capsys, "webhook", "end", policy, hook["webhook"], *where)
    assert "no webhook" in _said(capsys, "webhook", "end", policy, hook["webhook"], *where, code=2)
    assert "no place for personal data" in _said(
        capsys, "webhook", "add", policy, "http://example.com", "--events", "*", *where, code=1
    )


def test_partners_keys_are_made_listed_and_ended(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A partner's secret is printed once, its key listed and ended; a partner that the policy does not declare gets
    none."""
    policy, where = str(HOMEPAGE), ("--dir", str(house))
    assert "no such partner" in _said(capsys, "partner", "key", policy, "nobody", *where, code=2)
    secret = _said(capsys, "partner", "key", policy, "reseller", *where).strip()
    assert secret.startswith("whsec_")
    (row,) = json.loads(_said(capsys, "partner", "list", policy, "--json", *where))
    assert (row["partner"], row["ended"]) == ("reseller", None)
    assert secret not in _said(capsys, "partner", "list", policy, *where)
    assert "is over" in _said(capsys, "partner", "end", policy, "reseller", row["key"], *where)
    assert "no key" in _said(capsys, "partner", "end", policy, "reseller", row["key"], *where, code=2)
    assert "no key" in _said(capsys, "partner", "end", policy, "reseller", "seven", *where, code=2)
    assert "ended" in _said(capsys, "partner", "list", policy, *where)


def test_serve_answers_and_writes_a_journal(tmp_path: Path) -> None:
    """`jikim serve --log json` answers, writes a line of JSON for each request and for what it lacks, and ends at SIGTERM."""
    port = free_port()
    code = "import sys; from jikim.cli import main; sys.exit(main())"
    kept = ("JIKIM_PG_BIN",)
    environment = {name: one for name, one in os.environ.items() if name in kept or not name.startswith("JIKIM_")}
    command = [
        sys.executable,
        "-c",
        code,
        "serve",
        str(HOMEPAGE),
        "--port",
        str(port),
        "--log",
        "json",
        "--jobs",
        "0",
        "--dir",
        str(tmp_path / "data"),
    ]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        answered(f"http://127.0.0.1:{port}/api/health", lambda: process.poll() is not None)
        assert httpx.get(f"http://127.0.0.1:{port}/api/ready").status_code == 200
        httpx.get(f"http://127.0.0.1:{port}/policy?who=ganada@example.com")
    finally:
        process.send_signal(signal.SIGTERM)
        _, journal = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    lines = [json.loads(line) for line in journal.splitlines()]
    assert ("/api/ready", 200) in [(line["route"], line["status"]) for line in lines if "route" in line]
    assert any("JIKIM_SMTP" in line["message"] for line in lines if line.get("event") == "lacking")
    assert "ganada" not in journal


@pytest.mark.long
def test_a_second_serve_on_a_port_refuses(tmp_path: Path) -> None:
    """Where somebody answers already, `jikim serve` says so, touches no database and ends."""
    code = "import sys; from jikim.cli import main; sys.exit(main())"
    with socket.socket() as taken:
        # As servers take their ports: others that do the same would share it.
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-c", code, "serve", str(HOMEPAGE), "--dir", str(tmp_path / "data"), "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 1
    assert f"port {port}" in done.stderr
    assert "--port" in done.stderr
    assert not (tmp_path / "data").exists()
