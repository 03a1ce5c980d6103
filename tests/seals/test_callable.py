"""Every function of the databases finds what it names: PL/pgSQL looks for columns and functions only when a statement
is reached."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql

from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.schema import DATABASES, Database

VALUES = {
    "uuid": "'00000000-0000-0000-0000-000000000001'",
    "text": "'x'",
    "boolean": "true",
    "date": "'2013-02-05'",
    "bytea": "'x'",
    "timestamp with time zone": "'2013-02-05'",
    "json": "'[]'",
    "jsonb": "'{}'",
    "interval": "'1 day'",
    "live.case_": "NULL",
    "live.explanation": "NULL",
    "live.person_case": "NULL",
    "live.case_move": "ROW(gen_random_uuid(), gen_random_uuid(), 'x', 'x', NULL, 0, 'x', true, false, NULL, NULL, NULL)",
    "ledger.entry": "ROW(gen_random_uuid(), '2013-02-05', '{}', '', 0)",
}
QUERY = """
    SELECT n.nspname || '.' || p.proname, p.provariadic <> 0,
           array(SELECT format_type(t, NULL) FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS u(t, o) ORDER BY o)
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname IN ('live', 'archive', 'keys', 'ledger') AND p.prorettype <> 'trigger'::regtype
"""


def value(kind: str, number: int) -> str:
    """A value of a type, in SQL."""
    one = VALUES.get(kind.removesuffix("[]"), str(number))
    return f"ARRAY[{one}]::{kind}" if kind.endswith("[]") else f"{one}::{kind}"


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("name", DATABASES)
def test_every_function_finds_what_it_names(server: Embedded, name: Database, number: int) -> None:
    """Called with some value of each type, none meets a column or function that is not there, or that two tables have
    (SQLSTATE 42)."""
    lost = {}
    with psycopg.connect(server.conninfo(name, ADMIN)) as conn:
        conn.execute("SET search_path = pg_catalog")
        functions = conn.execute(QUERY).fetchall()
        for function, variadic, kinds in functions:
            given = ", ".join(value(kind, number) for kind in kinds[: -1 if variadic else None])
            given += f", VARIADIC {value(kinds[-1], number)}" if variadic else ""
            try:
                with conn.transaction(force_rollback=True):
                    conn.execute(sql.SQL(f"SELECT * FROM {function}({given})"))  # type: ignore[arg-type]
            except psycopg.Error as error:
                if (error.sqlstate or "").startswith("42"):
                    lost[function] = str(error)
    assert len(functions) > 40
    assert lost == {}
