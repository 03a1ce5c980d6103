"""Reading a set back: every chunk opens, every file is the one that the manifest names, every dump is whole and holds
every row.

A dump goes through `pg_restore` itself, which reads all of it and writes what it would do to the other end of a pipe,
where rows are counted and forgotten.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

from jikim.backup import own_files
from jikim.backup.cluster import read_back as read_back_cluster
from jikim.backup.dump import Told
from jikim.backup.programs import Programs, piped, plain_environment
from jikim.backup.sets import Set, check_file, read
from jikim.errors import StoreError
from jikim.particles import i_ga

Row = Callable[[str, Sequence[str], bytes], None]  # (table, columns, the line as COPY writes it)
_COPY = re.compile(rb'COPY "?([^".]+)"?\."?([^" ]+)"? \(([^)]*)\) FROM stdin;\n')
_ENTRY = re.compile(r"\d+; \d+ \d+ (TABLE DATA|TABLE) (\S+) (\S+) ")


def verify(found: Set, programs: Programs, told: Told = lambda _what, _bytes: None, on_row: Row | None = None) -> None:
    """Reads a whole set back from disk. Raises StoreError with the first thing that is not as it was written."""
    for name in sorted(found.files):
        check_file(found, name)
        if name == own_files.NAME:
            own_files.read_back(found).close()
        elif name.endswith(".tar"):
            read_back_cluster(found, name, told)
        else:
            _contents(found, name, programs)
            rows = _rows(found, name, programs, told, on_row)
            expected = {table: number for table, number in found.files[name].rows.items() if number}
            if dict(rows) != expected:
                raise StoreError(
                    f"`{name}` of `{found.path.name}` does not hold every row",
                    ko=(f"`{found.path.name}`의 `{name}`에 빠진 행이 있습니다", ""),
                )


def _contents(found: Set, name: str, programs: Programs) -> None:
    """The table of contents has each table, and each table's data."""
    entries: dict[str, set[str]] = {"TABLE": set(), "TABLE DATA": set()}
    command = [programs.path("pg_restore"), "--list"]
    # The list stands at the head. What follows it is read by `_rows`, so that the rest need not be opened twice.
    with closing(
        piped(
            command,
            plain_environment(),
            _head(found, name),
            (f"`{name}` has no table of contents", f"`{name}`에 목차가 없습니다"),
        )
    ) as lines:
        for line in lines:
            if entry := _ENTRY.match(line.decode("utf-8", "replace")):
                entries[entry[1]].add(f"{entry[2]}.{entry[3]}")
    missing = sorted(set(found.files[name].rows) - (entries["TABLE"] & entries["TABLE DATA"]))
    if missing:
        raise StoreError(
            f"`{name}` of `{found.path.name}` lacks `{missing[0]}`",
            ko=(f"`{found.path.name}`의 `{name}`에 {i_ga(f'`{missing[0]}`')} 없습니다", ""),
        )


_HEAD = 64  # chunks: 4 MiB, the contents of some thousand tables


def _head(found: Set, name: str) -> Iterator[bytes]:
    with closing(read(found, name)) as chunks:
        for place, chunk in enumerate(chunks):
            if place == _HEAD:
                return
            yield chunk


def _rows(found: Set, name: str, programs: Programs, told: Told, on_row: Row | None) -> Counter[str]:
    """Counts the rows of each table, reading everything."""
    command = [programs.path("pg_restore"), "--data-only", "--file=-"]
    doing = f"{name.partition('.')[0]}: read back"
    rows: Counter[str] = Counter()

    def chunks() -> Iterator[bytes]:
        size = 0
        for chunk in read(found, name):
            size += len(chunk)
            told(doing, size)
            yield chunk

    table = ""
    columns: list[str] = []
    what = (
        f"`{name}` of `{found.path.name}` cannot be read back",
        f"`{found.path.name}`에서 다시 읽을 수 없습니다: `{name}`",
    )
    for line in piped(command, plain_environment(), chunks(), what):
        if not table:
            if line.startswith(b"COPY ") and (head := _COPY.fullmatch(line)):
                table = f"{head[1].decode()}.{head[2].decode()}"
                columns = head[3].decode().replace('"', "").split(", ")
        elif line == b"\\.\n":
            table = ""
        else:
            rows[table] += 1
            if on_row is not None:
                on_row(table, columns, line)
    if table:
        raise StoreError(
            f"`{name}` of `{found.path.name}` ends within `{table}`",
            ko=(f"`{found.path.name}`의 {i_ga(f'`{name}`')} `{table}` 중간에서 끝납니다", ""),
        )
    return rows
