"""The disk of the key ring, or of the databases, is full: a clear error, nothing half-done, and all goes on when there
is room again."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import psycopg
import pytest
from tests.conftest import Databases
from tests.faults.ending_servers import apart, start_again
from tests.faults.killing import Scene, Stage, check, stage  # noqa: F401
from tests.faults.making import order
from tests.faults.scenes import SCENES
from tests.faults.small_disks import DISK, MOUNTS, fill, limited, make_room, mounted

from jikim.app import Jikim
from jikim.errors import StoreError
from jikim.policy.model import PolicyFile

RESTRICTING = ["leave", "consent", "hold", "retire", "destroy", "goes"]


def refused(stage: Stage, jk: Jikim, scene: Scene, thing: object, where: str) -> None:
    """The scene is refused, twice, with the file's name and what to do; nothing is half-done."""
    for _ in range(2):
        stage.tally.tried(scene.name, DISK)
        with pytest.raises(StoreError) as error:
            scene.act(jk, thing)
        said = (
            "cannot be" in error.value.message and "key ring" in error.value.message and "room" in str(error.value.hint)
        )
        stage.tally.wrong(scene.name, DISK, [] if said else [str(error.value)], where)
        check(stage, scene, thing, DISK, where, boundary=True)


@pytest.mark.parametrize("verb", ["leave", "goes"])
def test_a_log_that_cannot_grow(stage: Stage, verb: str) -> None:
    """The restrictions log reaches the limit of a file in the middle of a line: the verb is refused until there is
    room."""
    scene = SCENES[verb]
    with stage.opened() as jk:
        for more in (0, 1, 57):
            thing = scene.prepare(stage.director)
            jk.move_clock(stage.director.now())
            size = (stage.directory / "ring" / "restrictions-live.log").stat().st_size
            with limited(size + more):
                refused(stage, jk, scene, thing, f"{more} bytes of room")
            scene.act(jk, thing)
            check(stage, scene, thing, DISK, f"{more} bytes of room, then once more", boundary=False)
    stage.watch.ledger(stage.director)


if MOUNTS:

    @pytest.fixture
    def small_ring(tmp_path: Path) -> Iterator[Path]:
        """The ring's directory on a disk of 256 KiB."""
        ring = tmp_path / "ring"
        ring.mkdir(mode=0o700)
        with mounted(ring, 256):
            yield ring

    @pytest.mark.parametrize("verb", RESTRICTING)
    def test_the_rings_disk_is_full(small_ring: Path, stage: Stage, verb: str) -> None:
        """What a verb restricts cannot be written beside the ring: it is refused, and done by one more try when there
        is room."""
        scene = SCENES[verb]
        with stage.opened() as jk:
            thing = scene.prepare(stage.director)
            jk.move_clock(stage.director.now())
            written = {"hold": "archive", "destroy": "archive", "retire": "keys"}.get(verb, "live")
            log = small_ring / f"restrictions-{written}.log"
            # The rest of the log's last page is room, too.
            with limited(log.stat().st_size + 10):
                fill(small_ring)
                refused(stage, jk, scene, thing, "full")
            make_room(small_ring)
            scene.act(jk, thing)
        check(stage, scene, thing, DISK, "full, then once more", boundary=False)
        stage.watch.ledger(stage.director)

    def test_a_house_is_made_on_a_full_disk(
        small_ring: Path, databases: Databases, homepage: PolicyFile, tmp_path: Path
    ) -> None:
        """The first ring cannot be written: the house says so and makes nothing by halves; with room it is made."""
        for pages in range(12):
            fill(small_ring, leaving=pages)
            with suppress(StoreError), Jikim(homepage, databases.settings(tmp_path)):
                pass
            make_room(small_ring)
        with Jikim(homepage, databases.settings(tmp_path)) as jk:
            ref = order(jk)
            assert jk.use(ref, purpose="delivery", items=["phone"])["phone"] == "+8225550101"

    @pytest.fixture(scope="module")
    def small_home() -> Iterator[Path]:
        """A server of this module's own on a small disk, where whoever it runs as can reach it."""
        with ExitStack() as stack:
            where = Path(stack.enter_context(tempfile.TemporaryDirectory(dir="/tmp")))
            where.chmod(0o755)
            stack.enter_context(mounted(where, 360 * 1024))
            stack.enter_context(apart(where / "data"))
            yield where

    class TestServer:
        """Of the databases."""

        @pytest.fixture
        def databases(self, small_home: Path) -> Iterator[Databases]:
            from tests.faults.ending_servers import emptied

            with emptied(small_home / "data") as found:
                yield found

        @pytest.mark.parametrize("verb", ["destroy"])
        def test_the_databases_disk_is_full(self, stage: Stage, small_home: Path, verb: str) -> None:
            """Full at one of its steps, its log of changes at an end too, so that the server may
            die of it."""
            assert play_full(stage, small_home, SCENES[verb], [3]) > 0

        @pytest.mark.long
        @pytest.mark.parametrize("verb", ["leave", "collect", "retire", "destroy", "goes", "forget-all"])
        def test_the_databases_disk_is_full_at_any_step(self, stage: Stage, small_home: Path, verb: str) -> None:
            """At twenty steps of each, with more or less room left."""
            assert play_full(stage, small_home, SCENES[verb], range(20), seed=7) > 0


def play_full(stage: Stage, disk: Path, scene: Scene, at: list[int] | range, seed: int = 0) -> int:
    """The disk fills at the `at`-th step; there is room again, the server recovers, and one retry converges. Answers
    how often a step failed."""
    chance = random.Random(seed)
    failures = 0
    for n in at:
        thing = scene.prepare(stage.director)
        passed: list[str] = []
        pages, switch = chance.randrange(4), chance.random() < 0.7

        def hook(
            step: str, when: str, n: int = n, passed: list[str] = passed, pages: int = pages, switch: bool = switch
        ) -> None:
            if when != "before":
                return
            passed.append(step)
            if len(passed) == n + 1:
                fill(disk, leaving=pages)
                if switch:
                    # What was prepared of the log of changes is used up.
                    with suppress(psycopg.Error):
                        for _ in range(8):
                            stage.watch.admin["live"].execute("SELECT pg_switch_wal()")
                            stage.watch.admin["live"].execute("CREATE TABLE IF NOT EXISTS public.room (x int)")
                            stage.watch.admin["live"].execute("DROP TABLE public.room")

        with stage.opened() as jk:
            jk.driver.hook = hook
            for pool in jk.driver.pools.values():
                pool.timeout = 3.0
            failed = False
            try:
                scene.act(jk, thing)
            except StoreError as error:
                failed = True
                stage.tally.wrong(scene.name, DISK, [] if error.hint or "connection" in error.message else [str(error)])
            jk.driver.hook = None
        make_room(disk)
        start_again(stage, disk / "data")
        # Else the log of changes of all the plays together fills a disk as small as this.
        stage.watch.admin["live"].execute("CHECKPOINT")
        where = f"full at {passed[n] if len(passed) > n else 'no'} step ({n})"
        stage.tally.tried(scene.name, DISK, failed)
        failures += failed
        check(stage, scene, thing, DISK, where, boundary=True)
        if failed:
            with stage.opened() as jk:
                scene.act(jk, thing)
        check(stage, scene, thing, DISK, f"{where}, then once more", boundary=False)
    stage.watch.ledger(stage.director)
    return failures
