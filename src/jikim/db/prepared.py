"""The statements of one connection: each prepared when it is first sent, then sent and read in PostgreSQL's binary form.

A cursor of psycopg does this as well, and as much again beside it: it makes its converters anew for each statement that
is another than the last, and keeps what it fetched. This keeps the converters, and nothing that was fetched. It stands
on psycopg's lower layer (`Transformer`, `generators.execute`, `pq`), as the cursors do.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

import psycopg
from psycopg.abc import PQGen
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.generators import execute
from psycopg.pq import DiagnosticField, ExecStatus, Format
from psycopg.pq.abc import PGresult

from jikim.db.collector import collector_still
from jikim.db.queries import Query

Row = tuple[Any, ...]
# How a statement's columns are called, told where somebody asks.
Met = Callable[[Query, Sequence[str]], None]
MOST = 500  # what a server keeps of each takes some ten kilobytes
_AUTO = [PyFormat.AUTO] * 100
_PLACE = re.compile("%([s%])")
_TUPLES, _DONE = ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK


class Prepared:
    """What a connection has prepared. For one statement at a time, outside a pipeline."""

    def __init__(self, conn: psycopg.Connection[Row] | psycopg.AsyncConnection[Row]) -> None:
        self._pgconn, self._values = conn.pgconn, Transformer(conn)
        # By the text and the types that its parameters have: another width of a number is another statement.
        self._names: OrderedDict[tuple[str, tuple[int, ...]], bytes] = OrderedDict()
        self._made = 0

    def rows(self, query: Query, params: Sequence[Any], met: Met | None = None) -> PQGen[list[Row]]:
        """One run of a statement that answers rows, for the connection's `wait`. Raises psycopg.Error."""
        values, pgconn = self._values, self._pgconn
        sent = values.dump_sequence(params, _AUTO[: len(params)])
        key = query.text, values.types or ()
        name = self._names.get(key)
        if name is None:
            name = yield from self._prepare(*key)
        self._names.move_to_end(key)
        pgconn.send_query_prepared(name, sent, values.formats, Format.BINARY)
        [result] = yield from execute(pgconn)
        if _gone(result):
            # psycopg lets go of all that a connection has prepared once a transaction was rolled back on it. What was
            # sent was not done.
            self._names.clear()
            pgconn.send_query_prepared((yield from self._prepare(*key)), sent, values.formats, Format.BINARY)
            [result] = yield from execute(pgconn)
        self._expect(_TUPLES, result)
        if met is not None:
            met(query, [(result.fname(n) or b"").decode() for n in range(result.nfields)])
        values.set_pgresult(result)
        with collector_still(result.ntuples):
            rows = values.load_rows(0, result.ntuples, tuple)
        values.set_pgresult(None)
        return rows

    def _prepare(self, text: str, types: tuple[int, ...]) -> PQGen[bytes]:
        while len(self._names) >= MOST:
            _, oldest = self._names.popitem(last=False)
            self._pgconn.send_query(b"DEALLOCATE " + oldest)
            [result] = yield from execute(self._pgconn)
            if not _gone(result):
                self._expect(_DONE, result)
        places = count(1)
        written = _PLACE.sub(lambda found: "%" if found[1] == "%" else f"${next(places)}", text)
        self._made += 1
        name = b"jikim_%d" % self._made
        self._pgconn.send_prepare(name, written.encode(), types)
        self._expect(_DONE, *(yield from execute(self._pgconn)))
        self._names[text, types] = name
        return name

    def _expect(self, status: ExecStatus, *results: PGresult) -> None:
        for result in results:
            if result.status != status:
                raise error_from_result(result, self._values.encoding)


def _gone(result: PGresult) -> bool:
    """Whether no statement of that name is prepared."""
    return result.error_field(DiagnosticField.SQLSTATE) == b"26000"
