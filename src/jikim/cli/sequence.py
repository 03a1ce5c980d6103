"""`jikim sequence`: the ledger's sequencer, as a process of its own."""

from __future__ import annotations

import signal
import sys
from threading import Event, Thread
from typing import Annotated

from cyclopts import Parameter

from jikim.cli import house, terminal
from jikim.cli.exits import DONE
from jikim.cli.options import Directory, PolicyPath


def sequence(
    policy: PolicyPath,
    /,
    *,
    directory: Directory = None,
    beside: Annotated[
        bool, Parameter(help="End when standard input does, as the one that `jikim serve` starts.")
    ] = False,
) -> int:
    """Give the ledger's entries their positions, until it is stopped.

    It looks several times a second, signs a checkpoint where something was placed, asks the witnesses each minute, and
    thins checkpoints older than a day to hourly and cosigned ones. `jikim serve` runs one beside itself. Any number may
    run at once.
    """
    from jikim.app.sequencing import keep_sequencing

    ended = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    if beside:
        Thread(target=_until_closed, args=(ended,), daemon=True).start()
    with house.opened(policy, directory) as jk:
        keep_sequencing(jk, ended, lambda text: terminal.line(text, stderr=True))
    return DONE


def _until_closed(ended: Event) -> None:
    sys.stdin.buffer.read()
    ended.set()
