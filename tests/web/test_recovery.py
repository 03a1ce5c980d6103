"""The running process gets over what happens to its server: the keeper killed, the server killed, the disk full for a while."""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from tests.web.running import Running, running

import jikim
from jikim.errors import StoreError
from jikim.policy.model import PolicyFile

# The suites' helpers for small disks lie beside the fault tests.
sys.path.insert(0, str(Path(__file__).parent.parent / "faults"))
from small_disks import MOUNTS, fill, make_room, mounted  # noqa: E402

# On a quiet machine it takes two to five seconds, and ten are promised; here others may be at work.
SECONDS = 40.0


@pytest.fixture
def alone(homepage: PolicyFile, tmp_path: Path) -> Iterator[Running]:
    """A site with a server of its own."""
    with running(homepage, tmp_path / "data") as one:
        yield one


def state(web: Running) -> dict[str, int]:
    """Where the server's processes are."""
    return dict(json.loads((web.settings.directory / "server.json").read_bytes()))


def ready(web: Running) -> bool:
    """What `/api/ready` says."""
    try:
        return httpx.get(f"{web.url}/api/ready", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def ready_again(web: Running) -> float:
    """After how many seconds the site says that it is ready; fails where it takes too long."""
    begun = time.monotonic()
    while not ready(web):
        assert time.monotonic() - begun < SECONDS, "it does not get ready again"
        time.sleep(0.05)
    return time.monotonic() - begun


def member(web: Running) -> jikim.Person:
    """Somebody new, by the connections that do what is due: these may not have heard of it yet."""
    while True:
        try:
            return web.member()[0]
        except StoreError:
            time.sleep(0.1)


def gone(pid: int) -> None:
    """Waits until a process has ended."""
    while Path(f"/proc/{pid}/stat").exists() and b") Z" not in Path(f"/proc/{pid}/stat").read_bytes():
        time.sleep(0.01)


@pytest.mark.parametrize("who", ["keeper", "postmaster"])
def test_ready_again_after_its_server_was_killed(alone: Running, who: str) -> None:
    """Whoever of the two is killed: the same process is ready again, and takes and shows what it is given."""
    assert ready(alone)
    before = state(alone)
    os.kill(before[who], signal.SIGKILL)
    gone(before["postmaster"])
    begun = time.monotonic()
    ready_again(alone)
    assert state(alone)["postmaster"] != before["postmaster"]
    person = member(alone)
    took = time.monotonic() - begun
    assert took < SECONDS, took
    with alone.signed_in(person) as client:
        assert client.get("/my").status_code == 200


if MOUNTS:

    def test_ready_again_when_a_full_disk_has_room(homepage: PolicyFile) -> None:
        """The disk fills until the server is gone, and stays full for a while; where there is room the same process is ready again."""
        with ExitStack() as stack:
            where = Path(stack.enter_context(tempfile.TemporaryDirectory(dir="/tmp")))
            where.chmod(0o755)
            stack.enter_context(mounted(where, 360 * 1024))
            web = stack.enter_context(running(homepage, where / "data"))
            assert ready(web)
            fill(where)
            # It can neither go on nor start: its log of changes has no room.
            os.kill(state(web)["postmaster"], signal.SIGKILL)
            end = time.monotonic() + 8
            while time.monotonic() < end:
                ready(web)
                time.sleep(0.2)
            make_room(where)
            took = ready_again(web)
            assert took < SECONDS, took
