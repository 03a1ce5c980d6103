"""The clock of a demo's site: it is moved on screen, day by day through every job, and says what each day did.

One move at a time: of two that click at once one moves, the other is told that it moves already. While nothing moves,
what waits to be sent is sent every second.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple, Self, get_args

from jikim.app import Jikim
from jikim.app.due import Ran, run_due
from jikim.clock import MovableClock
from jikim.demo.office_story import PURPOSES, grant
from jikim.errors import JikimError, StoreError
from jikim.policy.ask import Actor
from jikim.policy.period import day_of, due
from jikim.prove.proving import runs

By = Literal["day", "month", "year", "next"]
WAYS: tuple[str, ...] = get_args(By)
MORNING = time(9)
MONTH = timedelta(days=31)
AHEAD = timedelta(days=366 * 12)
SHOWN = 8
_PAUSE = 1.0


class Happened(NamedTuple):
    """What one day did, by record kind: moved to the archive, destroyed here, destroyed there; how many mails went."""

    day: date
    rested: Counter[str]
    destroyed: Counter[str]
    parts: Counter[str]
    mails: int
    epoch: bool
    failed: tuple[str, ...]
    approved: bool

    @property
    def anything(self) -> bool:
        return bool(self.rested or self.destroyed or self.parts or self.mails or self.failed)


@dataclass
class Move:
    """One move of the clock. `until` is None while the next thing is looked for; `nothing`: none lies ahead."""

    by: By
    begun: date
    today: date
    until: date | None = None
    done: bool = False
    nothing: bool = False
    broke: str = ""
    days: int = 0
    rested: int = 0
    destroyed: int = 0
    mails: int = 0
    happened: deque[Happened] = field(default_factory=lambda: deque(maxlen=SHOWN))

    @property
    def share(self) -> int:
        """How much of it is done, in hundredths."""
        if self.until is None or self.until <= self.begun:
            return 0
        return 100 * (self.today - self.begun).days // (self.until - self.begun).days


class Mover:
    """Moves the clock of a demo's Jikim. `officer` approves what a sweep may not destroy alone, as the story does."""

    def __init__(self, jk: Jikim, officer: Actor | None = None) -> None:
        if not isinstance(jk.house.clock, MovableClock):
            raise StoreError(
                "this database is no demo",
                hint="its clock is the world's, and nobody moves it",
                ko=("데모용 DB가 아닙니다", "실제 시각을 쓰는 DB의 시계는 옮길 수 없습니다"),
            )
        self.jk = jk
        self.officer = officer
        self._backups = jk.settings.backups
        self.move: Move | None = None
        self._lock = threading.Lock()
        self._ending = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        """Sends what waits, every second, until the block ends."""
        self._begin(self._idle)
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        for thread in self._threads:
            thread.join(60)

    def _begin(self, what: object, *args: object) -> None:
        thread = threading.Thread(target=what, args=args, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    # ---- while nothing moves

    def _idle(self) -> None:
        while not self._ending.wait(_PAUSE):
            with self._alone() as mine:
                if mine:
                    self._send()

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        mine = self._lock.acquire(blocking=False)
        try:
            yield mine
        finally:
            if mine:
                self._lock.release()

    def _send(self) -> None:
        for step in (self.jk.deliver, self.jk.mails, self.jk.sequence):
            try:
                step()
            except JikimError:
                continue  # The next second tries again; a day that is moved says what failed.

    # ---- moving

    @property
    def today(self) -> date:
        return day_of(self.jk.now(), self.jk.policy.zone)

    @property
    def moving(self) -> bool:
        return self.move is not None and not self.move.done

    def begin(self, by: By) -> bool:
        """Begins to move, in a thread of its own. False where it moves already."""
        before = self.move
        if self.moving or self._ending.is_set() or not self._lock.acquire(timeout=10 * _PAUSE):
            return False
        if self.move is not before:  # Of two who waited together the other was first.
            self._lock.release()
            return False
        self.move = Move(by, self.today, self.today)
        self._begin(self._run, self.move)
        return True

    def _run(self, move: Move) -> None:
        try:
            move.until = self._next() if move.by == "next" else ahead(move.begun, move.by)
            move.nothing = move.until is None
            while move.until is not None and move.today < move.until and not self._ending.is_set():
                day = move.today + timedelta(days=1)
                self._back_up(day == move.until or self._proved(day))
                self._day(move, day)
        except Exception as error:
            # Only the kind of it: what a library says may hold a value.
            move.broke = type(error).__name__
        finally:
            self._back_up(True)
            move.done = True
            self._lock.release()

    def _back_up(self, wanted: bool) -> None:
        """A backup takes a second, and days that pass in a moment would each wait for theirs: one is made of the last
        day of a move, and of each day of a proof."""
        self.jk.settings = replace(self.jk.settings, backups=self._backups if wanted else None)

    def _proved(self, day: date) -> bool:
        """Whether the daily work proves the promises on this day."""
        if self._backups is None:
            return False
        last = self.jk.do(runs, 1)
        every = self.jk.house.every("internal-body")
        return not last or day > due(day_of(last[0].at, self.jk.policy.zone), every)

    def _next(self) -> date | None:
        """The first day on which something is over; None where nothing is within twelve years. What goes by a day goes
        by a later one too."""
        low, high = self.today, self.today + AHEAD
        if not self._due(high):
            return None
        while (high - low).days > 1:
            middle = low + (high - low) // 2
            low, high = (low, middle) if self._due(middle) else (middle, high)
        return high

    def _due(self, day: date) -> bool:
        swept = self.jk.sweep(dry_run=True, at=self._morning(day))
        return bool(swept.retired or swept.destroyed or swept.parts)

    def _morning(self, day: date) -> datetime:
        return datetime.combine(day, MORNING, self.jk.policy.zone)

    def _day(self, move: Move, day: date) -> None:
        """To the next morning, and through everything that is due then."""
        self.jk.move_clock(self._morning(day))
        if day.day == 1:
            self._renew()
        happened = self._happened(day, list(run_due(self.jk)))
        move.today, move.days = day, move.days + 1
        move.rested += happened.rested.total()
        move.destroyed += happened.destroyed.total() + happened.parts.total()
        move.mails += happened.mails
        if happened.anything:
            move.happened.append(happened)

    def _renew(self) -> None:
        """As in the story, nobody of the office lets the day of their renewal pass; whose grant was revoked gets none."""
        for handler in PURPOSES:
            held = self.jk.handler(handler)
            if held.grant and held.until is not None and held.until - self.jk.now() < 2 * MONTH:
                grant(self.jk, handler, self.jk.acting("system", "demo"))

    def _happened(self, day: date, ran: list[Ran]) -> Happened:
        approved, failed = False, []
        rested, destroyed, parts = Counter[str](), Counter[str](), Counter[str]()
        mails, epoch = 0, False
        for one in ran:
            done = one.done
            if one.step == "sweep" and one.failed is not None and self._approve():
                approved, done = True, self.jk.sweep().as_json()
            elif one.failed is not None:
                failed.append(one.step)
                continue
            if one.step == "sweep":
                rested.update(done["retired"])
                destroyed.update(done["destroyed"])
                for row in done["days"]:
                    parts[row["kind"]] += row["parts"]
            mails += done.get("sent", 0) if one.step == "mail" else 0
            epoch = epoch or one.step == "epoch"
        return Happened(day, +rested, +destroyed, +parts, mails, epoch, tuple(failed), approved)

    def _approve(self) -> bool:
        """The officer looks at what a sweep may not destroy alone, and approves it."""
        waiting = next((one for one in self.jk.proposals() if one.until is None), None)
        if waiting is None or self.officer is None:
            return False
        try:
            self.jk.by(self.jk.handler(self.officer.id, kind="officer", origin=self.officer.origin)).approve(
                waiting.plan
            )
        except JikimError:
            return False
        return True


def ahead(day: date, by: By) -> date:
    """A day, a month or a year later; the last day of a month that is shorter."""
    if by == "day":
        return day + timedelta(days=1)
    months = day.year * 12 + day.month - 1 + (12 if by == "year" else 1)
    first = date(months // 12, months % 12 + 1, 1)
    after = date((months + 1) // 12, (months + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), after - timedelta(days=1))
