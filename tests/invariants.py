"""What must hold of the three databases at every boundary, looked at by the superuser and opened with the ring: a
second pair of eyes.

Nothing here goes through a verb. `Watch` remembers every entry that ever committed to an inbox, so that a test can say
that the ledger holds each of them exactly once.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from tests import kept_connections, servers
from tests.conftest import Databases

from jikim.app import Jikim
from jikim.crypto import SealContext, joined_key, open_items
from jikim.db.schema import DATABASES, Database
from jikim.db.spread import database_of
from jikim.errors import SealError
from jikim.keys.keyring import day_name, person_name
from jikim.keys.ring import Ring, open_ring
from jikim.keys.shards import shard_of
from jikim.ledger import sequencer
from jikim.ledger.processes import ALARMS, UNPROMISED
from jikim.proof.verify import verify

# Every entry that commits is remembered by the database itself, in the transaction that makes it.
_WATCH = """
CREATE TABLE public.seen (entry uuid NOT NULL, fact text NOT NULL, outcome smallint NOT NULL, subject uuid, record uuid, n bigserial);
GRANT INSERT ON public.seen TO PUBLIC; GRANT USAGE ON SEQUENCE public.seen_n_seq TO PUBLIC;
CREATE FUNCTION public.see() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN INSERT INTO public.seen VALUES (NEW.entry, NEW.fact, NEW.outcome, NEW.subject, NEW.record); RETURN NEW; END $$;
CREATE TRIGGER see AFTER INSERT ON ledger.inbox FOR EACH ROW EXECUTE FUNCTION public.see();
"""

_UNWATCH = """
DO $$ BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> ALL ('{}') AND backend_type NOT IN ('walsender', 'logical replication apply worker');
    DROP FUNCTION IF EXISTS public.see() CASCADE;
    DROP FUNCTION IF EXISTS public.gate() CASCADE;
    DROP TABLE IF EXISTS public.seen, public.shut;
