"""Checkpoints: a tree's size and root as text that its ledger signs, in the form that public logs and witnesses use.

The form is C2SP's tlog-checkpoint, which is a signed-note (both at c2sp.org). The note's text is the origin (the
ledger's name), the size, the root in base64 and any extension lines; an empty line; then a line for each signature:

    ledger.example/shop
    20852163
    47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=

    — ledger.example/shop wzUVVp+qc8grnaDIz+upJaQXCM8n1kn+wNti16DZfweEcPNmNNss6yPY0G1XAVKEx62yXKARdMqsTlVG+EoWsSH54wo=

(The dash is U+2014.) A signature is base64 of a 4-byte key id and 64 bytes of Ed25519 (RFC 8032) over the text with its
last newline. The key id is the first 4 bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). A key is handed out as
`name+hex of the key id+base64 of (0x01 ‖ public key)`:

    ledger.example/shop+c3351556+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop

A signature by a key that we don't know is kept and decides nothing, so a witness may cosign (`cosignature`) with any
algorithm. One by a key that we know must verify, or the whole note is refused. Every form is read strictly: one text,
one meaning.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar, NamedTuple, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from jikim.proof.merkle import HASH_BYTES, MAX_SIZE, ProofError

MAX_NOTE_BYTES = 1_000_000
MAX_SIGNATURES = 100
_DASH = "\N{EM DASH} "
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_KEY_ID = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class NoteKey:
    """An Ed25519 public key (32 bytes) and the name it signs notes under (no spaces, no `+`). Its kind says what it
    signs."""

    KIND: ClassVar[bytes]
    WHAT: ClassVar[tuple[str, str]]
    name: str
    public: bytes

    def __post_init__(self) -> None:
        check_name(self.name)
        if len(self.public) != 32:
            raise ProofError("an Ed25519 public key is 32 bytes", "Ed25519 공개키는 32바이트입니다")

    @property
    def key_id(self) -> bytes:
        """4 bytes that tell a name's keys apart; not a fingerprint to trust."""
        return sha256(self.name.encode() + b"\n" + self.KIND + self.public).digest()[:4]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads `name+8 hex digits+base64`. Raises ProofError for any other form or kind, and where the key id isn't
        the key's."""
        name, key_id, public = _parse_key(text, cls.KIND, cls.WHAT)
        key = cls(name, public)
        if key.key_id != key_id:
            raise ProofError(
                f"the id of {cls.WHAT[0]} is not that of its name and key",
                f"{cls.WHAT[1]}의 ID가 이름과 키에 맞지 않습니다",
                hint=("copy the key again, whole", "키를 빠짐없이 다시 복사해 주세요"),
            )
        return key

    def signed(self, signature: bytes, content: bytes) -> bool:
        """Whether these are this key's 64 bytes over the content."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, content)
        except InvalidSignature:
            return False
        return True

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64encode(self.KIND + self.public).decode()}"


class VerifierKey(NoteKey):
    """A log's key, which signs the note's text."""

    __slots__ = ()
    KIND = b"\x01"
    WHAT = ("the verifier key", "검증 키")

    def verify(self, text: str, signature: bytes) -> bool:
        """Whether these are this key's 64 bytes over the note's text."""
        return self.signed(signature, text.encode())


def _parse_key(text: str, kind: bytes, what: tuple[str, str]) -> tuple[str, bytes, bytes]:
    """The name, key id (4 bytes) and public key (32 bytes) that a key's text holds. Raises ProofError for another form
    or kind."""
    parts = text.split("+", 2)
    if len(parts) != 3 or not _KEY_ID.fullmatch(parts[1]):
        raise ProofError(
            "this is no verifier key",
            "검증 키가 아닙니다",
            hint=("it reads `name+8 hex digits+base64`", "`이름+16진수 8자리+base64` 형식입니다"),
        )
    data = _from_base64(parts[2], what)
    if len(data) != 33 or data[:1] != kind:
        raise ProofError(
            f"{what[0]} is not an Ed25519 key",
            f"{what[1]} 자리에 Ed25519 키가 없습니다",
            hint=(
                f"its base64 is 33 bytes, the first 0x{kind.hex()}",
                f"base64를 풀면 33바이트이고 첫 바이트는 0x{kind.hex()}입니다",
            ),
        )
    return parts[0], bytes.fromhex(parts[1]), data[1:]


class Signature(NamedTuple):
    """One signature line: who says to have signed, the 4-byte key id, and the signature's own bytes."""

    name: str
    key_id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {b64encode(self.key_id + self.value).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A signed note as read: its text, with the last newline, and all its signatures. Nothing is verified yet."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, note: str) -> Note:
        """Reads a note of at most 1,000,000 bytes and 100 signatures. Raises ProofError where the form is broken."""
        _check_text(note)
        end = note.rfind("\n\n")
        if end < 0 or not note.endswith("\n") or end + 2 == len(note):
            raise ProofError(
                "the note has no signature",
                "노트에 서명이 없습니다",
                hint=(
                    "its text ends with an empty line and signature lines",
                    "본문 뒤에 빈 줄과 서명 줄이 있어야 합니다",
                ),
            )
        lines = note[end + 2 : -1].split("\n")
        if len(lines) > MAX_SIGNATURES:
            raise ProofError(
                f"the note has more than {MAX_SIGNATURES} signatures", f"노트의 서명이 {MAX_SIGNATURES}개보다 많습니다"
            )
        return cls(note[: end + 1], tuple(map(_signature, lines)))

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"


class Verified(NamedTuple):
    """A note that known keys signed: its text, those keys, and the signatures of keys that are not known."""

    text: str
    keys: tuple[VerifierKey, ...]
    unknown: tuple[Signature, ...]


def verify_note(note: str, keys: Sequence[VerifierKey]) -> Verified:
    """Verifies a signed note by the keys that the reader trusts.

    Raises ProofError where the form is broken, no trusted key signed it, or a trusted key's signature doesn't verify.
    """
    parsed = Note.parse(note)
    known = {(key.name, key.key_id): key for key in keys}
    if len(known) != len(set(keys)):
        raise ProofError(
            "two verifier keys share a name and a key id",
            "두 검증 키의 이름과 키 ID가 같습니다",
            hint=("give one of them another name", "하나의 이름을 바꿔 주세요"),
        )
    verified: dict[VerifierKey, None] = {}
    unknown: list[Signature] = []
    for signature in parsed.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is None:
            unknown.append(signature)
        elif key.verify(parsed.text, signature.value):
            verified[key] = None
        else:
            raise ProofError(
                f"the signature of `{key.name}` does not fit the note's text",
                f"`{key.name}`의 서명이 노트의 본문에 맞지 않습니다",
            )
    if not verified:
        raise ProofError(
            "no trusted key signed the note",
            "신뢰하는 키로 서명한 노트가 아닙니다",
            hint=("check the verifier key, and that this is its ledger", "검증 키와 그 원장의 노트인지 확인해 주세요"),
        )
    return Verified(parsed.text, tuple(verified), tuple(unknown))


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A ledger's state: its origin, its number of entries, and the root (32 bytes) over them."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for line in (self.origin, *self.extensions):
            if not line or "\n" in line:
                raise ProofError(
                    "a checkpoint's origin and extensions are lines, and not empty",
                    "체크포인트의 origin과 확장은 비어 있지 않은 한 줄씩입니다",
                )
            _check_text(line)
        if not 0 <= self.size <= MAX_SIZE:
            raise ProofError(f"size {self.size} is out of range", f"크기 {self.size}: 범위를 벗어났습니다")
        if len(self.root) != HASH_BYTES:
            raise ProofError("a checkpoint's root is 32 bytes", "체크포인트의 루트는 32바이트입니다")

    @property
    def text(self) -> str:
        """What is signed: each part on its line, with a newline at the end."""
        lines = (self.origin, str(self.size), b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Reads a note's text. Raises ProofError for another form."""
        _check_text(text)
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() or not all(lines):
            raise ProofError(
                "this is no checkpoint",
                "체크포인트가 아닙니다",
                hint=(
                    "it is an origin, a size and a root, each on its line",
                    "origin, 크기, 루트가 한 줄씩 있어야 합니다",
                ),
            )
        origin, size, root, *extensions = lines
        if not _SIZE.fullmatch(size):
            raise ProofError(
                "the checkpoint's size is not a plain decimal number", "체크포인트의 크기가 십진수가 아닙니다"
            )
        return cls(
            origin, int(size), _from_base64(root, ("the checkpoint's root", "체크포인트의 루트")), tuple(extensions)
        )

    @classmethod
    def verify(cls, note: str, keys: Sequence[VerifierKey]) -> Checkpoint:
        """The checkpoint in a note that a trusted key signed; see `verify_note` for what raises ProofError."""
        return cls.parse(verify_note(note, keys).text)


class Signer:
    """An Ed25519 private key (32 bytes) under a name. It signs notes and never shows the key."""

    __slots__ = ("_key", "verifier")

    def __init__(self, name: str, private: bytes) -> None:
        if len(private) != 32:
            raise ProofError("an Ed25519 private key is 32 bytes", "Ed25519 개인키는 32바이트입니다")
        self._key = Ed25519PrivateKey.from_private_bytes(private)
        self.verifier = VerifierKey(name, self._key.public_key().public_bytes_raw())

    def sign(self, checkpoint: Checkpoint) -> str:
        """The checkpoint as a note with this signature. The name should be the origin (tlog-checkpoint)."""
        return str(Note(checkpoint.text, (self._signature(checkpoint.text),)))

    def cosign(self, note: str) -> str:
        """The note with this signature added after those it has. Raises ProofError where the note's form is broken."""
        parsed = Note.parse(note)
        return str(Note(parsed.text, (*parsed.signatures, self._signature(parsed.text))))

    def statement(self, kind: str, content: bytes) -> bytes:
        """64 bytes over the kind, a newline and the content. A kind has blanks in it, so that it is no note: a note's
        first line has none."""
        if " " not in kind or "\n" in kind:
            raise ProofError(
                "a statement's kind is words with blanks between them", "진술의 종류는 빈칸으로 나눈 낱말입니다"
            )
        return self._key.sign(kind.encode() + b"\n" + content)

    def _signature(self, text: str) -> Signature:
        return Signature(self.verifier.name, self.verifier.key_id, self._key.sign(text.encode()))

    def __repr__(self) -> str:
        return f"<Signer {self.verifier}>"


def _signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space:
        raise ProofError(
            "a line after the note's empty line is no signature",
            "노트의 빈 줄 뒤에 서명이 아닌 줄이 있습니다",
            hint=("it reads `— name base64`", "`— 이름 base64` 형식입니다"),
        )
    check_name(name)
    data = _from_base64(encoded, ("a signature", "서명"))
    if len(data) < 5:
        raise ProofError("a signature is shorter than a key id and one byte", "서명이 키 ID와 한 바이트보다 짧습니다")
    return Signature(name, data[:4], data[4:])


def check_name(name: str) -> None:
    """Raises ProofError for a name that no key can have."""
    if not name or "+" in name or any(letter.isspace() for letter in name):
        raise ProofError(
            "a key's name is not empty and has no space and no `+`", "키의 이름이 비어 있거나 빈칸이나 `+`가 있습니다"
        )
    _check_text(name)


def _check_text(text: str) -> None:
    """Refuses what a note may not hold: control characters but the newline, what UTF-8 can't say, and too much."""
    if _CONTROL.search(text):
        raise ProofError(
            "a note holds no control character but the newline", "노트에 줄바꿈이 아닌 제어 문자가 있습니다"
        )
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise ProofError("a note is valid UTF-8", "노트가 올바른 UTF-8이 아닙니다") from None
    if size > MAX_NOTE_BYTES:
        raise ProofError(f"a note is at most {MAX_NOTE_BYTES} bytes", f"노트는 {MAX_NOTE_BYTES}바이트까지입니다")


def _from_base64(text: str, what: tuple[str, str]) -> bytes:
    """Standard base64 in its one canonical form: padded, no white space, unused bits zero."""
    try:
        data = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        data = None
    if data is None or b64encode(data).decode() != text:
        raise ProofError(f"{what[0]} is not in canonical base64", f"{what[1]}: 표준 base64가 아닙니다")
    return data
