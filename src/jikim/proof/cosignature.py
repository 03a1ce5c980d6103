"""Cosignatures: what a witness adds to a checkpoint, with its time (C2SP tlog-cosignature, `cosignature/v1`, c2sp.org).

A cosignature says: at this time this was the largest tree of this log that I had seen, and it grew out of those before.
It is a signature line of the note like the log's own, but of another kind: the key id is the first 4 bytes of
SHA-256(name ‖ 0x0A ‖ 0x04 ‖ public key), and after it stand the time (8 bytes, big-endian POSIX seconds) and 64 bytes
of Ed25519 over

    cosignature/v1
    time 1679315147
    ledger.example/shop
    20852163
    47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=

which is the note's text with two lines before it. A witness' key is handed out like a log's, with 0x04 for 0x01.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jikim.proof.checkpoint import Note, NoteKey, Signature
from jikim.proof.merkle import ProofError

VALUE_BYTES = 8 + 64
MAX_TIME = 2**63 - 1


class WitnessKey(NoteKey):
    """A witness' key, which signs the note's text with a time before it."""

    __slots__ = ()
    KIND = b"\x04"
    WHAT = ("the witness' key", "증인 키")

    def verify(self, text: str, value: bytes) -> int | None:
        """The time (POSIX seconds) at which this key cosigned the text; None where it did not."""
        if len(value) != VALUE_BYTES:
            return None
        time = int.from_bytes(value[:8], "big")
        return time if time <= MAX_TIME and self.signed(value[8:], signed_bytes(text, time)) else None


class Cosigned(NamedTuple):
    """A witness that cosigned a note, and when (POSIX seconds)."""

    key: WitnessKey
    time: int


def signed_bytes(text: str, time: int) -> bytes:
    """What a cosignature is over: two lines, then the note's text with its last newline."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def cosignatures(note: str, witnesses: Sequence[WitnessKey]) -> tuple[Cosigned, ...]:
    """Which of these witnesses cosigned a note, each once, with the newest of its times.

    Raises ProofError where the note's form is broken, or a line of one of these witnesses does not verify. Lines of
    others decide nothing.
    """
    parsed = Note.parse(note)
    known = {(key.name, key.key_id): key for key in witnesses}
    if len(known) != len(set(witnesses)):
        raise ProofError(
            "two witnesses' keys share a name and a key id",
            "두 증인 키의 이름과 키 ID가 같습니다",
            hint=("give one of them another name", "하나의 이름을 바꿔 주세요"),
        )
    found: dict[WitnessKey, int] = {}
    for signature in parsed.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is None:
            continue
        time = key.verify(parsed.text, signature.value)
        if time is None:
            raise ProofError(
                f"the cosignature of `{key.name}` does not fit the note's text",
                f"`{key.name}`의 공동 서명이 노트의 본문에 맞지 않습니다",
            )
        found[key] = max(time, found.get(key, 0))
    return tuple(Cosigned(key, time) for key, time in found.items())


class Cosigner:
    """A witness' private key (32 bytes) under its name. It cosigns and never shows the key."""

    __slots__ = ("_key", "verifier")

    def __init__(self, name: str, private: bytes) -> None:
        if len(private) != 32:
            raise ProofError("an Ed25519 private key is 32 bytes", "Ed25519 개인키는 32바이트입니다")
        self._key = Ed25519PrivateKey.from_private_bytes(private)
        self.verifier = WitnessKey(name, self._key.public_key().public_bytes_raw())

    def cosign(self, text: str, time: int) -> Signature:
        """The signature line over a checkpoint's text at a time (POSIX seconds)."""
        if not 0 <= time <= MAX_TIME:
            raise ProofError("a cosignature's time is out of range", "공동 서명의 시각이 범위를 벗어났습니다")
        value = time.to_bytes(8, "big") + self._key.sign(signed_bytes(text, time))
        return Signature(self.verifier.name, self.verifier.key_id, value)

    def __repr__(self) -> str:
        return f"<Cosigner {self.verifier}>"
