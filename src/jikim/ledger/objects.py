"""Past months of the ledger as objects outside the database: in a directory, or in a bucket of S3, Google Cloud Storage
or Azure.

    1/tile/entries/x001/234            the 256 commitments of tile 1234: an entry bundle of C2SP tlog-tiles
    1/bodies/2013-02-access/x001/024   the sealed blocks (`blocks`) of a month's lot in the range that begins with tile
                                       1024
    ledger                             says that this is the place, and not one that is not mounted or another bucket

An object is written once, at a name that the ledger's generation and its place in the tree give; nothing in it says whom an entry is about without
the lot's key. A store that cannot be reached, or that is not the place, is an error; an object that is not there, or is
shorter than it was, is not: what it held is then named as damaged.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from jikim.errors import StoreError
from jikim.keys.copies import sync
from jikim.ledger.retention_lots import Lot, label
from jikim.proof.export import TILE
from jikim.proof.merkle import HASH_BYTES

Part = tuple[int, int]  # where it begins, and its bytes
MonthLot = tuple[date, Lot]  # a month's lot
WHOLE: tuple[Part, ...] = ((0, -1),)
A = TypeVar("A")
B = TypeVar("B")

SCHEMES = ("s3://", "gs://", "az://")
MARK = "ledger"
_AT_ONCE = 16
_BODIES = re.compile(rf"[0-9]+/bodies/([0-9]{{4}}-[0-9]{{2}})-({'|'.join(lot.name.lower() for lot in Lot)})")
_LENGTH = HASH_BYTES.to_bytes(2, "big")


def bundle_path(generation: int, n: int) -> str:
    """Where the commitments of a tile lie (C2SP tlog-tiles, Entry bundles), behind the ledger's generation."""
    return f"{generation}/tile/entries/{_path(n)}"


def bodies_path(generation: int, month: date, lot: int, first: int) -> str:
    """Where the blocks of a month's lot lie, in the range that begins with a tile."""
    return f"{generation}/bodies/{label(month, Lot(lot)).replace('/', '-')}/{_path(first)}"


def _path(n: int) -> str:
    """A number in elements of three digits: 1234067 is `x001/x234/067`."""
    parts = [f"{n % 1000:03}"]
    while n := n // 1000:
        parts.insert(0, f"x{n % 1000:03}")
    return "/".join(parts)


def bundle(commitments: bytes) -> bytes:
    """An entry bundle: each commitment behind its length in two bytes."""
    whole = commitments[: TILE * HASH_BYTES].ljust(TILE * HASH_BYTES, b"\0")
    return b"".join(_LENGTH + whole[at : at + HASH_BYTES] for at in range(0, len(whole), HASH_BYTES))


def commitments_of(content: bytes) -> bytes:
    """The commitments of an entry bundle; one whose length was altered is 32 bytes of nothing."""
    step = len(_LENGTH) + HASH_BYTES
    parts = (content[at : at + step] for at in range(0, TILE * step, step))
    return b"".join(part[2:] if part[:2] == _LENGTH and len(part) == step else bytes(HASH_BYTES) for part in parts)


