"""The restrictions log: what may no longer be done, beside the key ring, so that no backup of any age makes it possible
again.

A leaving, a destroyed record, a withdrawn consent, an end, a freeze, a hold, a suspended account, a revoked or paused
grant, an ended contract, a hidden day and a destroyed key are written in the transaction that says so (`<database>.restriction`) and,
before the verb answers, appended here and on disk in the ring directory and each of its copies. One file for each
database, and for each further server of people (`restrictions-live@2.log`); this is `restrictions-live.log`:

    {"jikim-restrictions": 1, "database": "live", "after": 0} 9c1185a5c5e9fc54
    {"n": 1, "at": "2013-02-05T09:00:00+00:00", "what": "leave", "detail": {"subject": "6f1c…"}} 2b1f0a7d33e0c14f

Each line ends with the first 8 bytes of SHA-256(the line before's 8 bytes ‖ the line), in hexadecimal, so that a lost,
changed or reordered line is noticed. A last line that is cut off was never acknowledged and is dropped. No line holds a
personal value.

A database that counts fewer restrictions than its log is an older one that was put back: `settle` refuses it until
`jikim restore` has replayed the rest. What is left to others: the files' directories belong on other disks than the
databases.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from jikim.db.driver import Steps
from jikim.db.queries import Query
from jikim.db.schema import RESTRICTED
from jikim.db.spread import database_of
from jikim.db.steps import value_of
from jikim.errors import SealedError, StoreError
from jikim.keys.copies import sync
from jikim.keys.keyring import Q
from jikim.particles import eun, i_ga

_CHAIN = 8


class Restriction(NamedTuple):
    """One line: its number, the policy moment (ISO 8601), what it is, and whom or what it concerns (ids only)."""

    n: int
    at: str
    what: str
    detail: dict[str, Any]


class _Mark(NamedTuple):
    """How far a file was read: its whole lines, the last one's chain, and where that ends."""

    lines: int
    chain: bytes
    end: int


_NOTHING = _Mark(0, b"", 0)


def _link(before: bytes, text: bytes) -> bytes:
    return hashlib.sha256(before + text).digest()[:_CHAIN]


def _written(text: bytes, chain: bytes) -> bytes:
    return b"%s %s\n" % (text, chain.hex().encode())


def _size(path: Path) -> int:
    """-1 where there is none."""
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        return -1


