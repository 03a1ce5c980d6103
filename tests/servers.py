"""The suite where people lie on two servers of PostgreSQL (decision 25): `make test-servers`, or `pytest --servers 2`.

Each worker starts a second server beside its first, with one further database of people, which `jikim distribute` lays
out once: what empties the house's databases before a test empties that one too. Whoever joins comes to lie on the
second server and on the house's by turns, the first of each test on the second. Whoever looks by hand, as the owner of
the live database, looks at both: see `Everywhere`. A test about one server as such says so, and why (`one_server`).
"""

from __future__ import annotations

import atexit
import itertools
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Self
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import Format, TransactionStatus
from tests import kept_connections, unsynced
from tests.waiting import eventually

from jikim.db.distributing import distribute
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.migrate import OWNER, mark_demo, role_of
from jikim.db.schema import COPIED
from jikim.db.spread import HOUSE
from jikim.store import sealed

SECOND = f"{HOUSE}@2"
# The owner's way to a house's live database, by its server and name: to the further one that has people of that house.
_BESIDE: dict[tuple[str, str], str] = {}
_turns, _numbers = itertools.count(1), itertools.count(1)
_active: list[bool] = []


def begin() -> None:
    """From here on each house has a second server."""
    _active.append(True)
    unsynced.replicates()


def newcomer() -> UUID:
    """A number of the upper half, which lies on the second server, and of the lower one by turns."""
    drawn, half = uuid4().int, 1 << 127
    return UUID(int=drawn | half if next(_turns) % 2 else drawn & ~half)


@cache
def _second() -> Embedded:
    """The server that has people of all houses of this process, in a database for each."""
    directory = Path(tempfile.mkdtemp(prefix="jikim-second-"))
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    return Embedded.start(directory, bin_dir=unsynced.logical())


def beside(owner: str, *, demo: bool) -> dict[str, str]:
    """Makes a further database of people on the second server for a house where nobody is yet, and lays out half of all
    numbers there. `owner`: the way of the superuser to the house's live database. Answers the application's ways."""
    if not _active:
        return {}
    if known := _BESIDE.get(_place(owner)):
        return {SECOND: make_conninfo(known, user=role_of(HOUSE))}
    server, (_, name) = _second(), _place(owner)
    if name == HOUSE:
        name = f"people_{next(_numbers)}"  # its template there has this name
    with psycopg.Connection.connect(server.conninfo("postgres", ADMIN), autocommit=True) as conn:
        conn.execute(sql.SQL("CREATE DATABASE {} TEMPLATE live").format(sql.Identifier(name)))
    further = server.conninfo(name, ADMIN)
    if demo:
        mark_demo(HOUSE, further)
    for one in (owner, further):
        with psycopg.Connection.connect(one, autocommit=True) as conn:
            conn.execute(
                sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(conn.info.dbname), sql.Identifier(OWNER))
            )
    for step in distribute({HOUSE: owner, SECOND: further}, owner):
        step.make()
    _BESIDE[_place(owner)] = further
    kept_connections.DATABASES.add(name)
    return {SECOND: server.conninfo(name, role_of(HOUSE))}


def _place(conninfo: str) -> tuple[str, str]:
    named = conninfo_to_dict(conninfo)
    return str(named.get("host")), str(named.get("dbname"))


# ---- who looks by hand

