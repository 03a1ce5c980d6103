"""The tasks that papers make: to shred one by its day, or to move it apart, each filed once."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from uuid import UUID

from jikim.cabinet.paper import WITHIN, Paper, Q
from jikim.cabinet.reckoning import Reckoned
from jikim.db.driver import Steps
from jikim.errors import ConflictError
from jikim.policy.ask import Actor
from jikim.tasks.filing import do_task, file_task
from jikim.verbs.house import SYSTEM, House


def close_task(house: House, task: UUID, words: str) -> Steps[None]:
    """The deed was done, which its own entry says by whom: its task closes with it, whoever's it is."""
    with suppress(ConflictError):
        yield from do_task(house, task, words, actor=SYSTEM)


def came_due(house: House, one: Paper, now: Reckoned) -> Reckoned:
    """A paper whose day has come keeps that day: of a record that is gone every day would else be the first, and
    nothing overdue."""
    if one.due is not None and now.due is not None and one.due <= now.due <= house.today():
        return now._replace(due=one.due)
    return now


def note_reckoned(house: House, one: Paper, now: Reckoned) -> Steps[bool]:
    """Writes down what follows from the record now, and files a task where its day has come, or where it begins to
    rest. Answers whether it is another."""
    now = came_due(house, one, now)
    begins = now.rests and one.rests is None
    if (one.due, one.held) == (now.due, now.held) and not begins:
        return False
    yield from file_tasks(house, one, now)
    [(done,)] = yield Q["paper.reckon"](
        paper=one.paper, due=now.due, held=now.held, rests=house.today() if begins else None
    )
    return bool(done)


def file_tasks(house: House, one: Paper, now: Reckoned) -> Steps[None]:
    """What somebody has to do with a paper as its record stands now: destroy it, or else put it into a separate
    cabinet. Each is filed once."""
    if now.due is not None and now.due <= house.today() and not now.held:
        yield from to_shred(house, one, now.due, SYSTEM)
    elif now.rests and one.apart is None:
        yield from to_move(house, one, SYSTEM)


def to_shred(house: House, one: Paper, due: date, actor: Actor) -> Steps[UUID]:
    """The task of destroying a paper, filed once while it is open. Answers its number."""
    return (
        yield from file_task(
            house,
            "shred",
            str(one.number),
            None,
            due + WITHIN,
            f"종이 문서 {one.label} 파기",
            f"destroy the paper {one.label}",
            actor,
            f"/office/cabinet/{one.number}",
        )
    )


def to_move(house: House, one: Paper, actor: Actor) -> Steps[UUID]:
    """The task of putting a paper into a separate cabinet, filed once while it is open."""
    return (
        yield from file_task(
            house,
            "apart",
            str(one.number),
            None,
            (one.rests or house.today()) + WITHIN,
            f"종이 문서 {one.label}, 분리 보관함으로 이동",
            f"move the paper {one.label} to the separate cabinet",
            actor,
            f"/office/cabinet/{one.number}",
        )
    )
