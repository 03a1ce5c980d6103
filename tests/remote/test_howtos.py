"""The how-tos' programs are programs: each is taken from its page and run against a real server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from tests.api.conftest import ORDER, Served, served  # noqa: F401
from tests.house.test_readme import blocks
from tests.web.running import free_port

from jikim.api.keys import reachable
from jikim.api.routes import route_of

RUN = {
    "flask": ["-m", "flask", "--app", "shop", "run", "--port", "{port}"],
    "django": ["shop.py", "runserver", "--noreload", "{port}"],
    "fastapi": ["-m", "uvicorn", "shop:app", "--port", "{port}", "--log-level", "warning"],
}
_JOINED = {"login_id": "{name}", "password": "quiet heron walks 7", "name": "가나다", "email": "{name}@example.com"}


def _until_it_answers(process: subprocess.Popen[bytes], url: str) -> None:
    for _ in range(600):
        assert process.poll() is None, "the program ended"
        try:
            httpx.get(url)
            return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("nobody answered")


def _key(served: Served, name: str) -> str:  # noqa: F811
    """The key that the page has made, by its own words."""
    (line,) = [one for one in blocks(f"docs/how-to/{name}.md", "sh")[0].splitlines() if one.startswith("jikim key new")]
    said, known = dict(re.findall(r"--(\w+) (\S+)", line)), reachable(served.jk.policy)
    reach = {
        f"{what}s": known[what] if said.get(f"{what}s") == "all" else said.get(f"{what}s", "").split(",")
        for what in known
    }
    names = {what: [one for one in named if one] for what, named in reach.items()}
    return served.key(*names.pop("purposes"), may=tuple(said["may"].split(",")), name=f"{name}-shop", **names)[1]


@pytest.mark.parametrize("name", sorted(RUN))
def test_a_program_of_a_page_runs(served: Served, tmp_path: Path, name: str) -> None:  # noqa: F811
    """It joins a member, takes an order, reads what goes on the parcel, tells the policy's no and a wrong value, and
    hands the member on."""
    (program,) = blocks(f"docs/how-to/{name}.md", "python")
    (tmp_path / "shop.py").write_text(program, encoding="utf-8")
    port = free_port()
    key = _key(served, name)
    environment = {**os.environ, "PRIVACY_URL": served.url, "PRIVACY_KEY": key}
    command = [sys.executable, *(part.format(port=port) for part in RUN[name])]
    with open(tmp_path / "log", "wb") as log:
        process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        _until_it_answers(process, url)
        with httpx.Client(base_url=url, timeout=30) as shop:
            form = {field: value.format(name=f"{name}joins") for field, value in _JOINED.items()}
            young = shop.post("/join", json={**form, "old_enough": False})
            assert (young.status_code, young.json()["clause"]) == (403, "1.2")
            joined = shop.post("/join", json={**form, "old_enough": True})
            assert joined.status_code == 200, (joined.text, (tmp_path / "log").read_text())
            wrong = shop.post("/orders", json={**ORDER, "phone": "1"})
            assert (wrong.status_code, wrong.json()["item"]) == (422, "phone")
            order = shop.post("/orders", json=ORDER).json()["order"]
            label = shop.get(f"/orders/{order}/label")
            assert set(label.json()) == {"name", "address"}
            assert label.json()["name"] == "가나다"
            handed = shop.get("/my-data")
            assert handed.status_code in (302, 303)
            assert handed.headers["location"].startswith(f"{served.url}/hand-off?")
    finally:
        process.terminate()
        process.wait(20)


def test_the_pages_name_routes_that_are_there() -> None:
    """Every path of the API that the pages name is a route or lies beside them."""
    beside = {"/api/v1/openapi.json", "/api/v1", "/api/health", "/api/ready", "/api/metrics"}
    root = Path(__file__).parents[2]
    for page in ("rest", "serve"):
        text = (root / "docs" / "how-to" / f"{page}.md").read_text(encoding="utf-8")
        named = set(re.findall(r"/api/[a-z0-9/.-]*[a-z0-9]", text)) - beside
        assert [path for path in named if route_of(path) is None] == []
