"""Whom an embedded PostgreSQL runs as: it refuses to be root, and we may be.

Guarantees that no permission or owner is changed outside the server's own directories. Imported by the keeper, so the
standard library alone.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import resource
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

# Loaded before any fork: a child between fork and exec should load nothing.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1


class PlaceError(Exception):
    """No place or user will do: why, with the way on (empty where there is none), and both in Korean."""

    def __init__(self, text: str, hint: str = "", *, ko: tuple[str, str]) -> None:
        super().__init__(text)
        self.hint, self.ko = hint, ko


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the server runs as.

    `self`: as we are. `mapped`: still us, but under another number in a user namespace, so that files stay ours and
    nothing outside is reached with more right than an owner's. `user`: an unprivileged user of the machine.
    """

    kind: Literal["self", "mapped", "user"]
    uid: int
    gid: int
    name: str

    @classmethod
    def choose(cls, *, force_user: bool, owner: os.stat_result | None) -> Identity:
        """The owner of data that exists decides; otherwise a namespace where one is allowed, then a user.

        Raises LookupError where root finds no other user at all.
        """
        us = os.geteuid()
        if us != 0:
            return cls("self", us, os.getegid(), _name(us))
        if owner is not None and owner.st_uid != 0:
            return cls("user", owner.st_uid, owner.st_gid, _name(owner.st_uid))
        someone = _unprivileged()
        mapped = cls("mapped", someone.pw_uid, someone.pw_gid, "root")
        if owner is not None or (not force_user and mapped.can("/", os.X_OK)):
            return mapped
        return cls("user", someone.pw_uid, someone.pw_gid, someone.pw_name)

    @property
    def owner(self) -> int:
        """The number that its files bear outside any namespace."""
        return self.uid if self.kind == "user" else os.geteuid()

    def own(self, path: Path) -> None:
        """Makes a directory of ours private to it."""
        path.chmod(0o700)
        if self.kind == "user":
            os.chown(path, self.uid, self.gid)

    def can(self, path: str | Path, mode: int) -> bool:
        """Whether it may do `mode` (as in os.access) at this path, found by asking as it in a forked child."""
        child = os.fork()
        if child == 0:
            allowed = False
            try:
                self._enter()
                allowed = os.access(path, mode)
            finally:
                os._exit(0 if allowed else 1)
        return os.waitpid(child, 0)[1] == 0

    def prepare(self, parent: int) -> None:
        """Between fork and exec: becomes it, dumps no core, and is shut down fast when the parent is killed."""
        self._enter()
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        os.umask(0o077)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # After the change of credentials, which clears it. Elsewhere than on Linux the next start ends the orphan.
        if _libc is not None:
            _libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGINT))
            if os.getppid() != parent:
                os._exit(1)

    def _enter(self) -> None:
        if self.kind == "user":
            os.setgroups([])
            os.setgid(self.gid)
            os.setuid(self.uid)
        elif self.kind == "mapped":
            uid, gid = os.geteuid(), os.getegid()
            if _libc is None or _libc.unshare(_CLONE_NEWUSER) != 0:
                raise OSError(ctypes.get_errno(), "no user namespace")
            # The order matters: without the denial the kernel takes no group from us (user_namespaces(7)).
            Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
            Path("/proc/self/uid_map").write_text(f"{self.uid} {uid} 1", encoding="ascii")
            Path("/proc/self/gid_map").write_text(f"{self.gid} {gid} 1", encoding="ascii")


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _unprivileged() -> pwd.struct_passwd:
    # initdb looks its user up by number, so that a number that no user has will not do.
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    for entry in pwd.getpwall():
        if entry.pw_uid != 0:
            return entry
    raise PlaceError(
        "this machine has no user but root, as whom PostgreSQL refuses to run",
        ko=("이 컴퓨터에 root밖에 없는데, PostgreSQL은 root로 실행할 수 없습니다", ""),
    )