class RestrictionLog:
    """One inbox's log in the ring directory and its copies: a database's, or a further server's of people.

    It grows for as long as the house stands: of its lines no more is kept in memory than what the next one hangs on.
    """

    def __init__(self, inbox: str, directories: Sequence[Path]) -> None:
        self.database, database = inbox, database_of(inbox)
        self.take: Query = Q[f"restrictions.take.{database}"]
        self.last = 0
        self._paths = [directory / f"restrictions-{inbox}.log" for directory in directories]
        self._lock_path = directories[0] / "restrictions.lock"
        self._guard = threading.Lock()
        self._mark = _NOTHING
        self._after = 0

    # ---- reading

    @contextmanager
    def locked(self) -> Iterator[RestrictionLog]:
        """Holds the log against every other process, caught up with what they wrote."""
        self.acquire()
        try:
            yield self
        finally:
            self.release()

    def acquire(self) -> None:
        self._guard.acquire()
        try:
            self._file: int | None = os.open(self._lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX)
            self._catch_up()
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        if (file := getattr(self, "_file", None)) is not None:
            self._file = None
            os.close(file)
        self._guard.release()

    def _catch_up(self) -> None:
        """Reads what other processes wrote; makes the file the first time; heals copies that are behind."""
        known, sizes = self._mark, [_size(path) for path in self._paths]
        if known.end and all(size == known.end for size in sizes):
            return
        if 0 <= sizes[0] < known.end:
            raise self._damaged(self._paths[0])
        # Where one lacks what was there already, all are looked at from their beginning.
        start = known if min(sizes) >= known.end else _NOTHING
        found = [self._read(path, start) for path in self._paths]
        longest = max(found, key=lambda mark: mark.end)
        source = self._paths[found.index(longest)]
        if not longest.end:
            text = json.dumps({"jikim-restrictions": 1, "database": self.database, "after": 0}).encode()
            for path in self._paths:
                self._write(path, 0, _written(text, _link(b"", text)))
            longest = self._read(source, start)
            found = [longest] * len(found)
        for path, mark in zip(self._paths, found, strict=True):
            if mark == longest:
                continue
            if self._read(source, start, mark.end) != mark:
                raise StoreError(
                    f"the copies of `{self._paths[0].name}` beside the key ring differ",
                    hint="keep the one that is right, remove the others",
                    ko=(
                        f"키 고리와 함께 보관한 `{self._paths[0].name}`의 사본들이 서로 다릅니다",
                        "맞는 것을 남기고 나머지를 지워 주세요",
                    ),
                )
            self._write(path, mark.end, source.read_bytes()[mark.end : longest.end])
        if not start.end:
            self._after = self._begins(source)
        self._mark, self.last = longest, self._after + longest.lines - 1

    def _begins(self, path: Path) -> int:
        """After which number the log begins, as its first line says."""
        try:
            with open(path, "rb") as file:
                head = json.loads(file.readline().rpartition(b" ")[0])
            if head["jikim-restrictions"] != 1 or head["database"] != self.database:
                raise ValueError("another format")
            return int(head["after"])
        except (ValueError, KeyError, TypeError):
            raise self._damaged(self._paths[0]) from None

    def _damaged(self, path: Path) -> StoreError:
        return StoreError(
            f"`{path.name}` beside the key ring is damaged",
            hint="put back one of its copies",
            ko=(f"키 고리와 함께 보관한 {i_ga(f'`{path.name}`')} 손상되었습니다", "사본 하나를 되돌려 주세요"),
        )

    def _read(self, path: Path, known: _Mark, until: int | None = None) -> _Mark:
        """Goes through a file's whole lines behind those that are known, at most `until` a place; a last line that is
        cut off does not count. Raises StoreError for any other damage."""
        lines, chain, end = known
        try:
            with open(path, "rb") as file:
                file.seek(end)
                for raw in file:
                    if not raw.endswith(b"\n") or (until is not None and end + len(raw) > until):
                        break
                    text, _, mark = raw[:-1].rpartition(b" ")
                    chain = _link(chain, text)
                    if mark != chain.hex().encode():
                        raise self._damaged(path)
                    lines, end = lines + 1, end + len(raw)
        except FileNotFoundError:
            return _NOTHING
        return _Mark(lines, chain, end)

    def entries(self, after: int | None = None) -> list[Restriction]:
        """Every restriction with a number above `after`, or all that it has. Raises StoreError where the log no longer
        reaches back that far."""
        after = self._after if after is None else after
        if after < self._after:
            raise StoreError(
                f"`{self._paths[0].name}` begins after number {self._after}, and the database ends at {after}",
                hint="restore a newer backup",
                ko=(
                    f"{eun(f'`{self._paths[0].name}`')} {self._after}번 뒤에서 시작하는데 DB는 {after}번에서 끝납니다",
                    "더 최근의 백업을 복원해 주세요",
                ),
            )
        with open(self._paths[0], "rb") as file:
            lines = list(islice(file, 1 + after - self._after, self._mark.lines))
        rows = (json.loads(line.rpartition(b" ")[0]) for line in lines)
        return [Restriction(row["n"], row["at"], row["what"], row["detail"]) for row in rows]

    # ---- writing

    def append(self, rows: Sequence[Sequence[Any]]) -> None:
        """Appends (n, at, what, detail as JSON text), durable in every copy before it returns. Call it while the log is
        held."""
        lines, chain, end = self._mark
        last, content = self.last, bytearray()
        for n, at, what, detail in rows:
            if n != last + 1:
                raise StoreError(
                    f"`{self._paths[0].name}` ends at number {last}, and the {self.database} database goes on at {n}",
                    hint="the log was lost or put back: put back its newest copy",
                    ko=(
                        f"{self.database} DB의 제한 {n}번보다 앞의 것이 `{self._paths[0].name}`에 없습니다",
                        "기록을 잃었거나 이전 것으로 되돌렸습니다. 가장 최근 사본을 되돌려 주세요",
                    ),
                )
            text = json.dumps({"n": n, "at": at.isoformat(), "what": what, "detail": json.loads(detail)}).encode()
            chain = _link(chain, text)
            content += _written(text, chain)
            last = n
        if not content:
            return
        for path in self._paths:
            self._write(path, end, content)
        self._mark, self.last = _Mark(lines + last - self.last, chain, end + len(content)), last

    def _write(self, path: Path, at: int, content: bytes | bytearray) -> None:
        fresh = not path.exists()
        try:
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                os.ftruncate(file, at)  # a last line that was cut off
                try:
                    done = 0
                    while done < len(content):
                        done += os.pwrite(file, content[done:], at + done)
                    os.fsync(file)
                except OSError:
                    os.ftruncate(file, at)
                    raise
            finally:
                os.close(file)
            if fresh:
                sync(path.parent)
        except OSError as error:
            raise StoreError(
                f"`{path.name}` beside the key ring cannot be written ({os.strerror(error.errno or 0).lower()})",
                hint="what was asked is done and is written there at the next try: make room, then try again",
                ko=(
                    f"키 고리와 함께 보관하는 `{path.name}`에 쓸 수 없습니다 ({os.strerror(error.errno or 0).lower()})",
                    "요청한 일은 실행했고 다음에 기록합니다. 공간을 확보한 뒤 다시 시도해 주세요",
                ),
            ) from None


class Restrictions:
    """The logs of the databases where something is restricted, and of further servers of people, as the drivers use them."""

    def __init__(self, directories: Sequence[Path], further: Iterable[str] = ()) -> None:
        for directory in directories:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.logs = {inbox: RestrictionLog(inbox, directories) for inbox in (*RESTRICTED, *further)}

    def settle(self) -> Steps[None]:
        """Asked when a house opens: each log and its database stand side by side. What a killed process left is
        appended now.

        Raises SealedError for a database that is older than its log, StoreError for a log that is older than its
        database.
        """
        for inbox, log in self.logs.items():
            database = database_of(inbox)
            counted = Q[f"restrictions.last.{database}"]().on(inbox)
            with log.locked():
                count = yield from value_of(counted)
                if count < log.last:
                    raise SealedError(
                        f"the {inbox} database is older than what stands beside the key ring: "
                        f"restrictions {count + 1} to {log.last} are missing in it",
                        hint="jikim restore --replay",
                        ko=(
                            f"{inbox} DB가 키 고리와 함께 보관한 기록보다 오래되었습니다. 제한 {count + 1}번부터가 DB에 없습니다",
                            "jikim restore --replay",
                        ),
                    )
                log.append((yield log.take(logged=log.last).on(inbox)))
                if (missing := (yield from value_of(counted))) > log.last:
                    raise StoreError(
                        f"the log beside the key ring ends at restriction {log.last}, and the {inbox} database at {missing}",
                        hint="put back the newest copy of the ring directory's `restrictions-*.log`",
                        ko=(
                            f"{inbox} DB에는 제한이 {missing}번까지 있는데 키 고리와 함께 보관한 기록은 그 전에 끝납니다",
                            "키 고리 디렉터리의 `restrictions-*.log` 가운데 가장 최근 사본을 되돌려 주세요",
                        ),
                    )