_COPIED = frozenset(COPIED)
_CATALOGUE = ("pg_stat_activity", "pg_locks")
_NO_ALIAS = r"(?:where|join|left|right|full|inner|cross|natural|on|using|order|group|having|limit|offset|for|union|except|intersect|window|fetch)\b"
_READ = re.compile(
    rf"((?:\bfrom|\bjoin|,)\s+(?:only\s+)?)((?:live|ledger|public)\.\w+|{'|'.join(_CATALOGUE)})\b(?!\s*[.(])"
    rf"(\s+as\s+\w+|\s+(?!{_NO_ALIAS})[a-z_]\w*)?",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:update|delete from|insert into|truncate|merge into)\s+(?:only\s+)?(\w+\.\w+)", re.IGNORECASE
)
_QUOTED = re.compile(r'(?<=\.)"(\w+)"|"(\w+)"(?=\.)')
_CALLED = re.compile(r"\b(?:live|ledger|public)\.\w+\s*\(", re.IGNORECASE)
# What locks, ends or makes something does so on each server.
_EACH = re.compile(
    r"\b(?:pg_terminate_backend|pg_cancel_backend|pg_advisory\w+)\s*\(|\bfor (?:no key )?(?:update|share)\b",
    re.IGNORECASE,
)
_MAKES = re.compile(
    r"\s*(?:create|alter|drop|grant|revoke|vacuum|checkpoint|lock|do|set|reset|analyze|reindex|comment)\b",
    re.IGNORECASE,
)
_VALUES = re.compile(r"\binsert into\b[^(]*(?:\([^)]*\))?[^(]*\b(?:values\b|select %s)", re.IGNORECASE)


class Asking(psycopg.Cursor[Any]):
    """One whose statements see and change rows of people wherever they lie."""

    _all: list[Any] | None = None

    def execute(self, query: Any, params: Any = None, **how: Any) -> Self:
        conn: Any = self.connection
        self._all = None
        text = _text(query, conn)
        way = way_of(text)
        if way == "each" or (way == "call" and not _people(params)):
            self._each(text, params, how)
        elif way in ("row", "call") and conn.lies_beside(_people(params)):
            self._beside(text, params, how)
        elif way == "read":
            rows = {name: conn.rows_beside(name) for name in read_of(text)}
            super().execute(joined(text, rows, given=params is not None).encode(), params, **how)
        else:
            super().execute(query, params, **how)
            if way == "rules":
                conn.changed()
        return self

    def _each(self, text: str, params: Any, how: dict[str, Any]) -> None:
        conn: Any = self.connection
        other = conn.further.cursor(binary=self.format == Format.BINARY)
        other.execute(text.encode(), params, **how)
        super().execute(text.encode(), params, **how)
        if self.description is not None:
            self._all = [*super().fetchall(), *other.fetchall()]
        self._rowcount += max(other.rowcount, 0)

    def _beside(self, text: str, params: Any, how: dict[str, Any]) -> None:
        conn: Any = self.connection
        other = conn.further.cursor(binary=self.format == Format.BINARY)
        other.execute(text.encode(), params, **how)
        self._all = other.fetchall() if other.description is not None else []
        self._rowcount = other.rowcount

    def fetchall(self) -> list[Any]:
        if self._all is None:
            return super().fetchall()
        rows, self._all = self._all, []
        return rows

    def fetchone(self) -> Any:
        if self._all is None:
            return super().fetchone()
        return self._all.pop(0) if self._all else None

    def __iter__(self) -> Iterator[Any]:  # type: ignore[override]
        yield from self.fetchall()


def _text(query: Any, conn: Any) -> str:
    if isinstance(query, bytes):
        return query.decode()
    return query if isinstance(query, str) else _QUOTED.sub(r"\1\2", query.as_string(conn))


def read_of(text: str) -> list[str]:
    """The tables with rows of people that a statement reads."""
    names = [found[1].lower() for found in _READ.findall(text)]
    return [one for one in dict.fromkeys(names) if one not in _COPIED and not one.endswith("_seq")]


def way_of(text: str) -> str:
    """Where a statement is run: `each` on both servers; a new `row`, or a `call` of a function, where the person lies whom
    it names; what it `read`s is put together from both; `rules` are the house's, which the other follows; `house`."""
    changed = {found.lower() for found in _CHANGED.findall(text)}
    if changed and changed <= _COPIED:
        return "rules"
    if _MAKES.match(text) or _EACH.search(text):
        return "each"
    if changed:
        own = any(name.startswith("public.") for name in changed)
        return "row" if _VALUES.search(text) and not own else "each"
    if read_of(text):
        return "read"
    return "call" if _CALLED.search(text) else "house"


