"""Two real verbs in one explicit order: a gate holds the first where it has taken its locks and written, just before it
commits.

The gate is a trigger on the inbox, since every statement that acts also records. While it is shut, the first verb
stands with its transaction open; the second is started and seen to wait in `pg_locks`, or to be through; then the gate
opens.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.conftest import START, Databases
from tests.invariants import Watch, watching
from tests.waiting import PATIENCE, eventually

from jikim.app import Jikim
from jikim.db.schema import DATABASES, Database
from jikim.policy.model import PolicyFile

GATE = """
CREATE TABLE public.shut (event text PRIMARY KEY);
CREATE FUNCTION public.gate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE name text := NEW.fact::jsonb ->> 'event';
BEGIN
    IF EXISTS (SELECT FROM public.shut WHERE event = name) THEN
        PERFORM pg_advisory_xact_lock_shared(7001, hashtext(name));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER gate BEFORE INSERT ON ledger.inbox FOR EACH ROW EXECUTE FUNCTION public.gate();
"""


@dataclass
class Run:
    """A verb in a thread of its own: what it answered or raised."""

    thread: threading.Thread
    answer: Any = None
    error: BaseException | None = None

    def done(self) -> bool:
        return not self.thread.is_alive()

    def result(self) -> Any:
        """Its answer; raises what it raised."""
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive(), "the verb never came back"
        if self.error is not None:
            raise self.error
        return self.answer

    def outcome(self) -> str:
        """`ok`, or the code of its denial, or the name of its error."""
        try:
            self.result()
        except Exception as error:
            return getattr(error, "why", type(error).__name__)
        return "ok"


def start(act: Callable[[], Any]) -> Run:
    def run() -> None:
        try:
            found.answer = act()
        except BaseException as error:
            found.error = error

    found = Run(threading.Thread(target=run, daemon=True))
    found.thread.start()
    return found


@dataclass
class Ring:
    """Two Jikims on the same databases, as two processes have them, and a watch."""

    databases: Databases
    homepage: PolicyFile
    directory: Path
    watch: Watch
    one: Jikim
    two: Jikim
    more: list[Jikim] = field(default_factory=list)

    def another(self) -> Jikim:
        self.more.append(Jikim(self.homepage, self.databases.settings(self.directory)))
        return self.more[-1]

    def move(self, **delta: float) -> None:
        """Moves the clock of both."""
        from datetime import timedelta

        to = self.one.now() + timedelta(**delta)
        self.one.move_clock(to)
        self.two.move_clock(to)

    def waiting(self, database: Database) -> int:
        """How many of the application's backends wait for a lock, or for what began on another server of people to be
        through."""
        name = self.watch.admin[database].info.dbname
        return int(
            self.watch.one(
                database,
                r"SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND usename LIKE 'jikim\_%%' "
                "AND (wait_event_type = 'Lock' OR wait_event = 'PgSleep')",
                (name,),
            )
        )

    def race(
        self,
        event: str,
        first: Callable[[], Any],
        second: Callable[[], Any],
        database: Database = "live",
        *,
        must: bool = True,
    ) -> tuple[Run, Run]:
        """Holds `first` at its entry `event`, starts `second`, waits until that waits or is through, and opens the
        gate.

        Not `must`: a first that ends without that entry is over before the second starts.
        """
        with self.shut(database, event):
            a = start(first)
            eventually(lambda: self.waiting(database) == 1 or a.done(), f"{event} at its gate")
            assert not (must and a.done()), f"{event} was never recorded: {a.outcome()}"
            b = None if a.done() else start(second)
            eventually(
                lambda: b is None or b.done() or any(self.waiting(name) > (name == database) for name in DATABASES),
                "the second waits or is through",
            )
        b = b or start(second)
        a.thread.join(PATIENCE)
        b.thread.join(PATIENCE)
        assert a.done(), "the first never came back"
        assert b.done(), "the second never came back"
        return a, b

    @contextmanager
    def shut(self, database: Database, event: str) -> Iterator[None]:
        """While this is entered, whoever records this event waits just before."""
        with psycopg.connect(self.databases.admin[database], autocommit=True) as conn:
            conn.execute("INSERT INTO public.shut VALUES (%s)", (event,))
            conn.execute("SELECT pg_advisory_lock(7001, hashtext(%s))", (event,))
            try:
                yield
            finally:
                conn.execute("DELETE FROM public.shut")
                conn.execute("SELECT pg_advisory_unlock_all()")

    def story(self, *events: str) -> list[str]:
        """The ledger's events of these names, in the order of their positions, with how each ended."""
        bodies = self.watch.ledger(self.one)
        return [body["event"] for body in bodies if body["event"].rsplit(":", 1)[0] in events]


class Pause:
    """A hook that stops one Jikim at one step until it is let on, as a slow process stops."""

    def __init__(self, jk: Jikim, step: str, when: str = "before") -> None:
        self._jk, self._step, self._when = jk, step, when
        self.reached, self.go = threading.Event(), threading.Event()
        jk.driver.hook = self._hook

    def _hook(self, step: str, when: str) -> None:
        if (step, when) == (self._step, self._when) and not self.go.is_set():
            self.reached.set()
            assert self.go.wait(PATIENCE)

    def __enter__(self) -> Pause:
        return self

    def __exit__(self, *_: object) -> None:
        self.go.set()
        self._jk.driver.hook = None

    def at(self) -> None:
        """Waits until the step is reached."""
        assert self.reached.wait(PATIENCE), f"{self._step} was never reached"


@pytest.fixture
def ring(databases: Databases, homepage: PolicyFile, tmp_path: Path) -> Iterator[Ring]:
    """Two Jikims and a gate."""
    with watching(databases, tmp_path) as watch:
        for conn in watch.admin.values():
            conn.execute(GATE)
        with (
            Jikim(homepage, databases.settings(tmp_path), demo_start=START) as one,
            Jikim(homepage, databases.settings(tmp_path)) as two,
        ):
            ring = Ring(databases, homepage, tmp_path, watch, one, two)
            yield ring
            for more in ring.more:
                more.close()
