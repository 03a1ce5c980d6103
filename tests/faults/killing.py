"""Killing a Jikim at each of its steps, in three forms: in process, by SIGKILL, and by the end of PostgreSQL's backend.

The steps are not listed anywhere: a scene is played again and again and killed one hook call later each time, until it
is no longer killed. So a step that is added to a verb is covered from the day it is there.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import psycopg
import pytest
from tests.conftest import ROOT, START, Databases
from tests.faults.counting import Tally
from tests.invariants import Watch, watching
from tests.waiting import eventually

from jikim.app import Jikim
from jikim.db.schema import DATABASES
from jikim.db.spread import database_of
from jikim.errors import StoreError
from jikim.keys.restrictions import Restrictions
from jikim.policy.model import PolicyFile

KILLED, FAILED, SIGKILLED, CUT, FILED, LOOPED = (
    "killed",
    "call fails",
    "SIGKILL",
    "backend ends",
    "file fails",
    "async call fails",
)


class Killed(BaseException):
    """The process ends here: nothing catches it, nothing is tidied up."""


@dataclass
class Stage:
    """One test's databases, where any number of Jikims may be opened and killed. The `director` is never killed."""

    databases: Databases
    homepage: PolicyFile
    directory: Path
    watch: Watch
    _director: Jikim
    tally: Tally = field(default_factory=Tally)

    @contextmanager
    def opened(self) -> Iterator[Jikim]:
        """A fresh Jikim, with fresh connections and empty caches, as a new process has."""
        jk = Jikim(self.homepage, self.databases.settings(self.directory))
        try:
            yield jk
        finally:
            jk.driver.hook = None
            jk.close()

    @property
    def director(self) -> Jikim:
        """Who prepares scenes and looks at their ends, at the time that the others have come to."""
        stored = self.watch.one("live", "SELECT value FROM live.setting WHERE name = 'demo-clock'")
        self._director.move_clock(datetime.fromisoformat(stored))
        return self._director


@pytest.fixture
def stage(databases: Databases, homepage: PolicyFile, tmp_path: Path, tally: Tally) -> Iterator[Stage]:
    """Three databases, watched from before anything is written."""
    with (
        watching(databases, tmp_path) as watch,
        Jikim(homepage, databases.settings(tmp_path), demo_start=START) as director,
    ):
        yield Stage(databases, homepage, tmp_path, watch, director, tally)


@dataclass(frozen=True)
class Scene:
    """What is tormented. `prepare` makes a new object for each play; `act` must converge when it is played again.

    `boundary` looks at every boundary; `done` at the end. Both answer what is wrong.
    """

    prepare: Callable[[Jikim], Any]
    act: Callable[[Jikim, Any], Any]
    done: Callable[[Jikim, Watch, Any], list[str]]
    boundary: Callable[[Watch, Any], list[str]] = lambda _w, _o: []
    settles: bool = True  # whether a finished act leaves nothing behind for a sweep

    @property
    def name(self) -> str:
        """As `scenes.SCENES` calls it."""
        from tests.faults.scenes import SCENES

        return next(name for name, scene in SCENES.items() if scene is self)


def bomb(
    at: int, blast: Callable[[str, str], None], passed: list[tuple[str, str]], *, every: bool = True
) -> Callable[[str, str], None]:
    """A hook that lets `at` calls pass and blasts at the next.

    Not `every`: what is after a step is before the next one, too, so that "after" (and before the first) is enough.
    """

    def hook(step: str, when: str) -> None:
        if not every and when == "before" and passed:
            return
        passed.append((step, when))
        if len(passed) == at + 1:
            blast(step, when)

    return hook


def _kill(_step: str, _when: str) -> None:
    raise Killed


def _fail(step: str, _when: str) -> None:
    raise StoreError(f"the database refused step `{step}`", ko=("거부됨", ""))


def check(stage: Stage, scene: Scene, thing: Any, fault: str, where: str, *, boundary: bool) -> None:
    """Holds everything that must hold: at a boundary what must hold at any moment; else what must hold once all is
    done."""
    found = stage.watch.look()
    wrong = [*found.wrong, *scene.boundary(stage.watch, thing)]
    if not boundary:
        wrong += scene.done(stage.director, stage.watch, thing)
        if scene.settles:
            wrong += stage.watch.settled()
        wrong += beside(stage)
    stage.tally.wrong(scene.name, fault, wrong, where)


