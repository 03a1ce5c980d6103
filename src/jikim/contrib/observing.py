"""The observer: statements are noted as they run, by one look-up of their text, and counted, judged and sent away from
them by a thread of its own.

INVARIANT: it raises into the application only what is enforced, keeps a bounded number of counts, and says how many it lost.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections import Counter, deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol, cast
from weakref import WeakSet

from jikim.answers import Decision, Observed
from jikim.attach.caller import BY_A_VERB
from jikim.attach.held import columns_of
from jikim.attach.written import columns_to_person, of_file
from jikim.contrib.enforcing import Enforcer
from jikim.contrib.saying import Said, said
from jikim.contrib.statement import Touched, touched
from jikim.verbs.modes import KindMode, modes

MOST = 5_000  # different counts between two sendings
NOTED = 50_000  # statements that were not counted yet
LONG = 2_000  # a text that is longer and was not met yet is read at once, and not kept until then
STATEMENTS = 2_000  # texts whose tables are known
SECONDS = 10.0
AT_ONCE = 500


class Judge(Protocol):
    """What of a `Jikim`, or of one elsewhere, an observer asks."""

    @property
    def decide(self) -> Callable[..., Decision]: ...
    @property
    def observe(self) -> Callable[..., None]: ...


class Table(NamedTuple):
    """What a mapping says of a table: which record it holds, and of each column its item or `-`."""

    record: str
    columns: Mapping[str, str]


def tables_of(mapping: Path | str) -> dict[str, Table]:
    """The tables of a mapping (`attached.yaml`) by their names without their schemas. Raises JikimError."""
    return {name.rpartition(".")[2].lower(): table_of(one) for name, one in of_file(mapping).tables.items()}


def table_of(told: Mapping[str, Any]) -> Table:
    """What one entry of a mapping says, or a Django model's `Privacy`."""
    items, other = told.get("items") or {}, told.get("other") or ()
    columns = {str(column).lower(): str(item) for column, item in items.items()}
    columns |= {str(column).lower(): "-" for column in (*other, *columns_to_person(told), *columns_of(told)) if column}
    return Table(str(told.get("record", "")), columns)


