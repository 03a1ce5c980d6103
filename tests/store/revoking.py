"""A revocation that commits just before the statement that acts: what is denied by it, and that nothing was changed."""

from __future__ import annotations

from typing import Any

import pytest
from tests.conftest import Databases
from tests.kept_connections import looking

import jikim
from jikim.app import Jikim
from jikim.db.driver import Statement, Steps
from jikim.policy.ask import Actor
from jikim.policy.outcome import Outcome

# What changes with every statement, or counts for nobody.
_BESIDE = ("restriction", "beside", "rules")


def looked(databases: Databases, grant: int) -> list[Any]:
    """All that a write could have changed: every row of the live database but the revoked grant's own."""
    with looking(databases.admin["live"]) as conn:
        tables = conn.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'live'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition"
            " ORDER BY 1"
        ).fetchall()
        found = []
        for (table,) in tables:
            if table not in _BESIDE:
                but = f" WHERE number <> {grant}" if table == "grant_" else ""
                found += conn.execute(f"SELECT '{table}', t::text FROM live.{table} t{but} ORDER BY 2").fetchall()
        return found


def _denied(databases: Databases) -> dict[Any, int]:
    """What waits for its position and was no success, by its number."""
    with looking(databases.admin["live"]) as conn:
        return dict(conn.execute("SELECT entry, outcome FROM ledger.inbox WHERE outcome <> 0").fetchall())


def denied_meanwhile(jk: Jikim, databases: Databases, actor: Actor, step: str, steps: Steps[Any]) -> None:
    """Runs the steps; before the statement of that name the actor's grant ends, and then it denies, records that and
    changes nothing."""
    before: list[Any] = []
    denied = _denied(databases)
    by = jk.acting("system", "set-up") if actor.kind == "application" else actor

    def revoked_in_between() -> Steps[Any]:
        send, given = steps.send, None
        try:
            while True:
                statement = send(given)
                send = steps.send
                if isinstance(statement, Statement) and statement.step == step and not before:
                    before.extend(looked(databases, actor.grant))
                    assert jk.by(by).revoke(actor.grant)
                try:
                    given = yield statement
                except jikim.JikimError as error:
                    send, given = steps.throw, error
        except StopIteration as end:
            return end.value

    with pytest.raises(jikim.DeniedError) as found:
        jk.driver.run(revoked_in_between())
    assert before, f"{step} was never reached"
    assert found.value.why == "grant"
    assert looked(databases, actor.grant) == before
    assert [outcome for entry, outcome in _denied(databases).items() if entry not in denied] == [Outcome.GRANT]
