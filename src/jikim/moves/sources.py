"""Where rows come from: a database that is only read, CSV and Parquet files, or what was set aside before.

Rows are streamed, however many there are, and are read in an order in which a run that was cut off goes on. A value is
handed on and never said.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine, column, literal, select, table, tuple_
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import NullType

from jikim.attach.reflection import address_of, opened
from jikim.errors import JikimError, StoreError
from jikim.particles import eul, eun, i_ga

Cells = Mapping[str, Any]
_PAGE = 1000


class RowSource(Protocol):
    """Rows of tables. `name` says where they are, without a password."""

    name: str

    def rows(
        self, table: str, columns: Sequence[str], key: Sequence[str], done: int, last: Sequence[Any]
    ) -> Iterator[Cells]:
        """The rows behind the first `done`, whose last had these values of `key`; none of a table that is not there."""


def source_of(address: str) -> RowSource:
    """A source by its address: a DSN, a directory with one file a table, one file, or a file of rows set aside.

    Raises JikimError for one that is not there.
    """
    if "://" in address:
        return DatabaseRows(address)
    path = Path(address)
    if path.suffix == ".jsonl" and path.is_file():
        return RowsSetAside(path)
    if path.exists():
        return FileRows(path)
    raise JikimError(
        f"there is no `{address}`",
        hint="name a directory with a CSV or Parquet file a table, or an address like postgresql://user@host/name",
        ko=(
            f"{i_ga(f'`{address}`')} 없습니다",
            "표마다 CSV나 Parquet 파일이 있는 디렉터리, 또는 postgresql://user@host/name 형식의 주소를 적어 주세요",
        ),
    )


def part_of(source: RowSource, table: str) -> str:
    """A table of a source as progress is kept by: a digest."""
    return hashlib.sha256(f"{source.name}\0{table}".encode()).hexdigest()


class DatabaseRows:
    """Tables of a database, by a role that may read them."""

    def __init__(self, dsn: str) -> None:
        self._engine: Engine = opened(dsn)
        self.name = address_of(dsn)

    def rows(
        self, table: str, columns: Sequence[str], key: Sequence[str], done: int, last: Sequence[Any]
    ) -> Iterator[Cells]:
        schema, _, name = table.rpartition(".")
        of = _table(name, schema, columns)
        keys: list[Any] = [column(one) for one in key]
        wanted: Any = select(*(column(one) for one in columns)).select_from(of).order_by(*keys).limit(_PAGE)
        after = tuple(last)
        while True:
            page = wanted if not after else wanted.where(tuple_(*keys) > tuple_(*map(_plain, after)))
            try:
                with self._engine.connect() as connection:
                    found = connection.execute(page).mappings().all()
            except DBAPIError as error:
                raise _unreadable(error, table) from None
            for row in found:
                yield dict(row)
            if len(found) < _PAGE:
                return
            after = tuple(found[-1][one] for one in key)


def _plain(value: Any) -> Any:
    """A value as it is: the database reads it as what its column is."""
    return literal(value, NullType())


def _table(name: str, schema: str, columns: Sequence[str]) -> Any:
    return table(name, *(column(one) for one in columns), schema=schema or None)


def _unreadable(error: DBAPIError, name: str) -> StoreError:
    """Without the driver's words, which may quote a value."""
    state = getattr(error.orig, "sqlstate", None)
    return StoreError(
        f"the table `{name}` cannot be read{f' (SQLSTATE {state})' if state else ''}",
        hint="see that its columns are as the mapping says, and that the role may read them",
        ko=(
            f"표 {eul(f'`{name}`')} 읽을 수 없습니다{f' (SQLSTATE {state})' if state else ''}",
            "열이 매핑과 같은지, 계정이 읽을 수 있는지 확인해 주세요",
        ),
    )


class FileRows:
    """CSV and Parquet files, each named for its table, with or without its schema; or the one file of one table."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = path.name

    def rows(
        self, table: str, columns: Sequence[str], key: Sequence[str], done: int, last: Sequence[Any]
    ) -> Iterator[Cells]:
        path = self._of(table)
        if path is None:
            return
        read = _parquet if path.suffix == ".parquet" else _csv
        for n, row in enumerate(read(path, columns)):
            if n >= done:
                yield row

    def _of(self, table: str) -> Path | None:
        names = [f"{stem}{end}" for stem in (table, table.rpartition(".")[2]) for end in (".csv", ".parquet")]
        if self._path.is_dir():
            return next((self._path / name for name in names if (self._path / name).is_file()), None)
        return self._path if self._path.name in names else None


def _csv(path: Path, columns: Sequence[str]) -> Iterator[Cells]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file, strict=True)
            _expect(path, columns, lines.fieldnames or ())
            yield from lines
    except (csv.Error, UnicodeDecodeError):
        raise JikimError(
            f"`{path.name}` is no CSV in UTF-8",
            hint="save it as CSV, separated by commas, in UTF-8",
            ko=(f"{eun(f'`{path.name}`')} UTF-8로 된 CSV가 아닙니다", "쉼표로 구분한 CSV를 UTF-8로 저장해 주세요"),
        ) from None
    except OSError as error:
        raise StoreError.of_file(error) from None


def _parquet(path: Path, columns: Sequence[str]) -> Iterator[Cells]:
    arrow, files = parquet()
    try:
        with files.ParquetFile(path) as file:
            _expect(path, columns, file.schema_arrow.names)
            for batch in file.iter_batches(batch_size=_PAGE, columns=list(columns)):
                yield from batch.to_pylist()
    except arrow.ArrowInvalid:
        raise JikimError(
            f"`{path.name}` is no Parquet file",
            hint="write it again",
            ko=(f"{eun(f'`{path.name}`')} Parquet 파일이 아닙니다", "파일을 다시 만들어 주세요"),
        ) from None


def parquet() -> tuple[Any, Any]:
    """Arrow and its Parquet files. Raises JikimError where they are not installed."""
    try:
        import pyarrow
        import pyarrow.parquet as files
    except ModuleNotFoundError:
        raise JikimError(
            "Parquet needs a package that is not installed",
            hint="pip install 'jikim[parquet]'",
            ko=("Parquet에 필요한 패키지가 설치되어 있지 않습니다", "pip install 'jikim[parquet]'"),
        ) from None
    return pyarrow, files


def _expect(path: Path, columns: Sequence[str], there: Sequence[str]) -> None:
    if missing := [one for one in columns if one not in there]:
        raise JikimError(
            f"`{path.name}` has no column {', '.join(f'`{one}`' for one in missing)}",
            hint="the first line of a file names its columns, as the mapping does",
            ko=(
                f"`{path.name}`에 {', '.join(f'`{one}`' for one in missing)} 열이 없습니다",
                "첫 줄에 매핑과 같은 열 이름을 적어 주세요",
            ),
        )


class RowsSetAside:
    """Rows that an import set aside, and somebody has put right since."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = path.name

    def rows(
        self, table: str, columns: Sequence[str], key: Sequence[str], done: int, last: Sequence[Any]
    ) -> Iterator[Cells]:
        # All of it each time: what came in already is known by its key.
        with self._path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                try:
                    told = json.loads(line)
                    here, row = told["table"] == table, told.get("row")
                except (ValueError, KeyError, TypeError, AttributeError):
                    raise JikimError(
                        f"line {number} of `{self._path.name}` cannot be read",
                        hint="each line is one JSON object",
                        ko=(
                            f"`{self._path.name}`의 {number}번째 줄을 읽을 수 없습니다",
                            "한 줄에 JSON 객체 하나를 적어 주세요",
                        ),
                    ) from None
                if here and row is not None:
                    yield row
