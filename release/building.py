"""The wheel and the source archive, as the locked hatchling makes them, without a connection."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def build(source: Path, out: Path, at: str, *which: str) -> list[Path]:
    """Both of a source tree, or those that `which` names (`--wheel`, `--sdist`); `at` is the moment that their files
    bear, in seconds since 1970. Raises RuntimeError with what the build said."""
    command = (sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), *which, str(source))
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=os.environ | {"SOURCE_DATE_EPOCH": at}
    )
    if done.returncode:
        raise RuntimeError(f"the build ended with {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return sorted(out.iterdir())


def unpacked(archive: Path, place: Path) -> Path:
    """The one directory that a source archive holds, unpacked."""
    with tarfile.open(archive) as file:
        file.extractall(place, filter="data")
    (inner,) = place.iterdir()
    return inner
