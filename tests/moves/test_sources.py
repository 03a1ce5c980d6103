"""Where rows come from: a database that is only read, CSV, Parquet; each gives the same rows, in order, from where an import stood."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import psycopg
import pyarrow
import pyarrow.parquet
import pytest
from psycopg import sql
from tests.moves.conftest import Moving
from tests.moves.old_shop import CUSTOMER, ORDER, customer, order, written

from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.errors import JikimError, StoreError
from jikim.moves.set_aside import SetAside
from jikim.moves.sources import source_of

PEOPLE, ORDERS = [customer(n) for n in range(1, 6)], [order(100 + n, n) for n in range(1, 6)]


@pytest.fixture
def address(server: Embedded) -> str:
    """The shop's own database."""
    with psycopg.connect(server.conninfo("postgres", ADMIN), autocommit=True) as conn:
        conn.execute("DROP DATABASE IF EXISTS old_shop")
        conn.execute("CREATE DATABASE old_shop TEMPLATE template0")
    owner = server.conninfo("old_shop", ADMIN)
    with psycopg.connect(owner, autocommit=True) as conn:
        for name, columns, rows in (("customer", CUSTOMER, PEOPLE), ("purchase", ORDER, ORDERS)):
            kinds = {"id": "bigint PRIMARY KEY", "customer_id": "bigint", "created_at": "timestamptz", "lines": "jsonb"}
            defined = sql.SQL(", ").join(
                sql.SQL("{} {}").format(sql.Identifier(one), sql.SQL(kinds.get(one, "text")))
                for one in columns  # type: ignore[arg-type]
            )
            conn.execute(sql.SQL("CREATE TABLE {} ({})").format(sql.Identifier(name), defined))
            put = sql.SQL("INSERT INTO {} VALUES ({})").format(
                sql.Identifier(name), sql.SQL(", ").join(map(sql.Placeholder, columns))
            )
            for row in rows:
                conn.execute(put, row)
    found = psycopg.conninfo.conninfo_to_dict(owner)
    return f"postgresql://{ADMIN}@/old_shop?host={found['host']}&port={found['port']}"


def test_a_database_moves_in(moving: Moving, address: str) -> None:
    """Numbers, moments and JSON come as the database has them; a second run finds all of it here."""
    number = moving.approved()
    tally = moving.bring(number, address)
    assert (tally.taken, dict(tally.refused)) == ({"public.customer": 5, "public.purchase": 5}, {})
    assert moving.bring(number, address).taken["public.customer"] == 0


def test_a_database_is_read_behind_where_it_stood(address: str) -> None:
    """By the number of the last row, whatever was removed before it; a column that is none is told without a value."""
    source = source_of(address)
    assert [row["id"] for row in source.rows("public.customer", ("id", "email"), ("id",), 2, (2,))] == [3, 4, 5]
    with pytest.raises(StoreError, match="42703") as refused:
        list(source.rows("public.customer", ("id", "telephone"), ("id",), 0, ()))
    assert "example.com" not in str(refused.value)


def test_parquet_is_read_as_csv_is(moving: Moving, tmp_path: Path) -> None:
    """The same tables as Parquet files."""
    for name, rows in (("customer", PEOPLE), ("purchase", ORDERS)):
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / f"{name}.parquet")
    as_csv = source_of(str(written(tmp_path / "dump", PEOPLE, ORDERS)))
    for mapped in moving.tables:
        wanted = mapped.name, mapped.columns, mapped.key, 3, ()
        rows = [dict(row) for row in source_of(str(tmp_path)).rows(*wanted)]
        assert [row["id"] for row in rows] == [dict(row)["id"] for row in as_csv.rows(*wanted)]
        assert len(rows) == 2


def test_parquet_without_its_package_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the way on."""
    (tmp_path / "customer.parquet").write_bytes(b"")
    really = builtins.__import__

    def without(name: str, *more: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ModuleNotFoundError(name)
        return really(name, *more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(JikimError, match="Parquet needs a package"):
        list(source_of(str(tmp_path)).rows("public.customer", ("id",), ("id",), 0, ()))


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """What is not there, what is no UTF-8, and a column that is missing."""
    with pytest.raises(JikimError, match="there is no"):
        source_of(str(tmp_path / "nowhere"))
    (tmp_path / "customer.csv").write_bytes("id,이름\n1,김가수\n".encode("cp949"))
    with pytest.raises(JikimError, match="no CSV in UTF-8"):
        list(source_of(str(tmp_path)).rows("public.customer", ("id",), ("id",), 0, ()))
    (tmp_path / "customer.csv").write_text("id,name\n1,김가수\n", encoding="utf-8")
    with pytest.raises(JikimError, match="no column `email`"):
        list(source_of(str(tmp_path)).rows("public.customer", ("id", "email"), ("id",), 0, ()))


def test_what_is_set_aside_is_its_owners_alone(tmp_path: Path) -> None:
    """Also where the file was there before, and others could read it."""
    path = tmp_path / "aside.jsonl"
    path.touch(0o644)
    with SetAside(path):
        assert path.stat().st_mode & 0o077 == 0
