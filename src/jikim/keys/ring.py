"""The key ring on disk: one small file for each ring, in the ring directory and in every copy of it, outside
PostgreSQL.

`ring-7.json`:

    {"jikim-ring": 2, "ring": 7, "provider": "file", "root": "7", "shards": "…base64 of the wrapped secret…"}

Reading takes the newest whole file of any directory. A directory that lacks it is healed from it before anything else,
and that is told. Copies that disagree are an error: one of them is not what was written. An older ring's file is read
while it is there, which is until the epoch that replaced it is over. Losing the ring loses everything.
"""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jikim.crypto import new_key
from jikim.errors import KeyGoneError, SealError, StoreError
from jikim.keys.copies import locked, remove
from jikim.keys.ring_file import NAME, RingFile, label, put, read, reason_of, unwritable, written
from jikim.keys.root import FileRoot
from jikim.keys.root_choice import Roots
from jikim.keys.shards import NONCE_BYTES, SHARDS, Opened, Secret, shard_of
from jikim.particles import i_ga

__all__ = ["Ring", "RingFiles", "open_ring"]

_log = logging.getLogger(__name__)


class Ring:
    """The newest ring, and those before it that still open. Wraps and unwraps the key store's keys. It never changes."""

    def __init__(
        self, rings: Sequence[Opened], files: RingFiles, there: frozenset[int], told: Sequence[tuple[str, str]] = ()
    ) -> None:
        """`rings`: the newest first. `there`: what lay in the directory. `told`: what an operator should know of the
        copies."""
        newest = rings[0]
        self.number = newest.number
        self.provider = newest.provider
        self.root = newest.root
        self.backup_key = newest.secret.backup_key
        self.told = tuple(told)
        self.files = files
        self._there = there
        self._made = newest.secret.made
        self._keys: dict[tuple[int, int], bytes] = {}
        for ring in reversed(rings):
            self._keys.update(zip(enumerate(ring.secret.made), ring.secret.keys, strict=True))
        self._ciphers: dict[tuple[int, int], AESGCM] = {}

    def __repr__(self) -> str:
        return f"Ring({self.number})"

    def again(self) -> Ring:
        """The ring as it lies in its directory now. Raises as `open_ring` does."""
        return self.files.open()

    def changed(self) -> bool:
        """Whether other rings lie in the directory now than when this was read; cheap. A directory that is away is no
        change."""
        try:
            there = self.files.numbers()
        except OSError:
            return False
        return bool(there) and there != self._there

    def made(self, shard: int) -> int:
        """The number of the ring at which a shard's newest key was made."""
        return self._made[shard]

    def knows(self, shard: int, made: int) -> bool:
        """Whether the shard key of that number is here."""
        return (shard, made) in self._keys

    def cipher(self, shard: int, made: int) -> AESGCM:
        """The cipher of a shard key. Raises SealError where it is not here."""
        if (found := self._ciphers.get((shard, made))) is None:
            if (key := self._keys.get((shard, made))) is None:
                raise SealError(
                    f"ring {made} is not here, and a key is wrapped under it",
                    hint="put back the newest copy of the ring directory",
                    ko=(
                        f"키 고리 {i_ga(f'{made}')} 이곳에 없는데 그것으로 감싼 키가 있습니다",
                        "키 고리 디렉터리의 가장 최근 사본을 되돌려 주세요",
                    ),
                )
            found = self._ciphers[shard, made] = AESGCM(key)
        return found

    def wrap(self, name: bytes, key: bytes, made: int | None = None) -> bytes:
        """A key under its shard key (None: the newest), bound to its name: nonce ‖ ciphertext."""
        shard = shard_of(name)
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self.cipher(shard, self._made[shard] if made is None else made).encrypt(nonce, key, name)

    def unwrap(self, name: bytes, wrapped: bytes, made: int | None = None) -> bytes:
        """The reverse; without a number, whichever shard key opens it. Raises SealError."""
        shard = shard_of(name)
        numbers = [made] if made is not None else sorted((of for at, of in self._keys if at == shard), reverse=True)
        for number in numbers:
            try:
                return self.cipher(shard, number).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], name)
            except (InvalidTag, ValueError):
                continue
        raise SealError(
            "a wrapped key does not open under this key and name", ko=("감싼 키가 이 키와 이름으로 열리지 않습니다", "")
        )

    def rewrap(self, made: int, keys: Sequence[tuple[bytes, int, int, bytes]]) -> list[bytes | None]:
        """Many keys (name, shard, the number they are wrapped under, wrapped) under the shard keys of ring `made`, in
        their order.

        None for one that does not open. Raises SealError for a shard key that is not here.
        """
        # A million of them are wrapped in one go: nothing is looked up twice.
        opens = {at: self.cipher(*at).decrypt for at in {(shard, of) for _, shard, of, _ in keys}}
        seals = {shard: self.cipher(shard, made).encrypt for shard in {shard for _, shard, _, _ in keys}}
        random = os.urandom(NONCE_BYTES * len(keys))
        found: list[bytes | None] = []
        end = 0
        for name, shard, of, wrapped in keys:
            start, end = end, end + NONCE_BYTES
            nonce = random[start:end]
            try:
                found.append(
                    nonce
                    + seals[shard](nonce, opens[shard, of](wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], name), name)
                )
            except (InvalidTag, ValueError):
                found.append(None)
        return found

    def next_secret(self, number: int, touched: Sequence[int], standing: Mapping[int, int]) -> Secret:
        """The secret of a new ring: fresh keys for the touched shards, the others carried over.

        `standing` says under which number the key store wraps a shard's keys, which is 1 where it says nothing.
        Raises SealError where a shard key to be carried over is not here.
        """
        fresh = frozenset(touched)
        keys, made = [], []
        for shard in range(SHARDS):
            of = number if shard in fresh else standing.get(shard, 1)
            key = new_key() if shard in fresh else self._keys.get((shard, of))
            if key is None:
                raise SealError(
                    f"the shard key of ring {of} is not here, and keys are wrapped under it",
                    hint="put back the newest copy of the ring directory",
                    ko=(
                        f"키 고리 {of}의 조각 키가 이곳에 없는데 그것으로 감싼 키가 있습니다",
                        "키 고리 디렉터리의 가장 최근 사본을 되돌려 주세요",
                    ),
                )
            keys.append(key)
            made.append(of)
        return Secret(tuple(keys), tuple(made), self.backup_key)


