"""The tutorial is a program: its commands and programs are taken from the page and run in their order, beside the site
that it starts; and the how-tos of the frameworks go on from there."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from tests import unsynced
from tests.drawn import sampled
from tests.house.source import ROOT
from tests.waiting import PATIENCE, answered
from tests.web.running import free_port

from jikim.db.embedded import EmbeddedError

PAGE = ROOT / "docs" / "tutorial" / "first-site.md"
PORT = "8000"
JIKIM = [sys.executable, "-c", "import sys; from jikim.cli import main; sys.exit(main())"]
RUN = {
    "flask": ["-m", "flask", "--app", "shop", "run", "--port", "{port}"],
    "django": ["shop.py", "runserver", "--noreload", "{port}"],
    "fastapi": ["-m", "uvicorn", "shop:app", "--port", "{port}", "--log-level", "warning"],
}


class Walked(NamedTuple):
    """Where somebody is who has gone through the tutorial: in its directory, with its site running."""

    place: Path
    port: str
    environment: Mapping[str, str]
    said: list[str]


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    """The tutorial, gone through; what each command said is held against the page as it comes."""
    text, place = PAGE.read_text(encoding="utf-8"), tmp_path_factory.mktemp("tutorial")
    kept = {name: one for name, one in os.environ.items() if name == "JIKIM_PG_BIN" or not name.startswith("JIKIM_")}
    with suppress(EmbeddedError):
        kept["JIKIM_PG_BIN"] = str(unsynced.binaries())
    found = Walked(place, str(free_port()), kept, [])
    names = iter(re.findall(r"[Pp]ut this into `(\w+\.py)`", text))
    served: subprocess.Popen[str] | None = None
    try:
        for language, block in re.findall(r"^```(sh|python|text)\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
            if language == "python":
                (place / next(names)).write_text(block, encoding="utf-8")
            elif language == "text":
                assert found.said[-1] == block
            else:
                for line in block.splitlines():
                    if line.split()[1] == "serve":
                        command = [*JIKIM, *line.split()[1:], "--port", found.port]
                        served = subprocess.Popen(command, cwd=place, env=kept, stdout=subprocess.PIPE, text=True)
                        _look_around(text, found.port)
                    else:
                        found.said.append(_ran(found, line))
        yield found
    finally:
        if served is not None:
            served.terminate()
            assert served.wait(PATIENCE) == 0
            assert served.stdout is not None
            assert f"serving on http://127.0.0.1:{found.port}" in served.stdout.read()
            served.stdout.close()


def _ran(walked: Walked, line: str) -> str:
    """What a command of a page says."""
    program, *arguments = shlex.split(line)
    command = [*JIKIM, *arguments] if program == "jikim" else [sys.executable, "-W", "error", *arguments]
    ran = subprocess.run(
        command, cwd=walked.place, env=walked.environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def _look_around(text: str, port: str) -> None:
    """Every address that the page names answers."""
    for url in sorted(set(re.findall(rf"http://127\.0\.0\.1:{PORT}/\S+", text))):
        assert answered(url.replace(PORT, port)).status_code == 200, url


def test_the_tutorial_runs(walked: Walked) -> None:
    """From `jikim init` to a site that runs, a record that comes and is destroyed, and a ledger that verifies: all says
    what the page says."""
    assert b"rin.example" not in (walked.place / "ledger.jsonl").read_bytes()
    assert "jikim serve" in PAGE.read_text(encoding="utf-8")
    assert len(walked.said) >= 6


@pytest.mark.drawn
@pytest.mark.parametrize("name", sampled(RUN))
def test_a_framework_goes_on_from_the_tutorial(walked: Walked, name: str) -> None:
    """On the tutorial's policy and site, with the key that the page makes, the page's program joins a member and takes
    an order as the page sends them, reads what goes on the parcel, tells the policy's no and a wrong field, and hands
    the member on."""
    text = (ROOT / "docs" / "how-to" / f"{name}.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    (line,) = re.findall(r"^jikim key new .*$", text, re.MULTILINE)
    sent = [json.loads(body) for body in re.findall(r" -d '(.*)'$", text, re.MULTILINE)]
    key = _ran(walked, line).splitlines()[0]
    place, port = walked.place / name, str(free_port())
    place.mkdir()
    (place / "shop.py").write_text(program, encoding="utf-8")
    environment = {**walked.environment, "PRIVACY_URL": f"http://127.0.0.1:{walked.port}", "PRIVACY_KEY": key}
    command = [sys.executable, *(part.format(port=port) for part in RUN[name])]
    with open(place / "log", "wb") as log:
        process = subprocess.Popen(command, cwd=place, env=environment, stdout=log, stderr=log)
    try:
        answered(f"http://127.0.0.1:{port}/")
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as shop:
            member, order, wrong = sent
            member = {**member, "login_id": f"{name}.example", "email": f"{name}@example.com"}
            young = shop.post("/join", json={**member, "old_enough": False})
            assert (young.status_code, "age" in young.json()["error"]) == (403, True)
            joined = shop.post("/join", json=member)
            assert joined.status_code == 200, (joined.text, (place / "log").read_text())
            refused = shop.post("/orders", json=wrong)
            assert (refused.status_code, refused.json()["item"]) == (422, "phone")
            number = shop.post("/orders", json=order).json()["order"]
            label = shop.get(f"/orders/{number}/label").json()
            assert label == {"name": order["name"], "address": label["address"]}
            handed = shop.get("/my-data")
            assert (handed.status_code in (302, 303), "/hand-off?" in handed.headers["location"]) == (True, True)
    finally:
        process.terminate()
        process.wait(PATIENCE)
