"""Sealing and opening: pure but for randomness.

A record is sealed whole at each write. A fresh 32-byte salt and the holder's key give one derivation, HKDF-Expand with
SHA-512 (RFC 5869 §2.3; the input key is uniformly random, §3.3), whose 64 bytes are an AES-256-GCM key and a key
commitment (plain AES-GCM commits to no key). Each item is sealed apart under its own nonce, its number, which is unique
under a key that is used for one write only. The additional data binds format, subject, record, item, version and
generation, so a ciphertext that was moved to any other place does not open.

A sealed record is `head` (format byte ‖ salt ‖ commitment: 65 bytes) and one ciphertext an item.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jikim.errors import SealError

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

FORMAT = b"\x01"
KEY_BYTES = 32
HEAD_BYTES = 65
_INFO = b"\x0fjikim record v1"
_INNER, _OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))


class SealContext(NamedTuple):
    """Where a sealed record belongs. It opens nowhere else."""

    subject: UUID
    record: UUID
    version: int
    generation: int

    def bound(self) -> bytes:
        """The place as length-prefixed bytes (all parts are of fixed length)."""
        return b"\x10%b\x10%b\x04%b\x04%b" % (
            self.subject.bytes,
            self.record.bytes,
            self.version.to_bytes(4, "big"),
            self.generation.to_bytes(4, "big"),
        )


class Sealed(NamedTuple):
    """A sealed record: item numbers, ascending, and their ciphertexts in the same order."""

    items: tuple[int, ...]
    head: bytes
    body: tuple[bytes, ...]


class Hmac:
    """HMAC under one key with its two inner states made once (RFC 2104 §4): for who asks it many times."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes, hashed: Callable[[bytes], Hash]) -> None:
        """Of a key that is no longer than the hash's block."""
        padded = key.ljust(hashed(b"").block_size, b"\0")
        self._inner, self._outer = hashed(padded.translate(_INNER)), hashed(padded.translate(_OUTER))

    def begun(self, start: bytes) -> Hash:
        """The hash of what several messages begin with."""
        inner = self._inner.copy()
        inner.update(start)
        return inner

    def ended(self, begun: Hash) -> bytes:
        """The whole HMAC of what was hashed."""
        outer = self._outer.copy()
        outer.update(begun.digest())
        return outer.digest()


def record_key(key: bytes) -> Hmac:
    """A holder's key, for who seals or opens many of their records."""
    return Hmac(key, hashlib.sha512)


def new_key() -> bytes:
    """32 random bytes."""
    return os.urandom(KEY_BYTES)


def _derive(key: bytes | Hmac, salt: bytes, bound: bytes) -> tuple[bytes, bytes]:
    info = _INFO + salt + bound + b"\x01"
    out = key.ended(key.begun(info)) if isinstance(key, Hmac) else hmac.digest(key, info, "sha512")
    return out[:32], out[32:]


def seal(key: bytes | Hmac, place: SealContext, values: Mapping[int, bytes]) -> Sealed:
    """Seals every item (number → plaintext) of one record for one place."""
    salt = os.urandom(32)
    bound = place.bound()
    inner, commitment = _derive(key, salt, bound)
    encrypt = AESGCM(inner).encrypt
    items = tuple(sorted(values))
    body = []
    for item in items:
        number = item.to_bytes(12, "big")
        body.append(encrypt(number, values[item], FORMAT + bound + number))
    return Sealed(items, FORMAT + salt + commitment, tuple(body))


def open_items(
    key: bytes | Hmac, place: SealContext, head: bytes, sealed: Iterable[tuple[int, bytes]]
) -> dict[int, bytes]:
    """Opens the given (item number, ciphertext) pairs. Raises SealError, which says nothing of the content."""
    if len(head) != HEAD_BYTES or head[:1] != FORMAT:
        raise SealError("a sealed record has an unknown format", ko=("암호화된 기록의 형식을 알 수 없습니다", ""))
    bound = place.bound()
    inner, commitment = _derive(key, head[1:33], bound)
    if not hmac.compare_digest(commitment, head[33:]):
        raise SealError(
            "a sealed record does not belong to this key and place",
            ko=("암호화된 기록이 이 키와 자리의 것이 아닙니다", ""),
        )
    decrypt = AESGCM(inner).decrypt
    values = {}
    try:
        for item, ciphertext in sealed:
            number = item.to_bytes(12, "big")
            values[item] = decrypt(number, ciphertext, FORMAT + bound + number)
    except InvalidTag:
        raise SealError(
            "a sealed item does not belong to this place", ko=("암호화된 항목이 이 자리의 것이 아닙니다", "")
        ) from None
    return values


def joined_key(first: bytes, second: bytes) -> bytes:
    """One key out of two: useless without either (a due day's key and a person's archive key)."""
    return hmac.digest(first, b"\x0djikim joined v1" + second, "sha256")


def wrap(key: bytes, name: bytes, secret: bytes) -> bytes:
    """Wraps a key or a small secret under a 32-byte key, bound to its name (nonce ‖ ciphertext)."""
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, secret, name)


def unwrap(key: bytes, name: bytes, wrapped: bytes) -> bytes:
    """The reverse of `wrap`. Raises SealError."""
    return unwrapping(key)(name, wrapped)


def unwrapping(key: bytes) -> Callable[[bytes, bytes], bytes]:
    """`unwrap` under one key, for who opens much that was wrapped under it: takes the name and what was wrapped."""
    decrypt = AESGCM(key).decrypt

    def opened(name: bytes, wrapped: bytes) -> bytes:
        try:
            return decrypt(wrapped[:12], wrapped[12:], name)
        except (InvalidTag, ValueError):
            raise SealError(
                "a wrapped key does not open under this key and name",
                ko=("감싼 키가 이 키와 이름으로 열리지 않습니다", ""),
            ) from None

    return opened


def derived(key: bytes, label: bytes) -> bytes:
    """A key for one use out of a uniformly random one: HKDF-Expand with SHA-256, one block (RFC 5869 §2.3, §3.3)."""
    return hmac.digest(key, label + b"\x01", "sha256")


def keyed(key: bytes, content: bytes) -> bytes:
    """HMAC-SHA-256, 32 bytes."""
    return hmac.digest(key, content, "sha256")


def blind(key: bytes, item: int, value: str) -> bytes:
    """The blind index of an item's normalised value: HMAC-SHA-256, 32 bytes, equal only for equal item and value."""
    return hmac.digest(key, item.to_bytes(4, "big") + value.encode(), "sha256")


def digest(parts: Sequence[bytes]) -> bytes:
    """SHA-256 over length-prefixed parts."""
    sha = hashlib.sha256()
    for part in parts:
        sha.update(len(part).to_bytes(8, "big"))
        sha.update(part)
    return sha.digest()


def token_bytes(token: str) -> bytes:
    """What a token of a link or a session says in base64url; empty for what is none."""
    try:
        return base64.b64decode(token, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
