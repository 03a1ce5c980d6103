"""The shop's own books: which orders, entries and checks are open, by reference alone; and the names that were
published by consent.

Guarantees that two who do the same thing at once (two tabs, a second click, a withdrawal beside a payment) do it one
after the other, in however many processes; one that dies while it does so holds the next up for half a minute. No value
of a person is in here but the winners' names, which they agreed to publish, and which go with that consent.
"""

from __future__ import annotations

import asyncio
import secrets
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from jikim import AsyncJikim, ConflictError, Jikim, Ref
from jikim.web import HandlerJikim

NAME = "remoteview-books.sqlite"
LEASE_SECONDS = 30.0
PATIENCE_SECONDS = 20.0
_TABLES = """
CREATE TABLE IF NOT EXISTS alone (what TEXT PRIMARY KEY, holder TEXT NOT NULL, until REAL NOT NULL);
CREATE TABLE IF NOT EXISTS placed (basket TEXT PRIMARY KEY, subject TEXT NOT NULL, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS opened (record TEXT PRIMARY KEY, subject TEXT NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL, message TEXT NOT NULL,
    day TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sent (record TEXT NOT NULL, what TEXT NOT NULL, message TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (record, what, message));
CREATE TABLE IF NOT EXISTS seen (message TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS closed (event TEXT PRIMARY KEY, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tidied (day TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS winner (message TEXT PRIMARY KEY, event TEXT NOT NULL, name TEXT);
"""


