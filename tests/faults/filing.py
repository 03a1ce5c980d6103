"""Failing the N-th file call beside the key ring: the ring itself and the restrictions log, for every N of a scene.

Every function of `os` that the keys room changes or lists files with, and opening a file, is replaced for the paths
below one directory: the N-th call fails with an error of the disk, either before it did anything or, as where an answer
is lost, after it did it all.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.faults.killing import FILED, Scene, Stage, check

from jikim.errors import JikimError

BY_PATH = ("open", "replace", "rename", "link", "unlink", "remove", "listdir", "mkdir", "truncate")
BY_FILE = ("fsync", "pwrite", "write", "ftruncate")


class FileFaults:
    """While entered, fails the `at`-th call on files below `root`. `met` names every call that was made."""

    def __init__(self, root: Path, at: int, *, after: bool = False) -> None:
        self._root = str(root.resolve())
        self._at = at
        self._after = after
        self._files: dict[int, str] = {}
        self._real: dict[str, Any] = {}
        self.met: list[str] = []
        self.failed = False

    def __enter__(self) -> FileFaults:
        for name in (*BY_PATH, *BY_FILE):
            self._real[name] = getattr(os, name)
            setattr(os, name, self._wrapped(name, self._real[name]))
        self._real["builtin"] = builtins.open
        builtins.open = io.open = self._opening
        return self

    def __exit__(self, *_: object) -> None:
        builtins.open = io.open = self._real.pop("builtin")
        for name, real in self._real.items():
            setattr(os, name, real)

    def _below(self, what: Any) -> str | None:
        if isinstance(what, int):
            return self._files.get(what)
        try:
            path = os.path.abspath(os.fspath(what))
        except TypeError:
            return None
        return path if isinstance(path, str) and path.startswith(self._root) else None

    def _due(self, name: str, path: str) -> bool:
        self.met.append(f"{name} {path.removeprefix(self._root)}")
        if len(self.met) != self._at + 1:
            return False
        self.failed = True
        return True

    def _fail(self, path: str) -> OSError:
        return OSError(errno.EIO, os.strerror(errno.EIO), path)

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(what: Any = ".", *rest: Any, **more: Any) -> Any:
            path = self._below(what)
            if path is None:
                return real(what, *rest, **more)
            due = self._due(name, path)
            if due and not self._after:
                raise self._fail(path)
            answer = real(what, *rest, **more)
            if name == "open":
                if due:
                    os.close(answer)
                else:
                    self._files[answer] = path
            if due:
                raise self._fail(path)
            return answer

        return call

    def _opening(self, file: Any, *rest: Any, **more: Any) -> Any:
        path = None if isinstance(file, int) else self._below(file)
        if path is None:
            return self._real["builtin"](file, *rest, **more)
        if self._due("file", path):
            raise self._fail(path)
        opened = self._real["builtin"](file, *rest, **more)
        self._files[opened.fileno()] = path
        return opened


def play_filed(stage: Stage, scene: Scene, *, after: bool = False, stride: int = 1) -> set[str]:
    """Plays the scene once for every file call that it makes; the same Jikim tries again. Answers the calls that
    failed."""
    met: set[str] = set()
    with stage.opened() as jk:
        for at in range(0, 10_000, stride):
            thing = scene.prepare(stage.director)
            jk.move_clock(stage.director.now())
            jk.house.keyring.forget_all()
            wrong = []
            with FileFaults(stage.directory / "ring", at, after=after) as faults:
                try:
                    scene.act(jk, thing)
                except JikimError as error:
                    if not faults.failed:
                        raise
                    if not error.hint:
                        wrong.append(f"no hint: {error}")
                except OSError as error:
                    wrong.append(f"the bare error of the system: {error!r}")
            where = f"failed in {faults.met[at]} ({at})" if faults.failed else "whole"
            stage.tally.tried(scene.name, FILED, faults.failed)
            stage.tally.wrong(scene.name, FILED, wrong, where)
            if faults.failed:
                met.add(faults.met[at])
                check(stage, scene, thing, FILED, where, boundary=True)
                scene.act(jk, thing)
            check(stage, scene, thing, FILED, f"{where}, then once more", boundary=False)
            if not faults.failed:
                stage.watch.ledger(stage.director)
                return met
    raise AssertionError("a scene without an end")


def play_opened(stage: Stage, *, after: bool = False) -> set[str]:
    """Opens a house once for every file call that this makes: it opens, or says why it does not; the next try opens it."""
    met: set[str] = set()
    for at in range(10_000):
        wrong = []
        with FileFaults(stage.directory / "ring", at, after=after) as faults:
            try:
                with stage.opened():
                    pass
            except JikimError as error:
                wrong += [] if faults.failed and error.hint else [f"{error}"]
            except OSError as error:
                wrong.append(f"the bare error of the system: {error!r}")
        where = f"failed in {faults.met[at]} ({at})" if faults.failed else "whole"
        stage.tally.tried("open", FILED, faults.failed)
        stage.tally.wrong("open", FILED, wrong, where)
        with stage.opened() as jk:
            jk.sweep()
        if not faults.failed:
            return met
        met.add(faults.met[at])
    raise AssertionError("a house that never opens")
