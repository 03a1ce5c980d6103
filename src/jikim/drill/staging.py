"""Where a drill plays: a house of its own on this machine, opened, played in, and thrown away."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from jikim.drill.disk import NOT_KEPT, Disk, mounted
from jikim.drill.report import Report
from jikim.drill.story import LEAST, PEOPLE, Drill, Told
from jikim.errors import JikimError


def run(
    policy: Path,
    *,
    directory: Path | None = None,
    keep: bool = False,
    people: int = PEOPLE,
    server: str | None = None,
    further: Sequence[str] = (),
    seed: int | None = None,
    told: Told = lambda _: None,
) -> Report:
    """Runs a drill of a policy in a directory of its own (new or empty; None: a temporary one), which goes at the end
    unless `keep`.

    `server` is a superuser's connection string to a PostgreSQL of one's own, for throw-away databases there, and `further` are
    those of more, on which people lie too. Raises JikimError where the drill itself cannot be carried out; what it finds is in the report.
    """
    if directory is not None and directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise JikimError(
            f"`{directory}` is not empty",
            hint="name a new or an empty directory for the drill",
            ko=(f"`{directory}` 디렉터리가 비어 있지 않습니다", "훈련에 쓸 새 디렉터리나 빈 디렉터리를 지정해 주세요"),
        )
    if people < LEAST:
        raise JikimError(
            f"a drill needs {LEAST} people or more",
            hint="two of each group, at least",
            ko=(f"훈련에는 {LEAST}명 이상이 필요합니다", "집단마다 두 명은 있어야 합니다"),
        )
    with ExitStack() as stack:
        if directory is None:
            home = Path(tempfile.mkdtemp(prefix="jikim-drill-"))
        else:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            home = directory.resolve()
        if not keep:
            stack.callback(_emptied, home, directory is not None)
        # What is kept to be looked at lies in the directory itself.
        disk = NOT_KEPT if keep else mounted(home, stack)
        drill = Drill(
            policy,
            disk.root / "drill" if isinstance(disk, Disk) else home,
            stack,
            people=people,
            server=server,
            further=further,
            seed=seed,
            told=told,
            keep=keep,
            disk=disk,
        )
        drill.run()
        return drill.report


def _emptied(home: Path, stays: bool) -> None:
    for path in home.iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    if not stays:
        home.rmdir()