class Books:
    """One shop's books, in one file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._opened() as db:
            db.executescript(_TABLES)

    @classmethod
    def of(cls, jk: AsyncJikim | Jikim | HandlerJikim) -> Books:
        """The books beside a Jikim's own data."""
        return cls(jk.settings.directory / NAME)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self.path, timeout=10, isolation_level=None)
        try:
            # What is deleted is overwritten.
            db.execute("PRAGMA secure_delete = ON")
            yield db
        finally:
            db.close()

    @asynccontextmanager
    async def alone(self, what: str) -> AsyncIterator[None]:
        """Nobody else is at the same thing meanwhile. Raises ConflictError after a while of waiting."""
        holder, patience = secrets.token_hex(8), time.monotonic() + PATIENCE_SECONDS
        while not self._take(what, holder):
            if time.monotonic() > patience:
                raise ConflictError(
                    "somebody else is at the same thing",
                    hint="try again in a moment",
                    ko=("같은 작업을 이미 진행하고 있습니다", "잠시 뒤에 다시 시도해 주세요"),
                )
            await asyncio.sleep(0.03)
        try:
            yield
        finally:
            with self._opened() as db:
                db.execute("DELETE FROM alone WHERE what = ? AND holder = ?", (what, holder))

    def _take(self, what: str, holder: str) -> bool:
        now = time.time()
        with self._opened() as db:
            done = db.execute(
                "INSERT INTO alone VALUES (?, ?, ?) ON CONFLICT (what) DO UPDATE SET holder = excluded.holder, until = excluded.until"
                " WHERE alone.until < ?",
                (what, holder, now + LEASE_SECONDS, now),
            )
            return done.rowcount == 1

    # ---- orders: a basket becomes one

    def placed(self, basket: str) -> Ref | None:
        """The order that a basket has become."""
        with self._opened() as db:
            row = db.execute("SELECT subject, record FROM placed WHERE basket = ?", (basket,)).fetchone()
        return Ref(UUID(row[0]), UUID(row[1]), "order") if row else None

    def place(self, basket: str, ref: Ref) -> None:
        with self._opened() as db:
            db.execute("INSERT OR IGNORE INTO placed VALUES (?, ?, ?)", (basket, str(ref.subject), str(ref.record)))

    def orders(self) -> list[Ref]:
        """Every order that is not forgotten here, the oldest first."""
        with self._opened() as db:
            rows = db.execute(
                "SELECT subject, record FROM placed WHERE basket NOT LIKE '%:%' ORDER BY rowid"
            ).fetchall()
        return [Ref(UUID(subject), UUID(record), "order") for subject, record in rows]

    def forget(self, ref: Ref) -> None:
        """A record that is over."""
        with self._opened() as db:
            for table in ("placed", "opened", "sent"):
                db.execute(f"DELETE FROM {table} WHERE record = ?", (str(ref.record),))  # noqa: S608 - our own names

    def forget_forms(self) -> None:
        """Which posts and entries were sent: needed for as long as somebody might click twice."""
        with self._opened() as db:
            db.execute("DELETE FROM placed WHERE basket LIKE '%:%'")

    # ---- what waits for its end

    def open(self, ref: Ref, about: str, message: UUID | None = None, day: date | None = None) -> None:
        """Notes a record that the shop has to end: an entry of an event, a check whose result is on its way, a payment."""
        with self._opened() as db:
            db.execute(
                "INSERT OR IGNORE INTO opened VALUES (?, ?, ?, ?, ?, ?)",
                (
                    str(ref.record),
                    str(ref.subject),
                    ref.kind,
                    about,
                    str(message or ""),
                    day.isoformat() if day else "",
                ),
            )

    def waiting(self, kind: str) -> list[tuple[Ref, date]]:
        """Every open one of a kind with its day, the newest first."""
        with self._opened() as db:
            rows = db.execute(
                "SELECT subject, record, day FROM opened WHERE kind = ? AND day <> '' ORDER BY rowid DESC", (kind,)
            ).fetchall()
        return [(Ref(UUID(subject), UUID(record), kind), date.fromisoformat(day)) for subject, record, day in rows]

    def still_open(self, kind: str, about: str) -> list[tuple[Ref, str]]:
        """Those of one kind about one thing, with the message that they wait for."""
        with self._opened() as db:
            rows = db.execute(
                "SELECT subject, record, message FROM opened WHERE kind = ? AND about = ? ORDER BY rowid", (kind, about)
            ).fetchall()
        return [(Ref(UUID(subject), UUID(record), kind), message) for subject, record, message in rows]

    def about(self, ref: Ref) -> str:
        """What an open record is about; empty where the books know nothing of it."""
        with self._opened() as db:
            row = db.execute("SELECT about FROM opened WHERE record = ?", (str(ref.record),)).fetchone()
        return row[0] if row else ""

    def every(self, kind: str) -> list[tuple[Ref, str, str]]:
        """Every open one of a kind: what it is about, and the message that it waits for."""
        with self._opened() as db:
            rows = db.execute("SELECT subject, record, about, message FROM opened WHERE kind = ?", (kind,)).fetchall()
        return [(Ref(UUID(subject), UUID(record), kind), about, message) for subject, record, about, message in rows]

    def shut(self, ref: Ref) -> None:
        with self._opened() as db:
            db.execute("DELETE FROM opened WHERE record = ?", (str(ref.record),))

    # ---- what was sent about a record: to a carrier, to a debt collector, a reminder

    def send(self, ref: Ref, what: str, message: UUID | str, at: datetime) -> None:
        with self._opened() as db:
            db.execute(
                "INSERT OR IGNORE INTO sent VALUES (?, ?, ?, ?)", (str(ref.record), what, str(message), at.isoformat())
            )

    def unsend(self, ref: Ref, what: str) -> None:
        """It did not leave after all."""
        with self._opened() as db:
            db.execute("DELETE FROM sent WHERE record = ? AND what = ?", (str(ref.record), what))

    def sent(self, ref: Ref, what: str) -> list[tuple[str, datetime]]:
        """The numbers under which it went, and when, the oldest first."""
        with self._opened() as db:
            rows = db.execute(
                "SELECT message, at FROM sent WHERE record = ? AND what = ? ORDER BY at", (str(ref.record), what)
            ).fetchall()
        return [(message, datetime.fromisoformat(at)) for message, at in rows]

    def tidied(self, day: date) -> bool:
        """Whether the work of a day, or of a later one, was done."""
        with self._opened() as db:
            return db.execute("SELECT 1 FROM tidied WHERE day >= ?", (day.isoformat(),)).fetchone() is not None

    def tidy(self, day: date) -> None:
        with self._opened() as db:
            db.execute("DELETE FROM tidied")
            db.execute("INSERT INTO tidied VALUES (?)", (day.isoformat(),))

    # ---- messages that came, events that are over

    def seen(self, message: str) -> bool:
        with self._opened() as db:
            return db.execute("SELECT 1 FROM seen WHERE message = ?", (message,)).fetchone() is not None

    def see(self, message: str) -> None:
        with self._opened() as db:
            db.execute("INSERT OR IGNORE INTO seen VALUES (?)", (message,))

    def closed(self, event: str) -> bool:
        with self._opened() as db:
            return db.execute("SELECT 1 FROM closed WHERE event = ?", (event,)).fetchone() is not None

    def enter(self, ref: Ref, event: str) -> bool:
        """Notes an entry of an event, in one statement with whether it is closed: a closed one takes none."""
        with self._opened() as db:
            done = db.execute(
                "INSERT INTO opened SELECT ?, ?, ?, ?, '', '' WHERE NOT EXISTS (SELECT 1 FROM closed WHERE event = ?)",
                (str(ref.record), str(ref.subject), ref.kind, event, event),
            )
            return done.rowcount == 1

    def close(self, event: str, at: datetime) -> None:
        with self._opened() as db:
            db.execute("INSERT OR IGNORE INTO closed VALUES (?, ?)", (event, at.isoformat()))

    # ---- winners, by their consent

    def expect_name(self, message: UUID | str, event: str) -> None:
        """A winner's name is on its way, under this message."""
        with self._opened() as db:
            db.execute("INSERT OR IGNORE INTO winner VALUES (?, ?, NULL)", (str(message), event))

    def publish(self, message: str, name: str) -> bool:
        """Puts up the name that a message brought. Answers whether it was expected."""
        with self._opened() as db:
            return db.execute("UPDATE winner SET name = ? WHERE message = ?", (name, message)).rowcount == 1

    def unpublish(self, messages: list[str]) -> None:
        with self._opened() as db:
            db.executemany("DELETE FROM winner WHERE message = ?", [(one,) for one in messages])

    def winners(self, event: str) -> list[str]:
        """The names that are up."""
        with self._opened() as db:
            rows = db.execute("SELECT name FROM winner WHERE event = ? AND name IS NOT NULL ORDER BY rowid", (event,))
            return [row[0] for row in rows.fetchall()]
