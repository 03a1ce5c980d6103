"""How an application's database writes its SQL: the few texts in which PostgreSQL and MariaDB differ.

A mapping says which it is (`database: mariadb`); whatever it does not say is PostgreSQL. Names are quoted, values are
parameters.

A write and its entry are one statement in both: PostgreSQL's by a query that writes twice, MariaDB's by a compound
statement that undoes both where either fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

OUTBOX = """\
CREATE SCHEMA IF NOT EXISTS jikim;
CREATE TABLE jikim.outbox (
    seq      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry    uuid NOT NULL,
    at       timestamptz NOT NULL,
    fact     text NOT NULL,
    who      bytea NOT NULL,
    place    text NOT NULL,
    key      text NOT NULL,
    person   text NOT NULL,
    deed     text NOT NULL CHECK (deed IN ('collect', 'correct')),
    items    integer[] NOT NULL,
    consents integer[] NOT NULL
);
CREATE TABLE jikim.sealed (
    seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference  uuid NOT NULL,
    subject    uuid NOT NULL,
    generation integer NOT NULL,
    sealed     bytea NOT NULL
);
REVOKE ALL ON jikim.outbox, jikim.sealed FROM PUBLIC;
GRANT USAGE ON SCHEMA jikim TO {role};
GRANT INSERT ON jikim.outbox, jikim.sealed TO {role};
"""
# In a database of its own, which `GRANT ALL ON shop.*` does not reach.
_OUTBOX_OF_MARIADB = """\
CREATE DATABASE IF NOT EXISTS {place} CHARACTER SET utf8mb4;
CREATE TABLE {place}.outbox (
    seq      bigint AUTO_INCREMENT PRIMARY KEY,
    entry    char(36) NOT NULL,
    at       datetime(6) NOT NULL,
    fact     longtext NOT NULL,
    who      blob NOT NULL,
    place    text NOT NULL,
    `key`    text NOT NULL,
    person   text NOT NULL,
    deed     enum('collect', 'correct') NOT NULL,
    items    text NOT NULL,
    consents text NOT NULL
) ENGINE = InnoDB;
CREATE TABLE {place}.sealed (
    seq        bigint AUTO_INCREMENT PRIMARY KEY,
    reference  char(36) NOT NULL,
    subject    char(36) NOT NULL,
    generation int NOT NULL,
    sealed     longblob NOT NULL
) ENGINE = InnoDB;
GRANT INSERT ON {place}.outbox TO {role};
GRANT INSERT ON {place}.sealed TO {role};
"""
ENGINE = "InnoDB"  # of MariaDB's, the one whose tables have transactions and locks of rows
_TOLD = ("entry", "at", "fact", "who", "deed", "items", "consents", "place", "key", "person")


class Sql(NamedTuple):
    """A statement, or a part of one, and its parameters."""

    text: str
    params: Sequence[Any]


# What PostgreSQL writes in place of a value, drawn for each row and column; MariaDB's rows are emptied by nobody.
PSEUDONYM = "'erased-' || left(replace(gen_random_uuid()::text, '-', ''), 12)"


@dataclass(frozen=True)
class Dialect:
    """PostgreSQL's. `zone`: of moments that say none; without it, the policy's."""

    zone: ZoneInfo | None = None

    name = "postgresql"
    dates: ClassVar[tuple[str, ...]] = ("date", "timestamp")

    @property
    def home(self) -> str:
        """Where Jikim's own tables lie beside the application's: `outbox` and `sealed`."""
        return "jikim"

    def outbox_for(self, role: str) -> str:
        """The statements that make the outbox, for its database's owner. `role`: who may add to it, and nothing else."""
        return OUTBOX.format(role=self.named(role))

    def named(self, name: str) -> str:
        """A name, quoted. A `%` would be a parameter's."""
        return '"' + name.replace('"', '""').replace("%", "%%") + '"'

    def table(self, name: str) -> str:
        return ".".join(map(self.named, name.split(".", 1)))

    def text(self, column: str) -> str:
        """What a column says, as text."""
        return f"{self.named(column)}::text"

    def value(self, value: Any) -> Any:
        """A parameter as the driver takes it."""
        return value

    def this(self, column: str, key: object) -> Sql:
        """Whether a column is this key."""
        return Sql(f"{self.named(column)} = %s", (key,))

    def among(self, column: str, keys: Iterable[object]) -> Sql:
        """Whether it is one of these: an array's text, whose type the database takes from the column."""
        quoted = (str(key).replace("\\", "\\\\").replace('"', '\\"') for key in keys)
        return Sql(f"{self.named(column)} = ANY (%s)", ("{" + ",".join(f'"{key}"' for key in quoted) + "}",))

    def inserted(self, table: str, key: str, person: str, columns: Mapping[str, Any], told: Sequence[Any]) -> Sql:
        """A new row, and its entry in the outbox, in one statement. Answers its key."""
        return self._told(self._insert(table, columns), table, key, person, told)

    def updated(
        self, table: str, key: str, person: str, which: object, columns: Mapping[str, Any], told: Sequence[Any]
    ) -> Sql:
        """The same of a row that is there. Answers nothing where it is not."""
        return self._told(self.update(table, self.this(key, which), columns), table, key, person, told)

    def entry(self, row: Sequence[Any]) -> Sequence[Any]:
        """A row of the outbox, as it was told."""
        return row

    def without_transactions(self, tables: Sequence[str]) -> Sql | None:
        """Which of these tables take nothing back: their names. None: none ever is."""
        return None

    def _insert(self, table: str, columns: Mapping[str, Any]) -> Sql:
        names, places = ", ".join(map(self.named, columns)), ", ".join(["%s"] * len(columns))
        return Sql(
            f"INSERT INTO {self.table(table)} ({names}) VALUES ({places})", tuple(map(self.value, columns.values()))
        )

    def update(self, table: str, which: Sql, columns: Mapping[str, Any]) -> Sql:
        """Columns of a row are written, without an entry."""
        sets = ", ".join(f"{self.named(name)} = %s" for name in columns)
        given = (*map(self.value, columns.values()), *which.params)
        return Sql(f"UPDATE {self.table(table)} SET {sets} WHERE {which.text}", given)

    def _told(self, made: Sql, table: str, key: str, person: str, told: Sequence[Any]) -> Sql:
        return Sql(
            f"WITH made AS ({made.text} RETURNING {self.text(key)} AS key, {self.text(person)} AS person), "
            f"told AS (INSERT INTO {self.home}.outbox ({', '.join(_TOLD)}) "
            "SELECT %s, %s, %s, %s, %s, %s::integer[], %s::integer[], %s, key, person FROM made) SELECT key FROM made",
            (*made.params, *told, table),
        )


