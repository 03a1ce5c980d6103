"""Passwords: hashed with Argon2id (RFC 9106) before they are sealed; checked, never read."""

from __future__ import annotations

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

# OWASP's minimum for Argon2id: 19 MiB, two passes, one lane.
_HASH = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1),))


def hash_password(password: str) -> str:
    """The Argon2id hash as text, with its salt and parameters."""
    return _HASH.hash(password)


def check_password(password: str, hashed: str) -> bool:
    """Whether a password is the one behind a hash."""
    return _HASH.verify(password, hashed)
