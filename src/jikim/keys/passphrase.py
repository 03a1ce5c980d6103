"""The root key under a passphrase: each version is a small file, sealed under a key that Argon2id derives (RFC 9106).

The file says how its key is derived, as age's do:

    jikim root key 1
    argon2id 3 262144 4 c2l4dGVlbiByYW5kb20gYg==
    aW4gYmFzZTY0OiBub25jZSBhbmQgY2lwaGVydGV4dA==

The second line: passes, KiB of memory, lanes, salt. It is bound to the content. Versions share their salt until the
passphrase changes, so that one derivation opens them all.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Protocol

from argon2.low_level import Type, hash_secret_raw

from jikim.crypto import KEY_BYTES, new_key, unwrap, wrap
from jikim.errors import JikimError, KeyGoneError, SealedError, SealError, StoreError
from jikim.keys.copies import Copies
from jikim.keys.memory import Held
from jikim.particles import i_ga

FORMAT = "jikim root key 1"
SHORTEST = 12
_SALT_BYTES = 16


class Derivation(NamedTuple):
    """How a key comes out of a passphrase: Argon2id's passes, memory (KiB), lanes and salt."""

    passes: int
    memory: int
    lanes: int
    salt: bytes

    def line(self) -> str:
        """The second line of a file."""
        return f"argon2id {self.passes} {self.memory} {self.lanes} {base64.b64encode(self.salt).decode()}"

    @classmethod
    def read(cls, line: str) -> Derivation:
        """The reverse. Raises ValueError for another form, and for costs that no file of ours has."""
        name, passes, memory, lanes, salt = line.split(" ")
        found = cls(int(passes), int(memory), int(lanes), base64.b64decode(salt, validate=True))
        # What a stranger wrote must not make us ask for all the memory there is.
        bounded = 1 <= found.passes <= 100 and 8 * found.lanes <= found.memory <= 4 << 20 and 1 <= found.lanes <= 64
        if name != "argon2id" or not bounded or len(found.salt) != _SALT_BYTES or found.line() != line:
            raise ValueError("another derivation")
        return found

    def key(self, passphrase: str) -> bytes:
        """The 32-byte key."""
        return hash_secret_raw(passphrase.encode(), self.salt, self.passes, self.memory, self.lanes, KEY_BYTES, Type.ID)


class Cost(NamedTuple):
    """What a new derivation costs: passes, KiB of memory, lanes. The default takes half a second and 256 MiB (RFC 9106
    §4 asks 64 MiB)."""

    passes: int = 3
    memory: int = 262_144
    lanes: int = 4

    def derivation(self) -> Derivation:
        """One with a fresh salt."""
        return Derivation(*self, os.urandom(_SALT_BYTES))


class Unlocks(Protocol):
    """Who can say the key of a derivation: whoever knows the passphrase, or holds what was derived from it."""

    def key(self, derivation: Derivation) -> bytes:
        """Raises SealedError where it can't."""
        ...

    def fresh(self) -> Derivation:
        """The derivation for a ring's first file."""
        ...


class Passphrase:
    """Someone who knows the passphrase. What was derived is held for as long as this object lives."""

    def __init__(self, passphrase: str, cost: Cost | None = None) -> None:
        self._passphrase = passphrase
        self._cost = cost or Cost()
        self._held: dict[Derivation, Held] = {}

    def key(self, derivation: Derivation) -> bytes:
        if derivation not in self._held:
            self._held[derivation] = Held(derivation.key(self._passphrase))
        return bytes(self._held[derivation])

    def fresh(self) -> Derivation:
        return self._cost.derivation()


class Derived:
    """What was derived earlier, without the passphrase: all that the agent holds."""

    def __init__(self, derivation: Derivation, key: bytes) -> None:
        self._derivation = derivation
        self._held = Held(key)

    def key(self, derivation: Derivation) -> bytes:
        if derivation != self._derivation:
            raise SealedError(
                "the passphrase was changed since this house was unsealed",
                hint="jikim unseal",
                ko=("하우스의 봉인을 해제한 뒤에 암호문구가 바뀌었습니다", "jikim unseal"),
            )
        return bytes(self._held)

    def fresh(self) -> Derivation:
        return self._derivation

    def wipe(self) -> None:
        """Overwrites the key."""
        self._held.wipe()


def new_passphrase(passphrase: str) -> str:
    """The passphrase, if one can rest on it. Raises JikimError for a short one: who copies the files can try at
    leisure."""
    if len(passphrase) < SHORTEST:
        raise JikimError(
            f"the passphrase is shorter than {SHORTEST} characters",
            hint="take several words",
            ko=(f"암호문구가 {SHORTEST}자보다 짧습니다", "여러 단어로 정해 주세요"),
        )
    return passphrase


