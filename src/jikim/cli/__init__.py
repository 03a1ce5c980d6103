"""The command `jikim`: one file per command, each a thin door to a room.

Guarantees what every command shares: 0 for done, 1 for a no or an error, 2 for a command line that can't be used, 130
for Ctrl-C, 141 when the reader of the output went away; errors on stderr as `error:` and `hint:`; never a traceback
unless `JIKIM_DEBUG=1` asks for one. Nothing is imported before the command that needs it.
"""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command line (without the program's name; None: the process's own). Answers the exit code."""
    from jikim.cli.run import run

    return run(arguments)


__all__ = ["main"]
