"""Named queries: each room keeps its statements in a `queries.sql`, the finite list of every access it makes.

A file looks like this; the line after the name says what the statement is for.

    -- name: use @live
    -- One read: locked, judged, recorded, returned.
    SELECT * FROM live.use(%s, %s, ..., {entry})

What is the same in several databases stands once: `-- name: ledger.take_{database} @live @keys` is a statement of each, and
`{database}` in it is that database's name.

`{entry}` stands for the five parameters of an entry (`ledger.entry.Entry`), which reach the database as one value. A
statement that says what may no longer be done is marked `@live restricts`: the driver then sees to it that what it
wrote stands beside the key ring before the verb answers (`keys/restrictions.py`).

A statement of the live database is by person where its parameter `subject` names one: it runs where that person lies.
One of many people, or of all where it names none, says how it is put together where they lie on several servers
(`scatter`): `@live each`, `@live first`, `@live sum messages; merge space, target`. Every other one is the house's.

One that changes the house's rules, of which copies follow to the other servers, is marked `@live everywhere`, or `@live
restricts everywhere`, before its class: it is answered when it holds on all (`everywhere`). One of many that changes
nothing may be marked `still` there: it is answered also while somebody is on their way to another server, unless it
meets them; its function looks (`live.stays`), and sees one moment (STABLE).

A statement that is given a ledger entry records it whatever comes of it. One that may end otherwise says so: `records
if done` (its first value is true, or the outcome 0), `records if answered` (its first value is not NULL), or `may
record`, where its answer does not tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import itemgetter
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

import psycopg
from psycopg.types.uuid import UUIDBinaryDumper

from jikim.db.schema import DATABASES, Database

ENTRY = "ROW(%s, %s, %s, %s, %s)::ledger.entry"
_PARAMETER = re.compile(r"%\(([a-z_]+)\)s|{([a-z_]+)}")
_HEAD = re.compile(
    r"^-- name: ([a-z_.{}]+)((?: @[a-z]+)+)( restricts)?( everywhere)?( still)?"
    r"(?: ((?:each|first|split|house|merge|sum|least|most|any|all|union|place)[a-z_,; ]*?))?"
    r"(?: (records if done|records if answered|may record))?\n-- (.+)\n",
    re.MULTILINE,
)


def _laid(parameters: Sequence[tuple[str, str]]) -> Callable[[Mapping[str, Any]], Sequence[Any]]:
    """Lays parameters out in the order of the wire. Of the usual form, with one entry and that last, by one look-up in C: this is on the hot way."""
    plain = [name for name, _ in parameters if name]
    if len(plain) > 1 and [entry for _, entry in parameters if entry] == [last := parameters[-1][1]]:
        take = itemgetter(*plain)
        return lambda given: (*take(given), *given[last])
    return lambda given: [value for name, entry in parameters for value in (given[entry] if entry else (given[name],))]


_NONE = _laid(())


class Acknowledged(UUID):
    """A parameter that is told when the database has recorded it: an entry of the ledger (`ledger/numbers.py`)."""

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        # Looked up by its own class, it costs the driver as much as any UUID.
        psycopg.adapters.register_dumper(cls, UUIDBinaryDumper)

    def another(self) -> Acknowledged:
        """One that says the same, for another server: with a number of its own, where it has one."""
        return self

    def acknowledge(self, others: Sequence[Acknowledged] = (), *, recorded: bool) -> None:
        """The statement was answered, and has committed. `recorded`: whether its answer says that this, and `others` with it, are on disk."""


@dataclass(frozen=True, slots=True)
class Query:
    """One named statement and the database it runs in."""

    name: str
    database: Database
    text: LiteralString
    about: str
    restricts: bool = False
    records: str = ""  # "", "records if done", "records if answered" or "may record"
    names: tuple[str, ...] = ()  # its parameters, in the order of the function's
    entries: tuple[int, ...] = ()  # where its entries of the ledger begin in what is sent, each of five values
    laid: Callable[[Mapping[str, Any]], Sequence[Any]] = _NONE  # parameters by name, laid out as they are sent
    subject: int | None = None  # where the person stands in what is sent; None: it names nobody
    many: str = ""  # of many people: how it is put together (`scatter`)
    everywhere: bool = False  # it is answered when it holds on every server
    still: bool = False  # of many, and it changes nothing

    def __call__(self, inside: Sequence[Acknowledged] = (), /, **given: Any) -> Statement:
        """The statement with its parameters. Raises TypeError for a name that is missing or is none of its own."""
        try:
            params = self.laid(given)
        except KeyError as error:
            raise TypeError(f"statement `{self.name}` needs {error}") from None
        if len(given) != len(self.names):
            raise TypeError(f"statement `{self.name}` takes no {sorted(given.keys() - {*self.names})}")
        return Statement(self, params, inside)

    def recorded(self, rows: Sequence[Sequence[Any]]) -> bool:
        """Whether an answer says that the entry that the statement was given is recorded."""
        if not self.records:
            return True
        if self.records == "may record" or not rows:
            return False
        first = rows[0][0]
        return (
            first is not None
            if self.records == "records if answered"
            else first is True or (first == 0 and first is not False)
        )


class Statement(NamedTuple):
    """One call: `step` names it for journals and fault tests. `inside` are entries that lie within a parameter (an array, JSON).

    `server`: the one that it is asked of, where people lie on several; without it the driver knows. `people`: they are
    thought to lie there; ElsewhereError says that one does not, and that nothing was done. `so`: who is thought to lie where
    (`Spread.said`), of one that goes with others; ElsewhereError says that this is so no more.
    """

    query: Query
    params: Sequence[Any]
    inside: Sequence[Acknowledged] = ()
    server: str = ""
    people: Sequence[UUID] = ()
    so: str = ""

    @property
    def step(self) -> str:
        return self.query.name

    def on(self, server: str, people: Sequence[UUID] = (), so: str = "") -> Statement:
        """The same, asked of this server, of people who lie there."""
        return self._replace(server=server, people=people, so=so)

    def answered(self, rows: Sequence[Sequence[Any]]) -> None:
        """Tells the entries that it was given, and whether the answer says that they are recorded."""
        query = self.query
        for at in query.entries:
            if isinstance(entry := self.params[at], Acknowledged):
                entry.acknowledge(recorded=not query.records or query.recorded(rows))
        if self.inside:
            self.inside[0].acknowledge(self.inside[1:], recorded=query.recorded(rows))


@cache
def load(package: str) -> Mapping[str, Query]:
    """The `queries.sql` of a package, read once however many files of it ask. Raises ValueError for a file of another form."""
    content = resources.files(package).joinpath("queries.sql").read_text(encoding="utf-8")
    found: dict[str, Query] = {}
    heads = list(_HEAD.finditer(content))
    if not heads or content.count("-- name:") != len(heads):
        raise ValueError(
            f"{package}/queries.sql: every statement needs `-- name: x @database` and a line of what it is for"
        )
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        text = content[head.end() : following.start() if following else None].strip().rstrip(";")
        for database in head[2].replace("@", "").split():
            name = head[1].replace("{database}", database)
            if name in found or database not in DATABASES:
                raise ValueError(f"{package}/queries.sql: `{name}` is there twice, or `{database}` is no database")
            found[name] = _query(name, database, text.replace("{database}", database), head)
    return found


def _query(name: str, database: Database, text: str, head: re.Match[str]) -> Query:
    # The text comes from our own package, never from a caller.
    names, entries, sent, subject = [], [], 0, None
    parameters = _PARAMETER.findall(text)
    for parameter, entry in parameters:
        names.append(parameter or entry)
        if parameter == "subject" and database == "live":
            subject = sent
        entries += [sent] if entry else []
        sent += ENTRY.count("%s") if entry else 1
    laid, text = _laid(parameters), _PARAMETER.sub(lambda one: ENTRY if one[2] else "%s", " ".join(text.split()))
    many = (head[6] or "") if database == "live" else ""
    placed = tuple(names), tuple(entries), laid, subject, many, bool(head[4]), bool(head[5])
    return Query(name, database, text, head[8], bool(head[3]), head[7] or "", *placed)
