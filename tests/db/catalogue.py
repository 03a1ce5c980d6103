"""What a database is, as PostgreSQL's own catalogue says: two that were made in different ways are held equal by it."""

from __future__ import annotations

from typing import Any, LiteralString

import psycopg

_OURS: LiteralString = "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'"
CATALOGUE: LiteralString = f"""
SELECT c.relkind::text, c.oid::regclass::text, c.relowner::regrole::text, c.relacl::text,
       array(SELECT concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
                              (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum))
               FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum)::text
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_OURS} AND c.relkind <> 'i'
UNION ALL
SELECT 'index', c.oid::regclass::text, '', '', pg_get_indexdef(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE {_OURS} AND c.relkind = 'i'
UNION ALL
SELECT 'constraint', concat_ws(' ', k.conrelid::regclass, k.conname), '', '', pg_get_constraintdef(k.oid)
  FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE {_OURS}
UNION ALL
SELECT 'trigger', concat_ws(' ', t.tgrelid::regclass, t.tgname), '', '', pg_get_triggerdef(t.oid)
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_OURS} AND NOT t.tgisinternal
UNION ALL
SELECT 'type', t.oid::regtype::text, t.typowner::regrole::text, t.typacl::text, t.typtype::text
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE {_OURS}
UNION ALL
SELECT 'function', p.oid::regprocedure::text, p.proowner::regrole::text, p.proacl::text,
       concat_ws(' ', p.prosecdef, p.provolatile, p.proconfig::text, pg_get_function_result(p.oid), p.prosrc)
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {_OURS}
UNION ALL
SELECT 'schema', n.nspname, n.nspowner::regrole::text, n.nspacl::text, '' FROM pg_namespace n WHERE n.nspname NOT LIKE 'pg\\_%'
 ORDER BY 1, 2
"""


def catalogue(dsn: str) -> list[tuple[Any, ...]]:
    """Tables with their columns in order, indexes, constraints, triggers, types, functions, owners, grants, version."""
    with psycopg.connect(dsn) as conn:
        return [*conn.execute(CATALOGUE), *conn.execute("SELECT version_num FROM public.alembic_version")]
