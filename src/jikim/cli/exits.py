"""How a command ends: its exit codes, and the error of a command line that can't be used."""

from __future__ import annotations

from jikim.errors import JikimError

DONE, FAILED, UNUSABLE, INTERRUPTED, UNREAD = 0, 1, 2, 130, 141


class UsageError(JikimError):
    """The command line can't be used as it is: another exit code than an error of the work itself."""
