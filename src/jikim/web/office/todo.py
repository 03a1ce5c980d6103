"""What is to be done: each room of the office says what waits in it, and the first page shows it in the order of its haste."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jikim.db.driver import Steps
from jikim.handlers.sessions import Signed
from jikim.verbs.house import House

State = Literal["broken", "overdue", "second", "due", "open"]
HASTE: tuple[State, ...] = ("broken", "overdue", "second", "due", "open")
WORDS: dict[State, tuple[str, str]] = {
    "broken": ("이행되지 않은 약속", "Broken promises"),
    "overdue": ("기한 지남", "Overdue"),
    "second": ("승인 대기", "Waiting for approval"),
    "due": ("기한 임박", "Due soon"),
    "open": ("진행 중", "Open"),
}


@dataclass(frozen=True)
class Todo:
    """One thing to do, or several of a kind, without a word about whose data: `ko`, `en` say what, `href` leads there."""

    state: State
    ko: str
    en: str
    href: str
    due: date | None = None
    count: int = 1
    owner: str = ""  # the handler's short name who has taken it on

    def days_left(self, today: date) -> int | None:
        """Days until its last day; below zero once it is over."""
        return None if self.due is None else (self.due - today).days


Source = Callable[[House, Signed], Steps[list[Todo]]]


def haste_of(due: date | None, today: date) -> State:
    """Overdue after its day; due within a week; else open."""
    if due is None:
        return "open"
    if due < today:
        return "overdue"
    return "due" if (due - today).days <= 7 else "open"
