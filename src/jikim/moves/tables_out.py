"""Where an export's rows go, a table a record kind: a CSV file, a Parquet file, or a table of a database that is named.

Every cell is text, and an empty one is none: what is read back is the same by each. Memory holds so many rows of a table.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, Protocol

from sqlalchemy import Column, Engine, MetaData, String, Table, Text, insert
from sqlalchemy.exc import DBAPIError

from jikim.attach.reflection import address_of, opened
from jikim.errors import StoreError
from jikim.moves.sources import parquet

Row = Sequence[str]
AT_ONCE = 2_000


class TableOut(Protocol):
    """One table. The first of its columns is its key."""

    def put(self, row: Row) -> None: ...
    def settle(self) -> None:
        """What was put is there, and the table is ended."""

    def drop(self) -> None:
        """It held nothing."""


class Form(Protocol):
    """A form of export, as it is approved (`name`)."""

    name: str

    def table(self, within: ExitStack, name: str, columns: Sequence[str]) -> TableOut: ...


def form_of(to: str, directory: Path) -> Form:
    """`csv`, `parquet`, or a database's address."""
    if to == "csv":
        return CsvFiles(directory)
    return ParquetFiles(directory) if to == "parquet" else DatabaseTables(to)


def name_of(to: str) -> str:
    """A form as it is approved: an address without its password."""
    return address_of(to) if "://" in to else to


def private(path: Path, mode: str = "w") -> IO[Any]:
    """A new file, its owner's alone."""
    text = {} if "b" in mode else {"encoding": "utf-8", "newline": ""}
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), mode, **text)  # type: ignore[call-overload,no-any-return]


class CsvFiles:
    """A CSV file a table."""

    name = "csv"

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def table(self, within: ExitStack, name: str, columns: Sequence[str]) -> TableOut:
        return _Csv(within, self._directory / f"{name}.csv", columns)


class _Csv:
    def __init__(self, within: ExitStack, path: Path, columns: Sequence[str]) -> None:
        self._path, self._file = path, within.enter_context(private(path))
        self._lines = csv.writer(self._file)
        self._lines.writerow(columns)

    def put(self, row: Row) -> None:
        self._lines.writerow(row)

    def settle(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())

    def drop(self) -> None:
        self._path.unlink()


class ParquetFiles:
    """A Parquet file a table."""

    name = "parquet"

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def table(self, within: ExitStack, name: str, columns: Sequence[str]) -> TableOut:
        return _Parquet(within, self._directory / f"{name}.parquet", columns)


class _Parquet:
    def __init__(self, within: ExitStack, path: Path, columns: Sequence[str]) -> None:
        arrow, files = parquet()
        self._path, self._file, self._rows = path, within.enter_context(private(path, "wb")), list[Row]()
        self._arrow, self._schema = arrow, arrow.schema([(one, arrow.string()) for one in columns])
        self._writer = files.ParquetWriter(self._file, self._schema)
        within.callback(self._writer.close)

    def put(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) == AT_ONCE:
            self._write()

    def _write(self) -> None:
        columns = [[cell or None for cell in cells] for cells in zip(*self._rows, strict=True)]
        self._writer.write_table(self._arrow.table(columns, schema=self._schema))
        self._rows.clear()

    def settle(self) -> None:
        if self._rows:
            self._write()
        self._writer.close()
        self._file.flush()
        os.fsync(self._file.fileno())

    def drop(self) -> None:
        self._path.unlink()


class DatabaseTables:
    """A table a record kind, of a database that is there: made anew, and never over one that stands."""

    def __init__(self, address: str) -> None:
        self.name, self._engine = address_of(address), opened(address, writes=True)

    def table(self, within: ExitStack, name: str, columns: Sequence[str]) -> TableOut:
        key, *others = columns
        made = Table(
            name, MetaData(), Column(key, String(36), primary_key=True), *(Column(one, Text) for one in others)
        )
        return _OfDatabase(self._engine, made)


class _OfDatabase:
    def __init__(self, engine: Engine, table: Table) -> None:
        self._engine, self._table, self._rows = engine, table, list[Row]()
        self._told(lambda connection: table.create(connection, checkfirst=False))

    def put(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) == AT_ONCE:
            self.settle()

    def settle(self) -> None:
        names = [one.name for one in self._table.columns]
        rows = [{name: cell or None for name, cell in zip(names, row, strict=True)} for row in self._rows]
        if rows:
            self._told(lambda connection: connection.execute(insert(self._table), rows))
        self._rows.clear()

    def drop(self) -> None:
        self._told(self._table.drop)

    def _told(self, act: Any) -> None:
        try:
            with self._engine.begin() as connection:
                act(connection)
        except DBAPIError as error:
            # Without the driver's words, which may quote a value.
            state = getattr(error.orig, "sqlstate", None)
            raise StoreError(
                f"the table `{self._table.name}` cannot be written there{f' (SQLSTATE {state})' if state else ''}",
                hint="name a database in which it does not stand yet, by a role that may make tables",
                ko=(
                    f"`{self._table.name}` 표를 그 데이터베이스에 쓸 수 없습니다{f' (SQLSTATE {state})' if state else ''}",
                    "이 표가 아직 없는 데이터베이스와, 표를 만들 수 있는 계정을 지정해 주세요",
                ),
            ) from None
