"""The running process gets over what happens to its server: the keeper killed, the server killed, the disk full for a
while."""

from __future__ import annotations

import json
import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest
from tests.faults.small_disks import MOUNTS, fill, make_room, mounted
from tests.waiting import PATIENCE, eventually
from tests.web.running import Running, running

import jikim
from jikim.db.connections import RECONNECT_SECONDS
from jikim.db.recovering import STILL_SECONDS
from jikim.errors import StoreError
from jikim.policy.model import PolicyFile
from jikim.web.running import MEND_SECONDS

# What is promised of waiting. What is worked meanwhile takes as long as the machine needs, and is measured by `make
# bench` (row `recovery`).
PROMISED = 10.0
WAITED = 200


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
        return httpx.get(f"{web.url}/api/ready", timeout=PATIENCE).status_code == 200
    except httpx.TransportError:
        return False


class Waits:
    """What a site waits for until it is ready again, counted and not timed: each look for its server that found none at
    work, and each try to connect that failed once there was one. Made when the server may be had again."""

    def __init__(self, web: Running, monkeypatch: pytest.MonkeyPatch) -> None:
        self._web, self._looks, self._in_vain = web, 0, 0
        self._waited = 0  # how often the look that is under way was found so
        self._missed = self._tries()
        look = web.jk.mend_server

        def counted() -> bool:
            worked = self._worked()
            self._looks, self._waited = self._looks + 1, 0
            try:
                mended = look()
            finally:
                self._in_vain += self._worked() == worked
            if mended:
                self._missed = self._tries()
            return mended

        monkeypatch.setattr(web.jk, "mend_server", counted)

    def _worked(self) -> float:
        """When the server that recovers was last seen at work."""
        assert self._web.jk._server is not None
        return self._web.jk._server._recovery.worked

    def _tries(self) -> dict[str, int]:
        assert self._web.inside is not None
        pools = self._web.inside.driver.pools
        return {name: int(pool.get_stats().get("connections_errors", 0)) for name, pool in pools.items()}

    def until_looked(self, times: int, *, meanwhile: Callable[[], None]) -> None:
        """Until the site has looked for its server so often, in vain; or has a look under way that waits for a server which
        begins its recovery again and again."""

        def looked() -> bool:
            meanwhile()
            self._waited += self._looks > 0
            return (self._looks >= times or self._waited >= WAITED) and not ready(self._web)

        eventually(looked, f"{times} looks for its server")

    def until_ready(self) -> float:
        """The seconds that were waited, at the most that each wait may take."""
        eventually(lambda: ready(self._web), "ready again")
        missed = max(tries - self._missed[name] for name, tries in self._tries().items())
        return self._in_vain * MEND_SECONDS + STILL_SECONDS + missed * RECONNECT_SECONDS


def member(web: Running) -> jikim.Person:
    """Somebody new, by the connections that do what is due: these may not have heard of it yet."""

    def joined() -> jikim.Person | None:
        with suppress(StoreError):
            return web.member()[0]
        return None

    made = eventually(joined, "a member")
    assert made is not None
    return made


def gone(pid: int) -> None:
    """Waits until a process has ended. It may end between two looks at it."""
    with suppress(FileNotFoundError, ProcessLookupError):
        eventually(lambda: b") Z" in Path(f"/proc/{pid}/stat").read_bytes(), "its end")


@pytest.mark.usefixtures("ready_clusters")
@pytest.mark.parametrize("who", ["keeper", "postmaster"])
def test_ready_again_after_its_server_was_killed(alone: Running, who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever of the two is killed: the same process is ready again without waiting long, and takes and shows what it
    is given."""
    assert ready(alone)
    before, waits = state(alone), Waits(alone, monkeypatch)
    os.kill(before[who], signal.SIGKILL)
    gone(before["postmaster"])
    assert waits.until_ready() <= PROMISED
    assert state(alone)["postmaster"] != before["postmaster"]
    person = member(alone)
    with alone.signed_in(person) as client:
        assert client.get("/my").status_code == 200


if MOUNTS:

    @pytest.mark.long
    @pytest.mark.usefixtures("ready_clusters")
    def test_ready_again_when_a_full_disk_has_room(homepage: PolicyFile, monkeypatch: pytest.MonkeyPatch) -> None:
        """The disk fills until the server is gone, and stays full for a while; where there is room the same process is
        ready again."""
        with ExitStack() as stack:
            where = Path(stack.enter_context(tempfile.TemporaryDirectory(dir="/tmp")))
            where.chmod(0o755)
            stack.enter_context(mounted(where, 360 * 1024))
            web = stack.enter_context(running(homepage, where / "data"))
            assert ready(web)
            fill(where)
            # It can neither go on nor start: its log of changes has no room.
            os.kill(state(web)["postmaster"], signal.SIGKILL)
            with monkeypatch.context() as meanwhile:
                Waits(web, meanwhile).until_looked(3, meanwhile=lambda: fill(where))
            assert not ready(web)
            waits = Waits(web, monkeypatch)
            make_room(where)
            assert waits.until_ready() <= PROMISED
