"""PostgreSQL without fsync, for tests: a commit costs 4 ms of a disk's time otherwise, and a test makes thousands.

What was written survives the end of any process all the same; only a power cut would take it. The product's own server, which
syncs, is what `tests/db` starts.
"""

from __future__ import annotations

import atexit
import shlex
import shutil
import tempfile
from functools import cache
from pathlib import Path

from jikim.db.embedded import Embedded, EmbeddedError, find_binaries

# Said last, so that it holds.
_MORE = {"postgres": "-c fsync=off", "initdb": "--no-sync"}


@cache
def binaries() -> Path:
    """A directory of PostgreSQL's programs, of which two are told not to sync."""
    real = find_binaries().bin_dir
    made = Path(tempfile.mkdtemp(prefix="jikim-unsynced-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    made.chmod(0o755)
    for program in real.iterdir():
        if program.name not in _MORE:
            (made / program.name).symlink_to(program)
            continue
        text = f'#!/bin/sh\nexec {shlex.quote(str(program))} "$@" {_MORE[program.name]}\n'
        (made / program.name).write_text(text)
        (made / program.name).chmod(0o755)
    return made


def start(directory: Path) -> Embedded:
    """The embedded server on a directory, without fsync; with it, where PostgreSQL runs as somebody who cannot reach these programs."""
    try:
        return Embedded.start(directory, bin_dir=binaries())
    except EmbeddedError:
        return Embedded.start(directory)
