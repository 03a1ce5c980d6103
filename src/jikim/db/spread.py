"""Where people lie on several servers (decision 25): which of them a statement goes to, and how the answers of several
are one.

The house's own server, `live`, has the rules and people too; further ones, `live@2`, have people. Ranges of their
numbers say who lies where (`live.lies`); each server has a copy of them and refuses a statement of somebody else, so
that a caller whose ranges are old does nothing anywhere. People move while nobody has the house open (`moving`). With one
server nothing of this runs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Generator, Iterable, Sequence
from dataclasses import replace
from typing import Any, LiteralString
from uuid import UUID

from jikim.db.queries import Query, Statement, load
from jikim.db.scatter import asked, divided, gathered, many_of
from jikim.db.schema import DATABASES, Database
from jikim.errors import ElsewhereError

Rows = list[tuple[Any, ...]]
LIES = load("jikim.db")["lies.all"]()
HOUSE: Database = "live"
# Looked at before the statement is: it names no column, and so stands above whatever the function does.
HERE, ALL_HERE = " WHERE live.here(%s)", " WHERE live.all_here(%s)"
RANGES = 256  # of people's numbers, by their first eight bits: whole ones move


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
        self._guarded: dict[tuple[str, str], Query] = {}
        self._columns: dict[str, list[str]] = {}

    @property
    def ranges(self) -> list[tuple[UUID, str]]:
        """Each range by the first number in it; none where there is one server."""
        firsts, names = self._ranges
        return list(zip(firsts, names, strict=True))

    def stretch(self, subject: UUID) -> tuple[str, UUID | None]:
        """The server that a person lies on, and where their range ends: the first number behind it, if there is one."""
        firsts, names = self._ranges
        at = bisect_right(firsts, subject)
        return (names[at - 1] if names else HOUSE), next(iter(firsts[at : at + 1]), None)

    def learn(self, ranges: Iterable[tuple[UUID, str]]) -> bool:
        """Takes over the ranges as they are now, each by the first number in it. Answers whether they were others."""
        before, found = self._ranges, list[tuple[UUID, str]]()
        for first, server in sorted(ranges):
            if not found or found[-1][1] != server:
                found.append((first, server))
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

    @property
    def several(self) -> tuple[str, ...]:
        """Each of several servers; none where there is one."""
        return self.servers if len(self.servers) > 1 else ()

    def asking(self, statement: Statement) -> Generator[Statement, Rows, Rows]:
        """A statement as each server is asked it, and the answers as one. A server's ElsewhereError is thrown in when the
        ranges were read again: whoever was refused is asked for where they are now."""
        if self._divides(statement):
            return (yield from self._parts(statement))
        while True:
            sent, answers = self.sent(statement), list[Rows]()
            try:
                for one in sent:
                    answers.append((yield one))
            except ElsewhereError:
                if [one.server for one in self.sent(statement)] == [one.server for one in sent]:
                    raise
            else:
                return self._combined(statement, answers)

    def _parts(self, statement: Statement) -> Generator[Statement, Rows, Rows]:
        """One of people in a list: each part as soon as it is answered where all of them lie."""
        answers, places = list[Rows](), list[list[int]]()
        waiting: list[tuple[Statement, list[int] | None]] = [(statement, None)]
        while waiting:
            whole, at = waiting.pop(0)
            for server, part in divided(whole, self.of).items():
                here = part.places if at is None else [at[n] for n in part.places]
                try:
                    answers.append((yield self._guard(part.statement, ALL_HERE, part.people, server)))
                    places.append(here)
                except ElsewhereError:
                    if divided(part.statement, self.of).keys() == {server}:
                        raise
                    waiting.append((part.statement, here))
        if not answers:
            return (yield statement.on(HOUSE))
        return self._combined(statement, answers, places)

    @staticmethod
    def _divides(statement: Statement) -> bool:
        """Whether it is one of people in lists."""
        query = statement.query
        if statement.server or query.database != HOUSE or not query.many or not many_of(query.many).split:
            return False
        return query.subject is None or statement.params[query.subject] is None

    def sent(self, statement: Statement) -> list[Statement]:
        """A statement as it is sent, to each server that it goes to."""
        query = statement.query
        if query.database != HOUSE:
            return [statement.on(statement.server or query.database)]
        if statement.server:
            if statement.people:
                return [self._guard(statement, ALL_HERE, list(statement.people), statement.server)]
            return [statement]
        subject = None if query.subject is None else statement.params[query.subject]
        if subject is not None:
            return [self._guard(statement, HERE, subject, self.of(subject))]
        if not query.many or many_of(query.many).bare == "house":
            return [statement.on(HOUSE)]
        each = zip(asked(statement, len(self.servers)), self.servers, strict=True)
        return [one.on(server) for one, server in each]

    def _guard(self, statement: Statement, look: LiteralString, whom: UUID | list[UUID], server: str) -> Statement:
        query = statement.query
        guarded = self._guarded.get((query.name, look))
        if guarded is None:
            guarded = self._guarded[query.name, look] = replace(query, text=query.text + look)
        return Statement(guarded, (*statement.params, whom), statement.inside, server)

    def split(self, statements: Sequence[Statement]) -> tuple[dict[int, Statement], dict[str, dict[int, Statement]]]:
        """A batch's statements by their place in it: those about people, each of which may be refused and asked again, and
        those that each server is sent together."""
        alone: dict[int, Statement] = {}
        together: dict[str, dict[int, Statement]] = {}
        for n, statement in enumerate(statements):
            query = statement.query
            if query.database == HOUSE and (query.subject is not None or query.many or query.everywhere):
                alone[n] = statement
            else:
                together.setdefault(statement.server or query.database, {})[n] = statement
        return alone, together

    def met(self, query: Query, columns: Sequence[str]) -> None:
        """The columns of an answer, by which those of several servers are put together."""
        if query.many and query.name not in self._columns:
            self._columns[query.name] = [*columns]

    def _combined(self, statement: Statement, answers: Sequence[Rows], places: Sequence[Sequence[int]] = ()) -> Rows:
        """The answers of the servers that a statement was sent to, as one."""
        if len(answers) == 1:
            return answers[0]
        return gathered(statement, self._columns[statement.query.name], answers, places)
