"""Killed, failed and out of room: at every step of a backup, what looks like a set is one, and the next run puts the
rest right."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from tests.backup.stored import KEY, made, means, open_rows, programs, whole  # noqa: F401
from tests.conftest import Cast, Databases

from jikim.app import Jikim
from jikim.backup.dump import Means
from jikim.backup.keep import Keep
from jikim.backup.read_back import verify
from jikim.backup.sets import Set, list_sets, partials
from jikim.errors import JikimError, StoreError
from jikim.jobs import backup as job


class Killed(BaseException):
    """The process ends here: nothing catches it, nothing is tidied up."""


def bomb(at: int, blast: Callable[[], None], passed: list[str], *, every: bool = True) -> Callable[[str, str], None]:
    """Blasts at the `at`-th hook call. Not `every`: what is after a step is before the next, so that "after" is enough."""

    def hook(step: str, when: str) -> None:
        if not every and when == "before":
            return
        passed.append(f"{step}:{when}")
        if len(passed) == at + 1:
            blast()

    return hook


def killed() -> None:
    raise Killed


def failed() -> None:
    raise StoreError("the step failed", ko=("실패함", ""))


def check(jk: Jikim, means: Means, place: Path, where: str) -> None:
    """What has a set's name is whole to the last row."""
    for one in list_sets(place, KEY, "data"):
        assert isinstance(one, Set), (where, one)
        verify(one, means.programs)


def settle(jk: Jikim, means: Means, place: Path, where: str, keep: Keep) -> None:
    """One more run, and nothing is half done: on the disk, and in the database."""
    job.backup(jk.driver, jk.house, means, place, keep)
    assert partials(place, "data") == [], where
    assert open_rows(jk) == [], where
    on_disk = {one.number for one in list_sets(place, KEY, "data") if isinstance(one, Set)}
    standing = {row.number for row in job.backups(jk.driver) if row.pruned is None}
    assert on_disk == standing, where


@pytest.mark.clause("10.2")
def test_a_backup_is_killed_at_its_steps(jk: Jikim, means: Means, tmp_path: Path) -> None:
    """Killed after every seventh step, a run leaves whole sets and partial ones; the next run converges."""
    ends_at_steps(jk, means, tmp_path, killed, every=False, stride=7)


@pytest.mark.long
@pytest.mark.parametrize("blast", [killed, failed])
def test_a_backup_ends_at_every_step(jk: Jikim, means: Means, tmp_path: Path, blast: Callable[[], None]) -> None:
    """Killed, or failed, before and after every step, likewise."""
    ends_at_steps(jk, means, tmp_path, blast, every=True)


def ends_at_steps(
    jk: Jikim, means: Means, tmp_path: Path, blast: Callable[[], None], *, every: bool, stride: int = 1
) -> None:
    place, keep = tmp_path / "sets", Keep(1, None)
    job.backup(jk.driver, jk.house, means, place, keep)
    for at in range(0, 100, stride):
        passed: list[str] = []
        jk.driver.hook = bomb(at, blast, passed, every=every)
        ended = False
        try:
            job.backup(jk.driver, jk.house, means, place, keep)
        except (Killed, StoreError):
            ended = True
        jk.driver.hook = None
        check(jk, means, place, passed[-1])
        if blast is failed:
            # Who lives tidies up at once.
            assert partials(place, "data") == [] or "remove" in passed[-1]
        if not ended:
            break
        settle(jk, means, place, passed[-1], keep)
    steps = {name.partition(":")[0] for name in passed}
    assert {
        "set.begin",
        "backup.directory",
        "backup.dump.live",
        "backup.dump.archive",
        "backup.manifest",
        "backup.read",
        "backup.name",
        "set.verified",
        "set.pruned",
        "backup.remove",
    } <= steps
    assert at >= len(steps) - 1


CHILD = """
import json, os, resource, signal, sys
from pathlib import Path
order = json.loads(sys.argv[1])
from jikim.app import Jikim, read_policy
from jikim.backup.dump import Means
from jikim.backup.keep import Keep
from jikim.backup.programs import find_programs
from jikim.jobs import backup as job
from jikim.settings import Settings
from jikim.errors import JikimError
jk = Jikim(read_policy(order["policy"]), Settings(Path(order["directory"]), ring=Path(order["directory"]) / "ring", **order["there"]))
passed = []
def hook(step, when):
    passed.append(step)
    if len(passed) == order["at"] + 1:
        print(step, when, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
jk.driver.hook = hook
if order["limit"]:
    resource.setrlimit(resource.RLIMIT_FSIZE, (order["limit"], order["limit"]))
means = Means(order["readers"], find_programs(), bytes.fromhex(order["key"]))
try:
    job.backup(jk.driver, jk.house, means, Path(order["place"]), Keep(1, None))
except JikimError as error:
    print(error)
    sys.exit(1)
"""


