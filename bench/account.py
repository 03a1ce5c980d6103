"""The account of one call and of its baseline's, part by part, from one run: what is left between the two, and where."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from bench.stage import Stage, backends, between
from jikim.db.driver import Driver, Statement

Parts = list[tuple[str, float | None, float | None]]  # of each part: ours, the baseline's
LOG = "bytes written to the log"
ROUNDS = 3


class Spent(NamedTuple):
    """Of one call: microseconds, this thread's and the server's processors' among them; and the log's bytes."""

    whole: float
    client: float
    server: float
    log: float

    @property
    def waited(self) -> float:
        return max(self.whole - self.client - self.server, 0.0)


def account(
    stage: Stage,
    count: int,
    ours: Callable[[], object],
    bare: Callable[[], object],
    bare_connection: Any,
    anew: Mapping[str, Callable[[], Any]] | None = None,
) -> Parts:
    """Of `count` calls of ours, each of which ends in one statement, and of as many by `bare` on its own connection.
    `anew`: parameters of the statement that no second run may have alike."""
    sent = _caught(stage.jk.driver, ours)

    def again() -> list[Statement]:
        return [one._replace(params=_anew(one, anew or {})) for one in sent]

    def alone() -> None:
        for one in again():
            stage.jk.driver._execute(one)

    def there() -> None:
        for one in again():
            bare_connection.execute(one.query.text, one.params, binary=True)

    runs = (ours, alone, _inside(bare_connection, there), bare, _inside(bare_connection, bare))
    found = [[_spent(stage, run, count) for run in runs] for _ in range(ROUNDS)]
    verb, statement, inside, whole, bare_inside = (
        Spent(*(sum(part) / ROUNDS for part in zip(*each, strict=True))) for each in zip(*found, strict=True)
    )
    return [
        ("the verb: policy, values, sealing, entry, answer (Python)", verb.client - statement.client, None),
        ("connection, driver and wire (Python)", statement.client, whole.client),
        ("the statement (PostgreSQL)", inside.server, bare_inside.server),
        ("its commit (PostgreSQL)", max(verb.server - inside.server, 0.0), whole.server - bare_inside.server),
        ("waiting for the disk and for each other", verb.waited, whole.waited),
        (LOG, verb.log, whole.log),
    ]


def _caught(driver: Driver, ours: Callable[[], object]) -> list[Statement]:
    """The statements that ours sends, which it sends meanwhile."""
    found: list[Statement] = []
    execute = driver._execute

    def catching(statement: Statement, hurry: float | None = None) -> Any:
        found.extend(() if hurry else (statement,))
        return execute(statement, hurry)

    driver._execute = catching  # type: ignore[method-assign]
    try:
        ours()
    finally:
        del driver._execute
    name = max((one.step for one in found), key=[one.step for one in found].count)
    return [one for one in found if one.step == name]


def _anew(statement: Statement, anew: Mapping[str, Callable[[], Any]]) -> tuple[Any, ...]:
    params = list(statement.params)
    for name, make in anew.items():
        params[statement.query.names.index(name)] = make()
    return tuple(params)


def _inside(connection: Any, run: Callable[[], object]) -> Callable[[], None]:
    """In one transaction, which is taken back: without a commit of each."""

    def ran() -> None:
        connection.execute("BEGIN")
        run()
        connection.execute("ROLLBACK")

    return ran


def _spent(stage: Stage, run: Callable[[], object], count: int) -> Spent:
    with stage.admin() as conn:

        def written() -> float:
            return float(conn.execute("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn").fetchall()[0][0])

        log, server, begun, mine = written(), backends(stage), time.perf_counter(), time.thread_time()
        run()
        mine, whole = time.thread_time() - mine, time.perf_counter() - begun
        used = between(server, backends(stage))
        micro = 1e6 / count
        return Spent(whole * micro, mine * micro, used * micro, (written() - log) / count)
