"""Databases drawn at random, for the gate: foreign keys of up to five steps, cycles, cascades, partitions, rows that two people share."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

import psycopg
from hypothesis import strategies as st

from jikim.backup.programs import find_programs

PEOPLE = 2_000
ACTIONS = ("NO ACTION", "RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT")
JOINED = datetime(2026, 1, 2, tzinfo=UTC)
Rows = Mapping[str, Mapping[int, tuple[Any, ...]]]


@dataclass(frozen=True)
class Key:
    """A foreign key beside the way. `whose`: its rows name one of the same person's, of anybody's, or none but one: another
    person's row names one of whoever is erased."""

    to: int
    action: str
    whose: str


@dataclass(frozen=True)
class Drawn:
    """A table. `up`: the table that its way leads to (-1: the people's); `pair`: by a key of two columns; `said`: the column
    that the mapping names."""

    up: int
    action: str
    deferred: bool
    pair: bool
    parts: bool
    also: tuple[Key, ...]
    said: str
    trigger: str


def _keys(tables: int) -> st.SearchStrategy[tuple[Key, ...]]:
    whose = st.sampled_from(("same",) * 12 + ("none", "none", "any", "one"))
    one = st.builds(Key, st.integers(-1, tables - 1), st.sampled_from(ACTIONS), whose)
    return st.lists(one, max_size=2).map(tuple)


@st.composite
def shops(draw: st.DrawFn) -> tuple[tuple[Drawn, ...], int, int, str]:
    """Tables; the seed of their rows; who is erased; and what is left out of the mapping."""
    count, made = draw(st.integers(1, 6)), list[Drawn]()
    for n in range(count):
        deep = [-1, *(m for m in range(n) if _steps(made, m) < 5)]
        made.append(
            Drawn(
                draw(st.sampled_from(deep[-3:])),
                draw(st.sampled_from(ACTIONS)),
                draw(st.booleans()),
                draw(st.booleans()),
                draw(st.sampled_from((False, False, True))),
                draw(_keys(count)),
                draw(st.sampled_from(("up",) * 40 + ("also0", "id"))),
                draw(st.sampled_from(("",) * 30 + ("nothing", "another"))),
            )
        )
    left = draw(st.sampled_from(("",) * 20 + ("table", "column")))
    return tuple(made), draw(st.integers(0, 2**32)), draw(st.integers(0, PEOPLE - 1)), left


def _steps(tables: list[Drawn], n: int) -> int:
    return 1 if tables[n].up < 0 else 1 + _steps(tables, tables[n].up)


