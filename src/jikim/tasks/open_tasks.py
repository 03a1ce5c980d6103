"""The tasks that there are: listed, taken over, done with words; forgotten three years after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from jikim.crypto import unwrap
from jikim.db.driver import Statement, Steps
from jikim.errors import KeyGoneError, SealError
from jikim.policy.ask import EVERYTHING, Actor
from jikim.policy.decide import deny
from jikim.policy.outcome import Outcome
from jikim.policy.period import Period, due, start_of
from jikim.tasks.filing import CLAUSE, SPACE, Q, seal
from jikim.verbs.destroy import destroy_key
from jikim.verbs.house import SYSTEM, House

PAGE = 50
KEPT = Period(3, "y")
_OVER = timedelta(days=1)


class Task(NamedTuple):
    """A task. `owner` is a handler's short name; `here`: they still work here. `text` is what a handler wrote, `words` how it was done."""

    task: UUID
    kind: str
    about: str
    owner: str | None
    here: bool
    due: date
    ko: str
    en: str
    href: str
    text: str
    opened: datetime
    closed: datetime | None
    by: str | None
    words: str

    @property
    def nobodys(self) -> bool:
        return self.closed is None and not self.here

    def overdue(self, today: date) -> bool:
        """Whether its day is over and it is not done."""
        return self.closed is None and self.due < today

    def title(self, language: str) -> str:
        """What is to be done: the first line of what a handler wrote, or the words of whoever filed it."""
        first = self.text.partition("\n")[0]
        return first or (self.ko if language == "ko" else self.en)


def _task(house: House, row: Sequence[object]) -> Steps[Task]:
    task, kind, about, owner, here, last, ko, en, href, said, opened, closed, by, done = row
    assert isinstance(task, UUID)
    text = yield from _opened(house, task, b"said", said)
    words = yield from _opened(house, task, b"done", done)
    return Task._make((task, kind, about, owner, here, last, ko, en, href, text, opened, closed, by, words))


def _opened(house: House, task: UUID, use: bytes, sealed: object) -> Steps[str]:
    if not isinstance(sealed, bytes):
        return ""
    try:
        key = yield from house.keyring.open(SPACE, task.bytes)
        return unwrap(key, use, sealed).decode()
    except (KeyGoneError, SealError):
        return ""


def narrow(actor: Actor | None) -> bool:
    """Whether somebody's grant is for some record kinds or items: they read and close their own tasks, and take on none (10.6)."""
    return actor is not None and actor.kind == "handler" and (actor.kinds, actor.items) != (EVERYTHING, EVERYTHING)


def open_tasks(
    house: House, whose: Sequence[str] | None = None, after: tuple[date, UUID] | None = None, limit: int = PAGE, *, actor: Actor | None = None
) -> Steps[list[Task]]:  # fmt: skip
    """Open tasks, the most pressing first. `whose`: of these handlers, `""` for nobody's; None: everyone's. `after`: those behind that one.

    `actor`: who reads; one of a narrow grant sees their own alone.
    """
    last, task = after or (None, None)
    if actor is not None and narrow(actor):
        whose = [one for one in whose or (actor.id,) if one == actor.id]
    rows = yield Statement(Q["task.open"], (None if whose is None else list(whose), last, task, limit))
    found = []
    for row in rows:
        found.append((yield from _task(house, row)))
    return found


def done_tasks(
    house: House, before: tuple[datetime, UUID] | None = None, limit: int = PAGE, *, actor: Actor | None = None
) -> Steps[list[Task]]:
    """Tasks that were done, the newest first. `actor`: who reads; one of a narrow grant sees their own alone."""
    at, task = before or (None, None)
    rows = yield Statement(Q["task.closed"], (actor.id if actor and narrow(actor) else None, at, task, limit))
    found = []
    for row in rows:
        found.append((yield from _task(house, row)))
    return found


def task_of(house: House, task: UUID, *, actor: Actor | None = None) -> Steps[Task | None]:
    """One task; None where there is none of that number, or none that `actor`'s grant lets them read."""
    rows = yield Statement(Q["task.one"], (task,))
    found = (yield from _task(house, rows[0])) if rows else None
    return None if found is not None and actor is not None and narrow(actor) and found.owner != actor.id else found


def at_work(house: House, event: str, actor: Actor) -> Steps[None]:
    """Goes on for a handler or officer with a grant that stands, and for the system."""
    kind = actor.kind
    denied = None
    if kind not in ("handler", "officer", "system"):
        denied = deny(house.policy, "not-confirmed")
    elif (actor.until is not None and house.now() >= actor.until) or not (yield from house.manned(actor)):
        denied = deny(house.policy, "grant")
    if denied is not None:
        yield from house.refuse(event, house.policy, actor, denied)


def give_task(house: House, task: UUID, from_: str | None, to: str, *, actor: Actor) -> Steps[None]:
    """A task changes hands: a handler takes it on, or an officer gives it to somebody. `from_` is who had it when that was decided.

    Raises ConflictError where somebody was faster.
    """
    event = "task:give"
    yield from at_work(house, event, actor)
    if actor.kind == "handler" and to != actor.id:
        yield from house.refuse(event, house.policy, actor, deny(house.policy, "not-confirmed"))
    if narrow(actor):
        yield from house.refuse(event, house.policy, actor, deny(house.policy, "beyond-grant"))
    entry = yield from house.entry(event, house.policy, actor, None, house.policy.clause(CLAUSE), owner=to)
    rows = yield Statement(Q["task.give"], (task, from_, to, _grant(actor), *entry))
    if rows[0][0]:
        house.denied(house.policy, None, Outcome(rows[0][0]))


def do_task(house: House, task: UUID, words: str, *, actor: Actor) -> Steps[None]:
    """A task is done, with words on how. Raises InvalidError for none, ConflictError where it was done already."""
    event = "task:done"
    yield from at_work(house, event, actor)
    sealed = yield from seal(house, task, b"done", words, "words")
    entry = yield from house.entry(event, house.policy, actor, None, house.policy.clause(CLAUSE))
    rows = yield Statement(Q["task.done"], (task, actor.id, sealed, _grant(actor), *entry))
    if rows[0][0]:
        house.denied(house.policy, None, Outcome(rows[0][0]))


def _grant(actor: Actor) -> int:
    """The grant that the statement looks at: a handler's. An officer gives and closes any task."""
    return actor.grant if actor.kind == "handler" else 0


def forget_tasks(house: House) -> Steps[int]:
    """Tasks that were done three years ago are forgotten: the key first, then the row. Answers how many."""
    today, zone = house.today(), house.policy.zone
    rows = yield Statement(Q["task.over"], (house.now() - _OVER * 3 * 365, 500))
    done = 0
    for (task,) in rows:
        one = yield from task_of(house, task)
        if (
            one is None
            or one.closed is None
            or start_of(due(one.closed.astimezone(zone).date(), KEPT), zone).date() >= today
        ):
            continue
        clause = house.policy.clause(CLAUSE)
        entry = yield from house.entry("task:forget", house.policy, SYSTEM, None, clause)
        yield from destroy_key(house, SPACE, task.bytes, entry)
        again = yield from house.entry("task:forget", house.policy, SYSTEM, None, clause)
        yield Statement(Q["task.forget"], (task, *again))
        done += 1
    return done
