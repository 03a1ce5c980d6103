"""Where people lie on several servers (decision 25): which of them a statement goes to, and how the answers of several
are one.

The house's own server, `live`, has the rules and people too; further ones, `live@2`, have people. Ranges of their
numbers say who lies where (`live.lies`); each server knows its own ranges and refuses a statement of somebody else, so
that a caller whose ranges are old does nothing anywhere. With one server nothing of this runs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, LiteralString
from uuid import UUID

from jikim.db.queries import Query, Statement, load
from jikim.db.scatter import asked, divided, gathered, many_of
from jikim.db.schema import DATABASES, Database

Rows = list[tuple[Any, ...]]
LIES = load("jikim.db")["lies.all"]()
HOUSE: Database = "live"
# Looked at before the statement is: it names no column, and so stands above whatever the function does.
HERE, ALL_HERE = " WHERE live.here(%s)", " WHERE live.all_here(%s)"


def database_of(inbox: str) -> Database:
    """Whose schema a server of this name has: `live` of `live@2`."""
    name = inbox.partition("@")[0]
    return next(one for one in DATABASES if one == name)


def variable_of(inbox: str, role: str = "") -> str:
    """The setting that holds its connection string: `JIKIM_LIVE_2_DSN`; of another role, `JIKIM_LIVE_2_OWNER_DSN`."""
    return f"JIKIM_{inbox.upper().replace('@', '_')}{role}_DSN"


class Spread:
    """Which people lie on which server."""

    def __init__(self, further: Iterable[str]) -> None:
        self.servers: tuple[str, ...] = (HOUSE, *further)
        self._ranges: tuple[list[UUID], list[str]] = ([], [])
        self._guarded: dict[str, Query] = {}
        self._columns: dict[str, list[str]] = {}

    @property
    def ranges(self) -> list[tuple[UUID, str]]:
        """Each range by the first number in it; none where there is one server."""
        firsts, names = self._ranges
        return list(zip(firsts, names, strict=True))

    def learn(self, ranges: Iterable[tuple[UUID, str]]) -> bool:
        """Takes over the ranges as they are now, each by the first number in it. Answers whether they were others."""
        before, found = self._ranges, sorted(ranges)
        self._ranges = [first for first, _ in found], [name for _, name in found]
        return before != self._ranges

    def of(self, subject: UUID) -> str:
        """The server that a person lies on; one that is not here yet will."""
        firsts, names = self._ranges
        return names[bisect_right(firsts, subject) - 1] if names else HOUSE

    def groups(self, people: Sequence[UUID]) -> dict[str, list[int]]:
        """The places of people in a list, by the server that each lies on."""
        found: dict[str, list[int]] = {}
        for n, subject in enumerate(people):
            found.setdefault(self.of(subject), []).append(n)
        return found

    def sent(self, statement: Statement) -> list[Statement]:
        """A statement as it is sent, to each server that it goes to."""
        query = statement.query
        if statement.server or query.database != HOUSE:
            return [statement.on(statement.server or query.database)]
        subject = None if query.subject is None else statement.params[query.subject]
        if subject is None:
            if not query.many or many_of(query.many).bare == "house":
                return [statement.on(HOUSE)]
            if many_of(query.many).split:
                parts = divided(statement, self.of)
                return [self._guard(one, ALL_HERE, people, server) for server, (one, people, _) in parts.items()] or [
                    statement.on(HOUSE)
                ]
            each = zip(asked(statement, len(self.servers)), self.servers, strict=True)
            return [one.on(server) for one, server in each]
        return [self._guard(statement, HERE, subject, self.of(subject))]

    def _guard(self, statement: Statement, look: LiteralString, whom: UUID | list[UUID], server: str) -> Statement:
        query = statement.query
        guarded = self._guarded.get(query.name)
        if guarded is None:
            guarded = self._guarded[query.name] = replace(query, text=query.text + look)
        return Statement(guarded, (*statement.params, whom), statement.inside, server)

    def split(self, statements: Sequence[Statement]) -> tuple[dict[int, Statement], dict[str, dict[int, Statement]]]:
        """A batch's statements by their place in it: those of several servers, and those of each one as they are sent."""
        alone: dict[int, Statement] = {}
        together: dict[str, dict[int, Statement]] = {}
        for n, statement in enumerate(statements):
            first, *others = self.sent(statement)
            if others or statement.query.everywhere:
                alone[n] = statement
            else:
                together.setdefault(first.server, {})[n] = first
        return alone, together

    def met(self, query: Query, columns: Sequence[str]) -> None:
        """The columns of an answer, by which those of several servers are put together."""
        if query.many and query.name not in self._columns:
            self._columns[query.name] = [*columns]

    def combined(self, statement: Statement, answers: Sequence[Rows]) -> Rows:
        """The answers of the servers that a statement was sent to, as one."""
        if len(answers) == 1:
            return answers[0]
        columns, split = self._columns[statement.query.name], many_of(statement.query.many).split
        places = [part.places for part in divided(statement, self.of).values()] if split else []
        return gathered(statement, columns, answers, places)
