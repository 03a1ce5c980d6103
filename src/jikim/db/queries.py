"""Named statements: the head of a database function is the statement that calls it. Together they are the finite list of
every access that is made.

A line right above the function says which room calls it by which name, in which databases, and what it is for:

    -- statement use @live: One read: locked, judged, recorded, returned.
    CREATE FUNCTION live.use(p_subject uuid, p_record uuid, ..., p_entry ledger.entry, OUT outcome integer, ...)

`Q["use"](subject=..., entry=...)` takes each parameter by its name without `p_` (`from_` where that is a word of Python's);
one with a DEFAULT is not sent. A function of another room's file names its room (`backup/set.note`), and what is the same in
several databases stands once: `ledger.take_{database} @live @keys` is a statement of each.

An entry of the ledger (`ledger.entry.Entry`) is five values, which reach the database as one. A
statement that says what may no longer be done is marked `@live restricts`: the driver then sees to it that what it
wrote stands beside the key ring before the verb answers (`keys/restrictions.py`).

A statement of the live database is by person where its parameter `subject` names one: it runs where that person lies.
One of many people, or of all where it names none, says how it is put together where they lie on several servers
(`scatter`): `@live each`, `@live first`, `@live sum messages; merge space, target`. Every other one is the house's.

One that changes the house's rules, of which copies follow to the other servers, is marked `@live everywhere`, or `@live
restricts everywhere`, before its class: it is answered when it holds on all (`everywhere`).

A statement that is given a ledger entry records it whatever comes of it. One that may end otherwise says so: `records
if done` (its first value is true, or the outcome 0), `records if answered` (its first value is not NULL), or `may
record`, where its answer does not tell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain
from keyword import iskeyword
from operator import itemgetter
from typing import TYPE_CHECKING, Any, LiteralString, NamedTuple, cast
from uuid import UUID

import psycopg
from psycopg.types.uuid import UUIDBinaryDumper

from jikim.db.schema import DATABASES, SOURCES, Database

if TYPE_CHECKING:
    from jikim.db.calls import Load

ENTRY = "ROW(%s, %s, %s, %s, %s)::ledger.entry"
_HEAD = re.compile(
    r"^-- statement (?:([a-z_/]+)/)?([a-z_.{}]+)((?: @[a-z]+)+)( restricts)?( everywhere)?"
    r"(?: ((?:each|first|split|house|merge|sum|least|most|any|all|union|place)[a-z_,; ]*?))?"
    r"(?: (records if done|records if answered|may record))?: (.+)$",
    re.MULTILINE,
)
_FUNCTION = re.compile(
    r"^CREATE FUNCTION ([a-z_.{}]+)\(((?:[^()]|\([^()]*\))*)\)\s*(?:RETURNS (TABLE|SETOF)\b)?", re.MULTILINE
)
_PARAMETER = re.compile(r"(?:^|,)\s*(OUT )?(?:p_)?([a-z_]+) ([^,()]*(?:\([^()]*\)[^,]*)?)")


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
    types: tuple[str, ...] = ()  # and of which types of PostgreSQL they are
    entries: tuple[int, ...] = ()  # where its entries of the ledger begin in what is sent, each of five values
    laid: Callable[[Mapping[str, Any]], Sequence[Any]] = _NONE  # parameters by name, laid out as they are sent
    subject: int | None = None  # where the person stands in what is sent; None: it names nobody
    many: str = ""  # of many people: how it is put together (`scatter`)
    everywhere: bool = False  # it is answered when it holds on every server

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
    thought to lie there; ElsewhereError says that one does not, and that nothing was done.
    """

    query: Query
    params: Sequence[Any]
    inside: Sequence[Acknowledged] = ()
    server: str = ""
    people: Sequence[UUID] = ()

    @property
    def step(self) -> str:
        return self.query.name

    def on(self, server: str, people: Sequence[UUID] = ()) -> Statement:
        """The same, asked of this server, of people who lie there."""
        return self._replace(server=server, people=people)

    def answered(self, rows: Sequence[Sequence[Any]]) -> None:
        """Tells the entries that it was given, and whether the answer says that they are recorded."""
        query = self.query
        for at in query.entries:
            if isinstance(entry := self.params[at], Acknowledged):
                entry.acknowledge(recorded=not query.records or query.recorded(rows))
        if self.inside:
            self.inside[0].acknowledge(self.inside[1:], recorded=query.recorded(rows))


@cache
def _load(package: str) -> Mapping[str, Query]:
    """The statements of a package, by name. Raises KeyError for one that has none."""
    return statements()[package.removeprefix("jikim.").replace(".", "/")]


load: Load = cast("Load", _load)  # what each statement takes is typed by its name (`calls.pyi`)


@cache
def statements() -> Mapping[str, Mapping[str, Query]]:
    """Every statement, by its room and name. Raises ValueError for a head of another form, or a name that is there twice."""
    found: defaultdict[str, dict[str, Query]] = defaultdict(dict)
    for file in dict.fromkeys(chain.from_iterable(SOURCES.values())):
        text = resources.files("jikim").joinpath(file).read_text(encoding="utf-8")
        heads = list(_HEAD.finditer(text))
        if text.count("-- statement ") != len(heads):
            raise ValueError(f"{file}: a head says `-- statement name @database: What it is for.`")
        for head in heads:
            function = _FUNCTION.search(text, head.end())
            room = found[head[1] or file.rpartition("/")[0]]
            for database in head[3].replace("@", "").split():
                name = head[2].replace("{database}", database)
                if name in room or database not in DATABASES or function is None:
                    raise ValueError(
                        f"{file}: `{name}` is there twice, has no function, or `{database}` is no database"
                    )
                room[name] = _query(name, database, function, head)
    return found


def _query(name: str, database: Database, function: re.Match[str], head: re.Match[str]) -> Query:
    names, types, parameters, entries, sent, subject = [], [], list[tuple[str, str]](), [], 0, None
    outs = set[str]()
    for out, given, kind in _PARAMETER.findall(re.sub(r"--[^\n]*", "", function[2])):
        if out or "DEFAULT" in kind:
            outs |= {given} if out else set()
            continue
        parameter, entry = f"{given}_" if iskeyword(given) else given, kind.startswith("ledger.entry")
        names.append(parameter)
        types.append(kind.strip())
        parameters.append(("", parameter) if entry else (parameter, ""))
        if parameter == "subject" and database == "live":
            subject = sent
        entries += [sent] if entry else []
        sent += ENTRY.count("%s") if entry else 1
    marks = ", ".join(ENTRY if entry else "%s" for _, entry in parameters)
    many = (head[6] or "") if database == "live" else ""
    # Of a value that is put together by its column the column has its name.
    rows = "* FROM " if function[3] or len(outs) > 1 or outs & {*re.findall(r"[a-z_]+", many)} else ""
    # The text comes from our own package, never from a caller.
    text: Any = f"SELECT {rows}{function[1].replace('{database}', database)}({marks})"
    placed = tuple(names), tuple(types), tuple(entries), _laid(parameters), subject, many, bool(head[5])
    return Query(name, database, text, head[8], bool(head[4]), head[7] or "", *placed)
