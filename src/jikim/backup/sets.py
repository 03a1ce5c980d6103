"""Backup sets: a directory with sealed files and a manifest that says what they are.

    jikim-000007-20261124T030000Z/          the data: live, archive, ledger         keys-000003-…/   the key store, apart
        manifest.json  live.dump  archive.dump  ledger.dump  files.tar     base-000001-…/   servers' files, where keys
        has its own

Where people lie on several servers (decision 25), a set of the data has each: `live@2.dump` and on, and its manifest says
who lies where, by the first number of each range: `"lies": [["00000000-…", "live"], ["80000000-…", "live@2"]]`.

    {"jikim-backup": 1, "what": "data", "number": 7, "begun": "2026-11-24T03:00:00+00:00", "policy": "…digest, hex…",
     "heads": {"archive": "1_0f3c…", "ledger": "1_51d0…", "live": "1_92ab…"},
     "files": {"live.dump": {"bytes": 81920, "sha256": "…", "rows": {"live.record": 120}}}, "mac": "…"}

The MAC is HMAC-SHA-256 under a key of its own, derived from the backup key, over the rest as canonical JSON. No value,
no name and no key is in a manifest.

INVARIANT: a directory under a set's name holds a whole set that was read back; what is not yet, or no longer, one ends
in `.partial`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import shutil
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from jikim.backup.stream import unseal
from jikim.db.schema import Database
from jikim.errors import JikimError, SealError, StoreError
from jikim.keys.copies import sync
from jikim.particles import eun, i_ga

What = Literal["data", "keys", "base"]
DATA: tuple[Database, ...] = ("live", "archive", "ledger")
PREFIX: dict[What, str] = {"data": "jikim", "keys": "keys", "base": "base"}
MANIFEST = "manifest.json"
PARTIAL = ".partial"
_NAME = re.compile(r"(jikim|keys|base)-([0-9]{6,9})-[0-9]{8}T[0-9]{6}Z")
_FILE = re.compile(r"[a-z]+(?:@[0-9]{1,2})?\.(?:dump|tar)")
_LABEL = b"jikim backup manifest v1"


class File(NamedTuple):
    """One sealed file of a set: bytes and SHA-256 as it lies on disk; of a dump, the rows of each table."""

    size: int
    sha256: bytes
    rows: Mapping[str, int]


@dataclass(frozen=True)
class Set:
    """A set whose manifest is authentic. Its files are checked as they are read."""

    path: Path
    what: What
    number: int
    begun: datetime
    digest: str
    heads: Mapping[str, str]
    files: Mapping[str, File]
    key: bytes = field(repr=False)
    lies: tuple[tuple[str, str], ...] = ()  # the first number of each range, and its server; none: there is one

    @property
    def inboxes(self) -> list[str]:
        """The databases of it, and further servers of people, by name and sorted."""
        return sorted(name.removesuffix(".dump") for name in self.files if name.endswith(".dump"))

    @property
    def size(self) -> int:
        """Bytes of all files but the manifest."""
        return sum(file.size for file in self.files.values())

    def as_json(self) -> dict[str, Any]:
        return {
            "set": self.path.name,
            "what": self.what,
            "number": self.number,
            "begun": self.begun.isoformat(),
            "policy": self.digest,
            "heads": dict(self.heads),
            "bytes": self.size,
            "ok": True,
        }


class Broken(NamedTuple):
    """A directory that has a set's name and is none that opens here."""

    path: Path
    error: StoreError

    def as_json(self) -> dict[str, Any]:
        return {"set": self.path.name, "ok": False, "why": self.error.message}


def data_of(servers: Iterable[str]) -> tuple[str, ...]:
    """What is in a set of the data, in the order in which it is dumped (`jobs/backup.py`): further servers of people, by
    name, first."""
    return (*servers, *DATA)


def name_of(what: What, number: int, begun: datetime) -> str:
    """`jikim-000007-20261124T030000Z`."""
    return f"{PREFIX[what]}-{number:06}-{begun.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def place_of(what: str, number: int, name: str) -> tuple[bytes, ...]:
    """What a file's stream is bound to."""
    return what.encode(), str(number).encode(), name.encode()