class Objects:
    """A store of objects. `address`: a directory, or the URL of a bucket and a prefix in it; None: there is none."""

    def __init__(self, address: str | None) -> None:
        self._address = address

    def __bool__(self) -> bool:
        return self._address is not None

    def write(self, contents: Mapping[str, bytes]) -> None:
        """Writes objects, durably, and reads them back. Raises StoreError where one says something else.

        INVARIANT: an object is written once. One that is there already is left as it is, and has to say the same.
        """
        directory = self._directory
        if directory is not None:
            _told(lambda: directory.mkdir(parents=True, exist_ok=True))
        obstore, store = self._store
        marked = {MARK: b"", **contents}

        def put(path: str) -> None:
            with suppress(obstore.exceptions.AlreadyExistsError):
                obstore.put(store, path, marked[path], mode="create")

        _at_once(put, marked)
        if directory is not None:
            _told(lambda: _durable(directory, marked))
        there = self.read(dict.fromkeys(marked, WHOLE))
        if any(there[path] != [content] for path, content in marked.items()):
            raise StoreError(
                "the ledger's objects do not say what was to be written",
                hint="nothing left the database; a ledger needs a place of its own: name another in JIKIM_LEDGER_OBJECTS, with a copy of what it has moved",
                ko=(
                    "원장의 객체가 기록하려던 내용과 다릅니다",
                    "DB에서 지운 것은 없습니다. 원장마다 전용 위치가 필요합니다. 이미 옮긴 객체를 복사한 다른 곳을 JIKIM_LEDGER_OBJECTS에 적어 주세요",
                ),
            )

    def read(self, wanted: Mapping[str, Sequence[Part]]) -> dict[str, list[bytes] | None]:
        """Parts of objects by their paths (-1 bytes: all); None for one that is not there. A part that lies beyond its
        object's end is short, or empty. Raises StoreError where the store cannot be reached."""
        found = dict(zip(wanted, _at_once(lambda path: self._parts(path, wanted[path]), wanted), strict=True))
        # INVARIANT: what nobody could look at is not called missing.
        if None in found.values() and _told(lambda: self._parts(MARK, WHOLE)) is None:
            raise _unreachable()
        return found

    def _parts(self, path: str, parts: Sequence[Part]) -> list[bytes] | None:
        obstore, store = self._store
        try:
            if parts == WHOLE:
                return [bytes(obstore.get(store, path).bytes())]
            # What lies beyond the end is not asked for: the library panics there.
            end = obstore.head(store, path)["size"]
            there = [(begin, min(begin + size, end)) for begin, size in parts if size and begin < end]
            try:
                starts, ends = zip(*there, strict=True) if there else ((), ())
                found = iter(obstore.get_ranges(store, path, starts=starts, ends=ends) if there else ())
            except obstore.exceptions.BaseError:
                # There are servers of S3 that answer a part as if it were the whole (rclone's).
                content = bytes(obstore.get(store, path).bytes())
                found = iter([content[begin:until] for begin, until in there])
        except FileNotFoundError:
            return None
        return [bytes(next(found)) if size and begin < end else b"" for begin, size in parts]

    def lots(self) -> dict[str, MonthLot]:
        """The months and lots whose bodies lie here, by the place of each generation's."""
        if self._directory is not None and not self._directory.exists():
            return {}
        obstore, store = self._store

        def below(place: str) -> list[str]:
            return [one.rstrip("/") for one in obstore.list_with_delimiter(store, place)["common_prefixes"]]

        found = _told(lambda: [one for generation in below("") for one in below(f"{generation}/bodies")])
        return {one: _lot_of(name) for one in found if (name := _BODIES.fullmatch(one))}

    def drop(self, place: str) -> None:
        """Removes what lies in a place that `lots` named."""
        obstore, store = self._store

        def all_of_it() -> None:
            for page in obstore.list(store, f"{place}/"):
                obstore.delete(store, [one["path"] for one in page])

        _told(all_of_it)

    def copy_to(self, place: Path, over: Callable[[MonthLot], bool]) -> int:
        """Copies what lies in a directory and is not in `place` yet, durably; what has gone here of a lot that is `over`
        goes there, too. Answers how many objects that were. A bucket is not copied: it keeps versions, or a replica, by
        itself. Raises StoreError.

        INVARIANT: what was lost here, or removed before its time, stays in the copy.
        """
        source = self._directory
        if source is None or not (there := _files(source)):
            return 0
        known = _files(place)
        missing = sorted(there - known)

        def all_of_it() -> None:
            for path in missing:
                draft = place / f"{path}.draft"
                draft.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source / path, draft)
                draft.replace(place / path)
            for path in known - there:
                if path.endswith(".draft") or ((name := _BODIES.match(path)) and over(_lot_of(name))):
                    (place / path).unlink()
            _durable(place, missing)

        _told(all_of_it)
        return len(missing)

    @property
    def _directory(self) -> Path | None:
        return None if self._address is None or self._address.startswith(SCHEMES) else Path(self._address)

    @cached_property
    def _store(self) -> tuple[Any, Any]:
        if self._address is None:
            raise StoreError(
                "past months of the ledger lie in objects, and nothing says where",
                hint="set JIKIM_LEDGER_OBJECTS to where they were written",
                ko=(
                    "원장의 지난 달 기록이 객체로 옮겨져 있는데 그 위치를 알 수 없습니다",
                    "JIKIM_LEDGER_OBJECTS에 옮긴 곳을 설정해 주세요",
                ),
            )
        try:
            import obstore
            import obstore.store as stores
        except ImportError:
            raise StoreError(
                "past months of the ledger lie in objects, and obstore is not installed",
                hint="pip install jikim[objects]",
                ko=(
                    "원장의 지난 달 기록이 객체로 옮겨져 있는데 obstore가 설치되어 있지 않습니다",
                    "pip install jikim[objects]",
                ),
            ) from None
        if (directory := self._directory) is not None:
            return obstore, _told(lambda: stores.LocalStore(directory, automatic_cleanup=True))
        retry = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}
        return obstore, _told(lambda: stores.from_url(self._address, retry_config=retry))


def _at_once(work: Callable[[A], B], over: Iterable[A]) -> list[B]:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return _told(lambda: list(pool.map(work, over)))


def _told(work: Callable[[], B]) -> B:
    """INVARIANT: what a store says of an error, which may repeat its address and more, is not told on."""
    try:
        return work()
    except StoreError:
        raise
    except Exception:
        raise _unreachable() from None


def _unreachable() -> StoreError:
    return StoreError(
        "the ledger's objects cannot be reached",
        hint="look at where JIKIM_LEDGER_OBJECTS leads, and whether this process may read and write there; then try again",
        ko=(
            "원장의 객체에 접근할 수 없습니다",
            "JIKIM_LEDGER_OBJECTS가 가리키는 곳과 이 프로세스의 읽기·쓰기 권한을 확인하고 다시 시도해 주세요",
        ),
    )


def _lot_of(name: re.Match[str]) -> MonthLot:
    return date.fromisoformat(f"{name[1]}-01"), Lot[name[2].upper()]


def _files(directory: Path) -> set[str]:
    """The files below a directory, but those that are still being written (`…#1`)."""
    found = (path for path in directory.rglob("*") if path.is_file())
    return {path.relative_to(directory).as_posix() for path in found if "#" not in path.name}


def _durable(directory: Path, paths: Iterable[str]) -> None:
    folders = {directory}
    for path in paths:
        with open(directory / path, "rb") as file:
            os.fsync(file.fileno())
        folders.update(one for one in (directory / path).parents if one.is_relative_to(directory))
    for folder in folders:
        sync(folder)