class Shop:
    """A drawn database, filled, and what it says of whose each row is."""

    def __init__(self, owner: str, tables: tuple[Drawn, ...], seed: int, person: int, left: str, first: int) -> None:
        """`first`: the lowest key: no two databases have a person in common."""
        self.owner, self.tables, self.left, self._first = owner, tables, left, first
        self.person, self._chance = first + person, Random(seed)
        self._made: list[dict[int, dict[str, Any]]] = []
        for table in tables:
            self._made.append(self._rows(table))
        for table, rows in zip(tables, self._made, strict=True):
            self._also(table, rows)
        with psycopg.connect(owner, autocommit=True) as conn:
            conn.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            conn.execute(
                "CREATE TABLE person (id bigint PRIMARY KEY, half int, mark text, joined timestamptz, UNIQUE (id, half))"
            )
            self._fill(conn, "person", {first + n: {"half": n % 7, "joined": JOINED} for n in range(PEOPLE)})
            for n in range(len(tables)):
                self._create(conn, n)
            for n in range(len(tables)):
                self._bind(conn, n)
            conn.execute("ANALYZE")

    def _above(self, n: int) -> list[int]:
        return [self._first + m for m in range(PEOPLE)] if n < 0 else [*self._made[n]]

    def _half(self, n: int, key: int | None) -> int | None:
        return None if key is None else (key - self._first) % 7 if n < 0 else self._made[n][key]["half"]

    def _rows(self, table: Drawn) -> dict[int, dict[str, Any]]:
        chance, above = self._chance, self._above(table.up)
        rows: dict[int, dict[str, Any]] = {}
        for n in range(PEOPLE):
            up = chance.choice(above) if chance.random() < 0.97 else None
            rows[self._first + n] = {
                "half": chance.randrange(7),
                "up": up,
                "up_half": self._half(table.up, up),
                "joined": JOINED,
            }
        # Of whoever is erased there is a row in each table, where there is one above it.
        mine = [key for key in above if self.owner_by_up(table.up, key) == self.person]
        for n in range(min(3, len(mine))):
            rows[self._first + PEOPLE + n] = {
                "half": n,
                "up": mine[n],
                "up_half": self._half(table.up, mine[n]),
                "joined": JOINED,
            }
        return rows

    def owner_by_up(self, n: int, key: int | None) -> int | None:
        while n >= 0 and key is not None:
            n, key = self.tables[n].up, self._made[n][key]["up"]
        return key

    def _also(self, table: Drawn, rows: dict[int, dict[str, Any]]) -> None:
        n = next(n for n, one in enumerate(self._made) if one is rows)
        for m, key in enumerate(table.also):
            there, of = self._above(key.to), dict[int | None, list[int]]()
            for one in there:
                of.setdefault(self.owner_by_up(key.to, one), []).append(one)
            strangers = [one for one in rows if self.owner_by_up(n, one) not in (None, self.person)]
            for one, row in rows.items():
                same, named = of.get(self.owner_by_up(n, one)), None
                if key.whose == "same" and same and self._chance.random() < 0.5:
                    named = self._chance.choice(same)
                elif key.whose == "any" and self._chance.random() < 0.02:
                    named = self._chance.choice(there)
                elif key.whose == "one" and strangers[:1] == [one] and of.get(self.person):
                    named = of[self.person][0]
                row[f"also{m}"] = named

    def _create(self, conn: psycopg.Connection[Any], n: int) -> None:
        also = "".join(f", also{m} bigint" for m in range(len(self.tables[n].also)))
        split = " PARTITION BY HASH (id)" if self.tables[n].parts else ""
        run(
            conn,
            f"CREATE TABLE t{n} (id bigint PRIMARY KEY, half int, up bigint, up_half int, mark text, joined timestamptz{also},"
            f" UNIQUE (id, half)){split}",
        )
        for part in range(2 * self.tables[n].parts):
            run(conn, f"CREATE TABLE t{n}_{part} PARTITION OF t{n} FOR VALUES WITH (MODULUS 2, REMAINDER {part})")
        self._fill(conn, f"t{n}", self._made[n])

    def _fill(self, conn: psycopg.Connection[Any], table: str, rows: Mapping[int, Mapping[str, Any]]) -> None:
        names = [*next(iter(rows.values()))]
        with conn.cursor().copy(f"COPY {table} (id, mark, {', '.join(names)}) FROM STDIN") as copy:  # type: ignore[arg-type]
            for key, row in rows.items():
                copy.write_row((key, mark(table, key), *row.values()))

    def _bind(self, conn: psycopg.Connection[Any], n: int) -> None:
        table = self.tables[n]
        columns, referred = ("up, up_half", "id, half") if table.pair else ("up", "id")
        waits = " DEFERRABLE INITIALLY DEFERRED" if table.deferred else ""
        run(
            conn,
            f"ALTER TABLE t{n} ADD FOREIGN KEY ({columns}) REFERENCES {name(table.up)} ({referred}) ON DELETE {table.action}{waits}",
        )
        run(conn, f"CREATE INDEX ON t{n} (up)")
        for m, key in enumerate(table.also):
            run(
                conn,
                f"ALTER TABLE t{n} ADD FOREIGN KEY (also{m}) REFERENCES {name(key.to)} (id) ON DELETE {key.action}",
            )
        if table.trigger:
            does = (
                "DELETE FROM person WHERE id = (SELECT max(id) FROM person)" if table.trigger == "another" else "NULL"
            )
            run(
                conn,
                f"CREATE FUNCTION does{n}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does}; RETURN OLD; END $$",
            )
            run(conn, f"CREATE TRIGGER does AFTER DELETE ON t{n} FOR EACH ROW EXECUTE FUNCTION does{n}()")

    @property
    def mapping(self) -> str:
        """The first table one step from the people holds reviews, with what leads to it; all others belong to the account."""
        held = next(
            (n for n, table in enumerate(self.tables) if table.up < 0 and not table.pair and table.said == "up"), None
        )
        lines = [
            "people: public.person",
            "backups: 30d",
            "tables:",
            "  public.person: {record: account, held: attached, person: id, collected: joined, items: {mark: login_id}, other: [half]}",
        ]
        for n, table in enumerate(self.tables):
            if self.left == "table" and n == len(self.tables) - 1:
                continue
            also = [f"also{m}" for m in range(len(table.also))]
            said = "up" if table.said not in (*also, "id", "up") else table.said
            person = "[up, up_half]" if said == "up" and table.pair else said
            other = [
                one for one in ("id", "half", "up", "up_half", *also) if not (self.left == "column" and one == "half")
            ]
            kind = (
                "review, held: attached, collected: joined"
                if n == held
                else "review"
                if self._below(n, held)
                else "account"
            )
            more = "" if n == held else ", joined"
            item = "words" if kind.startswith("review") else "login_id"
            lines.append(
                f"  public.t{n}: {{record: {kind}, person: {person}, items: {{mark: {item}}}, other: [{', '.join(other)}{more}]}}"
            )
        return "\n".join(lines) + "\n"

    def _below(self, n: int, held: int | None) -> bool:
        while n >= 0 and n != held:
            n = self.tables[n].up
        return held is not None and n == held

    def rows(self) -> Rows:
        """What every table holds, by key."""
        with psycopg.connect(self.owner) as conn:
            return {
                one: {row[0]: row for row in run(conn, f"SELECT * FROM {one}").fetchall()}
                for one in ("person", *(f"t{n}" for n in range(len(self.tables))))
            }

    def theirs(self, rows: Rows) -> dict[str, set[int]]:
        """The keys of the rows that are, by the mapping, of whoever is erased."""
        return {one: {key for key in there if self._owner(one, key) == self.person} for one, there in rows.items()}

    def _owner(self, table: str, key: int | None, seen: frozenset[tuple[str, int]] = frozenset()) -> int | None:
        if table == "person" or key is None or (table, key) in seen:
            return key if table == "person" else None
        n, seen = int(table[1:]), seen | {(table, key)}
        drawn = self.tables[n]
        if drawn.said.startswith("also") and drawn.also:
            return self._owner(name(drawn.also[0].to), self._made[n][key]["also0"], seen)
        return self._owner(name(drawn.up), self._made[n][key]["up"], seen)

    def dumped(self) -> str:
        """The database as a back-up of now would have it."""
        typed = [find_programs().path("pg_dump"), "--dbname", self.owner]
        return subprocess.run(typed, check=True, capture_output=True, text=True).stdout


def name(n: int) -> str:
    return "person" if n < 0 else f"t{n}"


def mark(table: str, key: int) -> str:
    return f"~{table}.{key}~"


def run(conn: psycopg.Connection[Any], sql: str) -> Any:
    return conn.execute(sql)  # type: ignore[call-overload]
