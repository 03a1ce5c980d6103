"""Tasks: the house's own cases. Something is to be done by a day; whatever finds the same thing twice files one task.

Guarantees: what is about one thing (`kind` and `about`) is open once. Other rooms file tasks by `file_task` alone.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from jikim.cases.cases import file_by_hand, file_house, take_step
from jikim.cases.listing import case_by
from jikim.cases.register import DUE, Field, Register, Step
from jikim.db.driver import Steps
from jikim.policy.ask import Actor
from jikim.policy.period import Period
from jikim.verbs.house import House

OWN = "own"  # what a handler filed by hand


def file_task(
    house: House, kind: str, about: str, owner: str | None, due: date, ko: str, en: str, actor: Actor, href: str = ""
) -> Steps[UUID]:
    """Files a task and answers its number; that of the open one, where there is one of this kind about the same."""
    return (
        yield from file_house(house, TASKS, kind, about, ko=ko, en=en, actor=actor, due=due, owner=owner, href=href)
    )


def file_own(house: House, text: str, owner: str | None, due: date, *, actor: Actor) -> Steps[UUID]:
    """What a handler files by hand: their words are sealed. Raises InvalidError for none, for a day that is over or too
    far away, or for a number that is never taken."""
    return (yield from file_by_hand(house, TASKS, OWN, {"text": text, DUE: due.isoformat()}, owner=owner, actor=actor))


def do_task(house: House, task: UUID, words: str, *, actor: Actor) -> Steps[None]:
    """A task is done, with words on how. Raises InvalidError for none, ConflictError where it was done already."""
    found = yield from case_by(house, TASKS, str(task))
    if found is not None:
        yield from take_step(house, TASKS, found, "done", {"words": words}, actor=actor)


TASKS = Register(
    name="task",
    path="/office/tasks",
    one=("과제", "Task"),
    many=("과제", "Tasks"),
    intro=("담당자와 기한을 정해 처리하는 업무입니다.", "Work with an owner and a due date."),
    states={"open": ("진행 중", "open"), "done": ("완료", "done")},
    steps=(
        Step(
            "done", ("open",), "done", ("desk",), ("완료", "done"), title=("완료 처리", "Finish"),
            asks=(
                Field(
                    "words", ("처리 내용", "How it was done"),
                    ("점검 시 확인할 수 있도록 입력해 주세요. 암호화하여 보관합니다.", "For whoever reviews it later. Stored encrypted."), 4,
                ),
            ),
            button=("완료", "Done"),
        ),
    ),
    within=Period(7, "d"),  # unless it is filed with a day of its own
    clause="audit",
    todo=("{title}", "{title}"),
    filed=("등록", "filed"),
    house=True,
    files=(
        Field(
            "text", ("할 일", "What is to be done"),
            ("첫 줄이 제목이 됩니다. 개인정보는 가급적 입력하지 말아 주세요.", "The first line is the title. Avoid personal data where you can."), 3,
        ),
        Field(DUE, ("기한", "Due"), kind="date"),
    ),
    kinds={
        OWN: ("직접 등록", "filed by hand"), "request": ("권리 행사 요청", "request"), "complaint": ("민원", "complaint"),
        "late-records": ("예상 기간이 지난 기록", "records open for too long"),
        "promise": ("이행 안 된 약속", "broken promise"), "shred": ("종이 파기", "paper to destroy"), "apart": ("종이 분리 보관", "paper to keep apart"),
        "review": ("접속 기록 점검", "access review"),
    },
    kept=Period(3, "y"),
)  # fmt: skip