@pytest.fixture
def child(databases: Databases, tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """Starts a process that makes a backup: `at` is the step it is killed in, `limit` the most bytes that a file may
    have."""
    from tests.conftest import HOMEPAGE

    def start(place: Path, at: int = 10_000, limit: int = 0) -> subprocess.Popen[str]:
        order = {
            "policy": str(HOMEPAGE),
            "directory": str(tmp_path),
            "there": {"dsns": databases.dsns, "people": databases.people},
            "readers": databases.readers,
            "key": KEY.hex(),
            "place": str(place),
            "at": at,
            "limit": limit,
        }
        return subprocess.Popen([sys.executable, "-c", CHILD, json.dumps(order)], stdout=subprocess.PIPE, text=True)

    return start


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    said, _ = process.communicate(timeout=120)
    return process.returncode, said


def _sigkilled(jk: Jikim, means: Means, place: Path, child: Callable[..., subprocess.Popen[str]], at: int) -> str:
    code, where = ended(child(place, at))
    if code == 0:
        return ""
    assert code == -signal.SIGKILL, where
    check(jk, means, place, where)
    settle(jk, means, place, where, Keep(1, None))
    return where.split()[0]


def test_a_process_is_ended_by_the_kernel(
    jk: Jikim, cast: Cast, means: Means, tmp_path: Path, child: Callable[..., subprocess.Popen[str]]
) -> None:
    """SIGKILL when the set has a name that nobody was told of."""
    place = tmp_path / "sets"
    passed: list[str] = []
    jk.driver.hook = bomb(10_000, killed, passed)
    job.backup(jk.driver, jk.house, means, place)
    jk.driver.hook = None
    # A new process reads the policy first, whose steps are before those of the backup: the hook is set after that.
    assert _sigkilled(jk, means, place, child, passed.index("backup.name:after")) == "backup.name"


@pytest.mark.long
def test_a_process_is_ended_by_the_kernel_everywhere(
    jk: Jikim, cast: Cast, means: Means, tmp_path: Path, child: Callable[..., subprocess.Popen[str]]
) -> None:
    """SIGKILL before and after every step."""
    place = tmp_path / "sets"
    met = []
    for at in range(100):
        if not (where := _sigkilled(jk, means, place, child, at)):
            break
        met.append(where)
    assert {"set.begin", "backup.dump.live", "backup.manifest", "backup.read", "set.verified", "backup.remove"} <= set(
        met
    )


@pytest.mark.long
def test_a_process_is_ended_at_any_moment(
    jk: Jikim, cast: Cast, means: Means, tmp_path: Path, child: Callable[..., subprocess.Popen[str]]
) -> None:
    """SIGKILL twenty times, some hundredths of a second later each time: within a dump, a chunk, a reading."""
    place = tmp_path / "sets"
    for n in range(20):
        process = child(place)
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.9 + n * 0.05)
        process.kill()
        ended(process)
        check(jk, means, place, f"after {n}")
    settle(jk, means, place, "at the end", Keep(1, None))


@contextmanager
def narrow(directory: Path, size: int) -> Iterator[bool]:
    """A small file system at a directory, where we may mount one; whether there is one."""
    directory.mkdir()
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(directory)], capture_output=True, check=False
        ).returncode
    )
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(directory)], check=True)


@pytest.mark.parametrize(
    "limit", [4096, pytest.param(20_000, marks=pytest.mark.long), pytest.param(120_000, marks=pytest.mark.long)]
)
def test_a_file_that_may_not_grow_ends_the_run(
    jk: Jikim, cast: Cast, means: Means, tmp_path: Path, child: Callable[..., subprocess.Popen[str]], limit: int
) -> None:
    """Where a file takes no more, the run says so and where, and leaves nothing; with room again, it works."""
    place = tmp_path / "sets"
    code, said = ended(child(place, limit=limit))
    assert code == 1
    assert f"`{place}` takes no more: file too large" in said
    assert list(place.glob("jikim-*")) == []
    settle(jk, means, place, "with room", Keep(14, None))


@pytest.mark.one_server("a disk with room for one server's set")
def test_a_full_disk_ends_the_run(jk: Jikim, cast: Cast, means: Means, tmp_path: Path) -> None:
    """On a file system without room the run says so and leaves nothing; the older set is still there, whole."""
    place = tmp_path / "small"
    with narrow(place, 2 * 1024 * 1024) as mounted:
        job.backup(jk.driver, jk.house, means, place)
        if mounted:
            filler = place / "filler"
            filler.write_bytes(bytes(shutil.disk_usage(place).free - 50_000))
            said = "`.*small` takes no more: no space left on device"
            with pytest.raises(JikimError, match=said):
                job.backup(jk.driver, jk.house, means, place)
            filler.unlink()
        else:
            before = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
            try:
                with pytest.raises(JikimError, match=r"`.*small` takes no more"):
                    job.backup(jk.driver, jk.house, means, place)
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert [one.number for one in whole(place)] == [1]
        check(jk, means, place, "full")
