"""What a process that holds keys does about its own memory: no core dumps, and keys in pages that are not swapped out.

All of it is best effort: Python and OpenSSL make copies that nobody can reach. What is in a running process's memory is
no promise of ours; what is left of it on a disk is.
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys

# Linux, <linux/prctl.h>.
_PR_SET_DUMPABLE = 4
_PR_GET_DUMPABLE = 3


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def forbid_core_dumps() -> None:
    """No core dump of this process or of those it starts from now on, and (Linux) no other process of this user reads
    its memory."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # The limit alone does not bind a `core_pattern` that pipes to a program.
        _libc().prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def dumps_forbidden() -> bool:
    """Whether this process leaves no core dump."""
    limited = resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
    return limited and (sys.platform != "linux" or _libc().prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0) == 0)


def keep_in_memory() -> bool:
    """Locks the whole process into memory where that is allowed without a bound. Answers whether it is."""
    if os.geteuid() != 0 and resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] != resource.RLIM_INFINITY:
        # Under a bound, a later allocation could fail: then the keys' own pages are locked alone.
        return False
    try:
        return bool(_libc().mlockall(1 | 2) == 0)
    except AttributeError:
        return False


class Held:
    """A key in memory that is locked (where allowed) and can be wiped."""

    __slots__ = ("_buffer",)

    def __init__(self, key: bytes) -> None:
        self._buffer = (ctypes.c_char * len(key)).from_buffer_copy(key)
        _libc().mlock(ctypes.byref(self._buffer), ctypes.c_size_t(len(key)))

    def __bytes__(self) -> bytes:
        return self._buffer.raw

    def __repr__(self) -> str:
        return "Held(…)"

    def wipe(self) -> None:
        """Overwrites the key."""
        ctypes.memset(ctypes.byref(self._buffer), 0, len(self._buffer))