def _people(params: Any) -> list[UUID]:
    given = params.values() if isinstance(params, dict) else params or ()
    lists = [one if isinstance(one, list | tuple) else [one] for one in given]
    return [one for values in lists for one in values if isinstance(one, UUID)]


def joined(text: str, rows: dict[str, str], *, given: bool) -> str:
    """A statement that reads from both servers: the further one's `rows` stand in it, as JSON. `given`: it has parameters."""

    def both(found: re.Match[str]) -> str:
        before, name, alias = found.groups()
        if name.lower() not in rows:
            return found[0]
        there = rows[name.lower()].replace("'", "''")
        there = there.replace("%", "%%") if given else there
        alias = alias or f" AS {name.rpartition('.')[2]}"
        return f"{before}(SELECT * FROM {name} UNION ALL SELECT * FROM json_populate_recordset(NULL::{name}, '{there}')){alias}"

    return _READ.sub(both, text)


class Everywhere(psycopg.Connection[Any]):
    """A connection of the live database's owner to both servers, for looks by hand. What is read of people is both
    servers' rows, put together before the statement orders, joins or counts them; what changes, locks or ends something
    does so on each, but a new row, which comes to lie with its person. What the house alone has and the other follows is
    changed at the house, and has come to the other when the transaction is over."""

    further: psycopg.Connection[Any]
    _behind = False

    @classmethod
    def connect(cls, conninfo: str = "", **more: Any) -> Self:  # type: ignore[override]
        made = super().connect(conninfo, cursor_factory=Asking, **more)
        made.further = psycopg.Connection.connect(_BESIDE[_place(conninfo)], autocommit=more.get("autocommit", False))
        return made

    def rows_beside(self, name: str) -> str:
        """All rows of a table on the further server, as JSON."""
        [(rows,)] = self.further.execute(f"SELECT coalesce(json_agg(t), '[]')::text FROM {name} t".encode()).fetchall()
        return str(rows)

    def lies_beside(self, people: Sequence[UUID]) -> bool:
        look = "SELECT 1 FROM live.subject WHERE subject = ANY (%s)"
        return bool(people) and self.further.execute(look, (list(people),)).fetchone() is not None

    def at_the_house(self, text: str, params: Any = None) -> list[Any]:
        """A statement of the house's server alone."""
        found = psycopg.Cursor(self).execute(text.encode(), params)
        return found.fetchall() if found.description is not None else []

    def alone(self, server: str, text: str, params: Any) -> list[Any]:
        """A look at one of the two."""
        if server == SECOND:
            return self.further.execute(text.encode(), params).fetchall()
        return self.at_the_house(text, params)

    def changed(self) -> None:
        self._behind = True
        if self.info.transaction_status is TransactionStatus.IDLE:
            self.followed()

    def followed(self) -> None:
        """Waits until the further server has what the house has committed."""
        self._behind = False
        looks: Any = self if self.autocommit else kept_connections.standing(self._words(), "follows")
        [(mark,)] = looks.at_the_house("SELECT live.rules_mark()")
        look = "SELECT 1 FROM live.rules WHERE last >= %s"
        eventually(lambda: looks.further.execute(look, (mark,)).fetchone(), "the second server follows")

    def _words(self) -> str:
        named = self.info.get_parameters()
        return make_conninfo(**{**named, "user": ADMIN})

    def in_one_order(self, table: str, column: str) -> None:
        """Rows that come to either from here on are numbered in one order, by this machine's clock."""
        moment = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
        self.execute(f"ALTER TABLE {table} ALTER {column} SET DEFAULT {moment}")

    def emptied(self, text: str) -> None:
        """Empties both, but for who lies where, and what follows by itself."""
        global _turns
        _turns = itertools.count(1)
        kept = "'register_step', 'lies', 'rules'"
        self.at_the_house(text.replace("'register_step'", kept))
        self.followed()
        copied = ", ".join(f"'{name.partition('.')[2]}'" for name in sorted(_COPIED))
        self.further.execute(text.replace("'register_step'", f"{kept}, {copied}").encode())

    def commit(self) -> None:
        super().commit()
        self.further.commit()
        if self._behind:
            self.followed()

    def rollback(self) -> None:
        super().rollback()
        self.further.rollback()
        self._behind = False

    @contextmanager
    def transaction(self, *name: Any, **how: Any) -> Iterator[Any]:
        with self.further.transaction(*name, **how), super().transaction(*name, **how) as made:
            yield made
        if self._behind and self.info.transaction_status is TransactionStatus.IDLE:
            self.followed()

    def close(self) -> None:
        super().close()
        if hasattr(self, "further"):
            self.further.close()