class RingFiles:
    """The ring's files in the ring directory (the first one) and its copies, and who holds the root key."""

    def __init__(self, directories: Sequence[Path], roots: Roots) -> None:
        self.directories = tuple(dict.fromkeys(directories))
        self.roots = roots

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One reader or writer of the files at a time, over all processes."""
        self.directories[0].mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(self.directories[0] / "ring.lock"):
            yield

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether no other process of this machine turns an epoch; while this is entered, none begins."""
        lock = os.open(self.directories[0] / "epoch.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
        finally:
            os.close(lock)

    def _numbers(self, directory: Path) -> set[int]:
        if not directory.is_dir():
            return set()
        return {int(match[1]) for name in os.listdir(directory) if (match := NAME.fullmatch(name))}

    def numbers(self) -> frozenset[int]:
        """The rings that lie in the ring directory; cheap, for noticing that something changed."""
        return frozenset(self._numbers(self.directories[0]))

    def _found(self) -> dict[int, list[RingFile | None]]:
        """For each number, the file of each directory; None where a directory has none that is whole."""
        numbers: set[int] = set()
        for directory in self.directories:
            numbers |= self._numbers(directory)
        return {
            number: [read(directory / f"ring-{number}.json", number) for directory in self.directories]
            for number in sorted(numbers, reverse=True)
        }

    # ---- reading

    def open(self, *, make: bool = False) -> Ring:
        """Opens the newest ring and those before it that still open; `make`: makes the first one where there is none.

        Two processes that make it at once get the same ring. Raises StoreError where there is none, for damage, and for
        copies that disagree; SealError and KeyGoneError where the root key does not open it.
        """
        while True:
            with self._locked():
                found = self._found()
                newest = self._newest(found)
                if newest is None and found:
                    raise StoreError(
                        "the key ring file is damaged",
                        hint="put back one of its copies",
                        ko=("키 고리 파일이 손상되었습니다", "사본 하나를 되돌려 주세요"),
                    )
                if newest is None and not make:
                    raise StoreError(
                        f"there is no key ring in `{self.directories[0]}`, and the key store holds keys",
                        hint="mount its disk, or put back one of its copies; without it nothing can be read again",
                        ko=(
                            f"`{self.directories[0]}`에 키 고리가 없는데 키 DB에는 키가 있습니다",
                            "디스크를 연결하거나 사본 하나를 되돌려 주세요. 키 고리가 없으면 아무것도 다시 읽을 수 없습니다",
                        ),
                    )
                newest = newest or self._first()
                told = self._heal(newest)
                there = self.numbers()
            try:
                opened = [self._opened(newest)]
            except KeyGoneError:
                if max(self.numbers(), default=0) > newest.number:
                    continue  # An epoch ended in between.
                raise
            break
        for line, _ in told:
            _log.warning(line)
        for number, files in found.items():
            if number < newest.number:
                opened += self._older(files)
        return Ring(opened, self, there, told)

    def _newest(self, found: dict[int, list[RingFile | None]]) -> RingFile | None:
        for number, files in found.items():
            whole = {file.content: file for file in files if file is not None}
            if len(whole) > 1:
                raise StoreError(
                    f"the copies of ring {number} disagree",
                    hint=f"keep the `ring-{number}.json` that opens and remove the others: they are healed from it",
                    ko=(
                        f"키 고리 {number}의 사본들이 서로 다릅니다",
                        f"열리는 `ring-{number}.json`을 남기고 나머지를 지우면 그것에서 다시 만듭니다",
                    ),
                )
            if whole:
                return next(iter(whole.values()))
        return None

    def _first(self) -> RingFile:
        # The lock is held while the provider is asked, this once, so that no second root key is made.
        provider = self.roots.current
        version = provider.new_version()
        file = written(1, provider, version, Secret.first())
        self._lay(file)
        return file

    def _heal(self, newest: RingFile) -> list[tuple[str, str]]:
        """Gives each directory the newest file. One that can't be written stops nobody from reading, and is told."""
        told = []
        number = newest.number
        for directory in self.directories:
            path = directory / f"ring-{newest.number}.json"
            try:
                if read(path, newest.number) is not None:
                    continue
                how, ko = ("damaged", "손상되어") if path.exists() else ("missing", "없어")
                put(path, newest.content)
                told.append(
                    (
                        f"ring {number} was {how} in `{directory}`, and is there again",
                        f"`{directory}`의 키 고리 {i_ga(f'{number}')} {ko} 다시 두었습니다",
                    )
                )
            except OSError as error:
                told.append(
                    (
                        f"ring {number} is missing in `{directory}`, which can't be written: {reason_of(error)}",
                        f"`{directory}`에 키 고리 {i_ga(f'{number}')} 없고 쓸 수도 없습니다 ({reason_of(error)})",
                    )
                )
        return told

    def _opened(self, file: RingFile) -> Opened:
        provider = self.roots.of(file.provider, file.root)
        secret = provider.unwrap(file.root, label(file.number), file.wrapped)
        return Opened(file.number, file.provider, file.root, Secret.from_bytes(secret))

    def _older(self, files: Sequence[RingFile | None]) -> list[Opened]:
        """An older ring, if it still opens: after its epoch it does not, and nothing needs it."""
        for file in {file.content: file for file in files if file is not None}.values():
            try:
                return [self._opened(file)]
            except (KeyGoneError, SealError, StoreError):
                continue
        return []

    # ---- writing

    def lay(self, number: int, version: str, secret: Secret) -> None:
        """Writes a new ring under a version of the current provider, durable in every directory before it returns.

        Where a run that was cut off has laid it already, that one stays, and is spread to the directories that lack it.
        Raises StoreError for a directory that can't be written, and where another ring has this number.
        """
        file = written(number, self.roots.current, version, secret)
        with self._locked():
            there = self._newest({n: files for n, files in self._found().items() if n == number})
            if there is not None and (there.provider, there.root) != (file.provider, file.root):
                raise StoreError(
                    f"there is another ring {number} already",
                    hint="it was put there by hand: remove `ring-*.json` of this number",
                    ko=(
                        f"키 고리 {i_ga(f'{number}')} 이미 있습니다",
                        "손으로 둔 것입니다. 이 번호의 `ring-*.json`을 지워 주세요",
                    ),
                )
            self._lay(there or file)

    def _lay(self, file: RingFile) -> None:
        for directory in self.directories:
            path = directory / f"ring-{file.number}.json"
            try:
                if read(path, file.number) is None:
                    put(path, file.content)
            except OSError as error:
                raise unwritable(directory, error) from None

    def remove_below(self, number: int) -> None:
        """Overwrites and removes every older ring in every directory. Twice is the same as once. Raises StoreError."""
        with self._locked():
            for directory in self.directories:
                try:
                    for name in os.listdir(directory) if directory.is_dir() else ():
                        match = NAME.fullmatch(name.removesuffix(".draft"))
                        if match and int(match[1]) < number:
                            remove(directory / name)
                except OSError as error:
                    raise unwritable(directory, error) from None


def open_ring(directory: Path, *copies: Path, roots: Roots | None = None, make: bool = True) -> Ring:
    """Opens the ring in a directory and its copies; without `roots`, under root keys that are private files beside it.

    `make`: makes the first one where there is none, which is right only where the key store is empty. Raises as
    `RingFiles.open`.
    """
    return RingFiles((directory, *copies), roots or Roots(FileRoot(directory, *copies))).open(make=make)
