"""A step or a state that a function of the database does not know is an error: it is never taken for another one."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import errors, sql
from tests.conftest import Databases

from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN

# What takes a word under such a name and has no step to take: a person, a filter, or a value that the table's own check
# refuses.
OTHERWISE = {
    "live.handler_paper_add",
    "live.papers",
    "live.hook_said",
    "live.upload_scanned",
    "live.feed_end",
    "live.take_in",
}
NAMES = ["p_step", "p_to", "p_state", "p_fate", "p_answer", "p_way"]
QUERY = """
    SELECT p.oid::regproc::text, a.name, array_agg(b.name || ' => ' || quote_nullable(NULL) || '::' || format_type(t.oid, NULL) ORDER BY b.n)
           FILTER (WHERE b.name <> a.name)
      FROM pg_proc p, unnest(p.proargnames) WITH ORDINALITY AS a(name, n), unnest(p.proargtypes) WITH ORDINALITY AS t(oid, n)
      JOIN unnest(p.proargnames) WITH ORDINALITY AS b(name, n) ON true
     WHERE p.pronamespace = 'live'::regnamespace AND has_function_privilege('jikim_live', p.oid, 'EXECUTE')
       AND a.name = ANY (%s) AND p.proargtypes[a.n - 1] = 'text'::regtype AND b.n = t.n
     GROUP BY p.oid, a.name ORDER BY 1
"""


def steps(server: Embedded) -> dict[str, str]:
    """A call of every function that takes a step or a state, with a place for the word and nothing else."""
    with psycopg.connect(server.conninfo("live", ADMIN)) as conn:
        rows = conn.execute(QUERY, (NAMES,)).fetchall()
    return {name: f"SELECT {name}({', '.join([f'{word} => %s', *(others or [])])})" for name, word, others in rows}


@pytest.mark.parametrize("word", ["nonsense", "", None])
def test_an_unknown_step_is_an_error(server: Embedded, databases: Databases, word: str | None) -> None:
    """Whichever function takes a step by its word: one that it does not know, or none, is refused before anything is
    looked at."""
    found = steps(server)
    assert found.keys() >= OTHERWISE
    assert len(found) >= 20
    with psycopg.connect(databases.dsns["live"], autocommit=True) as conn:
        for name in found.keys() - OTHERWISE:
            with pytest.raises(errors.RaiseException, match="no such step or state"):
                conn.execute(sql.SQL(found[name]), (word,))  # type: ignore[arg-type]