# A variable hides a column of its name. 1305: a deadlock has undone the whole transaction, and the savepoint with it.
_BOTH_OR_NEITHER = """\
BEGIN NOT ATOMIC
    DECLARE jikim_told_alone bool DEFAULT @@autocommit AND NOT @@in_transaction;
    DECLARE jikim_told_key text CHARACTER SET utf8mb4;
    DECLARE jikim_told_rows int;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        DECLARE CONTINUE HANDLER FOR 1305 DO 0;
        IF jikim_told_alone THEN ROLLBACK; ELSE ROLLBACK TO SAVEPOINT jikim_told; END IF;
        RESIGNAL;
    END;
    IF jikim_told_alone THEN START TRANSACTION; END IF;
    SAVEPOINT jikim_told;
    {steps}
    IF jikim_told_alone THEN COMMIT; ELSE RELEASE SAVEPOINT jikim_told; END IF;
    SELECT jikim_told_key FROM DUAL WHERE jikim_told_rows;
END"""


@dataclass(frozen=True)
class MariaDB(Dialect):
    """MariaDB's, from 10.10. `database`: the application's, whose outbox lies in a database beside it. Its moments say no
    zone: they are of `zone`. Keys are compared as they are written, and not only as the column's collation or its numbers do."""

    database: str = ""

    name = "mariadb"
    dates: ClassVar[tuple[str, ...]] = ("date",)  # a TIMESTAMP says another moment to each session's zone

    @property
    def home(self) -> str:
        return self.named(f"{self.database}_jikim")

    def outbox_for(self, role: str) -> str:
        """`role`: `name` or `name@host`."""
        return _OUTBOX_OF_MARIADB.format(
            place=self.home.replace("%%", "%"), role="@".join(map(_quoted, role.rsplit("@", 1)))
        )

    def named(self, name: str) -> str:
        return _quoted(name).replace("%", "%%")

    def text(self, column: str) -> str:
        return f"CAST({self.named(column)} AS CHAR)"

    def value(self, value: Any) -> Any:
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value.astimezone(self.zone).replace(tzinfo=None)
        return str(value) if isinstance(value, UUID) else value

    def this(self, column: str, key: object) -> Sql:
        return self.among(column, (key,))

    def among(self, column: str, keys: Iterable[object]) -> Sql:
        # The first finds them by the index, where `'4x'` is 4 and `'KIM'` is `'kim'`; the second is exact.
        said = tuple(map(str, keys)) or (None,)
        places = ", ".join(["%s"] * len(said))
        return Sql(f"{self.named(column)} IN ({places}) AND BINARY {self.text(column)} IN ({places})", (*said, *said))

    def inserted(self, table: str, key: str, person: str, columns: Mapping[str, Any], told: Sequence[Any]) -> Sql:
        made = self._insert(table, columns)
        given = "%s" if key in columns else "LAST_INSERT_ID()"
        which = Sql(f"{self.named(key)} = jikim_told_key AND BINARY {self.text(key)} = jikim_told_key", ())
        entry = self._entry(table, key, person, which, told)
        steps = (
            "DO LAST_INSERT_ID(0)",
            made.text,
            f"SET jikim_told_key = {given}",
            entry.text,
            "SET jikim_told_rows = ROW_COUNT()",
            "IF jikim_told_rows <> 1 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'give the key in columns'; END IF",
        )
        known = (str(columns[key]),) if key in columns else ()
        return _both(steps, (*made.params, *known, *entry.params))

    def updated(
        self, table: str, key: str, person: str, which: object, columns: Mapping[str, Any], told: Sequence[Any]
    ) -> Sql:
        this = self.this(key, which)
        made, entry = self.update(table, this, columns), self._entry(table, key, person, this, told)
        steps = (f"{entry.text} FOR UPDATE", "SET jikim_told_rows = ROW_COUNT()", made.text, "SET jikim_told_key = %s")
        return _both(steps, (*entry.params, *made.params, str(which)))

    def _entry(self, table: str, key: str, person: str, which: Sql, told: Sequence[Any]) -> Sql:
        number, at, *more = told
        places = ", ".join(["%s"] * (len(told) + 1))
        return Sql(
            f"INSERT INTO {self.home}.outbox ({', '.join(map(self.named, _TOLD))}) "
            f"SELECT {places}, {self.text(key)}, {self.text(person)} FROM {self.table(table)} WHERE {which.text}",
            (str(number), at.astimezone(UTC).replace(tzinfo=None), *more, table, *which.params),
        )

    def without_transactions(self, tables: Sequence[str]) -> Sql | None:
        places = ", ".join(["%s"] * len(tables))
        return Sql(
            f"SELECT table_name FROM information_schema.tables WHERE table_schema = %s AND table_name IN ({places}) AND engine <> %s",
            (self.database, *(name.partition(".")[2] for name in tables), ENGINE),
        )

    def entry(self, row: Sequence[Any]) -> Sequence[Any]:
        seq, number, at, fact, who, deed, items, consents, *more = row
        return seq, UUID(number), at.replace(tzinfo=UTC), fact, who, deed, _numbers(items), _numbers(consents), *more


def _both(steps: Iterable[str], params: Sequence[Any]) -> Sql:
    return Sql(_BOTH_OR_NEITHER.format(steps="; ".join(steps) + ";"), params)


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _numbers(text: str) -> list[int]:
    return [int(one) for one in text.strip("{}").split(",") if one]


def speaks(theirs: Any) -> str:
    """What SQLAlchemy's dialect is here. MySQL is none of these, whatever its address calls it."""
    return MariaDB.name if getattr(theirs, "is_mariadb", False) else str(theirs.name)


POSTGRESQL = Dialect()