def connect(conninfo: str = "", **more: Any) -> psycopg.Connection[Any]:
    """In the place of `psycopg.connect`: to both servers for the owner of a house's live database, but for Jikim itself."""
    owner = conninfo_to_dict(conninfo).get("user") == ADMIN and _place(conninfo) in _BESIDE
    owner = owner and not sys._getframe(1).f_globals["__name__"].startswith("jikim.")
    kind: Any = Everywhere if owner and "cursor_factory" not in more else psycopg.Connection
    made: psycopg.Connection[Any] = kind.connect(conninfo, **more)
    return made


@pytest.fixture(scope="session", autouse=True)
def on_both() -> Iterator[None]:
    """People join on both servers, and who looks by hand looks at both."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(psycopg, "connect", connect)
        patched.setattr(sealed, "uuid4", newcomer)
        yield


# ---- which tests, and how they ended

# Fixtures whose tests are about one server.
_ABOUT_ONE = {
    "past": "copies of one server's databases are put back; `test_two_servers_restore.py` puts back those of two"
}
# What opens a house on a server of its own that is the tests' (`web/running.py`).
_HOUSES = {"running", "shop", "renamed_site", "cookie_site"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Those whose house lies on these databases; what makes no house, or one on a server of its own, is the same as
    without this."""
    chosen = [item for item in items if _makes_a_house(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    for item in chosen:
        mark, names = item.get_closest_marker("one_server"), getattr(item, "fixturenames", ())
        reasons = [mark.args[0]] if mark is not None else [_ABOUT_ONE[name] for name in names if name in _ABOUT_ONE]
        for reason in reasons[:1]:
            item.add_marker(pytest.mark.skip(reason=f"about one server: {reason}"))
    items[:] = chosen


def _folder(nodeid: str) -> str:
    return nodeid.partition("::")[0].removeprefix("tests/").partition("/")[0]


def _makes_a_house(item: Any) -> bool:
    made = [one[-1].func for one in item._fixtureinfo.name2fixturedefs.values()]
    codes = [code for one in (item.function, *made) if (code := getattr(one, "__code__", None)) is not None]
    return "cloned" in item.fixturenames or any(_HOUSES & {*code.co_names} for code in codes)


def _ended(kind: str) -> str:
    return {"passed": "passed", "skipped": "about one server"}.get(kind, "failed")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The table by folder."""
    found: dict[str, Counter[str]] = {}
    for kind in ("passed", "skipped", "failed", "error"):
        for report in terminalreporter.stats.get(kind, ()):
            found.setdefault(_folder(report.nodeid), Counter())[_ended(kind)] += 1
    terminalreporter.write_sep("=", "on two servers")
    terminalreporter.write_line("| folder | tests | passed | about one server | failed |\n|---|---|---|---|---|")
    for folder, counts in sorted(found.items()):
        told = " | ".join(str(counts[one]) for one in ("passed", "about one server", "failed"))
        terminalreporter.write_line(f"| {folder} | {counts.total()} | {told} |")
