"""The encrypted stream that a set's files are: of any length, sealed and opened in passing, in constant memory.

    jikim-stream-1\\n ‖ salt (32) ‖ commitment (32) ‖ chunk ‖ chunk ‖ … ‖ last chunk

Key and commitment are HKDF-SHA-512 (RFC 5869) of the backup key, the file's own random salt, and its place (which set
and which file), so that a file opens nowhere else; plain AES-GCM commits to no key, the commitment does. Chunks are 64
KiB of plaintext under AES-256-GCM; the nonce is an 11-byte counter and a byte that is 1 for the last one: the STREAM
construction (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance, 2015), as age uses it. Chunks that were changed, dropped, repeated, reordered or added do not open.
What was opened before a fault is true, but it is not the whole: nobody may act on it before the end.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from jikim.errors import SealError

CHUNK = 64 * 1024
TAG = 16
MAGIC = b"jikim-stream-1\n"
SALT = 32
HEADER = len(MAGIC) + SALT + 32
_LABEL = b"jikim backup stream v1"


class Source(Protocol):
    """What is read from: a pipe or a file whose `read(n)` answers n bytes until its end."""

    def read(self, size: int, /) -> bytes: ...


class Sink(Protocol):
    """What is written to."""

    def write(self, data: bytes, /) -> object: ...


class Sealed(NamedTuple):
    """What was written: bytes on disk, their SHA-256, and the bytes that were sealed."""

    size: int
    sha256: bytes
    plain: int


def _derive(key: bytes, salt: bytes, place: Sequence[bytes]) -> tuple[AESGCM, bytes]:
    bound = b"".join(len(part).to_bytes(4, "big") + part for part in (_LABEL, *place))
    out = HKDF(algorithm=SHA512(), length=64, salt=salt, info=bound).derive(key)
    return AESGCM(out[:32]), out[32:]


def _nonce(counter: int, last: bool) -> bytes:
    return counter.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def seal(
    key: bytes,
    place: Sequence[bytes],
    source: Source,
    sink: Sink,
    told: Callable[[int], None] = lambda _: None,
    *,
    salt: bytes | None = None,
) -> Sealed:
    """Seals a source to its end. `told` hears of the plaintext bytes so far; `salt` (32 bytes) is for test vectors
    alone."""
    salt = salt or os.urandom(SALT)
    cipher, commitment = _derive(key, salt, place)
    sha = hashlib.sha256()
    size = plain = counter = 0

    def put(data: bytes) -> None:
        nonlocal size
        sha.update(data)
        sink.write(data)
        size += len(data)

    put(MAGIC + salt + commitment)
    chunk = source.read(CHUNK)
    while True:
        # INVARIANT: the last chunk is known to be the last before it is sealed; it is empty only where all is.
        following = source.read(CHUNK) if len(chunk) == CHUNK else b""
        put(cipher.encrypt(_nonce(counter, not following), chunk, None))
        plain += len(chunk)
        told(plain)
        if not following:
            return Sealed(size, sha.digest(), plain)
        chunk = following
        counter += 1


def unseal(key: bytes, place: Sequence[bytes], source: Source) -> Iterator[bytes]:
    """The plaintext, chunk by chunk, each authentic. Raises SealError at the first byte that is not as it was written.

    INVARIANT: it ends without an error only where the whole stream was there and nothing follows it.
    """
    header = source.read(HEADER)
    if len(header) != HEADER or not header.startswith(MAGIC):
        raise SealError("a backup file does not begin as one", ko=("백업 파일의 처음이 백업 파일이 아닙니다", ""))
    cipher, commitment = _derive(key, header[len(MAGIC) : len(MAGIC) + SALT], place)
    if not hmac.compare_digest(commitment, header[len(MAGIC) + SALT :]):
        raise SealError(
            "a backup file does not belong to this key and set", ko=("백업 파일이 이 키와 세트의 것이 아닙니다", "")
        )
    counter = 0
    chunk = source.read(CHUNK + TAG)
    while True:
        following = source.read(CHUNK + TAG) if len(chunk) == CHUNK + TAG else b""
        last = not following
        if len(chunk) < TAG or (len(chunk) == TAG and counter):
            raise SealError(
                f"a backup file is cut off in chunk {counter}",
                ko=(f"백업 파일이 {counter}번째 조각에서 잘렸습니다", ""),
            )
        try:
            plain = cipher.decrypt(_nonce(counter, last), chunk, None)
        except InvalidTag:
            raise SealError(
                f"a backup file is changed or cut off in chunk {counter}",
                ko=(f"백업 파일의 {counter}번째 조각이 변경되었거나 잘렸습니다", ""),
            ) from None
        yield plain
        if last:
            return
        chunk = following
        counter += 1
