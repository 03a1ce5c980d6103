"""Passwords: hashed with Argon2id (RFC 9106) before they are sealed; checked, never read.

A check takes the same time whether there is a password or not: where there is none, a hash that no password is behind
is checked. A hash that came from another system (bcrypt; PBKDF2 and bcrypt as Django writes them; Argon2) is checked by
its own rule, which takes its own time, until its owner has signed in once and it is replaced (`outdated`).
"""

from __future__ import annotations

import base64
import ctypes
import hashlib
import hmac
import re
import sys
import unicodedata

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

# OWASP's minimum for Argon2id: 19 MiB, two passes, one lane.
_HASH = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1),))
_LONGEST = 1024
_M_MMAP_THRESHOLD, _MIB = -3, 1024 * 1024
# What is taken over from another system. No cost among them keeps a server busy for longer than some seconds.
_DJANGO = "bcrypt_sha256$"
_BCRYPT = re.compile(r"\$2[aby]\$(0[4-9]|1[0-4])\$[./A-Za-z0-9]{53}")
_PBKDF2 = re.compile(r"pbkdf2_(sha1|sha256|sha512)\$([1-9][0-9]{0,6})\$([^$]{1,64})\$([A-Za-z0-9+/]{20,88}={0,2})")
_ARGON2 = re.compile(
    r"\$argon2(?:id|i|d)\$v=19\$m=([1-9][0-9]{0,5}),t=([1-9]),p=([1-8])\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}"
)
_FOREIGN = ("$2", "pbkdf2_", _DJANGO)
_MOST_ROUNDS = 2_000_000
# The hash of 32 random bytes that nobody kept, with the parameters above.
_NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$Yyt9JTdogCo12Nw6FadSeQ$8BnG39+pZrp8IxTS9KnGCZ547WbnCYTMPkjMpHmQ5oQ"


def allocator(name: str, *given: int) -> None:
    """Calls a function of glibc's allocator (mallopt(3), malloc_trim(3)); where there is another, nothing is done."""
    if sys.platform == "linux" and (asked := getattr(ctypes.CDLL(None), name, None)) is not None:
        asked(*given)


# Else it learns from a hash's 19 MiB to keep as much, when that is freed, for each thread.
allocator("mallopt", _M_MMAP_THRESHOLD, _MIB)


def hash_password(password: str) -> str:
    """The Argon2id hash as text, with its salt and parameters."""
    return _HASH.hash(password)


def hash_of(written: str) -> str | None:
    """A hash as another system wrote it, if it is one that `check_password` knows; else None.

    >>> hash_of("pbkdf2_sha256$600000$c2FsdA$" + "A" * 43 + "=") is not None
    True
    >>> hash_of("5f4dcc3b5aa765d61d8327deb882cf99") is None
    True
    """
    text = written.strip()
    text = text.removeprefix("argon2") if text.startswith("argon2$") else text  # as Django writes it
    if text.startswith(_DJANGO):
        return text if _BCRYPT.fullmatch(text.removeprefix(_DJANGO + "$").removeprefix(_DJANGO)) else None
    if _BCRYPT.fullmatch(text) or _ARGON2.fullmatch(text):
        return text
    found = _PBKDF2.fullmatch(text)
    return text if found is not None and int(found[2]) <= _MOST_ROUNDS else None


def outdated(hashed: str | None) -> bool:
    """Whether a hash is to be replaced once its password is known: another system's, or of another cost than ours."""
    return hashed is not None and (hashed.startswith(_FOREIGN) or _HASH.current_hasher.check_needs_rehash(hashed))


def _foreign(password: str, hashed: str) -> bool:
    """Whether a password is the one behind another system's hash, as that system takes it: without normalising."""
    if found := _PBKDF2.fullmatch(hashed):
        digest, rounds, salt, sealed = found.groups()
        made = hashlib.pbkdf2_hmac(digest, password.encode(), salt.encode(), int(rounds))
        return hmac.compare_digest(base64.b64encode(made), sealed.encode())
    written = password.encode()
    if hashed.startswith(_DJANGO):
        written, hashed = hashlib.sha256(written).hexdigest().encode(), hashed[hashed.index("$2") :]
    import bcrypt  # by whoever has such a hash alone

    # Beyond 72 bytes the others cut it off too.
    return bcrypt.checkpw(written[:72], hashed.encode())


def check_password(password: str, hashed: str | None) -> bool:
    """Whether a password is the one behind a hash; None for a hash that nobody has, which takes as long and is never
    right."""
    if hashed is not None and hashed.startswith(_FOREIGN):
        fits = (
            len(password) <= _LONGEST and "\0" not in password and not any("\ud800" <= c <= "\udfff" for c in password)
        )
        return fits and _foreign(password, hashed)
    typed = password if password.isascii() else unicodedata.normalize("NFKC", password)
    fine = hashed is not None and len(typed) <= _LONGEST and not any("\ud800" <= c <= "\udfff" for c in typed)
    right = _HASH.verify(typed if fine else "", hashed if fine and hashed is not None else _NOBODYS)
    return right and fine