def beside(stage: Stage) -> list[str]:
    """What the databases restricted and the log beside the key ring lacks, or has and they lack."""
    wrong = []
    for name, log in Restrictions([stage.directory / "ring"], stage.databases.people).logs.items():
        database = database_of(name)
        with log.locked():
            [(last,)] = stage.watch.alone(name, f"SELECT last FROM {database}.beside")
            unlogged = f"SELECT count(*) FROM {database}.restriction WHERE n IS NULL OR n > %s"
            [(new,)] = stage.watch.alone(name, unlogged, (log.last,))
        if (last, new) != (log.last, 0):
            wrong.append(f"{name} counts {last} restrictions, the log {log.last}, and {new} are in no log")
    return wrong


def play_killed(stage: Stage, scene: Scene, *, every: bool = False, stride: int = 1) -> set[str]:
    """Plays the scene once for every hook call (every `stride`-th), killed there, then again with a fresh Jikim.
    Answers the steps it met.

    A killed one is never used again. The fresh one is the next to be killed, its keys forgotten; with `every`, another
    fresh one is.
    """
    with ExitStack() as process:
        jk = process.enter_context(stage.opened())
        for at in range(0, 10_000, stride):
            if every:
                process.close()
                jk = process.enter_context(stage.opened())
            thing = scene.prepare(stage.director)
            jk.move_clock(stage.director.now())
            jk.house.keyring.forget_all()
            passed: list[tuple[str, str]] = []
            killed = False
            jk.driver.hook = bomb(at, _kill, passed, every=every)
            try:
                scene.act(jk, thing)
            except Killed:
                killed = True
            process.close()
            where = f"killed {passed[at][1]} {passed[at][0]} ({at})" if killed else "whole"
            stage.tally.tried(scene.name, KILLED, killed)
            check(stage, scene, thing, KILLED, where, boundary=True)
            jk = process.enter_context(stage.opened())
            if killed:
                scene.act(jk, thing)
            check(stage, scene, thing, KILLED, f"{where}, then once more", boundary=False)
            if not killed:
                stage.watch.ledger(stage.director)
                return {step for step, _ in passed}
    raise AssertionError("a scene without an end")


def play_failed(stage: Stage, scene: Scene, *, every: bool = False, stride: int = 1) -> set[str]:
    """The same, where the N-th call answers with an error of the database, before it ran or with its answer lost; the
    same Jikim, with all that it remembers, tries again."""
    with stage.opened() as jk:
        for at in range(0, 10_000, stride):
            thing = scene.prepare(stage.director)
            jk.move_clock(stage.director.now())
            jk.house.keyring.forget_all()
            passed: list[tuple[str, str]] = []
            jk.driver.hook = bomb(at, _fail, passed, every=every)
            failed = False
            try:
                scene.act(jk, thing)
            except StoreError:
                failed = True
            jk.driver.hook = None
            if failed:
                scene.act(jk, thing)
            where = f"failed {passed[at][1]} {passed[at][0]} ({at}), then once more" if failed else "whole"
            stage.tally.tried(scene.name, FAILED, failed)
            check(stage, scene, thing, FAILED, where, boundary=False)
            if not failed:
                stage.watch.ledger(stage.director)
                return {step for step, _ in passed}
    raise AssertionError("a scene without an end")


CHILD = """
import atexit, threading
atexit.register(lambda: print(threading.active_count()))  # the last of them
import os, signal, sys, json
from tests.faults.scenes import SCENES, reopen
from tests.faults.killing import bomb
jk, thing = reopen(sys.argv[1])
passed = []
def end(step, when):
    sys.stdout.write(json.dumps([step, when])); sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)
jk.driver.hook = bomb(int(sys.argv[3]), end, passed)
SCENES[sys.argv[2]].act(jk, thing)
"""


def _child(stage: Stage, name: str, thing: Any, at: int) -> subprocess.CompletedProcess[str]:
    order = packed_order(stage, thing)
    return subprocess.run(
        [sys.executable, "-c", CHILD, order, name, str(at)], cwd=ROOT, capture_output=True, text=True, timeout=300
    )


def play_whole(stage: Stage, name: str, scene: Scene) -> int:
    """A process of its own plays the scene to its end and closes nothing. Answers how many threads it has when it ends."""
    child = _child(stage, name, scene.prepare(stage.director), 10_000)
    stage.tally.tried(name, SIGKILLED, 0)
    assert child.returncode == 0, child.stderr
    assert child.stderr == ""
    return int(child.stdout)


