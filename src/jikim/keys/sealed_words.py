"""What a register holds in words, or as a file: sealed under a key of its own, so that destroying the key takes the words
wherever a copy of the row may lie."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jikim.crypto import unwrap, wrap
from jikim.db.driver import Steps
from jikim.errors import KeyGoneError, SealError
from jikim.keys.keyring import Keyring


def seal(keyring: Keyring, space: str, name: bytes, use: bytes, content: bytes) -> Steps[bytes]:
    """Sealed for one use under the key of a name, which is made where there is none."""
    return wrap((yield from keyring.ensure(space, name)), use, content)


def opened(keyring: Keyring, space: str, name: bytes, use: bytes, sealed: bytes | None) -> Steps[bytes]:
    """The reverse; empty for what is not there, or where its key, or a backup, has lost it."""
    if not sealed:
        return b""
    try:
        return unwrap((yield from keyring.open(space, name)), use, bytes(sealed))
    except (KeyGoneError, SealError):
        return b""


def seal_words(keyring: Keyring, space: str, name: bytes, use: bytes, words: Mapping[str, Any]) -> Steps[bytes]:
    """Words by their names, sealed."""
    return seal(keyring, space, name, use, json.dumps(dict(words), ensure_ascii=False).encode())


def words_of(keyring: Keyring, space: str, name: bytes, use: bytes, sealed: bytes | None) -> Steps[dict[str, Any]]:
    """The reverse; none where there are none any more."""
    found: dict[str, Any] = json.loads((yield from opened(keyring, space, name, use, sealed)) or "{}")
    return found