def sealed_versions(directories: Sequence[Path]) -> list[str]:
    """The versions under a passphrase in a ring's directories; which they are is no secret."""
    return Copies(directories, "sealed-root").versions()


class PassphraseRoot:
    """Root key versions as sealed files `sealed-root-N.key` in the ring's directory and its copies."""

    name = "passphrase"
    worth: Mapping[str, str] = MappingProxyType(
        {
            "en": "file level, behind a passphrase: the file is overwritten and removed in every copy; what a disk remapped, "
            "snapshots and copies made earlier are beyond it, and open only to someone who also knows the passphrase of that time",
            "ko": "파일 수준, 암호 구문으로 보호: 모든 사본에서 파일을 덮어쓰고 지웁니다. 디스크가 내부적으로 옮겨 적은 것, "
            "스냅숏, 그 전에 만든 사본까지는 없애지 못하지만, 그것은 당시의 암호 구문까지 아는 사람에게만 열립니다",
        }
    )

    def __init__(self, unlocks: Unlocks, directory: Path, *copies: Path) -> None:
        self._files = Copies((directory, *copies), "sealed-root")
        self._unlocks = unlocks

    def new_version(self) -> str:
        """Makes a version under the passphrase of the newest one; a wrong passphrase makes none."""
        derivation = self.unlocked()
        return self._files.add(_sealed(derivation, self._unlocks.key(derivation), new_key()))

    def versions(self) -> list[str]:
        return self._files.versions()

    def wrap(self, version: str, label: bytes, secret: bytes) -> bytes:
        return wrap(self._key(version), label, secret)

    def unwrap(self, version: str, label: bytes, wrapped: bytes) -> bytes:
        return unwrap(self._key(version), label, wrapped)

    def destroy_version(self, version: str) -> None:
        self._files.destroy(version)

    def destroyed_on(self, version: str) -> datetime | None:
        return self._files.gone_on(version)

    def unlocked(self) -> Derivation:
        """The derivation of the newest version that opens, or of the first to come. Raises SealedError for a wrong
        passphrase."""
        existing = self.versions()
        return self._opened(existing[-1])[0] if existing else self._unlocks.fresh()

    def reseal(self, unlocks: Unlocks) -> None:
        """Changes the passphrase: every version is sealed anew under a fresh salt, and the former files are
        overwritten.

        Killed in between, it is run again with the same two passphrases. Raises SealedError where neither opens a
        version. A copy that was made earlier still opens by the former passphrase, until the next epoch destroys what
        it holds.
        """
        derivation = unlocks.fresh()
        key = unlocks.key(derivation)
        secrets = {}
        for version in self.versions():
            try:
                secrets[version] = self._key(version)
            except SealedError:
                secrets[version] = PassphraseRoot(unlocks, *self._files.directories)._key(version)
        for version, secret in secrets.items():
            self._files.replace(version, _sealed(derivation, key, secret))

    def _contents(self, version: str) -> list[tuple[Derivation, bytes]]:
        found = self._files.read(version)
        if not found:
            raise KeyGoneError(
                f"root key version {version} is gone", ko=(f"루트 키 버전 {i_ga(f'{version}')} 없습니다", "")
            )
        parts = []
        for content in found:
            try:
                head, line, body = content.decode("ascii").removesuffix("\n").split("\n")
                if head == FORMAT:
                    parts.append((Derivation.read(line), base64.b64decode(body, validate=True)))
            except ValueError:
                continue
        if not parts:
            raise StoreError(
                f"the file of root key version {version} is damaged",
                hint="put back one of its copies",
                ko=(f"루트 키 버전 {version}의 파일이 손상되었습니다", "사본 하나를 되돌려 주세요"),
            )
        return parts

    def _opened(self, version: str) -> tuple[Derivation, bytes]:
        refused = SealedError(
            "the passphrase does not open the root key", ko=("루트 키가 이 암호문구로 열리지 않습니다", "")
        )
        for derivation, body in self._contents(version):
            try:
                return derivation, unwrap(self._unlocks.key(derivation), _bound(derivation), body)
            except SealedError as error:
                refused = error
            except SealError:
                continue
        raise refused

    def _key(self, version: str) -> bytes:
        return self._opened(version)[1]


def _bound(derivation: Derivation) -> bytes:
    return f"{FORMAT}\n{derivation.line()}\n".encode()


def _sealed(derivation: Derivation, key: bytes, secret: bytes) -> bytes:
    body = base64.b64encode(wrap(key, _bound(derivation), secret))
    return _bound(derivation) + body + b"\n"
