"""What is to be done: each room of the office says what waits in it, and the first page shows a line a matter, the most
pressing first.

A matter is what its lines lead to. What two rooms say of one thing, an alert and the request behind it, is one line
with what else is said of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import wraps
from typing import Literal, NamedTuple

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
SOON = timedelta(days=7)


class Act(NamedTuple):
    """The next act: its button, and what it needs of whoever does it."""

    ko: str
    en: str
    needs_ko: str
    needs_en: str


ANNOUNCE = Act("공고", "Announce", "공고 확인", "a final check")
ANSWER = Act("답변", "Answer", "답변 내용", "a written answer")
APPROVE = Act("승인 검토", "Review", "승인 또는 반려", "approval or refusal")
CONFIRM = Act("확인", "Confirm", "확인 결과", "what was confirmed")
CONFIRM_OWN = Act("확인", "Confirm", "배우거나 인수한 내용", "what you learnt or took over")
DESTROY = Act("파기 기록", "Record", "파기일, 방법, 입회자", "the date, the method and a witness")
BEGIN = Act("시작", "Begin", "항목별 답변", "an answer to each question")
FILL_IN = Act("등록", "Fill in", "누락된 사항", "what is missing")
FINISH = Act("완료 기록", "Finish", "처리한 내용", "how it was done")
HAND_OVER = Act("전달", "Hand over", "전달 방법", "how it was handed over")
INSPECT = Act("점검 기록", "Record", "점검일, 결과, 파일이나 지적 사항", "the date, the result, and a file or findings")
JUDGE = Act("판단", "Judge", "판단과 사유", "a judgement and a reason")
LOOK = Act("확인", "Look", "내용 확인", "a review")
MOVE = Act("이동 기록", "Move", "분리 보관함과 칸", "the separate cabinet and its shelf")
SIGN = Act("점검과 서명", "Review", "행별 판단과 서명", "a judgement for each row, and a signature")
TAKE_ON = Act("담당 지정", "Take on", "담당자", "an owner")


class Together(NamedTuple):
    """Where several of a kind are done at once, and what they are, after a number of them."""

    href: str
    ko: str
    en: str


@dataclass(frozen=True)
class Todo:
    """One thing to do, or several of a kind, without a word about whose data: `ko`, `en` say what, `href` leads to its
    `act`.

    `due` is its last day; `since` when it began to wait, where it has none. `about`: the page of the matter, where
    `href` is another's; what is `beside` it, an alert or a task, never leads the line. `together`: where several of the
    kind are done at once.
    """

    state: State
    ko: str
    en: str
    href: str
    act: Act
    due: date | None = None
    count: int = 1
    owner: str = ""  # the handler's short name who has taken it on
    since: date | None = None
    about: str = ""
    beside: bool = False
    together: Together | None = None


@dataclass(frozen=True)
class Matter:
    """A line: everything that is said of one matter, what leads it first."""

    parts: tuple[Todo, ...]

    @property
    def first(self) -> Todo:
        return self.parts[0]

    @property
    def state(self) -> State:
        return min((one.state for one in self.parts), key=HASTE.index)

    @property
    def due(self) -> date | None:
        return min((one.due for one in self.parts if one.due is not None), default=None)

    @property
    def owner(self) -> str:
        return next((one.owner for one in self.parts if one.owner), "")

    def days_left(self, today: date) -> int | None:
        """Days until its last day; below zero once it is over."""
        return None if self.due is None else (self.due - today).days

    def days_waited(self, today: date) -> int | None:
        """How long it waits, of what has no last day."""
        return None if self.due or self.first.since is None else (today - self.first.since).days


Source = Callable[[House, Signed, date], Steps[list[Todo]]]  # what waits now, and what has its day by that one


def of_officers(source: Source) -> Source:
    """A source of what officers alone have to do."""

    @wraps(source)
    def asked(house: House, me: Signed, by: date) -> Steps[list[Todo]]:
        return (yield from source(house, me, by)) if me.officer else []

    return asked


def haste_of(due: date | None, today: date) -> State:
    """Overdue after its day; due within a week; else open."""
    if due is None:
        return "open"
    if due < today:
        return "overdue"
    return "due" if due - today <= SOON else "open"


def folded(every: Sequence[Todo]) -> list[Matter]:
    """One line a matter, in the order of haste: by state, then by day; what has none comes last."""
    found: dict[str, list[Todo]] = {}
    for one in every:
        found.setdefault(one.about or one.href, []).append(one)
    lines = [Matter(tuple(sorted(parts, key=_lead))) for parts in found.values()]
    return sorted(lines, key=lambda one: (HASTE.index(one.state), one.due or date.max))


def _lead(one: Todo) -> tuple[bool, int, date]:
    return one.beside, HASTE.index(one.state), one.due or date.max


def matters(house: House, sources: Sequence[Source], me: Signed, by: date | None = None) -> Steps[list[Matter]]:
    """Every line of whoever is signed in; `by`: what has its day until then, a week from today unless said."""
    last, every = by or house.today() + SOON, list[Todo]()
    for source in sources:
        every += yield from source(house, me, last)
    return folded(every)