END $$
"""


def _unwatch() -> LiteralString:
    spared: Any = ",".join(map(str, kept_connections.resting()))
    return _UNWATCH.replace("'{}'", "'{" + spared + "}'")


@dataclass
class Standing:
    """What stands at one moment: live rows, resting parts and tombstones by record, and what was wrong with any of it."""

    live: dict[UUID, int] = field(default_factory=dict)
    parts: dict[UUID, list[date]] = field(default_factory=dict)
    tombstones: dict[UUID, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def places(self, record: UUID) -> set[str]:
        found = set()
        if record in self.live:
            found.add("live")
        if record in self.parts:
            found.add("archive")
        if record in self.tombstones:
            found.add(self.tombstones[record])
        return found


class Watch:
    """Superuser connections to one test's three databases, and the ring."""

    def __init__(self, databases: Databases, ring: Path) -> None:
        self.admin: dict[Database, psycopg.Connection[Any]] = {
            name: kept_connections.standing(databases.admin[name], "watches") for name in DATABASES
        }
        self.ring: Ring = open_ring(ring)
        for conn in self.admin.values():
            conn.execute(_unwatch())
            conn.execute(_WATCH)
            if isinstance(conn, servers.Everywhere):
                conn.in_one_order("public.seen", "n")

    def close(self) -> None:
        """Takes the triggers away again: the databases are the session's."""
        for conn in self.admin.values():
            conn.execute(_unwatch())
            kept_connections.let_go(conn)

    def rows(self, database: Database, query: str, params: Iterable[Any] = ()) -> list[Any]:
        return self.admin[database].execute(query, tuple(params), binary=True).fetchall()  # type: ignore[arg-type]

    def alone(self, server: str, query: str, params: Iterable[Any] = ()) -> list[Any]:
        """Of one server, where people lie on several: `live`, `live@2`."""
        conn = self.admin[database_of(server)]
        if isinstance(conn, servers.Everywhere):
            return conn.alone(server, query, tuple(params))
        return conn.execute(query.encode(), tuple(params)).fetchall()

    def one(self, database: Database, query: str, params: Iterable[Any] = ()) -> Any:
        return self.rows(database, query, params)[0][0]

    def key(self, space: str, name: bytes) -> bytes | None:
        """A key that stands, unwrapped; None where none does."""
        rows = self.rows("keys", "SELECT ring, wrapped FROM keys.key WHERE space = %s AND name = %s", (space, name))
        if not rows:
            return None
        if not self.ring.knows(shard_of(name), rows[0][0]):
            self.ring = self.ring.again()
        return self.ring.unwrap(name, rows[0][1], rows[0][0])

    def look(self) -> Standing:
        """Opens every surviving record, and holds the keys against what survives and what was destroyed."""
        found = Standing()
        wrong = found.wrong
        for subject, record, version, generation, items, head, body in self.rows(
            "live",
            "SELECT r.subject, r.record, version, generation, items, coalesce(a.head, r.head), coalesce(a.body, r.body) "
            "FROM live.record r LEFT JOIN live.apart a ON (a.subject, a.record) = (r.subject, r.record)",
        ):
            found.live[record] = version
            key = self.key("person", person_name(subject, generation))
            _open(
                wrong,
                f"live record {record}",
                key,
                SealContext(subject, record, version, generation),
                items,
                head,
                body,
            )
        days = {
            (kind, due): gone for kind, due, gone in self.rows("archive", "SELECT kind, due, key_gone FROM archive.day")
        }
        for subject, record, due, kind, version, hold, items, head, body in self.rows(
            "archive", "SELECT subject, record, due, kind, version, hold, items, head, body FROM archive.part"
        ):
            if hold is None and (kind, due) in days:
                continue  # hidden: on its way out
            found.parts.setdefault(record, []).append(due)
            first = self.hold_key(record, hold) if hold is not None else self.key("day", day_name(kind, due))
            person = self.key("archive", subject.bytes)
            key = joined_key(first, person) if first is not None and person is not None else None
            _open(wrong, f"part {record} {due}", key, SealContext(subject, record, version, 0), items, head, body)
        for (kind, due), gone in days.items():
            if gone is not None and self.key("day", day_name(kind, due)) is not None:
                wrong.append(f"destroyed day {kind} {due} still has its key")
        for record, fate in self.rows("live", "SELECT record, fate FROM live.tombstone"):
            found.tombstones[record] = fate
        for space, name in self.rows(
            "keys", "SELECT space, name FROM keys.key JOIN keys.destroyed USING (space, name)"
        ):
            wrong.append(f"destroyed name {space} {name.hex()} has a key again")
        return found

    def hold_key(self, record: UUID, hold: UUID) -> bytes | None:
        return self.key("hold", hold.bytes + record.bytes)

    def settled(self) -> list[str]:
        """What is still to be done or was left behind once a sweep is through; empty is right."""
        left = []
        here = {
            row[0]: (row[1], row[2]) for row in self.rows("live", "SELECT subject, generation, state FROM live.subject")
        }
        resting = {row[0] for row in self.rows("archive", "SELECT DISTINCT subject FROM archive.part")}
        for space, name in self.rows("keys", "SELECT space, name FROM keys.key WHERE space IN ('person', 'archive')"):
            subject = UUID(bytes=bytes(name[:16]))
            if space == "archive" and subject not in here and subject not in resting:
                left.append(f"archive key of {subject}, who is gone")
            if space == "person" and subject not in here:
                left.append(f"live key of {subject}, who is gone")
            elif space == "person" and int.from_bytes(name[16:], "big") < here[subject][0]:
                left.append(f"older live key of {subject}")
        for subject, (_, state) in here.items():
            records = self.one("live", "SELECT count(*) FROM live.record WHERE subject = %s", (subject,))
            if state == 2 and not records:
                left.append(f"shell of {subject}")
        left += [f"journal {row}" for row in self.rows("live", "SELECT record FROM live.journal")]
        left += [
            f"stale {row}"
            for row in self.rows("live", "SELECT subject FROM live.stale('00000000-0000-0000-0000-000000000000', 1000)")
        ]
        left += [
            f"day {row}" for row in self.rows("archive", "SELECT kind, due FROM archive.day WHERE removed IS NULL")
        ]
        left += [
            f"rows of {row}"
            for row in self.rows(
                "archive",
                "SELECT p.kind, p.due FROM archive.part p JOIN archive.day d USING (kind, due) WHERE p.hold IS NULL",
            )
        ]
        return left

    def seen(self) -> Counter[str]:
        """Entries that ever committed, by id, over the three inboxes."""
        return Counter(str(row[0]) for name in DATABASES for row in self.rows(name, "SELECT entry FROM public.seen"))

    def ledger(self, jk: Jikim) -> list[dict[str, Any]]:
        """Sequences, verifies, and answers every body in order, but those erased on their schedule. Fails where an
        entry is lost or there twice."""
        lines = b"".join(jk.export_ledger())
        report = verify([lines])
        assert report.ok, str(report)
        bodies = [json.loads(entry["body"]) for entry in _entries(lines) if entry["body"] is not None]
        # The sequencer's own words about a process that was killed come from no inbox.
        handed = [body for body in bodies if body["event"] != UNPROMISED]
        placed = Counter(body["entry"] for body in handed)
        found = [body for body in bodies if body["event"] in ALARMS]
        assert not found, ("nobody touched what waited", found)
        seen = self.seen()
        assert max(seen.values(), default=1) == 1, "two entries have one number"
        # An erased body tells its number no more: there are as many of these as are missing.
        unseen = [body for body in handed if body["entry"] not in seen]
        assert not unseen, ("entries that no inbox ever had", unseen[:5])
        assert not placed - seen, "an entry that was placed twice"
        assert (seen - placed).total() == report.erased, {
            "lost": list((seen - placed).elements())[:5],
            "twice": list((placed - seen).elements())[:5],
            "facts": [
                row
                for name in DATABASES
                for row in self.rows(name, "SELECT entry, fact FROM public.seen")
                if str(row[0]) in (seen - placed)
            ][:5],
        }
        for name in DATABASES:
            assert self.one(name, "SELECT count(*) FROM ledger.inbox") == 0
        return bodies


def _entries(export: bytes) -> Iterator[dict[str, Any]]:
    for line in export.splitlines():
        found = json.loads(line)
        if isinstance(found, dict) and "body" in found:
            yield found


def _open(
    wrong: list[str], what: str, key: bytes | None, place: SealContext, items: Any, head: bytes, body: Any
) -> None:
    if key is None:
        wrong.append(f"{what} has no key")
        return
    try:
        open_items(key, place, head, zip(items, body, strict=True))
    except SealError as error:
        wrong.append(f"{what}: {error}")


@contextmanager
def watching(databases: Databases, directory: Path) -> Iterator[Watch]:
    """A watch on a test's databases; `directory` is the test's `tmp_path`. Meanwhile nobody is late with a word: a play
    takes as long as the machine does, and what is said of a silent process is `test_process_numbers`'s."""
    watch = Watch(databases, directory / "ring")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sequencer, "TAIL_SECONDS", 86_400.0)
        try:
            yield watch
        finally:
            watch.close()
