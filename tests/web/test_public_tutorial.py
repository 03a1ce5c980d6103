"""The tutorial is a program: its commands and programs are taken from the page and run in their order, beside the site
that it starts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from tests.house.source import ROOT
from tests.web.running import free_port

PAGE = ROOT / "docs" / "tutorial" / "first-site.md"
PORT = "8000"

pytestmark = pytest.mark.usefixtures("ready_clusters")


def test_the_tutorial_runs(tmp_path: Path) -> None:
    """From `jikim init` to a site that runs, a record that comes and is destroyed, and a ledger that verifies: all says
    what the page says."""
    text = PAGE.read_text(encoding="utf-8")
    port = str(free_port())
    environment = {
        name: value for name, value in os.environ.items() if name == "JIKIM_PG_BIN" or not name.startswith("JIKIM_")
    }
    names = iter(re.findall(r"put this into `(\w+\.py)`", text))
    jikim = [sys.executable, "-c", "import sys; from jikim.cli import main; sys.exit(main())"]
    said: list[str] = []
    served: subprocess.Popen[str] | None = None
    try:
        for language, block in re.findall(r"^```(sh|python|text)\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
            if language == "python":
                (tmp_path / next(names)).write_text(block, encoding="utf-8")
            elif language == "text":
                assert said[-1] == block
            else:
                for line in block.splitlines():
                    program, *arguments = line.split()
                    if arguments[0] == "serve":
                        served = subprocess.Popen(
                            [*jikim, *arguments, "--port", port],
                            cwd=tmp_path,
                            env=environment,
                            stdout=subprocess.PIPE,
                            text=True,
                        )
                        _look_around(text, port)
                        continue
                    command = (
                        [*jikim, *arguments] if program == "jikim" else [sys.executable, "-W", "error", *arguments]
                    )
                    ran = subprocess.run(
                        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
                    )
                    assert ran.returncode == 0, ran.stdout + ran.stderr
                    said.append(ran.stdout)
    finally:
        if served is not None:
            served.terminate()
            assert served.wait(60) == 0
            assert served.stdout is not None
            assert f"serving on http://127.0.0.1:{port}" in served.stdout.read()
            served.stdout.close()
    assert b"rin.example" not in (tmp_path / "ledger.jsonl").read_bytes()


def _look_around(text: str, port: str) -> None:
    """Every address that the page names answers."""
    end = time.monotonic() + 90
    for url in sorted(set(re.findall(rf"http://127\.0\.0\.1:{PORT}/\S+", text))):
        while True:
            try:
                answer = httpx.get(url.replace(PORT, port), timeout=30)
                break
            except httpx.TransportError:
                assert time.monotonic() < end
                time.sleep(0.1)
        assert answer.status_code == 200, url