class Observer:
    """Counts what an application's statements name. `asked`: makes what is asked, when the first count is sent."""

    def __init__(
        self,
        asked: Callable[[], Judge],
        tables: Mapping[str, Table],
        *,
        seconds: float = SECONDS,
        enforcing: bool = False,
    ) -> None:
        """`enforcing`: statements that the policy refuses are stopped, where an officer said so (`enforcing.py`); what is
        asked is then a `Jikim` in this process."""
        self._asked, self._tables, self._seconds = asked, tables, seconds
        kinds = {name: one.record for name, one in tables.items()}
        self.enforcer = Enforcer(kinds, self._modes, self._verdict) if enforcing else None
        self._known: dict[str, tuple[Touched, ...]] = {}
        self._columns = {name: one.columns for name, one in tables.items()}
        self._nobody = frozenset(name for name, one in tables.items() if not one.record)
        self._begin()
        atexit.register(self.send)
        _ALL.add(self)

    def _begin(self) -> None:
        """At first, and in the child of a fork: the counts are its parent's, and the thread stayed there."""
        self._noted: deque[tuple[Said, str | tuple[Touched, ...]]] = deque()
        self._counts: dict[tuple[Said, Touched], int] = {}
        self._lost = 0
        self._lock, self._sending, self._opening = threading.Lock(), threading.Lock(), threading.Lock()
        self._thread: threading.Thread | None = None
        self._jk: Judge | None = None
        self._woken = threading.Event()

    @property
    def lost(self) -> int:
        """How many observations could not be kept, and were not told yet."""
        return self._lost

    def saw(self, sql: str) -> None:
        """A statement runs. What it names is counted; nothing of its parameters is known here. A verb's own is judged
        already. Raises DeniedError where it is enforced, and refused."""
        if BY_A_VERB.get():
            return
        # This is on the application's path. Nothing here waits, or reads a text: a deque's ends are safe without a lock.
        who, found = said(), None
        try:
            found = self._known.get(sql)
            if found is None and (self.enforcer is not None or len(sql) > LONG):
                found = self._read(sql)
            if found != ():
                self._note(who, sql if found is None else found)
        except Exception:
            self._lose(1)
        if self.enforcer is not None and found != ():
            self.enforcer.expect(who, found)

    def _opened(self) -> Judge:
        with self._opening:
            if self._jk is None:
                self._jk = self._asked()
            return self._jk

    def _modes(self) -> list[KindMode]:
        found: list[KindMode] = cast("Any", self._opened()).do(modes)
        return found

    def _verdict(self, who: Said, one: Touched) -> tuple[str, str, str]:
        return self._judged(self._opened(), who, one)

    def _read(self, sql: str) -> tuple[Touched, ...]:
        if len(self._known) >= STATEMENTS:
            self._known.clear()
        found = tuple(one for one in touched(sql, self._columns) if one.table not in self._nobody)
        self._known[sql] = found
        return found

    def _note(self, who: Said, what: str | tuple[Touched, ...]) -> None:
        if len(self._noted) < NOTED:
            self._noted.append((who, what))
        else:
            self._lose(1)
        if self._thread is None:
            self._start()

    def _lose(self, times: int) -> None:
        with self._lock:
            self._lost += times

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="jikim-observed", daemon=True)
                self._thread.start()

    def _count(self) -> None:
        """Counts what was noted until now."""
        noted = Counter(self._noted.popleft() for _ in range(len(self._noted)))
        for (who, what), times in noted.items():
            try:
                found = what if isinstance(what, tuple) else self._known.get(what) or self._read(what)
            except Exception:
                self._lose(times)
                continue
            with self._lock:
                for one in found:
                    self._add((who, one), times)

    def _add(self, key: tuple[Said, Touched], times: int) -> None:
        if key in self._counts or len(self._counts) < MOST:
            self._counts[key] = self._counts.get(key, 0) + times
        else:
            self._lost += times

    def _run(self) -> None:
        while not self._woken.wait(self._seconds):
            self.send()

    def send(self) -> None:
        """Judges what was counted and sends it, now. What cannot be sent is kept for the next time, within the bound."""
        with self._sending:
            self._count()
            with self._lock:
                counts, self._counts = self._counts, {}
                lost, self._lost = self._lost, 0
            if not counts:
                self._lose(lost)
                return
            left = list(counts.items())
            try:
                jk = self._opened()
                while left:
                    part = left[:AT_ONCE]
                    jk.observe([_row(key, times, self._judged(jk, *key)) for key, times in part], lost=lost)
                    left, lost = left[AT_ONCE:], 0
            except Exception:
                with self._lock:
                    self._lost += lost
                    for key, times in left:
                        self._add(key, times)

    def _judged(self, jk: Judge, who: Said, one: Touched) -> tuple[str, str, str]:
        """What the policy would have said: the verdict, its clause, and why."""
        if one.known:
            return "gap", "", one.known
        if one.deed == "insert" and not who.channel:
            return "gap", "", "no-channel"
        if one.deed != "insert" and not who.purpose:
            return "gap", "", "purpose-not-named"
        table = self._tables[one.table]
        items = tuple(dict.fromkeys(table.columns[column] for column in one.columns))
        act = {"read": "use", "insert": "collect", "update": "correct", "delete": "destroy"}[one.deed]
        more: dict[str, Any] = {"channel": who.channel, "old_enough": who.old_enough} if act == "collect" else {}
        if act == "use":
            more = {"purpose": who.purpose, "reason": "given" if who.reason else "", "who": who.who}
        answer = jk.decide(act, table.record, items=items, **more)
        if who.compares and answer.why == "unreadable":
            items = tuple(one for one in items if one not in answer.about)
            answer = jk.decide(act, table.record, items=items, **more)
        return (
            ("allowed" if answer.allowed else "refused"),
            answer.clause,
            answer.why or ("consent" if answer.consents else ""),
        )


def _row(key: tuple[Said, Touched], times: int, judged: tuple[str, str, str]) -> Observed:
    who, one = key
    verdict, clause, why = judged
    return Observed(
        one.table, ", ".join(one.columns) or "*", one.deed, verdict, times, who.view, who.purpose, clause, why
    )


_ALL: WeakSet[Observer] = WeakSet()


def _forked() -> None:
    for one in _ALL:
        one._begin()


os.register_at_fork(after_in_child=_forked)