def _mac(key: bytes, manifest: Mapping[str, Any]) -> str:
    own = HKDF(algorithm=SHA256(), length=32, salt=None, info=_LABEL).derive(key)
    text = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
    return hmac.digest(own, text, "sha256").hex()


def write_manifest(
    directory: Path,
    key: bytes,
    what: What,
    number: int,
    begun: datetime,
    digest: str,
    heads: Mapping[str, str],
    files: Mapping[str, File],
    lies: Sequence[tuple[str, str]] = (),
) -> None:
    """Writes a set's manifest, durable with the files beside it."""
    manifest: dict[str, Any] = {
        "jikim-backup": 1,
        "what": what,
        "number": number,
        "begun": begun.astimezone(UTC).isoformat(),
        "policy": digest,
        "heads": dict(heads),
        "files": {
            name: {"bytes": file.size, "sha256": file.sha256.hex(), "rows": dict(file.rows)}
            for name, file in files.items()
        },
    }
    if lies:
        manifest["lies"] = [list(one) for one in lies]
    manifest["mac"] = _mac(key, manifest)
    with open(os.open(directory / MANIFEST, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(json.dumps(manifest, sort_keys=True, indent=1).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    sync(directory)


def open_set(path: Path, key: bytes) -> Set:
    """Opens a set: its manifest is whole and made with this key, and its files have their sizes.

    Raises StoreError otherwise. The files' content is checked where it is read: `read`, `check_file`.
    """
    try:
        raw = (path / MANIFEST).read_bytes()
    except OSError:
        raise StoreError(
            f"`{path}` is no backup set",
            hint="name a directory such as jikim-000007-20261124T030000Z",
            ko=(
                f"{eun(f'`{path}`')} 백업 세트가 아닙니다",
                "jikim-000007-20261124T030000Z와 같은 디렉터리를 적어 주세요",
            ),
        ) from None
    damaged = StoreError(
        f"the manifest of `{path.name}` is damaged",
        hint="use another set, or another copy of this one",
        ko=(f"`{path.name}`의 목록이 손상되었습니다", "다른 세트나 이 세트의 다른 사본을 사용해 주세요"),
    )
    try:
        manifest = json.loads(raw)
        if not isinstance(manifest, dict) or manifest.get("jikim-backup") != 1:
            raise damaged
        mac = manifest.pop("mac")
        if not isinstance(mac, str) or not mac.isascii():
            raise damaged
        # INVARIANT: nothing of a manifest is believed before its MAC.
        if not hmac.compare_digest(mac, _mac(key, manifest)):
            raise StoreError(
                f"the manifest of `{path.name}` does not belong to this key ring, or was changed",
                hint="a set opens with the ring of the house that made it",
                ko=(
                    f"`{path.name}`의 목록이 이 키 고리의 것이 아니거나 변경되었습니다",
                    "세트는 그것을 만든 하우스의 키 고리로 열립니다",
                ),
            )
        files = {
            name: File(entry["bytes"], bytes.fromhex(entry["sha256"]), entry["rows"])
            for name, entry in manifest["files"].items()
            if _FILE.fullmatch(name)
        }
        found = Set(
            path,
            manifest["what"],
            manifest["number"],
            datetime.fromisoformat(manifest["begun"]),
            manifest["policy"],
            manifest["heads"],
            files,
            key,
            tuple((first, server) for first, server in manifest.get("lies", ())),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise damaged from None
    for name, file in files.items():
        try:
            size = (path / name).stat().st_size
        except OSError:
            raise StoreError(
                f"`{path.name}` lacks its `{name}`",
                hint="use another copy of this set",
                ko=(f"`{path.name}`에 {i_ga(f'`{name}`')} 없습니다", "이 세트의 다른 사본을 사용해 주세요"),
            ) from None
        if size != file.size:
            raise StoreError(
                f"`{name}` of `{path.name}` is not of its length",
                hint="use another copy of this set",
                ko=(f"`{path.name}`의 {eun(f'`{name}`')} 원래 길이가 아닙니다", "이 세트의 다른 사본을 사용해 주세요"),
            )
    return found


def read(found: Set, name: str) -> Generator[bytes]:
    """The content of one file, in passing. Raises StoreError at the first byte that is not as it was written."""
    if name not in found.files:
        raise StoreError(
            f"`{found.path.name}` holds no `{name}`",
            hint=f"it holds {', '.join(sorted(found.files))}",
            ko=(f"`{found.path.name}`에 {i_ga(f'`{name}`')} 없습니다", f"있는 것: {', '.join(sorted(found.files))}"),
        )
    try:
        with open(found.path / name, "rb") as file:
            yield from unseal(found.key, place_of(found.what, found.number, name), file)
    except SealError as error:
        raise StoreError(
            f"`{name}` of `{found.path.name}`: {error.message}",
            hint="use another copy of this set",
            ko=(f"`{found.path.name}`의 `{name}`: {error.words('ko').reason}", "이 세트의 다른 사본을 사용해 주세요"),
        ) from None
    except OSError as error:
        raise unreadable(found.path / name, error) from None


def check_file(found: Set, name: str) -> None:
    """Whether a file is, to the byte, the one that its manifest names. Raises StoreError where it is not."""
    sha = hashlib.sha256()
    try:
        with open(found.path / name, "rb") as file:
            while piece := file.read(1 << 20):
                sha.update(piece)
    except OSError as error:
        raise unreadable(found.path / name, error) from None
    if not hmac.compare_digest(sha.digest(), found.files[name].sha256):
        raise StoreError(
            f"`{name}` of `{found.path.name}` was changed",
            hint="use another copy of this set",
            ko=(f"`{found.path.name}`의 {i_ga(f'`{name}`')} 변경되었습니다", "이 세트의 다른 사본을 사용해 주세요"),
        )


def list_sets(directory: Path, key: bytes, what: What) -> list[Set | Broken]:
    """Every set of a kind in a directory, the oldest first, and what has a set's name and does not open."""
    found: list[Set | Broken] = []
    for path in named(directory, what):
        try:
            found.append(open_set(path, key))
        except StoreError as error:
            found.append(Broken(path, error))
    return found


def named(directory: Path, what: What) -> list[Path]:
    """Directories with a set's name, by number."""
    return [path for path, match in _entries(directory) if match[1] == PREFIX[what] and path.name == match[0]]


def highest(directory: Path, what: What) -> int:
    """The highest number that a set here has or had begun with; 0 where there is none."""
    return max((int(match[2]) for _, match in _entries(directory) if match[1] == PREFIX[what]), default=0)


def partials(directory: Path, what: What) -> list[Path]:
    """What was begun and not finished, or was being removed."""
    return [path for path, match in _entries(directory) if match[1] == PREFIX[what] and path.name == match[0] + PARTIAL]


def _entries(directory: Path) -> list[tuple[Path, re.Match[str]]]:
    try:
        paths = list(directory.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise unreadable(directory, error) from None
    found = [
        (path, match)
        for path in paths
        if (match := _NAME.match(path.name)) and path.name.removeprefix(match[0]) in ("", PARTIAL)
    ]
    return sorted(found, key=lambda one: (int(one[1][2]), one[0].name))


def begin(directory: Path, what: What, number: int, begun: datetime) -> Path:
    """Makes the directory that a set is written into, private, and no set yet."""
    path = directory / (name_of(what, number, begun) + PARTIAL)
    path.mkdir(mode=0o700)
    return path


def finish(partial: Path) -> Path:
    """Gives a whole and verified set its name, durably. Once it has it, it is a set."""
    path = partial.with_name(partial.name.removesuffix(PARTIAL))
    partial.rename(path)
    sync(path.parent)
    return path


def remove(path: Path) -> None:
    """Removes a set or a partial one. From the first step on it looks like none."""
    if not path.name.endswith(PARTIAL):
        path = path.rename(path.with_name(path.name + PARTIAL))
        sync(path.parent)
    shutil.rmtree(path)
    sync(path.parent)


def unreadable(path: Path, error: OSError) -> JikimError:
    """An error of the file system, told by its place."""
    return StoreError(
        f"`{path}` cannot be read: {(error.strerror or 'no reason given').lower()}",
        ko=(f"`{path}` 파일을 읽을 수 없습니다: {(error.strerror or '알 수 없음').lower()}", ""),
    )


def outside(directories: Sequence[Path], other: Path) -> bool:
    """Whether a directory is neither one of these nor inside one, nor holds one."""
    here = other.resolve()
    return all(
        here != one and here not in one.parents and one not in here.parents
        for one in (d.resolve() for d in directories)
    )