def play_sigkilled(stage: Stage, name: str, scene: Scene, at: Sequence[int] | None) -> list[str]:
    """A process of its own is ended by SIGKILL in the middle of the scene. Answers where; `at` None is everywhere."""
    met: list[str] = []
    for n in at if at is not None else range(10_000):
        thing = scene.prepare(stage.director)
        child = _child(stage, name, thing, n)
        killed = child.returncode == -signal.SIGKILL
        assert killed or child.returncode == 0, child.stderr
        where = f"SIGKILL at {child.stdout}"
        stage.tally.tried(scene.name, SIGKILLED, killed)
        check(stage, scene, thing, SIGKILLED, where, boundary=True)
        if killed:
            met.append(child.stdout)
            with stage.opened() as jk:
                scene.act(jk, thing)
        check(stage, scene, thing, SIGKILLED, f"{where}, then once more", boundary=False)
        if not killed:
            break
    stage.watch.ledger(stage.director)
    return met


def packed_order(stage: Stage, thing: Any) -> str:
    """What `scenes.reopen` in a child needs."""
    return json.dumps(
        {
            "databases": _packed(stage.databases),
            "directory": str(stage.directory),
            "policy": _packed(stage.homepage),
            "thing": _packed(thing),
        }
    )


def _read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)  # by a name of ours: `pickle` finds the class by none


def _packed(thing: Any) -> str:
    import base64
    import copyreg
    import pickle

    # A case's empty answers are one that nobody can write to.
    copyreg.pickle(MappingProxyType, lambda mapping: (_read_only, (dict(mapping),)))
    return base64.b64encode(pickle.dumps(thing)).decode()


EARLY = {"live": "live.record, live.subject", "archive": "archive.part", "keys": "keys.key", "ledger": "ledger.leaf"}
LATE = dict.fromkeys(DATABASES, "ledger.inbox")


def play_cut(stage: Stage, scene: Scene, tables: Mapping[str, str], at: Sequence[int] | None = None) -> list[str]:
    """The backend that runs a step is terminated in the middle of it, and the same Jikim tries again. Answers where;
    `at` None: everywhere.

    A lock on a table holds the step: `LATE` on its inbox, where everything is done and nothing has committed, `EARLY`
    before.
    """
    met: list[str] = []
    with stage.opened() as jk:
        for n in at if at is not None else range(20_000):
            thing = scene.prepare(stage.director)
            jk.move_clock(stage.director.now())
            jk.house.keyring.forget_all()
            passed: list[tuple[str, str]] = []
            cuts: list[threading.Thread] = []
            over = threading.Event()

            def cut(_step: str, _when: str, cuts: list[threading.Thread] = cuts, over: threading.Event = over) -> None:
                cuts.append(_cutter(stage, tables, over))

            def hook(step: str, when: str, passed: list[tuple[str, str]] = passed, n: int = n) -> None:
                if when == "before":
                    passed.append((step, when))
                    if len(passed) == n + 1:
                        cut(step, when)

            jk.driver.hook = hook
            failed = False
            try:
                scene.act(jk, thing)
            except StoreError:
                failed = True
            jk.driver.hook = None
            over.set()
            for thread in cuts:
                thread.join()
            where = f"backend ended in {passed[n][0]} ({n})" if len(passed) > n else "whole"
            stage.tally.tried(scene.name, CUT, failed)
            check(stage, scene, thing, CUT, where, boundary=True)
            if failed:
                met.append(passed[n][0])
                scene.act(jk, thing)
            check(stage, scene, thing, CUT, f"{where}, then once more", boundary=False)
            if len(passed) <= n:
                break
    stage.watch.ledger(stage.director)
    return met


def _cutter(stage: Stage, tables: Mapping[str, str], over: threading.Event) -> threading.Thread:
    """Holds the tables until a backend that waits for them was ended, or the scene is `over`."""
    locks = {name: psycopg.connect(stage.databases.admin[name]) for name in DATABASES}
    for name, conn in locks.items():
        conn.execute(f"LOCK TABLE {tables[name]} IN ACCESS EXCLUSIVE MODE")  # type: ignore[arg-type]

    def run() -> None:
        looker = psycopg.connect(stage.databases.admin["live"], autocommit=True)
        names = [conn.info.dbname for conn in locks.values()]
        ends = (
            r"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY (%s) AND usename LIKE 'jikim\_%%' "
            "AND wait_event_type = 'Lock'"
        )
        try:
            eventually(lambda: over.is_set() or looker.execute(ends, (names,)).fetchall(), "a backend that waits")
        finally:
            looker.close()
            for conn in locks.values():
                conn.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread
