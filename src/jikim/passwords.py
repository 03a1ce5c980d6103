"""Passwords: hashed with Argon2id (RFC 9106) before they are sealed; checked, never read.

A check takes the same time whether there is a password or not: where there is none, a hash that no password is behind
is checked.
"""

from __future__ import annotations

import ctypes
import sys
import unicodedata

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

# OWASP's minimum for Argon2id: 19 MiB, two passes, one lane.
_HASH = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1),))
_LONGEST = 1024
_M_MMAP_THRESHOLD, _MIB = -3, 1024 * 1024
# The hash of 32 random bytes that nobody kept, with the parameters above.
_NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$Yyt9JTdogCo12Nw6FadSeQ$8BnG39+pZrp8IxTS9KnGCZ547WbnCYTMPkjMpHmQ5oQ"


def _give_memory_back() -> None:
    """Has large memory go back when it is freed: else glibc learns from a hash's 19 MiB to keep as much for each
    thread."""
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)) is not None:
        mallopt(_M_MMAP_THRESHOLD, _MIB)


_give_memory_back()


def hash_password(password: str) -> str:
    """The Argon2id hash as text, with its salt and parameters."""
    return _HASH.hash(password)


def check_password(password: str, hashed: str | None) -> bool:
    """Whether a password is the one behind a hash; None for a hash that nobody has, which takes as long and is never
    right."""
    typed = password if password.isascii() else unicodedata.normalize("NFKC", password)
    fine = hashed is not None and len(typed) <= _LONGEST and not any("\ud800" <= c <= "\udfff" for c in typed)
    right = _HASH.verify(typed if fine else "", hashed if fine and hashed is not None else _NOBODYS)
    return right and fine
